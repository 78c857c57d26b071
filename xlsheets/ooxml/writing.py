"""Parts of an Office file -> a zip archive, byte for byte the same on every machine."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

STORED, DEFLATED = 0, 8
UTF8_NAME = 0x800
# Attributes of a file that its owner may read and write, on Unix.
OWN_FILE = 0o600 << 16
_VERSION = 20
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4sBB5H3I5H2I")
_END = struct.Struct("<4s4H2IH")


class Header(NamedTuple):
    """What an archive says of a part besides its name and size.

    Args:
        system: the system its attributes belong to; 0 for MS-DOS, 3 for Unix.
        flags: bits such as ``UTF8_NAME``, which is set anyway where a name needs it.
        method: ``STORED`` or ``DEFLATED``.
        changed: time and date of its last change; 1980-01-01 by default.
        attributes: file attributes of that system.
    """

    system: int = 0
    flags: int = 0
    method: int = DEFLATED
    changed: tuple[int, int] = (0, 0x21)
    attributes: int = 0


_OURS = Header(flags=UTF8_NAME)


class PackedPart(NamedTuple):
    """One part, ready to be put into an archive."""

    name: str
    crc: int
    size: int
    body: bytes
    header: Header


def pack(name: str, content: bytes, header: Header = _OURS) -> PackedPart:
    """Compress one part, unless its header says that it is stored as it is."""
    body = content
    if header.method == DEFLATED:
        squeeze = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
        body = squeeze.compress(content) + squeeze.flush()
    return PackedPart(name, zlib.crc32(content), len(content), body, header)


def zip_up(parts: Iterable[PackedPart]) -> bytes:
    """Write parts as a zip archive in the given order."""
    body, directory, count = bytearray(), bytearray(), 0
    for part in parts:
        name, header = part.name.encode(), part.header
        flags = header.flags | (0 if part.name.isascii() else UTF8_NAME)
        sizes = part.crc, len(part.body), part.size, len(name)
        told = (flags, header.method, *header.changed, *sizes)
        directory += _CENTRAL.pack(
            *(b"PK\1\2", _VERSION, header.system, _VERSION, *told),
            *(0, 0, 0, 0, header.attributes, len(body)),
        )
        directory += name
        body += _LOCAL.pack(b"PK\3\4", _VERSION, *told, 0) + name + part.body
        count += 1
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)
