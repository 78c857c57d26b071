"""Facts -> the sheet 基础数据: optional figures that the text quotes and no table asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.addresses import shortest_ranges
from xlsheets.schema.facts import FACTS
from xlsheets.workbook.layout import FACTS_COLUMN, FACTS_SHEET, FACTS_TOP
from xlsheets.workbook.template.sheets.input_rules import restrict_input
from xlsheets.workbook.template.writer.formats import WRONG

if TYPE_CHECKING:
    from xlsheets.schema.facts import Fact
    from xlsheets.workbook.template.writer.sheet_writer import SheetWriter
    from xlsheets.workbook.template.writer.writer import BookWriter

_DENIED = "、".join(fact.label for fact in FACTS if fact.denied)
_NOTE = (
    "这一页可以不填。填了的，“生成文字”时写进正文；空着的，正文里不提。"
    f"没有发生而又要写明“没有”的填 0，有这几项：{_DENIED}；其他项目填 0，正文里也不提。"
)
# What a blank and a 0 mean, by whether the text tells of a 0.
_ZERO = {True: "没有就填 0，正文里会写明；不填就空着。", False: "没有或者不想写的就空着。"}


def write(book: BookWriter) -> None:
    """Write the sheet."""
    sheet = book.sheet(FACTS_SHEET, tab="#7F7F7F")
    for column, width in enumerate((5, 34, 16, 8, 76)):
        sheet.set_column(column, column, width)
    book.banner(sheet, "A1:E1", book.account.title("基础数据"), "title")
    sheet.set_row(0, 30)
    sheet.merge_range("A2:E2", _NOTE, book.style("roomy"))
    sheet.set_row(1, 36)
    for column, text in enumerate(("", "项目", "数量", "单位", "统计什么、到哪里找")):
        sheet.write_string(FACTS_TOP - 1, column, text, book.style("head"))
    group = ""
    for number, fact in enumerate(FACTS, 1):
        if fact.group != group:
            _group(book, sheet, fact)
        group = fact.group
        _fact(book, sheet, number, fact)
    _marks(book, sheet)
    sheet.freeze_panes(FACTS_TOP, 0)
    sheet.set_selection(FACTS_TOP + 1, FACTS_COLUMN, FACTS_TOP + 1, FACTS_COLUMN)


def _row(book: BookWriter, fact: Fact) -> int:
    return book.layout.facts[fact.key].place.row - 1


def _group(book: BookWriter, sheet: SheetWriter, first: Fact) -> None:
    row = _row(book, first) - 1
    sheet.merge_range(row, 0, row, 4, first.group, book.style("banner", "left"))
    sheet.set_row(row, 22)


def _fact(book: BookWriter, sheet: SheetWriter, number: int, fact: Fact) -> None:
    row, spot = _row(book, fact), book.layout.facts[fact.key]
    sheet.write_number(row, 0, number, book.style("stub", "center"))
    sheet.write_string(row, 1, fact.label, book.style("stub"))
    book.number(sheet, spot, book.report.facts.get(fact.key), "input", "center")
    sheet.write_string(row, 3, fact.unit, book.style("stub", "center"))
    sheet.write_string(row, 4, fact.help, book.style("stub", "note"))
    restrict_input(
        sheet,
        spot.cell,
        {
            "validate": "decimal" if fact.decimals else "integer",
            "criteria": ">=",
            "value": 0,
            "input_title": fact.label,
            "input_message": f"{fact.help}单位：{fact.unit}。{_ZERO[fact.denied]}",
            "error_title": f"只能填 0 或者{'正数' if fact.decimals else '正整数'}",
            "error_message": f"这一格填数字，单位是{fact.unit}，不要带单位。{_ZERO[fact.denied]}",
        },
    )


def _marks(book: BookWriter, sheet: SheetWriter) -> None:
    """Mark what is no number, or no whole number where things are counted."""
    for decimals, wrong in ((True, "@<0"), (False, "OR(@<0,@<>INT(@))")):
        facts = [fact for fact in FACTS if bool(fact.decimals) is decimals]
        areas = shortest_ranges(book.layout.facts[fact.key].cell for fact in facts)
        book.flag(sheet, areas)
        book.mark(sheet, areas, f'IF(@="",FALSE,IF(ISNUMBER(@),{wrong},TRUE))', WRONG)
