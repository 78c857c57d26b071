"""Report and the HTML written of it -> where the HTML says anything else than the report."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

from xlsheets.documents.printed.comparing import compare_pieces
from xlsheets.extract import Grid, GridCell, Paragraph

if TYPE_CHECKING:
    from xlsheets.extract import Block
    from xlsheets.report import Report

_LEVELS = {"h1": 0, "h2": 1, "h3": 2, "p": 0}


def verify_page(report: Report, text: str) -> list[str]:
    """Read a page back and compare every number, paragraph and heading; nothing means identical."""
    return compare_pieces(report, _blocks(text))


def verify_fragment(report: Report, text: str) -> list[str]:
    """Read a fragment back as ``verify_page`` reads a page; the title is no part of it."""
    return compare_pieces(report, _blocks(text), titled=False)


def _blocks(text: str) -> list[Block]:
    reader = _PageReader()
    reader.feed(text)
    reader.close()
    return reader.blocks


class _PageReader(HTMLParser):
    """Collects paragraphs and tables; merged cells take their place in the grid."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self._cells: list[GridCell] = []
        self._taken: set[tuple[int, int]] = set()
        self._row = -1
        self._spans = (1, 1)
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._cells, self._taken, self._row = [], set(), -1
        elif tag == "tr":
            self._row += 1
        elif tag in ("td", "th"):
            given = dict(attrs)
            self._spans = int(given.get("rowspan") or 1), int(given.get("colspan") or 1)
        elif tag == "br":
            self._paragraph(0)
        if tag in _LEVELS or tag in ("td", "th"):
            self._text = ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag in _LEVELS:
            self._paragraph(_LEVELS[tag])
        elif tag in ("td", "th"):
            self._cell()
        elif tag == "table":
            self.blocks.append(Grid(tuple(self._cells)))

    def _paragraph(self, level: int) -> None:
        if self._text.strip():
            self.blocks.append(Paragraph(self._text, level))
        self._text = ""

    def _cell(self) -> None:
        height, width = self._spans
        column = 0
        while (self._row, column) in self._taken:
            column += 1
        self._taken |= {
            (self._row + down, column + across) for down in range(height) for across in range(width)
        }
        self._cells.append(GridCell(self._row, column, height, width, self._text))
