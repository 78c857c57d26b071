"""A tree of named bytes -> a compound file, the container of vbaProject.bin ([MS-CFB] version 3)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TypeAlias

Tree: TypeAlias = "dict[str, bytes | Tree]"

_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
_SECTOR, _MINI_SECTOR = 512, 64
_CUTOFF = 4096  # a stream shorter than this lives in the mini stream
_FAT_SECTOR, _END, _NONE = 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF
_HEADER_FATS = 109
_STORAGE, _STREAM, _ROOT = 1, 2, 5


def compound_file(tree: Tree) -> bytes:
    """Return the compound file; the same tree always gives the same bytes.

    Args:
        tree: names to bytes (a stream) or to another such mapping (a storage).
    """
    entries = _entries(tree)
    sectors, minis = _Sectors(_SECTOR), _Sectors(_MINI_SECTOR)
    for entry in entries:
        if entry.kind == _STREAM:
            home = minis if len(entry.content) < _CUTOFF else sectors
            entry.start, entry.size = home.add(entry.content), len(entry.content)
    entries[0].start, entries[0].size = sectors.add(minis.body), len(minis.body)
    mini_fat = sectors.add(_numbers(minis.chain), filler=b"\xff")
    directory = b"".join(map(_directory_entry, entries))
    directory += _directory_entry(_DirectoryEntry("", 0)) * (-len(entries) % 4)
    directory_start = sectors.add(directory)
    fats = sectors.close()
    header = _header(fats, directory_start, mini_fat, _count(4 * len(minis.chain), _SECTOR))
    return header + sectors.body


class _Sectors:
    """Sectors of one size, and for each the number of the one that follows."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.chain: list[int] = []
        self.body = b""

    def add(self, content: bytes, filler: bytes = b"\0") -> int:
        """Store a stretch of bytes; return the number of its first sector."""
        if not content:
            return _END
        first, count = len(self.chain), _count(len(content), self.size)
        self.chain += [*range(first + 1, first + count), _END]
        self.body += content.ljust(count * self.size, filler)
        return first

    def close(self) -> range:
        """Store the chain itself, which covers its own sectors too; return their numbers."""
        first, count = len(self.chain), 0
        while count * self.size < 4 * (first + count):
            count += 1
        self.chain += [_FAT_SECTOR] * count
        self.body += _numbers(self.chain).ljust(count * self.size, b"\xff")
        return range(first, first + count)


@dataclass
class _DirectoryEntry:
    """One line of the directory; links are positions in the list of entries."""

    name: str
    kind: int
    content: bytes = b""
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    black: bool = True
    start: int = 0
    size: int = 0


def _entries(tree: Tree) -> list[_DirectoryEntry]:
    entries = [_DirectoryEntry("Root Entry", _ROOT)]
    _grow(entries, 0, tree)
    return entries


def _grow(entries: list[_DirectoryEntry], parent: int, tree: Tree) -> None:
    """Add the children of one storage and link them as a balanced search tree."""
    # Names compare by length first, then by capital letters.
    names = sorted(tree, key=lambda name: (len(name), name.upper()))
    first = len(entries)
    for name in names:
        content = tree[name]
        is_stream = isinstance(content, bytes)
        entries.append(_DirectoryEntry(name, _STREAM if is_stream else _STORAGE))
        if isinstance(content, bytes):
            entries[-1].content = content
    full_levels = (len(names) + 1).bit_length() - 1
    entries[parent].child = _link(entries, first, first + len(names), full_levels)
    for position, name in enumerate(names, first):
        content = tree[name]
        if isinstance(content, dict):
            _grow(entries, position, content)


def _link(entries: list[_DirectoryEntry], low: int, high: int, full_levels: int) -> int:
    """Make the middle entry the parent of both halves; the last, partly filled level is red."""
    if low >= high:
        return _NONE
    middle = (low + high) // 2
    entry = entries[middle]
    entry.black = full_levels > 0
    entry.left = _link(entries, low, middle, full_levels - 1)
    entry.right = _link(entries, middle + 1, high, full_levels - 1)
    return middle


def _directory_entry(entry: _DirectoryEntry) -> bytes:
    name = f"{entry.name}\0".encode("utf-16-le") if entry.name else b""
    links = struct.pack("<III", entry.left, entry.right, entry.child)
    described = struct.pack("<HBB", len(name), entry.kind, entry.black)
    class_state_and_times = bytes(16 + 4 + 8 + 8)
    place = struct.pack("<IQ", entry.start, entry.size)
    return name.ljust(64, b"\0") + described + links + class_state_and_times + place


def _header(fats: range, directory: int, mini_fat: int, mini_fats: int) -> bytes:
    if len(fats) > _HEADER_FATS:
        raise ValueError("more than 6.8 MB need a second kind of table, which is not written here")
    fixed = struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    mini = (mini_fat, mini_fats)
    places = struct.pack("<9I", 0, len(fats), directory, 0, _CUTOFF, *mini, _END, 0)
    return (_MAGIC + bytes(16) + fixed + places + _numbers(list(fats))).ljust(_SECTOR, b"\xff")


def _numbers(values: list[int]) -> bytes:
    return struct.pack(f"<{len(values)}I", *values)


def _count(length: int, size: int) -> int:
    return -(-length // size)
