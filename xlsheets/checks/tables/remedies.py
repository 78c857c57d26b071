"""Figures of 表四 that add up and are still to be looked at: family S41."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.basics.numbers import Number
    from xlsheets.schema import Cell

CONFIRM, HINT = Severity.CONFIRM, Severity.HINT

_CORRECTED = pattern_of(r"纠正|败诉|撤销|确认违法|责令|变更")
# Since 1 June of this year courts send a suit against a refusal to 行政复议 first.
_REVIEW_FIRST = 2025


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
    corrected = _sum(case, cells)
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


@check("S413", "不予公开的答复须先申请复议", CONFIRM)
def sued_without_review(case: Case) -> Iterator[Hit]:
    """对不予公开的答复不服，2025 年 6 月 1 日起应当先申请行政复议，对复议决定不服才能起诉。

    依据：行政复议法第二十三条第一款第（四）项、最高人民法院关于审理政府信息公开行政案件的司法解释（2025 年 6 月 1 日起施行）
    错误：2025 年度不予公开 3 件，其中一件没有复议就起诉，填在“未经复议直接起诉”，没有核对。
    正确：核对被诉的是哪一类答复；先复议的改填“复议后起诉”，6 月 1 日以前起诉的写明理由。
    """
    asked, suits = case.edition.named.requests, case.edition.named.direct.total
    sued, refused = case.value(suits), _sum(case, [asked.total(row) for row in asked.denied])
    if (case.report.profile.year or 0) < _REVIEW_FIRST or not sued or not refused:
        return
    grounds = [asked.total(row) for row in asked.denied if case.value(asked.total(row))]
    yield Hit(
        message=(
            f"未经复议直接起诉 {show(sued)} 件，不予公开 {show(refused)} 件；"
            "对不予公开的答复不服，2025 年 6 月 1 日起应当先申请行政复议。"
        ),
        places=(str(suits), *map(str, grounds)),
        found=sued,
        operands=tuple(map(case.operand, (suits, *grounds))),
        hint="请核对被诉的是哪一类答复：先复议的改填“复议后起诉”；6 月 1 日以前起诉的、诉的是其他答复的，写明理由。",
    )


def _sum(case: Case, cells: list[Cell]) -> Number | None:
    """Return what cells add up to; None where one of them holds no usable number."""
    counts = [case.value(cell) for cell in cells]
    return None if None in counts else sum(count or 0 for count in counts)
