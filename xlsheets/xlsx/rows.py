"""Rows of a sheet -> their cells as stored, those written like rows met before not parsed again.

A row without its values is its form: places, styles, formulas. The workbooks that one program saves have few forms
among their thousands of rows; what a form says is parsed once, the values are then put into their places.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import LAST_COLUMN, Place, place_of
from xlsheets.basics.patterns import pattern_of
from xlsheets.ooxml.contents import yes
from xlsheets.ooxml.part import cut, parse_part
from xlsheets.ooxml.refusals import refusal
from xlsheets.ooxml.xml import KINDS, MARK
from xlsheets.values import NamedTuple
from xlsheets.xlsx.strings_and_styles import text_of

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element

    from xlsheets.ooxml.part import Cut, XmlPart

_LONGEST_NUMBER = 9
_NOUGHT = pattern_of(r"0+(?:\.0*)?")
_END_OF_ROW = "</row>"
# A value in which every character is what it looks like: no element, no reference, nothing XML would change.
_VALUE = pattern_of("<v>([^<>&\x00-\x1f\ufffe\uffff]*)</v>")
# The forms kept for the sheets of one kind of root element, and the characters of a form.
_MOST_FORMS, _LONGEST_FORM = 2_048, 2**14
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
        value: the value as written; in a form, how many values of the form stand before it.
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


class Divided(NamedTuple):
    """The text of a sheet in pieces.

    Args:
        around: what is around the rows.
        form: the rows with a mark in the place of each value.
        values: the values of all rows.
    """

    around: Cut
    form: str
    values: Sequence[str]


def divide(xml: bytes) -> Divided | None:
    """Take the rows of a sheet apart; None for a part in which an element may not be what it looks like."""
    found = cut(xml, "worksheet", "sheetData")
    if found is None or found.within.count("<row") != found.within.count('<row r="'):
        return None
    pieces = _VALUE.split(found.within)
    return Divided(found, MARK.join(pieces[::2]), pieces[1::2])


def rows_telling(xml: bytes, sign: re.Pattern[str]) -> bytes | None:
    """Return a sheet of only those rows whose text has a sign in it; None where text alone does not tell rows apart."""
    divided = divide(xml)
    if divided is None:
        return None
    around = divided.around
    *rows, _ = around.within.split(_END_OF_ROW)
    told = "".join(f"{row}{_END_OF_ROW}" for row in rows if sign.search(row))
    return f"{around.root}<sheetData>{told}</sheetData></worksheet>".encode()


def rows_by_form(root: str, form: str, blank: Mapping[str, Raw]) -> Iterator[tuple[StoredRow, int]]:
    """Yield every row of a form and the number of its first value.

    Raises:
        UnreadableError: a row is unsound, or there are more or longer ones than any report has.
    """
    *ended, last = form.split(_END_OF_ROW)
    forms = [*(f"{row}{_END_OF_ROW}" for row in ended), last]
    if len(forms) > _MOST_FORMS or max(map(len, forms)) > _LONGEST_FORM:
        raise refusal("too_large")
    known = _known(root, len(blank))
    new = [form for form in dict.fromkeys(forms) if form not in known]
    if len(known) + len(new) > _MOST_FORMS:
        known.clear()
        new = list(dict.fromkeys(forms))
    if new:
        known.update(zip(new, _parsed(root, new, blank), strict=True))
    first = 0
    for form in forms:
        yield from ((row, first) for row in known[form])
        first += form.count(MARK)


@lru_cache(maxsize=KINDS)
def _known(root: str, styles: int) -> dict[str, tuple[StoredRow, ...]]:  # noqa: ARG001 - the key
    """Return what forms say below a root element, in workbooks of so many styles; to be added to."""
    return {}


def _parsed(
    root: str, forms: Sequence[str], blank: Mapping[str, Raw]
) -> list[tuple[StoredRow, ...]]:
    """Return what forms say, all parsed together; the values of each are counted from its first."""
    text = "".join(map(_numbered, forms))
    part = parse_part("", f"{root}<sheetData>{text}</sheetData></worksheet>".encode(), "worksheet")
    rows = list(rows_of(part, part.root[0], blank, numbered=True))
    part.refuse_strays(sheetData=1, row=len(rows), c=0)
    left = iter(rows)
    return [tuple(islice(left, form.count("<row"))) for form in forms]


def _numbered(form: str) -> str:
    """Return a form with the number of each value in its place."""
    first, *others = form.split(MARK)
    return first + "".join(f"<v>{MARK}{number}</v>{rest}" for number, rest in enumerate(others))


def rows_of(
    part: XmlPart, data: Element, blank: Mapping[str, Raw], *, numbered: bool = False
) -> Iterator[StoredRow]:
    """Yield the rows of a sheet from top to bottom; each element is emptied once it is read.

    Args:
        part: the part of the sheet.
        data: its rows.
        blank: a blank cell of each style by its number as written.
        numbered: whether marked numbers stand in the place of values.
    """
    part.refuse_others(data, (part.tag("row"),))
    reader = _RowReader(part, blank, numbered=numbered)
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

    def __init__(self, part: XmlPart, blank: Mapping[str, Raw], *, numbered: bool) -> None:
        self._part, self._blank, self._numbered = part, blank, numbered
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
        counted = int(text[1:]) if self._numbered and text.startswith(MARK) else text
        return Held(place, kind, counted, written, style)

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
