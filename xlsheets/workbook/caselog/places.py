"""Where everything stands in a case log, so that what is written is found again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import Area, Place, Spot, reference
from xlsheets.caselog.columns import FIRST_ENTRY
from xlsheets.caselog.words import log_words
from xlsheets.caselog.workdays import Workdays

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsheets.caselog.columns import LogSheet
    from xlsheets.schema import Edition

TABLES_SHEET, CALENDAR, CHOICES = "三张表", "节假日", "选项"
# The names of the cells that say whose log it is and for which year, and until when the clocks are read.
UNIT_NAME, YEAR_NAME, TODAY_NAME = "caselog_unit", "caselog_year", "caselog_today"
UNIT, YEAR, TODAY = (Spot(TABLES_SHEET, cell) for cell in ("C3", "J3", "N3"))
# The line that says what is not counted stands in row 4, 表二 begins in row 6.
STATUS_ROW, TABLES_TOP = 4, 6
# Room for the days that are moved: 30 a year, and what people add.
MOVED_DAYS = 240
WORKING, OFF = "上班", "放假"
DAY_HEADING, WHAT_HEADING = "日期", "放假或者上班"
# Columns of the hidden sheet: the bounds of the year and the day of today; every day, whether it is a working day, and
# how many there are up to it.
_BOUNDS, _DAYS, _WORKS, _COUNTS = 9, 11, 12, 13


def column_entries(sheet: LogSheet, key: str) -> str:
    """Return the absolute reference of a column of column_entries."""
    column = sheet.places[key] + 1
    area = Area(Place(FIRST_ENTRY, column), Place(sheet.last_row, column))
    return reference(Spot(sheet.name, str(area)))


def list_name(choice: str) -> str:
    """Return the defined name of a list of words."""
    return f"caselog_words_{choice}"


def moved_column(column: int) -> str:
    """Return the absolute reference of a column of 节假日, counted from 1."""
    area = Area(Place(FIRST_ENTRY, column), Place(FIRST_ENTRY + MOVED_DAYS - 1, column))
    return reference(Spot(CALENDAR, str(area)))


@dataclass(frozen=True)
class ChoicePlaces:
    """The hidden sheet of a log: the lists of words, the bounds of the year, and the days around it."""

    edition: Edition
    year: int

    @property
    def lists(self) -> Mapping[str, tuple[str, ...]]:
        """The words of every drop-down list, by what it is for; each is a column, in this order."""
        return {**log_words(self.edition).lists, "moved": (OFF, WORKING)}

    def words(self, name: str) -> str:
        """Return the reference of a list of words."""
        column = [*self.lists].index(name) + 1
        return self._column(column, len(self.lists[name]))

    @property
    def start(self) -> str:
        """The reference of the first day of the year."""
        return reference(Spot(CHOICES, str(Place(1, _BOUNDS))))

    @property
    def next(self) -> str:
        """The reference of the first day of the next year."""
        return reference(Spot(CHOICES, str(Place(2, _BOUNDS))))

    @property
    def today(self) -> str:
        """The reference of the day by which the clocks are read."""
        return reference(Spot(CHOICES, str(Place(3, _BOUNDS))))

    @property
    def days(self) -> str:
        return self._column(_DAYS, self._count)

    @property
    def counts(self) -> str:
        return self._column(_COUNTS, self._count)

    @property
    def _count(self) -> int:
        return len(Workdays(self.year, {}).days)

    @staticmethod
    def _column(column: int, count: int) -> str:
        return reference(Spot(CHOICES, str(Area(Place(1, column), Place(count, column)))))
