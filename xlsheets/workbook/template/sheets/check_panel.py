"""Report -> the sheet 校验: a summary, every check the sheet makes by itself, the list of findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.addresses import address
from xlsheets.workbook.layout import (
    CHECKS_TOP,
    FINDING_COLUMNS,
    FINDINGS_ROWS,
    PANEL,
)
from xlsheets.workbook.template.writer.checkcode_formula import LABEL, code
from xlsheets.workbook.template.writer.formats import FAILED as FAILED_LOOK
from xlsheets.workbook.template.writer.formats import PASSED as PASSED_LOOK
from xlsheets.workbook.template.writer.formats import line_count
from xlsheets.workbook.template.writer.live_formulas import EXPECTED, FOUND, GAP, VERDICT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.workbook.live_checks import LiveCheck
    from xlsheets.workbook.template.writer.live_formulas import Live
    from xlsheets.workbook.template.writer.sheet_writer import SheetWriter
    from xlsheets.workbook.template.writer.writer import BookWriter

_WIDTHS = (7, 57, 10, 18, 21, 30, 22, 10)
_LAST = len(_WIDTHS) - 1
# Findings that are printed; the empty rest of the list would fill pages.
_PRINTED = 40
# Chinese characters a line of 检查内容.
_LINE = 33
# A finding takes two lines as a rule.
_TWO_LINES = 32
_CHECK_COLUMNS = ("规则", "检查内容", "应为", "实为", "差", "结果", "转到")
_CHECKS_HEADING = "自动勾稽检查：每填一个数就重新核对，点“转到”跳到那一格"
_FINDINGS_HEADING = "程序校验清单：用程序校验后，问题列在这里；核实性的问题请在“说明理由”里写明原因"


def write(book: BookWriter) -> None:
    """Write the sheet."""
    sheet = book.sheet(PANEL, tab="#1B5E20", landscape=True)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    book.banner(sheet, f"A1:{address(0, _LAST)}", book.account.title("校验"), "title")
    sheet.set_row(0, 30)
    _summary(book, sheet)
    _heading(book, sheet, CHECKS_TOP - 2, _CHECKS_HEADING)
    _columns(book, sheet, CHECKS_TOP - 1, _CHECK_COLUMNS)
    for row, check in enumerate(book.account.checks, CHECKS_TOP):
        _check(book, sheet, row, check)
    bottom = CHECKS_TOP + len(book.account.checks) - 1
    checked = f"{address(CHECKS_TOP, 0)}:{address(bottom, VERDICT)}"
    _looks(book, sheet, checked, f"${address(CHECKS_TOP, VERDICT)}")
    top = book.layout.findings_top
    _heading(book, sheet, top - 2, _FINDINGS_HEADING)
    _columns(book, sheet, top - 1, FINDING_COLUMNS)
    _findings(book, sheet)
    sheet.print_area(0, 0, top + _PRINTED, _LAST)
    sheet.freeze_panes(3, 0)


def _summary(book: BookWriter, sheet: SheetWriter) -> None:
    """From row 2: a label and a live sentence each; the first two stay in sight."""
    for row, (label, live) in enumerate(_lines(book), 1):
        sheet.merge_range(row, 0, row, 1, label, book.style("stub", "bold"))
        book.banner(sheet, f"{address(row, 2)}:{address(row, _LAST)}", live, "cell", "left")
        sheet.set_row(row, 20)
        _looks(book, sheet, f"{address(row, 2)}:{address(row, _LAST)}", f"${address(row, 2)}")


def _lines(book: BookWriter) -> Iterator[tuple[str, Live]]:
    account, edition = book.account, book.report.edition
    yield "总的情况", account.overall()
    yield "填报进度", account.meter()
    yield "基本信息", account.profile_complete()
    for table in edition.tables:
        yield f"{table.number}（{table.sheet}）", account.stock(table)
    for section in edition.prose:
        yield section.title, account.written(section.key)
    yield "程序校验", account.listed()
    yield LABEL, code(account)


def _heading(book: BookWriter, sheet: SheetWriter, row: int, text: str) -> None:
    sheet.merge_range(row, 0, row, _LAST, text, book.style("heading"))
    sheet.set_row(row, 24)


def _columns(book: BookWriter, sheet: SheetWriter, row: int, headings: tuple[str, ...]) -> None:
    for column, text in enumerate(headings):
        sheet.write_string(row, column, text, book.style("head"))


def _check(book: BookWriter, sheet: SheetWriter, row: int, check: LiveCheck) -> None:
    account = book.account
    sheet.set_row(row, 5 + 13 * line_count(check.text, _LINE))
    sheet.write_string(row, 0, check.code, book.style("cell", "center", "small"))
    sheet.write_string(row, 1, check.text, book.style("cell", "fine"))
    book.live(sheet, address(row, EXPECTED), account.added(check.expected), "cell", "center")
    book.live(sheet, address(row, FOUND), account.added(check.found), "cell", "center")
    book.live(sheet, address(row, GAP), account.gap(check), "cell", "center")
    book.live(sheet, address(row, VERDICT), account.verdict(check, row), "cell", "center")
    book.live(sheet, address(row, VERDICT + 1), account.jump(check.jump), "cell", "center", "link")


def _looks(book: BookWriter, sheet: SheetWriter, area: str, verdict: str) -> None:
    """Show by weight and colour what the first character of a verdict already says."""
    book.mark(sheet, area, f'LEFT({verdict},1)="✗"', FAILED_LOOK)
    book.mark(sheet, area, f'LEFT({verdict},1)="✓"', PASSED_LOOK)


def _findings(book: BookWriter, sheet: SheetWriter) -> None:
    """An empty table; reasons already given keep their place beside the fingerprint they belong to."""
    reason, fingerprint = FINDING_COLUMNS.index("说明理由"), FINDING_COLUMNS.index("指纹")
    given = list(book.report.reasons.items())[:FINDINGS_ROWS]
    for number in range(FINDINGS_ROWS):
        row = book.layout.findings_top + number
        sheet.let_grow(row, _TWO_LINES)
        mark, words = given[number] if number < len(given) else ("", "")
        for column in range(len(FINDING_COLUMNS)):
            text = {reason: words, fingerprint: mark}.get(column, "")
            look = "input" if column == reason else "cell"
            sheet.write_string(row, column, text, book.style(look, "text", "small"))
