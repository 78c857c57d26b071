"""What the cells of a case log take while typing, and what they say about it in Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.addresses import address, letters
from xlsheets.caselog.columns import FIRST_ENTRY, Entry, LogColumn
from xlsheets.workbook.caselog.places import MOVED_DAYS
from xlsheets.workbook.lists.list_writer import FIRST

if TYPE_CHECKING:
    from xlsheets.caselog.columns import LogSheet
    from xlsheets.workbook.caselog.places import ChoicePlaces
    from xlsheets.workbook.template.writer.sheet_writer import SheetWriter

# 2000-01-01 and 2100-01-01 as a sheet counts days.
_FIRST_DAY, _LAST_DAY = 36_526, 73_051
# Excel takes no longer title and message.
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255


def allow(sheet: SheetWriter, columns: LogSheet, places: ChoicePlaces) -> None:
    """Let every typed column take only what belongs there."""
    for number, column in enumerate(columns.columns):
        if isinstance(column, LogColumn):
            rule = _rule(columns, column, places) | {
                "input_title": column.heading[:_LONGEST_TITLE],
                "input_message": column.help[:_LONGEST_MESSAGE],
            }
            sheet.data_validation(FIRST, number, FIRST + columns.rows - 1, number, rule)


def _rule(columns: LogSheet, column: LogColumn, places: ChoicePlaces) -> dict[str, object]:
    if column.entry is Entry.CHOICE:
        return {
            "validate": "list",
            "source": f"={places.words(columns.choice_of(column))}",
            "error_title": "请从下拉框里选",
            "error_message": f"“{column.heading}”只能从下拉框里选。",
        }
    if column.entry is Entry.DAY:
        return _day(columns, column)
    if column.entry is Entry.COUNT:
        return {
            "validate": "integer",
            "criteria": "between",
            "minimum": column.least,
            "maximum": column.most,
            "error_title": "请填整数",
            "error_message": f"“{column.heading}”填 {column.least} 到 {column.most} 的整数，没有就空着。",
        }
    if column.entry is Entry.MONEY:
        return {
            "validate": "decimal",
            "criteria": ">=",
            "value": 0,
            "error_title": "请填金额",
            "error_message": f"“{column.heading}”填金额，只写数字，没有就空着。",
        }
    return {"validate": "any"}


def _day(columns: LogSheet, column: LogColumn) -> dict[str, object]:
    """Return the rule of a day, which is none before the day it follows."""
    here = f"{letters(columns.places[column.key])}{FIRST_ENTRY}"
    terms = [f"ISNUMBER({here})", f"{here}>={_FIRST_DAY}", f"{here}<{_LAST_DAY}"]
    words = f"“{column.heading}”请写成 2025-3-5 这样的日期"
    if column.after:
        earlier = address(FIRST_ENTRY - 1, columns.places[column.after])
        terms.append(f"OR(NOT(ISNUMBER({earlier})),{here}>={earlier})")
        words += f"，不早于“{columns.heading(column.after)}”"
    return {
        "validate": "custom",
        "value": f"=AND({','.join(terms)})",
        "error_title": "日期不对",
        "error_message": f"{words}。",
    }


def allow_moved_days(sheet: SheetWriter, places: ChoicePlaces) -> None:
    """Let 节假日 take days, and whether they are worked."""
    last = FIRST + MOVED_DAYS - 1
    sheet.data_validation(
        FIRST,
        0,
        last,
        0,
        {
            "validate": "custom",
            "value": f"=AND(ISNUMBER(A{FIRST_ENTRY}),A{FIRST_ENTRY}>={_FIRST_DAY},A{FIRST_ENTRY}<{_LAST_DAY})",
            "error_title": "日期不对",
            "error_message": "请写成 2025-3-5 这样的日期。",
        },
    )
    sheet.data_validation(
        FIRST,
        1,
        last,
        1,
        {
            "validate": "list",
            "source": f"={places.words('moved')}",
            "error_title": "请从下拉框里选",
            "error_message": "只能选“放假”或者“上班”。",
        },
    )
