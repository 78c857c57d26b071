"""Places of a row -> which number belongs to which column, where the headings or the count of cells prove it."""

from __future__ import annotations

from itertools import combinations, islice
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import Oddity
from xlsheets.imports.figures.slots import RowSlots, Slot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsheets.basics.numbers import Number
    from xlsheets.imports.figures.columns import Columns

Reading = tuple[Slot, ...]
# More ways to place the numbers of a row than any row of the form has.
_MOST = 10_000


def number_of(slot: Slot) -> Number:
    """Return the number of a place, a blank or a dash as 0."""
    return slot.value if slot.value is not None else 0


def by_heading(row: RowSlots) -> Reading | None:
    """Return a row whose every number stands under one heading; None where one stands elsewhere or under several.

    A row that ends before the last heading has lost a cell, or the extent of one: nothing in it is certain.
    """
    heads = row.columns.heads
    if not heads or not all(slot.place for slot in row.slots):
        return None
    places: list[Slot] = [Slot("")] * row.columns.width
    for slot in row.slots:
        under = covered(slot, row.columns)
        if slot.text and len(under) != 1:
            return None
        for at in under:
            if slot.text and places[at].text:
                return None
            if slot.text or not places[at].text:
                places[at] = slot
    return tuple(places) if all(slot.place for slot in places) else None


def covered(slot: Slot, columns: Columns) -> list[int]:
    """Return the headings, by number, that something in a table stands under."""
    if not slot.place:
        return []
    start, width = slot.place.start, slot.place.width
    return [at for at, head in enumerate(columns.heads) if head.covers(start, width)]


def joint(row: RowSlots) -> bool:
    """Tell whether a number stands under several headings at once."""
    return any(slot.text and len(covered(slot, row.columns)) > 1 for slot in row.slots)


def by_count(row: RowSlots) -> Reading | None:
    """Return a row that has as many cells, blank or not, as there are columns."""
    return row.slots if len(row.slots) == row.columns.width else None


def agrees(columns: Columns, reading: Sequence[Slot]) -> bool:
    """Tell whether stated totals are the sums of their parts; a total that is blank agrees with nothing."""
    return all(
        reading[total].value == sum(number_of(reading[part]) for part in parts)
        for total, parts in columns.sums
    )


def is_settled(columns: Columns, reading: Reading) -> bool:
    """Tell whether a row needs no further proof of where its numbers stand.

    It needs none where no place is blank, where its totals are right, and where nothing but blanks stands
    beside a blank total. Else the numbers may have moved up by a cell that was left out: it is settled when
    no such move makes the totals right.
    """
    if not columns.sums or all(slot.text for slot in reading) or agrees(columns, reading):
        return True
    return (
        next(shifted_ways(columns, [slot for slot in reading if slot.text], reading), None) is None
    )


def shifted_ways(
    columns: Columns, full: Sequence[Slot], but: Reading | None = None
) -> Iterator[Reading]:
    """Yield the ways to put the numbers of a row into its columns, in order, that make every printed total right."""
    blank = full[0]._replace(text="", value=None, oddity=None) if full else Slot("")
    if any(is_unreadable(slot) for slot in full):
        return
    for chosen in islice(combinations(range(columns.width), len(full)), _MOST):
        places = [blank] * columns.width
        for at, slot in zip(chosen, full, strict=True):
            places[at] = slot
        if _makes_totals_right(columns, places) and not (but and _same(places, but)):
            yield tuple(places)


def _same(places: Sequence[Slot], other: Sequence[Slot]) -> bool:
    return [slot.text for slot in places] == [slot.text for slot in other]


def _makes_totals_right(columns: Columns, places: Sequence[Slot]) -> bool:
    """Tell whether all printed totals are right, one of them is not 0, and none is blank beside its parts."""
    proved = False
    for total, parts in columns.sums:
        added = sum(number_of(places[part]) for part in parts)
        if not places[total].text:
            if any(places[part].text for part in parts):
                return False
        elif places[total].value != added:
            return False
        proved = proved or added > 0
    return proved


def is_unreadable(slot: Slot) -> bool:
    """Tell whether something stands in a place that is no number and no dash."""
    return bool(slot.text) and slot.value is None and slot.oddity is not Oddity.DASH
