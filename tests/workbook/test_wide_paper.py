"""What people wrote into the working paper of a province is kept, however many columns it has."""

from __future__ import annotations

import datetime
import io

import openpyxl

from tests.tools.make import EDITION, report
from xlsheets.county.rollup import Rollup, add_up
from xlsheets.report import Profile
from xlsheets.schema import Cell
from xlsheets.workbook.lists.paper_answers import read_remarks, read_sums
from xlsheets.workbook.lists.working_paper import write_working_paper

UNITS = 1_600
RECEIVED = Cell("req", "received", "business")


def rolled() -> Rollup:
    figures = {str(RECEIVED): 2, "req.granted.business": 2}
    units = [report(figures, unit=f"第{number}镇人民政府") for number in range(UNITS)]
    return add_up(Profile(unit="示例省人民政府", level="province", year=2025), units)


def written(rollup: Rollup, **options) -> bytes:
    stream = io.BytesIO()
    write_working_paper(rollup, [], stream, **options)
    return stream.getvalue()


def commented(paper: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(paper))
    matrix, units = book["明细"], book["单位"]
    row = next(row for row in range(4, 300) if matrix.cell(row, 2).value == EDITION.path(RECEIVED))
    for at, (heading, entry) in enumerate(
        (("核对人", "张三"), ("核对日期", datetime.date(2026, 1, 9))), matrix.max_column + 1
    ):
        matrix.cell(3, at, heading)
        matrix.cell(row, at, entry)
    units.cell(8, units.max_column, "电话打过了")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_columns_people_added_beside_thousands_of_units_are_written_again():
    rollup = rolled()
    paper = commented(written(rollup))
    kept = read_remarks(paper, "底稿.xlsx")
    assert kept["明细"].headings == ("核对人", "核对日期")
    assert kept["明细"].entries == {
        EDITION.path(RECEIVED): {"核对人": "张三", "核对日期": datetime.date(2026, 1, 9)}
    }
    assert [*kept["单位"].entries.values()] == [{"备注": "电话打过了"}]
    again = read_remarks(written(rollup, kept=kept), "底稿.xlsx")
    assert again == kept


def test_sums_beside_thousands_of_units_are_read():
    sums = read_sums(written(rolled()), EDITION, "底稿.xlsx")
    assert sums[RECEIVED] == 2 * UNITS
    assert len(sums) == len(EDITION.cells)
