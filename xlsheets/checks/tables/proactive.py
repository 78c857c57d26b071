"""Figures of 表二 that are unlikely: family S20."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

ERROR, CONFIRM = Severity.ERROR, Severity.CONFIRM


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
