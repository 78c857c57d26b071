"""Bytes of a Word document -> its headings, paragraphs and tables as a reader sees them.

Final view: tracked insertions and moves count, deletions do not; content controls, text boxes and
nested tables are read like any other text.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from xlsheets.errors import UnreadableError
from xlsheets.render.package import Walker, read_package, related, walk
from xlsheets.render.plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph that holds text; ``level`` counts headings from 1, 0 is body text."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of a table, in grid coordinates from the table's top left, merges included."""

    row: int
    column: int
    height: int
    width: int
    text: str


@dataclass(frozen=True)
class Grid:
    """A table: its cells, top to bottom, left to right."""

    cells: tuple[GridCell, ...]

    @cached_property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The texts as a rectangle; what a merged cell covers is empty."""
        height = max((cell.row + cell.height for cell in self.cells), default=0)
        width = max((cell.column + cell.width for cell in self.cells), default=0)
        texts = {(cell.row, cell.column): cell.text for cell in self.cells}
        return tuple(
            tuple(texts.get((row, at), "") for at in range(width)) for row in range(height)
        )


Block = Paragraph | Grid


@dataclass(frozen=True)
class DocxText:
    """What a document says, in reading order."""

    blocks: tuple[Block, ...]

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @cached_property
    def tables(self) -> tuple[Grid, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Grid))


def read_docx(source: bytes) -> DocxText:
    """Read a Word document.

    Raises:
        UnreadableError: not a Word document, damaged, encrypted, with a DTD, or larger than any report.
    """
    parts = read_package(source)
    main = related(parts, "", "officeDocument")
    if not main:
        raise UnreadableError("not_docx", "这个文件不是 Word 文档（.docx）。")
    styles = related(parts, main, "styles")
    reading = _Reading(_heading_levels(parts[styles]) if styles else {})
    walk(parts[main], lambda _: Walker(reading.start, reading.end, reading.text))
    return DocxText(tuple(reading.blocks))


_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_ALTERNATIVE = "http://schemas.openxmlformats.org/markup-compatibility/2006"


_STRUCTURE = frozenset(("p", "pPr", "rPr", "pStyle", "outlineLvl", "pPrChange", "r", "t"))
_TABLE_STRUCTURE = frozenset(
    ("tbl", "tr", "trPr", "gridBefore", "tc", "tcPr", "gridSpan", "vMerge", "tcPrChange")
)
_GONE = frozenset(("del", "moveFrom", "Fallback", "rt"))
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_KNOWN = _STRUCTURE | _TABLE_STRUCTURE | _GONE | _SIGNS.keys()


class _Short(dict[str, str]):
    """Map ``namespace local`` to the local name; "" for what says nothing about text or structure."""

    def __missing__(self, name: str) -> str:
        namespace, _, local = name.rpartition(" ")
        ours = namespace in _WORD or (namespace == _ALTERNATIVE and local == "Fallback")
        self[name] = local if ours and local in _KNOWN else ""
        return self[name]


def value(attributes: Mapping[str, str], name: str = "val") -> str:
    """Return an attribute of Word's namespace; "" when it is not there."""
    return attributes.get(f"{_WORD[0]} {name}") or attributes.get(f"{_WORD[1]} {name}", "")


def _heading_levels(styles: bytes) -> dict[str, int]:
    """Map paragraph style ids to heading levels, inherited ones included."""
    level: dict[str, int] = {}
    parent: dict[str, str] = {}
    current = ""

    def start(element: str, attributes: Mapping[str, str]) -> None:
        nonlocal current
        name = element.rpartition(" ")[2]
        if name == "style":
            current = value(attributes, "styleId")
        elif name == "outlineLvl" and current:
            level[current] = _number(value(attributes)) + 1
        elif name == "name" and current:
            _level_by_name(value(attributes), current, level)
        elif name == "basedOn":
            parent[current] = value(attributes)

    walk(styles, lambda _: Walker(start))
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
    found = level.get(style, 0)
    return found if found <= 9 else 0


def _number(text: str, otherwise: int = 0) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else otherwise


@dataclass(slots=True)
class _OpenParagraph:
    level: int = 0
    pieces: list[str] = field(default_factory=list)
    mark_deleted: bool = False


@dataclass(slots=True)
class _OpenCell:
    column: int
    width: int = 1
    merge: str = ""
    texts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _OpenRow:
    cells: list[_OpenCell] = field(default_factory=list)
    deleted: bool = False
    next_column: int = 0


# Word itself allows no more than 63 columns.
_COLUMNS = 63
_DEEPEST = 512


