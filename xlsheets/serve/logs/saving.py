"""A case log for the browser to save: a new one, the one of the next year, a copy for somebody who inspects it."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from xlsheets.basics.filenames import safe_stem
from xlsheets.errors import UsageError
from xlsheets.serve.desk.saving import WORKBOOK, Download
from xlsheets.serve.desk.showing import log_in
from xlsheets.workflows.logs import case_log, copies

if TYPE_CHECKING:
    from xlsheets.serve.desk.opening import PageFile


def new_log(unit: str, year: str) -> Download:
    """Return an empty case log of a unit for a year.

    Raises:
        UsageError: there is no name, or no year.
        UnknownEditionError: there was no official format in that year.
    """
    if not unit.strip():
        raise UsageError("请写单位全称。")
    if not (year.isdecimal() and len(year) == len("2025")):
        raise UsageError("请写年度，四位数，例如 2025。")
    number = int(year)
    content = case_log.blank_log(unit, number)
    return Download(_name(unit.strip(), number), WORKBOOK, content, _days_off(number))


def next_log(file: PageFile) -> Download:
    """Return the log of the next year, with everything in it that is still open or in force."""
    log = log_in(file)
    year = log.log.year + 1
    made = copies.following_log(log, year)
    note = (
        f"从上年带来：没有办结的申请 {made.requests} 件，尚未审结的复议诉讼 {made.disputes} 件，"
        f"仍然有效的文件 {made.documents} 件。{_days_off(year)}"
    )
    return Download(_name(log.log.unit, year), WORKBOOK, made.book, note)


def stripped_log(file: PageFile) -> Download:
    """Return a copy without what tells who asked for what."""
    name = f"{PurePath(file.name).stem}（给检查的人）.xlsx"
    note = "内容要点、备注和自己加的栏、表都没有带。"
    return Download(name, WORKBOOK, copies.stripped(log_in(file)), note)


def _name(unit: str, year: int) -> str:
    return f"{safe_stem(f'{unit}{year}年登记簿')}.xlsx"


def _days_off(year: int) -> str:
    """Say which year's days off have to be filled in by hand."""
    unknown = case_log.unknown_days_off(year)
    if not unknown:
        return ""
    return f"{unknown} 年怎样放假，程序还不知道，期限按周一到周五算；公布以后请填进“节假日”表。"
