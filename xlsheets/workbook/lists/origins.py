"""Where every number of an imported report was read, as a workbook to look through and correct; and its corrections."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.errors import UsageError
from xlsheets.values import NamedTuple
from xlsheets.workbook.lists.list_writer import FIRST, Column, Pages, column_under
from xlsheets.xlsx.list_reader import read_list

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from xlsxwriter.worksheet import Worksheet

    from xlsheets.basics.addresses import Spot
    from xlsheets.basics.numbers import Number
    from xlsheets.xlsx.list_reader import ListRow

SHEET = "逐个核对"
PLACE, TYPED, _SEEN = "格子", "应为", "原样"
_COLUMNS = (
    Column("要看什么", 12),
    Column(PLACE, 46, "left"),
    Column(_SEEN, 18),
    Column("读成", 12),
    Column(TYPED, 12, "input"),
    Column("它进的合计", 46, "left"),
    Column("读自", 20),
    Column("第几页", 8),
)
_NOTE = (
    "要看的排在前面。对照“原样”：读得对的不用管；读错的、没有读入的，在“应为”里写上数，存盘后再运行一次 import，"
    "加上 --corrected 和这个文件的名称。"
)
# Points a row with a picture is high; pixels of a picture to a point, and room left around it.
_HIGH, _PIXELS, _MARGIN = 30, 4 / 3, 3
# In a PNG, where its width and height stand.
_EXTENT = struct.Struct(">16xII")


class ReadNumber(NamedTuple):
    """A number that was read, as it is listed.

    Args:
        path: the cell in words.
        number: what was read; None where nothing could be.
        spot: where it stands in the file; None where nobody can tell.
        doubt: why somebody should look at it; "" for no reason.
        sums: the sums it enters, with what they come to.
        page, picture: of a scan, the page from 1 and how the cell looks, as PNG.
    """

    path: str
    number: Number | None
    spot: Spot | None
    doubt: str
    sums: str
    page: int | None = None
    picture: bytes = b""


def write_origins(title: str, numbers: Sequence[ReadNumber]) -> bytes:
    """Write the list, in the order given."""
    pages = Pages("逐个核对")
    sheet = pages.sheet(SHEET, title, _NOTE, _COLUMNS)
    pages.rows(sheet, _COLUMNS, (_row(number) for number in numbers))
    for at, number in enumerate(numbers):
        if number.picture:
            _show(sheet, at, number.picture)
    sheet.freeze_panes(FIRST, 2)
    return pages.finish()


def _row(number: ReadNumber) -> tuple[str | int | None, ...]:
    return (
        number.doubt,
        number.path,
        "",
        "" if number.number is None else show(number.number),
        None,
        number.sums,
        str(number.spot) if number.spot else "",
        number.page,
    )


def _show(sheet: Worksheet, at: int, picture: bytes) -> None:
    """Put a picture into its cell, as large as the cell lets it be."""
    width, height = _EXTENT.unpack_from(picture)
    column = column_under(_COLUMNS, _SEEN)
    room = _COLUMNS[column].width * 7 - 2 * _MARGIN, _HIGH * _PIXELS - 2 * _MARGIN
    scale = min(1.0, room[0] / width, room[1] / height)
    sheet.set_row(FIRST + at, _HIGH)
    options = {
        "image_data": io.BytesIO(picture),
        "x_scale": scale,
        "y_scale": scale,
        "x_offset": _MARGIN,
        "y_offset": _MARGIN,
        "object_position": 1,
    }
    sheet.insert_image(FIRST + at, column, "cell.png", options)


def read_corrections(source: bytes, name: str, paths: Collection[str]) -> Mapping[str, Number]:
    """Return what a person typed into such a list, by the cell in words.

    Args:
        source: the workbook.
        name: what to call it in messages.
        paths: every cell there is.

    Raises:
        UnreadableError: it is no sound workbook.
        UsageError: it is no such list, a line names no cell, or what is typed is no number.
    """
    rows = read_list(source, name, TYPED, (PLACE,))
    if rows is None:
        raise UsageError(f"“{name}”里没有“{TYPED}”这一栏，请用 import --origins 生成的那一份。")
    return {row.text(PLACE): _typed(row, name, paths) for row in rows if row.text(TYPED)}


def _typed(row: ListRow, name: str, paths: Collection[str]) -> Number:
    where = f"“{name}”第 {row.number} 行"
    if row.text(PLACE) not in paths:
        raise UsageError(f"{where}的“{PLACE}”不是报告里的一格，这一栏请不要改。")
    number = row.figure(TYPED)
    if number is None:
        raise UsageError(f"{where}的“{TYPED}”写着“{row.text(TYPED)}”，不是一个数，请改成数字。")
    return number
