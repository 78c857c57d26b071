"""A unit's own list of cases, a text file with separators or a workbook of any program -> its sheets as they stand."""

from __future__ import annotations

import csv
from collections import defaultdict
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import LAST_ROW
from xlsheets.caselog.own_list import OwnSheet
from xlsheets.errors import UnreadableError
from xlsheets.extract.encodings import decoded
from xlsheets.extract.foreign import foreign_kind
from xlsheets.ooxml.contents import open_package
from xlsheets.ooxml.identify import kind_of, parts_of
from xlsheets.workbook.reading.other_programs import current_workbook
from xlsheets.xlsx import cell_value
from xlsheets.xlsx.number_format import is_date
from xlsheets.xlsx.workbook import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.caselog.own_list import OwnContent
    from xlsheets.xlsx.cell_value import ValueContext
    from xlsheets.xlsx.rows import Raw

_LARGEST_TEXT = 20_000_000
_SEPARATORS = ",\t;，；|"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_own_sheets(content: bytes, name: str) -> tuple[OwnSheet, ...]:
    """Return the sheets of a list.

    Raises:
        UnreadableError: it is neither a text with separators nor a workbook, or it is damaged.
    """
    if is_text(content):
        rows = separated(content, name)
        return (
            OwnSheet(
                name, "", {at: row for at, line in enumerate(rows, 1) if (row := _filled(line))}
            ),
        )
    if foreign_kind(content, name) in ("old_workbook", "ods"):
        content = current_workbook(content, name)
    workbook = Workbook(open_package(parts_of(content, name)))
    return tuple(
        OwnSheet(name, entry.name, _rows(workbook, entry.name)) for entry in workbook.package.sheets
    )


def is_text(content: bytes) -> bool:
    """Tell whether a file is a text."""
    return content.startswith(_UTF_16) or (
        not content.startswith(b"PK") and kind_of(content) == "text"
    )


def separated(content: bytes, name: str) -> list[list[str]]:
    """Return the fields of a text with separators, whichever of the usual ones they are, line by line.

    Raises:
        UnreadableError: it is in no encoding known, or far larger than any list of cases.
    """
    if len(content) > _LARGEST_TEXT:
        raise UnreadableError("too_large", f"“{name}”大得不像一份台账，没有读入。")
    text = decoded(content, name).replace("\r\n", "\n").replace("\r", "\n")
    first = next((line for line in text.split("\n") if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    try:
        rows = list(csv.reader(text.split("\n"), delimiter=separator))
    except csv.Error as error:
        raise UnreadableError(
            "damaged",
            f"“{name}”的引号不成对，分不清栏目；请用 Excel 或者 WPS 打开，另存为 .xlsx 再试。",
        ) from error
    if len(rows) > LAST_ROW:
        raise UnreadableError("too_large", f"“{name}”大得不像一份台账，没有读入。")
    return rows


def _filled(line: list[str]) -> dict[int, OwnContent]:
    return {at: text.strip() for at, text in enumerate(line, 1) if text.strip()}


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
