"""What stands in each row -> the figures of a report in the format of its year, and what is left over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import Oddity, oddity_of, show
from xlsheets.imports.figures.last_year import proved
from xlsheets.imports.figures.placement import covered
from xlsheets.imports.figures.printed_rows import REQUESTS, edition_of_row, members
from xlsheets.imports.figures.run_together import agreed, choices
from xlsheets.imports.figures.solving import narrow
from xlsheets.imports.settled import settled_by_sums
from xlsheets.report import Observation
from xlsheets.schema import EDITIONS, Cell
from xlsheets.schema.across import counterpart

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsheets.basics.addresses import Spot
    from xlsheets.basics.numbers import Number
    from xlsheets.imports.figures.placement import Reading
    from xlsheets.imports.figures.printed_rows import PrintedRow
    from xlsheets.imports.figures.slots import RowSlots, Slot
    from xlsheets.report import Report
    from xlsheets.schema import Edition


@dataclass
class Placed:
    """The figures of a report as read.

    Args:
        figures: every number by cell, totals as stated.
        origins: where each was read.
        undecided: where what may be a figure stands in rows that were not read.
        inferred: cells whose number sums decided.
        unsure: what was not surely seen, while sums may still tell which reading is right.
        observations: dashes, notes and other oddities.
        unread: sentences about what was not read or has no place in the format of the year.
    """

    figures: dict[Cell, Number] = field(default_factory=dict)
    origins: dict[Cell, Spot] = field(default_factory=dict)
    undecided: dict[Cell, Spot] = field(default_factory=dict)
    inferred: list[Cell] = field(default_factory=list)
    unsure: dict[Cell, Slot] = field(default_factory=dict)
    observations: list[Observation] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def place(
    found: Mapping[PrintedRow, RowSlots],
    form: Edition,
    target: Edition,
    last: Report | None = None,
) -> Placed:
    """Decide every row, and put its numbers into the format of the year.

    Args:
        found: what stands in each row.
        form: the edition whose form is printed.
        target: the edition in force for the year.
        last: last year's report, to tell apart how glued figures can be read.
    """
    placed = Placed()
    for row, readings in _decided(found, form, last):
        columns = found[row].columns
        if not readings:
            placed.unread.append(_whole_row(row, found[row]))
            placed.undecided |= _undecided(row, found[row], target)
            continue
        for key, slot, ways in zip(
            columns.keys, agreed(readings), zip(*readings, strict=True), strict=True
        ):
            _take(placed, _in_format(Cell(row.block, row.key, key), target), slot, ways)
    _settle(placed, target)
    _fold(placed, target)
    _list_missing(placed, target, {(row.block, row.key) for row in found})
    return placed


def _undecided(row: PrintedRow, found: RowSlots, target: Edition) -> dict[Cell, Spot]:
    """Return where the figures of an unread row stand: what is under one heading only.

    Words may stand under the same heading as a figure; the figure is what is meant.
    """
    under = [(slot, covered(slot, found.columns)) for slot in found.slots]
    under.sort(key=lambda pair: _may_be_figure(pair[0]))
    return {
        _in_format(Cell(row.block, row.key, found.columns.keys[at[0]]), target): slot.origin
        for slot, at in under
        if len(at) == 1
    }


def _may_be_figure(slot: Slot) -> bool:
    return slot.value is not None or bool(slot.ways or slot.note)


def _in_format(cell: Cell, target: Edition) -> Cell:
    """Return where the year's format has a figure; the cell itself where it has none."""
    if cell in target.addends:
        return cell
    return counterpart(cell, _edition_of(cell), target) or cell


def _decided(
    found: Mapping[PrintedRow, RowSlots], form: Edition, last: Report | None
) -> Iterator[tuple[PrintedRow, Sequence[Reading]]]:
    by_themselves = {
        row: proved(row, slots.columns, choices(slots), last) for row, slots in found.items()
    }
    together = narrow(
        {row.key: ways for row, ways in by_themselves.items() if row.block == REQUESTS}, form
    )
    for row, ways in by_themselves.items():
        yield row, together[row.key] if row.block == REQUESTS else ways.readings


