"""Rows of a case log as typed values. What an applicant wrote or is called is not among them.

A row that is odd stays what it is: a day that is none is None here, its column is named in ``odd``, and a check says so.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, TypeVar

from xlsheets.basics.digests import sha256
from xlsheets.basics.numbers import show
from xlsheets.caselog.columns import (
    DECISIONS,
    DISPUTES,
    DOCUMENTS,
    REQUESTS,
    SHEETS,
    Entry,
    LogColumn,
    LogSheet,
)
from xlsheets.schema import edition_for
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlsheets.basics.numbers import Number
    from xlsheets.schema import Edition

    Content = str | Number | datetime.date


class LogRow(NamedTuple):
    """A row as it is typed: its number in the sheet, and what stands in it by the key of the column."""

    number: int
    contents: Mapping[str, Content]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    """What all rows have: their number in the sheet, and the columns that hold something else than they should."""

    row: int
    odd: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(_Record):
    """A request; the fields are called as the columns of 依申请. Empty text and None mean not filled in.

    Args:
        likeness: a digest of 内容要点, to tell one that was entered twice; "" where that is blank.
    """

    number: str = ""
    arrived: datetime.date | None = None
    channel: str = ""
    kind: str = ""
    requester: str = ""
    asked: datetime.date | None = None
    clarified: datetime.date | None = None
    consulted: datetime.date | None = None
    heard: datetime.date | None = None
    extension: Number | None = None
    answered: datetime.date | None = None
    outcome: str = ""
    pieces: Number | None = None
    pages: Number | None = None
    charged: Number | None = None
    likeness: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute(_Record):
    """A reconsideration or a lawsuit over a request."""

    remedy: str = ""
    about: str = ""
    arrived: datetime.date | None = None
    result: str = ""
    closed: datetime.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(_Record):
    """A document of 表二, whenever it was issued."""

    sort: str = ""
    reference: str = ""
    title: str = ""
    dated: datetime.date | None = None
    ended: datetime.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(_Record):
    """A decision, or those of a month together; ``count`` is None for one."""

    sort: str = ""
    dated: datetime.date | None = None
    count: Number | None = None


@dataclass(frozen=True)
class CaseLog:
    """The case log of one unit for one year.

    Args:
        unit: name of the unit.
        year: the year its numbers are counted for.
        requests, disputes, documents, decisions: the rows of the four sheets.
        days_off: days by which 节假日 departs from Monday to Friday: True for a working day, False for a day off.
        source: file name without folder.
    """

    unit: str
    year: int
    requests: tuple[Request, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    documents: tuple[Document, ...] = ()
    decisions: tuple[Decision, ...] = ()
    days_off: Mapping[datetime.date, bool] = field(default_factory=dict)
    source: str = ""

    @property
    def edition(self) -> Edition:
        """The official format in force in the year."""
        return edition_for(self.year)


_RECORDS: tuple[tuple[LogSheet, type[_Record]], ...] = (
    (REQUESTS, Request),
    (DISPUTES, Dispute),
    (DOCUMENTS, Document),
    (DECISIONS, Decision),
)


def case_log(
    unit: str,
    year: int,
    rows: Mapping[str, Iterable[LogRow]],
    *,
    days_off: Mapping[datetime.date, bool],
    source: str = "",
) -> CaseLog:
    """Return the log whose sheets, by their keys, hold these rows."""
    typed = {
        sheet.key: tuple(_record(sheet, kind, row) for row in rows.get(sheet.key, ()))
        for sheet, kind in _RECORDS
    }
    requests, disputes, documents, decisions = (typed[sheet.key] for sheet in SHEETS)
    return CaseLog(unit, year, requests, disputes, documents, decisions, days_off, source)  # type: ignore[arg-type]  # in the order of ``_RECORDS``


_R = TypeVar("_R", bound=_Record)


def _record(sheet: LogSheet, kind: type[_R], row: LogRow) -> _R:
    known = {entry.name for entry in fields(kind)}
    values: dict[str, Any] = {}
    odd = []
    for column in sheet.typed:
        content = row.contents.get(column.key)
        if content is None or column.key not in known:
            continue
        values[column.key] = _typed(column, content)
        counted = column.entry is Entry.COUNT and not isinstance(content, int)
        if values[column.key] is None or counted:
            odd.append(column.key)
    if "likeness" in known and row.contents.get("gist"):
        values["likeness"] = likeness(str(row.contents["gist"]))
    return kind(row=row.number, odd=tuple(odd), **values)


def likeness(text: str) -> str:
    """Return a digest that two texts have in common when they differ in white space alone."""
    return sha256("".join(text.split()).encode())[:16]


def _beyond(number: Number) -> datetime.date | None:
    """Return a number that is no day as the sheet takes it: beyond all days or before them; None below zero."""
    if number <= 0:
        return None
    return datetime.date.max if number > 1 else datetime.date(1899, 12, 30)


def _typed(column: LogColumn, content: Content) -> object:
    """Return a content as what its column takes; None when it is something else."""
    if column.entry in (Entry.TEXT, Entry.CHOICE):
        return content if isinstance(content, str) else show(content)
    if isinstance(content, str):
        return None
    if column.entry is Entry.DAY:
        return content if isinstance(content, datetime.date) else _beyond(content)
    if isinstance(content, datetime.date):
        return None
    return content
