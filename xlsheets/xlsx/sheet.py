"""Sheet part -> its cells as stored, its merged areas, and what of it is hidden or protected."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import LAST_ROW, Area, Place, SharedFormula, area_of
from xlsheets.basics.patterns import pattern_of
from xlsheets.errors import UnreadableError
from xlsheets.ooxml.contents import yes
from xlsheets.ooxml.part import parse_part
from xlsheets.ooxml.refusals import refusal
from xlsheets.values import NamedTuple
from xlsheets.xlsx.rows import (
    INLINE,
    Raw,
    divide,
    line_number,
    nought,
    rows_by_form,
    rows_of,
)
from xlsheets.xlsx.strings_and_styles import unescaped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from xml.etree.ElementTree import Element

    from xlsheets.ooxml.part import XmlPart
    from xlsheets.xlsx.rows import Divided, StoredFormula, StoredRow

_MOST_AREAS = 5_000
# Characters behind the rows that are worth keeping: the sheets of a report have some ten thousand.
_LONGEST_END = 2**16
# Values that are neither numbers nor texts: truth values, errors, days.
_KINDS = frozenset(("b", "e", "d"))
# What XML calls white space.
_BLANKS = " \t\r\n"
# What a cell of Excel can hold, and what all shared formulas together may come to.
_LONGEST_TEXT, _LONGEST_FORMULA, _MOST_SPELT_OUT = 32_767, 8_192, 6_000_000


class Surroundings(NamedTuple):
    """What a part says around its rows; ``protected`` is None where it does not say."""

    hidden_columns: tuple[tuple[int, int], ...]
    merged: tuple[Area, ...]
    protected: bool | None


@dataclass(slots=True)
class StoredSheet:
    """A sheet as stored; columns are hidden by (first, last).

    Args:
        cells: every cell that is stored.
        filled: those of them that hold a value or a formula.
    """

    cells: dict[Place, Raw] = field(default_factory=dict)
    filled: dict[Place, Raw] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    protected: bool = False
    _reaching: dict[int, list[tuple[int, int, Place]]] = field(default_factory=dict, repr=False)

    def surround(self, part: XmlPart, found: Surroundings) -> None:
        """Add what stands around the rows in a part."""
        self.hidden_columns += found.hidden_columns
        self.merged += found.merged
        if found.protected is not None:
            self.protected = found.protected
        if max(len(self.hidden_columns), len(self.merged)) > _MOST_AREAS:
            raise refusal("too_large", where=f"部件 {part.name}")

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


def read_sheet(
    name: str, xml: bytes, texts: Mapping[str, str], blank: Mapping[str, Raw]
) -> StoredSheet:
    """Read a sheet.

    Args:
        name: the name of its part, for refusals.
        xml: the bytes of its part.
        texts: the shared texts of the workbook by number as written.
        blank: a blank cell of each style of the workbook.

    Raises:
        UnreadableError: the part is damaged, or two readers could take different numbers from it.
    """
    xml = _without_ghosts(xml)
    divided = divide(xml)
    if divided and len(divided.around.after) <= _LONGEST_END:
        with suppress(UnreadableError):  # whatever is wrong is said of the whole part below
            return _read_by_form(name, divided, texts, blank)
    part = parse_part(name, xml, "worksheet")
    sheet = StoredSheet()
    data = part.only("sheetData")
    if data is not None:
        cells = _Cells(part, sheet, texts)
        for row in rows_of(part, data, blank):
            cells.add(row)
        part.refuse_strays(sheetData=1, row=len(list(part.children(data, "row"))), c=0)
    sheet.surround(part, _surroundings(part))
    return sheet


# No sheet of ours, with every cell filled in, is as long as this.
_LONG = 2**20
# Cells and rows far beyond any form that have a look and hold nothing: borders drawn over whole columns and rows.
_GHOST_CELL = pattern_of(
    rb'<c r="(?:[A-Z]{1,3}[0-9]{4,7}|[A-Z]{2,3}[0-9]{1,7})"(?: s="[0-9]+")? ?/>'
)
_GHOST_ROW = pattern_of(rb'<row r="[0-9]{4,7}"[^<>]*(?:/>|>\s*</row>)')


def _without_ghosts(xml: bytes) -> bytes:
    """Return a sheet without the blank cells and rows that somebody only coloured, where there are very many."""
    if len(xml) < _LONG or b"<!" in xml:
        return xml
    return _GHOST_ROW.sub(b"", _GHOST_CELL.sub(b"", xml))


def _read_by_form(
    name: str, divided: Divided, texts: Mapping[str, str], blank: Mapping[str, Raw]
) -> StoredSheet:
    """Read a sheet of which only the rows of a new form are parsed."""
    rows, around = rows_by_form(divided, blank), divided.around
    part = parse_part(name, f"{around.before}</sheetData></worksheet>".encode(), "worksheet")
    part.refuse_strays(sheetData=1, row=0, c=0)
    sheet = StoredSheet()
    cells = _Cells(part, sheet, texts, divided.values)
    for row, first in rows:
        cells.add(row, first)
    sheet.surround(part, _surroundings(part))
    sheet.surround(part, _end(f"{around.root}<sheetData>{around.after}"))
    return sheet


# What stands behind the rows is the same in workbooks made from one template: rules, not what was typed.
@lru_cache(maxsize=16)
def _end(xml: str) -> Surroundings:
    """Return what a sheet without rows says."""
    part = parse_part("", xml.encode(), "worksheet")
    part.refuse_strays(sheetData=1, row=0, c=0)
    return _surroundings(part)


def _surroundings(part: XmlPart) -> Surroundings:
    """Note what is hidden, merged and protected."""
    columns, column, merges, merge, protection = map(
        part.tag, ("cols", "col", "mergeCells", "mergeCell", "sheetProtection")
    )
    hidden: list[tuple[int, int]] = []
    merged: list[Area] = []
    protected = None
    for element in part.root:
        if element.tag == columns:
            hidden += (_span(part, at) for at in element if at.tag == column and _unseen(at))
        elif element.tag == merges:
            if len(element) > _MOST_AREAS:
                raise refusal("too_large", where=f"部件 {part.name}")
            areas = (area_of(at.get("ref", "")) for at in element if at.tag == merge)
            merged += filter(None, areas)
        elif element.tag == protection:
            protected = yes(element.get("sheet"))
    return Surroundings(tuple(hidden), tuple(merged), protected)


def _unseen(columns: Element) -> bool:
    return yes(columns.get("hidden")) or nought(columns.get("width"))


def _span(part: XmlPart, columns: Element) -> tuple[int, int]:
    return line_number(part, columns.get("min", "")), line_number(part, columns.get("max", ""))


class _Cells:
    """Puts rows into a sheet from top to bottom, and looks up what their cells hold."""

    def __init__(
        self,
        part: XmlPart,
        sheet: StoredSheet,
        texts: Mapping[str, str],
        values: Sequence[str] = (),
    ) -> None:
        self._part, self._sheet, self._texts, self._values = part, sheet, texts, values
        self._row = 0
        self._formulas = _Formulas(part.name)

    def add(self, row: StoredRow, first: int = 0) -> None:
        """Add a row; where its values are only numbered, they are counted from this one."""
        if not self._row < row.number <= LAST_ROW:
            self._part.doubt(f"第 {row.number} 行")
        self._row = row.number
        if row.hidden:
            self._sheet.hidden_rows.add(row.number)
        cells, filled, values = self._sheet.cells, self._sheet.filled, self._values
        cells.update(row.cells)
        for place, kind, value, formula, style in row.held:
            written = value if isinstance(value, str) else values[first + value]
            # Most cells refer to a text.
            text = self._texts.get(written) if kind == "s" else None
            seen, text = (kind, text) if text is not None else self._seen(kind, written, place)
            if len(text) > _LONGEST_TEXT:
                self._part.doubt(f"单元格 {place} 太长")
            spelt = None if formula is None else self._formulas.spelt_out(place, formula)
            cells[place] = filled[place] = Raw(seen, text, spelt, style)

    def _seen(self, kind: str, value: str, place: Place) -> tuple[str, str]:
        """Return kind and text of a value as written."""
        if kind == "s":
            return "s", self._shared(value.strip(_BLANKS), place)
        if kind == INLINE:
            return "s", value
        if kind == "str":
            return "s", unescaped(value)
        value = value.strip(_BLANKS)
        if kind == "n":
            return ("n", value) if value.strip() else ("", "")
        if kind not in _KINDS:
            self._part.doubt(f"单元格 {place}")
        return kind, value

    def _shared(self, value: str, place: Place) -> str:
        text = self._texts.get(value)
        if text is None:
            self._part.doubt(f"单元格 {place}")
        return text


_NO_FORMULA = SharedFormula("")


class _Formulas:
    """Formulas that cells of a sheet share: one cell has it, the others refer to that cell."""

    def __init__(self, part: str) -> None:
        self._part, self._left = part, _MOST_SPELT_OUT
        self._masters: dict[str, tuple[Place, SharedFormula]] = {}

    def spelt_out(self, place: Place, written: StoredFormula) -> str:
        """Return the formula of a cell as if it were written there."""
        formula, key = written
        if len(formula) > _LONGEST_FORMULA:
            raise refusal("too_large", where=f"部件 {self._part} 的公式")
        if key is None:
            return formula
        if formula:
            self._masters[key] = place, SharedFormula(formula)
        origin, master = self._masters.get(key, (place, _NO_FORMULA))
        self._left -= master.length
        if self._left < 0:
            raise refusal("too_large", where=f"部件 {self._part} 的公式")
        return formula or master.moved(place.row - origin.row, place.column - origin.column)
