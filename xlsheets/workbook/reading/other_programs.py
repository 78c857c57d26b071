"""Workbook of an older or another program (.xls, .et, .ods) -> the report in it, found by its labels."""

from __future__ import annotations

import datetime
import io
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from xlsheets.errors import UnreadableError
from xlsheets.ooxml.contents import open_package
from xlsheets.ooxml.identify import parts_of
from xlsheets.report import Report
from xlsheets.values import NamedTuple
from xlsheets.workbook.reading.salvage import salvage
from xlsheets.workbook.template import write_workbook
from xlsheets.xlsx.workbook import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlsheets.workbook.reading.salvage import Salvaged

# A workbook of ours has some ten thousand cells in a dozen sheets.
_MOST_SHEETS, _MOST_ROWS, _MOST_COLUMNS, _MOST_CELLS = 60, 5_000, 256, 300_000
_DAMAGED = (
    "“{name}”读不出来，可能已经损坏，或者加了密码。请用 Excel 或者 WPS 打开，另存为 .xlsx 再试。"
)
_LACKING = (
    "“{name}”是旧版 Excel、WPS 表格或者 OpenDocument 表格（.xls、.et、.ods），这台电脑上没有安装读它的组件。"
    "请用 Excel 或者 WPS 打开，另存为 .xlsx 再试；或者安装：python -m pip install python-calamine。"
)


class _Sheet(NamedTuple):
    """The values of a sheet, and the areas whose cells are merged into one."""

    name: str
    rows: list[list[Any]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]]


def read_other_workbook(content: bytes, name: str) -> Salvaged:
    """Read what an older or another spreadsheet program wrote, as ``repair`` reads a workbook without names.

    Raises:
        UnreadableError: it is damaged, protected, no workbook of ours, or what reads it is not installed.
    """
    return salvage(current_workbook(content, name), name)


def current_workbook(content: bytes, name: str) -> bytes:
    """Return values and merged areas of what an older or another program wrote, as a workbook of today.

    Raises:
        UnreadableError: it is damaged, protected, too large, or what reads it is not installed.
    """
    return _as_workbook(_sheets(content, name))


def _sheets(content: bytes, name: str) -> list[_Sheet]:
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError as error:
        raise UnreadableError("lacking", _LACKING.format(name=name)) from error
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        if len(book.sheet_names) > _MOST_SHEETS:
            raise _too_large(name)
        return [_sheet(book, title, name) for title in book.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableError("xls", _DAMAGED.format(name=name)) from error


def _sheet(book: Any, title: str, name: str) -> _Sheet:  # noqa: ANN401
    found = book.get_sheet_by_name(title)
    rows, columns = found.total_height, found.total_width
    if rows > _MOST_ROWS or columns > _MOST_COLUMNS or rows * columns > _MOST_CELLS:
        raise _too_large(name)
    return _Sheet(title, found.to_python(skip_empty_area=False), found.merged_cell_ranges or [])


def _too_large(name: str) -> UnreadableError:
    return UnreadableError("too_large", f"“{name}”里的表格大得不像填报工作簿，没有读入。")


def _as_workbook(sheets: Iterable[_Sheet]) -> bytes:
    """Write values and merged areas as a workbook of today, for the reader that goes by labels."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            for area in sheet.merged:
                if area[0] != area[1]:
                    page.merge_range(*area[0], *area[1], "")
            for row, values in enumerate(sheet.rows):
                for column, value in enumerate(values):
                    lost = isinstance(value, float) and not value
                    text = _computed_texts().get((sheet.name, row, column)) if lost else None
                    _write(page, row, column, value if text is None else text)
    return out.getvalue()


@lru_cache(maxsize=1)
def _computed_texts() -> Mapping[tuple[str, int, int], str]:
    """Return what a blank template shows by formulas that make texts: of those calamine may read a 0 in .xls."""
    blank = Workbook(open_package(parts_of(write_workbook(Report()))))
    return {
        (entry.name, place.row - 1, place.column - 1): raw.text
        for entry in blank.package.sheets
        for place, raw in blank.sheet(entry.name).cells.items()
        if raw.formula is not None and raw.kind == "s"
    }


def _write(page: Any, row: int, column: int, value: Any) -> None:  # noqa: ANN401
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        page.write_number(row, column, value)
    elif isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        page.write_string(row, column, str(value))
    elif value not in ("", None):
        page.write_string(row, column, value)
