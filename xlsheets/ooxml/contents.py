"""Parts of a workbook -> its sheets and defined names, before any sheet is read."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.errors import UnreadableError
from xlsheets.ooxml.part import cut, parse_part
from xlsheets.ooxml.refusals import refusal
from xlsheets.ooxml.relationships import (
    TYPES,
    content_types,
    only_related,
    part_of,
    relations_of,
)
from xlsheets.ooxml.xml import KINDS
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from xlsheets.ooxml.part import XmlPart
    from xlsheets.ooxml.relationships import ContentTypes, Relation

_LINKED = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_WORKBOOK = r"(?:sheet|ms-excel\.template).*main\+xml$"


class SheetEntry(NamedTuple):
    """A sheet as the workbook lists it."""

    name: str
    part: str
    hidden: bool


class Package(NamedTuple):
    """A workbook of which no sheet has been read yet.

    Args:
        main: the part that lists the sheets.
        parts: every part by name.
        sheets: the worksheets in order.
        names: defined names of the whole workbook, and what they refer to.
        since_1904: whether days count from 1904 rather than 1900.
        linked: files that the workbook takes values from, without their folders.
        active: what it has besides values that programs would run or open, in words.
        relations: relationships of the workbook part.
    """

    main: str
    parts: Mapping[str, bytes]
    sheets: tuple[SheetEntry, ...]
    names: Mapping[str, str]
    since_1904: bool
    linked: tuple[str, ...]
    active: tuple[str, ...]
    relations: Mapping[str, Relation]


def open_package(parts: Mapping[str, bytes]) -> Package:
    """Find the workbook among the parts and read its list of sheets and names.

    Raises:
        UnreadableError: it is another kind of document, or contradicts itself.
    """
    leading = tuple((name, xml if _leads(name) else b"") for name, xml in parts.items())
    short = sum(len(xml) for _, xml in leading) <= _LONGEST_KEPT
    ways = (_ways_before if short else _ways)(leading)
    book, names = _book(ways.main, part_of(parts, ways.main))
    listed = _listed(book, "sheets", "sheet")
    book.refuse_strays(sheet=len(listed))
    sheets = tuple(_entry(element, ways.relations) for element in listed)
    _refuse_twins([sheet.name for sheet in sheets], "工作表")
    _refuse_twins([sheet.part for sheet in sheets], "工作表部件")
    for sheet in sheets:
        part_of(parts, sheet.part)
    worksheets = tuple(
        sheet for sheet in sheets if ways.types.of(sheet.part).endswith(".worksheet+xml")
    )
    return Package(
        ways.main,
        parts,
        worksheets,
        names,
        _since_1904(book),
        ways.linked,
        ways.active,
        ways.relations,
    )


# Workbooks made from one template are alike in everything but their sheets.
_Leading = tuple[tuple[str, bytes], ...]
# Bytes of such parts that are worth keeping: a report has some five thousand.
_LONGEST_KEPT = 2**16


def _leads(name: str) -> bool:
    """Tell whether a part says what others are, or where they lead."""
    return name.casefold().endswith((".rels", TYPES.casefold()))


class _Ways(NamedTuple):
    """What the parts that lead to others say; the rest as in ``Package``."""

    types: ContentTypes
    main: str
    relations: Mapping[str, Relation]
    linked: tuple[str, ...]
    active: tuple[str, ...]


def _ways(leading: _Leading) -> _Ways:
    """Find the workbook among parts of which only those that lead to others have their bytes."""
    parts = dict(leading)
    types = content_types(parts)
    main = only_related(relations_of(parts, ""), "officeDocument")
    if not re.search(_WORKBOOK, types.of(main)):
        raise refusal(_other_kind(types.of(main)), where=f"部件 {main}")
    relations = relations_of(parts, main)
    return _Ways(types, main, relations, _linked(parts), _active(parts, types))


_ways_before = lru_cache(maxsize=KINDS)(_ways)


def _other_kind(type_: str) -> str:
    """Return what an Office document is that is no workbook, by the type of its main part."""
    kinds = {"word": "word", "presentation": "slides", "addin": "addin"}
    return next((kind for word, kind in kinds.items() if word in type_), "damaged")


def _refuse_twins(names: list[str], what: str) -> None:
    if len({name.casefold() for name in names}) != len(names):
        raise refusal("doubtful", where=f"{what}重名")


def _listed(book: XmlPart, group: str, name: str) -> list[Element]:
    """Return the members of one of the lists of a workbook."""
    listed = book.only(group)
    return [] if listed is None else list(book.children(listed, name))


def _entry(element: Element, relations: Mapping[str, Relation]) -> SheetEntry:
    key = next((element.attrib[link] for link in _LINKED if link in element.attrib), "")
    relation = relations.get(key)
    if relation is None or relation.external:
        raise refusal("damaged", where="工作表清单")
    hidden = element.get("state", "visible") != "visible"
    return SheetEntry(element.get("name", ""), relation.target, hidden)


def _book(name: str, xml: bytes) -> tuple[XmlPart, Mapping[str, str]]:
    """Return the main part, and what the names in it refer to; names met before are not parsed again."""
    found = cut(xml, "workbook", "definedNames")
    if found:
        with suppress(UnreadableError):
            book = parse_part(name, found.rest, "workbook")
            if book.only("definedNames") is not None:
                book.refuse_strays(definedName=0)
                named = f"<definedNames>{found.within}</definedNames>"
                return book, _names_alone(f"{found.root}{named}</workbook>")
    book = parse_part(name, xml, "workbook")
    return book, _names(book)


@lru_cache(maxsize=KINDS)
def _names_alone(xml: str) -> Mapping[str, str]:
    """Return the names of a workbook that has nothing else."""
    part = parse_part("", xml.encode(), "workbook")
    part.refuse_strays(sheet=0)
    return _names(part)


def _names(book: XmlPart) -> Mapping[str, str]:
    """Return what the names of the workbook refer to; a copied sheet takes names of its own along."""
    named = _listed(book, "definedNames", "definedName")
    book.refuse_strays(definedName=len(named))
    names: dict[str, str] = {}
    for element in named:
        name, text = element.get("name", ""), book.text(element)
        if not name or "localSheetId" in element.attrib:
            continue
        key = name.casefold()
        if key in names:
            raise refusal("doubtful", where=f"名称 {name} 重复")
        names[key] = text.strip()
    return names


def _since_1904(book: XmlPart) -> bool:
    return any(yes(told.get("date1904")) for told in book.children(book.root, "workbookPr"))


def _linked(parts: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the names of other files that values are taken from."""
    links = [part for part in parts if re.fullmatch(r"xl/externalLinks/[^/]+\.xml", part)]
    found = []
    for link in sorted(links):
        relations = relations_of(parts, link).values()
        targets = [relation.target for relation in relations if relation.external]
        found.append(re.split(r"[/\\]", targets[0])[-1] if targets else "")
    return (*found, "数据连接") if "xl/connections.xml" in parts else tuple(found)


