"""Parts of a workbook -> its sheets and defined names, before any sheet is read."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from xlsheets.workbook.refusals import refusal
from xlsheets.workbook.xmlwalk import Attributes, Node, walk

if TYPE_CHECKING:
    from collections.abc import Mapping

_RELATIONS = ("http://schemas.openxmlformats.org/package/2006/relationships ",)
_TYPES = ("http://schemas.openxmlformats.org/package/2006/content-types ",)
_LINKED = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
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
    listed = _Listed()
    walk(
        main,
        _part(parts, main),
        listed.grammar(),
        guarded=frozenset(("sheets", "sheet", "definedNames", "definedName")),
    )
    sheets = tuple(listed.entry(each, relations) for each in listed.sheets)
    _refuse_twins([each.name for each in sheets], "工作表")
    _refuse_twins([each.part for each in sheets], "工作表部件")
    for each in sheets:
        if each.part not in parts:
            raise refusal("damaged", where=f"部件 {each.part}")
    worksheets = tuple(each for each in sheets if types.of(each.part).endswith(".worksheet+xml"))
    return Package(parts, worksheets, listed.names, listed.since_1904, _linked(parts), relations)


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


@dataclass(slots=True)
class _Types:
    """Content types by part name and by extension."""

    parts: dict[str, str] = field(default_factory=dict)
    extensions: dict[str, str] = field(default_factory=dict)

    def of(self, part: str) -> str:
        extension = part.rpartition(".")[2].casefold()
        return self.parts.get(part.casefold(), self.extensions.get(extension, ""))

    def part(self, attributes: Attributes) -> None:
        name = attributes.get("PartName", "").lstrip("/").casefold()
        if name in self.parts:
            raise refusal("doubtful", where=f"部件 {name} 的类型")
        self.parts[name] = attributes.get("ContentType", "")

    def extension(self, attributes: Attributes) -> None:
        self.extensions[attributes.get("Extension", "").casefold()] = attributes.get(
            "ContentType", ""
        )


def _types(parts: Mapping[str, bytes]) -> _Types:
    types, name = _Types(), "[Content_Types].xml"
    children = {"Override": Node(start=types.part), "Default": Node(start=types.extension)}
    walk(name, _part(parts, name), {"Types": Node(children)}, spaces=_TYPES)
    return types


def _relations(parts: Mapping[str, bytes], source: str) -> dict[str, Relation]:
    """Return the relationships of a part ("" for the package) by id, targets as part names."""
    folder, _, name = source.rpartition("/")
    where = _spelt(parts, f"{folder}/_rels/{name}.rels".lstrip("/"))
    found: dict[str, Relation] = {}

    def add(attributes: Attributes) -> None:
        key, kind = attributes.get("Id", ""), attributes.get("Type", "").rpartition("/")[2]
        external = attributes.get("TargetMode") == "External"
        target = attributes.get("Target", "")
        if not external:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            target = _spelt(parts, target)
        if key in found:
            raise refusal("doubtful", where=f"部件 {where}")
        found[key] = Relation(kind, target, external)

    if source and where not in parts:
        return found
    walk(
        where,
        _part(parts, where),
        {"Relationships": Node({"Relationship": Node(start=add)})},
        spaces=_RELATIONS,
    )
    return found


def _only(relations: Mapping[str, Relation], kind: str) -> str:
    """Return the one part with this relation."""
    found = [each for each in relations.values() if each.kind == kind]
    if len(found) != 1 or found[0].external:
        raise refusal("doubtful" if len(found) > 1 else "damaged", where="部件之间的关系")
    return found[0].target


class _Listed:
    """What the workbook part lists."""

    def __init__(self) -> None:
        self.sheets: list[Attributes] = []
        self.names: dict[str, str] = {}
        self.since_1904 = False
        self._name = ""
        self._lists: set[str] = set()

    def grammar(self) -> dict[str, Node]:
        sheets = Node(
            {"sheet": Node(start=self.sheets.append)}, start=lambda _: self._once("sheets")
        )
        name = Node(start=self._begin, text=self._end, closed=True)
        names = Node({"definedName": name}, start=lambda _: self._once("definedNames"))
        return {
            "workbook": Node(
                {"workbookPr": Node(start=self._set), "sheets": sheets, "definedNames": names}
            )
        }

    def _once(self, element: str) -> None:
        if element in self._lists:
            raise refusal("doubtful", where="工作表清单")
        self._lists.add(element)

    def _set(self, attributes: Attributes) -> None:
        self.since_1904 = yes(attributes.get("date1904"))

    def _begin(self, attributes: Attributes) -> None:
        # A copied sheet takes names of its own along; only those of the workbook are ours.
        self._name = "" if "localSheetId" in attributes else attributes.get("name", "")

    def _end(self, text: str) -> None:
        if not self._name:
            return
        key = self._name.casefold()
        if key in self.names:
            raise refusal("doubtful", where=f"名称 {self._name} 重复")
        self.names[key] = text.strip()

    @staticmethod
    def entry(attributes: Attributes, relations: Mapping[str, Relation]) -> SheetEntry:
        key = next((attributes[each] for each in _LINKED if each in attributes), "")
        relation = relations.get(key)
        if relation is None or relation.external:
            raise refusal("damaged", where="工作表清单")
        hidden = attributes.get("state", "visible") != "visible"
        return SheetEntry(attributes.get("name", ""), relation.target, hidden)


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


def related(package: Package, kind: str) -> tuple[str, bytes]:
    """Return name and content of a part that a workbook may have once; nothing when it has none."""
    if all(each.kind != kind for each in package.relations.values()):
        return "", b""
    name = _only(package.relations, kind)
    return name, _part(package.parts, name)
