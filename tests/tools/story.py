"""Forty cases told in plain words, and the list of facts behind them: what a person fills a case log with."""

from __future__ import annotations

import re
from pathlib import Path

from xlsheets.basics.dates import written_day
from xlsheets.caselog.columns import SHEETS, Entry
from xlsheets.caselog.records import CaseLog, LogRow, case_log
from xlsheets.caselog.workdays import moved_days

FOLDER = Path(__file__).parents[1] / "caselog/story"
STORY = (FOLDER / "story.txt").read_text(encoding="utf-8")
UNIT, YEAR, FIRST = "示例县示例镇人民政府", 2025, 4


def facts() -> dict[str, list[dict]]:
    """Return the facts of the story: what is typed into each row, by sheet."""
    found: dict[str, list[dict]] = {sheet.key: [] for sheet in SHEETS}
    columns = []
    for line in (FOLDER / "list.txt").read_text(encoding="utf-8").splitlines()[1:]:
        head = re.match(r"\[(.+)\] ", line)
        if head:
            sheet = next(sheet for sheet in SHEETS if sheet.name == head[1])
            by_heading = {column.heading: column for column in sheet.typed}
            columns = [by_heading[heading] for heading in line[head.end() :].split("|")]
        else:
            texts = zip(columns, line.split("|"), strict=False)
            found[sheet.key].append(
                {column.key: _typed(column.entry, text) for column, text in texts if text}
            )
    return found


def _typed(entry: Entry, text: str) -> object:
    if entry is Entry.DAY:
        return written_day(text)
    return int(text) if entry in (Entry.COUNT, Entry.MONEY) else text


def rows_of(told: dict[str, list[dict]]) -> dict[str, list[LogRow]]:
    """Return facts as rows, one below the other."""
    return {
        key: [LogRow(FIRST + at, contents) for at, contents in enumerate(found)]
        for key, found in told.items()
    }


def log_of(told: dict[str, list[dict]]) -> CaseLog:
    """Return facts as a case log."""
    return case_log(UNIT, YEAR, rows_of(told), days_off=moved_days(YEAR), source="登记簿.xlsx")
