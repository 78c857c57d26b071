"""Somebody's own list of cases -> the case log with what it takes over of it, and 对照表 beside the log."""

from __future__ import annotations

import csv
import datetime
import io
from typing import TYPE_CHECKING

from xlsheets.caselog.columns import FIRST_ENTRY, SHEETS
from xlsheets.caselog.own_list.adoption import adopt
from xlsheets.caselog.own_list.headings import heading_word
from xlsheets.caselog.own_list.heads import HEAD_WANTED, LAST_HEAD, OWN
from xlsheets.caselog.own_list.said import SaidMeanings, lines_of, read_said
from xlsheets.caselog.records import LogRow
from xlsheets.errors import OutputError, UsageError, of_file
from xlsheets.schema import edition_for
from xlsheets.workflows.logs.case_log import blank_log, read_log
from xlsheets.workflows.logs.copies import written_log
from xlsheets.workflows.one_report import content as content_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from xlsheets.basics.addresses import Spot
    from xlsheets.basics.numbers import Number
    from xlsheets.caselog.columns import LogSheet
    from xlsheets.caselog.own_list import OwnContent
    from xlsheets.caselog.own_list.adoption import Adoption
    from xlsheets.workbook.caselog.reading import FilledLog, ListHead

_FIRST_DAY = datetime.date(1899, 12, 30)
# What is added to the name of a log for that of its 对照表.
SAID_ENDING = "的对照表.csv"


def read_meanings(path: Path, year: int) -> SaidMeanings:
    """Return what people said about their list; nothing where the file is not there.

    Raises:
        UnreadableError: it is no text.
        UsageError: a line names a sheet, a column or a word that there is not.
    """
    from xlsheets.workbook.caselog.own_sheets import separated

    if not path.exists():
        return SaidMeanings()
    with of_file(path.name):
        lines = separated(content_of(path), path.name)
    return read_said(lines, edition_for(year), path.name)


def meanings_file(found: Adoption, said: SaidMeanings) -> bytes:
    """Return 对照表 as it is after an adoption, for Excel to open."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(lines_of(found, said))
    return out.getvalue().encode("utf-8-sig")


def adopted(source: Path, into: FilledLog, said: SaidMeanings) -> Adoption:
    """Return what a log takes over of a list.

    Raises:
        UnreadableError: the list cannot be read.
        UsageError: there is no list of cases in it.
    """
    from xlsheets.workbook.caselog.own_sheets import read_own_sheets

    with of_file(source.name):
        sheets = read_own_sheets(content_of(source), source.name)
    added = {key: tuple(head.added) for key, head in into.heads.items()}
    found = adopt(sheets, into.rows, into.log.year, said, added)
    if not found.heads:
        raise UsageError(
            f"“{source.name}”的前 {LAST_HEAD} 行里没有认出台账的表头，没有带。{HEAD_WANTED}"
        )
    return found


def log_to_fill(into: Path | None, unit: str, year: int) -> FilledLog:
    """Return the log that takes a list over: one that there is, or a new one of a unit for a year.

    Raises:
        UnreadableError: it cannot be opened, or is no case log.
        UnknownEditionError: there was no official format in the year.
    """
    from xlsheets.workbook.caselog.reading import read_case_log

    return read_log(into) if into else read_case_log(blank_log(unit, year), "登记簿")


def book_with(found: Adoption, filled: FilledLog, into: Path | None) -> bytes:
    """Return the workbook of a log with what it takes over; of one that there is, nothing else is changed.

    Raises:
        OutputError: a sheet has no room for its rows.
    """
    if into:
        return _patched(found, filled, content_of(into))
    log = filled.log
    rows = {key: [LogRow(0, contents) for contents in new] for key, new in found.new.items()}
    return written_log(log.unit, log.year, rows, log.days_off)


def _patched(found: Adoption, into: FilledLog, book: bytes) -> bytes:
    from xlsheets.workbook.editing.patch import patch_workbook

    edits: dict[Spot, str | Number | None] = {
        into.heads[blank.sheet.key].spot(blank.row, blank.key): _typed(blank.content)
        for blank in found.filled
    }
    for sheet in SHEETS:
        head = into.heads[sheet.key]
        for row, contents in _numbered(sheet, into, found):
            for key, content in contents.items():
                edits[head.spot(row, _place_name(head, key))] = _typed(content)
    return patch_workbook(book, edits)


def _numbered(
    sheet: LogSheet, into: FilledLog, found: Adoption
) -> Iterator[tuple[int, Mapping[str, OwnContent]]]:
    """Yield the rows that new entries of a sheet go to: below the last one that is filled in."""
    filled = [row.number for row in into.rows[sheet.key]]
    first = max(filled, default=into.heads[sheet.key].row) + 1
    last = into.heads[sheet.key].row + 1 + sheet.last_row - FIRST_ENTRY
    new = found.new[sheet.key]
    if first + len(new) - 1 > last:
        raise OutputError(
            f"“{sheet.name}”表只剩 {max(0, last - first + 1)} 行，这里有 {len(new)} 行，放不下，没有改动登记簿；请分成两个登记簿。"
        )
    yield from enumerate(new, first)


def _place_name(head: ListHead, key: str) -> str:
    """Return by what a head knows a column: the key of ours, the heading of one that was added."""
    if not key.startswith(OWN):
        return key
    word = key.removeprefix(OWN)
    return next(heading for heading in head.added if heading_word(heading) == word)


def _typed(content: OwnContent) -> str | Number:
    """Return a content as it is typed into a cell: a day as its number."""
    if isinstance(content, datetime.date):
        return (content - _FIRST_DAY).days
    return content
