"""A PDF with a text layer -> its paragraphs and tables, by the lines drawn around the cells."""

from __future__ import annotations

import io
import logging
import struct
import zlib
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from xlsheets.basics.patterns import pattern_of
from xlsheets.errors import UnreadableError
from xlsheets.extract import Aside, Grid, Paragraph
from xlsheets.extract.formatting.pdf_page import (
    OddCharacters,
    grid_of,
    is_white_ground,
    odd_characters,
)
from xlsheets.extract.squeeze import page_number
from xlsheets.report.checkcode import printed, taken_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsheets.extract import Block

_MOST_PAGES = 60
# What the libraries let through when a file is damaged.
_BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
_MOST_BYTES = 50_000_000
# A paragraph begins so far right of the text's edge; a line that ends so far left of the other edge ends one.
_INDENT, _SHORT = 16.0, 40.0
# Lines of one paragraph stand no further apart than this, as against the usual distance.
_WIDE_GAP = 1.25
_HEADING = pattern_of(r"[一二三四五六⼀⼆三四五六]\s*[、．.]")
# No heading of the official tables is longer.
_LABEL = 60


def read_pdf(content: bytes) -> tuple[Block, ...]:
    """Read the text layer of a PDF; what its feet say comes last.

    Raises:
        UnreadableError: the extra is not installed, the file is damaged or encrypted, or it holds pictures only.
    """
    pieces = pdf_pieces(content)
    feet = [piece.text for piece in pieces if isinstance(piece, PdfLine) and piece.foot]
    codes = dict.fromkeys(code for text in feet for code in taken_out(text)[1])
    body = [piece for piece in pieces if isinstance(piece, Grid) or not piece.foot]
    return (*_joined(body), *(Paragraph(printed(code)) for code in codes))


def pdf_pieces(content: bytes) -> list[PdfLine | Grid]:
    """Return every line and table of a PDF from top to bottom, what stands at the foot of a page included.

    Raises:
        UnreadableError: the extra is not installed, the file is damaged or encrypted, or it holds pictures only.
    """
    try:
        import pdfplumber
        from pdfminer.pdfexceptions import PDFException
        from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException
    except ImportError as error:
        raise UnreadableError(
            "no_pdf",
            "要读 PDF，请先安装 pdfplumber（python -m pip install pdfplumber），或者把文字复制出来存成 .txt。",
        ) from error
    if len(content) > _MOST_BYTES:
        raise UnreadableError("too_large", "这个 PDF 大得不像年度报告，没有读入。")
    # Its remarks about odd files are of no use to a clerk.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            if len(document.pages) > _MOST_PAGES:
                raise UnreadableError("too_large", "这个 PDF 的页数多得不像年度报告，没有读入。")
            pieces = [piece for page in document.pages for piece in _page(page)]
    except (PDFException, PdfminerException, MalformedPDFException, *_BROKEN) as error:
        raise UnreadableError(
            "damaged",
            "这个 PDF 打不开：损坏了，或者有密码。请换一份，或者把文字复制出来存成 .txt。",
        ) from error
    if all(isinstance(piece, PdfLine) and piece.foot for piece in pieces):
        raise UnreadableError(
            "pictures", "这个 PDF 里没有文字，可能是扫描件。请找 Word 版、网页，或者照着它填写。"
        )
    return pieces


class PdfLine(NamedTuple):
    """A line of a page.

    Args:
        text: what it says.
        begins, ends: whether a paragraph begins or ends with it.
        foot: whether it is the number of the page or a 校对码.
        asides: words in it that are struck out or white.
    """

    text: str
    begins: bool
    ends: bool
    foot: bool
    asides: tuple[Aside, ...] = ()


def _page(page: Any) -> Iterator[PdfLine | Grid]:  # noqa: ANN401 -- pdfplumber ships no types
    """Yield lines and tables of a page from top to bottom."""
    odd = odd_characters(page)
    page = page.filter(lambda thing: not (is_white_ground(thing) or id(thing) in odd.by_id))
    tables = [table for table in page.find_tables() if _is_table(table)]
    boxes = [table.bbox for table in tables]
    outside = page.filter(lambda thing: not any(_inside(thing, box) for box in boxes))
    pieces: list[tuple[float, PdfLine | Grid]] = [
        *_lines(outside.extract_text_lines(return_chars=False), odd),
        *((table.bbox[1], grid_of(table, odd)) for table in tables),
    ]
    pieces += ((top, _line_of_asides(asides)) for top, asides in odd.left())
    yield from (piece for _, piece in sorted(pieces, key=lambda piece: piece[0]))


def _line_of_asides(asides: tuple[Aside, ...]) -> PdfLine:
    return PdfLine("", begins=True, ends=True, foot=False, asides=asides)


def _lines(found: Sequence[dict[str, Any]], odd: OddCharacters) -> Iterator[tuple[float, PdfLine]]:
    """Yield lines with where each stands; a wide gap above a line begins a paragraph as an indent does."""
    text_lines = [line for line in found if not _is_foot(line["text"])]
    left = min((line["x0"] for line in text_lines), default=0)
    right = max((line["x1"] for line in text_lines), default=0)
    pitches = [below["top"] - above["top"] for above, below in pairwise(text_lines)]
    pitch = median(pitches) if pitches else 0.0
    before = None
    for line in found:
        gap = line["top"] - before if before is not None else 0.0
        begins = line["x0"] > left + _INDENT or gap > pitch * _WIDE_GAP
        asides = odd.taken_from(line["x0"], line["top"], right, line["bottom"])
        ends = line["x1"] < right - _SHORT
        yield line["top"], PdfLine(line["text"], begins, ends, _is_foot(line["text"]), asides)
        before = line["top"]


def _is_foot(text: str) -> bool:
    """Tell whether a line holds the number of a page or a 校对码, and nothing else."""
    rest, codes = taken_out(text)
    return page_number(rest) or (bool(codes) and not rest.strip())


def _is_table(table: Any) -> bool:  # noqa: ANN401
    """Tell a table from a frame drawn around paragraphs."""
    texts = [text or "" for row in table.extract() for text in row]
    prose = any("。" in text and len(text) > _LABEL for text in texts)
    return max(len(row.cells) for row in table.rows) > 1 and not prose


def _inside(thing: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    across, down = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= down <= box[3])


def _joined(pieces: Sequence[PdfLine | Grid]) -> Iterator[Block]:
    """Join the lines of a paragraph, over the end of a page too."""
    pending: list[PdfLine] = []
    for piece in pieces:
        if isinstance(piece, Grid) or piece.begins or _begins_anew(piece, pending):
            yield from _paragraph(pending)
            pending = []
        if isinstance(piece, Grid):
            yield piece
            continue
        pending.append(piece)
        if piece.ends:
            yield from _paragraph(pending)
            pending = []
    yield from _paragraph(pending)


def _begins_anew(line: PdfLine, before: Sequence[PdfLine]) -> bool:
    """Tell whether a line with the number of a heading follows the end of a sentence."""
    return (
        bool(before) and before[-1].text.rstrip().endswith("。") and bool(_HEADING.match(line.text))
    )


def _paragraph(lines: Sequence[PdfLine]) -> Iterator[Paragraph]:
    if lines:
        asides = tuple(aside for line in lines for aside in line.asides)
        yield Paragraph("".join(line.text for line in lines), asides=asides)
