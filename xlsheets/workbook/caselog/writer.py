"""Rows and their log -> 登记簿.xlsx: four lists to fill in, 三张表 counted from them, and the calendar."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import Spot, address, letters, reference
from xlsheets.caselog.columns import FIRST_ENTRY, REQUESTS, SHEETS, Computed, Entry, LogColumn
from xlsheets.caselog.counting import Tally
from xlsheets.caselog.words import LATE, OVERDUE
from xlsheets.caselog.workdays import Workdays
from xlsheets.errors import OutputError
from xlsheets.workbook.caselog.places import (
    CALENDAR,
    CHOICES,
    DAY_HEADING,
    MOVED_DAYS,
    OFF,
    TODAY,
    TODAY_NAME,
    UNIT,
    UNIT_NAME,
    WHAT_HEADING,
    WORKING,
    YEAR,
    YEAR_NAME,
    ChoicePlaces,
    list_name,
    moved_column,
)
from xlsheets.workbook.caselog.row_formulas import first_formula, row_formulas, row_values
from xlsheets.workbook.caselog.tables_sheet import write_tables
from xlsheets.workbook.caselog.typing_rules import allow, allow_moved_days
from xlsheets.workbook.lists.list_writer import FIRST, HEADINGS, Column, Pages
from xlsheets.workbook.template.writer.formats import FAILED, WRONG
from xlsheets.workbook.template.writer.sheet_writer import SheetWriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlsheets.basics.numbers import Number
    from xlsheets.caselog.columns import LogSheet
    from xlsheets.caselog.records import CaseLog, Content, LogRow

_WINDOW = (1366, 728)
_ALLOWED = {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True}
_LOOKS = {
    Entry.TEXT: ("input", "text", "unbroken"),
    Entry.DAY: ("input", "center", "day"),
    Entry.CHOICE: ("input", "unbroken"),
    Entry.COUNT: ("input", "center"),
    Entry.MONEY: ("input", "center"),
}
# What a computed column shows as a day.
_COMPUTED_DAYS = ("base", "due", "closed")
# The longest heading takes two lines.
_HEAD_HEIGHT = 34
# Columns that stay in sight while the sheet is moved to the right.
_FROZEN = {REQUESTS.key: 3}
_CALENDAR_NOTE = "法定节假日和调休：周一到周五放假的、周六周日上班的，一天一行。国务院公布新的安排以后，接着往下填，期限自动重新计算。"


def write_case_log(
    log: CaseLog, rows: Mapping[str, Iterable[LogRow]], today: datetime.date
) -> bytes:
    """Return the workbook of a log.

    Args:
        log: whose it is, for which year, and what is counted.
        rows: what is typed into the sheets, by their keys; written one below the other in this order.
        today: the day by which the clocks are read in what is stored.

    Raises:
        OutputError: a sheet has no room for its rows.
    """
    pages = Pages("政府信息公开登记簿")
    pages.workbook.set_size(*_WINDOW)
    places, tally = ChoicePlaces(log.edition, log.year), Tally(log, today)
    values = {(key, row): found for key, row, found in row_values(tally)}
    for sheet in SHEETS:
        writer = _ListWriter(pages, sheet, places)
        writer.write(list(rows.get(sheet.key, ())), values)
    write_tables(pages, tally)
    _calendar(pages, log)
    _choices(pages, places, tally)
    for name, spot in ((UNIT_NAME, UNIT), (YEAR_NAME, YEAR), (TODAY_NAME, TODAY)):
        pages.workbook.define_name(name, f"={reference(spot)}")
    for name in places.lists:
        pages.workbook.define_name(list_name(name), f"={places.words(name)}")
    return pages.finish()


class _ListWriter:
    """One list being written."""

    def __init__(self, pages: Pages, sheet: LogSheet, places: ChoicePlaces) -> None:
        self._pages, self._list, self._places = pages, sheet, places
        formulas = row_formulas(sheet, places)
        self._formulas = {key: first_formula(sheet, text) for key, text in formulas.items()}

    def write(
        self, rows: list[LogRow], values: Mapping[tuple[str, int], Mapping[str, Content]]
    ) -> None:
        """Write the list with its entries, and room for more."""
        if len(rows) > self._list.rows:
            raise OutputError(
                f"“{self._list.name}”表最多记 {self._list.rows} 行，这里有 {len(rows)} 行，放不下；请分成两个登记簿。"
            )
        columns = [Column(column.heading, column.width) for column in self._list.columns]
        title = f"{self._list.name}登记簿"
        sheet = self._pages.sheet(self._list.name, title, self._list.note, columns)
        sheet.set_row(HEADINGS, _HEAD_HEIGHT)
        self._share(sheet)
        for at in range(self._list.rows):
            row = rows[at] if at < len(rows) else None
            found = values.get((self._list.key, row.number), {}) if row else {}
            self._row(sheet, FIRST + at, row.contents if row else {}, found)
        allow(sheet, self._list, self._places)
        self._marks(sheet)
        self._page(sheet)

    def _share(self, sheet: SheetWriter) -> None:
        for key, formula in self._formulas.items():
            column = letters(self._list.places[key])
            sheet.share_formula(formula, f"{column}{FIRST_ENTRY}:{column}{self._list.last_row}")

    def _row(
        self,
        sheet: SheetWriter,
        at: int,
        contents: Mapping[str, Content],
        values: Mapping[str, Content],
    ) -> None:
        for number, column in enumerate(self._list.columns):
            if isinstance(column, Computed):
                look = ("center", "day") if column.key in _COMPUTED_DAYS else ("unbroken",)
                looks = ("computed", *look)
                value = _serial(values.get(column.key, ""))
                sheet.write_formula(
                    at, number, self._formulas[column.key], self._pages.style(*looks), value
                )
            else:
                self._pages.enter(
                    sheet, (at, number), contents.get(column.key), *_LOOKS[column.entry]
                )

    def _marks(self, sheet: SheetWriter) -> None:
        """Let what is overdue stand out, and what is in no drop-down list."""
        last = self._list.last_row
        for number, column in enumerate(self._list.columns):
            if isinstance(column, LogColumn) and column.entry is Entry.CHOICE:
                cell = f"{letters(number)}{FIRST_ENTRY}"
                # Excel 2007 takes no reference to another sheet in a conditional format, but a name that leads there.
                words = list_name(self._list.choice_of(column))
                rule = f'=AND({cell}<>"",COUNTIF({words},{cell})<>1)'
                self._when(sheet, f"{cell}:{letters(number)}{last}", rule, WRONG)
        if self._list is REQUESTS:
            state = f"${letters(self._list.places['state'])}{FIRST_ENTRY}"
            late = f'=OR({state}="{OVERDUE}",{state}="{LATE}")'
            self._when(
                sheet, f"A{FIRST_ENTRY}:{letters(_FROZEN[REQUESTS.key] - 1)}{last}", late, FAILED
            )

    def _when(
        self, sheet: SheetWriter, area: str, formula: str, look: Mapping[str, object]
    ) -> None:
        style = self._pages.workbook.add_format(dict(look))
        sheet.conditional_format(area, {"type": "formula", "criteria": formula, "format": style})

    def _page(self, sheet: SheetWriter) -> None:
        last = len(self._list.columns) - 1
        sheet.autofilter(HEADINGS, 0, HEADINGS + self._list.rows, last)
        sheet.freeze_panes(FIRST, _FROZEN.get(self._list.key, 2))
        sheet.protect("", _ALLOWED)
        sheet.set_tab_color("#B45309")
        sheet.set_selection(FIRST, 0, FIRST, 0)


def _serial(value: Content) -> str | Number:
    """Return a value as a formula's result: a day as its number."""
    if isinstance(value, datetime.date):
        return (value - datetime.date(1899, 12, 30)).days
    return value


