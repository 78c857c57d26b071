"""What stands in each row -> the figures of a report in the format of its year, and what is left over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import Oddity, oddity_of, show
from xlsheets.imports.last_year import going_on
from xlsheets.imports.printed_rows import REQUESTS, members
from xlsheets.imports.run_together import agreed, choices
from xlsheets.imports.solving import narrow
from xlsheets.report import Observation
from xlsheets.schema import EDITIONS, Cell
from xlsheets.schema.across import counterpart

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsheets.basics.addresses import Spot
    from xlsheets.basics.numbers import Number
    from xlsheets.imports.printed_rows import PrintedRow
    from xlsheets.imports.run_together import Reading
    from xlsheets.imports.slots import Slot
    from xlsheets.report import Report
    from xlsheets.schema import Edition


@dataclass
class Placed:
    """The figures of a report as read.

    Args:
        figures: every number by cell, totals as stated.
        origins: where each was read.
        inferred: cells whose number sums decided.
        observations: dashes, notes and other oddities.
        unread: sentences about what was not read or has no place in the format of the year.
    """

    figures: dict[Cell, Number] = field(default_factory=dict)
    origins: dict[Cell, Spot] = field(default_factory=dict)
    inferred: list[Cell] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def place(
    found: Mapping[PrintedRow, Sequence[Slot]],
    form: Edition,
    target: Edition,
    last: Report | None = None,
) -> Placed:
    """Decide every row, and put its numbers into the format of the year.

    Args:
        found: slots by row.
        form: the edition whose tables were printed.
        target: the edition in force for the year.
        last: last year's report, to tell apart how glued figures can be read.
    """
    placed = Placed()
    for row, readings in _decided(found, last):
        columns = form.blocks[row.block].column_leaves
        if not readings:
            text = " ".join(slot.text for slot in found[row] if slot.text)
            placed.unread.append(
                f"{_name(row)}：这一行写着“{text}”，分不清各是哪一格的数，没有读入。"
            )
            continue
        for leaf, slot in zip(columns, agreed(readings), strict=True):
            _take(placed, _in_format(Cell(row.block, row.key, leaf.key), target), slot)
    _fold(placed, target)
    _list_missing(placed, target, {(row.block, row.key) for row in found})
    return placed


def _in_format(cell: Cell, target: Edition) -> Cell:
    """Return where the year's format has a figure; the cell itself where it has none."""
    if cell in target.addends:
        return cell
    return counterpart(cell, _edition_of(cell), target) or cell


def _decided(
    found: Mapping[PrintedRow, Sequence[Slot]], last: Report | None
) -> Iterator[tuple[PrintedRow, Sequence[Reading]]]:
    each_for_itself = {row: choices(row, slots) for row, slots in found.items()}
    if last:
        each_for_itself = {row: going_on(row, each, last) for row, each in each_for_itself.items()}
    together = narrow(
        {row.key: each for row, each in each_for_itself.items() if row.block == REQUESTS}
    )
    for row, each in each_for_itself.items():
        yield row, together[row.key] if row.block == REQUESTS else each.readings


def _take(placed: Placed, cell: Cell, slot: Slot | None) -> None:
    if slot is None:
        placed.unread.append(f"{path(cell)}：几种读法都说得通，没有读入。")
        return
    placed.origins[cell] = slot.origin
    if slot.value is None:
        if slot.text and slot.oddity is not Oddity.DASH:
            placed.unread.append(f"{path(cell)}：写着“{slot.text}”，不是一个数，没有读入。")
        elif slot.text:
            placed.observations.append(Observation(Oddity.DASH, str(cell), slot.text))
        return
    if not slot.text and cell in _edition_of(cell).sum_of:
        return
    placed.figures[cell] = slot.value
    if slot.inferred:
        placed.inferred.append(cell)
    oddity = slot.oddity or oddity_of(slot.value, _edition_of(cell).measure(cell).decimals)
    if oddity:
        placed.observations.append(Observation(oddity, str(cell), slot.text))


def _edition_of(cell: Cell) -> Edition:
    return next(each for each in reversed(EDITIONS) if cell in each.cells)


def path(cell: Cell) -> str:
    """Return where a cell of any edition stands, in words."""
    return _edition_of(cell).path(cell)


def _name(row: PrintedRow) -> str:
    edition = next(each for each in reversed(EDITIONS) if (row.block, row.key) in each.items)
    labels = edition.row_labels[row.block, row.key]
    return " › ".join((edition.table_of[row.block].number, *labels))


def _fold(placed: Placed, target: Edition) -> None:
    """Bring cells the year's format lacks into those it has, where that is certain, and list the others.

    A row whose parts the format prints one by one tells them only when it is 0.
    """
    for cell in [each for each in placed.figures if each not in target.cells]:
        value = placed.figures.pop(cell)
        parts = [cell._replace(row=key) for key in members(cell.row)]
        alone = not any(part in placed.origins for part in parts)
        if value == 0 and parts and parts[0] in target.cells and alone:
            placed.figures.update(dict.fromkeys(parts, 0))
        else:
            placed.unread.append(
                f"{path(cell)}：原文是 {show(value)}，{target.document}的格式里没有这一格，没有读入。"
            )


def _list_missing(placed: Placed, target: Edition, met: set[tuple[str, str]]) -> None:
    """List the tables and rows of which nothing was found."""
    met = met | {(cell.block, cell.row) for cell in (*placed.figures, *placed.origins)}
    for table in target.tables:
        rows = [(block.key, leaf.key) for block in table.blocks for leaf in block.row_leaves]
        missing = [row for row in rows if row not in met]
        if len(missing) == len(rows):
            placed.unread.append(
                f"{table.number}：没有读到表里的文字，可能是图片，请照着原文填写。"
            )
            continue
        for block, row in missing:
            words = " › ".join((table.number, *target.row_labels[block, row]))
            placed.unread.append(f"{words}：没有找到这一行。")
