"""Workbook and notes by cell -> the same workbook with the program's notes at those cells, old ones gone.

A note lives in two parts of the package: its text in the comments, its box in a drawing (VML). Notes of people
are never touched; a cell that has one keeps it and gets none of ours. LibreOffice drops the names of authors, so
ours are known by how they begin.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from lxml import etree  # type: ignore[import-untyped]

from xlsheets.ooxml.writing import TYPES, rebuilt, relationships, sheet_path, target_of
from xlsheets.ooxml.xml_editing import parse_for_editing, serialise
from xlsheets.workbook.editing.cells import escaped
from xlsheets.workbook.editing.comment_boxes import boxes_with, boxes_without, no_boxes

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from xlsheets.basics.addresses import Spot

AUTHOR = "xlsheets 校验"

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
# What may follow the link to the drawing of notes in a worksheet.
_AFTER = (
    *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls"),
    *("webPublishItems", "tableParts", "extLst"),
)
_OURS = re.compile(r"\s*【(?:强制性|核实性|提示性) [A-Z]\d{3}】")
Parts = dict[str, bytes]


def put_notes(source: bytes, notes: Mapping[Spot, str]) -> bytes:
    """Put notes at cells and take away those put there before.

    Args:
        source: an .xlsx or .xlsm file.
        notes: the text by spot.

    Raises:
        OutputError: a sheet is missing.
        UnreadableError: the file is damaged.
    """
    return rebuilt(source, lambda parts: _noted(parts, notes))


def _noted(parts: Parts, notes: Mapping[Spot, str]) -> Parts:
    book = target_of(parts, "", "officeDocument")
    by_sheet: dict[str, dict[str, str]] = defaultdict(dict)
    for spot, text in notes.items():
        by_sheet[sheet_path(parts, book, spot.sheet)][spot.cell] = text
    links = parse_for_editing(parts[relationships(book)])
    sheets = [each.get("Id") for each in links if each.get("Type", "").endswith("/worksheet")]
    for identity in sheets:
        path = target_of(parts, book, "worksheet", identity)
        parts = _with_notes(parts, path, by_sheet[path])
    return parts


def _with_notes(parts: Parts, sheet: str, notes: Mapping[str, str]) -> Parts:
    """Return all parts, those of one sheet's notes changed."""
    comments = _linked(parts, sheet, "comments")
    if not notes and not comments:
        return parts
    root = parse_for_editing(parts[comments]) if comments else _no_comments()
    old = _take_away(root)
    if not notes and not old:
        return parts
    taken = {each.get("ref") for each in root.iter("{*}comment")}
    new = {cell: text for cell, text in notes.items() if cell not in taken}
    _add(root, new)
    if not comments:
        parts, comments = _attached(parts, sheet, "comments", "xl/comments{}.xml")
    return _with_boxes({**parts, comments: serialise(root)}, sheet, old, new)


def _linked(parts: Parts, sheet: str, kind: str) -> str:
    """Return the part a sheet points to by this kind of relationship; "" for none."""
    if relationships(sheet) not in parts:
        return ""
    try:
        return target_of(parts, sheet, kind)
    except KeyError:
        return ""


def _no_comments() -> etree._Element:
    root = etree.Element(f"{{{_MAIN}}}comments", nsmap={None: _MAIN})
    etree.SubElement(root, f"{{{_MAIN}}}authors")
    etree.SubElement(root, f"{{{_MAIN}}}commentList")
    return root


def _take_away(root: etree._Element) -> set[str]:
    """Remove our own comments; return the cells they stood at."""
    found = [each for each in root.iter("{*}comment") if _OURS.match("".join(each.itertext()))]
    for each in found:
        each.getparent().remove(each)
    return {each.get("ref", "") for each in found}


