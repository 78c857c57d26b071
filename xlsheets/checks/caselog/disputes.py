"""复议诉讼 -> rows that cannot be counted, or go with no request: family L4."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.caselog.columns import DISPUTES
from xlsheets.caselog.words import LATER, LONG_DECIDED
from xlsheets.checks.caselog.subject import LogCase, called, in_row
from xlsheets.checks.rule.spec import Hit, check
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

ERROR, CONFIRM = Severity.ERROR, Severity.CONFIRM
# What the number of a request begins with that stands in an earlier log.
_EARLIER = "往年"


@check("L401", "复议诉讼没有选类型或者没有收到日期", ERROR)
def dispute_uncounted(case: LogCase) -> Iterator[Hit]:
    """类型决定一案算在表四的哪一栏，收到日期决定算在哪一年，缺一样就不能计数。

    依据：《政府信息公开工作年度报告格式》表四
    错误：救济类型空着
    正确：从下拉框里选“行政复议”，填收到日期
    """
    for dispute in case.log.disputes:
        if dispute.remedy not in case.words.remedies:
            odd = "不是下拉框里的" if dispute.remedy else "没有选"
            yield in_row(
                DISPUTES,
                dispute.row,
                "remedy",
                f"{called(dispute.about)}的救济类型{odd}，这一行没有计数。",
                "请从下拉框里选。",
            )
        if dispute.arrived is None:
            yield in_row(
                DISPUTES,
                dispute.row,
                "arrived",
                f"{called(dispute.about)}没有收到日期，这一行没有计数。",
                "请填收到受理通知、应诉通知的日期。",
            )


@check("L402", "复议诉讼的结果和结案日期不齐", ERROR)
def result_without_day(case: LogCase) -> Iterator[Hit]:
    """有结果要有结案日期，有结案日期要有结果；缺一样的算作尚未审结。

    依据：《政府信息公开工作年度报告格式》表四
    错误：结果选了“结果维持”，结案日期空着
    正确：两格都填；还没有审结的，两格都空着
    """
    for dispute in case.log.disputes:
        known = dispute.result in case.words.results
        if dispute.result and not known:
            lacking, key = "结果不是下拉框里的", "result"
        elif known and dispute.closed is None:
            lacking, key = "有结果，没有结案日期", "closed"
        elif dispute.closed and not known:
            lacking, key = "有结案日期，没有结果", "result"
        else:
            continue
        yield in_row(
            DISPUTES,
            dispute.row,
            key,
            f"{called(dispute.about)}{lacking}，现在算作“{case.words.pending}”。",
            "请把结果和结案日期补齐；还没有审结的，两格都清除。",
        )


@check("L403", "复议诉讼对应的申请不在登记簿里", CONFIRM)
def dispute_without_request(case: LogCase) -> Iterator[Hit]:
    """每一案都由一件申请引起，写它在“依申请”表里的编号，才说得清是对哪一件不服。

    依据：国办公开办函〔2021〕30号第一部分第（四）项
    错误：对应申请编号写 2025-099，“依申请”表里没有这一号
    正确：写 2025-009；申请是以前年度的，写“往年2023-009”
    """
    numbers = {request.number.strip() for request in case.log.requests} - {""}
    for dispute in case.log.disputes:
        about = dispute.about.strip()
        if about not in numbers and not about.startswith(_EARLIER):
            said = f"对应的申请“{about}”不在“依申请”表里" if about else "没有写对应的申请编号"
            yield in_row(
                DISPUTES,
                dispute.row,
                "about",
                f"{said}，请核实。",
                f"请写“依申请”表里的编号；申请是以前年度的，写“{_EARLIER}”加编号。",
            )


@check("L404", "复议诉讼不在登记的年度", CONFIRM)
def dispute_outside_the_year(case: LogCase) -> Iterator[Hit]:
    """登记簿只数本年审结的和年末尚未审结的：以后年度收到的、以前年度已经审结的不计数。

    依据：国办公开办函〔2021〕30号第一部分第（四）项
    错误：2025 年的登记簿里，结案日期写成 2023-3-5
    正确：结案日期是 2025-3-5；确实是以前审结的，删去这一行
    """
    for dispute in case.log.disputes:
        ending = case.tally.dispute_ending(dispute)
        if ending in (LATER, LONG_DECIDED):
            when = "收到日期在以后的年度" if ending == LATER else "在以前的年度已经审结"
            yield in_row(
                DISPUTES,
                dispute.row,
                "arrived" if ending == LATER else "closed",
                f"{called(dispute.about)}{when}，这一行没有计数，请核实。",
                f"请核实年份；不是 {case.log.year} 年的，不记在这个登记簿里。",
            )
