"""What is stored in the cells of every kind of workbook this program writes."""

from __future__ import annotations

import re

import pytest

from tests.tools.made import MADE, annotated, made, sent, stored
from tests.tools.parts import zipped
from xlsheets.ooxml.identify import parts_of
from xlsheets.workbook.layout import PANEL

EMPTY = "<si><t/></si>"


@pytest.mark.parametrize("kind", MADE)
def test_no_cell_holds_a_text_without_a_character(kind):
    """COUNTA, ISBLANK and "go to blanks" take such a cell for a filled one."""
    found = [spot for spot, raw in stored(made(kind)) if raw == ("s", "", None, raw.style)]
    assert found == []


def test_empty_texts_of_earlier_versions_leave_the_list():
    """The panel counts the findings by COUNTA; a workbook of an earlier version has its list full of empty texts."""
    old = dict(parts_of(sent()))
    strings = old["xl/sharedStrings.xml"].decode()
    number = strings.count("<si>")
    old["xl/sharedStrings.xml"] = strings.replace("</sst>", f"{EMPTY}</sst>").encode()
    panel = next(
        name for name in old if name.startswith("xl/worksheets/sheet") and b"COUNTA(" in old[name]
    )
    blank = re.compile(rb'<c r="([A-H](?:6[1-9]|[7-9]\d|[12]\d\d|3[0-5]\d|360))" s="(\d+)"/>')
    full, times = blank.subn(rb'<c r="\1" s="\2" t="s"><v>%d</v></c>' % number, old[panel])
    assert times > 2_000
    old[panel] = full
    left = [
        spot for spot, raw in stored(annotated(zipped(old))) if raw == ("s", "", None, raw.style)
    ]
    assert [spot for spot in left if spot.sheet == PANEL] == []
