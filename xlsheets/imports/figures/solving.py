"""Ways to read the rows of 表三, each for itself -> those that the sums over the rows allow together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.imports.figures.placement import is_unreadable
from xlsheets.imports.figures.printed_rows import members
from xlsheets.imports.figures.run_together import FEW
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsheets.imports.figures.placement import Reading
    from xlsheets.imports.figures.run_together import Choices
    from xlsheets.schema import Edition

Figures = tuple[int, ...]
# For each row the figures it may have.
Rows = dict[str, list[Figures]]
# No column of a report comes to more.
_LARGEST = 10_000_000
# So much may be computed before the search gives up: about a second, for each value that is tried and
# for every so many bits of it.
_MOST = 3_000_000
_EACH, _BITS = 8, 4_096


class RowEquation(NamedTuple):
    """In every column the rows ``plus`` add up to what the rows ``minus`` add up to."""

    plus: tuple[str, ...]
    minus: tuple[str, ...]


def narrow(found: Mapping[str, Choices], form: Edition) -> dict[str, Sequence[Reading]]:
    """Keep of each row of 表三 the readings that belong to a solution of all sums of the printed form.

    What stands together is cut only as the sums over the rows bear out; where they cannot be reckoned,
    because a row is missing, as the sum of the row itself does, if there are few ways to cut it.
    """
    if all(not row.cuts and len(row.readings) == 1 for row in found.values()):
        return {key: row.readings for key, row in found.items()}
    equations = list(_equations(found, form))
    alone = _alone(
        found, {key for equation in equations for key in (*equation.plus, *equation.minus)}
    )
    printed, with_lost_totals = _printed(found), _with_lost_totals(found)
    attempts = [(printed, equations), *((printed, [equation]) for equation in equations)]
    for readings, chosen in (*attempts, (with_lost_totals, equations)):
        solved = _solved(readings, chosen)
        if solved:
            return {**alone, **solved}
    return alone


def _equations(found: Mapping[str, Choices], form: Edition) -> Iterator[RowEquation]:
    """Yield the equations of whose rows all are there; a row that stands for several does for them."""
    asked = form.named.requests
    handled = asked.handled.key
    down = form.sum_of[asked.handled.at(asked.person)]
    parts = [part.row for part in down.parts]
    single = [key for key in found if members(key)]
    covered = {part for key in single for part in members(key)}
    outcomes = dict.fromkeys((*(key for key in parts if key not in covered), *single))
    balance = RowEquation(
        (asked.received.key, asked.carried_over.key), (handled, asked.carried_forward.key)
    )
    for equation in (RowEquation((*outcomes,), (handled,)), balance):
        if all(key in found for key in (*equation.plus, *equation.minus)):
            yield equation


def _printed(found: Mapping[str, Choices]) -> dict[str, Sequence[Reading]]:
    return {key: row.readings or row.without_total for key, row in found.items()}


def _with_lost_totals(found: Mapping[str, Choices]) -> dict[str, Sequence[Reading]]:
    return {key: (*row.readings, *row.without_total) for key, row in found.items()}


def _alone(found: Mapping[str, Choices], summed: set[str]) -> dict[str, Sequence[Reading]]:
    """Return what each row says for itself; what had to be cut must be borne out where there are sums.

    Where a row shows that figures are missing, the sum of no other row proves that all are there.
    """
    whole = all(row.readings for row in found.values())
    return {
        key: row.readings
        if _is_plain(row) or (whole and key not in summed and row.cuts <= FEW)
        else ()
        for key, row in found.items()
    }


def _is_plain(row: Choices) -> bool:
    """Tell whether nothing had to be cut, or nothing but zeros: they can be cut in one way only."""
    return not row.cuts or not any(slot.value for reading in row.readings for slot in reading)


def _figures(reading: Reading) -> Figures | None:
    """Return a reading as numbers, a blank total as the sum it must be; None when a sum makes no sense."""
    if any(map(is_unreadable, reading)):
        return None
    *parts, total = (slot.value if slot.value is not None else 0 for slot in reading)
    if reading[-1].value is None:
        total = sum(parts)
    figures = tuple(
        figure for figure in (*parts, total) if isinstance(figure, int) and 0 <= figure <= _LARGEST
    )
    return figures if len(figures) == len(reading) else None


def _solved(
    readings: Mapping[str, Sequence[Reading]], equations: Sequence[RowEquation]
) -> dict[str, Sequence[Reading]]:
    """Return the readings that belong to a solution of the equations; none when there is no solution."""
    keys = dict.fromkeys(key for equation in equations for key in (*equation.plus, *equation.minus))
    figures = {key: [_figures(reading) for reading in readings[key]] for key in keys}
    rows = {key: [way for way in dict.fromkeys(found) if way] for key, found in figures.items()}
    kept = _solutions(rows, equations) if rows and all(rows.values()) else {}
    return {
        key: [
            reading
            for reading, way in zip(readings[key], figures[key], strict=True)
            if way in found
        ]
        for key, found in kept.items()
    }


# The equations solved ----------------------------------------------------------------------------


class _TooLongError(Exception):
    """The search has taken too long."""


class _Search:
    """Looks for solutions; ``left`` is how much it may still compute."""

    def __init__(self, equations: Sequence[RowEquation]) -> None:
        self.equations = equations
        self.left = _MOST

    def one(self, rows: Rows) -> Rows:
        """Return a solution, a single reading for each row; nothing when there is none."""
        narrowed = self.narrowed(rows)
        open_rows = [key for key, found in narrowed.items() if len(found) > 1]
        if not open_rows:
            return narrowed
        key = min(open_rows, key=lambda row: len(narrowed[row]))
        solutions = (self.one({**narrowed, key: [way]}) for way in narrowed[key])
        return next(filter(None, solutions), {})

    def narrowed(self, rows: Rows) -> Rows:
        """Drop the readings that no equation can do with, until nothing changes; nothing when none is left.

        Raises:
            _TooLongError: more was computed than may be.
        """
        before = -1
        while before != (before := sum(map(len, rows.values()))):
            for equation in self.equations:
                for column in range(len(next(iter(rows.values()))[0])):
                    rows = self._supported(rows, equation, column)
                    if not all(rows.values()):
                        return {}
        return rows

    def _supported(self, rows: Rows, equation: RowEquation, column: int) -> Rows:
        """Keep the readings whose figure in a column can be part of the equation."""
        terms = [(key, 1) for key in equation.plus] + [(key, -1) for key in equation.minus]
        values = [{sign * way[column] for way in rows[key]} for key, sign in terms]
        goal = -sum(map(min, values))
        # Each value is one shift of a number with as many bits as the goal.
        self.left -= sum(map(len, values)) * (_EACH + max(goal, 0) // _BITS)
        if self.left < 0:
            raise _TooLongError
        kept = _adding_up_to_zero(values)
        return rows | {
            key: [way for way in rows[key] if sign * way[column] in good]
            for (key, sign), good in zip(terms, kept, strict=True)
        }


def _solutions(rows: Rows, equations: Sequence[RowEquation]) -> Rows:
    """Return for each row the figures that belong to a solution; all that may, when there are too many."""
    search = _Search(equations)
    narrowed: Rows = {}
    proven: dict[str, set[Figures]] = {key: set() for key in rows}
    try:
        narrowed = search.narrowed(rows)
        for key, way in [(key, way) for key, found in narrowed.items() for way in found]:
            if way not in proven[key]:
                solution = search.one({**narrowed, key: [way]})
                for row, (only,) in solution.items():
                    proven[row].add(only)
    except _TooLongError:
        return narrowed if all(proven.values()) else {}
    return {key: [*found] for key, found in proven.items()} if all(proven.values()) else {}


def _adding_up_to_zero(values: Sequence[set[int]]) -> list[set[int]]:
    """Keep of each term of a sum the values with which it can come to zero.

    Sums are the bits of a number: adding a value to all of them is one shift. No number gets more bits
    than the goal, whatever the values are.
    """
    least = [min(term) for term in values]
    goal = -sum(least)
    if not 0 <= goal <= _LARGEST:
        return [set() for _ in values] if goal < 0 else list(values)
    within = [
        {value for value in term if value - low <= goal}
        for term, low in zip(values, least, strict=True)
    ]
    mask = (1 << goal + 1) - 1
    before = [1]
    for term, low in zip(within, least, strict=True):
        reached = 0
        for value in term:
            reached |= (before[-1] << value - low) & mask
        before.append(reached)
    kept: list[set[int]] = []
    after = 1 << goal
    for term, low, start in zip(within[::-1], least[::-1], before[-2::-1], strict=True):
        kept.append({value for value in term if start << value - low & after})
        reached = 0
        for value in term:
            reached |= after >> value - low
        after = reached
    return kept[::-1]
