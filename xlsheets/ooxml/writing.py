"""A workbook's package <-> its parts: what leads where, and the same file with some parts changed."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import TYPE_CHECKING

from lxml import etree  # type: ignore[import-untyped]

from xlsheets.errors import OutputError, UnreadableError
from xlsheets.ooxml.xml_editing import parse_for_editing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TYPES = "[Content_Types].xml"
_1980 = (1980, 1, 1, 0, 0, 0)
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    KeyError,
    EOFError,
    NotImplementedError,
    # An encrypted member, and a member that is no XML worth the name.
    RuntimeError,
    ValueError,
)


def rebuilt(source: bytes, change: Callable[[dict[str, bytes]], Mapping[str, bytes]]) -> bytes:
    """Return a workbook with its parts changed; parts stay in their order, new ones follow.

    Args:
        source: an .xlsx or .xlsm file.
        change: takes all parts by name and returns all parts of the result.

    Raises:
        UnreadableError: the file is damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
            members = package.infolist()
        return _zipped(members, change(parts))
    except _DAMAGE as error:
        raise UnreadableError(
            "damaged", "这个工作簿的内部结构已经损坏，没有改动它；请在 Excel 里打开另存一份再试。"
        ) from error


def relationships(part: str) -> str:
    """Return the part that says where another part points to; "" asks for the package itself."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def resolved(part: str, target: str) -> str:
    """Return a relationship's target as a name in the package; it may be relative or absolute."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")


def target_of(parts: Mapping[str, bytes], part: str, kind: str, identity: str = "") -> str:
    """Return what a part points to by this kind of relationship, and this id if given.

    Raises:
        KeyError: it points to nothing of the kind.
    """
    for each in parse_for_editing(parts[relationships(part)]):
        if each.get("Type", "").endswith(f"/{kind}") and identity in ("", each.get("Id")):
            return resolved(part, each.get("Target", ""))
    raise KeyError(kind)


def sheet_path(parts: Mapping[str, bytes], book: str, name: str) -> str:
    """Return the part of a sheet.

    Raises:
        OutputError: there is no such sheet.
    """
    for each in parse_for_editing(parts[book]).iterfind("{*}sheets/{*}sheet"):
        if each.get("name") == name:
            identity = next(
                value for key, value in each.attrib.items() if key.endswith("/relationships}id")
            )
            return target_of(parts, book, "worksheet", identity)
    raise OutputError(f"工作簿里没有“{name}”这张表，没有改动它。")


def _zipped(members: list[zipfile.ZipInfo], parts: Mapping[str, bytes]) -> bytes:
    """Zip the parts: those there were with their old dates, new ones with a fixed one."""
    known = {each.filename for each in members}
    stored = {each.filename for each in members if each.compress_type == zipfile.ZIP_STORED}
    added = [zipfile.ZipInfo(name, _1980) for name in parts if name not in known]
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for member in (*members, *added):
            if member.filename in parts:
                entry = zipfile.ZipInfo(member.filename, member.date_time)
                entry.external_attr = member.external_attr
                kept = member.filename in stored
                entry.compress_type = zipfile.ZIP_STORED if kept else zipfile.ZIP_DEFLATED
                package.writestr(entry, parts[member.filename])
    return written.getvalue()
