"""Profile -> the sheet 基本信息: who reports, for which year, and the preamble."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import shortest_ranges
from xlsheets.report import PROFILE_LABELS
from xlsheets.schema import LAST_YEAR
from xlsheets.values import NamedTuple
from xlsheets.workbook.layout import PREAMBLE_TOP, PROFILE, PROFILE_TOP
from xlsheets.workbook.template.sheets.input_rules import restrict_input
from xlsheets.workbook.template.sheets.prose import write_preamble
from xlsheets.workbook.template.writer.formats import line_count
from xlsheets.workbook.template.writer.live_formulas import REQUIRED_FIELDS

if TYPE_CHECKING:
    from xlsheets.basics.addresses import Spot
    from xlsheets.workbook.template.writer.sheet_writer import SheetWriter
    from xlsheets.workbook.template.writer.writer import BookWriter

# Chinese characters a line: of a preamble cell, of the advice beside a field.
_LINE, _ADVICE_LINE = 32, 23


class _Field(NamedTuple):
    look: str
    help: str


_FIELDS = {
    "unit": _Field("text", "单位全称，与公章一致，如“示例县示例乡人民政府”。"),
    "level": _Field(
        "text",
        "点右边的小箭头选择。政府办公室只报本机关的选“本机关”，汇总全地区的选“汇总”；高新区、新区、园区、景区等的管委会选“开发区等管委会”。",
    ),
    "year": _Field("year", "填报告哪一年的情况，如 2026 年 1 月报送的填 2025。"),
    "address": _Field("text", "写在前言里，方便群众联系。"),
    "postcode": _Field("text", "六位数字。"),
    "phone": _Field("text", "带区号，如 0357-1234567。"),
    "email": _Field("text", "没有可以不填。"),
    "filer": _Field("text", "填表的人，县里有疑问时联系；不印进报告。"),
    "signed": _Field("date", "报告落款的日期，按 2026-1-20 这样输入。"),
}


def write(book: BookWriter) -> None:
    """Write the sheet."""
    sheet = book.sheet(PROFILE, tab="#2F5597")
    for column, width in enumerate((5, 14, 74, 46)):
        sheet.set_column(column, column, width)
    book.banner(sheet, "A1:D1", book.account.title("年度报告基本信息"), "title")
    sheet.set_row(0, 30)
    sheet.merge_range(
        "A2:D2", "单位和年度填在这里，每张表的标题会自动带上。带 * 的必须填。", book.style("note")
    )
    for column, text in enumerate(("", "项目", "填写", "怎么填")):
        sheet.write_string(PROFILE_TOP - 1, column, text, book.style("head"))
    for number, (field, label) in enumerate(PROFILE_LABELS.items()):
        _field(book, sheet, PROFILE_TOP + number, field, label)
    book.flag(sheet, shortest_ranges(spot.cell for spot in book.layout.profile.values()))
    _rules(book, sheet)
    _preamble(book, sheet)
    sheet.freeze_panes(PROFILE_TOP, 0)
    sheet.set_selection(PROFILE_TOP, 2, PROFILE_TOP, 2)


def _field(book: BookWriter, sheet: SheetWriter, row: int, field: str, label: str) -> None:
    spot, (look, words) = book.layout.profile[field], _FIELDS[field]
    sheet.set_row(row, 10 + 14 * line_count(words, _ADVICE_LINE))
    star = "*" if field in REQUIRED_FIELDS else ""
    sheet.write_string(row, 0, star, book.style("stub", "center", "bold"))
    sheet.write_string(row, 1, label, book.style("stub"))
    sheet.write_string(row, 3, words, book.style("stub", "note"))
    _value(book, sheet, spot, field, look)


def _value(book: BookWriter, sheet: SheetWriter, spot: Spot, field: str, look: str) -> None:
    value = getattr(book.report.profile, field)
    looks = ("input", look, "left", "roomy")
    if isinstance(value, datetime.date):
        sheet.write_datetime(spot.cell, value, book.style(*looks))
    elif isinstance(value, int) or value is None:
        book.number(sheet, spot, value, *looks)
    else:
        level = book.report.edition.level(value) if field == "level" else None
        book.text(sheet, spot, level.label if level else value, *looks)


def _rules(book: BookWriter, sheet: SheetWriter) -> None:
    edition, spots = book.report.edition, book.layout.profile
    first = edition.first_year
    rules: dict[str, dict[str, object]] = {
        "level": {
            "validate": "list",
            "source": [level.label for level in edition.levels],
            "error_title": "请从列表里选择",
            "error_message": "单位类别只能从列表里选，请点单元格右边的小箭头。",
        },
        "year": {
            "validate": "integer",
            "criteria": "between",
            "minimum": first,
            "maximum": LAST_YEAR,
            "error_title": "请填四位数的年份",
            "error_message": f"报告年度是 {first} 到 {LAST_YEAR} 之间的四位数字，如 2025，不带“年”字。",
        },
        "signed": {
            "validate": "date",
            "criteria": "between",
            "minimum": datetime.date(first, 1, 1),
            "maximum": datetime.date(LAST_YEAR, 12, 31),
            "error_title": "请填日期",
            "error_message": "成文日期按 2026-1-20 这样输入，会自动显示成“2026年1月20日”。",
        },
    }
    for field, (_, words) in _FIELDS.items():
        prompt = {"input_title": PROFILE_LABELS[field], "input_message": words}
        restrict_input(sheet, spots[field].cell, rules.get(field, {"validate": "any"}) | prompt)


def _preamble(book: BookWriter, sheet: SheetWriter) -> None:
    row = PREAMBLE_TOP - 1
    heading = (
        f"{book.report.edition.preamble_heading}：依据什么编制、统计期限、联系方式等，一格写一段"
    )
    sheet.merge_range(row, 0, row, 3, heading, book.style("heading"))
    sheet.set_row(row, 26)
    write_preamble(book, sheet, _LINE)
