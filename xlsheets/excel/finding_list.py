"""The list of findings on 校验 in an open workbook: written anew, emptied, and followed from cell to cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import Spot
from xlsheets.workbook.layout import FINDING_COLUMNS, FINDINGS_NAME, FINDINGS_ROWS, MARKED_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsheets.excel.open_workbook import OpenBook
    from xlsheets.report import Report
    from xlsheets.report.findings import Finding

_ADDRESS = re.compile(r"(\S.*?)!([A-Z]{1,3}\d+)(?= |$)")
_BLANK = ("",) * len(FINDING_COLUMNS)


def replace_list(book: OpenBook, report: Report, findings: Sequence[Finding]) -> None:
    """Replace the list, and the addresses by which the sheets mark their cells."""
    from xlsheets.workbook.editing.finding_list import fitting, list_rows, marks_of

    places, reasons = report.places, report.reasons
    apart = len(book.texts(MARKED_NAME)) == 1
    rows = list_rows(findings, places, FINDINGS_ROWS, reasons, spelt_out=not apart)
    book.write_rows(FINDINGS_NAME, [*rows, *[_BLANK] * (FINDINGS_ROWS - len(rows))])
    if apart:
        shown = fitting(findings, FINDINGS_ROWS, reasons)
        book.write_rows(MARKED_NAME, [[marks_of(shown, places)]])


def marked_cells(book: OpenBook) -> list[Spot]:
    """Return the cells that are marked, in the order of the list, each once."""
    cells = book.texts(MARKED_NAME)
    found = (Spot(*match) for cell in cells for match in _ADDRESS.findall(cell or ""))
    return list(dict.fromkeys(found))
