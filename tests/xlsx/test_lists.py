"""Lists of a workbook are found by their headings; whatever is looked for, a sheet is read once."""

from __future__ import annotations

import io

import openpyxl

from tests.tools.steps import calls
from xlsheets.xlsx.list_reader import Lists, read_list


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for title, heading in (("甲", "单位"), ("乙", "文件")):
        sheet = book.create_sheet(title)
        sheet.append(("", "说明"))
        sheet.append((heading, "数"))
        for number in range(400):
            sheet.append((f"第{number}个", number))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_list_is_found_by_its_heading_on_whatever_sheet():
    lists = Lists(workbook(), "台账.xlsx")
    assert [row.figure("数") for row in lists.rows("文件") or ()] == list(range(400))
    assert lists.rows("单位") is not None
    assert lists.rows("没有") is None
    assert read_list(workbook(), "台账.xlsx", "文件") is not None


def test_seven_lists_take_little_more_than_one():
    source = workbook()
    one = calls(lambda: Lists(source, "台账.xlsx").rows("没有"))

    def seven() -> None:
        lists = Lists(source, "台账.xlsx")
        for number in range(7):
            lists.rows(f"没有{number}")

    assert calls(seven) < 2 * one
