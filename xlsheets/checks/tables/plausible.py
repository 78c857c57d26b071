"""Figures of 表二, 表三, 表四 that add up and are still unlikely: families S20, S31, S41."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.checks.tables.equations import faults
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.basics.numbers import Number
    from xlsheets.schema import Cell
    from xlsheets.schema.cells import TableRow

ERROR, CONFIRM, HINT = Severity.ERROR, Severity.CONFIRM, Severity.HINT

# 其他处理 is high above this share of all outcomes, from this many requests on.
_OTHER_SHARE, _OTHER_LEAST = 15, 5
_ALL_ALIKE = 20
_CORRECTED = re.compile(r"纠正|败诉|撤销|确认违法|责令|变更")
_UNPAID = re.compile(r"通知|逾期|未缴|未按|缴纳|不再处理")


@check("S201", "没有制定规章权限的单位填了规章", ERROR)
def rules_without_power(case: Case) -> Iterator[Hit]:
    """规章只能由国务院部门、省级政府、设区的市和自治州政府制定，其他单位一律填 0。

    依据：立法法第九十一条、第九十三条
    错误：乡镇人民政府把内部规章制度 6 件填进“规章”。
    正确：乡镇人民政府的“规章”三格都填 0。
    """
    level = case.level
    if level is None or level.issues_rules:
        return
    for cell in case.edition.named.rules.all_of_them:
        value = case.value(cell)
        if value:
            yield Hit(
                message=f"{level.label}没有制定规章的权限，“{case.edition.path(cell)}”填了 {show(value)}。",
                many=f"{level.label}没有制定规章的权限，“规章”一行有 {{n}} 格不是 0。",
                places=(str(cell),),
                found=value,
                expected=0,
                operands=(case.operand(cell),),
                hint="请改填 0；内部的规章制度不在此列。",
            )


@check("S202", "收费金额像是以元填写的", CONFIRM)
def fees_in_yuan(case: Case) -> Iterator[Hit]:
    """行政事业性收费的单位是万元，金额远超同类单位时多半是以元填写的。

    依据：《政府信息公开工作年度报告格式》表二第二十条第（八）项
    错误：全年收费 19000 元，填 19000。
    正确：全年收费 19000 元，填 1.9。
    """
    level, cell = case.level, case.edition.named.fees
    amount = case.value(cell)
    if level is None or cell is None or amount is None or amount <= level.fee_ceiling:
        return
    yield Hit(
        message=f"行政事业性收费填了 {show(amount)} 万元，{level.label}很少超过 {level.fee_ceiling} 万元，可能是以元填写的。",
        places=(str(cell),),
        found=amount,
        operands=(case.operand(cell),),
        hint="请核对单位；以元填写的，除以 10000 后重填。",
    )


@check("S203", "现行有效件数少于本年制发后留下的件数", CONFIRM)
def fewer_in_force_than_issued(case: Case) -> Iterator[Hit]:
    """本年制发的文件，除去本年废止的，到年底都应在现行有效件数之内。

    依据：条例第二十条第（一）项
    错误：制发 8 件、废止 0 件，现行有效填 0。
    正确：制发 8 件、废止 0 件，原有 10 件，现行有效填 18。
    """
    for held in case.edition.named.documents:
        issued, repealed, in_force = map(case.value, (held.issued, held.repealed, held.in_force))
        if issued is None or repealed is None or in_force is None:
            continue
        if in_force < issued - repealed:
            cells = [cell for cell in (held.in_force, held.issued, held.repealed) if cell]
            yield Hit(
                message=f"{case.edition.row_labels[held.row][-1]}本年制发 {show(issued)} 件、废止 {show(repealed)} 件，现行有效却只有 {show(in_force)} 件，至少应有 {show(issued - repealed)} 件。",
                places=tuple(map(str, cells)),
                found=in_force,
                expected=issued - repealed,
                operands=tuple(map(case.operand, cells)),
                hint="请与规范性文件目录核对三个件数。",
            )


@check("S204", "规范性文件件数不合常情", CONFIRM)
def documents_beyond_custom(case: Case) -> Iterator[Hit]:
    """行政规范性文件须经合法性审核并对外公布，乡镇和部门一年通常不过数件，普通发文不计入。

    依据：条例第二十条第（一）项
    错误：部门把全年发文 21 件填成制发 21 件、废止 0 件、现行有效 21 件。
    正确：只计经合法性审核的规范性文件，如制发 1 件、现行有效 4 件。
    """
    level, held = case.level, case.edition.named.normative
    issued = case.value(held.issued)
    if level is None or not level.document_ceiling or issued is None:
        return
    if issued > level.document_ceiling:
        cells = held.all_of_them
        yield Hit(
            message=f"{level.label}一年制发行政规范性文件 {show(issued)} 件，超过 {level.document_ceiling} 件，可能把普通文件也计算在内。",
            places=(str(cells[0]),),
            found=issued,
            operands=tuple(map(case.operand, cells)),
            hint="请与司法行政部门的规范性文件目录核对。",
        )


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
            hint="请在第六部分补写发出收费通知和未缴费的情况。",
        )


@check("S411", "复议后起诉的案件要防止重复计算", HINT)
def co_defendant(case: Case) -> Iterator[Hit]:
    """复议机关作共同被告的案件，只由原行为主体计算，政府作为复议机关不计。

    依据：《政府信息公开工作年度报告格式》第一部分第（四）项
    错误：部门和作为复议机关的政府各计 1 件。
    正确：只有部门计 1 件。
    """
    level, cell = case.level, case.edition.named.after_review.total
    suits = case.value(cell)
    if level is not None and level.aggregate and suits:
        yield Hit(
            message=f"复议后起诉 {show(suits)} 件，请确认没有把复议机关作共同被告的案件重复计算。",
            places=(str(cell),),
            found=suits,
            operands=(case.operand(cell),),
            hint="同一案件只由原行为主体计算。",
        )


@check("S412", "有被纠正的案件，正文没有提到", HINT)
def corrected_without_words(case: Case) -> Iterator[Hit]:
    """复议、诉讼结果被纠正，说明办理有问题，第一或者第五部分应当写到。

    依据：《政府信息公开工作年度报告格式》第一部分第（五）项
    错误：表四“结果纠正”填 2，正文没有提到。
    正确：第五部分写明被纠正的原因和改进措施。
    """
    cells = [remedy.corrected for remedy in case.edition.named.remedies]
    counts = [case.value(cell) for cell in cells]
    corrected = 0 if None in counts else sum(count or 0 for count in counts)
    prose = "".join((*case.report.paragraphs("overview"), *case.report.paragraphs("problems")))
    if corrected and not _CORRECTED.search(prose):
        concerned = [cell for cell in cells if case.value(cell)]
        yield Hit(
            message=f"表四有 {show(corrected)} 件结果纠正，第一部分和第五部分都没有提到。",
            places=tuple(map(str, concerned)),
            found=corrected,
            operands=tuple(map(case.operand, concerned)),
            hint="请在第五部分写明原因和改进措施。",
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
