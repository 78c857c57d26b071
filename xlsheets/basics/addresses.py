"""A1 addresses, ranges and sheet names as a workbook writes them <-> rows, columns and names."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LAST_ROW, LAST_COLUMN = 2**20, 2**14
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_AREA = pattern_of(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_ADDRESS = pattern_of(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
_COORDINATE = pattern_of(r"(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![A-Z(0-9])")
# A reference where it cannot be part of a text, of a sheet's name in quotes, or of a longer name.
_REFERRED = pattern_of(
    r"""("(?:[^"]|"")*"|'(?:[^']|'')*'!)|(?<![\w.$\\])(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\w.(!\\])""",
    re.IGNORECASE,
)
_QUALIFIED = pattern_of(r"(?:'((?:[^']|'')+)'|([^'!]+))!(.+)", re.DOTALL)


def letters(column: int) -> str:
    """Return the letters of a column counted from 0."""
    text = ""
    while column >= 0:
        column, rest = divmod(column, 26)
        text, column = chr(65 + rest) + text, column - 1
    return text


def columns() -> Iterator[str]:
    """Yield the letters of all columns, from the first one."""
    for length in (1, 2, 3):
        yield from map("".join, product(_LETTERS, repeat=length))


@lru_cache(maxsize=1024)
def column_number(name: str) -> int:
    """Return the number of a column from its letters, counted from 1; 0 when they are not."""
    number = 0
    for letter in name:
        if not "A" <= letter <= "Z":
            return 0
        number = number * 26 + ord(letter) - 64
    return number if number <= LAST_COLUMN else 0


# Workbooks of one edition have the same few thousand addresses, and the same few hundred names.
@lru_cache(maxsize=2**13)
def address(row: int, column: int) -> str:
    """Return the A1 address of a cell counted from 0."""
    return f"{letters(column)}{row + 1}"


class Place(NamedTuple):
    """Row and column, both counted from 1."""

    row: int
    column: int

    def __str__(self) -> str:
        return address(self.row - 1, self.column - 1)

    @property
    def zero_based(self) -> tuple[int, int]:
        """Row and column counted from 0, as XlsxWriter and the drawings of comments count."""
        return self.row - 1, self.column - 1


# A folder of workbooks has the same few thousand addresses again and again.
@lru_cache(maxsize=2**14)
def place_of(address: str) -> Place:
    """Return the cell of a plain A1 address; row and column 0 when it is none."""
    match = _ADDRESS.fullmatch(address)
    return Place(int(match[2]), column_number(match[1])) if match else Place(0, 0)


class Area(NamedTuple):
    """A rectangle of cells, both corners included."""

    first: Place
    last: Place

    def __str__(self) -> str:
        return f"{self.first}" if self.first == self.last else f"{self.first}:{self.last}"

    @property
    def size(self) -> int:
        """How many cells it has."""
        return (self.last.row - self.first.row + 1) * (self.last.column - self.first.column + 1)

    def holds(self, place: Place) -> bool:
        """Tell whether a cell is in it."""
        (top, left), (bottom, right) = self
        return top <= place.row <= bottom and left <= place.column <= right

    def places(self) -> Iterator[Place]:
        """Yield its cells row by row."""
        for row in range(self.first.row, self.last.row + 1):
            for column in range(self.first.column, self.last.column + 1):
                yield Place(row, column)


def area_of(reference: str) -> Area | None:
    """Return the rectangle of an A1 reference, dollar signs or not; None when it is none."""
    match = _AREA.fullmatch(reference)
    if match is None:
        return None
    first = Place(int(match[2]), column_number(match[1]))
    last = Place(int(match[4]), column_number(match[3])) if match[3] else first
    sound = 0 < first.row <= last.row <= LAST_ROW and 0 < first.column <= last.column
    return Area(first, last) if sound else None


def areas_in(ranges: str) -> list[Area]:
    """Return the rectangles of ranges joined by commas, as ``shortest_ranges`` writes them."""
    areas = map(area_of, filter(None, ranges.split(",")))
    return [area for area in areas if area]


