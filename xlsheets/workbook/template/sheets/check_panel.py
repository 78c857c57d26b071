"""Report -> the sheet 校验: one verdict, and below it the list of findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.addresses import Spot, address, link_target
from xlsheets.workbook.layout import (
    CHECKS_SHEET,
    CODE_LABEL,
    FINDING_COLUMNS,
    FINDINGS_ROWS,
    FINDINGS_TOP,
    LINK_COLUMNS,
    PANEL,
)
from xlsheets.workbook.template.writer.checkcode_formula import code
from xlsheets.workbook.template.writer.formats import FAILED, PASSED
from xlsheets.workbook.template.writer.live_formulas import Live, linked
from xlsheets.workbook.template.writer.verdict_formulas import checked, one_verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.workbook.template.writer.sheet_writer import SheetWriter
    from xlsheets.workbook.template.writer.writer import BookWriter

_COLUMNS = (*FINDING_COLUMNS, *LINK_COLUMNS)
# What is not shown has no width of its own.
_WIDTHS = (7, 56, 9, 22, 24, 34, 24)
_LAST = len(_WIDTHS) - 1
# A finding takes two lines as a rule.
_TWO_LINES = 32
_HEADING = "问题清单：用程序校验后列在这里，强制性的在前，同类的按表和行的次序；核实性的请在“说明理由”里写明原因"


def write(book: BookWriter) -> None:
    """Write the sheet."""
    sheet = book.sheet(PANEL, tab="#1B5E20", landscape=True)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_column(len(_WIDTHS), len(_COLUMNS) - 1, 10, None, {"hidden": True})
    book.banner(sheet, f"A1:{address(0, _LAST)}", book.account.title("校验"), "title")
    sheet.set_row(0, 30)
    _verdict(book, sheet)
    for row, (label, live) in enumerate(_lines(book), 2):
        sheet.merge_range(row, 0, row, 1, label, book.style("stub", "bold"))
        book.banner(sheet, f"{address(row, 2)}:{address(row, _LAST)}", live, "cell", "left")
        sheet.set_row(row, 18)
    sheet.merge_range(FINDINGS_TOP - 2, 0, FINDINGS_TOP - 2, _LAST, _HEADING, book.style("heading"))
    sheet.set_row(FINDINGS_TOP - 2, 24)
    for column, text in enumerate(_COLUMNS):
        sheet.write_string(FINDINGS_TOP - 1, column, text, book.style("head"))
    _findings(book, sheet)
    sheet.repeat_rows(FINDINGS_TOP - 1)
    sheet.print_area(0, 0, FINDINGS_TOP - 1, _LAST)
    sheet.freeze_panes(FINDINGS_TOP, 0)


def _verdict(book: BookWriter, sheet: SheetWriter) -> None:
    area = f"A2:{address(1, _LAST)}"
    book.banner(sheet, area, one_verdict(book.account), "verdict", "center")
    sheet.set_row(1, 34)
    book.mark(sheet, area, 'LEFT($A$2,2)="还差"', FAILED)
    book.mark(sheet, area, 'LEFT($A$2,1)="✓"', PASSED)


def _lines(book: BookWriter) -> Iterator[tuple[str, Live]]:
    meter = book.account.meter()
    said = Live(f'{meter.formula}&"　→ 各部分的情况"', f"{meter.value}　→ 各部分的情况")
    yield "填报进度", linked(link_target(Spot(CHECKS_SHEET, "A1")), said)
    yield "程序校验", checked(book.account)
    yield CODE_LABEL, code(book.account)


def _findings(book: BookWriter, sheet: SheetWriter) -> None:
    """An empty list; reasons already given keep their place beside the fingerprint they belong to."""
    given = list(book.report.reasons.items())[:FINDINGS_ROWS]
    link = _COLUMNS.index("单元格")
    for number in range(FINDINGS_ROWS):
        row = FINDINGS_TOP + number
        sheet.let_grow(row, _TWO_LINES)
        mark, words = given[number] if number < len(given) else ("", "")
        for column, heading in enumerate(_COLUMNS):
            text = {"说明理由": words, "指纹": mark}.get(heading, "")
            look = "input" if heading == "说明理由" else "cell"
            if column != link:
                sheet.write_string(row, column, text, book.style(look, "text", "small"))
        book.live(sheet, address(row, link), _link(row), "cell", "small", "link")


def _link(row: int) -> Live:
    """Make a link of where a finding is and how that is written, both of which the program fills in."""
    target, shown = (address(row, _COLUMNS.index(heading)) for heading in LINK_COLUMNS)
    return Live(f'IF({target}="","",HYPERLINK("#"&{target},{shown}))', "")
