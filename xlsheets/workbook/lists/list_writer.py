"""Rows -> a plain workbook of lists: one heading row a sheet, frozen and filterable, nothing locked."""

from __future__ import annotations

import datetime
import io
import math
from collections import Counter
from decimal import Decimal
from itertools import groupby, starmap
from typing import IO, TYPE_CHECKING, TypeAlias, TypeVar

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from xlsheets.basics.addresses import Area, Place, Spot, reference
from xlsheets.basics.characters import whole
from xlsheets.basics.numbers import as_number, show
from xlsheets.values import NamedTuple
from xlsheets.workbook.template.writer.formats import line_count, together
from xlsheets.workbook.template.writer.live_formulas import stored
from xlsheets.workbook.template.writer.sheet_writer import SheetWriter
from xlsheets.xlsx.limits import LONGEST_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    Content: TypeAlias = "str | int | Decimal | datetime.date | Link | Jump | FormulaCell | None"

T = TypeVar("T")

# Fixed, so that the same rows always give the same bytes: the day of the notice.
_CREATED = datetime.datetime(2021, 9, 29, tzinfo=datetime.UTC)
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# Whole numbers below this are stored as they are, without a doubt.
_EXACT = 10**15
# Texts up to this long are never cut.
_LONGEST_NAME = 255
# Title in row 1, a note in row 2, headings in row 3, rows from row 4.
HEADINGS, FIRST = 2, 3
_WIDTH_OF_NUMBERS = 12
# A Chinese character takes the room of this many digits; a line of text this many points.
_SIGN, _LINE, _ROOM = 2.0, 15, 5
# Looks of cells in which a character takes less room, and which show all of a text in one line.
_FINE, _FINE_SIGN, _IN_ONE_LINE = "fine", 1.64, "fit"
# Characters side by side that can still be read when they are fitted to a page; a wider list takes more pages, each
# with its first column.
_PAGE = 260
# A note stands above so many columns.
_MERGED = 8
# Excel opens no more links than this on one sheet and none that is longer; # and % mean something in one. What a
# document cannot hold, such as bytes of a name that are no characters, is � by then.
_MOST_LINKS, _LONGEST_LINK, _UNLINKABLE = 60_000, 2_000, frozenset("#%�")


class Column(NamedTuple):
    """A column of a list: its heading, its width in characters, the look of its cells."""

    heading: str
    width: float = _WIDTH_OF_NUMBERS
    look: str = "center"


class Link(NamedTuple):
    """Text that leads to a file, by its path as seen from the workbook, and to a place in it."""

    text: str
    path: str
    place: str = ""

    @property
    def target(self) -> str:
        """What to write into the sheet; "" where no link can lead there."""
        target = f"external:{self.path}" + (f"#{self.place}" if self.place else "")
        usable = self.path and not _UNLINKABLE.intersection(whole(self.path))
        return target if usable and len(target) <= _LONGEST_LINK else ""


class Jump(NamedTuple):
    """Text that leads to a place in the workbook itself."""

    text: str
    place: str

    @property
    def target(self) -> str:
        return f"internal:{self.place}"


class FormulaCell(NamedTuple):
    """A formula with its equals sign, and its present value."""

    text: str
    value: float


