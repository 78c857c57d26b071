"""The list of findings on 校验 in an open workbook: written anew, emptied, and followed from cell to cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlsheets.report import Spot
from xlsheets.workbook.layout import FINDING_COLUMNS, FINDINGS_NAME, FINDINGS_ROWS, MARKED_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsheets.excel.book import OpenBook
    from xlsheets.findings import Finding
    from xlsheets.report import Report

_ADDRESS = re.compile(r"(\S.*?)!([A-Z]{1,3}\d+)(?= |$)")
_BLANK = ("",) * len(FINDING_COLUMNS)
_REASON, _FINGERPRINT = FINDING_COLUMNS.index("说明理由"), FINDING_COLUMNS.index("指纹")


def list_findings(book: OpenBook, report: Report, findings: Sequence[Finding]) -> None:
    """Replace the list; the sheets mark their cells by it."""
    book.write_rows(FINDINGS_NAME, _rows(report, findings))


def _rows(report: Report, findings: Sequence[Finding]) -> list[tuple[str, ...]]:
    """A reason stays beside its fingerprint though its finding is gone: what a clerk typed is not lost."""
    from xlsheets.workbook.listed import listed

    shown = {each.fingerprint for each in findings if each.reason}
    left = [(mark, words) for mark, words in report.reasons.items() if mark not in shown]
    rows: list[tuple[str, ...]] = [
        *listed(findings, report.places, FINDINGS_ROWS - len(left)),
        *(_reason(mark, words) for mark, words in left),
    ]
    return [*rows, *[_BLANK] * (FINDINGS_ROWS - len(rows))]


def _reason(mark: str, words: str) -> tuple[str, ...]:
    texts = {_REASON: words, _FINGERPRINT: mark}
    return tuple(texts.get(column, "") for column in range(len(FINDING_COLUMNS)))


def marked(book: OpenBook) -> list[Spot]:
    """Return the cells the list names, top to bottom, each once."""
    cells = book.texts(MARKED_NAME)
    found = (Spot(*match) for cell in cells for match in _ADDRESS.findall(cell or ""))
    return list(dict.fromkeys(found))
