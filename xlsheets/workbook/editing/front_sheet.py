"""A workbook's parts -> the same with a sheet of ours in front, or with that sheet gone.

The sheet is known by a hidden name of the workbook that leads to it, whatever it is called and wherever it went.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from lxml import etree  # type: ignore[import-untyped]

from xlsheets.basics.addresses import quoted, referred_spot
from xlsheets.ooxml.writing import TYPES, relationships, resolved, target_of
from xlsheets.ooxml.xml_editing import parse_for_editing, serialise
from xlsheets.workbook.editing.patch import without_calculation_chain

if TYPE_CHECKING:
    from collections.abc import Iterator

Parts = dict[str, bytes]

_LINKED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_SELECTED = re.compile(rb'(<(?:\w+:)?sheetView\b[^>]*?)\s+tabSelected\s*=\s*["\'](?:1|true)["\']')
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
    book = target_of(parts, "", "officeDocument")
    path = next(
        each
        for each in (f"{posixpath.dirname(book)}/worksheets/sheet{n}.xml" for n in range(1, 10**4))
        if each not in parts
    )
    links, types, root = (
        parse_for_editing(parts[relationships(book)]),
        parse_for_editing(parts[TYPES]),
        parse_for_editing(parts[book]),
    )
    used = {each.get("Id") for each in links}
    identity = next(f"rId{n}" for n in range(1, len(used) + 2) if f"rId{n}" not in used)
    target = posixpath.relpath(path, posixpath.dirname(book))
    _child(links, "Relationship", Id=identity, Type=f"{_LINKED}/worksheet", Target=target)
    _child(types, "Override", PartName=f"/{path}", ContentType=_TYPE)
    own = quoted(_announce(root, title, identity))
    _move_local_names(root, 0, 1)
    names = _names(root)
    _child(names, "definedName", name=name, hidden="1").text = f"{own}!$A$1"
    titles = _child(names, "definedName", name="_xlnm.Print_Titles", localSheetId="0")
    titles.text = f"{own}!${heading}:${heading}"
    _open_first(root)
    shown = {each: _SELECTED.sub(rb"\1", part) for each, part in _worksheets(parts, book)}
    changed = {relationships(book): links, TYPES: types, book: root}
    return {
        **parts,
        **shown,
        **{key: serialise(each) for key, each in changed.items()},
        path: sheet,
    }


def without_sheet(parts: Parts, name: str) -> Parts:
    """Return all parts without the sheet the name leads to, and without what belongs to it alone."""
    book = target_of(parts, "", "officeDocument")
    root = parse_for_editing(parts[book])
    leading = [each for each in root.iter("{*}definedName") if each.get("name") == name]
    if not leading:
        return parts
    sheets = list(root.find("{*}sheets"))
    led = referred_spot(leading[0].text or "")
    for each in leading:
        each.getparent().remove(each)
    number = next(
        (n for n, each in enumerate(sheets) if led and each.get("name") == led.sheet), None
    )
    if number is None:
        return parts | {book: serialise(root)}
    identity = next(value for key, value in sheets[number].attrib.items() if key.endswith("}id"))
    sheets[number].getparent().remove(sheets[number])
    _move_local_names(root, number, -1)
    _open_first(root)
    gone = set(_belonging(parts, target_of(parts, book, "worksheet", identity)))
    links, types = parse_for_editing(parts[relationships(book)]), parse_for_editing(parts[TYPES])
    for each in [*links, *types]:
        if each.get("Id") == identity or each.get("PartName", "").lstrip("/") in gone:
            each.getparent().remove(each)
    changed = {relationships(book): links, TYPES: types, book: root}
    left = {key: part for key, part in parts.items() if key not in gone}
    left |= {key: serialise(each) for key, each in changed.items()}
    return without_calculation_chain(left, book)


def _child(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}{tag}", attributes)


def _announce(root: etree._Element, title: str, identity: str) -> str:
    """Put a sheet in front of the others; return what it is called."""
    sheets = root.find("{*}sheets")
    taken = {each.get("name", "").casefold() for each in sheets}
    free = next(
        each for each in (title, *(f"{title}{n}" for n in range(2, 10**4))) if each not in taken
    )
    number = max((int(each.get("sheetId", "0")) for each in sheets), default=0) + 1
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
        [each for each in root if etree.QName(each).localname in _BEFORE][-1].addnext(names)
    return names


def _move_local_names(root: etree._Element, number: int, by: int) -> None:
    """Names of single sheets go by the sheet's number: renumber them from this one on; its own go with it."""
    for each in list(root.iter("{*}definedName")):
        at = int(each.get("localSheetId", "-1"))
        if at == number and by < 0:
            each.getparent().remove(each)
        elif at >= number:
            each.set("localSheetId", str(at + by))


def _open_first(root: etree._Element) -> None:
    """Open the workbook on its first visible sheet."""
    sheets = list(root.find("{*}sheets"))
    shown = next((n for n, each in enumerate(sheets) if "state" not in each.attrib), 0)
    for view in root.iter("{*}workbookView"):
        view.attrib.pop("firstSheet", None)
        view.set("activeTab", str(shown))


def _worksheets(parts: Parts, book: str) -> Iterator[tuple[str, bytes]]:
    for each in parse_for_editing(parts[relationships(book)]):
        if each.get("Type", "").endswith("/worksheet"):
            path = resolved(book, each.get("Target", ""))
            yield path, parts[path]


def _belonging(parts: Parts, sheet: str) -> Iterator[str]:
    """Yield a sheet's part and those only it points to: notes, drawings, printer settings."""
    yield sheet
    links = relationships(sheet)
    if links in parts:
        yield links
        for each in parse_for_editing(parts[links]):
            if each.get("TargetMode") != "External":
                yield resolved(sheet, each.get("Target", ""))
