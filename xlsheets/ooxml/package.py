"""Bytes of an Office file <-> its parts: read with limits and without a DTD, written byte-stable."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from xlsheets.errors import UnreadableError
from xlsheets.ooxml.xml import declares_types, tree_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from xml.etree.ElementTree import Element

_MEMBERS = 2_000
_PART_BYTES = 32 * 2**20
_ALL_BYTES = 64 * 2**20
# Opening and closing tags together; a report has some ten thousand.
_ELEMENTS = 1_000_000


class PackedPart(NamedTuple):
    """One part, ready to be put into a zip archive."""

    name: str
    crc: int
    size: int
    deflated: bytes


def pack(name: str, content: bytes) -> PackedPart:
    """Compress one part."""
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -15)
    deflated = squeeze.compress(content) + squeeze.flush()
    return PackedPart(name, zlib.crc32(content), len(content), deflated)


_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION, _UTF8, _DEFLATED = 20, 0x800, 8
_1980_01_01 = (0, 0x21)


def zip_up(parts: Iterable[PackedPart]) -> bytes:
    """Write parts as a zip archive in the given order, every date 1980-01-01."""
    body, directory, count = bytearray(), bytearray(), 0
    for part in parts:
        name = part.name.encode()
        told = (_UTF8, _DEFLATED, *_1980_01_01, part.crc, len(part.deflated), part.size, len(name))
        directory += (
            _CENTRAL.pack(b"PK\1\2", _VERSION, _VERSION, *told, 0, 0, 0, 0, 0, len(body)) + name
        )
        body += _LOCAL.pack(b"PK\3\4", _VERSION, *told, 0) + name + part.deflated
        count += 1
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)


# A compound file: what Word before 2007 wrote, and what it still puts an encrypted document into.
_COMPOUND = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# NotImplementedError is what zipfile says of a way of compression it does not know.
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


def read_package(source: bytes) -> dict[str, bytes]:
    """Read every part of a Word file, CRC checked.

    Raises:
        UnreadableError: no zip archive, damaged, encrypted, of an old Word, doubtful (two parts of one name) or too large.
    """
    if source.startswith(_COMPOUND):
        raise _encrypted() if _ENCRYPTED in source else _old()
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            return _read_members(archive)
    except _DAMAGE as error:
        raise UnreadableError(
            "damaged", "这个文件不是完好的 Word 文档（.docx），请用 Word 打开另存后再试。"
        ) from error
    except RuntimeError as error:
        raise _encrypted() from error


def _encrypted() -> UnreadableError:
    return UnreadableError("encrypted", "这个 Word 文档加了密，请去掉密码另存后再试。")


def _old() -> UnreadableError:
    return UnreadableError(
        "old", "这是旧版 Word 或者 WPS 的文件，请用 Word 或者 WPS 打开，另存为 .docx 再试。"
    )


def _read_members(archive: zipfile.ZipFile) -> dict[str, bytes]:
    members = [each for each in archive.infolist() if not each.is_dir()]
    if len({each.filename.casefold() for each in members}) != len(members):
        raise UnreadableError("duplicate", "这个 Word 文档里有重名的部件，内容不可信，没有读取。")
    if len(members) > _MEMBERS:
        raise _too_large()
    parts: dict[str, bytes] = {}
    left = _ALL_BYTES
    for each in members:
        with archive.open(each) as stream:
            content = stream.read(min(_PART_BYTES, left) + 1)
        left -= len(content)
        if len(content) > _PART_BYTES or left < 0:
            raise _too_large()
        parts[each.filename] = content
    return parts


def _too_large() -> UnreadableError:
    return UnreadableError("too_large", "这个 Word 文档展开后太大，不像一份年度报告，没有读取。")


class Walker(NamedTuple):
    """What to call while a part is walked; names are ``namespace local``."""

    start: Callable[[str, Mapping[str, str]], None]
    end: Callable[[str], None] | None = None
    text: Callable[[str], None] | None = None


def walk(xml: bytes, make: Callable[[expat.XMLParserType], Walker]) -> None:
    """Walk through one XML part from start to end; a DTD is refused, so no entity is ever expanded.

    Raises:
        UnreadableError: the part is no well-formed XML or has a DTD.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    walker = make(parser)
    parser.StartElementHandler = walker.start
    if walker.end:
        parser.EndElementHandler = walker.end
    if walker.text:
        parser.CharacterDataHandler = walker.text
    parser.StartDoctypeDeclHandler = _refuse_dtd
    try:
        parser.Parse(xml, True)  # noqa: FBT003 - the C signature has no keyword
    except (expat.ExpatError, UnicodeError, LookupError, ValueError) as error:
        raise _damaged() from error


def _damaged() -> UnreadableError:
    return UnreadableError("damaged", "这个 Word 文档的内容已损坏，请用 Word 打开另存后再试。")


def _refuse_dtd(*_: object) -> None:
    raise UnreadableError("dtd", "这个 Word 文档里有外部定义（DTD），有安全风险，没有读取。")


def parse(xml: bytes) -> Element:
    """Return one XML part as a tree; a DTD is refused, so no entity is ever expanded.

    Raises:
        UnreadableError: the part is no well-formed XML, has a DTD, or more elements than any report.
    """
    if xml.count(b"<") > _ELEMENTS:
        raise _too_large()
    if declares_types(xml):
        _refuse_dtd()
    try:
        return tree_of(xml)
    except ValueError as error:
        raise _damaged() from error


_RELATIONSHIP = "http://schemas.openxmlformats.org/package/2006/relationships Relationship"


def related(parts: Mapping[str, bytes], part: str, kind: str) -> str:
    """Return the part that ``part`` ("" for the package) has in this relation; "" if none."""
    return next(iter(all_related(parts, part, kind)), "")


def all_related(parts: Mapping[str, bytes], part: str, kind: str) -> list[str]:
    """Return all parts that ``part`` ("" for the package) has in this relation."""
    return [
        target for _, relation, target in _relations(parts, part) if relation.endswith(f"/{kind}")
    ]


def related_by_id(parts: Mapping[str, bytes], part: str, identity: str) -> str:
    """Return the part that ``part`` refers to by this relationship id; "" if none."""
    found = (target for key, _, target in _relations(parts, part) if key == identity)
    return next(found, "")


def _relations(parts: Mapping[str, bytes], part: str) -> list[tuple[str, str, str]]:
    """List (id, type, name of the part) of the relationships that stay inside the package."""
    folder, _, name = part.rpartition("/")
    found: list[tuple[str, str, str]] = []

    def start(element: str, attributes: Mapping[str, str]) -> None:
        target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))[1:]
        if element == _RELATIONSHIP and target in parts:
            found.append((attributes.get("Id", ""), attributes.get("Type", ""), target))

    rels = parts.get(f"{folder}/_rels/{name}.rels".lstrip("/"), b"")
    if rels:
        walk(rels, lambda _: Walker(start))
    return found
