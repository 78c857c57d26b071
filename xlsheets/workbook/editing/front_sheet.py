"""A workbook's parts -> the same with a sheet of ours in front, or with that sheet gone.

The sheet is known by a hidden name of the workbook that leads to it, whatever it is called and wherever it went.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from lxml import etree  # type: ignore[import-untyped]

from xlsheets.basics.addresses import quoted, referred_spot
from xlsheets.basics.patterns import pattern_of
from xlsheets.ooxml.contents import open_package
from xlsheets.ooxml.package import NewPart, with_part, without_parts
from xlsheets.ooxml.relationships import relations_of, relationships_part
from xlsheets.ooxml.xml_editing import parse_for_editing, serialise
from xlsheets.workbook.editing.patch import without_calculation_chain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.ooxml.contents import Package
    from xlsheets.ooxml.package import Parts

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_SELECTED = pattern_of(rb'(<(?:\w+:)?sheetView\b[^>]*?)\s+tabSelected\s*=\s*["\'](?:1|true)["\']')
# What stands before the defined names of a workbook.
_BEFORE = ("sheets", "functionGroups", "externalReferences")


def with_sheet(parts: Parts, title: str, name: str, sheet: bytes, heading: int) -> Parts:
    """Return all parts with a new first sheet that is open when the workbook is opened.

    Args:
        parts: all parts by name.
        title: what to call the sheet; a number follows where another sheet is called so.
        name: the hidden name that leads to it.
        sheet: the worksheet part.
        heading: number of the row to print on every page.
    """
    package = open_package(parts)
    folder = posixpath.dirname(package.main)
    names = (f"{folder}/worksheets/sheet{n}.xml" for n in range(1, 10**4))
    path = next(name for name in names if name not in parts)
    new = NewPart(path, sheet, "worksheet", _TYPE)
    added, identity = with_part(parts, package.main, new)
    root = parse_for_editing(parts[package.main], package.main)
    own = quoted(_announce(root, title, identity))
    _move_local_names(root, 0, 1)
    defined = _names(root)
    _child(defined, "definedName", name=name, hidden="1").text = f"{own}!$A$1"
    titles = _child(defined, "definedName", name="_xlnm.Print_Titles", localSheetId="0")
    titles.text = f"{own}!${heading}:${heading}"
    _open_first(root)
    return added | _unselected(parts, package) | {package.main: serialise(root)}


def printed_down_to(parts: Parts, sheet: str, row: int) -> Parts:
    """Return all parts of a workbook that prints a sheet down to this row, where the sheet has a print area."""
    book = open_package(parts).main
    root = parse_for_editing(parts[book], book)
    names = [entry.get("name") for entry in root.find("{*}sheets")]
    for defined in root.iter("{*}definedName"):
        local = defined.get("name") == "_xlnm.Print_Area" and defined.get("localSheetId")
        if local == str(names.index(sheet)):
            defined.text = re.sub(r"\d+$", str(row), defined.text or "")
    return parts | {book: serialise(root)}


def opened_at(parts: Parts, sheet: str) -> Parts:
    """Return all parts of a workbook that opens at this sheet."""
    package = open_package(parts)
    root = parse_for_editing(parts[package.main], package.main)
    _open(root, [entry.get("name") for entry in root.find("{*}sheets")].index(sheet))
    opened = next(entry.part for entry in package.sheets if entry.name == sheet)
    page = parse_for_editing(parts[opened], opened)
    for view in page.iter("{*}sheetView"):
        view.set("tabSelected", "1")
    changed = {package.main: serialise(root), opened: serialise(page)}
    return dict(parts) | _unselected(parts, package) | changed


def without_sheet(parts: Parts, name: str) -> Parts:
    """Return all parts without the sheet the name leads to, and without what belongs to it alone."""
    book = open_package(parts).main
    root = parse_for_editing(parts[book], book)
    leading = [defined for defined in root.iter("{*}definedName") if defined.get("name") == name]
    if not leading:
        return parts
    sheets = list(root.find("{*}sheets"))
    led = referred_spot(leading[0].text or "")
    for defined in leading:
        defined.getparent().remove(defined)
    number = next(
        (n for n, sheet in enumerate(sheets) if led and sheet.get("name") == led.sheet), None
    )
    if number is None:
        return parts | {book: serialise(root)}
    identity = next(value for key, value in sheets[number].attrib.items() if key.endswith("}id"))
    sheets[number].getparent().remove(sheets[number])
    _move_local_names(root, number, -1)
    _open_first(root)
    gone = set(_belonging(parts, relations_of(parts, book)[identity].target))
    left = without_parts(parts, book, gone) | {book: serialise(root)}
    return without_calculation_chain(left, book)


def _child(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}{tag}", attributes)


def _announce(root: etree._Element, title: str, identity: str) -> str:
    """Put a sheet in front of the others; return what it is called."""
    sheets = root.find("{*}sheets")
    taken = {sheet.get("name", "").casefold() for sheet in sheets}
    free = next(
        name for name in (title, *(f"{title}{n}" for n in range(2, 10**4))) if name not in taken
    )
    number = max((int(sheet.get("sheetId", "0")) for sheet in sheets), default=0) + 1
    linked = next(key for key in sheets[0].attrib if key.endswith("}id"))
    sheet = etree.Element(
        f"{{{etree.QName(root).namespace}}}sheet",
        {"name": free, "sheetId": str(number), linked: identity},
    )
    sheets.insert(0, sheet)
    return free


def _names(root: etree._Element) -> etree._Element:
    """Return the defined names of a workbook, with a place for them where it has none."""
    names = root.find("{*}definedNames")
    if names is None:
        names = etree.Element(f"{{{etree.QName(root).namespace}}}definedNames")
        [child for child in root if etree.QName(child).localname in _BEFORE][-1].addnext(names)
    return names


def _move_local_names(root: etree._Element, number: int, by: int) -> None:
    """Names of single sheets go by the sheet's number: renumber them from this one on; its own go with it."""
    for defined in list(root.iter("{*}definedName")):
        at = int(defined.get("localSheetId", "-1"))
        if at == number and by < 0:
            defined.getparent().remove(defined)
        elif at >= number:
            defined.set("localSheetId", str(at + by))


def _open_first(root: etree._Element) -> None:
    """Open the workbook on its first visible sheet."""
    sheets = list(root.find("{*}sheets"))
    _open(root, next((n for n, sheet in enumerate(sheets) if "state" not in sheet.attrib), 0))


def _open(root: etree._Element, number: int) -> None:
    """Open the workbook on the sheet of this number."""
    for view in root.iter("{*}workbookView"):
        view.attrib.pop("firstSheet", None)
        view.set("activeTab", str(number))


def _unselected(parts: Parts, package: Package) -> Parts:
    """Return the sheets' parts, none selected; the sheets are long, and not parsed for one attribute."""
    sheets = (entry.part for entry in package.sheets)
    return {part: _SELECTED.sub(rb"\1", parts[part]) for part in sheets}


def _belonging(parts: Parts, sheet: str) -> Iterator[str]:
    """Yield a sheet's part and those only it points to: notes, drawings, printer settings."""
    yield sheet
    yield relationships_part(sheet)
    for relation in relations_of(parts, sheet).values():
        if not relation.external:
            yield relation.target
