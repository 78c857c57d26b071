"""Sheet part -> its cells as stored, its merged areas, and what of it is hidden or protected."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from xlsheets.workbook.package import yes
from xlsheets.workbook.places import (
    LAST_COLUMN,
    LAST_ROW,
    Area,
    Place,
    area_of,
    moved,
    place_of,
)
from xlsheets.workbook.refusals import refusal
from xlsheets.workbook.shared import text_of, unescaped
from xlsheets.workbook.xmlpart import parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from xlsheets.workbook.xmlpart import XmlPart

_MOST_AREAS = 5_000
# Values that are neither numbers nor texts: truth values, errors, days.
_KINDS = frozenset(("b", "e", "d"))
_LONGEST_NUMBER = 9
_NOUGHT = re.compile(r"0+(?:\.0*)?")
# What XML calls white space.
_BLANKS = " \t\r\n"
# What a cell of Excel can hold, and what all shared formulas together may come to.
_LONGEST_TEXT, _LONGEST_FORMULA, _MOST_SPELT_OUT = 32_767, 8_192, 500_000


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


@dataclass(slots=True)
class Sheet:
    """A sheet as stored; columns are hidden by (first, last)."""

    cells: dict[Place, Raw] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    protected: bool = False
    _reaching: dict[int, list[tuple[int, int, Place]]] = field(default_factory=dict, repr=False)

    def hides(self, place: Place) -> bool:
        """Tell whether a person cannot see a cell: its row or column is hidden, or another covers it."""
        row, column = place
        if row in self.hidden_rows:
            return True
        for first, last in self.hidden_columns:
            if first <= column <= last:
                return True
        for left, right, corner in self._over(row):
            if left <= column <= right and place != corner:
                return True
        return False

    def _over(self, row: int) -> list[tuple[int, int, Place]]:
        """Return the merged areas that reach a row: their first and last column, and their corner."""
        if row not in self._reaching:
            self._reaching[row] = [
                (first.column, last.column, first)
                for first, last in self.merged
                if first.row <= row <= last.row
            ]
        return self._reaching[row]


def blanks(styles: int) -> dict[str, Raw]:
    """Return a blank cell of each style by its number as written; the sheets of a workbook share them."""
    return {str(number): Raw("", "", None, number) for number in range(styles)}


def read_sheet(name: str, xml: bytes, texts: Mapping[str, str], blank: Mapping[str, Raw]) -> Sheet:
    """Read a sheet.

    Args:
        name: the name of its part, for refusals.
        xml: the bytes of its part.
        texts: the shared texts of the workbook by number as written.
        blank: a blank cell of each style of the workbook.

    Raises:
        UnreadableError: the part is damaged, or two readers could take different numbers from it.
    """
    part = parse(name, xml, "worksheet")
    sheet = Sheet()
    data = part.only("sheetData")
    if data is not None:
        cells = _Cells(part, sheet, texts, blank)
        part.refuse_others(data, (part.tag("row"),))
        for row in part.children(data, "row"):
            cells.read_row(row)
            row.clear()
        part.refuse_strays(sheetData=1, row=cells.rows, c=0)
    _read_surroundings(part, sheet)
    return sheet


def _read_surroundings(part: XmlPart, sheet: Sheet) -> None:
    """Note what is hidden, merged and protected."""
    columns, column, merges, merge, protection = map(
        part.tag, ("cols", "col", "mergeCells", "mergeCell", "sheetProtection")
    )
    for each in part.root:
        if each.tag == columns:
            sheet.hidden_columns += (
                _span(part, at) for at in each if at.tag == column and _unseen(at)
            )
        elif each.tag == merges:
            areas = (area_of(at.get("ref", "")) for at in each if at.tag == merge)
            sheet.merged += filter(None, areas)
        elif each.tag == protection:
            sheet.protected = yes(each.get("sheet"))
    if max(len(sheet.hidden_columns), len(sheet.merged)) > _MOST_AREAS:
        raise refusal("too_large", where=f"部件 {part.name}")


def _unseen(columns: Element) -> bool:
    return yes(columns.get("hidden")) or _nought(columns.get("width"))


def _span(part: XmlPart, columns: Element) -> tuple[int, int]:
    return _whole(part, columns.get("min", "")), _whole(part, columns.get("max", ""))


def _whole(part: XmlPart, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER):
        part.doubt(f"编号 {text}")
    return int(text)


class _Cells:
    """Reads the rows of a sheet from top to bottom, and in each the cells from left to right."""

    def __init__(
        self, part: XmlPart, sheet: Sheet, texts: Mapping[str, str], blank: Mapping[str, Raw]
    ) -> None:
        self.rows = 0
        self._part, self._sheet, self._texts, self._blank = part, sheet, texts, blank
        self._row = 0
        self._cell, self._value, self._formula, self._inline = map(part.tag, ("c", "v", "f", "is"))
        self._extensions = part.tag("extLst")
        self._formulas = _Formulas(part.name)

    def read_row(self, row: Element) -> None:
        """Read a row."""
        given = row.get("r")
        number = self._row + 1 if given is None else _whole(self._part, given)
        if not self._row < number <= LAST_ROW:
            self._part.doubt(f"第 {number} 行")
        self._row = number
        self.rows += 1
        if yes(row.get("hidden")) or _nought(row.get("ht")):
            self._sheet.hidden_rows.add(number)
        self._read_cells(row)

    def _read_cells(self, row: Element) -> None:
        """Read the cells of a row; each stands in it, and to the right of the one before."""
        found, blank, number, column = self._sheet.cells, self._blank, self._row, 0
        for cell in row:
            if cell.tag != self._cell:
                self._part.refuse_others(row, (self._cell,))
                continue
            given, before = cell.get("r"), column
            place = Place(number, before + 1) if given is None else place_of(given)
            line, column = place
            raw = blank.get(cell.get("s", "0"))
            if line != number or not before < column <= LAST_COLUMN or raw is None:
                self._part.doubt(f"单元格 {given}")
            found[place] = self._filled(cell, place, raw.style) if len(cell) else raw

    def _filled(self, cell: Element, place: Place, style: int) -> Raw:
        """Return a cell that has something in it: a value or a text, a formula, or both; each once."""
        value, formula, inline = self._contents(cell, place)
        if value is None:
            kind, text = self._inline_text(cell, inline, place)
        elif inline is None and not len(value):
            kind, text = self._value_of(cell.get("t", "n"), value.text or "", place)
        else:
            self._part.doubt(f"单元格 {place}")
        if len(text) > _LONGEST_TEXT:
            self._part.doubt(f"单元格 {place} 太长")
        return Raw(kind, text, None if formula is None else self._spelt_out(place, formula), style)

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

    def _inline_text(self, cell: Element, inline: Element | None, place: Place) -> tuple[str, str]:
        """Return kind and text of a cell without a value."""
        if inline is None:
            return "", ""
        if cell.get("t") != "inlineStr":
            self._part.doubt(f"单元格 {place}")
        return "s", unescaped(text_of(self._part, inline))

    def _value_of(self, kind: str, value: str, place: Place) -> tuple[str, str]:
        """Return kind and text of a cell with a value; an inlineStr has none."""
        if kind == "str":
            return "s", unescaped(value)
        value = value.strip(_BLANKS)
        if kind == "s":
            return "s", self._shared(value, place)
        if kind == "n":
            return ("n", value) if value.strip() else ("", "")
        if kind not in _KINDS:
            self._part.doubt(f"单元格 {place}")
        return kind, value

    def _spelt_out(self, place: Place, formula: Element) -> str:
        return self._formulas.spelt_out(place, self._part.text(formula).strip(), formula)

    def _shared(self, value: str, place: Place) -> str:
        text = self._texts.get(value)
        if text is None:
            self._part.doubt(f"单元格 {place}")
        return text


def _nought(size: str | None) -> bool:
    """Tell whether a height or width leaves nothing to see."""
    return size is not None and bool(_NOUGHT.fullmatch(size))


class _Formulas:
    """Formulas that cells of a sheet share: one cell has it, the others refer to that cell."""

    def __init__(self, part: str) -> None:
        self._part, self._left = part, _MOST_SPELT_OUT
        self._masters: dict[str, tuple[Place, str]] = {}

    def spelt_out(self, place: Place, formula: str, element: Element) -> str:
        """Return the formula of a cell as if it were written there."""
        if len(formula) > _LONGEST_FORMULA:
            raise refusal("too_large", where=f"部件 {self._part} 的公式")
        if element.get("t") != "shared":
            return formula
        key = element.get("si", "")
        if formula:
            self._masters[key] = place, formula
        origin, master = self._masters.get(key, (place, ""))
        self._left -= len(master)
        if self._left < 0:
            raise refusal("too_large", where=f"部件 {self._part} 的公式")
        return formula or moved(master, place.row - origin.row, place.column - origin.column)
