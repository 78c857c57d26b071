"""Figures of 表三 that add up and are still unlikely: family S31."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.checks.tables.equations import faults
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.basics.numbers import Number
    from xlsheets.schema import Cell
    from xlsheets.schema.cells import TableRow

CONFIRM, HINT = Severity.CONFIRM, Severity.HINT

# 其他处理 is high above this share of all outcomes, from this many requests on.
_OTHER_SHARE, _OTHER_LEAST = 15, 5
_ALL_ALIKE = 20
_UNPAID = pattern_of(r"通知|逾期|未缴|未按|缴纳|不再处理")


@check("S311", "“（六）其他处理”偏多", CONFIRM)
def too_much_other(case: Case) -> Iterator[Hit]:
    """所有申请原则上都应按法定方式处理，“其他处理”只应是少数。

    依据：《政府信息公开工作年度报告格式》表三（六）其他处理
    错误：办理 20 件，“3.其他”填 12 件。
    正确：逐件核对，归入（一）至（五）中的相应情形。
    """
    asked = case.edition.named.requests
    other = _column_sum(case, asked.other_handling)
    handled, granted = _all(case, asked.handled), _all(case, asked.granted)
    if other is None or not handled or granted is None or other < _OTHER_LEAST:
        return
    if other * 100 > handled * _OTHER_SHARE or other > granted:
        yield Hit(
            message=f"“（六）其他处理”{show(other)} 件，占办理总计 {show(handled)} 件的 {round(other * 100 / handled)}%，偏多。",
            places=tuple(str(asked.total(row)) for row in asked.other_handling),
            found=other,
            operands=tuple(
                case.operand(asked.total(row)) for row in (*asked.other_handling, asked.handled)
            ),
            hint="请逐件核对，能归入（一）至（五）的改填过去；确实如此的，写明理由。",
        )


@check("S312", "以国家秘密为由不予公开", HINT)
def state_secret(case: Case) -> Iterator[Hit]:
    """乡镇、街道和县级单位很少直接定密，以国家秘密为由不予公开的应有定密依据。

    依据：条例第十四条
    错误：内部工作安排填在“1.属于国家秘密”。
    正确：有定密依据的填“1.属于国家秘密”，内部事务填“5.属于三类内部事务信息”。
    """
    asked = case.edition.named.requests
    level, count = case.level, _all(case, asked.state_secret)
    if level is not None and level.local and count:
        cell = asked.total(asked.state_secret)
        yield Hit(
            message=f"有 {show(count)} 件申请以国家秘密为由不予公开，请确认有定密依据。",
            places=(str(cell),),
            found=count,
            operands=(case.operand(cell),),
            hint="请核对定密依据；属于内部事务或者过程性信息的，改填相应的行。",
        )


@check("S313", "所有申请都是同一种办理结果", HINT)
def all_alike(case: Case) -> Iterator[Hit]:
    """申请较多而结果只有一种，多半是没有按结果分开统计。

    依据：《政府信息公开工作年度报告格式》第一部分第（三）项
    错误：办结 26 件，全部填在“（一）予以公开”。
    正确：按台账逐件归入最终结果。
    """
    handled = _all(case, case.edition.named.requests.handled)
    if handled is None or handled <= _ALL_ALIKE:
        return
    for cell in _outcomes(case):
        if case.value(cell) == handled:
            label = case.edition.items[cell.block, cell.row].label
            yield Hit(
                message=f"办理总计 {show(handled)} 件全部填在“{label}”，没有别的结果。",
                places=(str(cell),),
                found=handled,
                operands=(case.operand(cell),),
                hint="请按台账核对每件申请的最终结果。",
            )


@check("S314", "有逾期未缴费的申请，第六部分没有说明", HINT)
def unpaid_without_words(case: Case) -> Iterator[Hit]:
    """逾期未缴费不再处理的申请，说明发出过收费通知，第六部分应当一并说明。

    依据：《政府信息公开信息处理费管理办法》
    错误：表三“2.申请人逾期未按收费通知要求缴纳费用”填 2，第六部分只写“没有收取信息处理费”。
    正确：第六部分写明发出收费通知 2 件，申请人逾期未缴纳。
    """
    asked, written = case.edition.named.requests, "".join(case.report.paragraphs("other_matters"))
    unpaid = _all(case, asked.fee_unpaid)
    if asked.fee_unpaid and unpaid and not _UNPAID.search(written):
        cell = asked.total(asked.fee_unpaid)
        yield Hit(
            message=f"表三有 {show(unpaid)} 件申请因逾期未缴费不再处理，第六部分没有提到收费通知。",
            places=("text.other_matters.1", str(cell)),
            found=unpaid,
            operands=(case.operand(cell),),
            hint="请在第六部分补写发出收费通知多少件、逾期未缴费多少件。",
        )


def _all(case: Case, row: TableRow | None) -> Number | None:
    """Return a figure of the 总计 column of 表三; None unless 表三 is complete and adds up.

    Shares of figures that do not add up say nothing.
    """
    asked = case.edition.named.requests
    broken = any(fault.equation.spot.block == asked.block for fault in faults(case))
    unusable = any(cell.block == asked.block for cell in case.unusable)
    return None if row is None or broken or unusable else case.value(asked.total(row))


def _column_sum(case: Case, rows: tuple[TableRow, ...]) -> Number | None:
    values = [_all(case, row) for row in rows]
    return sum(value for value in values if value is not None) if None not in values else None


def _outcomes(case: Case) -> Iterator[Cell]:
    """Yield the typed outcomes of 表三 in its 总计 column."""
    asked = case.edition.named.requests
    handled = case.edition.sum_of[asked.handled.at(asked.person)]
    return (part._replace(column=asked.everyone) for part in handled.parts)
