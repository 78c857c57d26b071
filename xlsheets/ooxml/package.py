"""A workbook's package -> the same file with some parts changed, added or gone; the rest byte for byte as it was."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from lxml import etree  # type: ignore[import-untyped]

from xlsheets.errors import OutputError
from xlsheets.ooxml.identify import workbook_archive
from xlsheets.ooxml.refusals import refusal
from xlsheets.ooxml.relationships import TYPES, relations_of, relationships_part
from xlsheets.ooxml.writing import DEFLATED, OWN_FILE, STORED, Header, pack, zip_up
from xlsheets.ooxml.xml_editing import parse_for_editing, serialise
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from xlsheets.ooxml.archive import Archive
    from xlsheets.ooxml.contents import Package
    from xlsheets.ooxml.writing import PackedPart

Parts = dict[str, bytes]

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
# Attributes of a file are those of Unix, whatever system a workbook is written on.
_UNIX = 3


def rebuilt(source: bytes, change: Callable[[Parts], Parts]) -> bytes:
    """Return a workbook with its parts changed; parts stay in their order, new ones follow.

    Args:
        source: an .xlsx or .xlsm file.
        change: takes all parts by name and returns all parts of the result.

    Raises:
        UnreadableError: the file is damaged.
    """
    archive = workbook_archive(source)
    try:
        changed = change(dict(archive.parts))
    except (KeyError, ValueError) as error:
        raise refusal("damaged") from error
    return zip_up(_packed(archive, changed))


def _packed(archive: Archive, parts: Parts) -> Iterator[PackedPart]:
    """Yield the parts: those there were with their old dates, new ones with a fixed one."""
    known = {member.part for member in archive.members}
    for member in archive.members:
        method = STORED if member.stored else DEFLATED
        header = Header(_UNIX, 0, method, member.changed, member.attributes or OWN_FILE)
        if member.part in parts:
            yield pack(member.part, parts[member.part], header)
        elif member.part.endswith("/"):
            yield pack(member.part, b"", header)
    for name in parts:
        if name not in known:
            yield pack(name, parts[name], Header(_UNIX, attributes=OWN_FILE))


def worksheet_part(package: Package, name: str) -> str:
    """Return the part of a worksheet.

    Raises:
        OutputError: there is no such sheet.
    """
    found = (sheet.part for sheet in package.sheets if sheet.name == name)
    part = next(found, "")
    if not part:
        raise OutputError(f"工作簿里没有“{name}”这张表，没有改动它。")
    return part


class NewPart(NamedTuple):
    """A part to be added.

    Args:
        name: where it goes.
        content: its bytes.
        kind: the last word of the relationship type by which another part leads to it.
        type: its content type; for a part without XML it is said of its extension.
    """

    name: str
    content: bytes
    kind: str
    type: str


def with_part(parts: Parts, source: str, new: NewPart) -> tuple[Parts, str]:
    """Return all parts with a new one that another part leads to, and the id of that relationship."""
    where = relationships_part(source)
    links = parse_for_editing(parts[where], where) if where in parts else _no_links()
    used = {link.get("Id") for link in links}
    identity = next(f"rId{n}" for n in range(1, len(used) + 2) if f"rId{n}" not in used)
    target = posixpath.relpath(new.name, posixpath.dirname(source))
    attributes = {"Id": identity, "Type": f"{OFFICE}/{new.kind}", "Target": target}
    etree.SubElement(links, f"{{{etree.QName(links).namespace}}}Relationship", attributes)
    added = {where: serialise(links), TYPES: _announced(parts[TYPES], new), new.name: new.content}
    return parts | added, identity


def _no_links() -> etree._Element:
    return etree.Element(f"{{{_LINKS}}}Relationships", nsmap={None: _LINKS})


def _announced(types: bytes, new: NewPart) -> bytes:
    """Return the list of content types with that of a new part; parts without XML go by their extension."""
    root = parse_for_editing(types, TYPES)
    space = f"{{{etree.QName(root).namespace}}}"
    extension = new.name.rpartition(".")[2]
    if extension == "xml":
        etree.SubElement(root, f"{space}Override", PartName=f"/{new.name}", ContentType=new.type)
    elif not any(entry.get("Extension", "").lower() == extension for entry in root):
        entry = etree.Element(f"{space}Default", Extension=extension, ContentType=new.type)
        root.insert(0, entry)
    return serialise(root)


def without_parts(parts: Parts, source: str, gone: Collection[str]) -> Parts:
    """Return all parts without some that one part leads to, and without what is said of them."""
    where = relationships_part(source)
    relations = relations_of(parts, source)
    links, types = parse_for_editing(parts[where], where), parse_for_editing(parts[TYPES], TYPES)
    for link in list(links):
        relation = relations[link.get("Id", "")]
        if relation.target in gone and not relation.external:
            links.remove(link)
    unannounced = {f"/{name}".casefold() for name in gone}
    for entry in list(types):
        if entry.get("PartName", "").casefold() in unannounced:
            types.remove(entry)
    kept = {name: part for name, part in parts.items() if name not in gone}
    return kept | {where: serialise(links), TYPES: serialise(types)}
