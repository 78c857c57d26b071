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
    """Replace the list; the sheets mark their cells by it."""
    book.write_rows(FINDINGS_NAME, _rows(report, findings))


def _rows(report: Report, findings: Sequence[Finding]) -> list[tuple[str, ...]]:
    from xlsheets.workbook.editing.finding_list import list_rows

    rows = list_rows(findings, report.places, FINDINGS_ROWS, report.reasons)
    return [*rows, *[_BLANK] * (FINDINGS_ROWS - len(rows))]


def marked_cells(book: OpenBook) -> list[Spot]:
    """Return the cells the list names, top to bottom, each once."""
    cells = book.texts(MARKED_NAME)
    found = (Spot(*match) for cell in cells for match in _ADDRESS.findall(cell or ""))
    return list(dict.fromkeys(found))
