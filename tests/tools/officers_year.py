"""What a county of twenty units sends from January to March, filled in by address as clerks do, and the truth about it.

Nothing of the package is used to make it: the workbooks are those the command sent out, the truth is kept in plain
numbers by sheet and address.
"""

from __future__ import annotations

import os
import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

PROACTIVE, ASKED, REMEDY = "二、主动公开", "三、申请办理", "四、复议诉讼"
YEAR = 2025
_TOWNS = ["柳河", "石桥", "杏林", "双塔", "云台", "白鹿", "青峰", "沙河", "竹园"]
_OFFICES = ["教育", "水利", "民政", "财政", "卫生健康", "交通运输", "应急管理", "审计", "统计"]
_APPLICANTS = "DEFGHI"
_WORDS = [
    "修订",
    "梳理",
    "走访",
    "汇编",
    "张贴",
    "督查",
    "核验",
    "归集",
    "通报",
    "座谈",
    "巡查",
    "宣讲",
    "登记",
    "回访",
    "培训",
    "抽检",
    "编印",
    "更新",
    "移交",
    "复核",
]
_JANUARY = 1_767_225_600

Figures = dict[tuple[str, str], int]


@dataclass
class Unit:
    """A unit: its code and name, its kind, what it truly has to report, and the file that has to count."""

    code: str
    name: str
    kind: str
    figures: Figures = field(default_factory=dict)
    counted: str = ""


def units(seed: int) -> list[Unit]:
    """Return eighteen units that have to report here, with the numbers each truly has."""
    chance = random.Random(seed)
    named = [(f"示例县{town}镇人民政府", "乡镇") for town in _TOWNS]
    named += [(f"示例县{office}局", "部门") for office in _OFFICES]
    return [
        Unit(f"X{number:02}", name, kind, _figures(chance))
        for number, (name, kind) in enumerate(named, 1)
    ]


def _figures(chance: random.Random) -> Figures:
    """Return numbers that agree with one another, by sheet and address."""
    figures = {(PROACTIVE, cell): 0 for cell in ("B5", "C5", "D5", "B9", "B12", "B13", "B16")}
    figures |= {(PROACTIVE, "B6"): chance.randint(0, 3), (PROACTIVE, "C6"): chance.randint(0, 2)}
    figures[PROACTIVE, "D6"] = figures[PROACTIVE, "B6"] + chance.randint(0, 9)
    figures[PROACTIVE, "B9"] = chance.randint(0, 90)
    figures |= {
        (ASKED, f"{column}{row}"): 0 for column in _APPLICANTS for row in (*range(6, 29), 30)
    }
    for column in "DE":
        handled = [chance.randrange(8, 29) for _ in range(chance.randint(1, 4))]
        left, carried = chance.randint(0, 2), chance.randint(0, 1)
        for row in handled:
            figures[ASKED, f"{column}{row}"] += 1
        figures[ASKED, f"{column}7"] = min(carried, len(handled) + left)
        figures[ASKED, f"{column}6"] = len(handled) + left - figures[ASKED, f"{column}7"]
        figures[ASKED, f"{column}30"] = left
    figures |= {(REMEDY, f"{column}6"): 0 for column in "ABCDFGHIKLMN"}
    figures[REMEDY, "A6"] = chance.randint(0, 1)
    return figures


def fill(sent: Path, target: Path, unit: Unit, day: int, figures: Figures | None = None) -> str:
    """Fill the workbook that was sent out as a clerk does; return the name of the file, dated as it came in."""
    book = openpyxl.load_workbook(sent)
    for (sheet, cell), number in (unit.figures if figures is None else figures).items():
        book[sheet][cell] = number
    about = book["基本信息"]
    for cell, text in (("C7", "示例县人民路1号"), ("C8", "041000"), ("C9", "0357-1234567")):
        about[cell] = text
    about["C12"] = "2026-01-20"
    _write(book, "一、总体情况", _overview(unit))
    _write(
        book,
        "五、问题改进",
        [f"存在的主要问题：{_sentence(unit, 7)}", f"改进措施：{_sentence(unit, 8)}"],
    )
    _write(book, "六、其他事项", ["本年度没有收取政府信息公开信息处理费。没有其他需要报告的事项。"])
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)
    return came(target, day)


def came(file: Path, day: int) -> str:
    """Date a file as it came in, counted from the first of January; return its name."""
    when = _JANUARY + day * 86_400
    os.utime(file, (when, when))
    return file.name


def _write(book: openpyxl.Workbook, sheet: str, paragraphs: list[str]) -> None:
    free = [
        row[0]
        for row in book[sheet].iter_rows(min_col=2, max_col=2)
        if not row[0].protection.locked
    ]
    for cell, text in zip(free, paragraphs, strict=False):
        cell.value = text


def _overview(unit: Unit) -> list[str]:
    aspects = ["主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障"]
    told = [f"{unit.name}{_sentence(unit, 0)}"]
    told += [
        f"（{numeral}）{aspect}情况。{_sentence(unit, number)}"
        for number, (numeral, aspect) in enumerate(zip("一二三四五", aspects, strict=True), 1)
    ]
    return [*told, "开展了工作考核和社会评议，没有发生需要责任追究的情形。"]


def _sentence(unit: Unit, number: int) -> str:
    """Return a sentence that no other unit has."""
    chance = random.Random(f"{unit.code} {number}")
    return "，".join("".join(chance.sample(_WORDS, 4)) for _ in range(4)) + "。"


def truncated(whole: Path, target: Path, day: int) -> str:
    """Write half of a file, as an interrupted copy leaves it."""
    target.write_bytes(whole.read_bytes()[:2000])
    return came(target, day)


def sent_back_blank(sent: Path, target: Path, day: int) -> str:
    """Return the workbook as it was sent out."""
    shutil.copyfile(sent, target)
    return came(target, day)


def total(county: list[Unit]) -> Figures:
    """Return the sums of the figures of units."""
    sums: Figures = {}
    for unit in county:
        for place, number in unit.figures.items():
            sums[place] = sums.get(place, 0) + number
    return sums
