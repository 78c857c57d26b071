"""Workbook and notes by cell -> the same workbook with the program's notes at those cells, old ones gone.

A note lives in two parts of the package: its text in the comments, its box in a drawing (VML). Notes of people
are never touched; a cell that has one keeps it and gets none of ours. LibreOffice drops the names of authors, so
ours are known by how they begin.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from lxml import etree  # type: ignore[import-untyped]

from xlsheets.basics.patterns import pattern_of
from xlsheets.ooxml.contents import open_package
from xlsheets.ooxml.package import OFFICE, NewPart, rebuilt, with_part, worksheet_part
from xlsheets.ooxml.relationships import first_related, relations_of
from xlsheets.ooxml.xml_editing import parse_for_editing, serialise
from xlsheets.workbook.editing.cells import escaped
from xlsheets.workbook.editing.comment_boxes import boxes_with, boxes_without, no_boxes

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from xlsheets.basics.addresses import Spot
    from xlsheets.ooxml.package import Parts

AUTHOR = "xlsheets 校验"

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
# What may follow the link to the drawing of notes in a worksheet.
_AFTER = (
    *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls"),
    *("webPublishItems", "tableParts", "extLst"),
)
_OURS = pattern_of(r"\s*【(?:强制性|核实性|提示性) [A-Z]\d{3}】")


def put_notes(source: bytes, notes: Mapping[Spot, str]) -> bytes:
    """Put notes at cells and take away those put there before.

    Args:
        source: an .xlsx or .xlsm file.
        notes: the text by spot.

    Raises:
        OutputError: a sheet is missing.
        UnreadableError: the file is damaged.
    """
    return rebuilt(source, lambda parts: with_notes(parts, notes))


def with_notes(parts: Parts, notes: Mapping[Spot, str]) -> Parts:
    """Return all parts with these notes at their cells, old ones gone; see ``put_notes``."""
    by_sheet: dict[str, dict[str, str]] = defaultdict(dict)
    package = open_package(parts)
    for spot, text in notes.items():
        by_sheet[worksheet_part(package, spot.sheet)][spot.cell] = text
    for relation in package.relations.values():
        if relation.kind == "worksheet":
            parts = _with_notes_of(parts, relation.target, by_sheet[relation.target])
    return parts


def _with_notes_of(parts: Parts, sheet: str, notes: Mapping[str, str]) -> Parts:
    """Return all parts, those of one sheet's notes changed."""
    comments = first_related(parts, relations_of(parts, sheet), "comments")
    if not notes and not comments:
        return parts
    root = parse_for_editing(parts[comments], comments) if comments else _no_comments()
    old = _take_away(root)
    if not notes and not old:
        return parts
    taken = {comment.get("ref") for comment in root.iter("{*}comment")}
    new = {cell: text for cell, text in notes.items() if cell not in taken}
    _add(root, new)
    written = serialise(root)
    if comments:
        parts = {**parts, comments: written}
    else:
        name = _free_name(parts, "xl/comments{}.xml")
        parts, _ = with_part(parts, sheet, NewPart(name, written, "comments", _COMMENTS_TYPE))
    return _with_boxes(parts, sheet, old, new)


def _free_name(parts: Parts, pattern: str) -> str:
    numbered = (pattern.format(n) for n in range(1, len(parts) + 2))
    return next(name for name in numbered if name not in parts)


def _no_comments() -> etree._Element:
    root = etree.Element(f"{{{_MAIN}}}comments", nsmap={None: _MAIN})
    etree.SubElement(root, f"{{{_MAIN}}}authors")
    etree.SubElement(root, f"{{{_MAIN}}}commentList")
    return root


def _take_away(root: etree._Element) -> set[str]:
    """Remove our own comments; return the cells they stood at."""
    found = [
        comment for comment in root.iter("{*}comment") if _OURS.match("".join(comment.itertext()))
    ]
    for comment in found:
        comment.getparent().remove(comment)
    return {comment.get("ref", "") for comment in found}


def _add(root: etree._Element, notes: Mapping[str, str]) -> None:
    space = f"{{{etree.QName(root).namespace}}}"
    authors, comments = root.find("{*}authors"), root.find("{*}commentList")
    names = [author.text for author in authors]
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
        drawing = _free_name(parts, "xl/drawings/vmlDrawing{}.vml")
        added = NewPart(drawing, no_boxes(), "vmlDrawing", _VML_TYPE)
        parts, identity = with_part(parts, sheet, added)
        parts[sheet] = _pointing(parts[sheet], sheet, identity)
    others = [
        part for name, part in parts.items() if name.lower().endswith(".vml") and name != drawing
    ]
    return parts | {drawing: boxes_with(boxes_without(parts[drawing], old), new, others)}


def _drawing(parts: Parts, sheet: str) -> str:
    """Return the drawing that holds the boxes of a sheet's notes; "" for none."""
    link = parse_for_editing(parts[sheet], sheet).find("{*}legacyDrawing")
    if link is None:
        return ""
    identity = next(value for key, value in link.attrib.items() if key.endswith("}id"))
    return relations_of(parts, sheet)[identity].target


def _pointing(sheet: bytes, name: str, identity: str) -> bytes:
    """Return a worksheet with the link to its drawing of notes, in the place the format demands."""
    root = parse_for_editing(sheet, name)
    link = etree.Element(f"{{{etree.QName(root).namespace}}}legacyDrawing", nsmap={"r": OFFICE})
    link.set(f"{{{OFFICE}}}id", identity)
    later = [child for child in root if etree.QName(child).localname in _AFTER]
    if later:
        later[0].addprevious(link)
    else:
        root.append(link)
    return serialise(root)
