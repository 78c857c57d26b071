"""Bytes -> the compressed container that VBA keeps its sources in ([MS-OVBA] 2.4.1)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 4096
_SIGNATURE = b"\x01"
# Chunk header: twelve bits of size less three, the fixed bits 011, and whether it is compressed.
_COMPRESSED, _RAW = 0xB000, 0x3000
_SHORTEST = 3


def compress(source: bytes) -> bytes:
    """Return the compressed container; the same source always gives the same bytes."""
    starts = range(0, len(source), _CHUNK)
    return _SIGNATURE + b"".join(_chunk(source[start : start + _CHUNK]) for start in starts)


def _chunk(source: bytes) -> bytes:
    body = b"".join(_groups(list(_tokens(source))))
    if len(body) <= _CHUNK:
        return struct.pack("<H", _COMPRESSED | (len(body) - 1)) + body
    return struct.pack("<H", _RAW | (_CHUNK - 1)) + source.ljust(_CHUNK, b"\0")


def _groups(tokens: list[bytes]) -> Iterator[bytes]:
    """Put a flag byte before every eight tokens; a set bit means: this one points back."""
    for start in range(0, len(tokens), 8):
        group = tokens[start : start + 8]
        flags = sum(1 << bit for bit, token in enumerate(group) if len(token) > 1)
        yield bytes([flags]) + b"".join(group)


def _tokens(source: bytes) -> Iterator[bytes]:
    """Yield one byte as it stands, or two bytes that point back to a longer stretch."""
    at = 0
    while at < len(source):
        # The further into the chunk, the more bits the distance needs and the fewer the length has.
        length_bits = 16 - max(4, (at - 1).bit_length() if at else 0)
        start, length = _longest_match(source, at, (1 << length_bits) - 1 + _SHORTEST)
        if length < _SHORTEST:
            yield source[at : at + 1]
            at += 1
        else:
            yield struct.pack("<H", ((at - start - 1) << length_bits) | (length - _SHORTEST))
            at += length


def _longest_match(source: bytes, at: int, limit: int) -> tuple[int, int]:
    """Return where the longest earlier copy of what stands at ``at`` begins, and its length."""
    start, length = 0, 0
    longest = min(limit, len(source) - at)
    trial = _SHORTEST
    while trial <= longest:
        # A copy may run into what it is copied to, but must begin before it.
        found = source.rfind(source[at : at + trial], 0, at + trial - 1)
        if found < 0:
            break
        start, length = found, trial
        trial += 1
    return start, length
