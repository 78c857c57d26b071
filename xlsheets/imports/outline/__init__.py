"""What a published file is cut into: each piece of it, and what became of it; nothing has no role."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from xlsheets.extract import Grid, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsheets.extract import Block


class PieceRole(Enum):
    """What a piece is in the report, or that it is no part of it."""

    OPEN = "open"
    PAGE_NUMBER = "page number"
    BEFORE = "before the report"
    TITLE = "title"
    PREAMBLE = "preamble"
    HEADING = "heading"
    PROSE = "prose"
    TABLE = "table"
    BESIDE = "text beside a table"
    STRANGE_TABLE = "a table of another kind"
    SIGNATURE = "signature"
    AFTER = "after the report"


@dataclass(frozen=True, slots=True)
class Piece:
    """A table or a paragraph of a file, or a part of a paragraph.

    Args:
        number: which block of the file it comes from, from 1.
        block: what it says.
        role: what it is.
        section: key of the section it stands in; "" before the first heading.
    """

    number: int
    block: Block
    role: PieceRole = PieceRole.OPEN
    section: str = ""

    @property
    def text(self) -> str:
        """Its text; of a table all cells in order."""
        if isinstance(self.block, Paragraph):
            return self.block.text
        return " ".join(cell.text for cell in self.block.cells if cell.text.strip())

    @property
    def is_table(self) -> bool:
        return isinstance(self.block, Grid)

    @property
    def level(self) -> int:
        return self.block.level if isinstance(self.block, Paragraph) else 0

    def as_role(self, role: PieceRole) -> Piece:
        return replace(self, role=role)

    def with_text(self, text: str) -> Piece:
        """Return a part of a paragraph; what is struck out in it stays with its first part."""
        return replace(self, block=Paragraph(text, self.level))


def with_role(pieces: Iterable[Piece], role: PieceRole) -> tuple[Piece, ...]:
    """Return the pieces that have a role."""
    return tuple(piece for piece in pieces if piece.role is role)
