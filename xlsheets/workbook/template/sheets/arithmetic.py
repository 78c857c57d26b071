"""Report -> the sheet 勾稽检查: how far each part is, and every sum the workbook checks by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.addresses import address, link_target
from xlsheets.values import NamedTuple
from xlsheets.workbook.layout import CHECKS_SHEET, CHECKS_TOP, PARTS_TOP
from xlsheets.workbook.template.writer.formats import FAILED, PASSED, line_count
from xlsheets.workbook.template.writer.live_formulas import (
    EXPECTED,
    FOUND,
    GAP,
    JUMP,
    NEXT,
    OPEN,
    VERDICT,
    Count,
    Live,
    linked,
)
from xlsheets.workbook.template.writer.verdict_formulas import workbook_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsheets.basics.addresses import Spot
    from xlsheets.workbook.live_checks import LiveCheck
    from xlsheets.workbook.template.writer.sheet_writer import SheetWriter
    from xlsheets.workbook.template.writer.verdict_formulas import WorkbookPart
    from xlsheets.workbook.template.writer.writer import BookWriter

_WIDTHS = (8, 64, 12, 12, 10, 44, 16)
_LAST = len(_WIDTHS) - 1
# Chinese characters a line of 检查内容.
_LINE = 37
_COLUMNS = ("规则", "检查内容", "应为", "实为", "差", "结果", "转到")
_PARTS_HEADING = "各部分的情况：点“转到”去填"
_CHECKS_HEADING = "勾稽检查：每填一个数就重新核对，点“转到”跳到那一格"


class _Line(NamedTuple):
    """One line of the sheet: its row, the column its sentence stands in, the sentence, and what it is about."""

    row: int
    column: int
    live: Live
    spot: Spot

    @property
    def open(self) -> Count:
        """Whether it is to be counted; a check that cannot be made yet is open by its table alone."""
        sign, yes, no = ("✓", 0, 1) if self.column == EXPECTED else ("✗", 1, 0)
        formula = f'IF(MID({address(self.row, self.column)},1,1)="{sign}",{yes},{no})'
        return Count(formula, yes if self.live.value.startswith(sign) else no)


def write(book: BookWriter) -> None:
    """Write the sheet."""
    sheet = book.sheet(CHECKS_SHEET, tab="#1B5E20", landscape=True)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_column(OPEN, NEXT, 10, None, {"hidden": True})
    book.banner(sheet, f"A1:{address(0, _LAST)}", book.account.title("进度和勾稽检查"), "title")
    sheet.set_row(0, 30)
    _heading(book, sheet, PARTS_TOP - 1, _PARTS_HEADING)
    _heading(book, sheet, CHECKS_TOP - 2, _CHECKS_HEADING)
    for column, text in enumerate(_COLUMNS):
        sheet.write_string(CHECKS_TOP - 1, column, text, book.style("head"))
    unfinished = [
        _part(book, sheet, row, part)
        for row, part in enumerate(workbook_parts(book.account), PARTS_TOP)
    ]
    checks = [
        _check(book, sheet, row, check) for row, check in enumerate(book.account.checks, CHECKS_TOP)
    ]
    _lead(book, sheet, [*unfinished, *checks])
    _looks(book, sheet, unfinished)
    _looks(book, sheet, checks)
    sheet.print_area(0, 0, checks[-1].row, _LAST)
    sheet.repeat_rows(CHECKS_TOP - 1)
    sheet.freeze_panes(1, 0)


def _heading(book: BookWriter, sheet: SheetWriter, row: int, text: str) -> None:
    sheet.merge_range(row, 0, row, _LAST, text, book.style("heading"))
    sheet.set_row(row, 24)


def _part(book: BookWriter, sheet: SheetWriter, row: int, part: WorkbookPart) -> _Line:
    said = f"{address(row, EXPECTED)}:{address(row, VERDICT)}"
    sheet.merge_range(row, 0, row, 1, part.label, book.style("stub", "bold"))
    book.banner(sheet, said, part.live, "cell", "left")
    sheet.set_row(row, 20)
    return _Line(row, EXPECTED, part.live, part.spot)


def _check(book: BookWriter, sheet: SheetWriter, row: int, check: LiveCheck) -> _Line:
    account = book.account
    verdict = account.verdict(check, row)
    sheet.set_row(row, 5 + 13 * line_count(check.text, _LINE))
    sheet.write_string(row, 0, check.code, book.style("cell", "center", "small"))
    sheet.write_string(row, 1, check.text, book.style("cell", "fine"))
    book.live(sheet, address(row, EXPECTED), account.added(check.expected), "cell", "center")
    book.live(sheet, address(row, FOUND), account.added(check.found), "cell", "center")
    book.live(sheet, address(row, GAP), account.gap(check), "cell", "center")
    book.live(sheet, address(row, VERDICT), verdict, "cell", "center", "small")
    return _Line(row, VERDICT, verdict, account.layout.numbers[check.jump])


def _lead(book: BookWriter, sheet: SheetWriter, lines: Sequence[_Line]) -> None:
    """Lead from each line to what it is about; from the bottom up, note where the first open line from there on leads."""
    following = Live('""', "")
    for line in reversed(lines):
        target, text = link_target(line.spot), f"转到 {line.spot.cell}"
        jump = linked(target, Live(f'"{text}"', text))
        book.live(sheet, address(line.row, JUMP), jump, "cell", "center", "link")
        book.live(sheet, address(line.row, OPEN), line.open)
        formula = f'IF({address(line.row, OPEN)}=1,"{target}",{following.formula})'
        here = Live(formula, target if line.open.value else following.value)
        book.live(sheet, address(line.row, NEXT), here)
        following = Live(address(line.row, NEXT), here.value)


def _looks(book: BookWriter, sheet: SheetWriter, lines: Sequence[_Line]) -> None:
    """Show by weight and colour what the first character of a sentence already says."""
    first, last = lines[0], lines[-1]
    area = f"{address(first.row, 0)}:{address(last.row, VERDICT)}"
    said = f"${address(first.row, first.column)}"
    book.mark(sheet, area, f'LEFT({said},1)="✗"', FAILED)
    book.mark(sheet, area, f'LEFT({said},1)="✓"', PASSED)
