"""A list that was written earlier -> what people added to it: columns with their entries, and sheets."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from xlsheets.basics.characters import whole
from xlsheets.errors import OutputError, of_file
from xlsheets.ooxml.contents import open_package
from xlsheets.ooxml.identify import parts_of
from xlsheets.values import NamedTuple
from xlsheets.workbook.lists.list_writer import Column
from xlsheets.xlsx.workbook import Workbook

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from xlsxwriter.worksheet import Worksheet

    from xlsheets.workbook.lists.list_writer import Content, Pages
    from xlsheets.xlsx.list_reader import ListRow

# What an officer adds is as wide as a short remark.
_WIDTH = 24
# Parts the entries that a row is known by.
_BETWEEN = "｜"


class Added(NamedTuple):
    """Columns that people added to a list: their headings, and their entries by row and heading."""

    headings: tuple[str, ...] = ()
    entries: Mapping[str, Mapping[str, Content]] = {}

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(Column(heading, _WIDTH, "left") for heading in self.headings)

    def of(self, row: str) -> tuple[Content, ...]:
        """Return the entries of a row; blanks for one that is new."""
        entries = self.entries.get(row, {})
        return tuple(entries.get(heading) for heading in self.headings)


class KeptPages:
    """Lists being written, what people wrote into earlier ones, by sheet, and what is left of that."""

    def __init__(self, pages: Pages, kept: Mapping[str, Added]) -> None:
        self.pages, self.kept = pages, kept
        self.written: dict[str, set[str]] = defaultdict(set)

    def columns(self, name: str, columns: Sequence[Column]) -> tuple[Column, ...]:
        """Return the columns of a sheet, those of people at the end."""
        return (*columns, *self.kept.get(name, Added()).columns)

    def rows(
        self,
        sheet: Worksheet,
        columns: Sequence[Column],
        rows: Iterable[tuple[str, Sequence[Content]]],
    ) -> int:
        """Write the rows of a sheet, each with what people wrote beside it."""
        kept, written = self.kept.get(sheet.name, Added()), self.written[sheet.name]

        def whole() -> Iterator[Sequence[Content]]:
            for key, row in rows:
                if key in kept.entries:
                    written.add(key)
                yield (*row, *kept.of(key))

        return self.pages.rows(sheet, columns, whole())

    @property
    def gone(self) -> Iterator[Sequence[Content]]:
        """Yield what people wrote beside rows that are no longer there."""
        for name, kept in self.kept.items():
            for key in (row for row in kept.entries if row not in self.written[name]):
                for heading, entry in kept.entries[key].items():
                    yield name, key, heading, entry


def row_key(*entries: str) -> str:
    """Return what a row is known by from one writing to the next: its entries as they can be written."""
    return whole(_BETWEEN.join(entries))


def added_columns(rows: Sequence[ListRow], keys: Sequence[str], ours: Iterable[str]) -> Added:
    """Return the columns of a list that are not ours.

    Args:
        rows: the rows of the list.
        keys: the headings whose entries a row is known by.
        ours: the headings the program writes.
    """
    known = set(ours)
    headings = tuple(name for name in (rows[0].cells if rows else ()) if name and name not in known)
    entries = {
        row_key(*map(row.text, keys)): {
            name: entry for name in headings if (entry := _entry(row, name)) is not None
        }
        for row in rows
    }
    return Added(headings, {key: row for key, row in entries.items() if row})


def _entry(row: ListRow, heading: str) -> Content:
    """Return what stands in a cell as it can be written again: a day, a number or a text."""
    if row.cells[heading].kind != "n":
        return row.text(heading) or None
    number = row.figure(heading)
    return row.day(heading) if number is None else number


def sheets_of(source: bytes) -> tuple[str, ...]:
    """Return the names of the sheets of a workbook that we wrote."""
    return tuple(entry.name for entry in open_package(parts_of(source, "")).sheets)


def refuse_added_sheets(path: Path, ours: Collection[str]) -> None:
    """Refuse to write a list anew that people put sheets of their own into: those would be lost.

    Raises:
        OutputError: there are such sheets.
        UnreadableError: it is no sound workbook.
    """
    with of_file(path.name):
        workbook = Workbook(open_package(parts_of(path, path.name)))
        added = [
            entry.name
            for entry in workbook.package.sheets
            if entry.name not in ours and workbook.sheet(entry.name).cells
        ]
    if added:
        raise OutputError(
            f"“{path.name}”里有自己加的工作表“{'”“'.join(added)}”，重新写会丢掉，没有改动它；"
            "请先把这些表移到别的文件，再运行一次。"
        )
