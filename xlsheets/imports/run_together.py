"""Places of a row -> its numbers: counted where all are there, reckoned by sums where they are glued or lost.

A row is never guessed: what several readings allow stays unread, cell by cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from math import comb
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import Oddity
from xlsheets.imports.slots import Slot

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsheets.basics.numbers import Number
    from xlsheets.imports.printed_rows import PrintedRow

Reading = tuple[Slot, ...]
# More readings than this are too many to be told apart by sums.
_MOST = 20_000
_LONGEST_FIGURE = 7
# Among more ways to cut a row, one may fit its sum by chance; still more take too long to try.
FEW = 1_300
_FEW_WITHOUT_TOTAL = 300
_TOO_MANY = 1_000_000


@dataclass(frozen=True)
class Choices:
    """The ways to read a row.

    Args:
        readings: every way in which the totals within the row are right; one when nothing is doubtful.
        without_total: further ways, should its total not be printed.
        cuts: in how many ways its digits can be cut, right totals or not; 0 when nothing is glued.
    """

    readings: tuple[Reading, ...]
    without_total: tuple[Reading, ...] = ()
    cuts: int = 0


def choices(row: PrintedRow, slots: Sequence[Slot]) -> Choices:
    """Return every way to read a row; none when nothing fits."""
    full = [slot for slot in slots if slot.text]
    if len(full) == row.width:
        return Choices(() if any(map(_run_together, full)) else (tuple(full),))
    if len(slots) == row.width and (not full or _agrees(row, slots)):
        return Choices((tuple(slots),))
    found = [*_windows(row, slots), *_few(_glued(row, full)), *_with_one_lost(row, full)]
    cuts = _cuts(full, row.width)
    return Choices(_distinct(found), _distinct(_few(_glued_without_total(row, full))), cuts)


def _few(found: Iterator[Reading]) -> list[Reading]:
    readings = list(islice(found, _MOST + 1))
    return readings if len(readings) <= _MOST else []


def _distinct(found: Sequence[Reading]) -> tuple[Reading, ...]:
    return tuple(dict.fromkeys(found))


def _run_together(slot: Slot) -> bool:
    """Tell whether a figure begins with 0 as none does that stands alone."""
    return slot.text[:1] == "0" and slot.text[1:2].isdecimal()


def _number(slot: Slot) -> Number:
    return slot.value if slot.value is not None else 0


def _agrees(row: PrintedRow, slots: Sequence[Slot]) -> bool:
    """Tell whether stated totals are the sums of their parts; a total that is blank agrees with nothing."""
    return all(
        slots[total].value == sum(_number(slots[part]) for part in parts)
        for total, parts in row.sums
    )


def _windows(row: PrintedRow, slots: Sequence[Slot]) -> Iterator[Reading]:
    """Yield the stretches that hold all numbers of a row with blanks before or after it too many."""
    full = [at for at, slot in enumerate(slots) if slot.text]
    for start in range(len(slots) - row.width + 1) if full else ():
        window = tuple(slots[start : start + row.width])
        inside = start <= full[0] and full[-1] < start + row.width
        blank_total = any(not window[total].text for total, _ in row.sums)
        if inside and (blank_total or _agrees(row, window)):
            yield _with_totals(row, window)


def _with_totals(row: PrintedRow, window: Reading) -> Reading:
    """Return a reading with its blank totals reckoned."""
    slots = list(window)
    for total, parts in row.sums:
        if not slots[total].text:
            value = sum(_number(slots[part]) for part in parts)
            slots[total] = slots[total]._replace(value=value, inferred=True)
    return tuple(slots)


def _with_one_lost(row: PrintedRow, full: Sequence[Slot]) -> Iterator[Reading]:
    """Yield the readings in which one place is not printed, as the sum demands it."""
    if len(row.sums) != 1 or len(full) != row.width - 1:
        return
    ((total, parts),) = row.sums
    for at in range(row.width):
        trial = [*full[:at], Slot("", inferred=True), *full[at:]]
        rest = sum(_number(trial[part]) for part in parts if part != at)
        missing = rest if at == total else _number(trial[total]) - rest
        if missing >= 0:
            trial[at] = trial[at]._replace(value=missing)
            yield tuple(trial)


# Digits that stand together ----------------------------------------------------------------------

# Behind the digits of a figure there may be its unit, or a note.
_RUN = re.compile(r"(\d(?:[\d,]*\d)?)(?:件?(?:\(.*\))?)")
_FIGURE = re.compile(r"0|[1-9]\d{0,6}|[1-9]\d{0,2}(?:,\d{3})+")


def _digits(slot: Slot) -> str:
    """Return the digits that can be cut, thousands separators included; "" for a dash."""
    run = _RUN.fullmatch(slot.text)
    return run[1] if run else ""


def _length(slot: Slot) -> int:
    """Return the number of figures a slot may hold at most."""
    return sum(sign.isdecimal() for sign in _digits(slot)) or 1


def _cuts(full: Sequence[Slot], width: int) -> int:
    """Return in how many ways so many figures can be made of what stands there; 0 when in none."""
    if len(full) >= width or not all(_digits(slot) or slot.oddity is Oddity.DASH for slot in full):
        return 0
    return comb(sum(map(_length, full)) - len(full), width - len(full))


def _glued(row: PrintedRow, full: Sequence[Slot]) -> Iterator[Reading]:
    """Yield the ways to cut digits that stand together so that every total is right."""
    cuts = _cuts(full, row.width)
    if cuts and (len(row.sums) > 1 or cuts <= _TOO_MANY):
        owners = {part: (total, min(parts)) for total, parts in row.sums for part in parts}
        yield from _cut(tuple(full), row.width, 0, owners)


def _glued_without_total(row: PrintedRow, full: Sequence[Slot]) -> Iterator[Reading]:
    """Yield the ways to cut digits behind which the total of the row is missing."""
    parts = row.width - 1
    if row.sums == ((parts, tuple(range(parts))),) and 0 < _cuts(full, parts) <= _FEW_WITHOUT_TOTAL:
        for reading in _cut(tuple(full), parts, 0, {}):
            yield _with_totals(row, (*reading, full[-1]._replace(text="", oddity=None)))


def _cut(
    rest: Reading, places: int, owed: Number, owners: Mapping[int, tuple[int, int]]
) -> Iterator[Reading]:
    """Cut from the right, so that each total is known before its parts; ``owed`` is what they lack."""
    if not rest or not places:
        if not rest and not places:
            yield ()
        return
    at = places - 1
    first = owners[at][1] if at in owners else at
    length = sum(map(_length, rest))
    elsewhere = first * _LONGEST_FIGURE
    if not max(places, len(rest)) <= length <= places * _LONGEST_FIGURE:
        return
    if at in owners and _least(length - elsewhere, places - first, owed) > owed:
        return
    for piece, before in _pieces(rest):
        value = _number(piece)
        left = owed - value if at in owners else value
        if at not in owners or (left > 0 and at > first) or left == 0:
            for reading in _cut(before, at, left, owners):
                yield (*reading, piece)


def _least(digits: int, places: int, owed: Number) -> Number:
    """Return what so many digits in so many places come to at least, no place having more than ``owed`` has."""
    long = len(str(owed))
    full = digits - places * (long - 1)
    if full > places:
        return owed + 1
    return full * Decimal(10) ** (long - 1) if long > 1 else 0


def _pieces(rest: Reading) -> Iterator[tuple[Slot, Reading]]:
    """Yield each figure the digits may end in, and what stands before it."""
    *others, last = rest
    digits = _digits(last)
    if not digits:
        yield last, (*others,)
    behind = last.text[len(digits) :]
    for start in range(len(digits)):
        head, text = digits[:start], digits[start:]
        if _FIGURE.fullmatch(text) and not head.endswith(","):
            piece = last._replace(
                text=text + behind,
                value=int(text.replace(",", "")),
                oddity=Oddity.ANNOTATED if "(" in behind else None,
                inferred=bool(head) or last.inferred,
            )
            yield piece, (*others, last._replace(text=head, inferred=True)) if head else (*others,)


def agreed(readings: Sequence[Reading]) -> list[Slot | None]:
    """Return place by place what all readings of a row say; None where they differ.

    Where only some readings leave a place blank, the sums of the others say that it is 0.
    """
    return [_common(column) for column in zip(*readings, strict=True)]


def _common(column: Sequence[Slot]) -> Slot | None:
    if len({_number(slot) for slot in column}) > 1:
        return None
    printed = [slot for slot in column if slot.value is not None]
    if not printed:
        return column[0]
    certain = len(printed) == len(column) and not any(slot.inferred for slot in printed)
    return printed[0]._replace(inferred=not certain)
