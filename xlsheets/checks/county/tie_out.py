"""Roll-up -> where a typed aggregate differs, what was added by hand, what to think of: families U2 and U3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.basics.sentences import quoted_names
from xlsheets.checks.rule.spec import Hit, check
from xlsheets.county.analysis.differences import explanations, most_explained
from xlsheets.report.findings import Operand, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.county.rollup import Difference, Rollup
    from xlsheets.report import Report
    from xlsheets.schema import Cell

# Differences told one by one; more are told together.
_TOLD_ALONE = 8
_MANY_DIFFERENCES = "手工汇总有 {n} 格与各单位之和不一致，逐格列在汇总底稿的“差异”表里。"


@check("U201", "手工汇总与各单位之和不一致", Severity.CONFIRM)
def typed_aggregate_differs(rollup: Rollup) -> Iterator[Hit]:
    """手工填的汇总表，每一格都等于各单位之和加上写明理由的调整数。

    依据：国办公开办函〔2021〕30号第二部分：逐级汇总
    错误：县政府汇总表新收填 118 件，各单位加起来是 116 件
    正确：填 116 件；有 2 件不在各单位报告里的，写进调整并说明理由
    """
    told = explanations(rollup)
    at_once = most_explained(told.values()).replace("{", "{{").replace("}", "}}")
    for difference in rollup.differences:
        shown = "空着" if difference.typed is None else f"填的是 {show(difference.typed)}"
        unit = rollup.report.edition.measure(difference.cell).unit
        path = rollup.report.edition.path(difference.cell)
        yield Hit(
            message=f"“{path}”各单位之和是 {show(difference.summed)} {unit}，手工汇总{shown}。",
            many=f"{_MANY_DIFFERENCES}{at_once}" if len(rollup.differences) > _TOLD_ALONE else "",
            places=(str(difference.cell),),
            found=difference.typed,
            expected=difference.summed,
            operands=tuple(_operands(rollup, difference)),
            hint=f"{_why(told.get(difference, ''))}看汇总底稿里这一格由哪些单位组成；确有理由的写进调整。",
        )


def _why(told: str) -> str:
    return f"{told}。" if told else ""


def _operands(rollup: Rollup, difference: Difference) -> Iterator[Operand]:
    for unit, value in rollup.parts(difference.cell):
        yield Operand("", unit, value)
    if rollup.adjusted(difference.cell):
        yield Operand("", "调整", rollup.adjusted(difference.cell))


@check("U202", "调整没有写理由", Severity.ERROR)
def adjustments_have_reasons(rollup: Rollup) -> Iterator[Hit]:
    """在各单位之和以外加减的每一个数，都要写明理由，以后才查得清。

    依据：国办公开办函〔2021〕30号第二部分：逐级汇总
    错误：制发件数调整 -1，理由空着
    正确：制发件数调整 -1，理由写“与某局联合发文，由某局计”
    """
    for adjustment in rollup.adjustments:
        if not adjustment.reason.strip():
            yield Hit(
                message=f"“{rollup.report.edition.path(adjustment.cell)}”调整了 {show(adjustment.amount)}，没有写理由。",
                places=(str(adjustment.cell),),
                found=adjustment.amount,
                hint="在汇总底稿的“调整”表里写明理由。",
            )


@check("U301", "本机关和部门都有复议诉讼", Severity.HINT)
def office_and_department_cases(rollup: Rollup) -> Iterator[Hit]:
    """复议机关作共同被告的案件，只由作出原行为的单位计一次。

    依据：国办公开办函〔2021〕30号第一部分第（四）项
    错误：某局被诉、县政府作共同被告的一件，某局计 1 件，县政府办公室又计 1 件
    正确：只由某局计 1 件
    """
    with_cases = [unit for unit in rollup.units if any(map(unit.value, _cases(unit)))]
    offices = [unit for unit in with_cases if _is_office(unit)]
    others = [unit for unit in with_cases if not _is_office(unit)]
    if offices and others:
        yield Hit(
            message=(
                f"本机关{quoted_names(office.unit_name for office in offices)}和{quoted_names(other.unit_name for other in others)}"
                "都填了复议、诉讼案件，其中可能有同一件。"
            ),
            places=(str(_cases(rollup.report)[0]),),
            hint="核对有没有共同被告的案件被计了两次；有的话，在本机关的报告里减去，或者写进调整。",
        )


def _is_office(report: Report) -> bool:
    level = report.edition.level(report.profile.level)
    return bool(level and level.office)


def _cases(report: Report) -> tuple[Cell, ...]:
    return report.edition.blocks[report.edition.named.review.total.block].cells


@check("U302", "联合发文可能计了两次", Severity.HINT)
def joint_documents(rollup: Rollup) -> Iterator[Hit]:
    """几个单位联合制发的规范性文件，只由牵头单位计一件。

    依据：国办公开办函〔2021〕30号附件表二（第二十条第（一）项）
    错误：两个局联合印发一件规范性文件，各计 1 件，汇总成 2 件
    正确：由牵头单位计 1 件，汇总是 1 件
    """
    cell = rollup.report.edition.named.normative.issued
    parts = rollup.parts(cell)
    if len(parts) > 1:
        yield Hit(
            message=(
                f"{len(parts)} 个单位制发了行政规范性文件，合计 {show(rollup.report.values[cell])} 件，"
                "联合发文可能计了两次。"
            ),
            places=(str(cell),),
            found=rollup.report.values[cell],
            operands=tuple(Operand("", unit, value) for unit, value in parts),
            hint="与司法行政部门的规范性文件目录核对；联合发文只由牵头单位计，多计的写进调整。",
        )
