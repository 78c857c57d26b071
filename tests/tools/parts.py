"""A workbook as its parts, to be changed one by one and zipped up again."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import cache

from tests.tools.make import report
from xlsheets.workbook.template import write_workbook

SHEET = "xl/worksheets/sheet6.xml"
BOOK, RELS, TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
STRINGS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"


@cache
def sound() -> bytes:
    """Return a filled workbook: D6 and D8 of 表三 hold 12, every other figure is 0."""
    return write_workbook(
        report({"req.received.natural_person": 12, "req.granted.natural_person": 12})
    )


@cache
def sound_parts() -> Mapping[str, bytes]:
    return unzipped(sound())


def unzipped(content: bytes) -> dict[str, bytes]:
    """Return the parts of an archive by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return parts as an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


class _Pipe(io.RawIOBase):
    """Takes bytes in order and cannot go back."""

    def __init__(self) -> None:
        self.taken = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content) -> int:
        self.taken += bytes(content)
        return len(content)


def streamed(parts: Mapping[str, bytes], *, zip64: bool = False) -> bytes:
    """Return parts as an archive written to a pipe: sizes stand behind the members, in eight bytes or four."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=zip64) as member:
                member.write(content)
    return bytes(pipe.taken)


def changed(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return the sound workbook with one part changed."""
    content = change(sound_parts()[part])
    assert content != sound_parts()[part], f"the change of {part} changed nothing"
    return zipped({**sound_parts(), part: content})


def swapped(part: str, old: str, new: str) -> bytes:
    """Return the sound workbook with the first occurrence of a text replaced in one part."""
    return changed(part, lambda xml: xml.replace(old.encode(), new.encode(), 1))


def cell(address: str, new: str, content: bytes | None = None) -> bytes:
    """Return a workbook, the sound one by default, with one stored cell of 表三 replaced.

    ``{s}`` in the new cell stands for the style of the old one.
    """
    parts = unzipped(content or sound())
    pattern = rf'<c r="{address}" s="(\d+)"(?: t="\w+")?(?:/>|>.*?</c>)'.encode()
    found = re.search(pattern, parts[SHEET])
    assert found, address
    spelt = new.replace("{s}", found[1].decode()).encode()
    return zipped({**parts, SHEET: parts[SHEET].replace(found[0], spelt, 1)})


def bare(content: bytes) -> bytes:
    """Return a workbook whose formulas have no results, so that whoever opens it must compute them."""
    return zipped(
        {
            name: re.sub(rb"(</f>|<f/>)<v>[^<]*</v>", rb"\1", part)
            for name, part in unzipped(content).items()
        }
    )


def with_tails(parts: dict[str, bytes], tail: Callable[[bytes], bytes]) -> bytes:
    """Return an archive in which something follows the stream of each part, within the bytes that are counted to it."""
    out, directory = b"", b""
    for name, part in parts.items():
        stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        packed = stream.compress(part) + stream.flush() + tail(part)
        told = struct.pack("<3I2H", zlib.crc32(part), len(packed), len(part), len(name), 0)
        head = struct.pack("<5H", 20, 0, 8, 0, 33)
        directory += (
            b"PK\1\2\24\0"
            + head
            + told
            + struct.pack("<3H2I", 0, 0, 0, 0, len(out))
            + name.encode()
        )
        out += b"PK\3\4" + head + told + name.encode() + packed
    end = struct.pack("<4H2IH", 0, 0, len(parts), len(parts), len(directory), len(out), 0)
    return out + directory + b"PK\5\6" + end
