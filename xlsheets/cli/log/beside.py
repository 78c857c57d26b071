"""A case log beside a report that is validated: where the report differs, and what is wrong in the rows."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from xlsheets.checks import asked_for
from xlsheets.errors import UsageError
from xlsheets.report.findings import order
from xlsheets.values import NamedTuple
from xlsheets.workflows.logs import case_log

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from xlsheets.report.findings import Finding
    from xlsheets.report.outcome import Outcome, Source
    from xlsheets.workbook.caselog.reading import FilledLog


class LogBeside(NamedTuple):
    """A log that a report is compared with.

    Args:
        filled: the log.
        select, ignore: which rules are asked.
    """

    filled: FilledLog
    select: tuple[str, ...]
    ignore: tuple[str, ...]

    def judging(self, judge: Callable[[Source], Outcome]) -> Callable[[Source], Outcome]:
        """Return what examines a report, and says besides where it differs from the log."""
        return partial(self._examine, judge)

    def _examine(self, judge: Callable[[Source], Outcome], source: Source) -> Outcome:
        outcome = judge(source)
        if outcome.report is None:
            return outcome
        report = replace(outcome.report, source=source.label)
        own = case_log.differences_of(self.filled, report)
        return outcome._replace(findings=tuple(order((*outcome.findings, *self._asked(own)))))

    @cached_property
    def row_findings(self) -> list[Finding]:
        """What is wrong in the rows of the log."""
        return self._asked(case_log.validate_log(self.filled))

    def _asked(self, findings: list[Finding]) -> list[Finding]:
        return [found for found in findings if asked_for(found.code, self.select, self.ignore)]


def log_beside(
    path: Path, *, many: bool, asked: tuple[tuple[str, ...], tuple[str, ...]]
) -> LogBeside:
    """Read the log of a report.

    Raises:
        UsageError: there are many reports: a log is of one unit.
    """
    if many:
        raise UsageError("登记簿是一个单位的，--log 只能同一份填报工作簿一起校验。")
    return LogBeside(case_log.read_log(path), *asked)
