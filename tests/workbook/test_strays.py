"""What was typed outside the cells of the form is read where it is plainly the next paragraph, and told of otherwise."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest

from tests.tools.parts import sound
from xlsheets.basics.numbers import Oddity
from xlsheets.report import PREAMBLE, Report
from xlsheets.report.findings import Severity
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workflows.one_report import validate

WORDS = "村里新设了三块公开栏。"


def edited(edit: Callable[[openpyxl.Workbook], object]) -> Report:
    book = openpyxl.load_workbook(io.BytesIO(sound()))
    edit(book)
    out = io.BytesIO()
    book.save(out)
    return read_workbook(out.getvalue(), "某乡.xlsx")


def put(sheet: str, address: str, value: object) -> Report:
    return edited(lambda book: book[sheet].__setitem__(address, value))


def strays(read: Report) -> list[tuple[str, str]]:
    return [
        (str(read.places[observation.place]), observation.text)
        for observation in read.observations
        if observation.kind is Oddity.STRAY
    ]


def test_a_sound_workbook_has_none():
    assert read_workbook(sound()).observations == ()


@pytest.mark.parametrize(
    ("sheet", "address", "section"),
    [
        ("一、总体情况", "B47", "overview"),
        ("基本信息", "C22", PREAMBLE),
        ("六、其他事项", "B60", "other_matters"),
    ],
)
def test_a_paragraph_below_the_last_cell_is_the_next_one(sheet, address, section):
    read = put(sheet, address, WORDS)
    assert read.narrative[section][-1] == WORDS
    assert read.observations == ()


def test_a_paragraph_in_a_row_inserted_above_the_first_is_the_first():
    def insert(book: openpyxl.Workbook) -> None:
        sheet = book["一、总体情况"]
        sheet.insert_rows(5)
        sheet["B5"] = WORDS
        names = book.defined_names["text_overview"]
        names.attr_text = "'一、总体情况'!$B$6:$B$45"

    read = edited(insert)
    assert read.narrative["overview"][0] == WORDS
    assert strays(read) == []


@pytest.mark.parametrize(
    ("sheet", "address", "value"),
    [
        ("一、总体情况", "E7", WORDS),
        ("基本信息", "F5", WORDS),
        ("基本信息", "B22", WORDS),
        ("二、主动公开", "F6", 77),
        ("二、主动公开", "A20", "其他对外管理服务事项"),
        ("三、申请办理", "L9", 3),
        ("四、复议诉讼", "C12", WORDS),
        ("基础数据", "H9", WORDS),
    ],
)
def test_what_stands_elsewhere_blocks_the_report_and_is_quoted(sheet, address, value):
    read = put(sheet, address, value)
    assert strays(read) == [(f"{sheet}!{address}", str(value))]
    (finding,) = [finding for finding in validate(read) if finding.code == "F213"]
    assert finding.severity is Severity.ERROR
    assert str(value) in finding.message
    assert (finding.sheet, finding.cell) == (sheet, address)


def test_a_sheet_copied_and_changed_is_asked_about_and_one_copied_alone_is_an_added_sheet():
    def copy(book: openpyxl.Workbook, number: int | None) -> None:
        made = book.copy_worksheet(book["三、申请办理"])
        made.title = "三、申请办理 (2)"
        if number is not None:
            made["D6"] = number

    changed = edited(lambda book: copy(book, 99))
    assert [(observation.kind, observation.note) for observation in changed.observations] == [
        (Oddity.COPIED_SHEET, "三、申请办理")
    ]
    alike = edited(lambda book: copy(book, None))
    assert [observation.kind for observation in alike.observations] == [Oddity.ADDED_SHEET]
