"""Bytes of a zip archive -> its parts, only if every zip library would find the same ones.

Nothing the directory claims is believed: sizes are counted while inflating, every checksum is compared,
and an archive that could be read in two ways is refused.
"""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

from xlsheets.ooxml.refusals import refusal
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_MEMBERS = 2_000
LARGEST_PART = 32 * 2**20
LARGEST_SUM = 64 * 2**20

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_LOCATOR = struct.Struct("<4sIQI")
_END64 = struct.Struct("<4sQ2H2I4Q")
_LONGEST_COMMENT = 0xFFFF
_ENCRYPTED, _DESCRIPTOR, _UTF8 = 0x1, 0x8, 0x800
_STORED, _DEFLATED = 0, 8
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF
_EXTRA64 = 0x0001
# Signature, checksum and two sizes of eight bytes: the longest thing that may follow a member.
_LONGEST_DESCRIPTOR = 24
# Parts that are kept, and the longest of them: files made from one template have many in common.
_MOST_KEPT, _LONGEST_KEPT = 64, 2**16


class Member(NamedTuple):
    """One line of the directory; ``changed`` is time and date as the directory packs them."""

    name: str
    flags: int
    method: int
    changed: tuple[int, int]
    crc: int
    packed: int
    size: int
    attributes: int
    start: int

    @property
    def part(self) -> str:
        """Its name as a part; some programs on Windows write backslashes."""
        return self.name.replace("\\", "/")

    @property
    def stored(self) -> bool:
        """Whether it is not compressed."""
        return self.method == _STORED


class Archive(NamedTuple):
    """An archive: the lines of its directory, folders included, and the bytes of its parts."""

    members: tuple[Member, ...]
    parts: dict[str, bytes]


class _Directory(NamedTuple):
    members: int
    size: int
    start: int
    end: int


def unzip(content: bytes) -> Archive:
    """Return every part by name, in the order of the directory.

    Raises:
        UnreadableError: the archive is cut, damaged, encrypted, ambiguous or too large.
    """
    directory = _directory(content)
    members = tuple(_members(content, directory))
    _refuse_doubles(members)
    parts, left = {}, LARGEST_SUM
    bodies = _bodies(content, members, directory.start)
    for member in members:
        part = _inflate(content, member, bodies[member.start], min(left, LARGEST_PART))
        left -= len(part)
        if not member.part.endswith("/"):
            parts[member.part] = part
        elif part:
            raise refusal("doubtful", where=f"文件夹 {member.name}")
    return Archive(members, parts)


def _directory(content: bytes) -> _Directory:
    """Find the directory; it must end with the file, begin after the members, and be the only one."""
    at = content.rfind(b"PK\5\6")
    if at < 0:
        raise refusal("truncated")
    if _tail(content, at) is None:
        raise refusal(
            "truncated" if at + _END.size > len(content) else "doubtful", where="压缩目录"
        )
    if _rivals(content, at):
        raise refusal("doubtful", where="有两个压缩目录")
    _, disk, first_disk, here, count, size, start, _ = _END.unpack_from(content, at)
    end = at
    if _FULL16 in (here, count) or _FULL32 in (size, start):
        disk, first_disk, here, count, size, start, end = _zip64(content, at)
    if disk or first_disk or here != count:
        raise refusal("damaged", where="压缩目录")
    if start + size != end:
        raise refusal("doubtful", where="压缩目录的位置")
    if count > MOST_MEMBERS:
        raise refusal("too_large", where=f"内含 {count} 个部件")
    return _Directory(count, size, start, end)


def _tail(content: bytes, at: int) -> int | None:
    """Return the length of the comment when the record at this place ends with the file."""
    if at + _END.size > len(content):
        return None
    length: int = _END.unpack_from(content, at)[-1]
    return length if at + _END.size + length == len(content) else None


def _rivals(content: bytes, at: int) -> bool:
    """Tell whether another record would also be taken for the end of the directory."""
    lowest = max(0, len(content) - _END.size - _LONGEST_COMMENT)
    other = content.rfind(b"PK\5\6", lowest, at)
    while other >= 0:
        if _tail(content, other) is not None:
            return True
        other = content.rfind(b"PK\5\6", lowest, other)
    return False


def _zip64(content: bytes, at: int) -> tuple[int, ...]:
    """Return the fields of the large directory record in the order of the small one, and its place."""
    where = at - _LOCATOR.size
    if where < 0 or content[where : where + 4] != b"PK\6\7":
        raise refusal("damaged", where="压缩目录")
    place = _LOCATOR.unpack_from(content, where)[2]
    if place + _END64.size > where or content[place : place + 4] != b"PK\6\6":
        raise refusal("damaged", where="压缩目录")
    *_, disk, first_disk, here, count, size, start = _END64.unpack_from(content, place)
    return disk, first_disk, here, count, size, start, place


