"""Straight lines on a page -> the tables they draw: each cell with its place, its extent and its rectangle."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise, product
from typing import TYPE_CHECKING

from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# Lines this near to one another are one, and meet.
_NEAR = 1.5
# No table of a report has more rows and columns; more would take long to go through.
_MOST_PLACES = 40_000


class Stroke(NamedTuple):
    """A straight line, across the page or down it: where it stands, and from where to where it goes."""

    across: bool
    at: float
    start: float
    end: float


class RuledCell(NamedTuple):
    """A cell: its place in the grid, its extent, and its rectangle: left, top, right, bottom."""

    row: int
    column: int
    height: int
    width: int
    box: tuple[float, float, float, float]


class RuledTable(NamedTuple):
    """A table: its cells in order, and its rectangle."""

    cells: tuple[RuledCell, ...]
    box: tuple[float, float, float, float]


def ruled_tables(strokes: Sequence[Stroke]) -> list[RuledTable]:
    """Return the tables that lines draw, from top to bottom; lines that meet belong to one."""
    found = (_table(group) for group in _meeting(strokes))
    return sorted((table for table in found if table), key=lambda table: table.box[1])


def _meeting(strokes: Sequence[Stroke]) -> Iterable[list[Stroke]]:
    """Group the lines that meet one another."""
    group = list(range(len(strokes)))

    def first(number: int) -> int:
        while group[number] != number:
            group[number] = group[group[number]]
            number = group[number]
        return number

    downs = [number for number, stroke in enumerate(strokes) if not stroke.across]
    downs.sort(key=lambda number: strokes[number].at)
    for number, stroke in enumerate(strokes):
        for other in downs if stroke.across else ():
            if _meet(stroke, strokes[other]):
                group[first(other)] = first(number)
    together: dict[int, list[Stroke]] = defaultdict(list)
    for number, stroke in enumerate(strokes):
        together[first(number)].append(stroke)
    return together.values()


def _meet(across: Stroke, down: Stroke) -> bool:
    along = across.start - _NEAR <= down.at <= across.end + _NEAR
    return along and down.start - _NEAR <= across.at <= down.end + _NEAR


def _table(strokes: Sequence[Stroke]) -> RuledTable | None:
    rows = _edges(stroke.at for stroke in strokes if stroke.across)
    columns = _edges(stroke.at for stroke in strokes if not stroke.across)
    places = (len(rows) - 1) * (len(columns) - 1)
    if len(rows) < 2 or len(columns) < 2 or places > _MOST_PLACES:
        return None
    cells = tuple(_cells(rows, columns, _drawn(strokes, rows, columns)))
    return RuledTable(cells, (columns[0], rows[0], columns[-1], rows[-1]))


def _edges(found: Iterable[float]) -> list[float]:
    """Return where rows or columns begin and end; what lies close together is one."""
    edges: list[float] = []
    for edge in sorted(found):
        if not edges or edge - edges[-1] > _NEAR:
            edges.append(edge)
    return edges


def _drawn(
    strokes: Sequence[Stroke], rows: Sequence[float], columns: Sequence[float]
) -> set[tuple[bool, int, int]]:
    """Return which sides of the places of a grid are drawn: the upper one (across) or the left one, by row and column."""
    sides: set[tuple[bool, int, int]] = set()
    for stroke in strokes:
        own, along = (rows, columns) if stroke.across else (columns, rows)
        line = _nearest(own, stroke.at)
        for at, (start, end) in enumerate(pairwise(along)):
            if stroke.start - _NEAR <= (start + end) / 2 <= stroke.end + _NEAR:
                sides.add((stroke.across, line, at) if stroke.across else (False, at, line))
    return sides


def _nearest(edges: Sequence[float], at: float) -> int:
    return min(range(len(edges)), key=lambda number: abs(edges[number] - at))


def _cells(
    rows: Sequence[float], columns: Sequence[float], sides: set[tuple[bool, int, int]]
) -> Iterable[RuledCell]:
    """Yield the cells: places between which no side is drawn are one."""
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    extent: dict[tuple[int, int], tuple[int, int]] = {}
    for row, column in product(range(len(rows) - 1), range(len(columns) - 1)):
        place = row, column
        owner[place] = _owner(place, owner, sides)
        first = owner[place]
        down, along = extent.get(first, (0, 0))
        extent[first] = max(down, row - first[0] + 1), max(along, column - first[1] + 1)
    for (row, column), (height, width) in extent.items():
        box = columns[column], rows[row], columns[column + width], rows[row + height]
        yield RuledCell(row, column, height, width, box)


def _owner(
    place: tuple[int, int],
    owner: Mapping[tuple[int, int], tuple[int, int]],
    sides: set[tuple[bool, int, int]],
) -> tuple[int, int]:
    """Return the first place of the cell that a place belongs to."""
    row, column = place
    if column and (False, row, column) not in sides:
        return owner[row, column - 1]
    if row and (True, row, column) not in sides:
        return owner[row - 1, column]
    return place
