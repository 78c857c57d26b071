"""What is written reads back equal, and what is damaged is refused or reads back equal too."""

from __future__ import annotations

import datetime
import os
import random
import zipfile
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tools.parts import SHEET, changed, sound, sound_parts, zipped
from xlsheets.errors import UnreadableError
from xlsheets.report import Profile, Report
from xlsheets.schema import newest
from xlsheets.schema.spec import Measure
from xlsheets.workbook.reader import read_workbook
from xlsheets.workbook.template import write_workbook

STEADY = settings(
    max_examples=int(os.environ.get("XLSHEETS_EXAMPLES", "25")),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
COUNTS = st.integers(0, 2**53)
AMOUNTS = st.integers(0, 10**12).map(lambda number: _exact(Decimal(number).scaleb(-6)))
LINES = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufffe\uffff"),
    max_size=60,
).map(str.strip)
PARAGRAPHS = st.lists(LINES.filter(bool), max_size=4).map(tuple)


def _exact(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value


@st.composite
def reports(draw) -> Report:
    cells = draw(st.sets(st.sampled_from(newest().typed_cells), max_size=40))
    figures = {
        cell: draw(AMOUNTS if newest().measure(cell) is Measure.WAN_YUAN else COUNTS)
        for cell in sorted(cells)
    }
    profile = Profile(
        unit=draw(LINES),
        level=draw(st.sampled_from([level.key for level in newest().levels])),
        year=draw(st.none() | st.integers(1900, 9999)),
        address=draw(LINES),
        phone=draw(LINES),
        signed=draw(st.none() | st.dates(datetime.date(1901, 1, 1), datetime.date(2999, 1, 1))),
    )
    sections = ("preamble", *(section.key for section in newest().prose))
    texts = {section: draw(PARAGRAPHS) for section in sections}
    return Report(
        profile=profile,
        figures=figures,
        narrative={section: text for section, text in texts.items() if text},
    )


@STEADY
@given(reports())
def test_any_report_reads_back_equal(due):
    read = read_workbook(write_workbook(due))
    assert dict(read.figures) == dict(due.figures)
    assert read.profile == due.profile
    assert dict(read.narrative) == dict(due.narrative)
    assert read.observations == ()


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


@STEADY
@given(st.sampled_from(newest().typed_cells), st.integers(100, 10**6))
def test_a_change_of_one_cell_shows_in_that_place_only(cell, number):
    due = read_workbook(sound()).figures
    read = read_workbook(write_workbook(Report(figures={**due, cell: number}))).figures
    assert {each for each in newest().typed_cells if read[each] != due[each]} == {cell}


def test_openpyxl_and_calamine_see_the_same_numbers():
    """Two independent readers agree with ours on a sound workbook."""
    import io

    import openpyxl
    from python_calamine import CalamineWorkbook

    read = read_workbook(sound())
    first = openpyxl.load_workbook(io.BytesIO(sound()), data_only=True)
    second = CalamineWorkbook.from_filelike(io.BytesIO(sound()))
    for cell, figure in read.figures.items():
        sheet, address = read.places[str(cell)]
        at = first[sheet][address]
        assert at.value == figure
        rows = second.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        assert rows[at.row - 1][at.column - 1] == figure


def test_an_ordinary_change_of_the_sheet_is_still_a_change():
    content = changed(SHEET, lambda xml: xml.replace(b"<v>12</v>", b"<v>13</v>", 1))
    assert read_workbook(content).figures != read_workbook(sound()).figures
