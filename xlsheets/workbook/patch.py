"""A clerk's workbook and new values -> the same file with only those cells changed.

openpyxl would lose shapes, pictures and printer settings by loading and saving, so single parts of the package
are changed instead; every other part is taken over byte for byte.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections import defaultdict
from typing import TYPE_CHECKING

from lxml import etree  # type: ignore[import-untyped]

from xlsheets.errors import OutputError, UnreadableError
from xlsheets.workbook.patch_sheet import parse, put_values, serialise
from xlsheets.workbook.patch_text import text_edits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsheets.report import Report, Spot
    from xlsheets.workbook.patch_sheet import Value

_TYPES = "[Content_Types].xml"
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    KeyError,
    EOFError,
    NotImplementedError,
    # An encrypted member, and a member that is no XML worth the name.
    RuntimeError,
    ValueError,
)


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
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
            members = package.infolist()
        return _zipped(members, _patched(parts, edits))
    except _DAMAGE as error:
        raise UnreadableError(
            "damaged", "这个工作簿的内部结构已经损坏，没有改动它；请在 Excel 里打开另存一份再试。"
        ) from error


def _patched(parts: dict[str, bytes], edits: Mapping[Spot, Value]) -> dict[str, bytes]:
    """Return all parts, those that hold an edited cell changed."""
    if not edits:
        return parts
    book = _target(parts, "", "officeDocument")
    by_sheet: dict[str, dict[str, Value]] = defaultdict(dict)
    for spot, value in edits.items():
        by_sheet[spot.sheet][spot.cell] = value
    changed = dict(parts)
    formula_lost = False
    for sheet, values in by_sheet.items():
        path = _sheet_path(parts, book, sheet)
        changed[path], lost = put_values(parts[path], values)
        formula_lost |= lost
    changed[book] = _recalculating(parts[book])
    return _without_calculation_chain(changed, book) if formula_lost else changed


def _relationships(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolved(part: str, target: str) -> str:
    """Return a relationship's target as a name in the package; it may be relative or absolute."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")


def _target(parts: Mapping[str, bytes], part: str, kind: str, identity: str = "") -> str:
    """Return what a part points to by this kind of relationship, and this id if given.

    Raises:
        KeyError: it points to nothing of the kind.
    """
    for each in parse(parts[_relationships(part)]):
        if each.get("Type", "").endswith(f"/{kind}") and identity in ("", each.get("Id")):
            return _resolved(part, each.get("Target", ""))
    raise KeyError(kind)


def _sheet_path(parts: Mapping[str, bytes], book: str, name: str) -> str:
    for each in parse(parts[book]).iterfind("{*}sheets/{*}sheet"):
        if each.get("name") == name:
            identity = next(
                value for key, value in each.attrib.items() if key.endswith("/relationships}id")
            )
            return _target(parts, book, "worksheet", identity)
    raise OutputError(f"工作簿里没有“{name}”这张表，没有改动它。")


def _recalculating(workbook: bytes) -> bytes:
    """Return the workbook part with the order to recalculate everything on opening."""
    root = parse(workbook)
    settings = root.find("{*}calcPr")
    if settings is None:
        settings = etree.Element(f"{{{etree.QName(root).namespace}}}calcPr")
        earlier = ("definedNames", "externalReferences", "functionGroups", "sheets")
        found = [each for name in earlier for each in root.iterfind(f"{{*}}{name}")]
        found[0].addnext(settings)
    settings.set("fullCalcOnLoad", "1")
    return serialise(root)


def _without_calculation_chain(parts: dict[str, bytes], book: str) -> dict[str, bytes]:
    """Drop the order of calculation: Excel refuses one that names a cell without a formula, and makes its own."""
    links = _relationships(book)
    root, types = parse(parts[links]), parse(parts[_TYPES])
    chains = [each for each in root if each.get("Type", "").endswith("/calcChain")]
    paths = {_resolved(book, each.get("Target", "")) for each in chains}
    for each in chains:
        root.remove(each)
    for each in list(types):
        if each.get("PartName", "").lstrip("/") in paths:
            types.remove(each)
    kept = {name: part for name, part in parts.items() if name not in paths}
    return kept | {links: serialise(root), _TYPES: serialise(types)} if chains else parts


def _zipped(members: list[zipfile.ZipInfo], parts: Mapping[str, bytes]) -> bytes:
    """Zip the parts in their old order, with their old dates."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for member in members:
            if member.filename in parts:
                entry = zipfile.ZipInfo(member.filename, member.date_time)
                entry.external_attr = member.external_attr
                stored = member.compress_type == zipfile.ZIP_STORED
                entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
                package.writestr(entry, parts[member.filename])
    return written.getvalue()
