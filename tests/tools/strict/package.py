"""The parts of an Office file: names, content types, relationships, and the texts in its XML."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
LINKS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Link:
    """A relationship: its kind without the long beginning, and the part or address it leads to."""

    kind: str
    target: str
    external: bool


@dataclass(frozen=True)
class Package:
    """An Office file, read."""

    members: tuple[zipfile.ZipInfo, ...]
    parts: dict[str, bytes]

    @cached_property
    def trees(self) -> dict[str, etree._Element]:
        return {
            name: etree.fromstring(content)
            for name, content in self.parts.items()
            if name.endswith((".xml", ".rels", ".vml"))
        }

    @cached_property
    def links(self) -> dict[str, dict[str, Link]]:
        """The relationships of each part, by their ids; those of the whole file stand under ""."""
        return {_owner(name): self._links(name) for name in self.parts if name.endswith(".rels")}

    def _links(self, name: str) -> dict[str, Link]:
        base = posixpath.dirname(posixpath.dirname(name))
        found = {}
        for link in self.trees[name]:
            external = link.get("TargetMode") == "External"
            target = link.get("Target")
            if not external:
                target = posixpath.normpath(posixpath.join("/", base, target)).lstrip("/")
            found[link.get("Id")] = Link(link.get("Type").rsplit("/", 1)[-1], target, external)
        return found

    def linked(self, owner: str, kind: str) -> list[str]:
        """Return the parts that a part has for this purpose."""
        return [link.target for link in self.links.get(owner, {}).values() if link.kind == kind]

    @property
    def main(self) -> str:
        """The part that is the workbook or the document."""
        return self.linked("", "officeDocument")[0]


def opened(content: bytes) -> Package:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
        return Package(tuple(archive.infolist()), {name: archive.read(name) for name in names})


def twice(values: Iterable[object]) -> list[object]:
    """Return what stands there more than once."""
    return [value for value, count in Counter(values).items() if count > 1]


def units(text: str | None) -> int:
    """Return the length of a text as Office counts it, in units of UTF-16."""
    return len((text or "").encode("utf-16-le", "surrogatepass")) // 2


def _owner(name: str) -> str:
    folder, file = posixpath.split(name)
    return posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))


def violations(file: Package) -> Iterator[str]:
    """Yield what is wrong with the file as a container of parts."""
    yield from _members(file)
    yield from _types(file)
    for owner in file.links:
        yield from _relationships(file, owner)
    for name in set(file.parts) - _reached(file) - {"[Content_Types].xml"}:
        if not name.endswith(".rels"):
            yield f"{name}: no relationship leads to it"
    for name, tree in file.trees.items():
        yield from _references(file, name, tree)
        yield from _texts(name, tree)


def _members(file: Package) -> Iterator[str]:
    for name in twice(member.filename.lower() for member in file.members):
        yield f"{name}: twice in the archive"
    for member in file.members:
        if member.flag_bits & 1 or member.compress_type not in (0, 8):
            yield f"{member.filename}: encrypted, or packed in an unusual way"


def _types(file: Package) -> Iterator[str]:
    types = file.trees["[Content_Types].xml"]
    endings = [kind.get("Extension").lower() for kind in types.iter(f"{TYPES}Default")]
    named = [kind.get("PartName") for kind in types.iter(f"{TYPES}Override")]
    for name in (*twice(endings), *twice(name.lower() for name in named)):
        yield f"[Content_Types].xml: {name} twice"
    for name in named:
        if name.lstrip("/") not in file.parts:
            yield f"[Content_Types].xml: {name} is not there"
    for name in file.parts:
        if f"/{name}" not in named and name.rsplit(".", 1)[-1].lower() not in endings:
            yield f"{name}: no content type"


def _relationships(file: Package, owner: str) -> Iterator[str]:
    if owner and owner not in file.parts:
        yield f"{owner}: has relationships but is not there"
    name = posixpath.join(posixpath.dirname(owner), "_rels", f"{posixpath.basename(owner)}.rels")
    for key in twice(link.get("Id") for link in file.trees[name]):
        yield f"{owner}: relationship {key} twice"
    for key, link in file.links[owner].items():
        if not re.fullmatch(r"[A-Za-z_][\w.-]*", key):
            yield f"{owner}: relationship called {key!r}"
        if link.external and (len(link.target) > 2083 or " " in link.target):
            yield f"{owner}: address too long or with a space: {link.target[:60]}"
        if not link.external and link.target.partition("#")[0] not in file.parts:
            yield f"{owner}: {key} leads to {link.target}, which is not there"


def _reached(file: Package) -> set[str]:
    reached, left = {""}, [""]
    while left:
        for link in file.links.get(left.pop(), {}).values():
            if not link.external and link.target not in reached:
                reached.add(link.target)
                left.append(link.target)
    return reached


_USED = etree.XPath("//@r:id|//@r:embed|//@r:link|//@r:pict", namespaces={"r": R.strip("{}")})


def _references(file: Package, name: str, tree: etree._Element) -> Iterator[str]:
    known = file.links.get(name, {})
    for used in _USED(tree):
        if used and used not in known:
            local = etree.QName(used.getparent()).localname
            yield f"{name}: {local} uses {used}, which is not there"


def _texts(name: str, tree: etree._Element) -> Iterator[str]:
    for element in tree.iter("{*}t"):
        text = element.text or ""
        if text != text.strip() and element.get(SPACE) != "preserve":
            yield f"{name}: spaces at the edge of {text[:20]!r} would be lost"
        if _CONTROL.search(text):
            yield f"{name}: control characters in {text[:20]!r}"
