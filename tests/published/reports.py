"""A made-up report from a seed: who, when, the numbers and the text a person reads in it."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from tests.published.tables.numbers import numbers, size

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.published.tables.numbers import Number

POOL = tomllib.loads((Path(__file__).parent / "pool.toml").read_text(encoding="utf-8"))
_WORDS = POOL["words"]
_FORMS = {
    "2019": "《政府信息公开工作年度报告格式（试行）》（国办公开办函〔2019〕60号）",
    "2021": "《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）",
}
_ASPECTS = ("proactive", "on_request", "management", "platform", "supervision")
_ASPECT_NAMES = {
    "proactive": ("主动公开情况", "主动公开", "主动公开政府信息"),
    "on_request": ("依申请公开情况", "依申请公开", "依申请公开政府信息办理情况"),
    "management": ("政府信息管理情况", "政府信息管理", "信息管理工作"),
    "platform": ("政府信息公开平台建设情况", "平台建设", "公开平台建设情况"),
    "supervision": ("监督保障情况", "监督保障", "工作监督和保障"),
}
NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Unit:
    """Who reports: ``full`` name, the ``site`` it belongs to, the name without the place in front."""

    full: str
    short: str
    site: str
    we: str


@dataclass(frozen=True)
class Report:
    """What the unit wrote. ``prose`` holds the paragraphs of each section, ``around`` those beside tables."""

    unit: Unit
    year: int
    edition: str
    signed: datetime.date
    figures: Mapping[str, Number]
    prose: Mapping[str, tuple[str, ...]]
    around: Mapping[str, tuple[str, ...]]


def report(random: Random, year: int, *, numbering: str = "") -> Report:
    """Return a made-up report of one year; ``numbering`` is how the parts of 一 are numbered."""
    unit = _unit(random)
    edition = "2019" if year <= 2020 else "2021"
    writer = _Writer(random, unit, year, edition)
    signed = datetime.date(year + 1, 1, 4) + datetime.timedelta(days=random.randint(0, 58))
    return Report(
        unit=unit,
        year=year,
        edition=edition,
        signed=signed,
        figures=numbers(random, edition, size(random)),
        prose={
            "preamble": writer.preamble(),
            "overview": writer.overview(numbering),
            "problems": writer.problems(),
            "other_matters": writer.other_matters(),
        },
        around={key: writer.around(key) for key in POOL["around"]},
    )


def neighbour(random: Random, unit: Unit) -> str:
    """Return the name of another unit, as lists beside a report show it."""
    names = [unit.site.removesuffix("人民政府") + name for name in (*_WORDS["offices"], "临江镇")]
    return random.choice(
        [
            name
            for name in names
            if name not in unit.full and unit.short not in name.removeprefix(unit.site[:-4])
        ]
    )


def _unit(random: Random) -> Unit:
    county = random.choice(_WORDS["counties"])
    site = f"{county}人民政府"
    kind = random.choices(("town", "office", "county"), (45, 45, 10))[0]
    if kind == "county":
        return Unit(site, county, site, f"我{county[-1]}")
    if kind == "office":
        office = random.choice(_WORDS["offices"])
        we = "我委" if office.endswith("委员会") else "我局"
        return Unit(f"{county}{office}", office, site, we)
    town = random.choice(_WORDS["towns"])
    street = town.endswith("街道")
    name = f"{town}{'办事处' if street else '人民政府'}"
    return Unit(
        random.choice((name, county + name)), town, site, "我街道" if street else f"我{town[-1]}"
    )


class _Writer:
    """Fills sentences of the pool, each at most once in a report."""

    def __init__(self, random: Random, unit: Unit, year: int, edition: str) -> None:
        self._random = random
        self._fixed = {
            "we": unit.we,
            "y": year,
            "unit": unit.full,
            "site": unit.site,
            "form": _FORMS[edition],
        }

    def preamble(self) -> tuple[str, ...]:
        parts = [self._draw(POOL[key], 1)[0] for key in ("basis", "period", "contact")]
        if self._random.random() < 0.5:
            return ("".join(parts),)
        return (parts[0] + parts[1], parts[2])

    def overview(self, numbering: str) -> tuple[str, ...]:
        opening = self._draw(POOL["opening"], 1)[0]
        paragraphs = [
            paragraph
            for place, aspect in enumerate(_ASPECTS)
            for paragraph in self._aspect(numbering, place, aspect)
        ]
        return (opening, *paragraphs)

    def _aspect(self, numbering: str, place: int, aspect: str) -> list[str]:
        name = self._random.choice(_ASPECT_NAMES[aspect])
        texts = self._draw(POOL[aspect], self._random.randint(2, 4))
        if numbering == "lines":
            half = max(1, len(texts) // 2)
            return [
                f"（{NUMERALS[place]}）{name}",
                "".join(texts[:half]),
                *filter(None, ["".join(texts[half:])]),
            ]
        if numbering == "none":
            return ["".join(texts)]
        return [_number(numbering, place) + name + "。" + "".join(texts)]

    def problems(self) -> tuple[str, ...]:
        problems = self._draw(POOL["problem"], self._random.randint(2, 4))
        measures = self._draw(POOL["measure"], self._random.randint(2, 4))
        style = self._random.choice(("headings", "lists", "lines"))
        if style == "headings":
            return (
                "（一）存在的主要问题",
                *_ordered(problems),
                "（二）改进情况",
                *_ordered(measures),
            )
        if style == "lists":
            return (
                f"{self._fixed['y']}年的工作取得了一些成绩，但也存在不足："
                + "".join(_ordered(problems)),
                "针对上述问题，拟从以下方面改进：" + "".join(_ordered(measures)),
            )
        return ("".join(problems), "".join(measures))

    def other_matters(self) -> tuple[str, ...]:
        return (
            *self._draw(POOL["fee"], 1),
            *self._draw(POOL["other"], self._random.randint(0, 2)),
        )

    def around(self, section: str) -> tuple[str, ...]:
        return tuple(self._draw(POOL["around"][section], self._random.randint(1, 2)))

    def _draw(self, sentences: Sequence[str], count: int) -> list[str]:
        return [self._fill(text) for text in self._random.sample(sentences, count)]

    def _fill(self, sentence: str) -> str:
        pick = self._random
        return sentence.format(
            **self._fixed,
            n=pick.randint(11, 98),
            m=pick.randint(3, 9),
            k=pick.randint(2, 8),
            topic=pick.choice(_WORDS["topic"]),
            place=pick.choice(_WORDS["place"]),
            street=pick.choice(_WORDS["street"]),
            post=f"0{pick.randint(30000, 79999)}",
            phone=f"0{pick.randint(310, 999)}-{pick.randint(2000000, 8999999)}",
        )


def _number(numbering: str, place: int) -> str:
    forms = {
        "": f"（{NUMERALS[place]}）",
        "digits": f"{place + 1}.",
        "circled": f"{'①②③④⑤'[place]}",
        "chinese": f"{NUMERALS[place]}、",
    }
    return forms[numbering]


def _ordered(sentences: Sequence[str]) -> list[str]:
    return [
        f"{NUMERALS[place]}是{sentence[:-1]}{'；' if place < len(sentences) - 1 else '。'}"
        for place, sentence in enumerate(sentences)
    ]
