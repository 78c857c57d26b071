"""A report as read from a file -> for every number where it was read and what speaks for it; and what a person corrects."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.imports.settled import UNEQUAL, sums_said, wanted_by_sums
from xlsheets.workbook.lists.origins import ReadNumber

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlsheets.basics.numbers import Number
    from xlsheets.imports import Imported
    from xlsheets.report import Report
    from xlsheets.schema import Cell

UNREAD, AT_ODDS, INFERRED = "没有读入", "合计不符", "按合计推断"
# Of a number that nobody read: what the sums make of it, for a person to compare.
_WANTED = "按合计推算是 {}，没有填，请对照原文"


def origins(found: Imported) -> list[ReadNumber]:
    """Return every number of an imported report, those first that somebody should look at; both in printed order."""
    report = found.report
    numbers = {**report.figures, **report.stated}
    entering = sums_said(report.edition, numbers)
    wanted = wanted_by_sums(report.edition, numbers)
    rows = []
    for cell in report.edition.cells:
        spot = report.places.get(str(cell)) or found.undecided.get(cell)
        said = entering.get(cell, [_WANTED.format(show(wanted[cell]))] if cell in wanted else [])
        doubt = _doubt(cell, numbers, said, inferred=report.edition.path(cell) in found.inferred)
        sight = found.sights.get(spot) if spot else None
        rows.append(
            ReadNumber(
                report.edition.path(cell),
                numbers.get(cell),
                spot,
                doubt,
                "；".join(said),
                sight.page if sight else None,
                sight.picture if sight else b"",
            )
        )
    return sorted(rows, key=lambda row: not row.doubt)


def _doubt(cell: Cell, numbers: Mapping[Cell, Number], said: list[str], *, inferred: bool) -> str:
    if cell not in numbers:
        return UNREAD
    if any(UNEQUAL in text for text in said):
        return AT_ODDS
    return INFERRED if inferred else ""


def corrected(found: Imported, numbers: Mapping[str, Number]) -> Imported:
    """Return an imported report with the numbers a person typed, by the paths of their cells.

    What was said of such a cell is said no more.
    """
    mended = with_numbers(found.report, numbers)
    named = (*(f"{path}：" for path in numbers), *_whole_rows(mended))
    return replace(
        found,
        report=mended,
        inferred=tuple(path for path in found.inferred if path not in numbers),
        unread=tuple(sentence for sentence in found.unread if not sentence.startswith(named)),
    )


def with_numbers(report: Report, numbers: Mapping[str, Number]) -> Report:
    """Return a report with the numbers a person typed, totals as its source states them among them.

    Args:
        report: the report as read.
        numbers: what was typed, by the cell in words.
    """
    edition = report.edition
    by_cell = {
        cell: numbers[edition.path(cell)] for cell in edition.cells if edition.path(cell) in numbers
    }
    totals = edition.sum_of
    figures = {cell: number for cell, number in by_cell.items() if cell not in totals}
    stated = {cell: number for cell, number in by_cell.items() if cell in totals}
    keys = {str(cell) for cell in by_cell}
    return replace(
        report,
        figures={**report.figures, **figures},
        stated={**report.stated, **stated},
        observations=tuple(seen for seen in report.observations if seen.place not in keys),
    )


def _whole_rows(report: Report) -> Iterator[str]:
    """Yield how a sentence begins that is about a row of which every typed number is there by now."""
    edition = report.edition
    lacking = {(cell.block, cell.row) for cell in edition.typed_cells if cell not in report.figures}
    for (block, row), labels in edition.row_labels.items():
        if (block, row) not in lacking:
            yield f"{' › '.join((edition.table_of[block].number, *labels))}："
