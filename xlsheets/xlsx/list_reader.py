"""A workbook with a list, however it was made -> its rows, by the headings of the columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import Place, letters
from xlsheets.basics.numbers import parse_figure
from xlsheets.basics.patterns import pattern_of
from xlsheets.errors import of_file
from xlsheets.ooxml.contents import open_package
from xlsheets.ooxml.identify import parts_of
from xlsheets.values import NamedTuple
from xlsheets.xlsx import cell_value
from xlsheets.xlsx.number_format import is_date
from xlsheets.xlsx.workbook import BLANK, Workbook

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from xlsheets.basics.numbers import Number
    from xlsheets.xlsx.cell_value import ValueContext
    from xlsheets.xlsx.rows import Raw
    from xlsheets.xlsx.sheet import StoredSheet

# Headings are looked for in the first rows only: further down they are entries.
_LAST_HEAD = 30
# No list is as long as this but one with a column for each of a thousand units.
_LONG = 2**20
_ROWS, _ROWS_END, _ROW_END = b"<sheetData>", b"</sheetData>", b"</row>"
# Comments and instructions could hold what only looks like a cell.
_NOT_ELEMENTS = pattern_of(rb"<!|<\?(?!xml )")
_BEGUN, _ENDED = pattern_of(rb"<c[\s/>]"), pattern_of(rb"</c>|<c [^<>]*/>")


class ListRow(NamedTuple):
    """A row of a list: its number, and its cells by heading."""

    number: int
    cells: Mapping[str, Raw]
    book: ValueContext

    def text(self, heading: str) -> str:
        """Return what stands under a heading; "" for a blank or missing one."""
        return (cell_value.text(self.cells.get(heading, BLANK), self.book).value or "").strip()

    def figure(self, heading: str) -> Number | None:
        """Return the number under a heading, typed or written as text; None when there is none."""
        raw = self.cells.get(heading, BLANK)
        if raw.kind == "n" and not is_date(self.book.formats[raw.style]):
            return cell_value.number(raw.text)
        return parse_figure(raw.text).value if raw.kind == "s" else None

    def day(self, heading: str) -> datetime.date | None:
        """Return the day under a heading; None when there is none."""
        return cell_value.day(self.cells.get(heading, BLANK), self.book).value


class Lists:
    """The lists of a workbook; a sheet is read once, whichever of them is looked for on it.

    Args:
        source: a path, or the bytes of a file.
        name: what to call it in messages.

    Raises:
        UnreadableError: it is no sound workbook.
    """

    def __init__(self, source: Path | bytes, name: str) -> None:
        self._name = name
        with of_file(name):
            self._workbook = Workbook(open_package(parts_of(source, name)))
        self._wide: dict[str, _WideSheet | None] = {}
        self._first: dict[str, Sequence[StoredSheet]] = {}

    def rows(
        self,
        heading: str,
        keys: Sequence[str] = (),
        asked: Callable[[str], bool] = lambda _: True,
    ) -> list[ListRow] | None:
        """Return the rows below the first row that has this heading, on the first sheet that has it.

        Args:
            heading: the column a list must have.
            keys: the columns of which at least one has an entry in every row; that one column by default.
            asked: tells by their headings which other columns are asked for; all by default.

        Returns:
            The rows, or None when no sheet has the heading.
        """
        with of_file(self._name):
            for entry in self._workbook.package.sheets:
                headings = self._headings(entry.name, heading)
                if headings:
                    keys = keys or (heading,)
                    known = {p: text for p, text in headings.items() if text in keys or asked(text)}
                    sheet = self._with_columns(entry.name, known)
                    return list(_rows(sheet, self._workbook.book, known, keys))
        return None

    def _headings(self, name: str, wanted: str) -> Mapping[Place, str]:
        """Return the headings of a sheet by their place; none when the wanted one is not among them."""
        found = (_headings(top, self._workbook.book, wanted) for top in self._tops(name))
        return next(filter(None, found), {})

    def _taken_apart(self, name: str) -> _WideSheet | None:
        if name not in self._wide:
            self._wide[name] = _taken_apart(self._workbook.xml(name))
        return self._wide[name]

    def _tops(self, name: str) -> Sequence[StoredSheet]:
        """Return what headings are looked for in: a sheet, or the first rows of a wide one, one by one."""
        if name not in self._first:
            wide = self._taken_apart(name)
            self._first[name] = (
                [self._workbook.changed(name, row) for row in wide.first_rows()]
                if wide
                else [self._workbook.sheet(name)]
            )
        return self._first[name]

    def _with_columns(self, name: str, places: Iterable[Place]) -> StoredSheet:
        """Return a sheet; of a wide one the columns of these places."""
        wide = self._taken_apart(name)
        if wide is None:
            return self._workbook.sheet(name)
        return self._workbook.changed(name, wide.with_columns({place.column for place in places}))


class _WideSheet(NamedTuple):
    """A sheet as text: what stands before its rows, its rows, each to its end, and what stands behind them.

    In bytes, unlike ``ooxml.part.Cut``: as text with Chinese in it, so long a part takes twice the memory.
    """

    before: bytes
    rows: Sequence[bytes]
    after: bytes

    def first_rows(self) -> Iterator[bytes]:
        """Yield the first rows, each as a sheet of its own."""
        return (self._holding((row, b"")) for row in self.rows[:-1][:_LAST_HEAD])

    def with_columns(self, columns: Iterable[int]) -> bytes:
        """Return the sheet with the cells of these columns only, counted from 1."""
        wanted = "|".join(letters(column - 1) for column in columns).encode()
        # One that does not end is given up at the next, not at the end of the row.
        held = rb">(?:(?!<c[\s/>]).)*?</c>"
        cell = re.compile(rb'<c r="(?:%s)[0-9]+"[^<>]*?(?:/>|%s)' % (wanted, held), re.DOTALL)
        return self._holding(
            row.partition(b"<c ")[0] + b"".join(cell.findall(row)) for row in self.rows
        )

    def _holding(self, rows: Iterable[bytes]) -> bytes:
        return b"".join((self.before, _ROWS, _ROW_END.join(rows), _ROWS_END, self.after))


def _taken_apart(xml: bytes) -> _WideSheet | None:
    """Take a long sheet apart; None for any other, and for one whose cells text alone does not tell."""
    if len(xml) < _LONG or _NOT_ELEMENTS.search(xml):
        return None
    before, begun, behind = xml.partition(_ROWS)
    within, ended, after = behind.partition(_ROWS_END)
    cells = within.count(b'<c r="')
    told = all(len(found.findall(within)) == cells for found in (_BEGUN, _ENDED))
    return _WideSheet(before, within.split(_ROW_END), after) if begun and ended and told else None


def read_list(
    source: Path | bytes, name: str, heading: str, keys: Sequence[str] = ()
) -> list[ListRow] | None:
    """Return the rows of one list of a workbook, as ``Lists.rows`` does.

    Raises:
        UnreadableError: it is no sound workbook.
    """
    return Lists(source, name).rows(heading, keys)


def _headings(sheet: StoredSheet, book: ValueContext, wanted: str) -> dict[Place, str]:
    """Return the headings by their place; none when the wanted one is not among them."""
    first = ((place.row, raw) for place, raw in sheet.cells.items() if place.row <= _LAST_HEAD)
    head = min((row for row, raw in first if _is(raw, book, wanted)), default=0)
    if not head:
        return {}
    return {
        place: (cell_value.text(raw, book).value or "").strip()
        for place, raw in sheet.cells.items()
        if place.row == head
    }


def _is(raw: Raw, book: ValueContext, wanted: str) -> bool:
    return (cell_value.text(raw, book).value or "").strip() == wanted


def _rows(
    sheet: StoredSheet, book: ValueContext, headings: Mapping[Place, str], keys: Sequence[str]
) -> Iterator[ListRow]:
    head = next(iter(headings)).row
    for number in sorted({place.row for place in sheet.cells if place.row > head}):
        cells = {
            text: sheet.cells.get(Place(number, place.column), BLANK)
            for place, text in headings.items()
        }
        row = ListRow(number, cells, book)
        if any(map(row.text, keys)):
            yield row
