"""Bytes of an OFD file -> its paragraphs and tables, read like those of a PDF, and the remarks put on its pages."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING

from xlsheets.errors import UnreadableError
from xlsheets.extract import Grid, GridCell, Look
from xlsheets.extract.encodings import UNKNOWN
from xlsheets.extract.formatting import woven
from xlsheets.extract.formatting.page_lines import PageLine, blocks_of, page_lines, side_by_side
from xlsheets.extract.formatting.pdf_page import OddCharacters
from xlsheets.extract.formatting.ruled_tables import RuledTable, ruled_tables
from xlsheets.extract.ofd.drawing import OfdCharacter, drawing_of
from xlsheets.extract.ofd.package import ofd_pages
from xlsheets.ooxml.refusals import RefusedFileError
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsheets.extract import Aside, Block
    from xlsheets.extract.ofd.drawing import Drawing
    from xlsheets.extract.ofd.package import OfdPage

# Characters further apart than this, in points, have a blank between them.
_BLANK = 3.0
# Points of the writing of most of a page: what none is below or above, and what it is like.
_SMALLEST, _LARGEST, _USUAL = 5.0, 40.0, 12.0
# A stroke through letters crosses them in the middle part of their height.
_MIDDLE = 0.3
# No label of the official tables is longer; a frame around paragraphs is no table.
_LABEL = 60
_SOUND = "请换一份，或者用 OFD 阅读器把文字复制出来存成 .txt。"
_SENTENCES = {
    "too_large": "这个 OFD 文件大得不像年度报告，没有读入。",
    "encrypted": f"这个 OFD 文件加了密，读不了。{_SOUND}",
    "dtd": "这个 OFD 文件里有外部定义（DTD），有安全风险，没有读取。",
}
_DAMAGED = f"这个 OFD 文件打不开：损坏了，或者有密码。{_SOUND}"
_PICTURES = (
    "这个 OFD 文件里没有文字，可能是扫描件。要认出里面的字，请先安装（python -m pip install rapidocr onnxruntime）；"
    "或者找 Word 版、网页，或者照着它填写。"
)
_OUTLINES = "这个 OFD 文件里没有文字，字可能画成了线条。请找 Word 版、网页，或者照着它填写。"


class OfdText(NamedTuple):
    """What an OFD file says.

    Args:
        blocks: its paragraphs and tables.
        notes: the remarks that were put on its pages.
        unread: sentences about what is on its pages and was not read.
    """

    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def read_ofd(content: bytes) -> OfdText:
    """Read the text of an OFD file.

    Raises:
        UnreadableError: it is damaged, encrypted, larger than any report, or holds pictures only.
    """
    pages = opened_pages(content)
    drawings = [drawing_of(page) for page in pages]
    read = [list(_page(drawn)) for drawn in drawings]
    if not any(map(_says_something, read)):
        if any(drawn.pictures for drawn in drawings):
            raise UnreadableError("pictures", _PICTURES)
        raise UnreadableError("no_text", _OUTLINES)
    return OfdText(
        blocks_of([piece for pieces in read for piece in pieces]),
        tuple(note for page in pages for note in page.notes),
        (
            *dict.fromkeys(sentence for page in pages for sentence in page.unread),
            *_not_read(drawings, read),
        ),
    )


def opened_pages(content: bytes) -> list[OfdPage]:
    """Return the pages of an OFD file.

    Raises:
        UnreadableError: it is damaged, encrypted or larger than any report.
    """
    try:
        return ofd_pages(content)
    except RefusedFileError as error:
        raise UnreadableError(error.kind, _SENTENCES.get(error.kind, _DAMAGED)) from error


def _says_something(pieces: Sequence[PageLine | Grid]) -> bool:
    return any(not isinstance(piece, PageLine) or _is_seen(piece) for piece in pieces)


def _is_seen(line: PageLine) -> bool:
    """Tell a line of text from a foot, and from what lies unseen over the picture of a page."""
    unseen = not line.text and all(aside.look is Look.HIDDEN for aside in line.asides)
    return not (line.foot or unseen)


def _not_read(
    drawings: Sequence[Drawing], read: Sequence[Sequence[PageLine | Grid]]
) -> Iterator[str]:
    """Yield sentences about pages that are pictures, characters without a code, and graphics that are lacking."""
    for number, (drawn, pieces) in enumerate(zip(drawings, read, strict=True), 1):
        unknown = sum(one.text == UNKNOWN for one in drawn.characters)
        if drawn.pictures and not _says_something(pieces):
            yield f"第 {number} 页是图片，没有读入。请把这一页另存为图片再读，或者照着它填写。"
        if unknown:
            yield f"第 {number} 页有 {unknown} 个字只有字形、没有字码，写成了“{UNKNOWN}”，请对照原文。"
        if drawn.lost:
            yield f"第 {number} 页有 {drawn.lost} 处图形不在文件里，没有读入。"


def _page(drawn: Drawing) -> Iterator[PageLine | Grid]:
    """Yield lines and tables of a page from top to bottom."""
    drawn = _in_usual_size(drawn)
    characters = list(_with_struck(drawn))
    plain = [character for character in characters if character.look is Look.PLAIN]
    unseen = [character for character in characters if character.look is not Look.PLAIN]
    pieces: list[tuple[float, PageLine | Grid]] = []
    for table in ruled_tables(drawn.strokes):
        inside = [character for character in plain if _within(character, table.box)]
        grid = _grid(table, inside)
        if _is_table(grid):
            plain = [character for character in plain if not _within(character, table.box)]
            pieces.append((table.box[1], grid))
    lines = [_told(line) for line in side_by_side(plain)]
    pieces += page_lines([line._asdict() for line in lines], OddCharacters(()))
    pieces += [(line[0].top, _line_of_asides(line)) for line in side_by_side(unseen)]
    yield from (piece for _, piece in sorted(pieces, key=lambda piece: piece[0]))


def _in_usual_size(drawn: Drawing) -> Drawing:
    """Return a page whose writing is as large as on paper: some writers count in units of their own."""
    heights = [one.bottom - one.top for one in drawn.characters if one.bottom > one.top]
    usual = median(heights) if heights else _SMALLEST
    if _SMALLEST <= usual <= _LARGEST:
        return drawn
    by = _USUAL / usual
    return drawn._replace(
        characters=[
            one._replace(x0=one.x0 * by, top=one.top * by, x1=one.x1 * by, bottom=one.bottom * by)
            for one in drawn.characters
        ],
        strokes=[
            stroke._replace(at=stroke.at * by, start=stroke.start * by, end=stroke.end * by)
            for stroke in drawn.strokes
        ],
    )


def _with_struck(drawn: Drawing) -> Iterator[OfdCharacter]:
    """Yield the characters, those that a line crosses in the middle of their height as struck out."""
    strokes = sorted(
        (stroke for stroke in drawn.strokes if stroke.across), key=lambda stroke: stroke.at
    )
    places = [stroke.at for stroke in strokes]
    for character in drawn.characters:
        band = _MIDDLE * (character.bottom - character.top)
        near = strokes[
            bisect_left(places, character.top + band) : bisect_right(
                places, character.bottom - band
            )
        ]
        across, _ = _middle(character)
        struck = any(stroke.start <= across <= stroke.end for stroke in near)
        yield character._replace(look=Look.STRUCK) if struck else character


def _line_of_asides(line: Sequence[OfdCharacter]) -> PageLine:
    asides: tuple[Aside, ...] = woven((character.text, character.look) for character in line)[1]
    return PageLine("", begins=True, ends=True, foot=False, asides=asides)


class _Line(NamedTuple):
    text: str
    x0: float
    top: float
    x1: float
    bottom: float


def _told(line: Sequence[OfdCharacter]) -> _Line:
    seen = [character for character in line if character.text.strip()] or line
    return _Line(
        _text(line),
        min(character.x0 for character in seen),
        min(character.top for character in seen),
        max(character.x1 for character in seen),
        max(character.bottom for character in seen),
    )


def _text(line: Sequence[OfdCharacter]) -> str:
    """Return a line, with a blank where characters stand apart."""
    text = ""
    end = line[0].x0
    for character in line:
        apart = character.x0 - end > _BLANK and text[-1:].strip() and character.text.strip()
        text += f" {character.text}" if apart else character.text
        end = max(end, character.x1)
    return text.strip()


# Tables ------------------------------------------------------------------------------------------


def _within(character: OfdCharacter, box: tuple[float, float, float, float]) -> bool:
    across, down = _middle(character)
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]


def _middle(character: OfdCharacter) -> tuple[float, float]:
    return (character.x0 + character.x1) / 2, (character.top + character.bottom) / 2


def _grid(table: RuledTable, characters: Sequence[OfdCharacter]) -> Grid:
    """Return a table with the text of each cell."""
    found: dict[tuple[int, int], list[OfdCharacter]] = {}
    tops = sorted({cell.box[1] for cell in table.cells})
    by_top = {
        top: [cell for cell in table.cells if cell.box[1] <= top < cell.box[3]] for top in tops
    }
    for character in characters:
        across, down = _middle(character)
        row = by_top[tops[max(0, bisect_right(tops, down) - 1)]]
        cell = next((one for one in row if one.box[0] <= across <= one.box[2]), row[-1])
        found.setdefault((cell.row, cell.column), []).append(character)
    cells = (
        GridCell(*cell[:4], "\n".join(map(_text, side_by_side(found.get(cell[:2], ())))))
        for cell in table.cells
    )
    return Grid(tuple(cells))


def _is_table(grid: Grid) -> bool:
    """Tell a table from a frame drawn around paragraphs."""
    prose = any("。" in cell.text and len(cell.text) > _LABEL for cell in grid.cells)
    rows = (len(list(row)) for _, row in groupby(grid.cells, key=lambda cell: cell.row))
    return max(rows, default=0) > 1 and not prose
