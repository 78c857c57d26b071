"""Tables that a page break cut in two -> the rows it broke, put together again."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import Oddity, parse_figure
from xlsheets.extract import Grid
from xlsheets.extract.squeeze import squeezed
from xlsheets.schema import EDITIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsheets.extract import Block, GridCell

    # A cell above the break, and the one below it.
    Pair = tuple[GridCell, GridCell]


def with_whole_rows(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks with every row that ends on one page and goes on upon the next in one piece.

    The row stands where it begins; what is below keeps its place in its own table. Only what makes a label of
    the form whole, or brings figures to one, is taken for the rest of a row.
    """
    found = list(blocks)
    for above, below in pairwise(range(len(found))):
        upper, lower = found[above], found[below]
        if isinstance(upper, Grid) and isinstance(lower, Grid):
            found[above], found[below] = _joined(upper, lower)
    return tuple(found)


def _joined(upper: Grid, lower: Grid) -> tuple[Grid, Grid]:
    last = len(upper.rows) - 1
    ends = [cell for cell in upper.cells if cell.row + cell.height - 1 == last]
    begins = [cell for cell in lower.cells if cell.row == 0]
    pairs = list(zip(ends, begins, strict=False))
    if len(ends) != len(begins) or not _is_one_row(pairs):
        return upper, lower
    whole = {
        end: end._replace(text=f"{end.text}{begin.text}", asides=(*end.asides, *begin.asides))
        for end, begin in pairs
    }
    rest = tuple(cell for cell in lower.cells if cell.row > 0)
    longer = tuple(whole.get(cell, cell) for cell in upper.cells)
    return upper._replace(cells=longer), lower._replace(cells=rest)


def _is_one_row(pairs: Sequence[Pair]) -> bool:
    if any(_is_figure(end) and _is_figure(begin) for end, begin in pairs):
        return False
    return any(_makes_label(*pair) for pair in pairs) or _brings_figures(pairs)


def _makes_label(end: GridCell, begin: GridCell) -> bool:
    """Tell whether a label ends above in its middle, and goes on below."""
    upper, lower = squeezed(end.text), squeezed(begin.text)
    return bool(upper and lower) and f"{upper}{lower}" in _labels() and upper not in _labels()


def _brings_figures(pairs: Sequence[Pair]) -> bool:
    """Tell whether a label stands above without figures, and figures below without a label."""
    labelled = any(squeezed(end.text) in _labels() for end, _ in pairs)
    empty = not any(_is_figure(end) for end, _ in pairs)
    written = [begin for _, begin in pairs if begin.text.strip()]
    return labelled and empty and bool(written) and all(map(_is_figure, written))


def _is_figure(cell: GridCell) -> bool:
    text = cell.text.strip()
    return bool(text) and parse_figure(text).oddity is not Oddity.TEXT


@cache
def _labels() -> frozenset[str]:
    """Return the labels of the rows of all editions, as they are compared."""
    return frozenset(
        squeezed(leaf.label)
        for edition in EDITIONS
        for block in edition.blocks.values()
        for leaf in block.row_leaves
    )
