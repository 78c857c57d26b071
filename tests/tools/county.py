"""A county whose truth is known: seed and size -> a folder of what units send in, and how it must be judged.

Everything is made up. The same seed and size always give the same files with the same dates.
"""

from __future__ import annotations

import datetime
import io
import itertools
import os
import random
from dataclasses import dataclass, field, replace
from pathlib import Path

import docx
import openpyxl

from tests.tools.make import report
from xlsheets.basics.dates import CHINA
from xlsheets.county.register import Register, Unit
from xlsheets.report import Report
from xlsheets.workflows.one_report import workbook

YEAR = 2025


def _pairs(text: str) -> list[str]:
    return ["".join(pair) for pair in zip(text[::2], text[1::2], strict=True)]


_PLACES = _pairs("清河青山白石柳林杨湾竹溪桃源松坪梅岭荷塘金沙银滩双桥三泉龙泉凤台鹿鸣鹤山雁滩燕庄")
_WORKS = _pairs("教育农业水务民政财政商务林业卫生住建交通文旅应急审计统计司法人社科技体育信访医保")
_WORDS = _pairs(
    "水渠林地校舍道路路灯桥梁大棚果园鱼塘茶山稻田粮库集市车站码头驿站祠堂广场书屋凉亭修缮硬化绿化巡查登记核对张贴宣讲走访座谈"
    "培训评选采购招标验收移交归档复核答疑回访早春初夏秋收冬训集中分批逐户上门现场线上定期随时专人轮流联合统一先行随后另行一并"
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Judged:
    """How a file must be judged: state, remarks, and codes that must be among its findings."""

    state: str
    remarks: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()


@dataclass
class County:
    """The truth: the register, every file and every unit.

    Args:
        register: the units.
        files: what every listed file must be judged as.
        units: state, remarks and counted file of every unit.
        alike: pairs of units with the same text.
        proposed: the unit to be proposed first for a file that matches none.
        reports: the reports that count, by unit.
    """

    register: Register
    files: dict[str, Judged] = field(default_factory=dict)
    units: dict[str, tuple[str, frozenset[str], str]] = field(default_factory=dict)
    alike: set[frozenset[str]] = field(default_factory=set)
    proposed: dict[str, str] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)


def make_county(folder: Path, size: int = 64, seed: int = 0) -> County:
    """Fill a folder with what a county of this size receives, and return how it must be judged."""
    chance = random.Random(f"{seed} {size}")
    units = _units(size)
    maker = _Maker(folder, chance, County(Register(tuple(units))))
    roles = list(_ROLES)[:size]
    roles += [_clean] * (size - len(roles))
    chance.shuffle(roles)
    for unit, role in zip(units, roles, strict=True):
        role(maker, unit)
    maker.strangers()
    return maker.truth