def _members(content: bytes, directory: _Directory) -> Iterator[Member]:
    at = directory.start
    for _ in range(directory.members):
        if at + _CENTRAL.size > directory.end or content[at : at + 4] != b"PK\1\2":
            raise refusal("damaged", where="压缩目录")
        fields = _CENTRAL.unpack_from(content, at)
        flags, method, changed, (crc, packed, size) = *fields[3:5], fields[5:7], fields[7:10]
        name_length, extra_length, comment_length = fields[10:13]
        name_end = at + _CENTRAL.size + name_length
        extra_end = name_end + extra_length
        name = _name(content[at + _CENTRAL.size : name_end], flags)
        size, packed, start = _widened(content[name_end:extra_end], (size, packed, fields[16]))
        if flags & _ENCRYPTED:
            raise refusal("encrypted")
        yield Member(name, flags, method, changed, crc, packed, size, fields[15], start)
        at = extra_end + comment_length
    if at != directory.end:
        raise refusal("damaged", where="压缩目录")


def _name(raw: bytes, flags: int) -> str:
    try:
        return raw.decode("utf-8" if flags & _UTF8 else "cp437")
    except UnicodeDecodeError as error:
        raise refusal("damaged", where="压缩目录") from error


def _widened(extra: bytes, fields: Sequence[int]) -> list[int]:
    """Replace the fields that are all ones by those of the zip64 extra field, in its order."""
    wide = _extra64(extra) if _FULL32 in fields else b""
    found = []
    for field in fields:
        if field == _FULL32:
            if len(wide) < 8:
                raise refusal("damaged", where="压缩目录")
            field, wide = int.from_bytes(wide[:8], "little"), wide[8:]  # noqa: PLW2901
        found.append(field)
    return found


def _extra64(extra: bytes) -> bytes:
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<2H", extra)
        if kind == _EXTRA64:
            return extra[4 : 4 + length]
        extra = extra[4 + length :]
    return b""


def _refuse_doubles(members: Sequence[Member]) -> None:
    """Refuse names that one system or another takes for the same: by case, by slash, by place."""
    seen = set()
    for member in members:
        plain = member.part.casefold().strip("/")
        if plain in seen or "\0" in plain or ".." in plain.split("/"):
            raise refusal("doubtful", where=f"部件 {member.name} 重名")
        seen.add(plain)


def _bodies(content: bytes, members: Sequence[Member], end: int) -> dict[int, int]:
    """Map the start of every member to that of its bytes; members fill the file up to the directory."""
    bodies, free = {}, 0
    for member in sorted(members, key=lambda member: member.start):
        if not _adjoins(content, free, member.start):
            raise refusal("doubtful", where=f"部件 {member.name} 的位置")
        bodies[member.start] = _body(content, member)
        free = bodies[member.start] + member.packed
    if not _adjoins(content, free, end):
        raise refusal("doubtful", where="压缩目录的位置")
    return bodies


def _adjoins(content: bytes, free: int, start: int) -> bool:
    """Tell whether a member begins where the last one ended, its descriptor aside."""
    gap = content[free:start]
    return start >= free and len(gap) <= (_LONGEST_DESCRIPTOR if free else 0) and b"PK\3" not in gap


def _body(content: bytes, member: Member) -> int:
    """Return where a member's bytes begin, after a header that must agree with the directory."""
    at = member.start
    if at + _LOCAL.size > len(content) or content[at : at + 4] != b"PK\3\4":
        raise refusal("damaged", where=member.name)
    _, _, flags, method, _, _, crc, packed, size, name_length, extra_length = _LOCAL.unpack_from(
        content, at
    )
    name_end = at + _LOCAL.size + name_length
    name = _name(content[at + _LOCAL.size : name_end], flags)
    told = (crc, packed, size)
    agreed = flags & _DESCRIPTOR or all(
        here in (there, _FULL32)
        for here, there in zip(told, (member.crc, member.packed, member.size), strict=True)
    )
    if (name, method) != (member.name, member.method) or flags & _ENCRYPTED or not agreed:
        raise refusal("doubtful", where=f"部件 {member.name}")
    return int(name_end + extra_length)


def _inflate(content: bytes, member: Member, body: int, limit: int) -> bytes:
    """Return the bytes of a part, counted and checked while they come out."""
    if member.size > limit:
        raise refusal("too_large", where=f"部件 {member.name}")
    packed = content[body : body + member.packed]
    if member.method == _STORED or not packed:  # some writers deflate nothing into nothing
        part, whole, checksum = packed, True, zlib.crc32(packed)
    elif member.method == _DEFLATED:
        short = max(len(packed), member.size) <= _LONGEST_KEPT
        inflate = _inflated_before if short else _inflated
        try:
            part, whole, checksum = inflate(packed, member.size)
        except zlib.error as error:
            raise refusal("damaged", where=f"部件 {member.name}") from error
    else:
        raise refusal("damaged", where=f"部件 {member.name} 的压缩方法")
    if not whole or (len(part), checksum) != (member.size, member.crc):
        raise refusal("damaged", where=f"部件 {member.name}")
    return part


def _inflated(packed: bytes, size: int) -> tuple[bytes, bool, int]:
    """Inflate no further than one byte beyond what was declared; tell whether it ended just there, and its checksum."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    part = stream.decompress(packed, size + 1)
    # Some writers leave behind the bytes the checksum that belongs to a stream of another wrapping.
    left = stream.unused_data in (b"", zlib.adler32(part).to_bytes(4, "big"))
    return part, stream.eof and left, zlib.crc32(part)


_inflated_before = lru_cache(maxsize=_MOST_KEPT)(_inflated)
