"""Places of a row -> its numbers: by headings or count where they tell, cut by sums where digits stand together.

A row is never guessed: what several readings allow stays unread, cell by cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from math import comb
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import Oddity
from xlsheets.basics.patterns import pattern_of
from xlsheets.imports.figures.placement import (
    Reading,
    agrees,
    by_count,
    by_heading,
    is_settled,
    is_unreadable,
    joint,
    number_of,
    shifted_ways,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsheets.basics.numbers import Number
    from xlsheets.imports.figures.columns import Columns
    from xlsheets.imports.figures.slots import RowSlots, Slot

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
        unproved: whether nothing within the row speaks for one of the readings: it has no totals.
    """

    readings: tuple[Reading, ...]
    without_total: tuple[Reading, ...] = ()
    cuts: int = 0
    unproved: bool = False


def choices(row: RowSlots) -> Choices:
    """Return every way to read a row; none when nothing fits."""
    columns, full = row.columns, row.full
    placed = by_heading(row)
    if placed is None and not joint(row):
        placed = tuple(full) if len(full) == columns.width else by_count(row)
    if placed is not None:
        return _of_placed(columns, placed)
    if not columns.sums:
        return _without_sums(columns, full)
    if any(map(is_unreadable, full)) and not any(map(_digits, full)):
        return Choices(())
    found = [*_shifted(row), *_few(_glued(columns, full)), *_with_one_lost(row)]
    cuts = _cuts(full, columns.width)
    return Choices(_distinct(found), _distinct(_few(_glued_without_total(columns, full))), cuts)


def _of_placed(columns: Columns, placed: Reading) -> Choices:
    """Return a row whose numbers stand in their columns, and the moves that may have brought them there."""
    placed = tuple(_unread(slot) if _run_together(slot) else slot for slot in placed)
    if is_settled(columns, placed):
        return Choices((placed,))
    others = islice(shifted_ways(columns, [slot for slot in placed if slot.text], placed), _MOST)
    return Choices(_distinct([placed, *others]))


def _without_sums(columns: Columns, full: Sequence[Slot]) -> Choices:
    """Return the ways to cut a row that has no totals: noughts, or a minus where one may stand, or as last year says."""
    texts = "".join(slot.text for slot in full)
    if texts == "0" * columns.width:
        zeros = full[0]._replace(text="0", value=0, oddity=None, inferred=True, note="")
        return Choices(((zeros,) * columns.width,), cuts=1)
    cut = _cut_by_minus(columns, full)
    if cut:
        return Choices((cut,), cuts=1)
    found = _few(_glued(columns, full))
    return Choices(_distinct(found), cuts=_cuts(full, columns.width), unproved=True)


_MINUS = pattern_of(r"(0|[1-9]\d*)[-−－–—]([1-9]\d*)")


def _cut_by_minus(columns: Columns, full: Sequence[Slot]) -> Reading:
    """Return two numbers that a minus parts, where the second may be below 0 and nothing follows it."""
    match = _MINUS.fullmatch(full[0].text) if len(full) == 1 else None
    if match is None or columns.width != 2 or columns.change != 1:
        return ()
    whole = full[0]._replace(note="", inferred=True)
    return (
        whole._replace(text=match[1], value=int(match[1]), oddity=None),
        whole._replace(text=f"-{match[2]}", value=-int(match[2]), oddity=Oddity.NEGATIVE),
    )


def _few(found: Iterator[Reading]) -> list[Reading]:
    readings = list(islice(found, _MOST + 1))
    return readings if len(readings) <= _MOST else []


def _distinct(found: Sequence[Reading]) -> tuple[Reading, ...]:
    return tuple(dict.fromkeys(found))


def _unread(slot: Slot) -> Slot:
    """Return a place whose figure is none that stands alone, and may be several."""
    return slot._replace(value=None, oddity=Oddity.TEXT, note="以 0 开头，可能是几个数连在一起")


def _run_together(slot: Slot) -> bool:
    """Tell whether a figure begins with 0 as none does that stands alone."""
    return slot.text[:1] == "0" and slot.text[1:2].isdecimal()


