"""Bytes of a published file -> its paragraphs and tables, whatever kind of file it is, and the text around its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.errors import UnreadableError
from xlsheets.extract import Grid, Paragraph
from xlsheets.extract.encodings import decoded
from xlsheets.extract.foreign import foreign_kind, refuse_foreign
from xlsheets.extract.scans import PICTURES, can_be_read
from xlsheets.report.checkcode import taken_out
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xlsheets.extract import Block, DocxText

SUFFIXES = (".docx", ".html", ".htm", ".txt", ".md", ".pdf", ".ofd", *PICTURES)
NOTE = "脚注"
_LARGEST_TEXT, _LARGEST_PAGE = 2_000_000, 10_000_000
# The official tables have some 350 cells, the longest reports some 200 paragraphs.
_MOST_CELLS, _MOST_BLOCKS, _MOST_CHARACTERS = 20_000, 5_000, 400_000
# A picture kept within the page.
_EMBEDDED = pattern_of(r"data:[^\"'<>\s]{200,}")
# What a foot says besides a 校对码 when it only counts pages.
_COUNTS_PAGES = pattern_of(r"[\s\d\-—–－_/|第页共]*")


class OutsideText(NamedTuple):
    """A text that stands outside the running text: a note or the head or foot of a page."""

    where: str
    text: str


class Opened(NamedTuple):
    """A published file.

    Args:
        blocks: its paragraphs and tables, without 校对码.
        codes: every 校对码 printed in it.
        outside: its notes, and what its pages print at head and foot.
        unread: sentences about what is in it and cannot be read.
    """

    blocks: tuple[Block, ...]
    codes: tuple[str, ...]
    outside: tuple[OutsideText, ...] = ()
    unread: tuple[str, ...] = ()


def open_published(content: bytes, name: str) -> Opened:
    """Open a published file; its bytes say what it is, and where they do not, its name.

    Raises:
        UnreadableError: it is none that can be read, or larger than any report.
    """
    outside: list[OutsideText] = []
    kind = foreign_kind(content, name)
    if kind == "picture" and can_be_read():
        return _opened(_scan(content, name), ())
    if kind == "ofd":
        return _ofd(content, name)
    refuse_foreign(content, name)
    if content.startswith(b"PK\x03\x04") or _suffix(name) == ".docx":
        from xlsheets.extract.docx import read_docx

        document = read_docx(content)
        blocks = document.blocks
        outside = list(_outside(document))
    else:
        blocks = _blocks(content, name)
    return _opened(blocks, outside)


def _opened(blocks: Sequence[Block], outside: Iterable[OutsideText]) -> Opened:
    """Return what was read, with the 校对码 taken out of it."""
    _refuse_huge(blocks)
    rest, codes = _without_codes(blocks)
    codes |= dict.fromkeys(code for aside in outside for code in taken_out(aside.text)[1])
    kept = (aside._replace(text=taken_out(aside.text)[0].strip()) for aside in outside)
    says_something = (aside for aside in kept if not _COUNTS_PAGES.fullmatch(aside.text))
    return Opened(tuple(rest), tuple(codes), tuple(dict.fromkeys(says_something)))


def _suffix(name: str) -> str:
    return name[name.rfind(".") :].lower()


def _blocks(content: bytes, name: str) -> tuple[Block, ...]:
    if content.startswith(b"%PDF") or _suffix(name) == ".pdf":
        return _pdf(content, name)
    is_page = _suffix(name) in (".html", ".htm")
    if len(content) > (_LARGEST_PAGE if is_page else _LARGEST_TEXT):
        raise UnreadableError("too_large", f"“{name}”大得不像年度报告，没有读入。")
    text = decoded(content, name)
    if is_page:
        from xlsheets.extract.html import read_html

        return read_html(_EMBEDDED.sub("", text))
    from xlsheets.extract.plain_text import read_text

    return read_text(text)


def _pdf(content: bytes, name: str) -> tuple[Block, ...]:
    """Read the text of a PDF; where it holds pictures only, look at them."""
    from xlsheets.extract.pdf import read_pdf

    try:
        return read_pdf(content)
    except UnreadableError as error:
        if error.kind != "pictures" or not can_be_read():
            raise
    return _scan(content, name)


def _ofd(content: bytes, name: str) -> Opened:
    """Read the text of an OFD file; where it holds pictures only, look at them."""
    from xlsheets.extract.ofd.reading import read_ofd

    try:
        read = read_ofd(content)
    except UnreadableError as error:
        if error.kind != "pictures" or not can_be_read():
            raise
        return _opened(_scan(content, name), ())
    opened = _opened(read.blocks, [OutsideText("批注", note) for note in read.notes])
    return opened._replace(unread=read.unread)


def _scan(content: bytes, name: str) -> tuple[Block, ...]:
    from xlsheets.extract.scans.reading import read_scan
    from xlsheets.imports.misread import set_right

    return tuple(set_right(read_scan(content, name)))


def _refuse_huge(blocks: Sequence[Block]) -> None:
    cells = sum(len(block.cells) for block in blocks if isinstance(block, Grid))
    characters = sum(len(block.text) for block in blocks if isinstance(block, Paragraph))
    if cells > _MOST_CELLS or len(blocks) > _MOST_BLOCKS or characters > _MOST_CHARACTERS:
        raise UnreadableError("too_large", "这个文件里的文字或者表格大得不像年度报告，没有读入。")


def _without_codes(blocks: Iterable[Block]) -> tuple[list[Block], dict[str, None]]:
    """Take every printed 校对码 out of the paragraphs."""
    rest: list[Block] = []
    codes: dict[str, None] = {}
    for block in blocks:
        if isinstance(block, Paragraph):
            text, found = taken_out(block.text)
            codes |= dict.fromkeys(found)
            if text.strip() or block.asides or not found:
                rest.append(Paragraph(text, block.level, block.asides))
        else:
            rest.append(block)
    return rest, codes


def _outside(document: DocxText) -> Iterator[OutsideText]:
    for where, blocks in (
        (NOTE, document.notes),
        ("页眉", document.head),
        ("页脚", document.foot),
    ):
        for block in blocks:
            texts = [block.text] if isinstance(block, Paragraph) else [c.text for c in block.cells]
            yield from (OutsideText(where, text.strip()) for text in texts if text.strip())
