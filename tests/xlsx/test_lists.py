"""Lists of a workbook are found by their headings; whatever is looked for, a sheet is read once."""

from __future__ import annotations

import io

import openpyxl
import pytest

from xlsheets.xlsx import workbook as workbooks
from xlsheets.xlsx.list_reader import Lists, read_list
from xlsheets.xlsx.sheet import read_sheet


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


@pytest.mark.parametrize("lists", [1, 7])
def test_a_sheet_is_read_once_whatever_is_looked_for(lists, monkeypatch):
    read: list[str] = []

    def noted(part, *rest):
        read.append(part)
        return read_sheet(part, *rest)

    monkeypatch.setattr(workbooks, "read_sheet", noted)
    opened = Lists(workbook(), "台账.xlsx")
    for number in range(lists):
        opened.rows(f"没有{number}")
    assert sorted(read) == [f"xl/worksheets/sheet{number}.xml" for number in (1, 2, 3)]
