"""Numbers that are certain, and readings of those that are not -> what the sums prove, and how each sum comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.schema.equations import equations

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from xlsheets.basics.numbers import Number
    from xlsheets.schema import Cell, Edition
    from xlsheets.schema.equations import Equation

# Between the two sides of a sum that is wrong.
UNEQUAL = "≠"


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
        left = {cell: _demanded(edition, cell, known) for cell in ways if cell not in found}
        new = {
            cell: value
            for cell, demanded in left.items()
            for value in demanded
            if len(demanded) == 1 and value in ways[cell]
        }
        if not new:
            return found
        found |= new
        known |= new


def wanted_by_sums(edition: Edition, numbers: Mapping[Cell, Number]) -> dict[Cell, Number]:
    """Return for cells without a number what the sums make of it that lack nothing else, where they make the same.

    Nobody read such a number: it is for a person to compare with the paper. What would be below zero is left out.
    """
    wanted = {
        cell: _demanded(edition, cell, numbers) for cell in edition.cells if cell not in numbers
    }
    return {
        cell: value
        for cell, values in wanted.items()
        for value in values
        if len(values) == 1 and value >= 0
    }


def _demanded(edition: Edition, cell: Cell, numbers: Mapping[Cell, Number]) -> set[Number]:
    """Return what the sums that lack nothing but this cell want it to be."""
    values = (
        _missing(equation, cell, numbers)
        for equation in equations(edition.key)
        if cell in (*equation.left, *equation.right)
    )
    return {value for value in values if value is not None}


def _missing(equation: Equation, cell: Cell, numbers: Mapping[Cell, Number]) -> Number | None:
    sides = [[other for other in side if other != cell] for side in (equation.left, equation.right)]
    if any(other not in numbers for side in sides for other in side):
        return None
    left, right = (sum(numbers[other] for other in side) for side in sides)
    return right - left if cell in equation.left else left - right


def sums_said(edition: Edition, numbers: Mapping[Cell, Number]) -> dict[Cell, list[str]]:
    """Return for every cell how the sums it enters come out; those of which a number is missing say nothing."""
    said: dict[Cell, list[str]] = {}
    for equation in equations(edition.key):
        cells = (*equation.left, *equation.right)
        if all(cell in numbers for cell in cells):
            for cell in cells:
                said.setdefault(cell, []).append(_said(edition, equation, numbers))
    return said


def _said(edition: Edition, equation: Equation, numbers: Mapping[Cell, Number]) -> str:
    left, right = (sum(numbers[cell] for cell in side) for side in (equation.left, equation.right))
    # The heading of a total, without the table it stands in.
    _, _, heading = edition.path(equation.spot).partition(" › ")
    name = heading if equation.is_sum else "勾稽关系"
    return f"{name}：{show(left)}{'＝' if left == right else UNEQUAL}{show(right)}"
