"""Bytes of a scan -> its paragraphs and tables; of each cell of a table also how it looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.errors import UnreadableError
from xlsheets.extract import Aside, Grid, GridCell, Look, Sight
from xlsheets.extract.formatting.page_lines import PageLine, blocks_of, page_lines, side_by_side
from xlsheets.extract.formatting.pdf_page import OddCharacters
from xlsheets.extract.formatting.ruled_tables import Stroke, ruled_tables
from xlsheets.extract.scans.cells import read_cells
from xlsheets.extract.scans.ofd_pages import pages_of_ofd
from xlsheets.extract.scans.pictures import WIDTH, pages_of_pdf, pages_of_picture
from xlsheets.extract.scans.recogniser import ReadLine, find_lines
from xlsheets.extract.scans.ruling import ruled
from xlsheets.extract.scans.upright import upright

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsheets.extract import Block
    from xlsheets.extract.formatting.ruled_tables import RuledTable
    from xlsheets.extract.scans.cells import CellText
    from xlsheets.extract.scans.pictures import Picture
    from xlsheets.extract.scans.ruling import Ruled

# From so far down a page, a number that stands alone counts the pages.
_FOOT = 0.8
_NUMBER_OF_PAGE = pattern_of(r"[-—–－_一~·.\s]*(\d{1,3})[-—–－_一~·.\s]*")
# Pixels to a point of a page as wide as A4, in which lines of text are measured; to a unit in which lines meet.
_POINT, _UNIT = WIDTH / 595, WIDTH / 420


def read_scan(content: bytes, name: str) -> tuple[Block, ...]:
    """Read a picture, or a PDF or an OFD file whose pages are pictures.

    A number that two readings do not agree on stands beside an aside that says what else it may be.

    Raises:
        UnreadableError: it is damaged, no page of a report by its size, or nothing is written on it.
    """
    kinds = ((b"%PDF", pages_of_pdf), (b"PK", pages_of_ofd), (b"", pages_of_picture))
    pages = next(pages_of for start, pages_of in kinds if content.startswith(start))(content, name)
    pieces = [
        piece for number, page in enumerate(pages, 1) for piece in _page(upright(page), number)
    ]
    if not pieces:
        raise UnreadableError(
            "pictures", f"“{name}”里没有认出文字。请找 Word 版、网页，或者照着它填写。"
        )
    return blocks_of(pieces)


def _page(page: Picture, number: int) -> Iterator[PageLine | Grid]:
    """Yield lines and tables of a page from top to bottom."""
    found = ruled(page)
    tables = [
        table
        for table in ruled_tables([_in_units(stroke) for stroke in found.strokes])
        if _is_table(table)
    ]
    pieces: list[tuple[float, PageLine | Grid]] = []
    rest = found.page.copy()
    for table in tables:
        pieces.append((table.box[1] * _UNIT / _POINT, _grid(found, table, number)))
        left, top, right, bottom = _pixels(table.box)
        rest[top:bottom, left:right] = 255
    foot = page.shape[0] * _FOOT / _POINT
    lines = [_numbered(line, foot)._asdict() for line in map(_one, side_by_side(find_lines(rest)))]
    pieces += page_lines(lines, OddCharacters(()))
    yield from (piece for _, piece in sorted(pieces, key=lambda piece: piece[0]))


def _numbered(line: ReadLine, foot: float) -> ReadLine:
    """Write the number of a page with its dashes: thin as they are, they are often not seen."""
    number = _NUMBER_OF_PAGE.fullmatch(line.text)
    return line._replace(text=f"— {number[1]} —") if number and line.top > foot else line


def _in_units(stroke: Stroke) -> Stroke:
    return Stroke(stroke.across, stroke.at / _UNIT, stroke.start / _UNIT, stroke.end / _UNIT)


def _is_table(table: RuledTable) -> bool:
    """Tell a table from a frame or from the strokes of large characters."""
    return len(table.cells) > 3


def _pixels(box: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(side * _UNIT) for side in box)
    return max(0, left), max(0, top), right, bottom


def _grid(found: Ruled, table: RuledTable, page: int) -> Grid:
    texts = read_cells(found, [_pixels(cell.box) for cell in table.cells])
    return Grid(
        tuple(
            GridCell(*cell[:4], text.text, tuple(_asides(text)), _sight(text, page))
            for cell, text in zip(table.cells, texts, strict=True)
        )
    )


def _sight(text: CellText, page: int) -> Sight | None:
    return Sight(page, text.picture) if text.picture else None


def _asides(text: CellText) -> Iterator[Aside]:
    yield from (Aside(other, Look.UNSURE) for other in text.others)


def _one(parts: Sequence[ReadLine]) -> ReadLine:
    """Join what stands side by side into a line of the page, in points."""
    return ReadLine(
        "".join(part.text for part in parts),
        parts[0].x0 / _POINT,
        min(part.top for part in parts) / _POINT,
        max(part.x1 for part in parts) / _POINT,
        max(part.bottom for part in parts) / _POINT,
    )
