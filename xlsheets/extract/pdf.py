"""A PDF with a text layer -> its paragraphs and tables, by the lines drawn around the cells."""

from __future__ import annotations

import io
import logging
import struct
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

from xlsheets.errors import UnreadableError
from xlsheets.extract import Grid, GridCell, Paragraph
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
            "no_pdf", "要读 PDF，请先安装：pip install xlsheets[pdf]，或者把文字复制出来存成 .txt。"
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
    """

    text: str
    begins: bool
    ends: bool
    foot: bool


def _page(page: Any) -> Iterator[PdfLine | Grid]:  # noqa: ANN401 -- pdfplumber ships no types
    """Yield lines and tables of a page from top to bottom."""
    tables = [table for table in page.find_tables() if _is_table(table)]
    boxes = [table.bbox for table in tables]
    outside = page.filter(lambda thing: not any(_inside(thing, box) for box in boxes))
    everything = outside.extract_text_lines(return_chars=False)
    lines = [line for line in everything if not _is_foot(line["text"])]
    left = min((line["x0"] for line in lines), default=0)
    right = max((line["x1"] for line in lines), default=0)
    pieces: list[tuple[float, PdfLine | Grid]] = [
        (
            line["top"],
            PdfLine(
                line["text"],
                begins=line["x0"] > left + _INDENT,
                ends=line["x1"] < right - _SHORT,
                foot=_is_foot(line["text"]),
            ),
        )
        for line in everything
    ]
    pieces += [(table.bbox[1], _grid(table)) for table in tables]
    yield from (piece for _, piece in sorted(pieces, key=lambda piece: piece[0]))


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


def _grid(table: Any) -> Grid:  # noqa: ANN401
    """Return a table; what a merged cell covers is left out."""
    return Grid(
        tuple(
            GridCell(down, across, 1, 1, text)
            for down, row in enumerate(table.extract())
            for across, text in enumerate(row)
            if text is not None
        )
    )


def _joined(pieces: Sequence[PdfLine | Grid]) -> Iterator[Block]:
    """Join the lines of a paragraph, over the end of a page too."""
    pending = ""
    for piece in pieces:
        if isinstance(piece, Grid) or piece.begins:
            if pending:
                yield Paragraph(pending)
            pending = ""
        if isinstance(piece, Grid):
            yield piece
            continue
        pending += piece.text
        if piece.ends:
            yield Paragraph(pending)
            pending = ""
    if pending:
        yield Paragraph(pending)
