"""登记簿.xlsx -> its rows as typed. Columns are found by their headings, sheets by their names."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import Place, Spot
from xlsheets.caselog.columns import SHEETS, Entry
from xlsheets.caselog.records import LogRow, case_log
from xlsheets.errors import UnreadableError
from xlsheets.ooxml.contents import open_package
from xlsheets.ooxml.identify import parts_of
from xlsheets.schema import edition_for
from xlsheets.values import NamedTuple
from xlsheets.workbook.caselog.places import (
    CALENDAR,
    DAY_HEADING,
    OFF,
    UNIT_NAME,
    WHAT_HEADING,
    WORKING,
    YEAR_NAME,
)
from xlsheets.xlsx import cell_value
from xlsheets.xlsx.workbook import BLANK, Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from xlsheets.caselog.columns import LogColumn, LogSheet
    from xlsheets.caselog.records import CaseLog, Content
    from xlsheets.xlsx.rows import Raw

# Headings are looked for in the first rows only: further down they are entries.
_LAST_HEAD = 10


@dataclass(frozen=True)
class FilledLog:
    """A case log as it was read.

    Args:
        log: what of it may be told.
        rows: all that was typed, by the key of the sheet; the private columns too.
        places: where every typed cell of a row stands, by ``log.<sheet>.<row>.<column>``.
        heads: where the columns of every sheet stand, by its key.
    """

    log: CaseLog
    rows: Mapping[str, tuple[LogRow, ...]] = field(repr=False)
    places: Mapping[str, Spot] = field(repr=False)
    heads: Mapping[str, ListHead] = field(repr=False)


def read_case_log(source: Path | bytes, name: str) -> FilledLog:
    """Read a case log.

    Raises:
        UnreadableError: it is no sound workbook, or no case log.
        UnknownEditionError: there was no official format in its year.
    """
    workbook = Workbook(open_package(parts_of(source, name)))
    year = _year(workbook, name)
    edition_for(year)
    rows: dict[str, tuple[LogRow, ...]] = {}
    places: dict[str, Spot] = {}
    heads: dict[str, ListHead] = {}
    for sheet in SHEETS:
        head = heads[sheet.key] = _columns(workbook, sheet, name)
        rows[sheet.key] = tuple(_rows(workbook, sheet, head))
        for row in rows[sheet.key]:
            for key in head.columns:
                places[sheet.place(row.number, key)] = head.spot(row.number, key)
    unit = str(_named(workbook, UNIT_NAME) or "").strip()
    log = case_log(unit, year, rows, days_off=_days_off(workbook), source=name)
    return FilledLog(log, rows, places, heads)


def _year(workbook: Workbook, name: str) -> int:
    """Return the year of the log.

    Raises:
        UnreadableError: it has none, so it is no case log.
    """
    year = _named(workbook, YEAR_NAME)
    if not isinstance(year, int):
        raise UnreadableError(
            "not_ours",
            f"“{name}”不是登记簿，没有找到它的年度。请用“xlsheets log new 单位 --year 年度”生成，"
            "再把自己台账里的内容复制过去。",
        )
    return year


def _named(workbook: Workbook, name: str) -> Content | None:
    found = workbook.cell(name)
    if found is None:
        return None
    raw = workbook.raw(found)
    return cell_value.number(raw.text) if raw.kind == "n" else raw.text


def _columns(workbook: Workbook, sheet: LogSheet, name: str) -> ListHead:
    """Return where the columns of a sheet stand, those that are typed by their keys.

    Raises:
        UnreadableError: the sheet or one of its headings is missing.
    """
    head = _head(workbook, sheet.name, sheet.columns[0].heading)
    missing = [column.heading for column in sheet.typed if column.heading not in head.columns]
    if missing:
        there = workbook.sheet_called(sheet.name)
        lacking = (
            f"的“{sheet.name}”表里没有“{'”“'.join(missing)}”"
            if there
            else f"里没有“{sheet.name}”表"
        )
        raise UnreadableError(
            "not_ours",
            f"“{name}”{lacking}，读不出来；请恢复原来的表名和栏目。",
        )
    ours = {column.heading for column in sheet.columns}
    return head._replace(
        columns={column.key: head.columns[column.heading] for column in sheet.typed},
        added={text: at for text, at in head.columns.items() if text not in ours},
    )


class ListHead(NamedTuple):
    """The headings of a list.

    Args:
        sheet: the name of the sheet.
        row: the row they stand in, counted from 1; 0 where there are none.
        columns: the columns under them.
        added: columns that the owner of a log has added to a sheet, by their headings.
    """

    sheet: str
    row: int
    columns: Mapping[str, int]
    added: Mapping[str, int] = MappingProxyType({})

    def spot(self, row: int, key: str) -> Spot:
        """Return where a column stands in a row; one that was added is called by its heading."""
        column = self.columns[key] if key in self.columns else self.added[key]
        return Spot(self.sheet, str(Place(row, column)))


def _head(workbook: Workbook, name: str, first: str) -> ListHead:
    """Return the head of a list: the first row that has its first heading."""
    called = workbook.sheet_called(name)
    cells = workbook.sheet(called).filled if called else {}
    texts = {
        place: raw.text.strip()
        for place, raw in cells.items()
        if place.row <= _LAST_HEAD and raw.kind == "s"
    }
    row = min((place.row for place, text in texts.items() if text == first), default=0)
    columns = {text: place.column for place, text in texts.items() if place.row == row}
    return ListHead(called or name, row, columns)


def _rows(workbook: Workbook, sheet: LogSheet, head: ListHead) -> Iterator[LogRow]:
    stored = workbook.sheet(head.sheet)
    by_column = {head.columns[column.key]: column for column in sheet.typed}
    found: dict[int, dict[str, Content]] = defaultdict(dict)
    for place, raw in stored.filled.items():
        column = by_column.get(place.column)
        content = _content(workbook, raw, column) if column and place.row > head.row else None
        if column and content is not None:
            found[place.row][column.key] = content
    for number in sorted(found):
        yield LogRow(number, found[number])


def _content(workbook: Workbook, raw: Raw, column: LogColumn) -> Content | None:
    """Return what stands in a cell: in a column of days a number is a day, whatever it looks like."""
    if not raw.text:
        return None
    if raw.kind != "n":
        return raw.text
    value = cell_value.number(raw.text)
    if value is None or column.entry is not Entry.DAY:
        return raw.text if value is None else value
    return cell_value.day_of_serial(value, since_1904=workbook.book.since_1904) or value


def _days_off(workbook: Workbook) -> dict[datetime.date, bool]:
    """Return the days that 节假日 moves; a day that is there twice is a working day, as the sheet has it."""
    head = _head(workbook, CALENDAR, DAY_HEADING)
    if not head.row or WHAT_HEADING not in head.columns:
        return {}
    cells, found = workbook.sheet(head.sheet).filled, dict[datetime.date, bool]()
    for place, raw in cells.items():
        what = cells.get(Place(place.row, head.columns[WHAT_HEADING]), BLANK).text
        if place.column == head.columns[DAY_HEADING] and raw.kind == "n" and what in (OFF, WORKING):
            value = cell_value.number(raw.text)
            day = value and cell_value.day_of_serial(value, since_1904=workbook.book.since_1904)
            if day:
                found[day] = found.get(day, False) or what == WORKING
    return found