class _Fused:
    """A stream that fails once, or is cut off: what closes a half-written file later writes into nowhere."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def write(self, content: bytes) -> int:
        return self._done("write", content)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._done("seek", offset, whence)

    def tell(self) -> int:
        return self._done("tell")

    def flush(self) -> None:
        self._done("flush")

    def _done(self, act: str, *given: object) -> int:
        try:
            return getattr(self._stream, act)(*given) or 0
        except OSError:
            self.cut()
            raise

    def cut(self) -> None:
        """Let nothing more through."""
        self._stream = io.BytesIO()


class Pages:
    """A workbook of lists being written.

    Args:
        title: what the workbook is called in its properties.
        stream: where to write a large one, of which a row at a time is kept; rows are written downwards
            then, each once. Without it the bytes are returned at the end.
        scratch: a folder for what is written on the way to the stream.
    """

    def __init__(self, title: str, stream: IO[bytes] | None = None, scratch: str = "") -> None:
        self._stream = _Fused(stream) if stream else io.BytesIO()
        options = {
            **_OPTIONS,
            "in_memory": not stream,
            "constant_memory": bool(stream),
            "tmpdir": scratch or None,
        }
        self.workbook = xlsxwriter.Workbook(self._stream, options)
        self.workbook.set_properties({"title": whole(title), "created": _CREATED})
        self._styles: dict[tuple[str, ...], Format] = {}
        self._links: Counter[str] = Counter()

    def finish(self) -> bytes:
        """Return the workbook's bytes, none of one that went into a stream; nothing can be written afterwards.

        Raises:
            OSError: the disk refuses.
        """
        try:
            self.workbook.close()
        except FileCreateError as error:
            raise OSError(*getattr(error.__context__, "args", ())) from error
        finally:
            # An archive left half-written closes itself when it is collected, after the stream was closed.
            if isinstance(self._stream, _Fused):
                self._stream.cut()
        return self._stream.getvalue() if isinstance(self._stream, io.BytesIO) else b""

    def style(self, *looks: str) -> Format:
        """Return the format these looks make together on top of the plain one."""
        if looks not in self._styles:
            self._styles[looks] = self.workbook.add_format(together(*looks))
        return self._styles[looks]

    def sheet(self, name: str, title: str, note: str, columns: Sequence[Column]) -> Worksheet:
        """Add a sheet with its headings; the rows go below them."""
        sheet = self.workbook.add_worksheet(name, worksheet_class=SheetWriter)
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.set_landscape()
        across = max(1, math.ceil(sum(column.width for column in columns) / _PAGE))
        sheet.fit_to_pages(across, 0)
        if across > 1:
            sheet.repeat_columns(0)
        sheet.repeat_rows(HEADINGS)
        sheet.set_footer("&L&9&A&R&9第 &P 页，共 &N 页")
        sheet.set_row(0, 30)
        room = int(sum(column.width for column in columns[:_MERGED]) / _SIGN)
        sheet.set_row(1, max(32, _ROOM + _LINE * line_count(note, max(1, room))))
        sheet.write_string(0, 0, whole(title), self.style("title", "left"))
        if len(columns) > 1:
            # Text goes in by itself: merging would take one that begins with = for a formula.
            sheet.merge_range(1, 0, 1, min(len(columns), _MERGED) - 1, "", self.style("note"))
            sheet.write_string(1, 0, whole(note), self.style("note"))
        for first, last, width in _runs(column.width for column in columns):
            sheet.set_columns(first, last, width)
        self._headings(sheet, [column.heading for column in columns])
        return sheet

    def _headings(self, sheet: Worksheet, headings: Sequence[str]) -> None:
        """Write the headings of a list; names side by side go in together where every unit has a column."""
        style = self.style("head")
        for first, last, plain in _runs(map(_is_plain, headings)):
            if plain and first < last and sheet.constant_memory:
                sheet.write_names(HEADINGS, first, headings[first : last + 1], style)
            else:
                for column in range(first, last + 1):
                    sheet.write_string(HEADINGS, column, whole(headings[column]), style)

    def rows(
        self, sheet: Worksheet, columns: Sequence[Column], rows: Iterable[Sequence[Content]]
    ) -> int:
        """Write the rows of a list and let them be filtered; return how many there were."""
        count = 0
        for count, row in enumerate(rows, 1):
            texts = (
                (column, content)
                for column, content in zip(columns, row, strict=True)
                if type(content) is not int
            )
            lines = max(starmap(_lines, texts), default=1)
            sheet.set_row(FIRST + count - 1, _ROOM + _LINE * lines)
            self._row(sheet, FIRST + count - 1, columns, row)
        sheet.autofilter(HEADINGS, 0, HEADINGS + max(count, 1), len(columns) - 1)
        return count

    def _row(
        self, sheet: Worksheet, row: int, columns: Sequence[Column], contents: Sequence[Content]
    ) -> None:
        """Write the cells of a row; figures side by side that look alike go in together."""
        for first, last, look in _runs(map(_look_of_figure, columns, contents)):
            if look and first < last:
                style = self.style("cell", look)
                sheet.write_figures(row, first, contents[first : last + 1], style)
            else:
                for column in range(first, last + 1):
                    self.put(sheet, (row, column), contents[column], columns[column].look)

    def enter(
        self, sheet: Worksheet, place: tuple[int, int], content: Content, *looks: str
    ) -> None:
        """Write a day, a number, a text or nothing into a cell whose look says all of how it is shown."""
        style = self.style(*looks)
        if content is None or content == "":
            sheet.write_blank(*place, None, style)
        elif isinstance(content, datetime.date):
            sheet.write_datetime(*place, content, style)
        elif isinstance(content, str):
            sheet.write_string(*place, whole(content)[:LONGEST_TEXT], style)
        elif isinstance(content, int | Decimal):
            sheet.write_number(*place, stored(content), style)

    def put(self, sheet: Worksheet, place: tuple[int, int], content: Content, *looks: str) -> None:
        """Write a text, a number or nothing at a row and column; what Excel would round is written as text."""
        style = self.style("cell", *looks)
        if _is_figure(content):
            sheet.write_number(*place, content, style)
        elif content is None or content == "":
            sheet.write_blank(*place, None, style)
        elif isinstance(content, FormulaCell):
            looks = looks if content.value == int(content.value) else ("money", *looks)
            sheet.write_formula(*place, content.text, self.style("cell", *looks), content.value)
        elif isinstance(content, Link | Jump):
            self._link(sheet, place, content, *looks)
        elif isinstance(content, datetime.date):
            sheet.write_datetime(*place, content, self.style("cell", *looks, "date"))
        elif isinstance(content, str):
            sheet.write_string(*place, whole(content)[:LONGEST_TEXT], style)
        elif as_number(float(f"{content:.16G}")) == content:
            sheet.write_number(*place, stored(content), self.style("cell", "money", *looks))
        else:
            sheet.write_string(*place, show(content), style)

    def _link(
        self, sheet: Worksheet, place: tuple[int, int], link: Link | Jump, *looks: str
    ) -> None:
        """Write a link, as text once a sheet has as many links as can be opened."""
        self._links[sheet.name] += 1
        text = whole(link.text)
        if link.target and self._links[sheet.name] <= _MOST_LINKS:
            sheet.write_url(*place, link.target, self.style("cell", *looks, "link"), text)
        else:
            sheet.write_string(*place, text, self.style("cell", *looks))


def _runs(values: Iterable[T]) -> Iterator[tuple[int, int, T]]:
    """Yield each value with the numbers of the first and the last column that have it side by side."""
    first = 0
    for value, alike in groupby(values):
        count = sum(1 for _ in alike)
        yield first, first + count - 1, value
        first += count


def _is_plain(text: str) -> bool:
    """Tell whether a text is stored as it is, as names are: nothing in it means anything else in a file."""
    return text.isalnum() and len(text) <= _LONGEST_NAME


def _is_figure(content: Content) -> bool:
    """Tell whether a content is stored as it is, as most cells of a large sheet are."""
    return type(content) is int and abs(content) < _EXACT


def _look_of_figure(column: Column, content: Content) -> str:
    """Return the look of a cell that holds a figure; "" for any other."""
    return column.look if _is_figure(content) else ""


def column_under(columns: Sequence[Column], heading: str) -> int:
    """Return the number of the column with this heading, counted from 0."""
    return [column.heading for column in columns].index(heading)


def entries(sheet: str, column: int, count: int) -> str:
    """Return the reference of a column of a list, counted from 0, without its heading."""
    area = Area(Place(FIRST + 1, column + 1), Place(FIRST + count, column + 1))
    return reference(Spot(sheet, str(area)))


def heading_height(columns: Iterable[Column]) -> int:
    """Return how high a row of headings is that shows all of them."""
    headings = (column._replace(look="head") for column in columns)
    return _ROOM + _LINE * max(_lines(column, column.heading) for column in headings)


def _lines(column: Column, content: Content) -> int:
    """Return how many lines a cell needs; rows are not fitted by every program that opens them."""
    if column.look == _IN_ONE_LINE:
        return 1
    width = max(1, int(column.width / (_FINE_SIGN if column.look == _FINE else _SIGN)))
    text = content.text if isinstance(content, Link | Jump) else content
    return line_count(text, width) if isinstance(text, str) else 1