def _calendar(pages: Pages, log: CaseLog) -> None:
    columns = (Column(DAY_HEADING, 16), Column(WHAT_HEADING, 16), Column("说明", 40))
    sheet = pages.sheet(CALENDAR, "节假日和调休", _CALENDAR_NOTE, columns)
    days = sorted(log.days_off.items())
    if len(days) > MOVED_DAYS:
        raise OutputError(f"“{CALENDAR}”表最多记 {MOVED_DAYS} 天，这里有 {len(days)} 天，放不下。")
    for at in range(MOVED_DAYS):
        day, works = days[at] if at < len(days) else (None, False)
        pages.enter(sheet, (FIRST + at, 0), day, "input", "center", "day")
        what = None if day is None else WORKING if works else OFF
        pages.enter(sheet, (FIRST + at, 1), what, "input", "center")
        pages.enter(sheet, (FIRST + at, 2), None, "input")
    allow_moved_days(sheet, ChoicePlaces(log.edition, log.year))
    sheet.freeze_panes(FIRST, 0)
    sheet.protect("", _ALLOWED)


def _choices(pages: Pages, places: ChoicePlaces, tally: Tally) -> None:
    """Write the hidden sheet: lists of words, bounds of the year, and every day with its count of working days."""
    sheet = pages.workbook.add_worksheet(CHOICES, worksheet_class=SheetWriter)
    for column, words in enumerate(places.lists.values()):
        for row, word in enumerate(words):
            sheet.write_string(row, column, word)
    bounds = Spot("", places.start.rpartition("!")[2].replace("$", "")).place
    year, today, day = reference(YEAR), reference(TODAY), pages.style("day")
    now = tally.today
    for down, (formula, value) in enumerate(
        (
            (f"=DATE({year},1,1)", datetime.date(tally.log.year, 1, 1)),
            (f"=DATE({year}+1,1,1)", datetime.date(tally.log.year + 1, 1, 1)),
            (f"=IF(ISNUMBER({today}),{today},TODAY())", now),
        )
    ):
        at = (bounds.row - 1 + down, bounds.column - 1)
        sheet.write_formula(*at, formula, day, _serial(value))
    _days(sheet, places, Workdays(tally.log.year, tally.log.days_off), pages)
    sheet.protect("")
    sheet.hide()


def _days(sheet: SheetWriter, places: ChoicePlaces, workdays: Workdays, pages: Pages) -> None:
    first = Spot("", places.days.rpartition("!")[2].replace("$", "")).place.column - 1
    here, what, last = address(0, first), moved_column(2), len(workdays.days)
    works, off = (
        f'COUNTIFS({moved_column(1)},{here},{what},"{word}")>0' for word in (WORKING, OFF)
    )
    works_there = f"=IF({works},1,IF({off},0,IF(WEEKDAY({here},2)<6,1,0)))"
    counts = f"={address(0, first + 2)}+{address(1, first + 1)}"
    sheet.share_formula(works_there, f"{address(0, first + 1)}:{address(last - 1, first + 1)}")
    sheet.share_formula(counts, f"{address(1, first + 2)}:{address(last - 1, first + 2)}")
    for row, (day, count) in enumerate(zip(workdays.days, workdays.counts, strict=True)):
        sheet.write_datetime(row, first, day, pages.style("day"))
        sheet.write_formula(row, first + 1, works_there, None, int(workdays.works(day)))
        formula = counts if row else f"={address(0, first + 1)}"
        sheet.write_formula(row, first + 2, formula, None, count)
