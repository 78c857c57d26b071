"""Ledger -> what an officer wrote into it: answers about files, and columns of the officer's own."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from xlsheets.basics.dates import PARTED, written_day, written_year
from xlsheets.basics.numbers import show
from xlsheets.basics.patterns import pattern_of
from xlsheets.county.collection import Confirmation, RoundSaid
from xlsheets.county.progress import NOT_COUNTED, Asked, Came, Round
from xlsheets.errors import UsageError
from xlsheets.report.findings import Severity
from xlsheets.values import NamedTuple
from xlsheets.workbook.lists.kept import Added, added_columns
from xlsheets.workbook.lists.ledger_columns import (
    ASKED,
    CAME,
    CONFIRMED,
    COUNTED,
    DIGEST,
    ENTRY,
    EXCLUDED,
    FILE,
    FILES,
    FIRST_CAME,
    FIRST_READ,
    INDICATOR,
    LAST_YEAR,
    MATCHED,
    PASSED_BY,
    PASSED_ON,
    REASON,
    RECEIVED,
    REPLACED,
    RETURNED,
    ROUND_LIST,
    RULE,
    SAID,
    SAID_DUE,
    SAID_YEAR,
    SEVERITY,
    STATE,
    UNIT,
    UNITS,
    YES,
)
from xlsheets.xlsx.list_reader import Lists, read_list

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from xlsheets.workbook.lists.list_writer import Column
    from xlsheets.xlsx.list_reader import ListRow


class Kept(NamedTuple):
    """What a ledger says beside its answers about files, and the next one keeps.

    Args:
        units, files: the columns an officer added to the list of units and to the list of files.
        rounds: what was said of each unit's way, by unit.
        answers: what was written beside files, by file.
    """

    units: Added = Added()
    files: Added = Added()
    rounds: Mapping[str, Round] = {}
    answers: Mapping[str, Confirmation] = {}


NOTHING_KEPT = Kept()
# 第 2 次：S303、T008
_ASKED = pattern_of(rf"(?:第 (\d+) 次|{REPLACED})：(.*)")


def read_kept(path: Path) -> Kept:
    """Return what the next ledger keeps of an earlier one.

    Raises:
        UnreadableError: it is no sound workbook.
    """
    ledger = Lists(path, path.name)
    units = ledger.rows(STATE, (UNIT,)) or []
    listed = ledger.rows(CONFIRMED, (FILE,))
    files = listed or []
    digests = {row.text(FILE): row.text(DIGEST) for row in files}
    came: dict[str, list[Came]] = defaultdict(list)
    for row in files:
        day = row.day(CAME)
        if day:
            came[row.text(MATCHED)].append(Came(row.text(DIGEST), day))
    codes: dict[str, set[str]] = defaultdict(set)
    for row in ledger.rows(RULE, (UNIT,)) or []:
        if row.text(SEVERITY) != Severity.HINT.label and not row.text(REASON):
            codes[row.text(FILE)].add(row.text(RULE))
    rounds = {
        row.text(UNIT): _round(row, digests, codes, path.name)._replace(
            files=tuple(came.get(row.text(UNIT), ()))
        )
        for row in units
    }
    answers = _confirmations(listed, path.name)
    return Kept(_added(units, UNIT, UNITS), _added(files, FILE, FILES), rounds, answers)


def _round(
    row: ListRow, digests: Mapping[str, str], codes: Mapping[str, set[str]], name: str
) -> Round:
    """Return what a ledger says of a unit's way."""
    asked = _ASKED.fullmatch(row.text(ASKED))
    counted = row.text(COUNTED)
    return Round(
        first=row.day(FIRST_CAME),
        read=row.day(FIRST_READ),
        returned=_days(row, name),
        passed=row.text(PASSED_BY) == YES,
        digest=digests.get(counted, ""),
        codes=tuple(sorted(codes.get(counted, ()))) if counted else (NOT_COUNTED,),
        asked=Asked(int(asked[1] or 0), _codes(asked[2])) if asked else Asked(),
        passed_on=row.day(PASSED_ON),
    )


def _codes(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split("、")))


def _days(row: ListRow, name: str) -> tuple[datetime.date, ...]:
    """Return the days a report was returned, parted by 、 or blanks.

    Raises:
        UsageError: one of them is no day: it would be lost when the ledger is written anew.
    """
    alone = row.day(RETURNED)
    if alone:
        return (alone,)
    written = list(filter(None, PARTED.split(row.text(RETURNED))))
    days = list(map(written_day, written))
    for text, day in zip(written, days, strict=True):
        if day is None:
            raise _no_day(name, row, RETURNED, text)
    return tuple(sorted(filter(None, days)))


def _no_day(name: str, row: ListRow, heading: str, text: str) -> UsageError:
    where = f"“{name}”第 {row.number} 行的“{heading}”"
    return UsageError(f"{where}写的“{text}”不是日期，请写成 2026-01-20 这样，再运行一次。")


def _added(rows: Sequence[ListRow], key: str, columns: Sequence[Column]) -> Added:
    return added_columns(rows, (key,), (column.heading for column in columns))


def read_confirmations(path: Path) -> dict[str, Confirmation]:
    """Return what the officer wrote into an earlier ledger, by file.

    Raises:
        UnreadableError: it is no sound workbook.
        UsageError: it is no ledger, or a day in it is none.
    """
    return _confirmations(read_list(path, path.name, CONFIRMED, (FILE,)), path.name)


def _confirmations(rows: Sequence[ListRow] | None, name: str) -> dict[str, Confirmation]:
    if rows is None:
        raise UsageError(f"“{name}”里没有“{CONFIRMED}”一栏，不是 collect 写的台账，没有改动它。")
    answers = (
        (
            row.text(FILE),
            Confirmation(
                row.text(CONFIRMED), _received(row, name), row.text(EXCLUDED), row.text(DIGEST)
            ),
        )
        for row in rows
    )
    return {file: answer for file, answer in answers if any(answer[:3])}


def read_round_said(path: Path) -> RoundSaid:
    """Return what an officer said of a round as a whole; ledgers of earlier versions have no such list.

    Raises:
        UnreadableError: it is no sound workbook.
        UsageError: what stands there is no year, or no day.
    """
    rows = {row.text(SAID): row for row in read_list(path, path.name, ENTRY, (SAID,)) or []}
    written = {heading: _entry(row) for heading, row in rows.items()}
    year, day = written.get(SAID_YEAR, ""), written.get(SAID_DUE, "")
    due = rows[SAID_DUE].day(ENTRY) or written_day(day) if SAID_DUE in rows else None
    if year and written_year(year) is None:
        raise UsageError(
            f"“{path.name}”的“{ROUND_LIST}”表里，“{SAID_YEAR}”写的“{year}”不是年度，请写成 2025 这样，再运行一次。"
        )
    if day and due is None:
        raise _no_day(path.name, rows[SAID_DUE], SAID_DUE, day)
    return RoundSaid(written_year(year), due)


def is_compared(path: Path) -> bool:
    """Tell whether a ledger compares any unit with last year.

    Raises:
        UnreadableError: it is no sound workbook.
    """
    return bool(read_list(path, path.name, LAST_YEAR, (INDICATOR,)))


def _entry(row: ListRow) -> str:
    """Return what was written there as text; "" for a day, which is none."""
    number = row.figure(ENTRY)
    return row.text(ENTRY) or ("" if number is None else show(number))


def _received(row: ListRow, name: str) -> datetime.date | None:
    day, text = row.day(RECEIVED), row.text(RECEIVED)
    if text and day is None:
        raise _no_day(name, row, RECEIVED, text)
    return day
