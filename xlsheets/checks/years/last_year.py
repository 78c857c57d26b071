"""Cell -> last year's number, as far as the report shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.report.findings import Operand
from xlsheets.schema.across import counterpart

if TYPE_CHECKING:
    from xlsheets.basics.numbers import Number
    from xlsheets.checks.rule.spec import Case
    from xlsheets.report import Report
    from xlsheets.schema import Cell


def last_value(case: Case, cell: Cell | None) -> Number | None:
    """Return last year's number; None when there is no such report or it does not show the number.

    Args:
        case: this year's report and the earlier ones.
        cell: a cell of this year's form; last year's form may have it elsewhere or not at all.
    """
    last = case.last
    if last is None or cell is None:
        return None
    before = counterpart(cell, case.edition, last.edition)
    return None if before is None else shown(last, before)


def shown(report: Report, cell: Cell) -> Number | None:
    """Return a number as a report shows it: stated, or computed where every addend is there."""
    return report.stated.get(cell, report.usable(cell))


def last_operand(case: Case, cell: Cell, value: Number) -> Operand:
    """Return last year's number as an operand; it has no cell in this year's workbook."""
    return Operand("", f"上年度报告 › {case.edition.path(cell)}", value)
