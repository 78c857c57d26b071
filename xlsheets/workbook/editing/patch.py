"""A clerk's workbook and new values -> the same file with only those cells changed.

openpyxl would lose shapes, pictures and printer settings by loading and saving, so single parts of the package
are changed instead; every other part is taken over byte for byte.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from lxml import etree  # type: ignore[import-untyped]

from xlsheets.basics.addresses import Place
from xlsheets.errors import OutputError
from xlsheets.ooxml.contents import open_package
from xlsheets.ooxml.identify import parts_of
from xlsheets.ooxml.package import rebuilt, without_parts, worksheet_part
from xlsheets.ooxml.relationships import all_related, relations_of
from xlsheets.ooxml.xml_editing import parse_for_editing, serialise
from xlsheets.report.inputs import inputs_digest
from xlsheets.workbook.editing.cells import put_values
from xlsheets.workbook.editing.paragraphs import text_edits
from xlsheets.workbook.editing.results import with_results
from xlsheets.workbook.layout import DIGEST_COLUMN, stated_name
from xlsheets.xlsx.workbook import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlsheets.basics.addresses import Spot
    from xlsheets.ooxml.package import Parts
    from xlsheets.report import Report
    from xlsheets.workbook.editing.cells import Value


def patch_narrative(
    source: bytes, report: Report, texts: Mapping[str, str], drafted: Mapping[str, str]
) -> bytes:
    """Write paragraphs into the workbook a report was read from, and remember whose they are.

    Args:
        source: the workbook.
        report: the report read from it.
        texts: paragraphs by place id such as ``text.overview.3``; "" empties the cell.
        drafted: the sentences to remember as the program's own.

    Raises:
        OutputError: there are more paragraphs than cells, or a cell cannot take the text.
        UnreadableError: the file is damaged.
    """
    return patch_workbook(source, text_edits(source, report, texts, drafted))


def patch_numbers(source: bytes, before: Report, after: Report) -> bytes:
    """Write the numbers that were corrected into the workbook a report was read from.

    The totals its source states are stated anew, with the corrected numbers, so that they still count.

    Args:
        source: the workbook.
        before: the report read from it.
        after: the same report with other figures and stated totals.

    Raises:
        OutputError: a cell of the workbook has lost its name, or cannot take the number.
        UnreadableError: the file is damaged.
    """
    new = {
        str(cell): number
        for cell, number in after.figures.items()
        if before.figures.get(cell) != number
    }
    if any(place not in before.places for place in new):
        raise OutputError("工作簿里这一格的名称丢了，写不回去；请先点“修复”。")
    typed = {before.places[place]: number for place, number in new.items()}
    return patch_workbook(source, {**typed, **dict(_stated(source, after))})


def _stated(source: bytes, report: Report) -> Iterator[tuple[Spot, Value]]:
    """Yield the cells of the hidden sheet that keep the totals a source states, and what they are stated with."""
    workbook = Workbook(open_package(parts_of(source)))
    for cell, number in report.stated.items():
        found = workbook.cell(stated_name(cell))
        if found:
            digest = inputs_digest(report.edition.table_of[cell.block], report.figures)
            yield found.spot, number
            beside = Place(found.place.row, DIGEST_COLUMN + 1)
            yield found._replace(place=beside).spot, digest


def patch_workbook(source: bytes, edits: Mapping[Spot, Value]) -> bytes:
    """Change single cells of a workbook, and store what its formulas compute then.

    Args:
        source: an .xlsx or .xlsm file.
        edits: text, number or None (empty) by spot.

    Raises:
        OutputError: a sheet is missing, or a cell cannot take the value.
        UnreadableError: the file is damaged.
    """
    return rebuilt(source, lambda parts: with_values(parts, edits))


def with_values(parts: Parts, edits: Mapping[Spot, Value]) -> Parts:
    """Return all parts with these values in their cells; see ``patch_workbook``."""
    if not edits:
        return parts
    package = open_package(parts)
    book = package.main
    by_sheet: dict[str, dict[str, Value]] = defaultdict(dict)
    for spot, value in edits.items():
        by_sheet[spot.sheet][spot.cell] = value
    changed = dict(parts)
    formula_lost = False
    for sheet, values in by_sheet.items():
        path = worksheet_part(package, sheet)
        changed[path], lost = put_values(parts[path], values, path)
        formula_lost |= lost
    changed[book] = _recalculating(parts[book], book)
    changed = without_calculation_chain(changed, book) if formula_lost else changed
    return with_results(changed, {(spot.sheet, spot.place) for spot in edits})


def _recalculating(workbook: bytes, name: str) -> bytes:
    """Return the workbook part with the order to recalculate everything on opening."""
    root = parse_for_editing(workbook, name)
    settings = root.find("{*}calcPr")
    if settings is None:
        settings = etree.Element(f"{{{etree.QName(root).namespace}}}calcPr")
        earlier = ("definedNames", "externalReferences", "functionGroups", "sheets")
        found = [there for tag in earlier for there in root.iterfind(f"{{*}}{tag}")]
        found[0].addnext(settings)
    settings.set("fullCalcOnLoad", "1")
    return serialise(root)


def without_calculation_chain(parts: Parts, book: str) -> Parts:
    """Drop the order of calculation: Excel refuses one that names a cell without a formula, and makes its own."""
    chains = all_related(parts, relations_of(parts, book), "calcChain")
    return without_parts(parts, book, chains) if chains else parts
