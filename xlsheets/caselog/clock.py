"""A request and the working days -> by when it is to be answered, whether it was, and what it counts as.

条例第三十条、第三十三条: 20 working days from the day after the request, or after its clarification; up to 20 more where
they were approved; the time that others take to give their opinion does not count.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from xlsheets.caselog.words import (
    CARRIED_IN,
    CARRIED_OUT,
    IN_TIME,
    LATE,
    LATER,
    LONG_CLOSED,
    NEW,
    OVERDUE,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection

    from xlsheets.caselog.records import Request
    from xlsheets.caselog.workdays import Workdays

# 条例第三十三条.
ALLOWED = 20
UNCLEAR, CONSULTED = "等申请人补正", "等第三方意见"
ANSWERED, UNDATED, NO_OUTCOME = "已答复", "缺答复日期", "缺办理结果"


@dataclass(frozen=True)
class Clock:
    """The clock of one request, as the computed columns of its row show it.

    Args:
        request: the request.
        workdays: the working days.
        outcomes: the words that are outcomes.
        today: the day it is looked at.
    """

    request: Request
    workdays: Workdays
    outcomes: Collection[str]
    today: datetime.date

    @cached_property
    def origin(self) -> str:
        """来源: whether it is of this year, or was brought over from an earlier one; "" without a day."""
        arrived, year = self.request.arrived, self.workdays.year
        if arrived is None:
            return ""
        if arrived.year != year:
            return LATER if arrived.year > year else self._from_before()
        return NEW

    def _from_before(self) -> str:
        closed = self.closed
        return LONG_CLOSED if closed and closed.year < self.workdays.year else CARRIED_IN

    @cached_property
    def closed(self) -> datetime.date | None:
        """办结日期: the day it was answered, if with an outcome that there is."""
        return self.request.answered if self.request.outcome in self.outcomes else None

    @property
    def of_the_year(self) -> bool:
        """Whether the report of the year counts it."""
        return self.origin in (NEW, CARRIED_IN)

    @cached_property
    def ending(self) -> str:
        """年末情况: its outcome, or that it goes over into the next year; "" when the year does not count it."""
        if not self.of_the_year:
            return ""
        closed = self.closed
        return self.request.outcome if closed and closed.year <= self.workdays.year else CARRIED_OUT

    @cached_property
    def base(self) -> datetime.date | None:
        """起算日期: the day after which days count; None while the applicant has not made clear what is asked for."""
        request = self.request
        if not self.of_the_year or (request.asked and not request.clarified):
            return None
        return request.clarified or request.arrived

    @cached_property
    def paused(self) -> int | None:
        """扣除工作日: working days that others took to give their opinion; None where none are known."""
        request = self.request
        if not (self.base and request.consulted and request.heard):
            return None
        start = self.workdays.count(max(request.consulted, self.base))
        end = self.workdays.count(request.heard)
        return None if start is None or end is None else max(0, end - start)

    @cached_property
    def due(self) -> datetime.date | None:
        """答复期限: the last day for the answer; None where the clock stands still, or beyond the days listed."""
        request = self.request
        if self.base is None or (request.consulted and not request.heard):
            return None
        start = self.workdays.count(self.base)
        if start is None:
            return None
        return self.workdays.reaching(
            start + ALLOWED + (request.extension or 0) + (self.paused or 0)
        )

    @cached_property
    def state(self) -> str:
        """期限提示: whether it was answered in time, or how many working days are left today."""
        request = self.request
        if not self.of_the_year:
            return ""
        if request.answered:
            return self._answered(request.answered)
        if request.outcome:
            return UNDATED
        if self.base is None:
            return UNCLEAR
        if request.consulted and not request.heard:
            return CONSULTED
        return self._left()

    def _answered(self, day: datetime.date) -> str:
        if self.closed is None:
            return NO_OUTCOME
        if self.due is None:
            return ANSWERED
        return LATE if day > self.due else IN_TIME

    def _left(self) -> str:
        now = self.workdays.count(self.today)
        if self.due is None or now is None:
            return ""
        if self.today > self.due:
            return OVERDUE
        left = (self.workdays.count(self.due) or 0) - now
        return f"还剩{left}个工作日"

    @property
    def late(self) -> bool:
        """Whether it was answered in the year, and too late."""
        return self.state == LATE and self.ending != CARRIED_OUT