def shortest_ranges(cells: Iterable[str]) -> str:
    """Write addresses shortly: runs along a row, then equal runs down the rows, joined by commas."""
    return _shortest_ranges(tuple(cells))


# The formulas of a workbook speak of the same few hundred groups of cells, and so do those of the next.
@lru_cache(maxsize=2**10)
def _shortest_ranges(cells: tuple[str, ...]) -> str:
    places = sorted(filter(all, map(place_of, dict.fromkeys(cells))))
    runs: list[Area] = []
    for place in places:
        if runs and runs[-1].last == (place.row, place.column - 1):
            runs[-1] = Area(runs[-1].first, place)
        else:
            runs.append(Area(place, place))
    blocks: list[Area] = []
    # The lowest row of a block by its first and last column: where the next run may join it.
    open_blocks: dict[tuple[int, int], int] = {}
    for run in runs:
        columns = run.first.column, run.last.column
        number = open_blocks.get(columns)
        if number is not None and blocks[number].last.row == run.first.row - 1:
            blocks[number] = Area(blocks[number].first, run.last)
        else:
            open_blocks[columns] = len(blocks)
            blocks.append(run)
    return ",".join(map(str, blocks))


class Spot(NamedTuple):
    """Where something stands in a workbook: sheet name and A1 address."""

    sheet: str
    cell: str

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    @property
    def place(self) -> Place:
        """Its cell, or the first one of a range."""
        return place_of(self.cell.partition(":")[0])


def quoted(sheet: str) -> str:
    """Return the name of a sheet as formulas, names and links must spell it: ``'三、申请办理'``."""
    return "'" + sheet.replace("'", "''") + "'"


def link_target(spot: Spot) -> str:
    """Return a spot as the target of a link: ``'三、申请办理'!D30``."""
    return f"{quoted(spot.sheet)}!{spot.cell}"


def reference(spot: Spot) -> str:
    """Return a spot as an absolute reference for formulas and names: ``'三、申请办理'!$D$30``."""
    return link_target(Spot(spot.sheet, _COORDINATE.sub(r"$\2$\4", spot.cell)))


def referred_spot(reference: str) -> Spot | None:
    """Return sheet and cells of a reference that names its sheet, quoted or not; None for any other."""
    match = _QUALIFIED.fullmatch(reference)
    return Spot((match[1] or match[2]).replace("''", "'"), match[3]) if match else None


class SharedFormula:
    """A formula that several cells share: it is taken apart once, and put together for each of them."""

    def __init__(self, formula: str) -> None:
        first, *rest = _COORDINATE.split(formula)
        self._first, self.length = first, len(formula)
        # Of every coordinate: the mark and the column, its name if it stays; the mark and the row, and whether it moves;
        # the text behind.
        self._coordinates = [
            (
                column_mark,
                name if column_mark else column_number(name),
                mark,
                int(row),
                not mark,
                after,
            )
            for column_mark, name, mark, row, after in zip(*[iter(rest)] * 5, strict=True)
        ]
        self._columns = {coordinate[1] for coordinate in self._coordinates}

    def moved(self, down: int, across: int) -> str:
        """Return the formula as it reads some cells further down and across; $ keeps a part in place."""
        names = {
            column: column if isinstance(column, str) else letters(column + across - 1)
            for column in self._columns
        }
        parts = [
            f"{column_mark}{names[column]}{mark}{row + down * moves}{after}"
            for column_mark, column, mark, row, moves, after in self._coordinates
        ]
        return self._first + "".join(parts)


def relative(formula: str, place: Place) -> str:
    """Return a formula as it reads from its own cell: those that read alike from theirs are the same text."""

    def offset(match: re.Match[str]) -> str:
        literal, fixed_column, name, fixed_row, row = match.groups()
        if literal:
            return literal
        column = column_number(name.upper()) - (0 if fixed_column else place.column)
        return f"{fixed_column}C{column}{fixed_row}R{int(row) - (0 if fixed_row else place.row)}"

    return _REFERRED.sub(offset, formula)
