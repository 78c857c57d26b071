"""Lists as they are written: what is too wide for a page, and what goes in together because it looks alike."""

import io
from decimal import Decimal

import openpyxl
import pytest

from xlsheets.workbook.lists.ledger_columns import PROBLEMS, UNITS
from xlsheets.workbook.lists.list_writer import FIRST, HEADINGS, Column, Pages


@pytest.mark.parametrize(("columns", "across"), [(UNITS, 2), (PROBLEMS, 1)])
def test_a_wide_list_is_printed_on_several_pages_side_by_side(columns, across):
    pages = Pages("台账")
    sheet = pages.sheet("表", "台账", "说明", columns)
    pages.rows(sheet, columns, [("甲",) * len(columns)])
    made = openpyxl.load_workbook(io.BytesIO(pages.finish()))["表"]
    assert (made.page_setup.fitToWidth or 1) == across
    assert (made.print_title_cols == "$A:$A") is (across > 1)
    width = sum(column.width for column in columns)
    assert width / across <= 260


@pytest.mark.parametrize("large", [False, True])
def test_cells_that_go_in_together_hold_what_they_hold_one_by_one(large, tmp_path):
    names = ["甲乡", "乙<b>镇", "丙镇", "丁镇2", "戊 镇", "己" * 300]
    columns = [Column(name, 7, look) for name in names for look in ("fit", "sum")]
    rows = [
        [1, 2, 3, 4, None, 5, Decimal("0.5"), -6, 7, "八", 10**15, 9],
        [12345, *range(11)],
    ]
    columns.sort(key=lambda column: column.look)
    stream = io.BytesIO()
    pages = Pages("表", stream, str(tmp_path)) if large else Pages("表")
    sheet = pages.sheet("表", "表", "说明", columns)
    pages.rows(sheet, columns, rows)
    content = pages.finish() or stream.getvalue()
    made = openpyxl.load_workbook(io.BytesIO(content))["表"]
    headings, *held = made.iter_rows(min_row=HEADINGS + 1, values_only=True)
    assert list(headings) == [column.heading for column in columns]
    assert [list(row) for row in held] == [
        [1, 2, 3, 4, None, 5, 0.5, -6, 7, "八", 10**15, 9],
        [12345, *range(11)],
    ]
    styles = {cell.column: cell.style_id for cell in made[FIRST + 2]}
    assert len({styles[at] for at in range(1, 7)}) == len({styles[at] for at in range(7, 13)}) == 1
    assert styles[1] != styles[7]
    assert made.column_dimensions["A"].width == pytest.approx(7, abs=1)
    assert made.dimensions == "A1:L5"
