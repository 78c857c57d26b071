"""Bytes of an OFD file -> the pages in it, in order, each with what stands behind it and beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from xlsheets.errors import UnreadableError
from xlsheets.ooxml.archive import unzip
from xlsheets.ooxml.xml import tree_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

MOST_PAGES = 60
_ROOT = "OFD.xml"
_LOST = "有一页的批注不在文件里"


class OfdPage(NamedTuple):
    """A page: the contents drawn on it, its template's first; and the texts of its annotations."""

    contents: tuple[Element, ...]
    notes: tuple[str, ...] = ()


class _Part(NamedTuple):
    """A part that was parsed, and the folder that paths in it begin in."""

    root: Element
    folder: str


def ofd_pages(content: bytes) -> list[OfdPage]:
    """Return the pages of every document in the file.

    Raises:
        UnreadableError: the archive is no sound one, lacks a part, or has more pages than a report.
    """
    parts = {name.casefold(): part for name, part in unzip(content).parts.items()}
    whole = _part(parts, "", _ROOT)
    pages = [
        page
        for body in whole.root.iter()
        if name_of(body) == "DocRoot"
        for page in _document(parts, _part(parts, whole.folder, body.text or ""))
    ]
    if len(pages) > MOST_PAGES:
        raise UnreadableError("too_large", "这个 OFD 文件的页数多得不像年度报告，没有读入。")
    return pages


def name_of(element: Element) -> str:
    """Return the name of an element; older files have another namespace."""
    return element.tag.rpartition("}")[2]


def _part(parts: Mapping[str, bytes], folder: str, location: str) -> _Part:
    path = _resolved(folder, location)
    if path.casefold() not in parts:
        raise UnreadableError("damaged", "这个 OFD 文件不完整，缺少里面的部件，没有读入。")
    return _Part(tree_of(parts[path.casefold()], path), path.rpartition("/")[0])


def _resolved(folder: str, location: str) -> str:
    """Return the path of a part: from the top of the file where it begins with a slash."""
    location = location.strip().replace("\\", "/")
    steps = [] if location.startswith("/") else folder.split("/")
    for step in location.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(step for step in steps if step)


def _document(parts: Mapping[str, bytes], document: _Part) -> Iterator[OfdPage]:
    templates = {
        element.get("ID", ""): element.get("BaseLoc", "")
        for element in document.root.iter()
        if name_of(element) == "TemplatePage"
    }
    notes = _annotations(parts, document)
    listed = [element for element in document.root.iter() if name_of(element) == "Page"]
    if len(listed) > MOST_PAGES:
        raise UnreadableError("too_large", "这个 OFD 文件的页数多得不像年度报告，没有读入。")
    for element in listed:
        page = _part(parts, document.folder, element.get("BaseLoc", ""))
        used = [
            templates[number]
            for inner in page.root.iter()
            if name_of(inner) == "Template" and (number := inner.get("TemplateID", "")) in templates
        ]
        behind = [_part(parts, document.folder, location).root for location in used]
        yield OfdPage((*behind, page.root), notes.get(element.get("ID", ""), ()))


def _annotations(parts: Mapping[str, bytes], document: _Part) -> dict[str, tuple[str, ...]]:
    """Return what is written in the annotations of each page: stamps and remarks somebody put on it.

    They are no text of the document: parts of them that are lacking are told, and the pages are read all the same.
    """
    found: dict[str, tuple[str, ...]] = {}
    for element in document.root:
        if name_of(element) != "Annotations" or not (element.text or "").strip():
            continue
        index = _part_if_there(parts, document.folder, element.text or "")
        for page in index.root if index else ():
            for location in (inner for inner in page if name_of(inner) == "FileLoc"):
                part = _part_if_there(parts, index.folder if index else "", location.text or "")
                found[page.get("PageID", "")] = tuple(_remarks(part.root)) if part else (_LOST,)
    return found


def _part_if_there(parts: Mapping[str, bytes], folder: str, location: str) -> _Part | None:
    there = _resolved(folder, location).casefold() in parts
    return _part(parts, folder, location) if there else None


def _remarks(root: Element) -> Iterator[str]:
    texts = ("".join(_codes(note)) for note in root.iter() if name_of(note) == "Annot")
    return (text for text in texts if text.strip())


def _codes(element: Element) -> Iterator[str]:
    return (inner.text or "" for inner in element.iter() if name_of(inner) == "TextCode")
