"""A saved web page -> its paragraphs and tables, as a reader sees them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from xlsheets.errors import UnreadableError
from xlsheets.extract import Grid, GridCell, Paragraph
from xlsheets.extract.formatting import woven
from xlsheets.extract.formatting.html_open import OpenElements
from xlsheets.extract.formatting.html_sheets import styled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsheets.extract import Block, Look
    from xlsheets.extract.formatting.html_sheets import Declaration

# What holds no text that a browser shows as text.
_CODE = frozenset(("script", "style", "noscript", "template", "head", "select", "svg", "object"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BREAKS = frozenset(("p", "div", "section", "article", "li", "ul", "ol", *_HEADINGS)) | {
    "br",
    "hr",
    "caption",
    "header",
    "footer",
    "main",
    "nav",
    "blockquote",
    "pre",
    "dd",
    "dt",
    "body",
}
_OF_TABLE = frozenset(("td", "th", "tr"))
_ALONE = frozenset(("br", "hr", "img", "input", "meta", "link", "col", "wbr", "area", "source"))
# A cell of the official tables covers 22 rows; a page that claims much more is not one.
_MOST_SPAN = 63
_MOST_CELLS = 200_000
# A cell with more text than any label lays out the page.
_LAYOUT = 400


@dataclass(slots=True)
class _Cell:
    row: int
    column: int
    height: int
    width: int
    blocks: list[Block] = field(default_factory=list)

    @property
    def lays_out(self) -> bool:
        text = sum(len(block.text) for block in self.blocks if isinstance(block, Paragraph))
        return text > _LAYOUT or any(isinstance(block, Grid) for block in self.blocks)


@dataclass(slots=True)
class _Table:
    cells: list[_Cell] = field(default_factory=list)
    taken: set[tuple[int, int]] = field(default_factory=set)
    depth: int = 0
    row_depth: int = 0
    row: int = -1
    column: int = 0
    open: bool = False


def read_html(text: str) -> tuple[Block, ...]:
    """Read a page; scripts, styles and what is hidden are left out.

    Raises:
        UnreadableError: a table is larger than any report's.
    """
    with_sheets = styled(text)
    page = _Page(with_sheets.declared)
    page.feed(with_sheets.text)
    page.close()
    page.finish()
    return tuple(page.blocks)


class _Page(HTMLParser):
    """The state while a page is walked; ``blocks`` is the result."""

    def __init__(self, declared: Mapping[str, tuple[Declaration, ...]]) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._tables: list[_Table] = []
        self._words: list[tuple[str, Look]] = []
        self._level = 0
        self._code: list[str] = []
        self._elements = OpenElements(declared)
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "body":  # the end of the head may be left out
            self._code.clear()
        if self._code or tag in _CODE:
            if tag not in _ALONE and (not self._code or tag == self._code[0]):
                self._code.append(tag)
            return
        if tag in _OF_TABLE:
            self._leave_cell()
        if tag not in _ALONE:
            self._elements.begin(tag, attributes)
        if not self._elements.unseen:
            self._begin(tag, attributes)

    def _leave_cell(self) -> None:
        """End the open cell, and what hides text in it, where another begins or the page ends it."""
        table = self._tables[-1] if self._tables else None
        if table and table.open and self._elements.unseen_within(table.depth):
            self._end_cell()

    def _begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _BREAKS:
            self._end_paragraph()
            self._level = _HEADINGS.get(tag, self._level)
        elif tag == "table":
            self._end_paragraph()
            depth = self._elements.depth
            self._tables.append(_Table(depth=depth, row_depth=depth))
        elif tag == "tr" and self._tables:
            self._end_paragraph()
            self._tables[-1].row += 1
            self._tables[-1].column = 0
            self._tables[-1].row_depth = self._elements.depth
        elif tag in ("td", "th") and self._tables:
            self._open_cell(_span(attributes.get("rowspan")), _span(attributes.get("colspan")))

    def handle_endtag(self, tag: str) -> None:
        if self._code:
            if tag == self._code[-1]:
                self._code.pop()
            return
        if tag in _OF_TABLE:
            self._leave_cell()
        was_unseen = self._elements.unseen
        self._elements.end(tag)
        if not was_unseen:
            self._end(tag)

    def _end(self, tag: str) -> None:
        if tag in _BREAKS:
            self._end_paragraph()
            self._level = 0 if tag in _HEADINGS else self._level
        elif tag == "table" and self._tables:
            self._end_table()

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # noqa: FBT001, FBT002
        """Take ``<![…>`` for a comment, as browsers do; the standard library knows a few words only."""
        return self.parse_bogus_comment(i, report)

    def handle_data(self, data: str) -> None:
        if not self._code:
            self._words.append((data, self._elements.look))

    def finish(self) -> None:
        """Close what the page left open."""
        while self._tables:
            self._end_table()
        self._end_paragraph()

    @property
    def _here(self) -> list[Block]:
        table = self._tables[-1] if self._tables else None
        return table.cells[-1].blocks if table and table.open else self.blocks

    def _end_paragraph(self) -> None:
        text, asides = woven(self._words)
        self._words.clear()
        text = " ".join(text.split())
        if text or asides:
            self._here.append(Paragraph(text, self._level, asides))

    def _open_cell(self, height: int, width: int) -> None:
        self._end_paragraph()
        table = self._tables[-1]
        table.row = max(table.row, 0)
        column = table.column
        while (table.row, column) in table.taken:
            column += 1
        table.column = column + width
        area = [
            (table.row + down, column + across) for down in range(height) for across in range(width)
        ]
        self._cells += len(area)
        if self._cells > _MOST_CELLS:
            raise UnreadableError("too_large", "网页里的表格大得不像年度报告，没有读入。")
        table.taken.update(area)
        table.cells.append(_Cell(table.row, column, height, width))
        table.open = True

    def _end_cell(self) -> None:
        self._end_paragraph()
        table = self._tables[-1]
        if table.open:
            self._elements.cut(table.row_depth)
            self._level = 0
        table.open = False

    def _end_table(self) -> None:
        self._end_cell()
        table = self._tables.pop()
        self._elements.cut(table.depth)
        cells = table.cells
        if any(cell.lays_out for cell in cells):
            self._here.extend(block for cell in cells for block in cell.blocks)
        elif cells:
            self._here.append(Grid(tuple(map(_grid_cell, cells))))


def _grid_cell(cell: _Cell) -> GridCell:
    paragraphs = [block for block in cell.blocks if isinstance(block, Paragraph)]
    text = "\n".join(paragraph.text for paragraph in paragraphs if paragraph.text)
    asides = tuple(aside for paragraph in paragraphs for aside in paragraph.asides)
    return GridCell(cell.row, cell.column, cell.height, cell.width, text, asides)


def _span(written: str | None) -> int:
    text = (written or "").strip()
    return (
        min(int(text), _MOST_SPAN)
        if text.isascii() and text.isdecimal() and text != "0" * len(text) and len(text) < 9
        else 1
    )
