"""What a Word document says, as values: paragraphs with their level, tables with their merges."""

from __future__ import annotations

from enum import Enum
from functools import cached_property

from xlsheets.values import NamedTuple


class Look(Enum):
    """How a stretch of text is formatted, as far as that changes what it says."""

    PLAIN = ""
    RAISED = "上标"
    LOWERED = "下标"
    SMALL = "小字"
    STRUCK = "划去"
    HIDDEN = "隐藏"
    WHITE = "白色"
    UNSURE = "看不准"


class Aside(NamedTuple):
    """Words that stand in a paragraph or a cell and are no valid text of it, and why."""

    text: str
    look: Look


class Paragraph(NamedTuple):
    """A paragraph; ``level`` counts headings from 1, 0 is body text."""

    text: str
    level: int = 0
    asides: tuple[Aside, ...] = ()


class Sight(NamedTuple):
    """How a cell looks on a scanned page: the page, from 1, and the picture of the cell as PNG."""

    page: int
    picture: bytes


class GridCell(NamedTuple):
    """One cell of a table, in grid coordinates from the table's top left, merges included.

    ``sight`` is there only where the cell was looked at and may hold a number.
    """

    row: int
    column: int
    height: int
    width: int
    text: str
    asides: tuple[Aside, ...] = ()
    sight: Sight | None = None


class Grid(NamedTuple):
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


class DocxText(NamedTuple):
    """What a document says.

    Args:
        blocks: its paragraphs and tables in reading order.
        foot, head: the paragraphs of its footers and headers.
        notes: its footnotes and endnotes.
    """

    blocks: tuple[Block, ...]
    foot: tuple[Block, ...] = ()
    head: tuple[Block, ...] = ()
    notes: tuple[Block, ...] = ()

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @cached_property
    def tables(self) -> tuple[Grid, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Grid))
