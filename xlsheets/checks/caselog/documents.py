"""文件, 决定 -> rows that cannot be counted, or are counted twice: family L5."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.caselog.columns import DECISIONS, DOCUMENTS
from xlsheets.checks.caselog.subject import LogCase, called, in_row
from xlsheets.checks.rule.spec import Hit, check
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

ERROR, CONFIRM = Severity.ERROR, Severity.CONFIRM


@check("L501", "文件没有选种类或者没有印发日期", ERROR)
def document_uncounted(case: LogCase) -> Iterator[Hit]:
    """种类决定一件文件算在表二的哪一行，印发日期决定是不是本年制发、年末有没有效，缺一样就不能计数。

    依据：《政府信息公开工作年度报告格式》表二
    错误：文件种类写“通知”
    正确：只记规章和行政规范性文件，种类从下拉框里选
    """
    for document in case.log.documents:
        if document.sort not in case.words.documents:
            odd = "不是下拉框里的" if document.sort else "没有选"
            yield in_row(
                DOCUMENTS,
                document.row,
                "sort",
                f"{called(document.reference)}的文件种类{odd}，这一行没有计数。",
                "规章、行政规范性文件从下拉框里选；其他文件不用登记，删去这一行。",
            )
        if document.dated is None:
            yield in_row(
                DOCUMENTS,
                document.row,
                "dated",
                f"{called(document.reference)}没有印发日期，没有计入制发和现行有效。",
                "请填印发的日期；以前年度印发的，也要填。",
            )


@check("L502", "同一文号登记了两次", CONFIRM)
def same_reference(case: LogCase) -> Iterator[Hit]:
    """一件文件只登记一行，否则会数两次。

    依据：《政府信息公开工作年度报告格式》表二
    错误：第 4 行、第 9 行都是 示政规〔2025〕1号
    正确：删去重复的一行
    """
    first: dict[str, int] = {}
    for document in case.log.documents:
        reference = "".join(document.reference.split())
        if reference in first:
            yield in_row(
                DOCUMENTS,
                document.row,
                "reference",
                f"与第 {first[reference]} 行的文号同是“{reference}”，会数两次，请核实。",
                "重复登记的删去一行；文号写错的改正。",
            )
        elif reference:
            first[reference] = document.row


@check("L503", "决定没有选种类、没有日期或者件数不对", ERROR)
def decision_uncounted(case: LogCase) -> Iterator[Hit]:
    """决定按种类和日期计数，件数是整数；缺一样的不能计数。

    依据：《政府信息公开工作年度报告格式》表二
    错误：决定种类空着，件数填 3.5
    正确：种类从下拉框里选，填决定日期，件数填整数或者空着
    """
    for decision in case.log.decisions:
        wrong = decision.count is not None and decision.count < 0
        for key, odd in (
            ("sort", decision.sort not in case.words.decisions),
            ("dated", decision.dated is None),
            ("count", wrong),
        ):
            if odd:
                yield in_row(
                    DECISIONS,
                    decision.row,
                    key,
                    f"的{DECISIONS.heading(key)}没有填，或者填得不对，这一行没有计数。",
                    "种类从下拉框里选，日期写成 2025-3-5 这样，件数填整数或者空着。",
                )
