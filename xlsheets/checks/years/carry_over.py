"""This year's report against the unit's earlier ones -> findings on numbers that do not carry over."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.checks.years.last_year import last_operand, last_value, shown
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.basics.numbers import Number
    from xlsheets.schema import Cell


@check("Y101", "没有上年度报告可比", Severity.HINT)
def last_year_missing(case: Case) -> Iterator[Hit]:
    """给了以前年度的报告，却没有紧接着的上年度报告，结转和现行有效件数无法核对。

    依据：国办公开办函〔2021〕30号附件表三（上年结转）
    错误：核对 2025 年度报告时只给了 2022 年度的
    正确：给出 2024 年度的报告
    """
    year = case.report.profile.year
    if year is not None and case.previous and case.last is None:
        given = "、".join(f"{report.profile.year or '未填'}" for report in case.previous)
        yield Hit(
            message=f"没有找到 {year - 1} 年度的报告，跨年度核对没有做；给出的报告年度是：{given}。",
            places=("profile.year",),
            hint=f"找到本单位 {year - 1} 年度的报告，连同它再核对一次。",
        )
    for reason in case.unmatched:
        yield Hit(
            message=reason,
            places=("profile.unit",),
            hint="单位改名、合并的，在名录里写明曾用名、前身，再连同名录核对一次（命令里是 --register）。",
        )


@check("Y102", "上年度报告的单位名称不同", Severity.CONFIRM)
def last_year_of_another_unit(case: Case) -> Iterator[Hit]:
    """用来核对的上年度报告应当是本单位的。

    依据：国办公开办函〔2021〕30号附件表三（上年结转）
    错误：示例乡的报告与样板镇上年度的报告核对
    正确：示例乡的报告与示例乡上年度的报告核对
    """
    unit, last = case.report.profile.unit, case.last or case.stranger
    if last is not None and unit and last.profile.unit not in ("", unit):
        yield Hit(
            message=f"本年度报告的单位是“{unit}”，上年度报告的单位是“{last.profile.unit}”。",
            places=("profile.unit",),
            found=unit,
            expected=last.profile.unit,
            hint="换成本单位上年度的报告；单位改名、合并的，请写明理由。",
        )


@check("Y201", "现行有效件数与上年接不上", Severity.CONFIRM)
def in_force_carries_over(case: Case) -> Iterator[Hit]:
    """现行有效件数等于上年现行有效件数加本年制发件数减本年废止件数，规章和规范性文件都是。

    依据：国办公开办函〔2021〕30号附件表二（第二十条第（一）项）
    错误：上年有效 40 件，本年制发 3 件、废止 1 件，填现行有效 45 件
    正确：填现行有效 42 件；集中清理、自然失效的写明理由
    """
    for held in case.edition.named.documents:
        issued, repealed, in_force = map(case.value, (held.issued, held.repealed, held.in_force))
        before = last_value(case, held.in_force)
        if before is None or issued is None or repealed is None or in_force is None:
            continue
        due = before + issued - repealed
        if due != in_force:
            label = case.edition.row_labels[held.row][-1]
            cells = held.all_of_them
            yield Hit(
                message=(
                    f"{label}：上年现行有效 {show(before)} + 本年制发 {show(issued)} - 本年废止 {show(repealed)}"
                    f" = {show(due)}，现行有效填的是 {show(in_force)}。"
                ),
                places=(str(cells[2]), str(cells[0]), str(cells[1])),
                found=in_force,
                expected=due,
                operands=(
                    *(case.operand(cell) for cell in cells),
                    last_operand(case, cells[2], before),
                ),
                hint="核对制发、废止和有效件数；集中清理、自然失效、口径调整的，请写明理由。",
            )


@check("Y301", "上年结转与上年度报告不一致", Severity.CONFIRM)
def carried_over_matches(case: Case) -> Iterator[Hit]:
    """本年的上年结转，逐列等于上年度报告的结转下年度继续办理，不只看总计。

    依据：国办公开办函〔2021〕30号附件表三（二、上年结转；四、结转下年度继续办理）
    错误：上年度报告结转下年度自然人 3 件，本年上年结转自然人填 2 件
    正确：本年上年结转自然人填 3 件
    """
    broken = tuple(_broken_columns(case))
    if broken:
        said = "；".join(
            f"{case.edition.column_labels[now.block, now.column][-1]}填 {show(filled)} 件，上年度报告是 {show(before)} 件"
            for now, filled, before in broken
        )
        yield Hit(
            message=f"上年结转与上年度报告的“结转下年度继续办理”不一致：{said}。",
            places=tuple(str(now) for now, _, _ in broken),
            found=sum(filled for _, filled, _ in broken),
            expected=sum(before for _, _, before in broken),
            operands=tuple(
                operand
                for now, _, before in broken
                for operand in (
                    case.operand(now),
                    last_operand(case, _left_over(case, now), before),
                )
            ),
            hint="按上年度报告改正；上年度报告有误或者申请人类别作了调整的，请写明理由。",
        )


def _left_over(case: Case, carried_over: Cell) -> Cell:
    """Return the cell of last year's report that 上年结转 must equal, in this year's form."""
    return case.edition.named.requests.carried_forward.at(carried_over.column)


def _broken_columns(case: Case) -> Iterator[tuple[Cell, Number, Number]]:
    """Yield (cell, number, last year's number) of columns that differ; the total only when none else does."""
    asked, found = case.edition.named.requests, False
    for column in case.edition.blocks[asked.block].column_leaves:
        now = asked.carried_over.at(column.key)
        before = last_value(case, _left_over(case, now))
        filled = case.value(now)
        if before is not None and filled is not None and before != filled:
            if column.key != asked.everyone or not found:
                yield now, filled, before
            found = True


@check("Y302", "以前年度之间的结转接不上", Severity.HINT)
def earlier_years_disagree(case: Case) -> Iterator[Hit]:
    """给出多个以前年度的报告时，它们之间的结转也应当衔接。

    依据：国办公开办函〔2021〕30号附件表三（二、上年结转；四、结转下年度继续办理）
    错误：2023 年度结转下年 4 件，2024 年度上年结转 5 件
    正确：2024 年度上年结转 4 件
    """
    for newer, older in pairwise(case.previous):
        following = newer.profile.year is not None and older.profile.year == newer.profile.year - 1
        asked, before = newer.edition.named.requests, older.edition.named.requests
        opening = asked.total(asked.carried_over)
        said, left = shown(newer, opening), shown(older, before.total(before.carried_forward))
        if following and said is not None and left is not None and said != left:
            yield Hit(
                message=(
                    f"{newer.profile.year} 年度报告的上年结转是 {show(said)} 件，"
                    f"{older.profile.year} 年度报告的结转下年度是 {show(left)} 件，两个年度接不上。"
                ),
                places=(str(opening),),
                found=said,
                expected=left,
                hint="这是已经公布的报告，核对本年结转时以台账为准。",
            )


@check("Y401", "有复议后起诉，没有复议", Severity.CONFIRM)
def suit_without_review(case: Case) -> Iterator[Hit]:
    """复议后起诉的案件先经过复议，本年和上年应当至少有一件行政复议。

    依据：国办公开办函〔2021〕30号第一部分第（四）项
    错误：复议后起诉 1 件，本年和上年行政复议都是 0 件
    正确：核对后把这一件填到未经复议直接起诉
    """
    suits, review = case.edition.named.after_review.total, case.edition.named.review.total
    before = last_value(case, review)
    now = case.value(suits)
    if now and before == 0 and case.value(review) == 0:
        yield Hit(
            message=f"复议后起诉 {show(now)} 件，可是本年和上年的行政复议都是 0 件。",
            places=(str(suits), str(review)),
            found=now,
            expected=0,
            operands=(
                case.operand(suits),
                case.operand(review),
                last_operand(case, review, before),
            ),
            hint="没有经过复议的，改填未经复议直接起诉；复议漏填的，补填行政复议。",
        )


@check("Y402", "上年未审结的案件没有下文", Severity.HINT)
def pending_without_sequel(case: Case) -> Iterator[Hit]:
    """上年尚未审结的复议、诉讼，本年应当有结果或者仍未审结。

    依据：国办公开办函〔2021〕30号第一部分第（四）项
    错误：上年行政复议尚未审结 2 件，本年行政复议各栏都是 0
    正确：本年填结果维持 1 件、尚未审结 1 件
    """
    for remedy in case.edition.named.remedies:
        total, before = remedy.total, last_value(case, remedy.pending)
        if before and case.value(total) == 0:
            yield Hit(
                message=f"{remedy.name}上年尚未审结 {show(before)} 件，本年各栏都是 0，看不出这些案件的结果。",
                places=(str(total),),
                found=0,
                expected=before,
                operands=(case.operand(total), last_operand(case, remedy.pending, before)),
                hint="核对这些案件本年的结果；本地口径只计本年新发生案件的，可以不改。",
            )
