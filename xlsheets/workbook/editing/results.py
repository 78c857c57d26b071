"""A workbook's parts -> the same with what its formulas compute stored beside them.

Programs that only show a workbook show what is stored: previews, phones, the copies that go back to units.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree  # type: ignore[import-untyped]

from xlsheets.basics.addresses import Place
from xlsheets.basics.numbers import show
from xlsheets.errors import UnreadableError
from xlsheets.ooxml.contents import open_package
from xlsheets.ooxml.xml_editing import parse_for_editing, serialise
from xlsheets.workbook.editing.cells import cells_of, escaped, rows_of_table, tag_near
from xlsheets.xlsx.cell_value import number
from xlsheets.xlsx.formula_functions import UnknownValueError, as_shown
from xlsheets.xlsx.formula_parser import CellError
from xlsheets.xlsx.formula_values import Calculation
from xlsheets.xlsx.workbook import Workbook

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from xlsheets.ooxml.package import Parts
    from xlsheets.xlsx.formula_parser import Scalar
    from xlsheets.xlsx.rows import Raw


def with_results(parts: Parts, edited: Collection[tuple[str, Place]]) -> Parts:
    """Return all parts, in which every formula has the value it computes.

    A formula that is not understood keeps its value, unless it may rest on a cell that was edited: then it has none.
    """
    workbook = Workbook(open_package(parts))
    computing = _Computing(workbook, edited)
    changed = dict(parts)
    for entry in workbook.package.sheets:
        results = dict(computing.results(entry.name))
        if results:
            changed[entry.part] = _put(parts[entry.part], entry.part, results)
    return changed


class _Computing:
    """The formulas of a workbook in which cells were edited."""

    def __init__(self, workbook: Workbook, edited: Collection[tuple[str, Place]]) -> None:
        self._workbook, self._edited = workbook, edited
        self._calculation = Calculation(workbook)

    @cached_property
    def _resting(self) -> Collection[tuple[str, Place]]:
        return self._calculation.resting_on(self._edited)

    def results(self, sheet: str) -> Iterator[tuple[Place, Scalar]]:
        """Yield the formulas of a sheet that should have another value, and that value; None for none."""
        try:
            cells = self._workbook.sheet(sheet).cells
        except UnreadableError:  # a sheet of the clerk's own that nothing else reads
            return
        for place, raw in cells.items():
            if raw.formula is None:
                continue
            try:
                value = self._calculation.value(sheet, place)
            except UnknownValueError:
                if raw.kind and (sheet, place) in self._resting:
                    yield place, None
            else:
                if not _stored(raw, value):
                    yield place, value


def _stored(raw: Raw, value: Scalar) -> bool:
    """Tell whether a value is stored already, but for what binary numbers leave behind the digits that are shown."""
    if isinstance(value, bool):
        return raw.kind == "b" and raw.text == str(int(value))
    if isinstance(value, CellError):
        return raw.kind == "e" and raw.text == value.code
    if isinstance(value, str):
        return raw.kind == "s" and raw.text == value
    there = number(raw.text) if raw.kind == "n" else None
    try:
        return there is not None and as_shown(there) == value
    except UnknownValueError:
        return False


def _put(part: bytes, name: str, results: Mapping[Place, Scalar]) -> bytes:
    root = parse_for_editing(part, name)
    for number_of_row, row in rows_of_table(root.find(tag_near(root, "sheetData"))):
        for column, cell in cells_of(row):
            place = Place(number_of_row, column)
            if place in results:
                _store(cell, results[place])
    return serialise(root)


def _store(cell: etree._Element, value: Scalar) -> None:
    """Give a formula's cell its value."""
    for child in list(cell):
        if child.tag in (tag_near(cell, "v"), tag_near(cell, "is")):
            cell.remove(child)
    cell.attrib.pop("t", None)
    if value is None:
        return
    kind, text = _spelt(value)
    if kind:
        cell.set("t", kind)
    formula = cell.find(tag_near(cell, "f"))
    written = etree.Element(tag_near(cell, "v"))
    written.text = text
    formula.addnext(written)


def _spelt(value: Scalar) -> tuple[str, str]:
    """Return how a value is stored: its kind, "" for a number, and its text."""
    if isinstance(value, bool):
        return "b", str(int(value))
    if isinstance(value, CellError):
        return "e", value.code
    return ("str", escaped(value)) if isinstance(value, str) else ("", show(value))
