"""Parts of an Office file -> what leads where: relationships, and content types.

To a package the case of a part's name says nothing; the names given here are spelt as the archive spells them.
"""

from __future__ import annotations

import posixpath
from functools import lru_cache
from typing import TYPE_CHECKING

from xlsheets.ooxml.part import parse_part
from xlsheets.ooxml.refusals import refusal
from xlsheets.ooxml.xml import KINDS, SHEETS_OF_ONE, part_name
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

TYPES = "[Content_Types].xml"
_RELATIONSHIPS_SPACE = ("http://schemas.openxmlformats.org/package/2006/relationships",)
_TYPES_SPACE = ("http://schemas.openxmlformats.org/package/2006/content-types",)


# Bytes of relationships that are worth keeping: those of a report have some two thousand.
_LONGEST_KEPT = 2**14


class Relation(NamedTuple):
    """Where a relationship leads; ``kind`` is the last word of its type."""

    kind: str
    target: str
    external: bool


def relationships_part(source: str) -> str:
    """Return the part that says where another part leads; "" asks for the package itself."""
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations_of(parts: Mapping[str, bytes], source: str) -> Mapping[str, Relation]:
    """Return the relationships of a part ("" for the package) by id.

    Raises:
        UnreadableError: the package has none, an id stands twice, or they are no sound XML.
    """
    where = spelt(parts, relationships_part(source))
    if source and where not in parts:
        return {}
    xml = part_of(parts, where)
    relations = _relations_before if len(xml) <= _LONGEST_KEPT else _relations
    return relations(tuple(parts), where, posixpath.dirname(source), xml)


def _relations(
    names: tuple[str, ...], where: str, folder: str, xml: bytes
) -> Mapping[str, Relation]:
    """Return the relationships of a part in this folder, among parts of these names."""
    part = parse_part(where, xml, "Relationships", _RELATIONSHIPS_SPACE)
    found: dict[str, Relation] = {}
    for element in part.children(part.root, "Relationship"):
        key, kind = element.get("Id", ""), element.get("Type", "").rpartition("/")[2]
        external, target = element.get("TargetMode") == "External", element.get("Target", "")
        if not external:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            target = spelt(names, target)
        if key in found:
            raise refusal("doubtful", where=part_name(where))
        found[key] = Relation(kind, target, external)
    return found


# Files made from one template have the same parts, which lead to each other in the same way.
_relations_before = lru_cache(maxsize=KINDS * SHEETS_OF_ONE)(_relations)


def only_related(relations: Mapping[str, Relation], kind: str) -> str:
    """Return the one part that these relationships lead to by this kind.

    Raises:
        UnreadableError: there is none, or more than one.
    """
    found = [relation for relation in relations.values() if relation.kind == kind]
    if len(found) != 1 or found[0].external:
        raise refusal("doubtful" if len(found) > 1 else "damaged", where="部件之间的关系")
    return found[0].target


def all_related(
    parts: Mapping[str, bytes], relations: Mapping[str, Relation], kind: str
) -> list[str]:
    """Return the parts that are there and that these relationships lead to by this kind."""
    led = (relation.target for relation in relations.values() if relation.kind == kind)
    return [part for part in led if part in parts]


def first_related(parts: Mapping[str, bytes], relations: Mapping[str, Relation], kind: str) -> str:
    """Return the first of ``all_related``; "" if none."""
    return next(iter(all_related(parts, relations, kind)), "")


def spelt(parts: Collection[str], name: str) -> str:
    """Return the name of a part as the archive spells it; as given where the archive has none like it."""
    if name in parts:
        return name
    return next((part for part in parts if part.casefold() == name.casefold()), name)


def part_of(parts: Mapping[str, bytes], name: str) -> bytes:
    """Return the bytes of a part.

    Raises:
        UnreadableError: it is not there.
    """
    name = spelt(parts, name)
    if name not in parts:
        raise refusal("damaged", where=part_name(name))
    return parts[name]


class ContentTypes(NamedTuple):
    """Content types by part name and by extension, their case folded."""

    parts: Mapping[str, str]
    extensions: Mapping[str, str]

    def of(self, part: str) -> str:
        """Return the type of a part; "" when nothing is said of it."""
        extension = part.rpartition(".")[2].casefold()
        return self.parts.get(part.casefold(), self.extensions.get(extension, ""))


def content_types(parts: Mapping[str, bytes]) -> ContentTypes:
    """Read what the parts are.

    Raises:
        UnreadableError: the list is missing or damaged, or has a part twice.
    """
    part = parse_part(TYPES, part_of(parts, TYPES), "Types", _TYPES_SPACE)
    named: dict[str, str] = {}
    for element in part.children(part.root, "Override"):
        key = element.get("PartName", "").lstrip("/").casefold()
        if key in named:
            raise refusal("doubtful", where=f"部件 {key} 的类型")
        named[key] = element.get("ContentType", "")
    extensions = {
        element.get("Extension", "").casefold(): element.get("ContentType", "")
        for element in part.children(part.root, "Default")
    }
    return ContentTypes(named, extensions)
