"""A clerk's workbook and new values -> the same file with only those cells changed.

openpyxl would lose shapes, pictures and printer settings by loading and saving, so single parts of the package
are changed instead; every other part is taken over byte for byte.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from lxml import etree  # type: ignore[import-untyped]

from xlsheets.ooxml.writing import (
    TYPES,
    rebuilt,
    relationships,
    resolved,
    sheet_path,
    target_of,
)
from xlsheets.ooxml.xml_editing import parse_for_editing, serialise
from xlsheets.workbook.editing.cells import put_values
from xlsheets.workbook.editing.paragraphs import text_edits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsheets.basics.addresses import Spot
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


def patch_workbook(source: bytes, edits: Mapping[Spot, Value]) -> bytes:
    """Change single cells of a workbook and have it recalculated when it is opened next.

    Args:
        source: an .xlsx or .xlsm file.
        edits: text, number or None (empty) by spot.

    Raises:
        OutputError: a sheet is missing, or a cell cannot take the value.
        UnreadableError: the file is damaged.
    """
    return rebuilt(source, lambda parts: _patched(parts, edits))


def _patched(parts: dict[str, bytes], edits: Mapping[Spot, Value]) -> dict[str, bytes]:
    """Return all parts, those that hold an edited cell changed."""
    if not edits:
        return parts
    book = target_of(parts, "", "officeDocument")
    by_sheet: dict[str, dict[str, Value]] = defaultdict(dict)
    for spot, value in edits.items():
        by_sheet[spot.sheet][spot.cell] = value
    changed = dict(parts)
    formula_lost = False
    for sheet, values in by_sheet.items():
        path = sheet_path(parts, book, sheet)
        changed[path], lost = put_values(parts[path], values)
        formula_lost |= lost
    changed[book] = _recalculating(parts[book])
    return without_calculation_chain(changed, book) if formula_lost else changed


def _recalculating(workbook: bytes) -> bytes:
    """Return the workbook part with the order to recalculate everything on opening."""
    root = parse_for_editing(workbook)
    settings = root.find("{*}calcPr")
    if settings is None:
        settings = etree.Element(f"{{{etree.QName(root).namespace}}}calcPr")
        earlier = ("definedNames", "externalReferences", "functionGroups", "sheets")
        found = [each for name in earlier for each in root.iterfind(f"{{*}}{name}")]
        found[0].addnext(settings)
    settings.set("fullCalcOnLoad", "1")
    return serialise(root)


def without_calculation_chain(parts: dict[str, bytes], book: str) -> dict[str, bytes]:
    """Drop the order of calculation: Excel refuses one that names a cell without a formula, and makes its own."""
    links = relationships(book)
    root, types = parse_for_editing(parts[links]), parse_for_editing(parts[TYPES])
    chains = [each for each in root if each.get("Type", "").endswith("/calcChain")]
    paths = {resolved(book, each.get("Target", "")) for each in chains}
    for each in chains:
        root.remove(each)
    for each in list(types):
        if each.get("PartName", "").lstrip("/") in paths:
            types.remove(each)
    kept = {name: part for name, part in parts.items() if name not in paths}
    return kept | {links: serialise(root), TYPES: serialise(types)} if chains else parts
