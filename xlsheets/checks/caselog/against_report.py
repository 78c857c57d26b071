"""A report and the case log it is counted from -> where the two differ, and which rows make the difference: family L6."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.basics.sentences import rows_named
from xlsheets.caselog.columns import SHEETS
from xlsheets.checks.rule.spec import Hit, check, path_of
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.checks.caselog.subject import LogCase
    from xlsheets.schema import Cell

CONFIRM = Severity.CONFIRM
_HINT = "登记簿对的，用“从登记簿计数”（log count --into）写进来；报告对的，改登记簿。"


@check("L601", "表里的数与登记簿不同", CONFIRM)
def figure_differs(case: LogCase) -> Iterator[Hit]:
    """表二第（一）项、表三、表四的每一个数，都等于登记簿里数出来的；用了“决定”表的，表二第（五）（六）项也是。

    依据：国办公开办函〔2021〕30号第一部分：数据以台账为准
    错误：新收自然人填 9，登记簿里是 7 行
    正确：填 7；登记簿漏了 2 件的，补记
    """
    report = case.report
    if report is None:
        return
    for cell, counted in case.tally.figures.items():
        stated = report.figures.get(cell)
        if stated != counted:
            found = "空着" if stated is None else f"填的是 {show(stated)}"
            yield Hit(
                message=f"“{case.edition.path(cell)}”{found}，登记簿里是 {counted}{rows_counted(case, cell)}。",
                places=(str(cell),),
                path=case.edition.path(cell),
                found=stated,
                expected=counted,
                hint=_HINT,
            )


def rows_counted(case: LogCase, cell: Cell) -> str:
    """Return the rows a number was counted from, as they are told after it; "" for none."""
    by_sheet: dict[str, list[int]] = defaultdict(list)
    for sheet, row in case.tally.rows.get(cell, ()):
        by_sheet[sheet].append(row)
    names = {sheet.key: sheet.name for sheet in SHEETS}
    told = (f"“{names[key]}”{rows_named(rows)}" for key, rows in by_sheet.items())
    said = "、".join(told)
    return f"（{said}）" if said else ""


@check("L602", "基础数据与登记簿不同", CONFIRM)
def fact_differs(case: LogCase) -> Iterator[Hit]:
    """基础数据里的超期答复、信息处理费，与登记簿里数出来的一样。

    依据：填报工作簿说明：按申请台账统计
    错误：超过法定期限的答复填 0，登记簿里有 1 件超期
    正确：填 1；登记簿里漏记延期的，补记延期
    """
    report = case.report
    if report is None:
        return
    late = rows_named(request.row for request in case.tally.late)
    for key, counted in case.tally.facts.items():
        stated = report.facts.get(key)
        if stated is not None and stated != counted:
            rows = f"（“依申请”{late}）" if case.tally.late and key == "late_replies" else ""
            place = f"fact.{key}"
            yield Hit(
                message=f"“{path_of(case, place)}”填的是 {show(stated)}，登记簿里是 {show(counted)}{rows}。",
                places=(place,),
                path=path_of(case, place),
                found=stated,
                expected=counted,
                hint=_HINT,
            )
