"""Working days: Monday to Friday, but for the days that the State Council moves every year."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsheets.basics.numbers import Number

# The years around that of a log whose days are listed: requests of two years before may be open still, and what came
# in December is due in the year after.
BEFORE, AFTER = 2, 1
_SATURDAY = 5
_ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Workdays:
    """The working days around a year.

    Args:
        year: the year of the log.
        moved: days that depart from Monday to Friday: True for a working day, False for a day off.
    """

    year: int
    moved: Mapping[datetime.date, bool]

    @cached_property
    def days(self) -> tuple[datetime.date, ...]:
        """Every day that is listed, in order."""
        first = datetime.date(self.year - BEFORE, 1, 1)
        count = (datetime.date(self.year + AFTER + 1, 1, 1) - first).days
        return tuple(first + step * _ONE_DAY for step in range(count))

    def works(self, day: datetime.date) -> bool:
        """Tell whether a day is a working day."""
        return self.moved.get(day, day.weekday() < _SATURDAY)

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """For every day that is listed, how many working days there are up to and with it."""
        found, total = [], 0
        for day in self.days:
            total += self.works(day)
            found.append(total)
        return tuple(found)

    def count(self, day: datetime.date) -> int | None:
        """Return how many working days there are up to and with a day; None before the first day listed.

        Days after the last one listed count like it, as a look-up in the sheet finds it.
        """
        at = (day - self.days[0]).days
        return None if at < 0 else self.counts[min(at, len(self.counts) - 1)]

    @cached_property
    def _first_with(self) -> Mapping[Number, datetime.date]:
        found: dict[Number, datetime.date] = {}
        for day, count in zip(self.days, self.counts, strict=True):
            found.setdefault(count, day)
        return found

    def reaching(self, count: Number) -> datetime.date | None:
        """Return the first day listed with which there are so many working days; None when none is listed."""
        return self._first_with.get(count)


def moved_days(year: int) -> dict[datetime.date, bool]:
    """Return how the years around one depart from Monday to Friday, as far as the calendar knows."""
    from chinese_calendar import constants

    years = range(year - BEFORE, year + AFTER + 1)
    off = {
        day: False for day in constants.holidays if day.year in years and day.weekday() < _SATURDAY
    }
    on = {
        day: True for day in constants.workdays if day.year in years and day.weekday() >= _SATURDAY
    }
    return dict(sorted((off | on).items()))


def last_known_year() -> int:
    """Return the last year whose days off the calendar knows."""
    from chinese_calendar import constants

    return int(max(day.year for day in constants.holidays))
