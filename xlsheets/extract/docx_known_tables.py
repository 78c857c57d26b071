"""XML of a Word document -> the same without its tables, and the tables, each form of them read once.

A table without its figures is its form, the same in report after report. The ordinary reader reads it
with a mark in the place of each figure; that tells where the figures of the next such table belong.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.errors import UnreadableError
from xlsheets.extract import Grid, GridCell
from xlsheets.extract.docx_elements import DocxReader
from xlsheets.extract.docx_styles import WordStyles
from xlsheets.ooxml.xml import MARK, tree_of
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPEN, _CLOSE, _EMPTY = b"<w:tbl>", b"</w:tbl>", b"<w:tbl/>"
_FIGURE = pattern_of(rb"<w:t>([0-9.]+)</w:t>")
# What may be our mark, written or by its number.
_AMBIGUOUS = (MARK.encode(), b"&#")


class Apart(NamedTuple):
    """A document of which each table is an empty one, and what those tables hold."""

    xml: bytes
    grids: tuple[Grid, ...]


class _Slot(NamedTuple):
    """A cell of a form; with the number of its figure, where it holds one."""

    cell: GridCell
    figure: int | None


def take_apart(xml: bytes) -> Apart | None:
    """Take the tables out of a document; None when only the whole tells what they mean.

    An empty table that the reader then sees for what it is stood in its place and was sound by itself, so
    that the two together say what the document says; of one that it does not see there are fewer.
    """
    declaration, mark, content = xml.partition(b"?>")
    head = content.partition(b"<w:body>")[0]
    before, *begun = content.split(_OPEN)
    ended = [piece.partition(_CLOSE) for piece in begun]
    rest = _EMPTY.join((before, *(after for _, _, after in ended)))
    renamed = content.rpartition(_CLOSE)[0].count(b"xmlns") > head.count(b"xmlns")
    nested = not all(close for _, close, _ in ended)
    if renamed or nested or rest.count(b"<w:tbl") > len(begun):
        return None
    grids = [_grid(head, _OPEN + table + _CLOSE) for table, _, _ in ended]
    found = tuple(grid for grid in grids if grid)
    return Apart(declaration + mark + rest, found) if len(found) == len(grids) else None


def _grid(head: bytes, table: bytes) -> Grid | None:
    """Read a table: where its figures stand from its form, the figures from itself."""
    pieces = _FIGURE.split(table)
    form = _form(head, tuple(pieces[::2]))
    figures = [figure.decode() for figure in pieces[1::2]]
    return Grid(tuple(_filled(form, figures))) if form else None


def _filled(form: tuple[_Slot, ...], figures: list[str]) -> Iterator[GridCell]:
    for cell, figure in form:
        if figure is None:
            yield cell
        else:
            yield GridCell(cell.row, cell.column, cell.height, cell.width, figures[figure])


@lru_cache(maxsize=16)
def _form(head: bytes, pieces: tuple[bytes, ...]) -> tuple[_Slot, ...]:
    """Return the cells of a table by what stands between its figures; none where a figure is not alone."""
    if any(doubtful in piece for piece in pieces for doubtful in _AMBIGUOUS):
        return ()
    marks = [f"{MARK}{number}" for number in range(len(pieces) - 1)]
    texts = (*(f"<w:t>{mark}</w:t>".encode() for mark in marks), b"")
    table = b"".join(piece + text for piece, text in zip(pieces, texts, strict=True))
    reading = DocxReader(WordStyles())
    try:
        reading.read(tree_of(head + table + b"</w:document>"))
    except UnreadableError:
        return ()
    numbers = {mark: number for number, mark in enumerate(marks)}
    cells = [cell for grid in reading.blocks if isinstance(grid, Grid) for cell in grid.cells]
    form = tuple(_Slot(cell, numbers.get(cell.text)) for cell in cells)
    alone = all(slot.figure is not None or MARK not in slot.cell.text for slot in form)
    alone = alone and not any(slot.cell.asides for slot in form)
    return form if alone else ()
