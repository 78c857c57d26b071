"""Parts of a workbook -> its sheets and defined names, before any sheet is read."""

from __future__ import annotations

import posixpath
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from xlsheets.errors import UnreadableError
from xlsheets.ooxml.part import cut, parse_part
from xlsheets.ooxml.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from xlsheets.ooxml.part import XmlPart

_RELATIONS = ("http://schemas.openxmlformats.org/package/2006/relationships",)
_TYPES = ("http://schemas.openxmlformats.org/package/2006/content-types",)
_LINKED = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_WORKBOOK = r"(?:sheet|ms-excel\.template).*main\+xml$"


class Relation(NamedTuple):
    """Where a relationship leads; ``kind`` is the last word of its type."""

    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Package:
    """A workbook of which no sheet has been read yet.

    Args:
        parts: every part by name.
        sheets: the worksheets in order.
        names: defined names of the whole workbook, and what they refer to.
        since_1904: whether days count from 1904 rather than 1900.
        linked: files that the workbook takes values from, without their folders.
        relations: relationships of the workbook part.
    """

    parts: Mapping[str, bytes]
    sheets: tuple[SheetEntry, ...]
    names: Mapping[str, str]
    since_1904: bool
    linked: tuple[str, ...]
    relations: Mapping[str, Relation]


def open_package(parts: Mapping[str, bytes]) -> Package:
    """Find the workbook among the parts and read its list of sheets and names.

    Raises:
        UnreadableError: it is another kind of document, or contradicts itself.
    """
    types = _types(parts)
    main = _only(_relations(parts, ""), "officeDocument")
    if not re.search(_WORKBOOK, types.of(main)):
        raise refusal(_other_kind(types.of(main)), where=f"部件 {main}")
    relations = _relations(parts, main)
    book, names = _book(main, _part(parts, main))
    listed = _listed(book, "sheets", "sheet")
    book.refuse_strays(sheet=len(listed))
    sheets = tuple(_entry(each, relations) for each in listed)
    _refuse_twins([each.name for each in sheets], "工作表")
    _refuse_twins([each.part for each in sheets], "工作表部件")
    for each in sheets:
        if each.part not in parts:
            raise refusal("damaged", where=f"部件 {each.part}")
    worksheets = tuple(each for each in sheets if types.of(each.part).endswith(".worksheet+xml"))
    return Package(parts, worksheets, names, _since_1904(book), _linked(parts), relations)


def _other_kind(type_: str) -> str:
    """Return what an Office document is that is no workbook, by the type of its main part."""
    kinds = {"word": "word", "presentation": "slides", "addin": "addin"}
    return next((kind for word, kind in kinds.items() if word in type_), "damaged")


def _part(parts: Mapping[str, bytes], name: str) -> bytes:
    name = _spelt(parts, name)
    if name not in parts:
        raise refusal("damaged", where=f"部件 {name}")
    return parts[name]


def _spelt(parts: Mapping[str, bytes], name: str) -> str:
    """Return the name of a part as the archive spells it: to a package, case says nothing."""
    if name in parts:
        return name
    return next((each for each in parts if each.casefold() == name.casefold()), name)


def _refuse_twins(names: list[str], what: str) -> None:
    if len({name.casefold() for name in names}) != len(names):
        raise refusal("doubtful", where=f"{what}重名")


class _Types(NamedTuple):
    """Content types by part name and by extension."""

    parts: Mapping[str, str]
    extensions: Mapping[str, str]

    def of(self, part: str) -> str:
        extension = part.rpartition(".")[2].casefold()
        return self.parts.get(part.casefold(), self.extensions.get(extension, ""))


def _types(parts: Mapping[str, bytes]) -> _Types:
    name = "[Content_Types].xml"
    part = parse_part(name, _part(parts, name), "Types", _TYPES)
    named: dict[str, str] = {}
    for each in part.children(part.root, "Override"):
        key = each.get("PartName", "").lstrip("/").casefold()
        if key in named:
            raise refusal("doubtful", where=f"部件 {key} 的类型")
        named[key] = each.get("ContentType", "")
    extensions = {
        each.get("Extension", "").casefold(): each.get("ContentType", "")
        for each in part.children(part.root, "Default")
    }
    return _Types(named, extensions)


def _relations(parts: Mapping[str, bytes], source: str) -> dict[str, Relation]:
    """Return the relationships of a part ("" for the package) by id, targets as part names."""
    folder, _, name = source.rpartition("/")
    where = _spelt(parts, f"{folder}/_rels/{name}.rels".lstrip("/"))
    found: dict[str, Relation] = {}
    if source and where not in parts:
        return found
    part = parse_part(where, _part(parts, where), "Relationships", _RELATIONS)
    for each in part.children(part.root, "Relationship"):
        key, kind = each.get("Id", ""), each.get("Type", "").rpartition("/")[2]
        external, target = each.get("TargetMode") == "External", each.get("Target", "")
        if not external:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            target = _spelt(parts, target)
        if key in found:
            raise refusal("doubtful", where=f"部件 {where}")
        found[key] = Relation(kind, target, external)
    return found


def _only(relations: Mapping[str, Relation], kind: str) -> str:
    """Return the one part with this relation."""
    found = [each for each in relations.values() if each.kind == kind]
    if len(found) != 1 or found[0].external:
        raise refusal("doubtful" if len(found) > 1 else "damaged", where="部件之间的关系")
    return found[0].target


def _listed(book: XmlPart, group: str, name: str) -> list[Element]:
    """Return the members of one of the lists of a workbook."""
    listed = book.only(group)
    return [] if listed is None else list(book.children(listed, name))


def _entry(element: Element, relations: Mapping[str, Relation]) -> SheetEntry:
    key = next((element.attrib[each] for each in _LINKED if each in element.attrib), "")
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


@lru_cache(maxsize=4)
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
    for each in named:
        name, text = each.get("name", ""), book.text(each)
        if not name or "localSheetId" in each.attrib:
            continue
        key = name.casefold()
        if key in names:
            raise refusal("doubtful", where=f"名称 {name} 重复")
        names[key] = text.strip()
    return names


def _since_1904(book: XmlPart) -> bool:
    return any(yes(each.get("date1904")) for each in book.children(book.root, "workbookPr"))


def _linked(parts: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the names of other files that values are taken from."""
    links = [part for part in parts if re.fullmatch(r"xl/externalLinks/[^/]+\.xml", part)]
    found = []
    for link in sorted(links):
        targets = [each.target for each in _relations(parts, link).values() if each.external]
        found.append(re.split(r"[/\\]", targets[0])[-1] if targets else "")
    return (*found, "数据连接") if "xl/connections.xml" in parts else tuple(found)


def yes(value: str | None) -> bool:
    """Read a truth value as XML Schema writes it."""
    return value in ("1", "true", "on")


def related_part(package: Package, kind: str) -> tuple[str, bytes]:
    """Return name and content of a part that a workbook may have once; nothing when it has none."""
    if all(each.kind != kind for each in package.relations.values()):
        return "", b""
    name = _only(package.relations, kind)
    return name, _part(package.parts, name)
