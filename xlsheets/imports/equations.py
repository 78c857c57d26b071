"""An edition -> what its numbers must come to; and which of two readings of a number that proves."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from xlsheets.basics.numbers import show
from xlsheets.schema import Cell

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from xlsheets.basics.numbers import Number
    from xlsheets.schema import Edition


class Equation(NamedTuple):
    """What has to come to the same: a sum and what is printed for it, or both sides of the 勾稽关系."""

    name: str
    left: tuple[Cell, ...]
    right: tuple[Cell, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell in it."""
        return (*self.left, *self.right)

    def said(self, numbers: Mapping[Cell, Number]) -> str:
        """Return how it comes out; "" where one of its numbers was not read."""
        if any(cell not in numbers for cell in self.cells):
            return ""
        left, right = (sum(numbers[cell] for cell in side) for side in (self.left, self.right))
        return f"{self.name}：{show(left)}{'＝' if left == right else '≠'}{show(right)}"

    def solved(self, cell: Cell, numbers: Mapping[Cell, Number]) -> Number | None:
        """Return what a cell must be when it is the only one without a number; else None."""
        if any(other not in numbers for other in self.cells if other != cell):
            return None
        left, right = (
            sum(numbers[other] for other in side if other != cell)
            for side in (self.left, self.right)
        )
        return right - left if cell in self.left else left - right


@cache
def equations(edition: Edition) -> tuple[Equation, ...]:
    """Return every sum and every 勾稽关系 of an edition."""
    return tuple(_equations(edition))


def _equations(edition: Edition) -> Iterator[Equation]:
    for summed in edition.sums:
        # The heading of a total, without the table it stands in.
        name = " › ".join(edition.path(summed.total).split(" › ")[1:])
        yield Equation(name, summed.parts, (summed.total,))
    for identity in edition.identities:
        for leaf in edition.blocks[identity.block].column_leaves:
            left, right = (
                tuple(Cell(identity.block, key, leaf.key) for key in side)
                for side in (identity.left, identity.right)
            )
            yield Equation("勾稽关系", left, right)


def settled_by_sums(
    edition: Edition, numbers: Mapping[Cell, Number], ways: Mapping[Cell, Collection[Number]]
) -> dict[Cell, Number]:
    """Return the numbers that sums prove: every sum that can be reckoned with makes the same of the ways to read one.

    Args:
        edition: whose sums they are.
        numbers: what is certain.
        ways: of each cell that is not, what it may be.
    """
    known = dict(numbers)
    found: dict[Cell, Number] = {}
    while True:
        solved = {cell: _solved(edition, cell, known) for cell in ways if cell not in found}
        new = {
            cell: value
            for cell, (value, *others) in (
                (cell, [*values]) for cell, values in solved.items() if values
            )
            if not others and value in ways[cell]
        }
        if not new:
            return found
        found |= new
        known |= new


def _solved(edition: Edition, cell: Cell, numbers: Mapping[Cell, Number]) -> set[Number]:
    values = (one.solved(cell, numbers) for one in equations(edition) if cell in one.cells)
    return {value for value in values if value is not None}
