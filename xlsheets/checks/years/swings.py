"""Decisions and fees of two years -> findings on changes too large to be believed unexplained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.checks.years.last_year import last_operand, last_value
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.basics.numbers import Number

_JUMP = 3
_WORTH_COMPARING = 10
# 万元 typed as 元 is ten thousand times too much; half of that and twice that are still no real change.
_UNIT_SLIP = (5_000, 20_000)


@check("Y202", "比上年大起大落", Severity.CONFIRM)
def sudden_change(case: Case) -> Iterator[Hit]:
    """许可、处罚、强制、收费比上年增到三倍以上或者减到三分之一以下，要核对。

    依据：国办公开办函〔2021〕30号第三部分第（三）项（数据统得出、报得准、可核查）
    错误：许可上年 550 件，本年填 9487 件，没有说明
    正确：写明理由，如承接下放事项
    """
    named = case.edition.named
    for cell in filter(None, (*named.decisions, named.fees)):
        before, now = last_value(case, cell), case.value(cell)
        if before is None or now is None:
            continue
        if cell == named.fees and _looks_like_yuan(before, now):
            continue
        if _jumps(before, now):
            unit = case.edition.measure(cell).unit
            label = case.edition.row_labels[cell.block, cell.row][-1]
            yield Hit(
                message=f"{label}上年是 {show(before)} {unit}，本年是 {show(now)} {unit}，{_change(before, now)}。",
                places=(str(cell),),
                found=now,
                expected=before,
                operands=(case.operand(cell), last_operand(case, cell, before)),
                hint="核对有没有多写、少写一位，口径是否一致；属实的，请写明理由。",
            )


def _jumps(before: Number, now: Number) -> bool:
    low, high = sorted((before, now))
    if high < _WORTH_COMPARING or 0 < low < _WORTH_COMPARING:
        return False
    return high > low * _JUMP


def _change(before: Number, now: Number) -> str:
    if not before or not now:
        return "上年没有，本年一下子有了" if now else "上年有，本年没有了"
    return f"是上年的 {now / before:.1f} 倍" if now > before else f"只有上年的 {now / before:.0%}"


@check("Y203", "收费金额像是按元填的", Severity.CONFIRM)
def fees_ten_thousandfold(case: Case) -> Iterator[Hit]:
    """收费金额的单位是万元；是上年的一万倍左右，多半填成了元。

    依据：国办公开办函〔2021〕30号附件表二（本年收费金额，单位：万元）
    错误：上年 12.36 万元，本年填 125800
    正确：本年填 12.58
    """
    fees = case.edition.named.fees
    before, now = last_value(case, fees), case.value(fees)
    if fees is None or before is None or now is None:
        return
    if _looks_like_yuan(before, now):
        yield Hit(
            message=f"行政事业性收费上年是 {show(before)} 万元，本年填的是 {show(now)}，差不多是一万倍，像是按元填的。",
            places=(str(fees),),
            found=now,
            expected=before,
            operands=(case.operand(fees), last_operand(case, fees, before)),
            hint="按元填的，除以 10000 再填；确实是万元的，请写明理由。",
        )


def _looks_like_yuan(before: Number, now: Number) -> bool:
    low, high = _UNIT_SLIP
    return before > 0 and low * before <= now <= high * before
