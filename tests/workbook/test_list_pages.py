"""A list on paper: what is too wide for a page goes on several, each with the first column."""

import io

import openpyxl
import pytest

from xlsheets.workbook.lists.ledger_columns import PROBLEMS, UNITS
from xlsheets.workbook.lists.list_writer import Pages


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
