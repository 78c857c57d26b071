"""What a rule of family L looks at, and how it names a row without telling who asked for what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from xlsheets.caselog.counting import Tally
from xlsheets.checks.rule.spec import Hit

if TYPE_CHECKING:
    import datetime

    from xlsheets.caselog.columns import LogSheet
    from xlsheets.caselog.records import CaseLog
    from xlsheets.caselog.words import Words
    from xlsheets.report import Report
    from xlsheets.report.findings import Severity
    from xlsheets.schema import Edition


@dataclass(frozen=True, eq=False)
class LogCase:
    """A case log, and the report that is to agree with it.

    Args:
        log: the log.
        today: the day by which what is still open is judged.
        report: the report of the same unit and year; None where the log is judged alone.
    """

    log: CaseLog
    today: datetime.date
    report: Report | None = None

    @property
    def edition(self) -> Edition:
        return self.log.edition

    @cached_property
    def tally(self) -> Tally:
        return Tally(self.log, self.today)

    @property
    def words(self) -> Words:
        return self.tally.words


def in_row(
    sheet: LogSheet,
    row: int,
    key: str,
    message: str,
    hint: str,
    *,
    severity: Severity | None = None,
) -> Hit:
    """Return what is to be said about a cell of a log; the message goes on after the row."""
    return Hit(
        message=f"“{sheet.name}”第 {row} 行{message}",
        places=(sheet.place(row, key),),
        path=sheet.path(row, key),
        hint=hint,
        severity=severity,
    )


def called(number: str) -> str:
    """Return the number of a request as it is told beside its row."""
    return f"（{number}）" if number else ""
