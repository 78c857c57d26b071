"""依申请 -> fees that the scale does not give: family L3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.basics.sentences import rows_named
from xlsheets.caselog.columns import REQUESTS
from xlsheets.caselog.fees import fees_due
from xlsheets.checks.caselog.subject import LogCase, called, in_row
from xlsheets.checks.rule.spec import Hit, check
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

ERROR, CONFIRM = Severity.ERROR, Severity.CONFIRM


@check("L301", "同一件申请又按件、又按页收费", ERROR)
def both_scales(case: LogCase) -> Iterator[Hit]:
    """按件、按量两种办法只能用一种，不能同时用在一件申请上。

    依据：《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）第五条
    错误：计费件数填 12，计费页数又填 80
    正确：只填其中一样
    """
    for request in case.log.requests:
        if request.pieces and request.pages:
            yield in_row(
                REQUESTS,
                request.row,
                "pages",
                f"{called(request.number)}计费件数、计费页数都填了，一件申请只能按一种办法收费。",
                "留下实际采用的一种，另一格清除。",
            )


@check("L302", "收费与标准算出来的不同", CONFIRM)
def fee_off_the_scale(case: LogCase) -> Iterator[Hit]:
    """按件的，同一申请人一个自然月合计：10 件以内不收，11 至 30 件每件 100 元，以后每增加 10 件每件再加 100 元；按页的，30 页以内不收，31 至 100 页每页 10 元，101 至 200 页每页 20 元，以上每页 40 元。

    依据：《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）第六条、第七条
    错误：提供 80 页，收费填 800 元
    正确：提供 80 页，超过 30 页的 50 页每页 10 元，收 500 元
    """
    for fee in fees_due(case.log.requests):
        if not fee.charged or fee.charged == fee.due:
            continue
        first = fee.requests[0]
        if fee.unit == "件":
            rows = rows_named(request.row for request in fee.requests)
            what = f"起，同一申请人当月（{rows}）共 {fee.amount} 件"
        else:
            what = f"{called(first.number)}提供 {fee.amount} 页"
        yield in_row(
            REQUESTS,
            first.row,
            "charged",
            f"{what}，按标准是 {fee.due} 元，收了 {show(fee.charged)} 元，请核实。",
            f"请对照收费通知改正{fee.unit}数或者金额；减收、免收的不用改，可以在“备注”里记下依据。",
        )