class _Reading:
    """The state while a document is walked; ``blocks`` is the result."""

    def __init__(self, levels: Mapping[str, int]) -> None:
        self.blocks: list[Block] = []
        self._levels = levels
        self._short = _Short()
        self._path: list[str] = []
        self._gone = 0
        self._carried = ""
        self._paragraphs: list[_OpenParagraph] = []
        self._tables: list[list[_OpenRow]] = []

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        name = self._short[element]
        parents = self._path[-2:]
        self._path.append(name)
        if len(self._path) > _DEEPEST:
            raise UnreadableError(
                "too_large", "这个 Word 文档嵌套过深，不像一份年度报告，没有读取。"
            )
        if self._gone or name in _GONE:
            self._gone += 1
            self._note_deletion(parents)
        elif name in _SIGNS:
            self._add(_SIGNS[name], in_run=parents[-1:] == ["r"])
        elif name:
            self._open(name, attributes)

    def end(self, _: str) -> None:
        name = self._path.pop()
        if self._gone:
            self._gone -= 1
        elif name == "p" and self._paragraphs:
            self._close_paragraph(self._paragraphs.pop())
        elif name == "tr" and self._tables and self._tables[-1] and self._tables[-1][-1].deleted:
            self._tables[-1].pop()
        elif name == "tbl":
            self.blocks.append(_grid(self._tables.pop()))

    def text(self, characters: str) -> None:
        if self._path[-1] == "t" and not self._gone:
            self._add(characters, in_run=True)

    def _add(self, characters: str, *, in_run: bool) -> None:
        if in_run and self._paragraphs:
            self._paragraphs[-1].pieces.append(characters)

    def _note_deletion(self, parents: list[str]) -> None:
        """A deletion mark that is not around text: of a row, or of the end of a paragraph."""
        if self._gone > 1:
            return
        if parents[-1:] == ["trPr"] and self._tables and self._tables[-1]:
            self._tables[-1][-1].deleted = True
        elif parents == ["pPr", "rPr"] and self._paragraphs:
            self._paragraphs[-1].mark_deleted = True

    def _open(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "p":
            self._paragraphs.append(_OpenParagraph())
        elif name == "tbl":
            self._tables.append([])
        elif name in ("pStyle", "outlineLvl"):
            self._set_level(name, value(attributes))
        elif self._tables:
            self._open_in_table(self._tables[-1], name, attributes)

    def _set_level(self, name: str, stated: str) -> None:
        if self._paragraphs and "pPrChange" not in self._path:
            level = self._levels.get(stated, 0) if name == "pStyle" else _number(stated, 9) + 1
            self._paragraphs[-1].level = level if level <= 9 else 0

    def _open_in_table(
        self, rows: list[_OpenRow], name: str, attributes: Mapping[str, str]
    ) -> None:
        if name == "tr":
            rows.append(_OpenRow())
        elif not rows:
            return
        elif name == "tc":
            rows[-1].cells.append(_OpenCell(rows[-1].next_column))
            rows[-1].next_column += 1
        elif name == "gridBefore":
            rows[-1].next_column = min(_number(value(attributes)), _COLUMNS)
        elif rows[-1].cells and "tcPrChange" not in self._path:
            self._shape_cell(rows[-1], name, value(attributes))

    def _shape_cell(self, row: _OpenRow, name: str, stated: str) -> None:
        cell = row.cells[-1]
        if name == "gridSpan":
            cell.width = min(max(1, _number(stated, 1)), _COLUMNS)
            row.next_column = cell.column + cell.width
        elif name == "vMerge":
            cell.merge = stated or "continue"

    def _close_paragraph(self, paragraph: _OpenParagraph) -> None:
        text = self._carried + "".join(paragraph.pieces)
        self._carried = text if paragraph.mark_deleted else ""
        if paragraph.mark_deleted:
            return
        rows = self._tables[-1] if self._tables else []
        if rows and rows[-1].cells:
            rows[-1].cells[-1].texts.append(text)
        elif text.strip():
            self.blocks.append(Paragraph(text, paragraph.level))


def _grid(rows: list[_OpenRow]) -> Grid:
    """Turn rows into cells; a cell that continues the one above makes that one taller."""
    cells: list[GridCell] = []
    above: dict[int, int] = {}
    for number, row in enumerate(rows):
        here: dict[int, int] = {}
        for cell in row.cells:
            at = above.get(cell.column) if cell.merge == "continue" else None
            if at is None:
                at = len(cells)
                text = plain("\n".join(cell.texts))
                cells.append(GridCell(number, cell.column, 1, cell.width, text))
            else:
                cells[at] = replace(cells[at], height=cells[at].height + 1)
            if cell.merge:
                here[cell.column] = at
        above = here
    return Grid(tuple(cells))
