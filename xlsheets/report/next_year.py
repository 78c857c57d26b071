"""Last year's report -> what the next one starts with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xlsheets.errors import UsageError
from xlsheets.report import Report
from xlsheets.schema import edition_for

if TYPE_CHECKING:
    from xlsheets.basics.numbers import Number
    from xlsheets.schema import Cell


def carried_over(last: Report) -> dict[Cell, Number]:
    """Return 上年结转 of this year: what last year's report carried to the next year, class by class."""
    return {
        cell._replace(row="carried_over"): count
        for cell, count in last.figures.items()
        if (cell.block, cell.row) == ("req", "carried_forward")
    }


def next_year(last: Report) -> Report:
    """Return the report that follows one: same unit, 上年结转 filled in, everything else blank.

    Raises:
        UsageError: the report does not say for which year it is.
        UnknownEditionError: no format was in force in the next year.
    """
    if last.profile.year is None:
        raise UsageError("“基本信息”里没有填报告年度，不知道下一年是哪一年，请先填好。")
    year = last.profile.year + 1
    profile = replace(last.profile, year=year, signed=None)
    return Report(edition_for(year).key, profile, carried_over(last))
