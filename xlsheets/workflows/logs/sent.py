"""A case log among the files that units sent -> what it comes to, for comparison with the report; never a report itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.errors import UnreadableError
from xlsheets.report.outcome import SentLog
from xlsheets.workflows.outcomes import refused

if TYPE_CHECKING:
    from xlsheets.report.outcome import Outcome, Source


def refused_or_counted(source: Source, error: UnreadableError) -> Outcome:
    """Return the outcome of a file that holds no report; with its numbers, where it is a case log."""
    outcome = refused(source, error)
    if error.kind != "case_log":
        return outcome
    try:
        return outcome._replace(log=_counted(source))
    except UnreadableError as damaged:
        return refused(source, damaged)


def _counted(source: Source) -> SentLog:
    from xlsheets.workflows.logs.case_log import read_log, tally_of, validate_log

    filled = read_log(source.path)
    doubtful = sum(finding.blocking for finding in validate_log(filled))
    log = filled.log
    return SentLog(log.unit, log.year, dict(tally_of(filled).figures), doubtful)