def _whole_row(row: PrintedRow, found: RowSlots) -> str:
    text = " ".join("⏎".join(slot.text.splitlines()) for slot in found.full)
    notes = dict.fromkeys(slot.note for slot in found.full if slot.note)
    said = f"（{'；'.join(notes)}）" if notes else ""
    return f"{_name(row)}：这一行写着“{text}”{said}，分不清各是哪一格的数，没有读入。"


def _take(placed: Placed, cell: Cell, slot: Slot | None, ways: Sequence[Slot]) -> None:
    if slot is None:
        written = "、".join(dict.fromkeys(f"“{way.text}”" if way.text else "空白" for way in ways))
        placed.unread.append(f"{path(cell)}：几种读法都说得通（{written}），没有读入。")
        return
    placed.origins[cell] = slot.origin
    if slot.value is None:
        _take_no_number(placed, cell, slot)
    elif slot.text:
        placed.figures[cell] = slot.value
        placed.inferred.extend([cell] if slot.inferred else [])
        oddity = slot.oddity or oddity_of(slot.value, _edition_of(cell).measure(cell).decimals)
        if oddity:
            placed.observations.append(Observation(oddity, str(cell), slot.text))
        if oddity is Oddity.ANNOTATED:
            placed.unread.append(
                f"{path(cell)}：写着“{slot.text}”，读作 {show(slot.value)}，后面的说明没有地方放，没有读入。"
            )
    elif cell not in _edition_of(cell).sum_of:
        placed.unread.append(f"{path(cell)}：没有印出来，没有读入。")


def _take_no_number(placed: Placed, cell: Cell, slot: Slot) -> None:
    if slot.oddity is Oddity.DASH:
        placed.observations.append(Observation(Oddity.DASH, str(cell), slot.text))
    elif slot.ways:
        placed.unsure[cell] = slot
    elif slot.text:
        placed.unread.append(_no_number(cell, slot))


def _settle(placed: Placed, target: Edition) -> None:
    """Take of the numbers that were not surely seen those that sums prove, and list the others."""
    ways = {cell: slot.ways for cell, slot in placed.unsure.items()}
    found = settled_by_sums(target, placed.figures, ways)
    placed.figures |= found
    placed.inferred += found
    for cell, slot in placed.unsure.items():
        if cell not in found:
            placed.unread.append(_no_number(cell, slot))


def _no_number(cell: Cell, slot: Slot) -> str:
    told = f"（{slot.note}）" if slot.note else ""
    text = "⏎".join(slot.text.splitlines())
    return f"{path(cell)}：写着“{text}”{told}，不能当作一个数，没有读入。"


def _edition_of(cell: Cell) -> Edition:
    return next(edition for edition in reversed(EDITIONS) if cell in edition.cells)


def path(cell: Cell) -> str:
    """Return where a cell of any edition stands, in words."""
    return _edition_of(cell).path(cell)


def _name(row: PrintedRow) -> str:
    edition = edition_of_row(row.block, row.key)
    labels = edition.row_labels[row.block, row.key]
    return " › ".join((edition.table_of[row.block].number, *labels))


def _fold(placed: Placed, target: Edition) -> None:
    """Bring cells the year's format lacks into those it has, where that is certain, and list the others.

    A row whose parts the format prints one by one tells them only when it is 0.
    """
    for cell in [cell for cell in placed.figures if cell not in target.cells]:
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
    """List the tables and rows of which nothing was found, the rows of a table in one sentence."""
    met = met | {(cell.block, cell.row) for cell in (*placed.figures, *placed.origins)}
    for table in target.tables:
        rows = [(block.key, leaf.key) for block in table.blocks for leaf in block.row_leaves]
        missing = [row for row in rows if row not in met]
        if len(missing) == len(rows):
            placed.unread.append(
                f"{table.number}：没有读到表里的文字，可能是图片，请照着原文填写。"
            )
        elif missing:
            names = "、".join(" › ".join(target.row_labels[row]) for row in missing)
            placed.unread.append(f"{table.number} › {names}：没有找到{_these(missing)}。")


def _these(missing: Sequence[object]) -> str:
    return "这一行" if len(missing) == 1 else f"这 {len(missing)} 行"
