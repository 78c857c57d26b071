"""Cell -> this year's and last year's number, as far as both reports show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.report.findings import Operand

if TYPE_CHECKING:
    from xlsheets.basics.numbers import Number
    from xlsheets.checks.rule.spec import Case
    from xlsheets.report import Report
    from xlsheets.schema import Cell


def this_value(case: Case, cell: Cell) -> Number | None:
    """Return this year's number; None for a total over cells that hold none."""
    whole = case.unusable.isdisjoint(_parts(case.report, cell))
    return case.value(*cell) if whole else None


def last_value(case: Case, cell: Cell) -> Number | None:
    """Return last year's number; None when there is no such report or it does not show the number."""
    last = case.last
    if last is None:
        return None
    if cell in last.stated:
        return last.stated[cell]
    whole = all(part in last.figures for part in _parts(last, cell))
    return last.values[cell] if whole else None


def _parts(report: Report, cell: Cell) -> tuple[Cell, ...]:
    """Return the typed cells a number rests on."""
    summed = report.edition.sum_of.get(cell)
    return summed.parts if summed else (cell,)


def last_operand(case: Case, cell: Cell, value: Number) -> Operand:
    """Return last year's number as an operand; it has no cell in this year's workbook."""
    return Operand("", f"上年度报告 › {case.edition.path(cell)}", value)
