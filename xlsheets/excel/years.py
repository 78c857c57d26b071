"""The actions between two years: last year's workbook into this one, this one into the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.filenames import safe_stem
from xlsheets.basics.files import write_atomically
from xlsheets.basics.numbers import show
from xlsheets.county.identity import unit_key
from xlsheets.errors import UsageError
from xlsheets.excel.open_workbook import place_in
from xlsheets.report.next_year import carried_over, next_year
from xlsheets.workflows import one_report

if TYPE_CHECKING:
    from xlsheets.basics.addresses import Spot
    from xlsheets.excel.open_workbook import OpenBook
    from xlsheets.report import Report

# What usually stays from year to year.
_LASTING = ("level", "address", "postcode", "phone", "email", "filer")


def bring_last_year(book: OpenBook) -> str:
    """Take 上年结转 and the particulars of the unit from last year's workbook, into blank cells only."""
    report = book.read()
    path = book.choose_workbook("选择上年的填报工作簿")
    if path is None:
        return ""
    last = one_report.read(path)
    _refuse_other(report, last)
    edits = _figures(report, last) | _particulars(report, last)
    edits = {spot: value for spot, value in edits.items() if book.is_blank(spot)}
    book.write(edits)
    return f"从“{path.name}”带入了 {len(edits)} 格。{_differences(report, last)}"


def _refuse_other(report: Report, last: Report) -> None:
    """Refuse a workbook that is not last year's of the same unit."""
    now, then = report.profile, last.profile
    if now.unit and then.unit and unit_key(now.unit) != unit_key(then.unit):
        raise UsageError(
            f"选的是“{then.unit}”的工作簿，这一份是“{now.unit}”的，没有带入；请选本单位的。"
        )
    if now.year is None or then.year is None:
        raise UsageError("两份工作簿的“基本信息”都要先填好报告年度，没有带入。")
    if then.year != now.year - 1:
        raise UsageError(f"选的是 {then.year} 年度的工作簿，没有带入；请选 {now.year - 1} 年度的。")


def _figures(report: Report, last: Report) -> dict[Spot, str | float | None]:
    return {
        report.places[str(cell)]: int(count)
        for cell, count in carried_over(last, report.edition).items()
        if cell not in report.figures and str(cell) in report.places
    }


def _particulars(report: Report, last: Report) -> dict[Spot, str | float | None]:
    found: dict[Spot, str | float | None] = {}
    for field in _LASTING:
        place, text = f"profile.{field}", getattr(last.profile, field)
        if place in report.places and text and not getattr(report.profile, field):
            level = report.edition.level(text) if field == "level" else None
            found[report.places[place]] = level.label if level else text
    return found


def _differences(report: Report, last: Report) -> str:
    """Name the cells that already hold something else; they are for a person to decide."""
    told = [
        f"{report.places[str(cell)]} 填的是 {show(report.figures[cell])}，上年报告是 {show(count)}"
        for cell, count in carried_over(last, report.edition).items()
        if cell in report.figures and report.figures[cell] != count and str(cell) in report.places
    ]
    return f"\n\n这些格已经填了别的数，没有改动，请核对：\n{'；'.join(told)}。" if told else ""


def new_year(book: OpenBook) -> str:
    """Write the blank workbook of the next year beside this one and open it."""
    folder, report = book.folder(), book.read()
    following = next_year(report)
    name = safe_stem(f"{following.profile.unit}{following.profile.year}年填报")
    target = place_in(folder, f"{name}.xlsx")
    if target.exists():
        raise UsageError(f"“{target.name}”已经有了，没有改动它；要重新生成，请先把它改名或者移走。")
    write_atomically(target, one_report.workbook(following, report))
    book.open_workbook(target)
    return f"已经生成并打开 {following.profile.year} 年度的工作簿，上年结转按本年的结转下年度填好了，本年的数和文字附在里面供对照：\n{target}"
