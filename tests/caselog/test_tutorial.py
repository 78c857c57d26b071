"""The tutorial of the case log: what it has people enter comes to what it says they will see."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from xlsheets.basics.dates import written_day
from xlsheets.caselog.columns import REQUESTS, Entry
from xlsheets.caselog.counting import Tally
from xlsheets.caselog.records import CaseLog, LogRow, case_log
from xlsheets.caselog.workdays import moved_days
from xlsheets.workbook.caselog.tables_sheet import status_value
from xlsheets.workflows.logs.case_log import summary

PAGE = (Path(__file__).parents[2] / "docs/zh/tutorial/case-log.md").read_text(encoding="utf-8")
TODAY = datetime.date(2026, 1, 20)
DISPUTE = {"remedy": "行政复议", "about": "2025-003", "result": "结果维持"}
DISPUTE |= {"arrived": datetime.date(2025, 5, 20), "closed": datetime.date(2025, 7, 15)}
DOCUMENT = {"sort": "行政规范性文件"}
DOCUMENTS = [
    {**DOCUMENT, "dated": datetime.date(2021, 6, 1)},
    {**DOCUMENT, "dated": datetime.date(2019, 3, 1), "ended": datetime.date(2025, 4, 1)},
    {**DOCUMENT, "dated": datetime.date(2025, 9, 1)},
]


def requests() -> list[dict]:
    """Return the rows of the table in the tutorial, by the keys of the columns."""
    lines = [line for line in PAGE.splitlines() if line.startswith("| ")]
    head, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    columns = {column.heading: column for column in REQUESTS.typed}
    found = []
    for row in rows:
        contents: dict = {}
        for heading, text in zip(head, row, strict=True):
            column = columns[heading]
            if text:
                day = written_day(text) if column.entry is Entry.DAY else None
                contents[column.key] = day or (int(text) if column.entry is Entry.COUNT else text)
        found.append(contents)
    return found


@pytest.fixture(scope="module")
def log() -> CaseLog:
    rows = {"requests": requests(), "disputes": [DISPUTE], "documents": DOCUMENTS}
    numbered = {
        key: [LogRow(4 + at, contents) for at, contents in enumerate(found)]
        for key, found in rows.items()
    }
    return case_log("示例乡人民政府", 2025, numbered, days_off=moved_days(2025))


def test_the_tables_come_to_what_the_page_shows(log):
    shown = re.search(r"```\n示例乡人民政府 2025 年登记簿：\n(.+?)```", PAGE, re.DOTALL)[1]
    printed = "".join(f"  {line}\n" for line in summary(Tally(log, TODAY)))
    assert sorted(printed.splitlines()) == sorted(shown.splitlines())


def test_the_line_above_the_tables_is_what_the_page_quotes(log):
    assert f"> {status_value(Tally(log, TODAY))}\n" in PAGE


def test_the_days_the_page_tells_are_the_days_the_clock_gives(log):
    clocks = {clock.request.number: clock for clock in Tally(log, TODAY).clocks}
    assert clocks["2025-002"].due == datetime.date(2025, 4, 14)
    assert clocks["2025-003"].paused == 11
    assert clocks["2025-008"].due == datetime.date(2025, 10, 11)
    assert clocks["2025-008"].late
    assert [number for number, clock in clocks.items() if clock.late] == ["2025-008"]
