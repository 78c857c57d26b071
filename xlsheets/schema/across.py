"""A cell of one edition -> the cell of another that holds the same figure."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from xlsheets.schema import Cell, edition_named
from xlsheets.schema.cells import DocumentCells, NamedCells, RemedyCells, RequestRows, TableRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlsheets.schema import Edition

_Place = TypeVar("_Place", Cell, TableRow)
_Group = DocumentCells | RemedyCells | RequestRows | NamedCells
# Columns of 表三 that are named.
_COLUMNS = ("everyone", "person", "other_organisation")


def counterpart(cell: Cell, edition: Edition, other: Edition) -> Cell | None:
    """Return where another edition has the figure of this cell; None when it does not ask for it.

    What both editions name is the same figure, whatever its key; for everything else a key that both
    have means the same.
    """
    if edition.key == other.key:
        return cell
    return _counterparts(edition.key, other.key).get(cell)


@lru_cache(maxsize=16)
def _counterparts(key: str, other_key: str) -> Mapping[Cell, Cell]:
    edition, other = edition_named(key), edition_named(other_key)
    known = frozenset(other.cells)
    pairs = ((cell, _moved(cell, edition, other)) for cell in edition.cells)
    return {cell: moved for cell, moved in pairs if moved in known}


def _moved(cell: Cell, edition: Edition, other: Edition) -> Cell | None:
    """Return a cell with what is named in it exchanged for what the other edition names so."""
    cells = dict(_paired(edition, other, Cell))
    if cell in cells:
        return cells[cell]
    rows = dict(_paired(edition, other, TableRow))
    row = rows.get(TableRow(cell.block, cell.row), TableRow(cell.block, cell.row))
    columns = {
        getattr(edition.named.requests, name): getattr(other.named.requests, name)
        for name in _COLUMNS
    }
    return row.at(columns.get(cell.column, cell.column)) if row else None


def _paired(
    edition: Edition, other: Edition, kind: type[_Place]
) -> Iterator[tuple[_Place, _Place | None]]:
    """Yield every named cell, or every named row, with what has the same name in the other edition."""
    there = dict(_named(other.named))
    for name, place in _named(edition.named):
        if isinstance(place, kind):
            found = there.get(name)
            yield place, found if isinstance(found, kind) else None


def _named(named: _Group, prefix: str = "") -> Iterator[tuple[str, Cell | TableRow]]:
    """Yield every cell and row that is named, by the path of its name."""
    for name, value in named._asdict().items():
        if isinstance(value, Cell | TableRow):
            yield f"{prefix}{name}", value
        elif isinstance(value, _Group):
            yield from _named(value, f"{prefix}{name}.")
