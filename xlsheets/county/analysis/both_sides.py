"""Comparisons of units -> what the two sides are called, and the totals of the units that are on both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.county.comparison import FigureChange
from xlsheets.county.rollup import exact_sum
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from xlsheets.basics.numbers import Number
    from xlsheets.county.comparison import Comparison
    from xlsheets.report import Report

# What both sides are called.
Sides = tuple[str, str]


def sides_of(comparisons: Sequence[Comparison]) -> Sides:
    """Return what the sides are called: their years where each side is of one year, and the years differ."""
    before = {one.before.profile.year for one in comparisons if one.before}
    after = {one.after.profile.year for one in comparisons if one.after}
    if len(before) == len(after) == 1 and before != after and None not in before | after:
        return f"{before.pop()}年", f"{after.pop()}年"
    return "前", "后"


class TotalChange(NamedTuple):
    """A cell added up on both sides; ``change`` tells the difference and its share."""

    path: str
    change: FigureChange

    @property
    def before(self) -> Number | None:
        return self.change.before

    @property
    def after(self) -> Number | None:
        return self.change.after

    @property
    def delta(self) -> Number | None:
        return self.change.delta

    @property
    def percent(self) -> Decimal | None:
        return self.change.percent


class BothTotals(NamedTuple):
    """The totals of the units that are on both sides with all their figures, in the form of the later side."""

    units: int
    changes: tuple[TotalChange, ...] = ()


def totals_of(comparisons: Sequence[Comparison]) -> BothTotals:
    """Return the totals of the units whose figures are all there on both sides, in one form."""
    pairs = [
        (one.before, one.after)
        for one in comparisons
        if one.before and one.after and _comparable(one.before, one.after)
    ]
    if not pairs:
        return BothTotals(0)
    edition = pairs[0][1].edition
    pairs = [pair for pair in pairs if pair[1].edition_key == edition.key]
    changes = (
        TotalChange(
            edition.path(cell),
            FigureChange(
                cell,
                exact_sum(before.values[cell] for before, _ in pairs),
                exact_sum(after.values[cell] for _, after in pairs),
            ),
        )
        for cell in edition.cells
    )
    return BothTotals(len(pairs), tuple(changes))


def _comparable(before: Report, after: Report) -> bool:
    return before.edition_key == after.edition_key and not before.unusable and not after.unusable
