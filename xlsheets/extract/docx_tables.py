"""Rows of a Word table as they are read -> the table, its merged cells as one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlsheets.basics.characters import plain
from xlsheets.extract import Grid, GridCell

if TYPE_CHECKING:
    from xlsheets.extract import Aside


@dataclass(slots=True)
class OpenCell:
    """A cell while it is read; it grows where the cells below continue it."""

    column: int
    width: int = 1
    height: int = 1
    merge: str = ""
    texts: list[str] = field(default_factory=list)
    asides: tuple[Aside, ...] = ()


@dataclass(slots=True)
class OpenRow:
    """A row while it is read."""

    cells: list[OpenCell] = field(default_factory=list)
    next_column: int = 0


# Word itself allows no more than 63 columns.
MOST_COLUMNS = 63


def grid_of_rows(rows: list[OpenRow]) -> Grid:
    """Turn rows into cells; a cell that continues the one above makes that one taller."""
    begun: list[tuple[int, OpenCell]] = []
    above: dict[int, OpenCell] = {}
    for number, row in enumerate(rows):
        here: dict[int, OpenCell] = {}
        for cell in row.cells:
            upper = above.get(cell.column) if cell.merge == "continue" else None
            if upper:
                upper.height += 1
            else:
                begun.append((number, cell))
            if cell.merge:
                here[cell.column] = upper or cell
        above = here
    return Grid(
        tuple(
            GridCell(
                row,
                cell.column,
                cell.height,
                cell.width,
                plain("\n".join(cell.texts)),
                cell.asides,
            )
            for row, cell in begun
        )
    )
