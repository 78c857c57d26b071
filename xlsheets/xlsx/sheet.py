"""Sheet part -> its cells as stored, its merged areas, and what of it is hidden or protected."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, NoReturn

from xlsheets.basics.addresses import LAST_ROW, Area, Place, SharedFormula, area_of
from xlsheets.basics.patterns import pattern_of
from xlsheets.errors import UnreadableError
from xlsheets.ooxml.contents import yes
from xlsheets.ooxml.part import parse_part
from xlsheets.ooxml.refusals import refusal
from xlsheets.ooxml.xml import KINDS, SHEETS_OF_ONE
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
    from collections.abc import Iterable, Mapping, Sequence
    from xml.etree.ElementTree import Element

    from xlsheets.ooxml.part import XmlPart
    from xlsheets.xlsx.rows import Divided, StoredFormula, StoredRow

_MOST_AREAS = 5_000
# Characters of rows, and around them, that are worth keeping: the sheets of a report have some ten thousand.
_LONGEST_KEPT = 2**16
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


class StoredSheet:
    """A sheet as stored; columns are hidden by (first, last).

    Args:
        cells: every cell that is stored.
        filled: those of them that hold a value or a formula.
        hidden_rows: rows that nobody can see.
    """

    def __init__(
        self, cells: dict[Place, Raw], filled: dict[Place, Raw], hidden_rows: frozenset[int]
    ) -> None:
        self.cells, self.filled, self.hidden_rows = cells, filled, hidden_rows
        self.merged: list[Area] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self.protected = False
        self._reaching: dict[int, list[tuple[int, int, Place]]] = {}

    def surround(self, name: str, found: Surroundings) -> None:
        """Add what stands around the rows in a part of this name."""
        self.hidden_columns += found.hidden_columns
        self.merged += found.merged
        if found.protected is not None:
            self.protected = found.protected
        if max(len(self.hidden_columns), len(self.merged)) > _MOST_AREAS:
            raise refusal("too_large", where=f"部件 {name}")

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


@lru_cache(maxsize=KINDS)
def blanks(styles: int) -> Mapping[str, Raw]:
    """Return a blank cell of each style by its number as written; sheets of workbooks share them."""
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
    if divided and max(map(len, (divided.around.before, divided.around.after))) <= _LONGEST_KEPT:
        with suppress(UnreadableError):  # whatever is wrong is said of the whole part below
            return _read_by_form(name, divided, texts, blank)
    part = parse_part(name, xml, "worksheet")
    rows = _NO_ROWS
    data = part.only("sheetData")
    if data is not None:
        rows = _laid_out(name, ((row, 0) for row in rows_of(part, data, blank)))
        part.refuse_strays(sheetData=1, row=len(list(part.children(data, "row"))), c=0)
    sheet = _filled_in(name, rows, (), texts)
    sheet.surround(name, _surroundings(part))
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
    """Read a sheet of which only what is new in its form is parsed."""
    around = divided.around
    laid_out = _laid_out_before if len(divided.form) <= _LONGEST_KEPT else _laid_out_by_form
    rows = laid_out(around.root, divided.form, len(blank))
    sheet = _filled_in(name, rows, divided.values, texts)
    sheet.surround(name, _around(f"{around.before}</sheetData></worksheet>"))
    sheet.surround(name, _around(f"{around.root}<sheetData>{around.after}"))
    return sheet


# What stands around the rows is the same in workbooks made from one template: rules, not what was typed.
@lru_cache(maxsize=2 * KINDS * SHEETS_OF_ONE)
def _around(xml: str) -> Surroundings:
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


class _Slot(NamedTuple):
    """A cell that holds something; ``value`` is what it is as written, or its number among the values."""

    place: Place
    kind: str
    value: str | int
    formula: str | None
    style: int


def _doubt(name: str, what: str) -> NoReturn:
    """Refuse the part of this name: two readers could take different things from it."""
    raise refusal("doubtful", where=f"部件 {name} {what}")


class _LaidOut(NamedTuple):
    """Rows of a sheet: every cell as if it were blank, what some of them hold, and rows nobody can see."""

    cells: Mapping[Place, Raw]
    slots: tuple[_Slot, ...]
    hidden: frozenset[int]


_NO_ROWS = _LaidOut({}, (), frozenset())


def _laid_out(name: str, rows: Iterable[tuple[StoredRow, int]]) -> _LaidOut:
    """Put the rows of a part of this name together from top to bottom; the values of each are counted from its number."""
    cells: dict[Place, Raw] = {}
    slots: list[_Slot] = []
    hidden, last, formulas = set(), 0, _Formulas(name)
    for row, first in rows:
        if not last < row.number <= LAST_ROW:
            _doubt(name, f"第 {row.number} 行")
        last = row.number
        if row.hidden:
            hidden.add(last)
        cells.update(row.cells)
        for place, kind, value, formula, style in row.held:
            spelt = None if formula is None else formulas.spelt_out(place, formula)
            number = value if isinstance(value, str) else first + value
            slots.append(_Slot(place, kind, number, spelt, style))
    return _LaidOut(cells, tuple(slots), frozenset(hidden))


def _laid_out_by_form(root: str, form: str, styles: int) -> _LaidOut:
    """Put the rows of a form together, of which only those of a new form are parsed."""
    return _laid_out("", rows_by_form(root, form, blanks(styles)))


_laid_out_before = lru_cache(maxsize=KINDS * SHEETS_OF_ONE)(_laid_out_by_form)


def _filled_in(
    name: str, rows: _LaidOut, values: Sequence[str], texts: Mapping[str, str]
) -> StoredSheet:
    """Return a sheet with what its cells hold, shared texts looked up."""
    look_up = _Values(name, texts)
    filled: dict[Place, Raw] = {}
    for place, kind, value, formula, style in rows.slots:
        written = value if isinstance(value, str) else values[value]
        # Most cells refer to a text.
        text = texts.get(written) if kind == "s" else None
        seen, text = (kind, text) if text is not None else look_up.seen(kind, written, place)
        if len(text) > _LONGEST_TEXT:
            _doubt(name, f"单元格 {place} 太长")
        filled[place] = Raw(seen, text, formula, style)
    return StoredSheet({**rows.cells, **filled}, filled, rows.hidden)


class _Values(NamedTuple):
    """Tells what values mean in a part of this name, with these shared texts."""

    name: str
    texts: Mapping[str, str]

    def seen(self, kind: str, value: str, place: Place) -> tuple[str, str]:
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
            _doubt(self.name, f"单元格 {place}")
        return kind, value

    def _shared(self, value: str, place: Place) -> str:
        text = self.texts.get(value)
        if text is None:
            _doubt(self.name, f"单元格 {place}")
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