# What relationships of these kinds lead to, and parts of these types are; form controls and pictures are harmless.
_ACTIVE = {
    "宏": pattern_of(r"vbaProject|macrosheet", re.IGNORECASE),
    "ActiveX 控件": pattern_of(r"/control$|activeX", re.IGNORECASE),
    "嵌入的对象": pattern_of(r"/package$|oleObject|/embeddings/", re.IGNORECASE),
    "自定义功能区": pattern_of(r"/extensibility$|customUI", re.IGNORECASE),
    "网络加载项": pattern_of(r"webextension", re.IGNORECASE),
}
_KIND = pattern_of(r"\bType\s*=\s*[\"']([^\"']*)")


def _active(parts: Mapping[str, bytes], types: ContentTypes) -> tuple[str, ...]:
    """Return what programs would run or open, by the names and types of parts and by what leads to them."""
    told = {f"/{name}" for name in parts} | {types.of(name) for name in parts}
    for name, part in parts.items():
        if name.casefold().endswith(".rels"):
            told |= set(_KIND.findall(_unescaped(part.decode("utf-8", "replace"))))
    return tuple(word for word, pattern in _ACTIVE.items() if any(map(pattern.search, told)))


def _unescaped(xml: str) -> str:
    if "&" not in xml:
        return xml
    # Loaded here: hardly a relationship has a character that is written otherwise.
    from html import unescape

    return unescape(xml)


def yes(value: str | None) -> bool:
    """Read a truth value as XML Schema writes it."""
    return value in ("1", "true", "on")


def related_part(package: Package, kind: str) -> tuple[str, bytes]:
    """Return name and content of a part that a workbook may have once; nothing when it has none."""
    if all(relation.kind != kind for relation in package.relations.values()):
        return "", b""
    name = only_related(package.relations, kind)
    return name, part_of(package.parts, name)
