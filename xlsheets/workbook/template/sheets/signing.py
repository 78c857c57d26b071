"""Report -> the sheet 签字: what is handed in, its 校对码, and room for three signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.addresses import Spot, reference
from xlsheets.workbook.layout import CODE, CODE_LABEL, PANEL, SIGNING, profile_name
from xlsheets.workbook.template.writer.checkcode_formula import code
from xlsheets.workbook.template.writer.live_formulas import Live
from xlsheets.workbook.template.writer.verdict_formulas import one_verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.workbook.template.writer.sheet_writer import SheetWriter
    from xlsheets.workbook.template.writer.writer import BookWriter

_NOTE = (
    "全部填好、校验没有问题以后打印这一页，签字后随 Word 报告归档。Word 报告页脚的校对码与这里相同，数字就相同；"
    "改过数的，校对码会变，要重新打印。"
)
_SIGNERS = ("填报人签字", "审核人签字", "负责人签字")
_TOP = 4


def write(book: BookWriter) -> None:
    """Write the sheet."""
    sheet = book.sheet(SIGNING, tab="#1B5E20")
    for column, width in enumerate((16, 34, 12, 26)):
        sheet.set_column(column, column, width)
    book.banner(sheet, "A1:D1", book.account.title("年度报告数据审核签字"), "title")
    sheet.merge_range("A2:D2", _NOTE, book.style("note"))
    for row, height in enumerate((30, 42, 12)):
        sheet.set_row(row, height)
    for row, (label, live) in enumerate(_lines(book), _TOP - 1):
        sheet.write_string(row, 0, label, book.style("stub", "bold"))
        book.banner(sheet, f"B{row + 1}:D{row + 1}", live, "cell", "left", "roomy")
        sheet.set_row(row, 32)
    _signatures(book, sheet, _TOP + len(list(_lines(book))))
    sheet.freeze_panes(1, 0)


def _lines(book: BookWriter) -> Iterator[tuple[str, Live]]:
    profile = book.report.profile
    year = "" if profile.year is None else f"{profile.year} 年度"
    unit_name, year_name = profile_name("unit"), profile_name("year")
    yield "单位", Live(f'{unit_name}&""', profile.unit)
    yield "年度", Live(f'IF({year_name}="","",{year_name}&" 年度")', year)
    yield CODE_LABEL, Live(reference(CODE), code(book.account).value)
    yield "校验", Live(reference(Spot(PANEL, "A2")), one_verdict(book.account).value)


def _signatures(book: BookWriter, sheet: SheetWriter, row: int) -> None:
    for signer in _SIGNERS:
        sheet.write_string(row, 0, signer, book.style("stub", "bold"))
        sheet.write_blank(row, 1, None, book.style("cell"))
        sheet.write_string(row, 2, "日期", book.style("stub", "center"))
        sheet.write_string(row, 3, "　　年　　月　　日", book.style("cell", "center"))
        sheet.set_row(row, 46)
        row += 1
