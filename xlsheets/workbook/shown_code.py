"""Workbook -> the 校对码 it shows, as it was last saved; the formulas that compute it are in the template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.ooxml.contents import open_package
from xlsheets.ooxml.identify import parts_of
from xlsheets.report.checkcode import LENGTH, SIGNS, printed, taken_out
from xlsheets.workbook.layout import CODE_LABEL, PANEL
from xlsheets.xlsx.rows import rows_telling
from xlsheets.xlsx.workbook import Workbook

if TYPE_CHECKING:
    from pathlib import Path

    from xlsheets.ooxml.contents import Package

# A code as the value of a cell.
_STORED = pattern_of(f">[{SIGNS}]{{{LENGTH}}}-[{SIGNS}]{{{LENGTH}}}<")


def shown_code(source: Path) -> str:
    """Return the 校对码 a workbook shows as it was last saved; "" when it shows none.

    Raises:
        UnreadableError: the file is no sound workbook.
    """
    package = open_package(parts_of(source))
    return _shown(_row_with_a_code(package)) or _shown(package)


def _row_with_a_code(package: Package) -> Package:
    """Return a workbook of the row of 校验 in which a code is stored; of no sheet where text alone does not tell."""
    for entry in package.sheets:
        told = rows_telling(package.parts[entry.part], _STORED) if entry.name == PANEL else None
        if told:
            return package._replace(sheets=(entry,), parts={**package.parts, entry.part: told})
    return package._replace(sheets=())


def _shown(package: Package) -> str:
    workbook = Workbook(package)
    # It stands on 校验; the other sheets are only read where somebody renamed that one.
    for entry in sorted(package.sheets, key=lambda entry: entry.name != PANEL):
        cells = workbook.sheet(entry.name).filled
        rows = {place.row for place, raw in cells.items() if raw.text == CODE_LABEL}
        for place, raw in cells.items():
            if place.row in rows and (found := taken_out(printed(raw.text))[1]):
                return found[0]
    return ""
