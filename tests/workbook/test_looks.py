"""What the typeface of a cell changes: struck, raised, white and tiny contents are told of, never taken silently."""

from __future__ import annotations

import io
from copy import copy

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import PatternFill

from tests.tools.parts import sound
from xlsheets.basics.numbers import Oddity
from xlsheets.report import Observation, Report
from xlsheets.schema import Cell
from xlsheets.workbook.reading.reader import read_workbook

NUMBERS, PROSE = "三、申请办理", "一、总体情况"
FIRST = Cell.parse("req.received.natural_person")


def put(sheet: str, address: str, value: object, **font: object) -> Report:
    """Return what is read after a value is put into a cell in this typeface."""
    book = openpyxl.load_workbook(io.BytesIO(sound()), rich_text=True)
    cell = book[sheet][address]
    cell.value = value
    looks = copy(cell.font)
    for name, wanted in font.items():
        setattr(looks, name, wanted)
    cell.font = looks
    out = io.BytesIO()
    book.save(out)
    return read_workbook(out.getvalue())


def rich(before: str, marked: str, after: str = "", **font: object) -> CellRichText:
    return CellRichText(before, TextBlock(InlineFont(**font), marked), after)


@pytest.mark.parametrize(
    ("font", "oddity", "note"),
    [
        ({"vertAlign": "superscript"}, Oddity.TEXT, "其中“1”是上标，可能是 4"),
        ({"vertAlign": "subscript"}, Oddity.TEXT, "其中“1”是下标，可能是 4"),
        ({"strike": True}, Oddity.STRUCK, "其中“1”是划掉的，可能是 4"),
    ],
)
def test_a_figure_of_which_one_digit_looks_otherwise_is_not_read(font, oddity, note):
    read = put(NUMBERS, "D6", rich("4", "1", **font))
    assert FIRST not in read.figures
    assert read.observations == (Observation(oddity, str(FIRST), "41", note),)


def test_a_struck_number_is_not_read():
    read = put(NUMBERS, "D6", 6, strike=True)
    assert FIRST not in read.figures
    assert [observation.kind for observation in read.observations] == [Oddity.STRUCK]


@pytest.mark.parametrize("font", [{"color": "FFFFFFFF"}, {"sz": 1}])
def test_a_number_that_cannot_be_seen_is_read_and_told_of(font):
    read = put(NUMBERS, "D6", 6, **font)
    assert read.figures[FIRST] == 6
    assert [observation.kind for observation in read.observations] == [Oddity.HIDDEN]


def test_white_on_a_dark_ground_can_be_seen():
    book = openpyxl.load_workbook(io.BytesIO(sound()))
    cell = book[NUMBERS]["D6"]
    font = copy(cell.font)
    font.color = "FFFFFFFF"
    cell.value, cell.font, cell.fill = 6, font, PatternFill("solid", fgColor="FF1F4E79")
    out = io.BytesIO()
    book.save(out)
    assert read_workbook(out.getvalue()).observations == ()


def test_struck_words_are_no_part_of_a_paragraph():
    read = put(PROSE, "B5", rich("本年度", "没有", "开展培训。", strike=True))
    assert read.narrative["overview"][0] == "本年度开展培训。"
    assert read.observations == (Observation(Oddity.STRUCK, "text.overview.1", "没有"),)


def test_white_words_are_told_of():
    read = put(PROSE, "B5", rich("本年度", "没有", "开展培训。", color="FFFFFFFF"))
    assert read.narrative["overview"][0] == "本年度没有开展培训。"
    assert [observation.kind for observation in read.observations] == [Oddity.HIDDEN]


@pytest.mark.parametrize("value", ["#NAME?", "=-三是", True])
def test_what_is_no_text_among_the_paragraphs_is_told_of_at_its_own_cell(value):
    read = put(PROSE, "B12", value)
    (seen,) = read.observations
    assert seen.place == "text.overview.@B12"
    assert str(read.places[seen.place]) == f"{PROSE}!B12"


def test_characters_that_look_like_others_are_read_as_they_look_and_named():
    read = put(PROSE, "B5", "申请9\u202c件，均由人⺠政府办理。")
    assert read.narrative["overview"][0] == "申请9件，均由人民政府办理。"
    (seen,) = read.observations
    assert (seen.kind, seen.note) == (
        Oddity.PECULIAR,
        "文字方向控制符（U+202C）、“⺠”（U+2EA0）",
    )
