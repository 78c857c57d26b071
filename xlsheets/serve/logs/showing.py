"""A case log that is open, and the reports counted from it -> what the page shows; nothing of what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.caselog.columns import SHEETS
from xlsheets.checks.caselog.against_report import rows_counted
from xlsheets.checks.caselog.subject import LogCase
from xlsheets.errors import UsageError
from xlsheets.report import Report
from xlsheets.serve.desk.preview import table_rows
from xlsheets.serve.desk.showing import finding_as_json, log_in, report_in
from xlsheets.workflows.logs import case_log

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsheets.caselog.counting import Tally
    from xlsheets.serve.desk.opening import PageFile
    from xlsheets.workbook.caselog.reading import FilledLog
    from xlsheets.workflows.logs.case_log import LogCount

_UNCOUNTED = "登记簿里有 {count} 处数不准，没有计数；请在登记簿里改正、保存，再拖进来一次。"


def shown_log(file: PageFile, reports: Sequence[PageFile]) -> dict[str, object]:
    """Return everything the page shows of a case log, and of the reports that are counted from it.

    A log with rows that cannot be counted has no numbers here either.
    """
    filled = log_in(file)
    findings = case_log.validate_log(filled)
    uncounted = refusal_to_count(sum(finding.blocking for finding in findings))
    tally = case_log.tally_of(filled)
    return {
        "unit": filled.log.unit,
        "year": filled.log.year,
        "findings": [finding_as_json(finding) for finding in findings],
        "entries": [
            {"sheet": sheet.name, "count": len(filled.rows[sheet.key])} for sheet in SHEETS
        ],
        "uncounted": uncounted,
        "lines": [] if uncounted else case_log.summary(tally),
        "tables": [] if uncounted else _tables(filled, tally),
        "rows": {} if uncounted else _rows(filled, tally),
        "reports": [] if uncounted else [_compared(filled, report) for report in reports],
    }


def refusal_to_count(blocking: int) -> str:
    """Say why a log with so many rows in doubt is not counted; "" for none."""
    return _UNCOUNTED.format(count=blocking) if blocking else ""


def _tables(filled: FilledLog, tally: Tally) -> list[dict[str, object]]:
    edition = filled.log.edition
    counted = Report(edition_key=edition.key, figures=tally.figures)
    return [
        {
            "title": section.title,
            "table": {
                "rows": table_rows(section.table, counted),
                "number": section.table.number,
            },
        }
        for section in edition.sections
        if section.table
    ]


def _rows(filled: FilledLog, tally: Tally) -> dict[str, str]:
    """Map every number that rows come to, by its place, to where they stand."""
    case = LogCase(filled.log, tally.today)
    told = {str(cell): rows_counted(case, cell) for cell in tally.figures}
    return {place: rows for place, rows in told.items() if rows}


def _compared(filled: FilledLog, file: PageFile) -> dict[str, object]:
    counts = case_log.compare_counts(filled, report_in(file))
    return {
        "blank": len(counts.blank),
        "equal": counts.equal,
        "differing": [_count_as_json(count) for count in counts.differing],
    }


def _count_as_json(count: LogCount) -> dict[str, str]:
    stated = count.stated if isinstance(count.stated, str) else show(count.stated)
    return {
        "path": count.path,
        "stated": stated,
        "counted": show(count.counted),
        "rows": count.rows,
    }


def counted_into(file: PageFile, report_file: PageFile, *, replace: bool) -> bytes:
    """Return the workbook of a report with what a log comes to in it, as ``log count --into`` writes it.

    Args:
        file: the log.
        report_file: the workbook.
        replace: whether numbers that are others become those of the log, too.

    Raises:
        UsageError: rows cannot be counted, or the report is of another unit or year.
        OutputError: the workbook has no cell for a number.
    """
    filled, report = log_in(file), report_in(report_file)
    refusal = refusal_to_count(sum(found.blocking for found in case_log.validate_log(filled)))
    if refusal:
        raise UsageError(refusal)
    counts = case_log.compare_counts(filled, report)
    writing = (*counts.blank, *(counts.differing if replace else ()))
    return case_log.with_counts(report, report_file.content, writing)
