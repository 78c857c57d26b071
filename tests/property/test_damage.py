"""What is damaged is refused or reads back equal; nothing else ever comes of it."""

from __future__ import annotations

import random
import zipfile

import pytest

from tests.tools.parts import sound, sound_parts, zipped
from xlsheets.errors import UnreadableError
from xlsheets.report import Report
from xlsheets.workbook.reading.reader import read_workbook


def verdict(content: bytes) -> Report | None:
    try:
        return read_workbook(content)
    except UnreadableError:
        return None


@pytest.mark.parametrize("seed", range(80))
def test_a_damaged_archive_is_refused_or_reads_the_same(seed):
    """Flip a bit, overwrite, cut out or repeat some bytes: twenty-five files a seed."""
    lots, due = random.Random(seed), read_workbook(sound())
    for _ in range(25):
        content = bytearray(sound())
        at, length = lots.randrange(len(content)), lots.randint(1, 40)
        match lots.randrange(4):
            case 0:
                content[at] ^= 1 << lots.randrange(8)
            case 1:
                content[at : at + length] = lots.randbytes(length)
            case 2:
                del content[at : at + length]
            case 3:
                content[at:at] = content[at : at + length]
        read = verdict(bytes(content))
        assert read is None or read == due


@pytest.mark.parametrize(
    "part", [name for name in sound_parts() if name.endswith((".xml", ".rels"))]
)
def test_a_damaged_part_never_breaks_the_reader(part):
    """Overwrite, cut out or repeat some of the XML: sixty files a part."""
    lots = random.Random(part)
    for _ in range(60):
        content = bytearray(sound_parts()[part])
        at, length = lots.randrange(len(content)), lots.randint(1, 60)
        match lots.randrange(3):
            case 0:
                content[at] = lots.choice(b"0123456789<>/\"'=&;! abc\x00\xff")
            case 1:
                del content[at : at + length]
            case 2:
                content[at:at] = content[at : at + length]
        verdict(zipped({**sound_parts(), part: bytes(content)}, zipfile.ZIP_STORED))
