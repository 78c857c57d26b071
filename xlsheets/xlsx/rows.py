"""Row of a sheet as elements -> its cells as stored; what they hold may be given apart from the elements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from xlsheets.basics.addresses import LAST_COLUMN, Place, place_of
from xlsheets.ooxml.contents import yes
from xlsheets.ooxml.xml import MARK
from xlsheets.xlsx.strings_and_styles import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

    from xlsheets.ooxml.part import XmlPart

_LONGEST_NUMBER = 9
_NOUGHT = re.compile(r"0+(?:\.0*)?")
# A text that stands within its cell instead of a value.
INLINE = "inlineStr"


class Raw(NamedTuple):
    """A cell as stored.

    Args:
        kind: n number, s text, b truth value, e error value, d date, "" nothing.
        text: what is stored, shared texts looked up.
        formula: without the equals sign; None where there is none.
        style: number of its style.
    """

    kind: str
    text: str
    formula: str | None
    style: int


class StoredFormula(NamedTuple):
    """A formula as written; ``shared`` is the key under which cells share one, None for a formula of its own."""

    text: str
    shared: str | None


class Held(NamedTuple):
    """What a cell holds, before anything is looked up.

    Args:
        place: the cell.
        kind: the kind of its value as written; ``INLINE`` for a text within the cell.
        value: the value as written, or the number of one that is given apart.
        formula: its formula, None where there is none.
        style: number of its style.
    """

    place: Place
    kind: str
    value: str | int
    formula: StoredFormula | None
    style: int


class StoredRow(NamedTuple):
    """A row as written.

    Args:
        number: counted from 1.
        hidden: whether a person cannot see it.
        cells: its cells from left to right, as if they were blank.
        held: what some of them hold.
    """

    number: int
    hidden: bool
    cells: Mapping[Place, Raw]
    held: tuple[Held, ...]


def rows_of(
    part: XmlPart, data: Element, blank: Mapping[str, Raw], *, marked: bool
) -> Iterator[StoredRow]:
    """Yield the rows of a sheet from top to bottom; each element is emptied once it is read.

    Args:
        part: the part of the sheet.
        data: its rows.
        blank: a blank cell of each style by its number as written.
        marked: whether values are given apart, and their numbers stand in their place.
    """
    part.refuse_others(data, (part.tag("row"),))
    reader = _RowReader(part, blank, marked=marked)
    number = 0
    for row in part.children(data, "row"):
        given = row.get("r")
        number = number + 1 if given is None else line_number(part, given)
        yield reader.read(row, number)
        row.clear()


def line_number(part: XmlPart, text: str) -> int:
    """Return a written row or column number."""
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER):
        part.doubt(f"编号 {text}")
    return int(text)


def nought(size: str | None) -> bool:
    """Tell whether a height or width leaves nothing to see."""
    return size is not None and bool(_NOUGHT.fullmatch(size))


class _RowReader:
    """Reads rows, and in each the cells from left to right."""

    def __init__(self, part: XmlPart, blank: Mapping[str, Raw], *, marked: bool) -> None:
        self._part, self._blank, self._marked = part, blank, marked
        self._cell, self._value, self._formula, self._inline = map(part.tag, ("c", "v", "f", "is"))
        self._extensions = part.tag("extLst")

    def read(self, row: Element, number: int) -> StoredRow:
        """Read a row; each cell stands in it, and to the right of the one before."""
        cells: dict[Place, Raw] = {}
        held, column = [], 0
        for cell in row:
            if cell.tag != self._cell:
                self._part.refuse_others(row, (self._cell,))
                continue
            given, before = cell.get("r"), column
            place = Place(number, before + 1) if given is None else place_of(given)
            line, column = place
            raw = self._blank.get(cell.get("s", "0"))
            if line != number or not before < column <= LAST_COLUMN or raw is None:
                self._part.doubt(f"单元格 {given}")
            cells[place] = raw
            if len(cell):
                held.append(self._held(cell, place, raw.style))
        hidden = yes(row.get("hidden")) or nought(row.get("ht"))
        return StoredRow(number, hidden, cells, tuple(held))

    def _held(self, cell: Element, place: Place, style: int) -> Held:
        """Return what a cell has in it: a value or a text, a formula, or both; each once."""
        value, formula, inline = self._contents(cell, place)
        kind, text = cell.get("t", "n"), ""
        if value is None:
            kind, text = self._inline_text(kind, inline, place)
        elif inline is None and kind != INLINE and not len(value):
            text = value.text or ""
        else:
            self._part.doubt(f"单元格 {place}")
        written = None if formula is None else self._written(formula)
        return Held(place, kind, self._number(text), written, style)

    def _number(self, text: str) -> str | int:
        """Return the number of a value that is given apart."""
        return int(text[1:]) if self._marked and text.startswith(MARK) else text

    def _contents(
        self, cell: Element, place: Place
    ) -> tuple[Element | None, Element | None, Element | None]:
        value = formula = inline = None
        if len(cell) == 1 and cell[0].tag == self._value:
            return cell[0], None, None  # as most are
        for child in cell:
            tag = child.tag
            if tag == self._value and value is None:
                value = child
            elif tag == self._formula and formula is None:
                formula = child
            elif tag == self._inline and inline is None:
                inline = child
            elif tag != self._extensions:
                self._part.doubt(f"单元格 {place}")
        return value, formula, inline

    def _inline_text(self, kind: str, inline: Element | None, place: Place) -> tuple[str, str]:
        """Return kind and text of a cell without a value."""
        if inline is None:
            return "n", ""
        if kind != INLINE:
            self._part.doubt(f"单元格 {place}")
        return INLINE, text_of(self._part, inline)

    def _written(self, formula: Element) -> StoredFormula:
        shared = formula.get("si", "") if formula.get("t") == "shared" else None
        return StoredFormula(self._part.text(formula).strip(), shared)
