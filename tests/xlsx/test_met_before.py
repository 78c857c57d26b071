"""What is kept of workbooks met before changes nothing of what the next one says."""

from __future__ import annotations

import io
import re
import struct
import zlib
from functools import partial

import openpyxl
import pytest

from tests.tools.met import KEPT, forget, outcome
from tests.tools.parts import BOOK, SHEET, STYLES, changed, sound, sound_parts, swapped, zipped
from xlsheets.ooxml import archive
from xlsheets.report import Report
from xlsheets.workbook.reading.reader import read_workbook

TYPES, ROOT, RELATIONS = "[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"
SHEETS = re.compile(rb'(<sheet name=")(.{6,12})(" sheetId="3")')


def without(name: str) -> bytes:
    return zipped({part: xml for part, xml in sound_parts().items() if part != name})


def saved_by(height: float) -> bytes:
    """Return a workbook as openpyxl writes it, with rows of this height."""
    book = openpyxl.load_workbook(io.BytesIO(sound()))
    for sheet in book:
        sheet.row_dimensions[5].height = height
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def beside(name: str) -> bytes:
    return zipped({**sound_parts(), name: b"<x/>"})


OTHERS = {
    "a sheet is missing": partial(without, SHEET),
    "a sheet has another name": lambda: changed(BOOK, lambda xml: SHEETS.sub(rb"\1a\3", xml)),
    "a sheet is hidden": lambda: changed(
        BOOK, lambda xml: SHEETS.sub(rb'\1\2\3 state="hidden"', xml)
    ),
    "days count from 1904": lambda: swapped(BOOK, "<workbookPr ", '<workbookPr date1904="1" '),
    "another type": lambda: swapped(TYPES, "sheet.main+xml", "template.main+xml"),
    "an add-in": lambda: swapped(TYPES, "sheet.main+xml", "addin.main+xml"),
    "no document": lambda: swapped(ROOT, "officeDocument", "nothing"),
    "a sheet leads elsewhere": lambda: swapped(RELATIONS, "sheet1.xml", "sheet2.xml"),
    "a macro": partial(beside, "xl/vbaProject.bin"),
    "another file": partial(beside, "xl/connections.xml"),
    "no cell is locked": lambda: changed(
        STYLES, lambda xml: xml.replace(b"<protection", b'<protection locked="0" a', 1)
    ),
    "a finding in the list": lambda: swapped(
        "xl/worksheets/sheet10.xml", '<c r="B9" s="32"/>', '<c r="B9" s="32"><v>1</v></c>'
    ),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_a_workbook_is_read_as_if_it_were_the_first(other):
    content = other()
    forget()
    alone = outcome(content)
    forget()
    whole = outcome(sound())
    assert outcome(content) == alone
    assert outcome(sound()) == whole


def test_a_part_met_before_is_damaged_where_its_checksum_is_another():
    content = sound()
    assert isinstance(outcome(content), Report)
    right = struct.pack("<I", zlib.crc32(sound_parts()[STYLES]))
    assert content.count(right) == 2
    assert outcome(content.replace(right, b"\1\2\3\4")) == "damaged"


def test_little_is_kept_of_parts_that_are_long_or_pretend_to_be_short():
    forget()
    parts = {**sound_parts(), "long": b"a" * (2**16 + 1)}
    read_workbook(zipped(parts), "a.xlsx")
    kept = archive._inflated_before.cache_info()
    long = sum(len(xml) > 2**16 for xml in parts.values())
    assert kept.currsize == len(parts) - long
    assert kept.maxsize == 64


# How other programs write what ours writes, and what a clerk changes in passing.
KINDS_OF_ONE_FOLDER = [
    sound,
    partial(saved_by, 19.5),
    partial(saved_by, 21.0),
    partial(saved_by, 33.25),
    partial(swapped, STYLES, "Calibri", "Arial"),
]


def test_what_is_kept_of_one_kind_of_workbook_outlasts_the_others():
    workbooks = [make() for make in KINDS_OF_ONE_FOLDER]
    forget()
    for content in workbooks:
        read_workbook(content)
    missed = {kept: kept.cache_info().misses for kept in KEPT}
    for content in workbooks * 2:
        read_workbook(content)
    assert {kept: kept.cache_info().misses for kept in KEPT} == missed