def _shifted(row: RowSlots) -> Iterator[Reading]:
    """Yield the stretches that hold all numbers of a row with blanks before or after it too many."""
    width, slots = row.columns.width, row.slots
    full = [at for at, slot in enumerate(slots) if slot.text]
    for start in range(len(slots) - width + 1) if full else ():
        window = tuple(slots[start : start + width])
        inside = start <= full[0] and full[-1] < start + width
        if inside and agrees(row.columns, window) and any(map(number_of, window)):
            yield window


def _with_totals(columns: Columns, window: Reading) -> Reading:
    """Return a reading with its blank totals reckoned."""
    slots = list(window)
    for total, parts in columns.sums:
        if not slots[total].text:
            value = sum(number_of(slots[part]) for part in parts)
            slots[total] = slots[total]._replace(value=value, inferred=True)
    return tuple(slots)


def _with_one_lost(row: RowSlots) -> Iterator[Reading]:
    """Yield the readings in which one place is not printed, as the sum demands it.

    A blank between two numbers is a place that is blank, and no number is lost there.
    """
    columns, full = row.columns, row.full
    together = "".join("x" if slot.text else " " for slot in row.slots).strip()
    if len(columns.sums) != 1 or len(full) != columns.width - 1 or " " in together:
        return
    if any(map(is_unreadable, full)):
        return
    ((total, parts),) = columns.sums
    for at in range(columns.width):
        lost = full[0]._replace(text="", value=None, oddity=None, inferred=True)
        trial = [*full[:at], lost, *full[at:]]
        rest = sum(number_of(trial[part]) for part in parts if part != at)
        missing = rest if at == total else number_of(trial[total]) - rest
        if missing >= 0:
            trial[at] = trial[at]._replace(value=missing)
            yield tuple(trial)


# Digits that stand together ----------------------------------------------------------------------

# Behind the digits of a figure there may be its unit, or a note.
_RUN = pattern_of(r"(\d(?:[\d,]*\d)?)(?:件?(?:\(.*\))?)")
_FIGURE = pattern_of(r"0|[1-9]\d{0,6}|[1-9]\d{0,2}(?:,\d{3})+")


def _digits(slot: Slot) -> str:
    """Return the digits that can be cut, thousands separators included; "" for a dash."""
    run = _RUN.fullmatch(slot.text)
    return run[1] if run and slot.oddity is not Oddity.TEXT else ""


def _length(slot: Slot) -> int:
    """Return the number of figures a slot may hold at most."""
    return sum(character.isdecimal() for character in _digits(slot)) or 1


def _cuts(full: Sequence[Slot], width: int) -> int:
    """Return in how many ways so many figures can be made of what stands there; 0 when in none."""
    if len(full) >= width or not all(_digits(slot) or slot.oddity is Oddity.DASH for slot in full):
        return 0
    return comb(sum(map(_length, full)) - len(full), width - len(full))


def _glued(columns: Columns, full: Sequence[Slot]) -> Iterator[Reading]:
    """Yield the ways to cut digits that stand together so that every total is right."""
    cuts = _cuts(full, columns.width)
    if cuts and (len(columns.sums) > 1 or cuts <= _TOO_MANY):
        owners = {part: (total, min(parts)) for total, parts in columns.sums for part in parts}
        yield from _cut(tuple(full), columns.width, 0, owners)


def _glued_without_total(columns: Columns, full: Sequence[Slot]) -> Iterator[Reading]:
    """Yield the ways to cut digits behind which the total of the row is missing."""
    parts = columns.width - 1
    lone_total = columns.sums == ((parts, tuple(range(parts))),)
    if lone_total and 0 < _cuts(full, parts) <= _FEW_WITHOUT_TOTAL:
        for reading in _cut(tuple(full), parts, 0, {}):
            blank = full[-1]._replace(text="", oddity=None, value=None)
            yield _with_totals(columns, (*reading, blank))


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
        value = number_of(piece)
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

    Where a number is printed in some readings only, it is 0 and the sums say so in the others, or it is None.
    """
    return [_common(column) for column in zip(*readings, strict=True)]


def _common(column: Sequence[Slot]) -> Slot | None:
    first = column[0]
    if any(number_of(slot) != number_of(first) for slot in column):
        return None
    printed = [slot for slot in column if slot.text]
    if len(printed) not in (0, len(column)):
        told = number_of(first) == 0 and all(slot.text or slot.inferred for slot in column)
        return printed[0]._replace(inferred=True) if told else None
    certain = len(set(column)) == 1 and not first.inferred
    return first._replace(inferred=not certain) if first.text else first
