"""Ledger -> what an officer wrote into it: answers about files, and columns of the officer's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from xlsheets.basics.dates import written_day
from xlsheets.county.collection import Confirmation
from xlsheets.county.progress import Round
from xlsheets.errors import UsageError
from xlsheets.workbook.lists.ledger_columns import (
    CONFIRMED,
    COUNTED,
    DIGEST,
    EXCLUDED,
    FILE,
    FILES,
    FIRST_CAME,
    PASSED_BY,
    RECEIVED,
    RETURNED,
    STATE,
    UNIT,
    UNITS,
    YES,
)
from xlsheets.xlsx.list_reader import read_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from xlsheets.workbook.lists.list_writer import Column, Content
    from xlsheets.xlsx.list_reader import ListRow


class Added(NamedTuple):
    """Columns that an officer added to a list: their headings, and their entries by the key of the row."""

    headings: tuple[str, ...] = ()
    entries: Mapping[str, tuple[Content, ...]] = {}

    def of(self, key: str) -> tuple[Content, ...]:
        """Return the entries of a row; blanks for one that is new."""
        return self.entries.get(key) or (None,) * len(self.headings)


class Kept(NamedTuple):
    """What a ledger says beside its answers about files, and the next one keeps.

    Args:
        units, files: the columns an officer added to the list of units and to the list of files.
        rounds: what was said of each unit's way, by unit.
    """

    units: Added = Added()
    files: Added = Added()
    rounds: Mapping[str, Round] = {}


NOTHING_KEPT = Kept()


def read_kept(path: Path) -> Kept:
    """Return what the next ledger keeps of an earlier one.

    Raises:
        UnreadableError: it is no sound workbook.
    """
    units = read_list(path, path.name, STATE, (UNIT,)) or []
    files = read_list(path, path.name, CONFIRMED, (FILE,)) or []
    digests = {row.text(FILE): row.text(DIGEST) for row in files}
    rounds = {row.text(UNIT): _round(row, digests) for row in units}
    return Kept(_added(units, UNIT, UNITS), _added(files, FILE, FILES), rounds)


def _round(row: ListRow, digests: Mapping[str, str]) -> Round:
    """Return what a ledger says of a unit's way; several days of return are parted by 、 or line ends."""
    written = re.split(r"[、,，;；\s]+", row.text(RETURNED))
    alone = row.day(RETURNED)
    days = [alone] if alone else [day for day in map(written_day, filter(None, written)) if day]
    return Round(
        first=row.day(FIRST_CAME),
        returned=tuple(sorted(days)),
        passed=row.text(PASSED_BY) == YES,
        digest=digests.get(row.text(COUNTED), ""),
    )


def _added(rows: Sequence[ListRow], key: str, columns: Sequence[Column]) -> Added:
    ours = {column.heading for column in columns}
    headings = tuple(name for name in (rows[0].cells if rows else ()) if name and name not in ours)
    entries = {row.text(key): tuple(_entry(row, name) for name in headings) for row in rows}
    return Added(headings, {name: row for name, row in entries.items() if any(row)})


def _entry(row: ListRow, heading: str) -> Content:
    """Return what stands in a cell as it can be written again: a day, a number or a text."""
    if row.cells[heading].kind != "n":
        return row.text(heading) or None
    number = row.figure(heading)
    return row.day(heading) if number is None else number


def read_confirmations(path: Path) -> dict[str, Confirmation]:
    """Return what the officer wrote into an earlier ledger, by file.

    Raises:
        UnreadableError: it is no sound workbook.
        UsageError: it is no ledger.
    """
    rows = read_list(path, path.name, CONFIRMED, (FILE,))
    if rows is None:
        raise UsageError(
            f"“{path.name}”里没有“{CONFIRMED}”一栏，不是 collect 写的台账，没有改动它。"
        )
    answers = (
        (
            row.text(FILE),
            Confirmation(
                row.text(CONFIRMED), row.day(RECEIVED), row.text(EXCLUDED), row.text(DIGEST)
            ),
        )
        for row in rows
    )
    return {file: answer for file, answer in answers if any(answer[:3])}
