"""A seed -> hostile workbooks: every attack on every part, every contradictory number in chosen cells."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator
from random import Random

from tests.tools.parts import cell, sound, sound_parts, zipped

# What a part may look like when somebody wants two readers to differ, or one to fall.
ATTACKS: dict[str, Callable[[bytes, Random], bytes]] = {
    "declares a type": lambda xml, _: _behind_declaration(xml, b"<!DOCTYPE x>"),
    "expands an entity": lambda xml, _: _behind_declaration(
        xml, b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;">]>'
    ),
    "asks for a file": lambda xml, _: _behind_declaration(
        xml, b'<!DOCTYPE x [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]>'
    ),
    "declares a type in UTF-16": lambda xml, _: _utf16(_behind_declaration(xml, b"<!DOCTYPE x>")),
}
# Damage of the archive around a part.
WRECKS: dict[str, Callable[[bytes, str, Random], bytes]] = {
    "checksum of another content": lambda content, part, lots: _patched(
        content, part, 16 + 2 * lots.randrange(2), lots.randrange(2**16)
    ),
    "twin in other case": lambda content, part, _: _twin(content, part.swapcase()),
    "twin behind a backslash": lambda content, part, _: _twin(content, f"\\{part}"),
    "twin of the same name": lambda content, part, _: _twin(content, part),
    "twin by a way round": lambda content, part, _: _twin(content, f"a/../{part}"),
    "flag of encryption": lambda content, part, _: _patched(content, part, 8, 1),
    "unknown compression": lambda content, part, _: _patched(content, part, 10, 99),
    "larger than it is": lambda content, part, _: _patched(content, part, 24, 2**30),
}
# Contents of a cell that are no number a person could read off the sheet; none of them may become one.
NO_NUMBERS = (
    "<v>12</v><v>13</v>",
    "<v>1<v>2</v></v>",
    "<v>NaN</v>",
    "<v>INF</v>",
    "<v>1E309</v>",
    "<v>-12</v>",
    "<v>1.5</v>",
    "<v>1_000</v>",
    "<v>0x1F</v>",
    "<v>1,234</v>",
    "<v>９９99999999999999999999999999999999</v>",
    "<f>6*2</f><v>12</v>",
    "<f>A1</f>",
    "<is><t>12</t></is><v>13</v>",
)
TYPED = (
    ("s", "<v>-1</v>"),
    ("s", "<v>4294967295</v>"),
    ("s", "<v>1.0</v>"),
    ("s", "<v>abc</v>"),
    ("b", "<v>1</v>"),
    ("e", "<v>#REF!</v>"),
    ("d", "<v>2025-01-01</v>"),
    ("x", "<v>12</v>"),
    ("str", "<v>—</v>"),
    ("inlineStr", "<is><t>十二件左右</t></is>"),
)
# D6 to G12 of 表三 hold counts that a clerk types.
CELLS = tuple(f"{column}{row}" for column in "DEFG" for row in (6, 7, 8))


def hostile(seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield files that must not be read as if nothing were wrong with them, by name."""
    lots = Random(seed)
    for part in sorted(sound_parts()):
        for name, attack in ATTACKS.items():
            yield (
                f"{part} {name}",
                zipped({**sound_parts(), part: attack(sound_parts()[part], lots)}),
            )
        for name, wreck in WRECKS.items():
            yield f"{part} {name}", wreck(sound(), part, lots)
    for address in CELLS:
        for number, inner in enumerate(NO_NUMBERS):
            yield (
                f"{address} value {number}",
                cell(address, f'<c r="{address}" s="{{s}}">{inner}</c>'),
            )
        for number, (kind, inner) in enumerate(TYPED):
            stored = f'<c r="{address}" s="{{s}}" t="{kind}">{inner}</c>'
            yield f"{address} kind {number}", cell(address, stored)


def _behind_declaration(xml: bytes, what: bytes) -> bytes:
    end = xml.find(b"?>") + 2 if xml.startswith(b"<?xml") else 0
    return xml[:end] + what + xml[end:]


def _utf16(xml: bytes) -> bytes:
    return xml.decode().replace("UTF-8", "UTF-16").encode("utf-16")


def _line(content: bytes, part: str) -> int:
    """Return where the directory speaks of a part."""
    return content.rindex(part.encode(), 0, len(content)) - 46


def _patched(content: bytes, part: str, offset: int, value: int) -> bytes:
    changed, at = bytearray(content), _line(content, part) + offset
    struct.pack_into("<I" if offset == 24 else "<H", changed, at, value)
    return bytes(changed)


def _twin(content: bytes, name: str) -> bytes:
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(_as_written(name), b"<x/>")
    return stream.getvalue()


def _as_written(name: str) -> zipfile.ZipInfo:
    """Return a member whose name is stored as it is, slashes and all."""
    member = zipfile.ZipInfo("x")
    member.filename = name
    return member
