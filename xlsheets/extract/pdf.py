"""A PDF with a text layer -> its paragraphs and tables, by the lines drawn around the cells."""

from __future__ import annotations

import io
import logging
import struct
import zlib
from typing import TYPE_CHECKING, Any

from xlsheets.errors import UnreadableError
from xlsheets.extract.formatting.page_lines import PageLine, blocks_of, page_lines
from xlsheets.extract.formatting.pdf_page import (
    grid_of,
    is_white_ground,
    odd_characters,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.extract import Aside, Block, Grid

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
# No heading of the official tables is longer.
_LABEL = 60


def read_pdf(content: bytes) -> tuple[Block, ...]:
    """Read the text layer of a PDF; what its feet say comes last.

    Raises:
        UnreadableError: the extra is not installed, the file is damaged or encrypted, or it holds pictures only.
    """
    return blocks_of(pdf_pieces(content))


def pdf_pieces(content: bytes) -> list[PageLine | Grid]:
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
    if all(isinstance(piece, PageLine) and piece.foot for piece in pieces):
        raise UnreadableError(
            "pictures",
            "这个 PDF 里没有文字，可能是扫描件。要认出里面的字，请先安装（python -m pip install rapidocr onnxruntime）；"
            "或者找 Word 版、网页，或者照着它填写。",
        )
    return pieces


def _page(page: Any) -> Iterator[PageLine | Grid]:  # noqa: ANN401 -- pdfplumber ships no types
    """Yield lines and tables of a page from top to bottom."""
    odd = odd_characters(page)
    page = page.filter(lambda thing: not (is_white_ground(thing) or id(thing) in odd.by_id))
    tables = [table for table in page.find_tables() if _is_table(table)]
    boxes = [table.bbox for table in tables]
    outside = page.filter(lambda thing: not any(_inside(thing, box) for box in boxes))
    pieces: list[tuple[float, PageLine | Grid]] = [
        *page_lines(outside.extract_text_lines(return_chars=False), odd),
        *((table.bbox[1], grid_of(table, odd)) for table in tables),
    ]
    pieces += ((top, _line_of_asides(asides)) for top, asides in odd.left())
    yield from (piece for _, piece in sorted(pieces, key=lambda piece: piece[0]))


def _line_of_asides(asides: tuple[Aside, ...]) -> PageLine:
    return PageLine("", begins=True, ends=True, foot=False, asides=asides)


def _is_table(table: Any) -> bool:  # noqa: ANN401
    """Tell a table from a frame drawn around paragraphs."""
    texts = [text or "" for row in table.extract() for text in row]
    prose = any("。" in text and len(text) > _LABEL for text in texts)
    return max(len(row.cells) for row in table.rows) > 1 and not prose


def _inside(thing: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    across, down = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= down <= box[3])
