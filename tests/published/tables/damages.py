"""What happens to whole tables on their way to a web page, and what can still be read in them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from tests.published.tables.grids import (
    Drawn,
    Grid,
    Line,
    Picture,
    Shown,
    Slot,
    blank,
    doubtful,
    glued,
    line,
    run,
    show,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    Damage = Callable[[Random, Drawn], Drawn]


def _unmerged(random: Random, drawn: Drawn) -> Drawn:
    """Every merged cell becomes one filled cell and empty ones, as a spreadsheet exports it."""
    found = []
    for slot in drawn.grid.slots:
        for down in range(slot.height):
            for across in range(slot.width):
                first = not (down or across)
                found.append(
                    Slot(
                        slot.row + down,
                        slot.column + across,
                        1,
                        1,
                        slot.runs if first else run(""),
                        slot.key if first else "",
                        slot.head,
                    )
                )
    return drawn.with_grid(found)


def _spacer_rows(random: Random, drawn: Drawn) -> Drawn:
    grid = drawn.grid
    starts = [
        row for row in range(1, grid.height) if not any(_crosses(slot, row) for slot in grid.slots)
    ]
    at = random.choice(starts or [grid.height])
    moved = [replace(slot, row=slot.row + 1) if slot.row >= at else slot for slot in grid.slots]
    return drawn.with_grid([*moved, Slot(at, 0, 1, grid.width, run("\u00a0"))])


def _crosses(slot: Slot, row: int) -> bool:
    return slot.row < row < slot.row + slot.height


def _empty_column(random: Random, drawn: Drawn) -> Drawn:
    grid = drawn.grid
    extra = [Slot(row, grid.width, 1, 1, run("\u00a0")) for row in range(grid.height)]
    return drawn.with_grid([*grid.slots, *extra])


def _first_row_lost(random: Random, drawn: Drawn) -> Drawn:
    kept = [replace(slot, row=slot.row - 1) for slot in drawn.grid.slots if slot.row]
    return drawn.with_grid(kept)


def _row_lost(random: Random, drawn: Drawn) -> Drawn:
    """One row was never typed: its numbers are nowhere on the page."""
    rows = [
        row
        for row in _number_rows(drawn.grid)
        if not any(slot.height > 1 and slot.row == row for slot in drawn.grid.slots)
    ]
    gone = random.choice(rows)
    slots = [_without_row(slot, gone) for slot in drawn.grid.slots if slot.row != gone]
    lost = [slot.key for slot in drawn.grid.slots if slot.row == gone and slot.key]
    return drawn.with_grid(slots, {key: blank(drawn.shown[key]) for key in lost})


def _without_row(slot: Slot, gone: int) -> Slot:
    if slot.row > gone:
        return replace(slot, row=slot.row - 1)
    return replace(slot, height=slot.height - (slot.row < gone < slot.row + slot.height))


def _number_rows(grid: Grid) -> list[int]:
    return sorted({slot.row for slot in grid.slots if slot.key})


def _rows_apart(random: Random, drawn: Drawn) -> Drawn:
    """The table falls into two or three, none but the first with its headings."""
    rows = _number_rows(drawn.grid)[1:]
    cuts = sorted(random.sample(rows, min(len(rows), random.randint(1, 2))))
    return replace(drawn, parts=_cut(drawn.grid, cuts, ()))


def _two_pages(random: Random, drawn: Drawn) -> Drawn:
    rows = _number_rows(drawn.grid)[1:]
    page = random.randint(2, 7)
    between = random.choice((line("page", f"— {page} —"), line("page", str(page)), None))
    parts = _cut(drawn.grid, [random.choice(rows)], (between,) if between else ())
    return replace(drawn, parts=parts)


def _cut(grid: Grid, cuts: list[int], between: tuple[Line, ...]) -> tuple[Grid | Line, ...]:
    """Cut a table above some rows; a merged label is printed in its first piece, its other pieces are empty."""
    edges = [0, *cuts, grid.height]
    parts: list[Grid | Line] = []
    for top, bottom in pairwise(edges):
        slots = [_piece(slot, top, bottom) for slot in grid.slots if _within(slot, top, bottom)]
        parts.extend([*(between if parts else ()), Grid(tuple(slots))])
    return tuple(parts)


def _within(slot: Slot, top: int, bottom: int) -> bool:
    return slot.row < bottom and slot.row + slot.height > top


def _piece(slot: Slot, top: int, bottom: int) -> Slot:
    first = max(slot.row, top)
    height = min(slot.row + slot.height, bottom) - first
    runs = slot.runs if slot.row >= top else run("")
    return replace(slot, row=first - top, height=height, runs=runs)


def _heads_repeated(random: Random, drawn: Drawn) -> Drawn:
    """Cut in two, the headings printed again above the second half."""
    grid = drawn.grid
    heads = [slot for slot in grid.slots if slot.head]
    depth = max(slot.row + slot.height for slot in heads)
    first, second = _cut(grid, [random.choice(_number_rows(grid)[2:])], ())
    moved = [replace(slot, row=slot.row + depth) for slot in second.slots]
    return replace(drawn, parts=(first, Grid((*heads, *moved))))


def _blank_too_many(random: Random, drawn: Drawn) -> Drawn:
    """From some row on, an empty cell stands before or after the numbers of every row."""
    grid = drawn.grid
    start = random.choice(_number_rows(grid)[1:])
    before = random.random() < 0.5
    found, shown = [], {}
    for slot in grid.slots:
        if slot.key and slot.row >= start:
            shown[slot.key] = doubtful(drawn.shown[slot.key])
            found.append(replace(slot, column=slot.column + before))
        else:
            found.append(slot)
    at = min(slot.column for slot in grid.slots if slot.key) if before else grid.width
    rows = [row for row in _number_rows(grid) if row >= start]
    return drawn.with_grid([*found, *(Slot(row, at, 1, 1, run("")) for row in rows)], shown)


def _blank_for_a_zero(random: Random, drawn: Drawn) -> Drawn:
    """From some row on, one zero of a row is gone, the others moved up, and an empty cell ends the row."""
    grid = drawn.grid
    start = random.choice(_number_rows(grid)[1:])
    found, shown = [slot for slot in grid.slots if not slot.key or slot.row < start], {}
    for row in (row for row in _number_rows(grid) if row >= start):
        numbers = [slot for slot in grid.slots if slot.key and slot.row == row]
        zeros = [slot for slot in numbers[:-1] if drawn.shown[slot.key].values == (0,)]
        found.extend(_moved_up(numbers, random.choice(zeros)) if zeros else numbers)
        for slot in numbers if zeros else ():
            slack = f"row {row}"
            shown[slot.key] = replace(doubtful(drawn.shown[slot.key]), slack=slack)
    return drawn.with_grid(found, shown)


def _moved_up(numbers: list[Slot], gone: Slot) -> list[Slot]:
    kept = [slot.runs for slot in numbers if slot is not gone] + [run("")]
    return [replace(slot, runs=runs) for slot, runs in zip(numbers, kept, strict=True)]


def _emptied(drawn: Drawn, keys: Callable[[str], bool], reading: Callable[[Shown], Shown]) -> Drawn:
    """Leave some number cells empty."""
    chosen = {slot.key for slot in drawn.grid.slots if slot.key and keys(slot.key)}
    slots = [
        replace(slot, runs=run("")) if slot.key in chosen else slot for slot in drawn.grid.slots
    ]
    return drawn.with_grid(slots, {key: reading(drawn.shown[key]) for key in chosen})


def _only_totals(random: Random, drawn: Drawn) -> Drawn:
    return _emptied(drawn, lambda key: not key.endswith(".all"), blank)


def _only_totals_and_a_blank(random: Random, drawn: Drawn) -> Drawn:
    found = _only_totals(random, drawn)
    width = found.grid.width
    extra = [Slot(row, width, 1, 1, run("")) for row in _number_rows(found.grid)]
    shown = {key: doubtful(reading) for key, reading in found.shown.items() if reading.values}
    return found.with_grid([*found.grid.slots, *extra], shown)


def _no_totals(random: Random, drawn: Drawn) -> Drawn:
    """The totals were left empty: they may be added up, because all that they add stands there."""
    return _emptied(drawn, _is_total, lambda shown: Shown(shown.values, silent=True))


def _is_total(key: str) -> bool:
    return key.endswith(("all", "_all")) or ".handled." in key


def _wrong_total(random: Random, drawn: Drawn) -> Drawn:
    """A total is printed wrong; it is what the page says."""
    totals = [slot for slot in drawn.grid.slots if slot.key.endswith(("all", "_all"))]
    total = random.choice(totals)
    wrong = drawn.shown[total.key].values[0] + random.choice((1, 2, 10))
    printed = replace(total, runs=run(show(wrong)))
    slots = [printed if slot is total else slot for slot in drawn.grid.slots]
    return drawn.with_grid(slots, {total.key: Shown((wrong,), plain=True, text=show(wrong))})


def _glued_rows(random: Random, drawn: Drawn) -> Drawn:
    """The numbers of some rows stand in one cell without anything between them."""
    grid = drawn.grid
    rows = _number_rows(grid)
    chosen = set(random.sample(rows, random.choice((1, 2, len(rows)))) if len(rows) > 1 else rows)
    found, shown = [slot for slot in grid.slots if not slot.key or slot.row not in chosen], {}
    for row in chosen:
        numbers = [slot for slot in grid.slots if slot.key and slot.row == row]
        text = "".join(slot.text for slot in numbers)
        right = numbers[-1].column + numbers[-1].width
        width = right - numbers[0].column
        found.append(replace(numbers[0], width=width, runs=run(text), key=""))
        shown.update(glued({slot.key: drawn.shown[slot.key] for slot in numbers}, text))
    return drawn.with_grid(found, shown)


def _pair_in_one_cell(random: Random, drawn: Drawn) -> Drawn:
    """Two neighbouring numbers stand in one merged cell."""
    pairs = [
        (left, right)
        for left in drawn.grid.slots
        for right in drawn.grid.slots
        if left.key
        and right.key
        and left.row == right.row
        and right.column == left.column + left.width
    ]
    if not pairs:
        return drawn
    left, right = random.choice(pairs)
    width = left.width + right.width
    merged = replace(left, width=width, runs=run(left.text + right.text), key="")
    kept = [slot for slot in drawn.grid.slots if slot not in {left, right}]
    keys = {left.key: drawn.shown[left.key], right.key: drawn.shown[right.key]}
    return drawn.with_grid([*kept, merged], glued(keys, merged.text))


def _picture(random: Random, drawn: Drawn) -> Drawn:
    nothing = {key: blank(reading) for key, reading in drawn.shown.items()}
    return replace(drawn, parts=(Picture(),), shown=nothing)


ALL = ("proactive", "requests", "remedies")
_STUBS = ALL[:2]

# Each damage with the tables it happens to.
DAMAGES: dict[str, tuple[Damage, tuple[str, ...]]] = {
    "unmerged": (_unmerged, ALL),
    "spacer rows": (_spacer_rows, _STUBS),
    "empty column": (_empty_column, ALL),
    "first row lost": (_first_row_lost, ("proactive",)),
    "row lost": (_row_lost, _STUBS),
    "rows apart": (_rows_apart, _STUBS),
    "two pages": (_two_pages, _STUBS),
    "headings repeated": (_heads_repeated, ("requests",)),
    "a blank too many": (_blank_too_many, ("requests",)),
    "a blank for a zero": (_blank_for_a_zero, ("requests",)),
    "only totals": (_only_totals, ("requests",)),
    "only totals and a blank": (_only_totals_and_a_blank, ("requests",)),
    "no totals": (_no_totals, ("requests", "remedies")),
    "wrong total": (_wrong_total, ("requests", "remedies")),
    "glued rows": (_glued_rows, ALL),
    "a pair in one cell": (_pair_in_one_cell, ALL),
    "picture": (_picture, ALL),
}


def damage(random: Random, drawn: Drawn, name: str) -> Drawn:
    """Do one thing to a table."""
    return DAMAGES[name][0](random, drawn)
