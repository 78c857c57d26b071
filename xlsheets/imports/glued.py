"""Places of a row -> its numbers: counted where all are there, reckoned by sums where they are glued or lost.

A row is never guessed: what several readings allow stays unread, cell by cell.
"""

from __future__ import annotations

from itertools import islice, product
from math import comb
from typing import TYPE_CHECKING

from xlsheets.imports.grids import Slot
from xlsheets.imports.rows import members

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsheets.figures import Number
    from xlsheets.imports.rows import Row

Reading = tuple[Slot, ...]
Readings = dict[str, list[Reading]]
# More readings than this are too many to be told apart by sums.
_MOST = 20_000
_LONGEST_FIGURE = 7
# Among more ways to cut a row, one may fit its sum by chance.
_CUTS = 1_300


def readings(row: Row, slots: Sequence[Slot]) -> list[Reading]:
    """Return every way to read a row; one when nothing is doubtful, none when nothing fits."""
    full = [slot for slot in slots if slot.text]
    if len(full) == row.width:
        return [] if any(map(_run_together, full)) else [tuple(full)]
    if len(slots) == row.width and (not full or _agrees(row, slots)):
        return [tuple(slots)]
    found = [*_windows(row, slots), *_glued(row, full), *_with_one_lost(row, full)]
    return list(dict.fromkeys(found))


def _run_together(slot: Slot) -> bool:
    """Tell whether a figure begins with 0 as none does that stands alone."""
    return slot.text[:1] == "0" and slot.text[1:2].isdecimal()


def _number(slot: Slot) -> Number:
    return slot.value if slot.value is not None else 0


def _agrees(row: Row, slots: Sequence[Slot]) -> bool:
    """Tell whether stated totals are the sums of their parts; a total that is blank agrees with nothing."""
    return all(
        slots[total].value == sum(_number(slots[part]) for part in parts)
        for total, parts in row.sums
    )


def _windows(row: Row, slots: Sequence[Slot]) -> Iterator[Reading]:
    """Yield the stretches that hold all numbers of a row with blanks before or after it too many."""
    full = [at for at, slot in enumerate(slots) if slot.text]
    for start in range(len(slots) - row.width + 1) if full else ():
        window = tuple(slots[start : start + row.width])
        inside = start <= full[0] and full[-1] < start + row.width
        blank_total = any(not window[total].text for total, _ in row.sums)
        if inside and (blank_total or _agrees(row, window)):
            yield _with_totals(row, window)


def _with_totals(row: Row, window: Reading) -> Reading:
    """Return a reading with its blank totals reckoned."""
    slots = list(window)
    for total, parts in row.sums:
        if not slots[total].text:
            value = sum(_number(slots[part]) for part in parts)
            slots[total] = slots[total]._replace(value=value, inferred=True)
    return tuple(slots)


def _with_one_lost(row: Row, full: Sequence[Slot]) -> Iterator[Reading]:
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


def _glued(row: Row, full: Sequence[Slot]) -> list[Reading]:
    """Return the ways to cut digits that stand together so that every total is right."""
    digits = "".join(slot.text for slot in full)
    if not len(full) < row.width <= len(digits) or not (digits.isdecimal() and digits.isascii()):
        return []
    if len(row.sums) == 1 and comb(len(digits) - len(full), row.width - len(full)) > _CUTS:
        return []
    owners = {part: total for total, parts in row.sums for part in parts}
    found = list(islice(_cut(tuple(full), row.width, 0, owners), _MOST + 1))
    return found if len(found) <= _MOST else []


def _cut(
    rest: Reading, places: int, owed: Number, owners: Mapping[int, int], done: Reading = ()
) -> Iterator[Reading]:
    """Cut from the right, so that each total is known before its parts; ``owed`` is what they lack."""
    if not rest or not places:
        if not rest and not places:
            yield done
        return
    length = sum(len(slot.text) for slot in rest)
    if not max(places, len(rest)) <= length <= places * _LONGEST_FIGURE:
        return
    at = places - 1
    first_part = at in owners and at - 1 not in owners
    for piece, before in _pieces(rest):
        value = _number(piece)
        left = owed - value if at in owners else value
        if at in owners and (left < 0 or (first_part and left)):
            continue
        yield from _cut(before, at, left, owners, (piece, *done))


