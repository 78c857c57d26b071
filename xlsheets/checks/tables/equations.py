"""A report -> the sums and 勾稽关系 it breaks, each with the one cell that explains it, where there is one."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import Oddity
from xlsheets.schema import edition_named
from xlsheets.schema.equations import Equation, equations
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from xlsheets.basics.numbers import Number
    from xlsheets.checks.rule.spec import Case
    from xlsheets.schema import Cell, Edition

# What became of a formula is said about the formula; its number is not judged a second time.
_TOLD = (Oddity.TOTAL_OVERWRITTEN, Oddity.TOTAL_CHANGED, Oddity.TOTAL_STALE)


class BrokenEquation(NamedTuple):
    """A broken equation, the others broken by the same cell, and that cell with its right value."""

    equation: Equation
    others: tuple[Equation, ...] = ()
    suspect: Cell | None = None
    correct: Number | None = None


class Ledger(NamedTuple):
    """The figures of a case as the source gives them: typed, or a total it states."""

    case: Case

    @cached_property
    def given(self) -> Mapping[Cell, Number]:
        """Usable typed figures and stated totals."""
        told = {seen.place for seen in self.case.report.observed(*_TOLD)}
        sums = self.case.edition.sum_of
        typed = {
            cell: value
            for cell, value in self.case.report.figures.items()
            if cell not in self.case.unusable
        }
        stated = {
            cell: value
            for cell, value in self.case.report.stated.items()
            if cell in sums and str(cell) not in told
        }
        return {**typed, **stated}

    @cached_property
    def stated(self) -> frozenset[Cell]:
        """The totals among the given figures."""
        return frozenset(self.case.edition.sum_of.keys() & self.given.keys())

    def value(self, cell: Cell) -> Number:
        """Return the number a cell stands for."""
        return self.add((cell,))

    def add(self, cells: Iterable[Cell]) -> Number:
        """Return the sum of the cells."""
        terms = _terms(self.case.edition, cells, self.stated)
        return sum(map(self.given.__getitem__, terms))

    def gap(self, equation: Equation) -> Number:
        """Return by how much the left side is larger."""
        return self.add(equation.left) - self.add(equation.right)

    def balance(self, weights: Mapping[Cell, int]) -> Number:
        """Return the weighted sum of cells."""
        return sum(self.given[cell] * weight for cell, weight in weights.items())

    def judged(self) -> dict[Equation, Mapping[Cell, int]]:
        """Map each equation that says something and rests on usable cells to its weights."""
        return {
            equation: weights
            for equation, weights in _telling_equations(self.case.edition.key, self.stated)
            if self.given.keys() >= weights.keys()
        }


def _terms(edition: Edition, cells: Iterable[Cell], stated: frozenset[Cell]) -> Iterator[Cell]:
    """Yield what cells stand for: themselves, or the parts of a total that nobody stated."""
    for cell in cells:
        total = edition.sum_of.get(cell)
        if total is None or cell in stated:
            yield cell
        else:
            yield from _terms(edition, total.parts, stated)


@lru_cache(maxsize=8)  # most reports of an edition state no total at all
def _telling_equations(
    edition_key: str, stated: frozenset[Cell]
) -> tuple[tuple[Equation, Mapping[Cell, int]], ...]:
    """Return the equations that say something, and the weight of each cell: +1 on the left, -1 on the right."""
    edition = edition_named(edition_key)
    found = []
    for equation in equations(edition_key):
        if equation.is_sum and equation.spot not in stated:
            continue
        left, right = (_terms(edition, side, stated) for side in (equation.left, equation.right))
        weights = {**dict.fromkeys(left, 1), **dict.fromkeys(right, -1)}
        # The identity of a column of computed totals only repeats the typed columns.
        if any(cell.column == equation.spot.column for cell in weights):
            found.append((equation, weights))
    return tuple(found)


@lru_cache(maxsize=1)  # every rule of sums asks for the same case
def faults(case: Case) -> tuple[BrokenEquation, ...]:
    """Return what is broken, one fault for each cell that alone explains several equations."""
    ledger = Ledger(case)
    judged = ledger.judged()
    gaps = {equation: ledger.balance(weights) for equation, weights in judged.items()}
    broken = {equation: gap for equation, gap in gaps.items() if gap}
    if not broken:
        return ()
    explained = list(_explained(ledger, judged, broken))
    told = {equation for fault in explained for equation in (fault.equation, *fault.others)}
    rest = [BrokenEquation(equation) for equation in broken if equation not in told]
    return (*explained, *(fault for fault in rest if not _repeats(case, fault.equation, broken)))


def _explained(
    ledger: Ledger,
    judged: Mapping[Equation, Mapping[Cell, int]],
    broken: Mapping[Equation, Number],
) -> Iterator[BrokenEquation]:
    """Yield a fault for each cell whose correction mends all its equations, as no other cell's does."""
    candidates = dict(_candidates(ledger, judged, broken))
    for cell, (mended, correct) in candidates.items():
        rivals = (
            other for rival, (other, _) in candidates.items() if rival != cell and other & mended
        )
        if all(other < mended for other in rivals):
            lead, *others = sorted(mended, key=lambda equation: _telling(equation, cell))
            yield BrokenEquation(lead, tuple(others), cell, correct)


def _candidates(
    ledger: Ledger,
    judged: Mapping[Equation, Mapping[Cell, int]],
    broken: Mapping[Equation, Number],
) -> Iterator[tuple[Cell, tuple[frozenset[Equation], Number]]]:
    """Yield cells whose equations are all broken by one amount, with the value that mends them."""
    member_of: dict[Cell, list[Equation]] = defaultdict(list)
    for equation, weights in judged.items():
        for cell in weights:
            member_of[cell].append(equation)
    for cell in {cell for equation in broken for cell in judged[equation]}:
        mine = member_of[cell]
        if not all(equation in broken for equation in mine):
            continue
        excess = {broken[equation] * judged[equation][cell] for equation in mine}
        correct = ledger.given[cell] - excess.pop()
        if not excess and correct >= 0:
            yield cell, (frozenset(mine), correct)


def _telling(equation: Equation, suspect: Cell) -> tuple[bool, bool, bool, str, Cell]:
    """Order equations: the suspect's own total first, then what stands in its column, 勾稽 before sums."""
    return (
        equation.left != (suspect,),
        equation.spot.column != suspect.column,
        equation.is_sum,
        equation.code,
        equation.spot,
    )


def _repeats(case: Case, equation: Equation, broken: Mapping[Equation, Number]) -> bool:
    """Whether what is wrong in a column of totals is just what is wrong in the typed columns."""
    typed = {cell.column for cell in case.edition.typed_cells}
    gaps = [
        gap
        for other, gap in broken.items()
        if other.code == equation.code and other.spot.column in typed
    ]
    return equation.spot.column not in typed and bool(gaps) and sum(gaps) == broken[equation]
