"""Last year's report -> what the next one starts with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xlsheets.errors import UsageError
from xlsheets.report import Report
from xlsheets.schema import edition_for
from xlsheets.schema.across import counterpart

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from xlsheets.basics.numbers import Number
    from xlsheets.schema import Cell, Edition


def carried_over(last: Report, edition: Edition) -> dict[Cell, Number]:
    """Return 上年结转 of this year: what last year's report carried to the next year, class by class."""
    asked = edition.named.requests
    found: dict[Cell, Number] = {}
    for column in edition.blocks[asked.block].column_leaves:
        left_over = counterpart(asked.carried_forward.at(column.key), edition, last.edition)
        typed = left_over is not None and left_over in last.figures
        number = last.usable(left_over) if left_over and typed else None
        # A number that no report may have is not taken over into the next one.
        if number is not None and number >= 0 and isinstance(number, int):
            found[asked.carried_over.at(column.key)] = number
    return found


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
    edition = edition_for(year)
    return Report(edition.key, profile, carried_over(last, edition))


def filled_in(report: Report) -> AbstractSet[Cell]:
    """Return the cells that somebody filled in: not last year's carry-over, with which a workbook is sent out."""
    asked = report.edition.named.requests
    leaves = report.edition.blocks[asked.block].column_leaves
    return report.figures.keys() - {asked.carried_over.at(leaf.key) for leaf in leaves}
