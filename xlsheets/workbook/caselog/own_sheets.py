"""A unit's own list of cases, a text file with separators or a workbook of any program -> its sheets as they stand."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import LAST_ROW
from xlsheets.caselog.own_list import OwnSheet
from xlsheets.errors import UnreadableError
from xlsheets.extract import Grid
from xlsheets.extract.encodings import decoded
from xlsheets.extract.foreign import foreign_kind
from xlsheets.extract.html import read_html
from xlsheets.ooxml.contents import open_package
from xlsheets.ooxml.identify import kind_of, parts_of
from xlsheets.workbook.reading.other_programs import current_workbook
from xlsheets.xlsx import cell_value
from xlsheets.xlsx.number_format import is_date
from xlsheets.xlsx.workbook import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xlsheets.caselog.own_list import OwnContent
    from xlsheets.xlsx.cell_value import ValueContext
    from xlsheets.xlsx.rows import Raw

_LARGEST_TEXT = 20_000_000
_SEPARATORS = ",\t;，；|"
_ZIP = b"PK\3\4"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_own_sheets(content: bytes, name: str) -> tuple[OwnSheet, ...]:
    """Return the sheets of a list.

    Raises:
        UnreadableError: it is neither a text with separators, nor a page, nor a workbook, or it is damaged.
    """
    kind = "" if content.startswith(_ZIP) else kind_of(content)
    if kind == "text" or content.startswith(_UTF_16):
        return (_of_lines(name, "", separated(content, name)),)
    if kind == "web_page":
        # What web systems export under the name of a workbook.
        tables = [block for block in read_html(decoded(content, name)) if isinstance(block, Grid)]
        return tuple(
            _of_lines(name, f"表格 {at}", table.rows) for at, table in enumerate(tables, 1)
        )
    return tuple(_of_workbook(content, kind, name))


def _of_workbook(content: bytes, kind: str, name: str) -> Iterator[OwnSheet]:
    try:
        if kind == "xls" or foreign_kind(content, name) == "ods":
            content = current_workbook(content, name)
        workbook = Workbook(open_package(parts_of(content, name)))
        for entry in workbook.package.sheets:
            yield OwnSheet(name, entry.name, _rows(workbook, entry.name))
    except UnreadableError as error:
        if error.kind == "lacking":
            raise
        raise UnreadableError(
            error.kind,
            f"“{name}”读不出来：不是台账（.csv、.txt、.xlsx、.xls、.et、.ods），或者已经损坏、加了密码。"
            "请用 Excel 或者 WPS 打开，另存为 .xlsx 再导入。",
        ) from error


def _of_lines(file: str, name: str, lines: Iterable[Sequence[str]]) -> OwnSheet:
    """Return lines of texts as a sheet, without those that are blank."""
    rows = (
        (number, {at: text.strip() for at, text in enumerate(line, 1) if text.strip()})
        for number, line in enumerate(lines, 1)
    )
    return OwnSheet(file, name, {number: row for number, row in rows if row})


def separated(content: bytes, name: str) -> list[list[str]]:
    """Return the fields of a text with separators, whichever of the usual ones they are, line by line.

    Raises:
        UnreadableError: it is in no encoding known, or far larger than any list of cases.
    """
    if len(content) > _LARGEST_TEXT:
        raise UnreadableError("too_large", f"“{name}”大得不像一份台账，没有读入。")
    text = decoded(content, name)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise UnreadableError(
            "damaged",
            f"“{name}”的引号不成对，分不清栏目；请用 Excel 或者 WPS 打开，另存为 .xlsx 再试。",
        ) from error
    if len(rows) > LAST_ROW:
        raise UnreadableError("too_large", f"“{name}”大得不像一份台账，没有读入。")
    return rows


def _rows(workbook: Workbook, name: str) -> dict[int, dict[int, OwnContent]]:
    rows: dict[int, dict[int, OwnContent]] = defaultdict(dict)
    for place, content in _contents(workbook, name):
        rows[place[0]][place[1]] = content
    return {number: dict(sorted(cells.items())) for number, cells in sorted(rows.items())}


def _contents(workbook: Workbook, name: str) -> Iterator[tuple[tuple[int, int], OwnContent]]:
    for place, raw in workbook.sheet(name).filled.items():
        content = _content(raw, workbook.book)
        if content not in (None, ""):
            yield (place.row, place.column), content


def _content(raw: Raw, book: ValueContext) -> OwnContent | None:
    """Return what a cell shows: of a formula what it came to."""
    if raw.kind != "n":
        shown = cell_value.text(raw, book).value
        return shown if shown is not None else raw.text.strip()
    value = cell_value.number(raw.text)
    if value is not None and is_date(book.formats[raw.style]):
        return cell_value.day_of_serial(value, since_1904=book.since_1904) or value
    return value
