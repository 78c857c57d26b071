"""Bytes of a Word document -> its headings, paragraphs and tables as a reader sees them.

Final view: tracked insertions and moves count, deletions do not; content controls, text boxes and
nested tables are read like any other text.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from xlsheets.errors import UnreadableError
from xlsheets.extract import DocxText, Grid
from xlsheets.extract.docx_elements import (
    DocxReader,
    attribute_value,
    heading_level,
    local,
    whole_number,
)
from xlsheets.extract.docx_known_tables import take_apart
from xlsheets.ooxml.identify import document_parts
from xlsheets.ooxml.refusals import about_documents
from xlsheets.ooxml.relationships import all_related, first_related
from xlsheets.ooxml.xml import tree_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsheets.extract import Block


@about_documents()
def read_docx(source: bytes) -> DocxText:
    """Read a Word document.

    Raises:
        UnreadableError: not a Word document, damaged, encrypted, with a DTD, or larger than any report.
    """
    parts, main, levels = _opened(source)
    feet = all_related(parts, main, "footer")
    below = (block for part in feet for block in _blocks(parts[part], {}))
    return DocxText(tuple(_blocks(parts[main], levels)), tuple(below))


@about_documents()
def read_back(source: bytes) -> tuple[Block, ...]:
    """Read what a document of this program says, without its feet; faster for tables seen before.

    Raises:
        UnreadableError: as ``read_docx``.
    """
    parts, main, levels = _opened(source)
    apart = take_apart(parts[main])
    if apart:
        blocks = _blocks(apart.xml, levels)
        if sum(isinstance(block, Grid) for block in blocks) == len(apart.grids):
            grids = iter(apart.grids)
            return tuple(next(grids) if isinstance(block, Grid) else block for block in blocks)
    return tuple(_blocks(parts[main], levels))


def _opened(source: bytes) -> tuple[Mapping[str, bytes], str, Mapping[str, int]]:
    """Return the parts of a document, the name of the main one, and its heading styles."""
    parts = document_parts(source)
    main = first_related(parts, "", "officeDocument")
    if not main:
        raise UnreadableError("not_docx", "这个文件不是 Word 文档（.docx）。")
    styles = first_related(parts, main, "styles")
    return parts, main, _heading_levels(parts[styles]) if styles else {}


def _blocks(xml: bytes, levels: Mapping[str, int]) -> list[Block]:
    reading = DocxReader(levels)
    reading.read(tree_of(xml))
    return reading.blocks


# The documents this program writes have the same styles, and each is read back.
@lru_cache(maxsize=2)
def _heading_levels(styles: bytes) -> Mapping[str, int]:
    """Map paragraph style ids to heading levels, inherited ones included."""
    level: dict[str, int] = {}
    parent: dict[str, str] = {}
    for style in tree_of(styles):
        key = next((text for name, text in style.items() if name.endswith("}styleId")), "")
        for each in style.iter() if key else ():
            name = local(each.tag)
            if name == "outlineLvl":
                level[key] = whole_number(attribute_value(each)) + 1
            elif name == "name":
                _level_by_name(attribute_value(each), key, level)
            elif name == "basedOn":
                parent[key] = attribute_value(each)
    return {style: _inherited(style, level, parent) for style in {*level, *parent}}


def _level_by_name(name: str, style: str, level: dict[str, int]) -> None:
    word, _, digit = name.strip().lower().rpartition(" ")
    if word in ("heading", "标题") and digit.isdecimal():
        level.setdefault(style, int(digit))


def _inherited(style: str, level: Mapping[str, int], parent: Mapping[str, str]) -> int:
    seen: set[str] = set()
    while style not in level and style in parent and style not in seen:
        seen.add(style)
        style = parent[style]
    return heading_level(level.get(style, 0))
