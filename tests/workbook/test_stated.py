"""A total that a source stated counts while the figures it was stated with stand; a correction in Excel ends it."""

from __future__ import annotations

import io

import openpyxl
import pytest

import xlsheets as xs
from tests.tools.make import EDITION, report
from xlsheets.report import Report
from xlsheets.report.json_format import from_json, to_json
from xlsheets.schema import Cell
from xlsheets.workbook.layout import Layout
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workbook.template import write_workbook

# The source says 13 were handled; its own rows come to 65, because one of them was mistyped.
CELLS = {
    "req.received.natural_person": 14,
    "req.granted.natural_person": 10,
    "req.partial.natural_person": 55,
    "req.carried_forward.natural_person": 1,
    "rem.cases.review_upheld": 2,
}
STATED = {"req.handled.natural_person": 13, "req.handled.all": 13, "rem.cases.review_all": 3}
SPOTS = Layout(EDITION).numbers


def source() -> Report:
    return report(CELLS, stated=STATED)


def corrected(cell: str, value: int | None, made: Report | None = None) -> Report:
    """Return what is read after one cell was typed over in the workbook of a report."""
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(made or source())))
    spot = SPOTS[Cell.parse(cell)]
    book[spot.sheet][spot.cell] = value
    out = io.BytesIO()
    book.save(out)
    return read_workbook(out.getvalue(), "a.xlsx")


def codes(made: Report, **compared: object) -> set[str]:
    return {finding.code for finding in xs.validate(made, **compared)}


def test_as_long_as_nothing_is_changed_the_workbook_says_what_its_source_said():
    made = read_workbook(write_workbook(source()), "a.xlsx")
    assert made.stated == source().stated
    assert codes(made) == codes(from_json(to_json(source()))) >= {"S302", "S401"}


def test_a_correction_in_excel_makes_the_sums_of_the_sheet_count():
    made = corrected("req.partial.natural_person", 3)
    assert {cell.block for cell in made.stated} == {"rem"}
    assert not codes(made) & {"S301", "S302", "S303"}


def test_a_correction_elsewhere_in_the_table_ends_the_statement_too():
    """Nothing is judged by a total whose table was worked on since: 勾稽 would block what the sheet calls right."""
    rows = {**CELLS, "req.partial.natural_person": 3, "req.carried_forward.natural_person": 0}
    stated = {"req.handled.natural_person": 14}
    made = report(rows, stated=stated)
    assert "S302" in codes(made)
    made = corrected("req.carried_forward.natural_person", 1, made)
    assert made.stated == {}
    assert not codes(made) & {"S301", "S302", "S303"}


@pytest.mark.parametrize("value", [None, 54])
def test_deleting_and_changing_are_changes(value):
    made = corrected("req.partial.natural_person", value)
    assert {cell.block for cell in made.stated} == {"rem"}


def test_another_table_keeps_what_was_stated_of_it():
    made = corrected("rem.cases.review_upheld", 3)
    assert {cell.block for cell in made.stated} == {"req"}


def test_last_year_corrected_in_excel_is_compared_as_its_sheet_shows_it():
    """What last year stated of 结转 no longer counts once its rows were corrected."""
    cells = {"req.received.natural_person": 5, "req.granted.natural_person": 3}
    was = report(
        {**cells, "req.carried_forward.natural_person": 1},
        stated={"req.carried_forward.all": 1},
        year=2024,
    )
    last = corrected("req.carried_forward.natural_person", 2, was)
    now = report({"req.carried_over.natural_person": 2, "req.granted.natural_person": 2})
    assert "Y301" not in codes(now, last=[last])
    older = report({}, year=2023, stated={"req.carried_forward.all": 0})
    assert "Y302" not in codes(now, last=[last, older])


def test_a_workbook_without_digests_states_nothing():
    """Workbooks made before digests were kept are judged by their sheets."""
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(source())))
    hidden = book[next(name for name in book.sheetnames if book[name].sheet_state == "hidden")]
    for row in hidden.iter_rows(min_row=4, min_col=3, max_col=3):
        row[0].value = None
    out = io.BytesIO()
    book.save(out)
    assert read_workbook(out.getvalue(), "a.xlsx").stated == {}
