"""Ways to read the rows of 表三, each for itself -> those that the sums over the rows allow together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlsheets.imports.printed_rows import members
from xlsheets.imports.run_together import FEW, Choices, Reading
from xlsheets.schema import newest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Figures = tuple[int, ...]
# For each row the figures it may have.
Rows = dict[str, list[Figures]]
# No column of a report comes to more.
_LARGEST = 10_000_000
# So many readings may be looked at, some of them often, before the search gives up.
_MOST = 100_000


class RowEquation(NamedTuple):
    """In every column the rows ``plus`` add up to what the rows ``minus`` add up to."""

    plus: tuple[str, ...]
    minus: tuple[str, ...]


_ASKED = newest().named.requests
_HANDLED = _ASKED.handled.key
_IDENTITY = RowEquation(
    (_ASKED.received.key, _ASKED.carried_over.key), (_HANDLED, _ASKED.carried_forward.key)
)


def narrow(found: Mapping[str, Choices]) -> dict[str, Sequence[Reading]]:
    """Keep of each row of 表三 the readings that belong to a solution of all sums.

    What stands together is cut only as the sums over the rows bear out; where they cannot be reckoned,
    because a row is missing, as the sum of the row itself does, if there are few ways to cut it.
    """
    if not any(each.cuts for each in found.values()) and all(
        len(each.readings) == 1 for each in found.values()
    ):
        return {key: each.readings for key, each in found.items()}
    equations = list(_equations(found))
    alone = _alone(found, {key for each in equations for key in (*each.plus, *each.minus)})
    printed, with_lost_totals = _printed(found), _with_lost_totals(found)
    attempts = [(printed, equations), *((printed, [each]) for each in equations)]
    for readings, chosen in (*attempts, (with_lost_totals, equations)):
        solved = _solved(readings, chosen)
        if solved:
            return {**alone, **solved}
    return alone


def _equations(found: Mapping[str, Choices]) -> Iterator[RowEquation]:
    """Yield the equations of whose rows all are there; a row that stands for several does for them."""
    parts = next(
        dict.fromkeys(part.row for part in each.parts)
        for each in newest().sums
        if each.total.row == _HANDLED
    )
    single = [key for key in found if members(key)]
    covered = {key for each in single for key in members(each)}
    outcomes = (*(key for key in parts if key not in covered), *single)
    for equation in (RowEquation(outcomes, (_HANDLED,)), _IDENTITY):
        if all(key in found for key in (*equation.plus, *equation.minus)):
            yield equation


def _printed(found: Mapping[str, Choices]) -> dict[str, Sequence[Reading]]:
    return {key: each.readings or each.without_total for key, each in found.items()}


def _with_lost_totals(found: Mapping[str, Choices]) -> dict[str, Sequence[Reading]]:
    return {key: (*each.readings, *each.without_total) for key, each in found.items()}


def _alone(found: Mapping[str, Choices], summed: set[str]) -> dict[str, Sequence[Reading]]:
    """Return what each row says for itself; what had to be cut must be borne out where there are sums.

    Where a row shows that figures are missing, the sum of no other row proves that all are there.
    """
    whole = all(each.readings for each in found.values())
    return {
        key: each.readings
        if _is_plain(each) or (whole and key not in summed and each.cuts <= FEW)
        else ()
        for key, each in found.items()
    }


def _is_plain(row: Choices) -> bool:
    """Tell whether nothing had to be cut, or nothing but zeros: they can be cut in one way only."""
    return not row.cuts or not any(slot.value for each in row.readings for slot in each)


def _figures(reading: Reading) -> Figures | None:
    """Return a reading as numbers, a blank total as the sum it must be; None when a sum makes no sense."""
    *parts, total = (slot.value if slot.value is not None else 0 for slot in reading)
    if reading[-1].value is None:
        total = sum(parts)
    figures = tuple(each for each in (*parts, total) if isinstance(each, int) and each >= 0)
    return figures if len(figures) == len(reading) else None


def _solved(
    readings: Mapping[str, Sequence[Reading]], equations: Sequence[RowEquation]
) -> dict[str, Sequence[Reading]]:
    """Return the readings that belong to a solution of the equations; none when there is no solution."""
    keys = dict.fromkeys(key for each in equations for key in (*each.plus, *each.minus))
    figures = {key: [_figures(each) for each in readings[key]] for key in keys}
    rows = {key: [each for each in dict.fromkeys(found) if each] for key, found in figures.items()}
    kept = _solutions(rows, equations) if rows and all(rows.values()) else {}
    return {
        key: [one for one, each in zip(readings[key], figures[key], strict=True) if each in found]
        for key, found in kept.items()
    }


# The equations solved ----------------------------------------------------------------------------


class _TooLongError(Exception):
    """The search has taken too long."""


class _Search:
    """Looks for solutions; ``left`` is how many readings it may still look at."""

    def __init__(self, equations: Sequence[RowEquation]) -> None:
        self.equations = equations
        self.left = _MOST

    def one(self, rows: Rows) -> Rows:
        """Return a solution, a single reading for each row; nothing when there is none."""
        narrowed = self.narrowed(rows)
        open_rows = [key for key, found in narrowed.items() if len(found) > 1]
        if not open_rows:
            return narrowed
        key = min(open_rows, key=lambda each: len(narrowed[each]))
        solutions = (self.one({**narrowed, key: [each]}) for each in narrowed[key])
        return next(filter(None, solutions), {})

    def narrowed(self, rows: Rows) -> Rows:
        """Drop the readings that no equation can do with, until nothing changes; nothing when none is left.

        Raises:
            _TooLongError: more readings were looked at than may be.
        """
        before = -1
        while before != (before := sum(map(len, rows.values()))):
            self.left -= before
            if self.left < 0:
                raise _TooLongError
            for equation in self.equations:
                for column in range(len(next(iter(rows.values()))[0])):
                    rows = _supported(rows, equation, column)
                    if not all(rows.values()):
                        return {}
        return rows


def _solutions(rows: Rows, equations: Sequence[RowEquation]) -> Rows:
    """Return for each row the figures that belong to a solution; all that may, when there are too many."""
    search = _Search(equations)
    narrowed: Rows = {}
    proven: dict[str, set[Figures]] = {key: set() for key in rows}
    try:
        narrowed = search.narrowed(rows)
        for key, figures in [(key, each) for key, found in narrowed.items() for each in found]:
            if figures not in proven[key]:
                solution = search.one({**narrowed, key: [figures]})
                for each, (only,) in solution.items():
                    proven[each].add(only)
    except _TooLongError:
        return narrowed if all(proven.values()) else {}
    return {key: [*found] for key, found in proven.items()} if all(proven.values()) else {}


def _supported(rows: Rows, equation: RowEquation, column: int) -> Rows:
    """Keep the readings whose figure in a column can be part of the equation."""
    terms = [(key, 1) for key in equation.plus] + [(key, -1) for key in equation.minus]
    values = [{sign * each[column] for each in rows[key]} for key, sign in terms]
    kept = _adding_up_to_zero(values)
    return rows | {
        key: [each for each in rows[key] if sign * each[column] in good]
        for (key, sign), good in zip(terms, kept, strict=True)
    }


def _adding_up_to_zero(values: Sequence[set[int]]) -> list[set[int]]:
    """Keep of each term of a sum the values with which it can come to zero.

    Sums are the bits of a number: adding a value to all of them is one shift.
    """
    least = [min(each) for each in values]
    goal = -sum(least)
    if not 0 <= goal <= _LARGEST:
        return [set() for _ in values] if goal < 0 else list(values)
    mask = (1 << goal + 1) - 1
    before = [1]
    for each, low in zip(values, least, strict=True):
        reached = 0
        for value in each:
            reached |= before[-1] << value - low
        before.append(reached & mask)
    kept: list[set[int]] = []
    after = 1 << goal
    for each, low, start in zip(values[::-1], least[::-1], before[-2::-1], strict=True):
        kept.append({value for value in each if start << value - low & after})
        reached = 0
        for value in each:
            reached |= after >> value - low
        after = reached
    return kept[::-1]