def _pieces(rest: Reading) -> Iterator[tuple[Slot, Reading]]:
    """Yield each figure the digits may end in, and what stands before it."""
    *others, last = rest
    for length in range(1, min(len(last.text), _LONGEST_FIGURE) + 1):
        text = last.text[-length:]
        if length > 1 and text[0] == "0":
            continue
        head = last.text[:-length]
        whole = not head and not last.inferred
        piece = last._replace(text=text, value=int(text), inferred=not whole)
        yield piece, (*others, last._replace(text=head, inferred=True)) if head else (*others,)


def narrow(found: Readings, width: int) -> Readings:
    """Keep of each row of 表三 the readings that the sums over its rows allow."""
    if all(len(each) == 1 for each in found.values()):
        return found
    after_sum = _by_total(found, width)
    return _by_identity(after_sum, width)


def _figures(reading: Reading) -> tuple[Number, ...]:
    """Return a reading as numbers, a blank total as the sum it must be."""
    *parts, total = map(_number, reading)
    return (*parts, total if reading[-1].value is not None else sum(parts))


def _plus(one: Sequence[Number], other: Sequence[Number], sign: int = 1) -> tuple[Number, ...]:
    return tuple(a + sign * b for a, b in zip(one, other, strict=True))


def _outcomes(found: Mapping[str, object]) -> list[str]:
    """Return the rows （一） to （六）, if they are all there; a row that stands for several does for them."""
    from xlsheets.schema import newest

    (parts,) = {
        tuple(part.row for part in each.parts)
        for each in newest().sums
        if each.total.row == "handled" and each.total.column == "natural_person"
    }
    single = [key for key in found if members(key)]
    covered = {key for each in single for key in members(each)}
    needed = [key for key in parts if key not in covered] + single
    return needed if all(key in found for key in needed) else []


def _by_total(found: Readings, width: int) -> Readings:
    """Keep the readings with which （七）总计 is the sum of （一） to （六）."""
    rows = _outcomes(found)
    if not rows or "handled" not in found:
        return found
    forward: list[set[tuple[Number, ...]]] = [{(0,) * width}]
    for key in rows:
        step = {_plus(before, _figures(each)) for before in forward[-1] for each in found[key]}
        if len(step) > _MOST:
            return found
        forward.append(step)
    totals = {_figures(each) for each in found["handled"]} & forward[-1]
    kept: Readings = {"handled": [each for each in found["handled"] if _figures(each) in totals]}
    wanted = totals
    for key, before in zip(reversed(rows), reversed(forward[:-1]), strict=True):
        kept[key] = [
            each
            for each in found[key]
            if any(_plus(goal, _figures(each), -1) in before for goal in wanted)
        ]
        wanted = {
            start
            for goal in wanted
            for each in kept[key]
            if (start := _plus(goal, _figures(each), -1)) in before
        }
    return {**found, **kept} if totals else found


_IDENTITY = ("received", "carried_over", "handled", "carried_forward")


def _by_identity(found: Readings, width: int) -> Readings:
    """Keep the readings with which 新收加上年结转 equals 总计加结转下年."""
    if any(key not in found for key in _IDENTITY):
        return found
    choices = [found[key] for key in _IDENTITY]
    count = 1
    for each in choices:
        count *= len(each)
    if count == 1 or count > _MOST:
        return found
    fitting = [
        combination
        for combination in product(*choices)
        if _balanced([_figures(each) for each in combination], width)
    ]
    if not fitting:
        return found
    kept = {
        key: list(dict.fromkeys(combination[at] for combination in fitting))
        for at, key in enumerate(_IDENTITY)
    }
    return {**found, **kept}


def _balanced(rows: Sequence[Sequence[Number]], width: int) -> bool:
    received, carried, handled, left = rows
    return all(received[at] + carried[at] == handled[at] + left[at] for at in range(width))


def agreed(choices: Sequence[Reading]) -> list[Slot | None]:
    """Return place by place what all readings of a row say; None where they differ.

    Where only some readings leave a place blank, the sums of the others say that it is 0.
    """
    return [_common(column) for column in zip(*choices, strict=True)]


def _common(column: Sequence[Slot]) -> Slot | None:
    if len({_number(slot) for slot in column}) > 1:
        return None
    printed = [slot for slot in column if slot.value is not None]
    if not printed:
        return column[0]
    certain = len(printed) == len(column) and not any(slot.inferred for slot in printed)
    return printed[0]._replace(inferred=not certain)
