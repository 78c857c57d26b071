"""Bytes of an OFD file -> the pages in it, in order, each with what stands behind it and beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.errors import UnreadableError
from xlsheets.extract.ofd.parts import OfdPart, name_of, part_at, part_if_there
from xlsheets.extract.ofd.resources import Resources, resources_of
from xlsheets.ooxml.archive import unzip
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

MOST_PAGES = 60
_ROOT = "OFD.xml"
_LOST = "有一页的批注不在文件里，没有读入。"
_TOO_MANY = "这个 OFD 文件的页数多得不像年度报告，没有读入。"


class OfdPage(NamedTuple):
    """A page.

    Args:
        contents: what is drawn on it, its template's first.
        resources: the graphics and pictures it may name.
        box: where the sheet begins and how large it is, in millimetres, as written; "" where nothing says it.
        notes: the texts of its annotations.
        unread: sentences about what belongs to it and is not in the file.
    """

    contents: tuple[Element, ...]
    resources: Resources
    box: str = ""
    notes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


class _Notes(NamedTuple):
    texts: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def ofd_pages(content: bytes) -> list[OfdPage]:
    """Return the pages of every document in the file, each document in the version in force.

    Raises:
        UnreadableError: the archive is no sound one, lacks a part, or has more pages than a report.
    """
    parts = {name.casefold(): part for name, part in unzip(content).parts.items()}
    whole = part_at(parts, "", _ROOT)
    pages = [
        page
        for body in whole.root.iter()
        if name_of(body) == "DocBody"
        for document in _in_force(parts, whole, body)
        for page in _document(parts, document)
    ]
    if len(pages) > MOST_PAGES:
        raise UnreadableError("too_large", _TOO_MANY)
    return pages


def _in_force(parts: Mapping[str, bytes], whole: OfdPart, body: Element) -> Iterator[OfdPart]:
    """Yield the root of a document: of its versions the one that is marked as current, where one is."""
    for version in body.iter():
        if name_of(version) == "Version" and version.get("Current") == "true":
            told = part_if_there(parts, whole.folder, version.get("BaseLoc", ""))
            for root in told.root if told else ():
                if told and name_of(root) == "DocRoot":
                    yield part_at(parts, told.folder, root.text or "")
                    return
    for root in body:
        if name_of(root) == "DocRoot":
            yield part_at(parts, whole.folder, root.text or "")


def _document(parts: Mapping[str, bytes], document: OfdPart) -> Iterator[OfdPage]:
    templates = {
        element.get("ID", ""): element.get("BaseLoc", "")
        for element in document.root.iter()
        if name_of(element) == "TemplatePage"
    }
    notes = _annotations(parts, document)
    shared = resources_of(parts, document, ("PublicRes", "DocumentRes"))
    listed = [element for element in document.root.iter() if name_of(element) == "Page"]
    if len(listed) > MOST_PAGES:
        raise UnreadableError("too_large", _TOO_MANY)
    for element in listed:
        page = part_at(parts, document.folder, element.get("BaseLoc", ""))
        drawn = [*_templates(parts, document, page, templates), page]
        resources = shared
        for part in drawn:
            resources = resources_of(parts, part, ("PageRes",), resources)
        box = next(filter(None, (_box(part.root) for part in (page, document))), "")
        found = notes.get(element.get("ID", ""), _Notes())
        yield OfdPage(tuple(part.root for part in drawn), resources, box, *found)


def _templates(
    parts: Mapping[str, bytes], document: OfdPart, page: OfdPart, known: Mapping[str, str]
) -> Iterator[OfdPart]:
    for inner in page.root.iter():
        if name_of(inner) == "Template" and (number := inner.get("TemplateID", "")) in known:
            yield part_at(parts, document.folder, known[number])


def _box(root: Element) -> str:
    boxes = (inner.text or "" for inner in root.iter() if name_of(inner) == "PhysicalBox")
    return next(boxes, "")


def _annotations(parts: Mapping[str, bytes], document: OfdPart) -> dict[str, _Notes]:
    """Return what is written in the annotations of each page: stamps and remarks somebody put on it.

    They are no text of the document: parts of them that are lacking are told, and the pages are read all the same.
    """
    found: dict[str, _Notes] = {}
    for element in document.root:
        if name_of(element) != "Annotations" or not (element.text or "").strip():
            continue
        index = part_if_there(parts, document.folder, element.text or "")
        for page in index.root if index else ():
            for location in (inner for inner in page if name_of(inner) == "FileLoc"):
                part = part_if_there(parts, index.folder if index else "", location.text or "")
                told = _Notes(tuple(_remarks(part.root))) if part else _Notes((), (_LOST,))
                found[page.get("PageID", "")] = told
    return found


def _remarks(root: Element) -> Iterator[str]:
    texts = ("".join(_codes(note)) for note in root.iter() if name_of(note) == "Annot")
    return (text for text in texts if text.strip())


def _codes(element: Element) -> Iterator[str]:
    return (inner.text or "" for inner in element.iter() if name_of(inner) == "TextCode")
