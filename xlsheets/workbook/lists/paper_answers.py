"""Working paper -> what people wrote into it: adjustments, remarks, columns of their own, and the sums it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.county.adjustment import Adjustment
from xlsheets.errors import UnreadableError, UsageError
from xlsheets.workbook.lists.kept import Added, added_columns
from xlsheets.workbook.lists.paper_columns import (
    ADJUSTMENTS,
    AMOUNT,
    AS_WRITTEN,
    DIFFERENCE_COLUMNS,
    DIFFERENCES,
    ENTRY,
    FACT,
    FACT_COLUMNS,
    FACT_SUMS,
    FILE,
    FIXED,
    HEADING,
    MATRIX,
    PLACE,
    REMARK,
    REMARK_COLUMNS,
    REMARKS,
    ROW,
    RULE,
    SHEET,
    UNIT,
    UNIT_COLUMNS,
    UNITS,
    WHERE,
    WHY,
)
from xlsheets.xlsx.list_reader import Lists, read_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsheets.basics.numbers import Number
    from xlsheets.schema import Cell, Edition
    from xlsheets.workbook.lists.list_writer import Column, Content
    from xlsheets.xlsx.list_reader import ListRow

# A heading only this list has, the headings its rows are known by, and its columns.
_LISTS: Mapping[str, tuple[str, tuple[str, ...], tuple[Column, ...]]] = {
    REMARKS: ("问题", (RULE, WHERE), REMARK_COLUMNS),
    DIFFERENCES: ("手工汇总", (PLACE,), DIFFERENCE_COLUMNS),
    MATRIX: ("汇总", (PLACE,), FIXED),
    FACT_SUMS: ("填了的", (FACT,), FACT_COLUMNS),
    UNITS: ("状态", (UNIT, FILE), UNIT_COLUMNS),
}
# The lists that have a column for remarks from the beginning.
_REMARKED = (REMARKS, DIFFERENCES, FACT_SUMS, UNITS)
NO_REMARKS: Mapping[str, Added] = {name: Added((REMARK,)) for name in _REMARKED}


def read_remarks(source: bytes, name: str) -> Mapping[str, Added]:
    """Return what people wrote into the columns of an earlier paper that are theirs, by sheet.

    Raises:
        UnreadableError: it is no sound workbook.
    """
    paper = Lists(source, name)
    gone = paper.rows(ENTRY, (ROW,)) or []
    # Every unit has a column in the matrix.
    units = {row.text(UNIT) for row in paper.rows(_LISTS[UNITS][0], (UNIT,)) or []}
    return {
        sheet: _whole(_added(paper, sheet, units if sheet == MATRIX else set()), sheet, gone)
        for sheet in _LISTS
    }


def _added(paper: Lists, sheet: str, units: set[str]) -> Added:
    """Return the columns of a sheet that are people's, with what stands in them."""
    heading, keys, columns = _LISTS[sheet]
    ours = {column.heading for column in columns} | units
    rows = paper.rows(heading, keys, lambda found: found not in ours)
    return added_columns(rows or [], keys, ours)


def _whole(added: Added, sheet: str, gone: Sequence[ListRow]) -> Added:
    """Return the columns of a sheet with what was written beside rows that were gone already."""
    found: dict[str, dict[str, Content]] = {key: dict(row) for key, row in added.entries.items()}
    for row in gone:
        if row.text(SHEET) == sheet:
            found.setdefault(row.text(ROW), {}).setdefault(row.text(HEADING), row.text(ENTRY))
    first = (REMARK,) if sheet in _REMARKED else ()
    named = (heading for row in found.values() for heading in row)
    return Added(tuple(dict.fromkeys((*first, *added.headings, *named))), found)


def read_sums(source: bytes, edition: Edition, name: str) -> Mapping[Cell, Number]:
    """Return the sums that were written into the report together with an earlier paper.

    Raises:
        UnreadableError: it is no sound workbook.
    """
    cells = {edition.path(cell): cell for cell in edition.cells}
    rows = Lists(source, name).rows(AS_WRITTEN, (PLACE,), AS_WRITTEN.__eq__) or []
    sums = ((cells.get(row.text(PLACE)), row.figure(AS_WRITTEN)) for row in rows)
    return {cell: total for cell, total in sums if cell and total is not None}


def read_adjustments(source: bytes, edition: Edition, name: str) -> tuple[Adjustment, ...]:
    """Read the adjustments out of a working paper.

    Raises:
        UnreadableError: the file is no workbook, or has no such sheet.
        UsageError: a line names no cell of the report, or holds no number.
    """
    rows = read_list(source, name, AMOUNT, (PLACE, AMOUNT, WHY))
    if rows is None:
        raise UnreadableError(
            "not_ours", f"“{name}”里没有“{ADJUSTMENTS}”这张表，请用汇总时生成的底稿。"
        )
    cells = {edition.path(cell): cell for cell in edition.cells}
    return tuple(
        _adjustment(row, cells, f"“{name}”的“{ADJUSTMENTS}”表第 {row.number} 行") for row in rows
    )


def _adjustment(row: ListRow, cells: Mapping[str, Cell], where: str) -> Adjustment:
    cell = cells.get(row.text(PLACE))
    if cell is None:
        raise UsageError(f"{where}的位置不是报告里的一格，请从下拉列表里选。")
    amount = row.figure(AMOUNT)
    if amount is None:
        raise UsageError(f"{where}的调整数不是数字。")
    return Adjustment(cell, amount, row.text(WHY))
