"""What is written reads back equal, whoever wrote it, and what changes shows in its own place only.

XLSHEETS_EXAMPLES sets how many examples each property has; whole workbooks take longest and have a twentieth of them.
"""

from __future__ import annotations

import datetime
import io
import os
import random
import re
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tools.make import EDITION, report
from tests.tools.office import convert
from tests.tools.parts import SHEET, changed, sound
from tests.tools.slots import Prepared, saved_by_openpyxl, stored
from xlsheets.basics.characters import normal
from xlsheets.report import Profile, Report
from xlsheets.schema.spec import Measure
from xlsheets.workbook.editing.patch import patch_workbook
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workbook.template import write_workbook

EXAMPLES = int(os.environ.get("XLSHEETS_EXAMPLES", "30"))
STEADY = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
SELDOM = settings(STEADY, max_examples=-(-EXAMPLES // 20))
COUNTS = st.integers(0, 2**53)
AMOUNTS = st.integers(0, 10**12).map(lambda number: _exact(Decimal(number).scaleb(-6)))
LINES = st.text(
    st.characters(
        exclude_categories=("Cc", "Co", "Cs", "Zl", "Zp"), exclude_characters="\ufffe\uffff"
    ),
    max_size=60,
).map(lambda text: normal(text).strip())
PARAGRAPHS = st.lists(LINES.filter(bool), max_size=4).map(tuple)
TYPED = EDITION.typed_cells
MONEY = frozenset(str(cell) for cell in TYPED if EDITION.measure(cell) is Measure.WAN_YUAN)


def _exact(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value


# Numbers ----------------------------------------------------------------------------------------

# How programs spell the number a cell holds; Excel writes a binary number to its seventeenth digit.
SPELLINGS = {
    "openpyxl": lambda number: str(number) if isinstance(number, int) else repr(float(number)),
    "XlsxWriter": lambda number: f"{number:.16G}",
    "Excel": lambda number: f"{float(number):.17g}",
}


@cache
def written() -> tuple[bytes, Report]:
    """Return an all-zero workbook and what is read from it."""
    content = write_workbook(report())
    return content, read_workbook(content)


@cache
def prepared(writer: str) -> Prepared:
    """Return the all-zero workbook as one program or another saves it."""
    content, _ = written()
    return Prepared(saved_by_openpyxl(content) if writer == "openpyxl" else content)


def all_numbers() -> st.SearchStrategy[dict[str, int | Decimal]]:
    """Draw a number for every cell that is typed."""
    return st.fixed_dictionaries(
        {str(cell): AMOUNTS if str(cell) in MONEY else COUNTS for cell in TYPED}
    )


@STEADY
@given(all_numbers(), st.sampled_from(sorted(SPELLINGS)))
def test_any_numbers_read_back_equal_however_they_are_spelt(due, writer):
    spell = SPELLINGS[writer]
    contents = {place: stored(f"<v>{spell(number)}</v>") for place, number in due.items()}
    read = read_workbook(prepared(writer).zipped(contents))
    assert {str(cell): number for cell, number in read.figures.items()} == due
    assert read.observations == ()


@pytest.mark.office
def test_numbers_saved_by_libreoffice_read_back_equal(tmp_path):
    lots, books, due = random.Random(18), [], []
    for number in range(4):
        figures = {
            str(cell): _exact(Decimal(lots.randrange(10**12)).scaleb(-6))
            if str(cell) in MONEY
            else lots.randrange(
                10 ** lots.randint(1, 13)
            )  # sums stay within the 15 digits it keeps
            for cell in TYPED
        }
        books.append(tmp_path / f"{number}.xlsx")
        books[-1].write_bytes(write_workbook(report(figures)))
        due.append(figures)
    for saved, figures in zip(convert(books, "xlsx", tmp_path / "out"), due, strict=True):
        read = read_workbook(saved)
        assert {str(cell): number for cell, number in read.figures.items()} == figures
        assert read.observations == ()


# One change -------------------------------------------------------------------------------------

# What one cell may come to hold instead of its 0, each different from a 0 in what is read or observed.
NUMBERS = st.integers(1, 10**15).map(lambda number: stored(f"<v>{number}</v>"))
CONTENTS = NUMBERS | st.sampled_from(
    (
        stored("<v>-3</v>"),
        stored("<v>1.5000001</v>"),
        stored("<v>1E300</v>"),
        stored("<f>1+1</f><v>2</v>"),
        stored("<v>1</v>", "b"),
        stored("<v>#N/A</v>", "e"),
        stored("<v>2025-01-01</v>", "d"),
        stored("<v>7</v>", "str"),
        stored("<is><t>12件</t></is>", "inlineStr"),
        stored("<is><t>—</t></is>", "inlineStr"),
        stored("<is><t>约二十</t></is>", "inlineStr"),
        stored(""),
    )
)


@STEADY
@given(st.sampled_from(TYPED), CONTENTS, st.sampled_from(sorted(SPELLINGS)))
def test_a_change_of_one_cell_shows_in_that_place_only(cell, content, writer):
    read = read_workbook(prepared(writer).zipped({str(cell): content}))
    differing = {str(cell_typed) for cell_typed in TYPED if read.figures.get(cell_typed) != 0}
    assert differing | {observation.place for observation in read.observations} == {str(cell)}


# Texts ------------------------------------------------------------------------------------------


SIGNS = st.characters(exclude_categories=("Cs",))
PHRASES = st.sampled_from(
    ("_x000D_", "_x005F_", "=1+1", "\r\n", "\n", "{{ 7*7 }}", "<f>1</f>", "]]>")
)
TEXTS = st.lists(st.text(SIGNS, max_size=20) | PHRASES, max_size=5).map("".join)


@STEADY
@given(st.tuples(TEXTS, TEXTS, TEXTS))
def test_any_text_reads_back_as_it_is_shown(texts):
    content, before = written()
    spots = [before.places[f"text.overview.{number}"] for number in (1, 2, 3)]
    read = read_workbook(patch_workbook(content, dict(zip(spots, texts, strict=True))))
    lines = [normal(line).strip() for text in texts for line in re.split(r"\r\n|[\r\n]", text)]
    assert read.narrative["overview"] == (
        *filter(None, lines),
        *before.narrative["overview"][3:],
    )
    assert read.figures == dict.fromkeys(TYPED, 0)


# Whole workbooks --------------------------------------------------------------------------------


@st.composite
def reports(draw) -> Report:
    figures = draw(all_numbers())
    profile = Profile(
        unit=draw(LINES),
        level=draw(st.sampled_from([level.key for level in EDITION.levels])),
        year=draw(st.none() | st.integers(1900, 9999)),
        address=draw(LINES),
        phone=draw(LINES),
        signed=draw(st.none() | st.dates(datetime.date(1901, 1, 1), datetime.date(2999, 1, 1))),
    )
    sections = ("preamble", *(section.key for section in EDITION.prose))
    texts = {section: draw(PARAGRAPHS) for section in sections}
    return Report(
        profile=profile,
        figures={cell: figures[str(cell)] for cell in TYPED if draw(st.booleans())},
        narrative={section: text for section, text in texts.items() if text},
    )


@SELDOM
@given(reports(), st.sampled_from([bytes, saved_by_openpyxl]))
def test_any_report_reads_back_equal(due, save):
    read = read_workbook(save(write_workbook(due)))
    assert dict(read.figures) == dict(due.figures)
    assert read.profile == due.profile
    assert dict(read.narrative) == dict(due.narrative)
    assert read.observations == ()


def test_openpyxl_and_calamine_see_the_same_numbers():
    """Two independent readers agree with ours on a sound workbook."""
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
