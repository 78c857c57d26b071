"""Bytes of a Word document -> its headings, paragraphs and tables as a reader sees them.

Final view: tracked insertions and moves count, deletions do not; content controls, text boxes and
nested tables are read like any other text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.errors import UnreadableError
from xlsheets.extract import DocxText, Grid
from xlsheets.extract.docx_elements import DocxReader
from xlsheets.extract.docx_known_tables import take_apart
from xlsheets.extract.docx_styles import WordStyles, numbering, word_styles
from xlsheets.ooxml.identify import document_parts
from xlsheets.ooxml.refusals import about_documents
from xlsheets.ooxml.relationships import all_related, first_related, relations_of
from xlsheets.ooxml.xml import tree_of
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsheets.extract import Block
    from xlsheets.ooxml.relationships import Relation


class _Opened(NamedTuple):
    """The parts of a document, the main one and what it leads to, its styles and its lists."""

    parts: Mapping[str, bytes]
    main: str
    relations: Mapping[str, Relation]
    styles: WordStyles
    lists: bytes | None


@about_documents()
def read_docx(source: bytes) -> DocxText:
    """Read a Word document.

    Raises:
        UnreadableError: not a Word document, damaged, encrypted, with a DTD, or larger than any report.
    """
    opened = _opened(source)
    return DocxText(
        blocks=tuple(_blocks(opened, opened.parts[opened.main])),
        foot=_beside(opened, "footer"),
        head=_beside(opened, "header"),
        notes=(*_beside(opened, "footnotes"), *_beside(opened, "endnotes")),
    )


def _beside(opened: _Opened, kind: str) -> tuple[Block, ...]:
    """Return what the parts of a kind say that the main one leads to."""
    parts = all_related(opened.parts, opened.relations, kind)
    return tuple(block for part in parts for block in _read(opened.parts[part], WordStyles(), None))


@about_documents()
def read_back(source: bytes) -> tuple[Block, ...]:
    """Read what a document of this program says, without its feet; faster for tables seen before.

    Raises:
        UnreadableError: as ``read_docx``.
    """
    opened = _opened(source)
    xml = opened.parts[opened.main]
    apart = take_apart(xml)
    if apart:
        blocks = _blocks(opened, apart.xml)
        if sum(isinstance(block, Grid) for block in blocks) == len(apart.grids):
            grids = iter(apart.grids)
            return tuple(next(grids) if isinstance(block, Grid) else block for block in blocks)
    return tuple(_blocks(opened, xml))


def _opened(source: bytes) -> _Opened:
    parts = document_parts(source)
    main = first_related(parts, relations_of(parts, ""), "officeDocument")
    if not main:
        raise UnreadableError("not_docx", "这个文件不是 Word 文档（.docx）。")
    relations = relations_of(parts, main)
    styles, lists = (first_related(parts, relations, kind) for kind in ("styles", "numbering"))
    known = word_styles(parts[styles]) if styles else WordStyles()
    return _Opened(parts, main, relations, known, parts[lists] if lists else None)


def _blocks(opened: _Opened, xml: bytes) -> list[Block]:
    return _read(xml, opened.styles, opened.lists)


def _read(xml: bytes, styles: WordStyles, lists: bytes | None) -> list[Block]:
    # Numbers are counted only where some paragraph has one: parsing the lists takes time.
    counted = lists if styles.numbers or b"numPr" in xml else None
    reading = DocxReader(styles, numbering(counted, styles))
    reading.read(tree_of(xml))
    return reading.blocks
