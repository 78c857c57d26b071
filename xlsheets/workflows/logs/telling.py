"""A case log and the report it belongs to -> what the text of the report may take from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.errors import UsageError
from xlsheets.workflows.logs.case_log import refuse_other, tally_of, validate_log

if TYPE_CHECKING:
    from xlsheets.caselog.counting import Tally
    from xlsheets.report import Report
    from xlsheets.workbook.caselog.reading import FilledLog


def tally_for(filled: FilledLog, report: Report) -> Tally:
    """Return what a log comes to, for the text of its report.

    Raises:
        UsageError: the report is of another unit or year, or rows of the log cannot be counted.
    """
    refuse_other(filled, report)
    doubtful = [finding for finding in validate_log(filled) if finding.blocking]
    if doubtful:
        first = doubtful[0]
        raise UsageError(
            f"登记簿“{filled.log.source}”里有 {len(doubtful)} 处数不准（{first.address}：{first.message}），"
            "正文不能用它的数；请在登记簿里改正，再起草一次。"
        )
    return tally_of(filled)
