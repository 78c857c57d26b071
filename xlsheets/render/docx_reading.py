"""Elements of a Word document, one after the other -> its paragraphs and tables in final view."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from xlsheets.render.docx_blocks import Block, Grid, GridCell, Paragraph
from xlsheets.render.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_ALTERNATIVE = "http://schemas.openxmlformats.org/markup-compatibility/2006"


_GONE = frozenset(("del", "moveFrom", "Fallback", "rt"))


class _Short(dict[str, str]):
    """Map ``namespace local`` to the local name; "" for what is not Word's own."""

    def __missing__(self, name: str) -> str:
        namespace, _, local = name.rpartition(" ")
        ours = namespace in _WORD or (namespace == _ALTERNATIVE and local == "Fallback")
        self[name] = local if ours else ""
        return self[name]


_VALUE = tuple(f"{uri} val" for uri in _WORD)


def value(attributes: Mapping[str, str]) -> str:
    """Return w:val; "" when it is not there."""
    return attributes.get(_VALUE[0]) or attributes.get(_VALUE[1], "")


def number(text: str, otherwise: int = 0) -> int:
    """Return a written whole number; ``otherwise`` for what is none or absurdly large."""
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


class Reading:
    """The state while a document is walked; ``blocks`` is the result."""

    def __init__(self, levels: Mapping[str, int]) -> None:
        self.blocks: list[Block] = []
        self._levels = levels
        self._short = _Short()
        self._path: list[str] = ["", "", ""]
        self._gone = 0
        self._carried = ""
        self._paragraphs: list[_OpenParagraph] = []
        self._tables: list[list[_OpenRow]] = []
        self._openers: dict[str, Callable[[str], None]] = {
            "p": lambda _: self._paragraphs.append(_OpenParagraph()),
            "pStyle": lambda style: self._set_level(self._levels.get(style, 0)),
            "outlineLvl": lambda stated: self._set_level(number(stated, 9) + 1),
            "tbl": lambda _: self._tables.append([]),
            "tr": self._open_row,
            "gridBefore": self._indent_row,
            "tc": self._open_cell,
            "gridSpan": self._widen_cell,
            "vMerge": self._merge_cell,
            "tab": lambda _: self._add("\t"),
            "br": lambda _: self._add("\n"),
            "cr": lambda _: self._add("\n"),
            "noBreakHyphen": lambda _: self._add("-"),
        }

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        name = self._short[element]
        self._path.append(name)
        if self._gone or name in _GONE:
            self._gone += 1
            self._note_deletion()
        elif name in self._openers:
            self._openers[name](value(attributes) if attributes else "")

    def end(self, _: str) -> None:
        name = self._path.pop()
        if self._gone:
            self._gone -= 1
        elif name == "p":
            self._close_paragraph(self._paragraphs.pop())
        elif name == "tr" and self._tables and self._tables[-1][-1].deleted:
            self._tables[-1].pop()
        elif name == "tbl":
            self.blocks.append(_grid(self._tables.pop()))

    def text(self, characters: str) -> None:
        if self._path[-1] == "t" and not self._gone:
            self._add(characters)

    def _add(self, characters: str) -> None:
        # A tab stands in a run when it is text, in w:tabs when it is a tab stop.
        if self._paragraphs and self._path[-2] == "r":
            self._paragraphs[-1].pieces.append(characters)

    def _note_deletion(self) -> None:
        """A deletion mark that is not around text: of a row, or of the end of a paragraph."""
        if self._gone == 1 and self._path[-2] == "trPr" and self._row:
            self._row.deleted = True
        elif self._gone == 1 and self._path[-3:-1] == ["pPr", "rPr"] and self._paragraphs:
            self._paragraphs[-1].mark_deleted = True

    @property
    def _row(self) -> _OpenRow | None:
        return self._tables[-1][-1] if self._tables and self._tables[-1] else None

    @property
    def _cell(self) -> _OpenCell | None:
        row = self._row
        return row.cells[-1] if row and row.cells else None

    def _set_level(self, level: int) -> None:
        if self._paragraphs and "pPrChange" not in self._path:
            self._paragraphs[-1].level = level if level <= 9 else 0

    def _open_row(self, _: str) -> None:
        if self._tables:
            self._tables[-1].append(_OpenRow())

    def _indent_row(self, columns: str) -> None:
        if self._row:
            self._row.next_column = min(number(columns), _COLUMNS)

    def _open_cell(self, _: str) -> None:
        if self._row:
            self._row.cells.append(_OpenCell(self._row.next_column))
            self._row.next_column += 1

    def _widen_cell(self, columns: str) -> None:
        row, cell = self._row, self._cell
        if row and cell and self._path[-2] == "tcPr" and "tcPrChange" not in self._path:
            cell.width = min(max(1, number(columns, 1)), _COLUMNS)
            row.next_column = cell.column + cell.width

    def _merge_cell(self, how: str) -> None:
        if self._cell and "tcPrChange" not in self._path:
            self._cell.merge = how or "continue"

    def _close_paragraph(self, paragraph: _OpenParagraph) -> None:
        text = self._carried + "".join(paragraph.pieces)
        self._carried = text if paragraph.mark_deleted else ""
        if paragraph.mark_deleted:
            return
        if self._cell:
            self._cell.texts.append(text)
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