def _units(size: int) -> list[Unit]:
    """Return units that differ by name, kind and, every other one, a code."""
    made = []
    for number, place in enumerate(itertools.islice(_names(), size)):
        town = number % 3 != 0
        work = _WORKS[number // 3 % len(_WORKS)]
        name = f"{place}县{work}局" if not town else f"示例县{place}镇人民政府"
        level = "township" if town else "county_department"
        code = f"S{number:03}" if number % 2 else ""
        made.append(Unit(name, code, (f"{place}镇",) if town else (), level))
    return made


def _names():
    for round_ in itertools.count():
        for place in _PLACES:
            yield place + "东西南北上下"[round_ - 1] if round_ else place


class _Maker:
    """Writes files and keeps the truth about them."""

    def __init__(self, folder: Path, chance: random.Random, truth: County) -> None:
        self.folder, self.chance, self.truth = folder, chance, truth

    def report(self, unit: Unit, cells: dict | None = None, **profile) -> Report:
        """Return a sound report in the unit's own words."""
        received = self.chance.randrange(1, 9)
        sound = {
            "req.received.natural_person": received,
            "req.carried_forward.natural_person": received,
        }
        texts = self.texts(unit.name)
        given = {"unit": unit.name, "level": unit.level, **profile}
        return report({**sound, **(cells or {})}, narrative=texts, **given)

    def texts(self, name: str) -> dict[str, tuple[str, ...]]:
        aspects = ["主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障"]
        return {
            "overview": (
                f"{name}{self.sentence()}",
                *(
                    f"（{n}）{aspect}情况。{self.sentence()}"
                    for n, aspect in zip("一二三四五", aspects, strict=True)
                ),
                "开展了工作考核和社会评议，没有发生需要责任追究的情形。",
            ),
            "problems": (f"存在的主要问题：{self.sentence()}", f"改进措施：{self.sentence()}"),
        }

    def sentence(self) -> str:
        return "，".join("".join(self.chance.sample(_WORDS, 3)) for _ in range(4)) + "。"

    def put(self, file: str, content: bytes | Report, day: int = 15, month: int = 1) -> str:
        """Write a file that arrived on this day."""
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(workbook(content) if isinstance(content, Report) else content)
        when = datetime.datetime(YEAR + 1, month, day, 10, tzinfo=CHINA).timestamp()
        os.utime(path, (when, when))
        return file

    def judge(self, file: str, state: str, *remarks: str, codes: tuple[str, ...] = ()) -> None:
        self.truth.files[file] = Judged(state, frozenset(remarks), frozenset(codes))

    def stand(self, unit: Unit, state: str, *remarks: str, counted: str = "") -> None:
        self.truth.units[unit.name] = (state, frozenset(remarks), counted)

    def count(self, unit: Unit, file: str, held: Report, *remarks: str, **when: int) -> None:
        """Write a sound report that counts."""
        self.put(file, held, **when)
        self.judge(file, "合格")
        self.stand(unit, "合格", *remarks, counted=file)
        self.truth.reports[unit.name] = held

    def strangers(self) -> None:
        """Add what comes from nobody in the register, and what is passed over."""
        self.put(
            "外地/别处.xlsx", self.report(Unit("外省别市移民委员会", level="county_department"))
        )
        self.judge("外地/别处.xlsx", "合格", "名录外")
        self.put(
            "通知.docx",
            _word_document(),
        )
        self.judge("通知.docx", "不是填报工作簿")
        self.put("汇总表.xlsx", _foreign_workbook())
        self.judge("汇总表.xlsx", "不是填报工作簿", codes=("F105",))
        self.put("~$汇总表.xlsx", b"lock")
        self.put(".DS_Store", b"finder")


def _file(unit: Unit) -> str:
    return f"{unit.code}-{unit.name}.xlsx" if unit.code else f"{unit.name}/年报.xlsx"


def _clean(maker: _Maker, unit: Unit) -> None:
    maker.count(unit, _file(unit), maker.report(unit))


def _missing(maker: _Maker, unit: Unit) -> None:
    maker.stand(unit, "未报")


def _late(maker: _Maker, unit: Unit) -> None:
    maker.count(unit, _file(unit), maker.report(unit), "迟报", day=1, month=2)


def _renamed(maker: _Maker, unit: Unit) -> None:
    maker.count(unit, f"新建文件{maker.chance.randrange(10**6)}.xlsx", maker.report(unit))


def _doubtful(maker: _Maker, unit: Unit) -> None:
    file = maker.put(_file(unit), maker.report(unit, {"pro1.normative.issued": 3}))
    maker.judge(file, "需核实", codes=("S203",))
    maker.stand(unit, "需核实", counted=file)


def _faulty(maker: _Maker, unit: Unit) -> None:
    file = maker.put(_file(unit), maker.report(unit, {"req.carried_over.business": 2}))
    maker.judge(file, "有错", codes=("S303",))
    maker.stand(unit, "有错", counted=file)


def _blank(maker: _Maker, unit: Unit) -> None:
    file = maker.put(_file(unit), maker.report(unit, {"req.received.natural_person": None}))
    maker.judge(file, "有错")
    maker.stand(unit, "有错", counted=file)


def _sent_twice(maker: _Maker, unit: Unit) -> None:
    held = maker.report(unit)
    maker.judge(maker.put(f"微信/{unit.name} (1).xlsx", held, day=12), "重复", "多份")
    maker.count(unit, _file(unit), held, "多份")


def _corrected(maker: _Maker, unit: Unit) -> None:
    held = maker.report(unit, {"req.carried_over.business": 1})
    first = maker.put(f"旧/{unit.name}.xlsx", held, day=8)
    maker.judge(first, "旧版", "多份")
    maker.count(unit, _file(unit), maker.report(unit), "多份")


def _spoiled(maker: _Maker, unit: Unit) -> None:
    """A sound copy, then one with a mistake: the sound one still counts."""
    later = maker.report(unit, {"req.carried_over.business": 1})
    maker.judge(maker.put(f"又报/{unit.name}.xlsx", later, day=20), "有错", "多份", codes=("S303",))
    maker.count(unit, _file(unit), maker.report(unit), "多份")


def _last_year(maker: _Maker, unit: Unit) -> None:
    held = maker.report(unit, year=YEAR - 1, signed=datetime.date(YEAR, 1, 20))
    maker.judge(maker.put(_file(unit), held), "有错", "年度不对")
    maker.stand(unit, "未报", "年度不对")


def _misnamed(maker: _Maker, unit: Unit) -> None:
    """The clerk wrote another name; nobody decides for the officer."""
    name = unit.name.replace("人民政府", "政府办").replace("局", "和改革局")
    file = maker.put(
        f"来件{maker.chance.randrange(10**6)}.xlsx", maker.report(unit._replace(name=name))
    )
    maker.judge(file, "合格", "名录外")
    maker.stand(unit, "未报")
    maker.truth.proposed[file] = unit.name


def _vertical(maker: _Maker, unit: Unit) -> None:
    units = maker.truth.register.units
    exempt = unit._replace(vertical=True)
    maker.truth.register = Register(tuple(exempt if member is unit else member for member in units))
    maker.judge(maker.put(_file(unit), maker.report(unit)), "合格", "垂直管理不应报")
    maker.stand(unit, "不用报", "垂直管理不应报")


def _unreadable(content: bytes, state: str, code: str, suffix: str = ".xlsx"):
    def role(maker: _Maker, unit: Unit) -> None:
        file = maker.put(_file(unit).removesuffix(".xlsx") + suffix, content)
        maker.judge(file, state, codes=(code,))
        # Only of a file whose unit is certain is it said why the unit still has to report.
        maker.stand(unit, "未报", *([state] if unit.code else []))
        if not unit.code:
            maker.truth.proposed[file] = unit.name

    return role


def _truncated(maker: _Maker, unit: Unit) -> None:
    whole = workbook(maker.report(unit))
    _unreadable(whole[: len(whole) // 2], "打不开", "F106")(maker, unit)


def _copied(maker: _Maker, unit: Unit) -> None:
    """The text of a unit that was written before, with nothing but the name changed."""
    held = maker.report(unit)
    others = [
        made for made in maker.truth.reports if not any(made in pair for pair in maker.truth.alike)
    ]
    if others:
        other = maker.truth.reports[others[0]]
        texts = {
            section: tuple(text.replace(others[0], unit.name) for text in paragraphs)
            for section, paragraphs in other.narrative.items()
        }
        held = replace(held, narrative={**held.narrative, **texts})
        maker.truth.alike.add(frozenset((others[0], unit.name)))
    maker.count(unit, _file(unit), held)


def _word_document() -> bytes:
    content = io.BytesIO()
    docx.Document().save(content)
    return content.getvalue()


def _foreign_workbook() -> bytes:
    content = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "自己画的汇总表"
    book.save(content)
    return content.getvalue()


_ENCRYPTED = _OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
_XLS = _OLE + bytes(504) + "Workbook".encode("utf-16-le") + bytes(600)

_ROLES = (
    _late,
    _renamed,
    _doubtful,
    _faulty,
    _blank,
    _missing,
    _sent_twice,
    _corrected,
    _spoiled,
    _last_year,
    _misnamed,
    _vertical,
    _truncated,
    _copied,
    _unreadable(_XLS, "不是填报工作簿", "F104", ".xls"),
    _unreadable(_XLS, "不是填报工作簿", "F104", ".et"),
    _unreadable("单位,数量\n某单位,3\n".encode("gbk"), "不是填报工作簿", "F104", ".csv"),
    _unreadable(
        _word_document(),
        "不是填报工作簿",
        "F104",
    ),
    _unreadable(_ENCRYPTED, "打不开", "F103"),
    _unreadable(b"", "打不开", "F106"),
    _late,
    _copied,
    _faulty,
    _corrected,
)
