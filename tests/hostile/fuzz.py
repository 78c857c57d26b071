"""Fuzz the reader and the importer with atheris for a fixed number of runs; anything but a refusal is a crash.

    python -m tests.hostile.fuzz reader -runs=20000 -seed=1
    python -m tests.hostile.fuzz importer -runs=20000 -seed=1

The bytes of the fuzzer become a sheet of a sound workbook, or a published page: checksums would stop it otherwise.
"""

from __future__ import annotations

import sys
import tempfile
import zipfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["xlsheets"]):
    from xlsheets.errors import UnreadableError
    from xlsheets.imports import read_published
    from xlsheets.workbook.reading.reader import read_workbook
    from xlsheets.workflows import samples
    from xlsheets.workflows.one_report import convert

    read_published(
        convert(samples.sound(), "html"), "a.html"
    )  # what is loaded late is followed too

from tests.tools.parts import SHEET, sound_parts, zipped


def reader(content: bytes) -> None:
    """Read a workbook one of whose sheets was made by the fuzzer."""
    try:
        read_workbook(zipped({**sound_parts(), SHEET: content}, zipfile.ZIP_STORED), "a.xlsx")
    except UnreadableError:
        return


def importer(content: bytes) -> None:
    """Import a page made by the fuzzer."""
    try:
        read_published(content, "a.html")
    except UnreadableError:
        return


# What to call, and a sound input to begin with.
TARGETS = {
    "reader": (reader, lambda: sound_parts()[SHEET]),
    "importer": (importer, lambda: convert(samples.sound(), "html")),
}


def main() -> None:
    """Fuzz the target named first; libFuzzer's own options follow."""
    target, sound = TARGETS[sys.argv[1]]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "sound").write_bytes(sound())
        atheris.Setup([sys.argv[0], *sys.argv[2:], "-max_len=200000", folder], target)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