def _add(root: etree._Element, notes: Mapping[str, str]) -> None:
    space = f"{{{etree.QName(root).namespace}}}"
    authors, comments = root.find("{*}authors"), root.find("{*}commentList")
    names = [each.text for each in authors]
    if AUTHOR not in names:
        etree.SubElement(authors, f"{space}author").text = AUTHOR
        names.append(AUTHOR)
    for cell, text in notes.items():
        identity = str(names.index(AUTHOR))
        comment = etree.SubElement(comments, f"{space}comment", ref=cell, authorId=identity)
        run = etree.SubElement(etree.SubElement(comment, f"{space}text"), f"{space}r")
        look = etree.SubElement(run, f"{space}rPr")
        etree.SubElement(look, f"{space}sz", val="10")
        etree.SubElement(look, f"{space}rFont", val="宋体")
        words = etree.SubElement(run, f"{space}t")
        words.text = escaped(text)
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _with_boxes(parts: Parts, sheet: str, old: Collection[str], new: Mapping[str, str]) -> Parts:
    drawing = _drawing(parts, sheet)
    if not drawing:
        parts, drawing = _attached(parts, sheet, "vmlDrawing", "xl/drawings/vmlDrawing{}.vml")
        parts[drawing] = no_boxes()
    return parts | {drawing: boxes_with(boxes_without(parts[drawing], old), new)}


def _drawing(parts: Parts, sheet: str) -> str:
    """Return the drawing that holds the boxes of a sheet's notes; "" for none."""
    link = parse_for_editing(parts[sheet]).find("{*}legacyDrawing")
    if link is None:
        return ""
    identity = next(value for key, value in link.attrib.items() if key.endswith("}id"))
    return target_of(parts, sheet, "vmlDrawing", identity)


def _attached(parts: Parts, sheet: str, kind: str, pattern: str) -> tuple[Parts, str]:
    """Return all parts with a new one announced that the sheet points to, and its name."""
    number = next(n for n in range(1, len(parts) + 2) if pattern.format(n) not in parts)
    path, links = pattern.format(number), relationships(sheet)
    root = (
        parse_for_editing(parts[links])
        if links in parts
        else etree.Element(
            f"{{{_PACKAGE}/relationships}}Relationships",
            nsmap={None: f"{_PACKAGE}/relationships"},
        )
    )
    used = {each.get("Id") for each in root}
    identity = next(f"rId{n}" for n in range(1, len(used) + 2) if f"rId{n}" not in used)
    etree.SubElement(
        root,
        f"{{{etree.QName(root).namespace}}}Relationship",
        Id=identity,
        Type=f"{_LINKED}/{kind}",
        Target=posixpath.relpath(path, posixpath.dirname(sheet)),
    )
    changed = {**parts, links: serialise(root), TYPES: _announced(parts[TYPES], path)}
    if kind == "vmlDrawing":
        changed[sheet] = _pointing(parts[sheet], identity)
    return changed, path


def _announced(types: bytes, path: str) -> bytes:
    """Return the list of content types with a new part's; all drawings of notes share one line."""
    root = parse_for_editing(types)
    space = f"{{{etree.QName(root).namespace}}}"
    if not path.endswith(".vml"):
        etree.SubElement(root, f"{space}Override", PartName=f"/{path}", ContentType=_COMMENTS_TYPE)
    elif not any(each.get("Extension", "").lower() == "vml" for each in root):
        root.insert(0, etree.Element(f"{space}Default", Extension="vml", ContentType=_VML_TYPE))
    return serialise(root)


def _pointing(sheet: bytes, identity: str) -> bytes:
    """Return a worksheet with the link to its drawing of notes, in the place the format demands."""
    root = parse_for_editing(sheet)
    link = etree.Element(f"{{{etree.QName(root).namespace}}}legacyDrawing", nsmap={"r": _LINKED})
    link.set(f"{{{_LINKED}}}id", identity)
    later = [each for each in root if etree.QName(each).localname in _AFTER]
    if later:
        later[0].addprevious(link)
    else:
        root.append(link)
    return serialise(root)
