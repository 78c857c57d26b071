"""An edition -> everything that has to come to the same in it: every sum, and both sides of the 勾稽关系."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from xlsheets.schema import Cell, edition_named
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.schema import Edition


class Equation(NamedTuple):
    """``left`` and ``right`` must add up to the same; ``spot`` is the cell to look at."""

    code: str
    left: tuple[Cell, ...]
    right: tuple[Cell, ...]
    spot: Cell

    @property
    def is_sum(self) -> bool:
        """Whether the left side is a total of the right side."""
        return self.left == (self.spot,)


@cache
def equations(edition_key: str) -> tuple[Equation, ...]:
    """Return all equations of an edition: every sum, and every identity in every column.

    A column of totals is added up too: what it states may be wrong by itself.
    """
    edition = edition_named(edition_key)
    crossed = (summed for block in edition.blocks.values() for summed in block.sums_of_totals)
    sums = (
        Equation(summed.code, (summed.total,), summed.parts, summed.total)
        for summed in (*edition.sums, *crossed)
    )
    return (*sums, *_identities(edition))


def _identities(edition: Edition) -> Iterator[Equation]:
    for identity in edition.identities:
        for column in edition.blocks[identity.block].column_leaves:
            left = tuple(Cell(identity.block, row, column.key) for row in identity.left)
            right = tuple(Cell(identity.block, row, column.key) for row in identity.right)
            yield Equation(identity.code, left, right, right[-1])
