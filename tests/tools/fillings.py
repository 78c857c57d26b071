"""Random reports as clerks might type them: sums that fit and sums that do not, blanks, texts, large and broken numbers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from tests.tools.engines import Filling
from tests.tools.made import stored
from tests.tools.make import balanced, report
from xlsheets.basics.addresses import Spot
from xlsheets.report import Report
from xlsheets.workbook.template import write_workbook

_SENTENCES = (
    "全年新收申请%d件。",
    "发布信息%d条，其中规范性文件%d件。",
    "没有其他事项。",
    "较上年减少%d%%。",
)


def random_report(seed: int) -> Report:
    """Return a report, always the same for a seed."""
    chance = Random(seed)
    largest = chance.choice((1, 9, 300, 99_999, 9_999_999))
    blanks = chance.choice((0.0, 0.02, 0.5, 1.0))
    given = report()
    figures = {
        cell: Decimal(chance.randint(0, 10**9)).scaleb(-chance.choice((0, 2, 6)))
        if cell.block == "pro8"
        else chance.randint(0, largest)
        for cell in given.figures
        if chance.random() >= blanks
    }
    narrative = {
        section: tuple(_sentence(chance) for _ in range(chance.randint(0, 4)))
        for section in given.narrative
    }
    made = replace(given, figures=figures, narrative=narrative)
    return balanced(made) if blanks == 0 and chance.random() < 0.7 else made


def _sentence(chance: Random) -> str:
    text = chance.choice(_SENTENCES)
    return text % tuple(chance.randint(0, 999) for _ in range(text.count("%d")))


def filling(made: Report) -> tuple[Filling, bytes]:
    """Return what a person types into the empty workbook of a unit, and the workbook we write of the same report."""
    empty = write_workbook(replace(made, figures={}, narrative={}, facts={}, reasons={}))
    full = write_workbook(made)
    before = {spot: raw.text for spot, raw in stored(empty)}
    typed: dict[Spot, str] = {
        spot: raw.text
        for spot, raw in stored(full)
        if raw.formula is None and raw.text != before.get(spot)
    }
    return Filling(empty, typed), full
