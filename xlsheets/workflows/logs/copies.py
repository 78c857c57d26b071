"""A filled case log -> another one: that of the next year, or a copy for somebody who inspects it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.dates import today_in_china
from xlsheets.caselog.columns import (
    DECISIONS,
    DISPUTES,
    DOCUMENTS,
    FIRST_ENTRY,
    REQUESTS,
    SHEETS,
)
from xlsheets.caselog.words import CARRIED_OUT, LATER, YES
from xlsheets.errors import UsageError
from xlsheets.values import NamedTuple
from xlsheets.workflows.logs.case_log import tally_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Container, Mapping

    from xlsheets.caselog.records import LogRow
    from xlsheets.workbook.caselog.reading import FilledLog


class NextLog(NamedTuple):
    """The log of the next year, and how many requests, disputes and documents it begins with."""

    book: bytes
    requests: int
    disputes: int
    documents: int


def following_log(filled: FilledLog, year: int, unit: str = "") -> NextLog:
    """Return the log that follows one: what is open, what is pending, what is in force; all as it was typed.

    Rows that came in after the year of the log are taken over, too: they belong to the next one.

    Raises:
        UsageError: it is not the log of the year before.
        OutputError: a sheet has no room for its rows.
    """
    log = filled.log
    if log.year != year - 1:
        raise UsageError(f"“{log.source}”是 {log.year} 年的登记簿，请给出 {year - 1} 年的。")
    tally = tally_of(filled)
    open_requests = {
        clock.request.row
        for clock in tally.clocks
        if clock.ending == CARRIED_OUT or clock.origin == LATER
    }
    pending = {
        dispute.row
        for dispute in log.disputes
        if tally.dispute_ending(dispute) in (tally.words.pending, LATER)
    }
    lasting = {
        document.row
        for document in log.documents
        if tally.document_marks(document)[-1] == YES
        or (document.dated and document.dated.year > log.year)
    }
    rows = {
        REQUESTS.key: _only(filled, REQUESTS.key, open_requests),
        DISPUTES.key: _only(filled, DISPUTES.key, pending),
        DOCUMENTS.key: _only(filled, DOCUMENTS.key, lasting),
        DECISIONS.key: [],
    }
    book = written_log(unit.strip() or log.unit, year, rows, _days_off(filled, year))
    return NextLog(book, len(open_requests), len(pending), len(lasting))


def stripped(filled: FilledLog) -> bytes:
    """Return a copy without the columns that tell who asked for what; all else as it was typed.

    Raises:
        OutputError: a sheet has no room for its rows.
    """
    private = {
        sheet.key: {column.key for column in sheet.typed if column.private} for sheet in SHEETS
    }
    rows = {
        key: [
            row._replace(
                contents={
                    name: content
                    for name, content in row.contents.items()
                    if name not in private[key]
                }
            )
            for row in found
        ]
        for key, found in filled.rows.items()
    }
    return written_log(filled.log.unit, filled.log.year, rows, filled.log.days_off)


def _only(filled: FilledLog, key: str, numbers: Container[int]) -> list[LogRow]:
    return [row for row in filled.rows[key] if row.number in numbers]


def _days_off(filled: FilledLog, year: int) -> dict[datetime.date, bool]:
    """Return the days off around a year: as the calendar knows them, and as people filled them in."""
    from xlsheets.caselog.workdays import AFTER, BEFORE, moved_days

    years = range(year - BEFORE, year + AFTER + 1)
    own = {day: works for day, works in filled.log.days_off.items() if day.year in years}
    return moved_days(year) | own


def written_log(
    unit: str, year: int, rows: Mapping[str, list[LogRow]], days_off: Mapping[datetime.date, bool]
) -> bytes:
    """Return the workbook of rows, closed up: they stand one below the other from the first one on.

    Raises:
        OutputError: a sheet has no room for its rows.
    """
    from xlsheets.caselog.records import case_log
    from xlsheets.workbook.caselog.writer import write_case_log

    closed_up = {
        key: [row._replace(number=FIRST_ENTRY + at) for at, row in enumerate(found)]
        for key, found in rows.items()
    }
    log = case_log(unit, year, closed_up, days_off=days_off)
    return write_case_log(log, closed_up, today_in_china())
