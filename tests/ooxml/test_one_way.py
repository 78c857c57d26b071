"""There is one way into an archive and one out of it, and one into XML: nobody goes around them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import xlsheets

PACKAGE = Path(xlsheets.__file__).parent
WAYS = {
    # What somebody packed to send several files is no Office file: its names are in any encoding.
    "archives are read and written by ooxml": (
        r"\bimport zipfile\b|\bZipFile\b",
        {"ooxml", "workflows/sources/packed.py"},
    ),
    "XML is parsed by ooxml": (
        r"\bParserCreate\b|\bXMLParser\b|\bfromstring\(|\betree\.parse\(|\bminidom\b|\bXML\(",
        {"ooxml"},
    ),
    "relationships are resolved by ooxml": (r"\bTargetMode\b|/_rels/", {"ooxml"}),
    "no column is counted by hand": (
        r"chr\(65|ord\([a-z]+\) - 64|xl_cell_to_rowcol|xl_rowcol_to_cell|ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        {"basics/addresses.py"},
    ),
    "no sheet name is quoted by hand": (r"\"'\{|'\{[a-z_A-Z.]+\}'!|''\"", {"basics/addresses.py"}),
}


@pytest.mark.parametrize("way", WAYS)
def test_nobody_goes_around(way):
    pattern, allowed = WAYS[way]
    found = [
        f"{name}:{number}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for name in [path.relative_to(PACKAGE).as_posix()]
        if name not in allowed and name.partition("/")[0] not in allowed
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line)
    ]
    assert found == []
