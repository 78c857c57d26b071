"""The list of findings on 校验 in an open workbook: written anew, emptied, and followed from cell to cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.dates import this_minute
from xlsheets.workbook.layout import (
    CHECKED_NAME,
    CODE_NAME,
    FINDING_COLUMNS,
    FINDINGS_NAME,
    FINDINGS_ROWS,
    LINK_COLUMNS,
    MARKED_NAME,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsheets.excel.open_workbook import OpenBook
    from xlsheets.report import Report
    from xlsheets.report.findings import Finding

_BLANK = ("",) * (len(FINDING_COLUMNS) + len(LINK_COLUMNS))


def replace_list(
    book: OpenBook, report: Report, findings: Sequence[Finding], *, checked: bool = True
) -> None:
    """Replace the list, the addresses by which the sheets mark their cells, and what the verdict goes by."""
    from xlsheets.workbook.editing.finding_list import fitting, list_rows, marks_of

    places, reasons = report.places, report.reasons
    apart = len(book.texts(MARKED_NAME)) == 1
    rows = list_rows(findings, places, FINDINGS_ROWS, reasons, spelt_out=not apart)
    _write(book, [*rows, *[_BLANK] * (FINDINGS_ROWS - len(rows))])
    book.print_down_to(FINDINGS_NAME, len(rows))
    if apart:
        shown = fitting(findings, FINDINGS_ROWS, reasons)
        book.write_rows(MARKED_NAME, [[marks_of(shown, places)]])
    if book.has(CHECKED_NAME):
        code = book.texts(CODE_NAME)[0] if checked else ""
        time, passed = (this_minute(), _let_pass(report, findings)) if checked else ("", "")
        book.write_rows(CHECKED_NAME, [[code or ""], [time], [passed]])


def _let_pass(report: Report, findings: Sequence[Finding]) -> str:
    """Count the paragraphs with 【】 that are in order, being headings: all of them where nothing is left to do."""
    if any(finding.open for finding in findings):
        return ""
    return str(sum("【" in text for texts in report.narrative.values() for text in texts))


def _write(book: OpenBook, rows: Sequence[Sequence[str]]) -> None:
    """Write the list; where it is as wide as today's, a formula of the template makes the link."""
    if book.width(FINDINGS_NAME) < len(_BLANK):
        book.write_rows(FINDINGS_NAME, [row[: len(FINDING_COLUMNS)] for row in rows])
        return
    link = FINDING_COLUMNS.index("单元格")
    book.write_rows(FINDINGS_NAME, [row[:link] for row in rows])
    book.write_rows(FINDINGS_NAME, [row[link + 1 :] for row in rows], link + 1)
