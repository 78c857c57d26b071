"""Borders and colours drawn over whole columns make a sheet long, not unreadable."""

from __future__ import annotations

from tests.tools.parts import SHEET, changed, sound
from xlsheets.workbook.reading.reader import read_workbook


def _ghosts(rows: int, columns: str) -> bytes:
    return b"".join(
        f'<row r="{row}" spans="1:9">'.encode()
        + b"".join(f'<c r="{letter}{row}" s="1"/>'.encode() for letter in columns)
        + b"</row>"
        for row in range(2000, 2000 + rows)
    )


def test_rows_that_were_only_coloured_are_passed_over():
    ghosts = _ghosts(120_000, "ABCDEFGHI")
    content = changed(SHEET, lambda xml: xml.replace(b"</sheetData>", ghosts + b"</sheetData>"))
    assert ghosts.count(b"<c ") > 1_000_000
    read = read_workbook(content)
    assert read.figures == read_workbook(sound()).figures
    assert read.observations == ()


def test_a_value_far_below_the_form_is_not_passed_over():
    far = _ghosts(3_000, "ABCDEFGHI") + b'<row r="90000"><c r="B90000"><v>77</v></c></row>'
    content = changed(SHEET, lambda xml: xml.replace(b"</sheetData>", far + b"</sheetData>"))
    (stray,) = read_workbook(content).observations
    assert stray.text == "77"
