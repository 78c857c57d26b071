"""Tables and table-like lines -> one row of fragments, each with its place, in which labels are looked for."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import Spot, address
from xlsheets.extract import Look, Paragraph
from xlsheets.extract.squeeze import squeezed
from xlsheets.imports.figures.fragments import unglued
from xlsheets.imports.figures.printed_rows import SEPARATOR
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlsheets.extract import Aside, GridCell, Sight
    from xlsheets.imports.outline import Piece


class InTable(NamedTuple):
    """Where a cell stands: which table, from 1, its row, and the columns it covers."""

    table: int
    row: int
    start: int
    width: int


class Fragment(NamedTuple):
    """A cell, or a word of a line.

    Args:
        text: what it says, squeezed.
        origin: where it stands, as it is told.
        raw: what it says as published.
        place: where in a table; None in a line.
        asides: what is struck out or white in it.
    """

    text: str
    origin: Spot
    raw: str = ""
    place: InTable | None = None
    asides: tuple[Aside, ...] = ()


@dataclass(frozen=True)
class Stream:
    """All cells and words one after the other; ``text`` is what labels are looked for in."""

    fragments: tuple[Fragment, ...]
    text: str
    starts: tuple[int, ...]

    def at(self, position: int) -> int:
        """Return the number of the fragment a position of the text lies in."""
        return bisect_right(self.starts, position) - 1


def stream(pieces: Iterable[Piece]) -> Stream:
    """Lay tables and lines out as one row of fragments."""
    fragments = tuple(_fragments(pieces))
    starts, position = [], 0
    for fragment in fragments:
        position += 1
        starts.append(position)
        position += len(fragment.text)
    text = "".join(f"{SEPARATOR}{fragment.text}" for fragment in fragments)
    return Stream(fragments, text, tuple(starts))


def sights_in(pieces: Iterable[Piece]) -> dict[Spot, Sight]:
    """Return how the cells of scanned tables look, by where they stand."""
    tables = (piece.block for piece in pieces if not isinstance(piece.block, Paragraph))
    return {
        _spot(number, cell): cell.sight
        for number, table in enumerate(tables, 1)
        for cell in table.cells
        if cell.sight
    }


def _fragments(pieces: Iterable[Piece]) -> Iterator[Fragment]:
    tables = 0
    for piece in pieces:
        if isinstance(piece.block, Paragraph):
            spot = Spot(f"第 {piece.number} 段", "")
            words = (part for word in piece.text.split() for part in unglued(squeezed(word)))
            yield from (Fragment(word, spot, word) for word in words)
            continue
        tables += 1
        for cell in piece.block.cells:
            yield _in_table(tables, cell)


def _spot(table: int, cell: GridCell) -> Spot:
    return Spot(f"第 {table} 个表格", address(cell.row, cell.column))


def _in_table(table: int, cell: GridCell) -> Fragment:
    place = InTable(table, cell.row, cell.column, cell.width)
    # What no program shows is no part of what a person sees, so it makes nothing doubtful.
    asides = tuple(aside for aside in cell.asides if aside.look is not Look.HIDDEN)
    return Fragment(squeezed(cell.text), _spot(table, cell), cell.text, place, asides)
