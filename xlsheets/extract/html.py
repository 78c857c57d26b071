"""A saved web page -> its paragraphs and tables, as a reader sees them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from xlsheets.errors import UnreadableError
from xlsheets.extract import Grid, GridCell, Paragraph

if TYPE_CHECKING:
    from xlsheets.extract import Block

_HIDDEN = frozenset(("script", "style", "noscript", "template", "head", "select", "svg", "object"))
_BREAKS = frozenset(
    ("p", "div", "section", "article", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6")
) | {
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
    row: int = -1
    column: int = 0
    open: bool = False


def read_html(text: str) -> tuple[Block, ...]:
    """Read a page; scripts, styles and what is hidden are left out.

    Raises:
        UnreadableError: a table is larger than any report's.
    """
    page = _Page()
    page.feed(text)
    page.close()
    page.finish()
    return tuple(page.blocks)


class _Page(HTMLParser):
    """The state while a page is walked; ``blocks`` is the result."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._tables: list[_Table] = []
        self._words: list[str] = []
        self._hidden: list[str] = []
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        style = attributes.get("style", "").replace(" ", "").lower()
        if tag == "body":  # the end of the head may be left out
            self._hidden.clear()
        if self._hidden or tag in _HIDDEN or "display:none" in style or "hidden" in attributes:
            if tag not in _ALONE and (not self._hidden or tag == self._hidden[0]):
                self._hidden.append(tag)
            return
        if tag in _BREAKS:
            self._end_paragraph()
        elif tag == "table":
            self._end_paragraph()
            self._tables.append(_Table())
        elif tag == "tr" and self._tables:
            self._end_cell()
            self._tables[-1].row += 1
            self._tables[-1].column = 0
        elif tag in ("td", "th") and self._tables:
            self._open_cell(_span(attributes.get("rowspan")), _span(attributes.get("colspan")))

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            if tag == self._hidden[-1]:
                self._hidden.pop()
        elif tag in _BREAKS:
            self._end_paragraph()
        elif tag in ("td", "th", "tr") and self._tables:
            self._end_cell()
        elif tag == "table" and self._tables:
            self._end_table()

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # noqa: FBT001, FBT002
        """Take ``<![…>`` for a comment, as browsers do; the standard library knows a few words only."""
        return self.parse_bogus_comment(i, report)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._words.append(data)

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
        text = " ".join("".join(self._words).split())
        self._words.clear()
        if text:
            self._here.append(Paragraph(text))

    def _open_cell(self, height: int, width: int) -> None:
        self._end_cell()
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
        self._tables[-1].open = False

    def _end_table(self) -> None:
        self._end_cell()
        cells = self._tables.pop().cells
        if any(cell.lays_out for cell in cells):
            self._here.extend(block for cell in cells for block in cell.blocks)
        elif cells:
            self._here.append(Grid(tuple(map(_grid_cell, cells))))


def _grid_cell(cell: _Cell) -> GridCell:
    text = "\n".join(block.text for block in cell.blocks if isinstance(block, Paragraph))
    return GridCell(cell.row, cell.column, cell.height, cell.width, text)


def _span(written: str | None) -> int:
    text = (written or "").strip()
    return (
        min(int(text), _MOST_SPAN)
        if text.isascii() and text.isdecimal() and text != "0" * len(text) and len(text) < 9
        else 1
    )
