"""A1 references <-> rows and columns as numbers; formulas moved from cell to cell."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

LAST_ROW, LAST_COLUMN = 2**20, 2**14
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
_COORDINATE = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![A-Z(0-9])")


def letters(column: int) -> str:
    """Return the letters of a column counted from 0."""
    text = ""
    while column >= 0:
        column, rest = divmod(column, 26)
        text, column = chr(65 + rest) + text, column - 1
    return text


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


class Area(NamedTuple):
    """A rectangle of cells, both corners included."""

    first: Place
    last: Place


def area_of(reference: str) -> Area | None:
    """Return the rectangle of an A1 reference, dollar signs or not; None when it is none."""
    match = _AREA.fullmatch(reference)
    if match is None:
        return None
    first = Place(int(match[2]), column_number(match[1]))
    last = Place(int(match[4]), column_number(match[3])) if match[3] else first
    sound = 0 < first.row <= last.row <= LAST_ROW and first.column <= last.column <= LAST_COLUMN
    return Area(first, last) if sound else None


# A folder of workbooks has the same few thousand addresses again and again.
@lru_cache(maxsize=2**14)
def place_of(address: str) -> Place:
    """Return the cell of a plain A1 address; row and column 0 when it is none."""
    match = _ADDRESS.fullmatch(address)
    return Place(int(match[2]), column_number(match[1])) if match else Place(0, 0)


@lru_cache(maxsize=1024)
def column_number(name: str) -> int:
    """Return the number of a column from its letters; 0 when they are not."""
    number = 0
    for letter in name:
        if not "A" <= letter <= "Z":
            return 0
        number = number * 26 + ord(letter) - 64
    return number if number <= LAST_COLUMN else 0


def moved(formula: str, down: int, across: int) -> str:
    """Return a formula as it reads some cells further down and across; $ keeps a part in place."""

    def move(match: re.Match[str]) -> str:
        fixed_column, name, fixed_row, row = match.groups()
        column = name if fixed_column else letters(column_number(name) + across - 1)
        return f"{fixed_column}{column}{fixed_row}{row if fixed_row else int(row) + down}"

    return _COORDINATE.sub(move, formula)
