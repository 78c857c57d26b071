"""A workbook with a list, however it was made -> its rows, by the headings of the columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.addresses import Place
from xlsheets.basics.numbers import parse_figure
from xlsheets.ooxml.contents import open_package
from xlsheets.ooxml.identify import parts_of
from xlsheets.values import NamedTuple
from xlsheets.xlsx import cell_value
from xlsheets.xlsx.number_format import is_date
from xlsheets.xlsx.workbook import BLANK, Workbook

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from xlsheets.basics.numbers import Number
    from xlsheets.xlsx.cell_value import ValueContext
    from xlsheets.xlsx.rows import Raw
    from xlsheets.xlsx.sheet import StoredSheet

# Headings are looked for in the first rows only: further down they are entries.
_LAST_HEAD = 30


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
        self._workbook = Workbook(open_package(parts_of(source, name)))

    def rows(self, heading: str, keys: Sequence[str] = ()) -> list[ListRow] | None:
        """Return the rows below the first row that has this heading, on the first sheet that has it.

        Args:
            heading: the column a list must have.
            keys: the columns of which at least one has an entry in every row; that one column by default.

        Returns:
            The rows, or None when no sheet has the heading.
        """
        book = self._workbook.book
        for entry in self._workbook.package.sheets:
            sheet = self._workbook.sheet(entry.name)
            headings = _headings(sheet, book, heading)
            if headings:
                return list(_rows(sheet, book, headings, keys or (heading,)))
        return None


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
