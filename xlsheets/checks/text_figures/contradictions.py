"""Report -> statements without a number that the tables refute: 全部办结, 未收到申请, 未发生诉讼."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.checks.text_figures.claims import other_year, scoped
from xlsheets.checks.text_figures.mentions import Clause, Topic, clauses
from xlsheets.checks.text_figures.numerals import numerals
from xlsheets.checks.text_figures.readings import (
    Reading,
    classes,
    disputes,
    stages,
)
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

_ALL_DONE = re.compile(
    r"(?:全部|全都|均|都|悉数|100%)(?:已|得到|予以|依法|依规|按规定|按要求|按照要求|按程序|规范|妥善|作出|进行|了|及时|在)*"
    r"(?:办结|答复|办理(?:完[成毕]|答复)|处理完[成毕]|办复|回复)"
    r"|(?:办结|答复|办复)率(?:均|都)?(?:为|达到?|保持)?(?:100%|百分之百)"
)
_ONLY_SOME = re.compile(
    "期限|按期|按时|限期|时限|期内|到期|逾期|应当?(?:答复|办结)|除|其余|其他|其它|上年|去年|结转|以来"
    "|咨询|留言|来电|来信|信件|网民|热线|建议|提案|投诉|举报|诉求|人次"
)

# A state reached after the year's end contradicts nothing.
_LATER = re.compile(r"截[至止到](?!.{0,5}12月31日|.{0,4}年[底末])|到目前")


@check("N310", "正文说全部办结，表三还有结转下年度", Severity.ERROR)
def all_done(case: Case) -> Iterator[Hit]:
    """正文写全部办结、均已答复、办结率100%的，表三“结转下年度继续办理”应为 0。

    依据：《政府信息公开工作年度报告格式》表三、国办公开办函〔2021〕30号第一部分第（三）项
    错误：正文“所有申请均已按要求办理完成”，表三结转下年度继续办理为 1。
    正确：正文“办结69件，1件结转下年度继续办理”。
    """
    pending = stages(case.edition).carried_forward[0].reading()
    for clause in clauses(case.report):
        match = _ALL_DONE.search(clause.text)
        if not match or clause.topic is not Topic.REQUEST or _ONLY_SOME.search(clause.text):
            continue
        if _LATER.search(clause.sentence.wording[: clause.end]):
            continue
        if not _about_handled(case, clause, clause.start + match.start()):
            yield from _refute(case, clause, (pending,), "全部办结", soft="及时" in match[0])


def _about_handled(case: Case, clause: Clause, at: int) -> bool:
    """Tell whether “均已答复” is said of the 69 that were handled, not of the 70 received."""
    before = [each.value for each in numerals(clause.sentence.text[:at]) if each.unit != "%"]
    known = stages(case.edition)
    done = (rows.reading().value(case) for rows in (*known.handled, *known.new_handled))
    return bool(before) and before[-1] in done


_NO_REQUEST = re.compile(
    r"(?:未|没有|从未|尚未)(?:曾|再)?(?:收到|接到|接收|受理|产生|发生|出现)[^■]{0,16}?申请(?!人|行政?复议)"
    r"|(?<![有毫])(?:无|没有)(?:任何)?(?:政府信息|政务信息|信息|依申请)?(?:公开)?申请(?!人)|零申请|申请(?:数量?)?为零"
)
_NOT_ALL_REQUESTS = re.compile(
    "复议|诉讼|投诉|举报|异议|当面|信函|传真|网[上络]|线上|邮|收费|费用|逾期|撤回|重复|大量|去年|上年|季度|半年|涉及"
)


@check("N311", "正文说没有收到申请，表三有新收", Severity.ERROR)
def no_request(case: Case) -> Iterator[Hit]:
    """正文写未收到政府信息公开申请的，表三“本年新收”应为 0。

    依据：《政府信息公开工作年度报告格式》表三
    错误：正文“全年未收到政府信息公开申请”，表三本年新收总计为 3。
    正确：正文“全年收到政府信息公开申请3件”。
    """
    for clause in clauses(case.report):
        if _NO_REQUEST.search(clause.text) and not _NOT_ALL_REQUESTS.search(clause.text):
            columns, label = classes(case.edition, clause.text)
            reading = stages(case.edition).new[0].reading(columns, label)
            yield from _refute(case, clause, (reading,), "没有收到申请")


_NO_CASES = re.compile(
    r"(?:未|没有|从未|尚未)(?:曾|再)?(?:发生|收到|接到|产生|出现|引发|引起|被|有|因|涉及)[^■]{0,24}?(?:复议|诉讼|起诉)"
    r"|(?<![有毫])(?:无|没有)(?:任何)?(?:因)?(?:政府信息公开|信息公开)?(?:工作)?(?:引[发起])?(?:的)?(?:相关)?(?:行政)?(?:复议|诉讼)"
    r"|(?:复议|诉讼)(?:案件)?(?:均|都)?(?:为零|零发生)|零复议|零诉讼"
)
_NOT_ALL_CASES = re.compile(
    "败诉|纠正|纠错|撤销|违法|未审结|无关|超期|终审|机关负责人|变更|确认|责令|去年|上年"
)


@check("N410", "正文说没有复议、诉讼，表四有件数", Severity.ERROR)
def no_cases(case: Case) -> Iterator[Hit]:
    """正文写未发生行政复议、行政诉讼的，表四对应的总计应为 0。

    依据：《政府信息公开工作年度报告格式》表四
    错误：正文“未发生因政府信息公开引起的行政复议”，表四行政复议总计为 1。
    正确：正文“因政府信息公开被申请行政复议1件”。
    """
    for clause in clauses(case.report):
        match = _NO_CASES.search(clause.text)
        if match and not _NOT_ALL_CASES.search(clause.text):
            said = clause.text[match.start() :]
            review = disputes(case.edition, Topic.REVIEW, "") if "复议" in said else ()
            suits = disputes(case.edition, Topic.SUIT, "") if re.search("诉讼|起诉", said) else ()
            yield from _refute(case, clause, (*review, *suits), "没有发生")


_CLOSED = re.compile(r"(?:均|都|全部)(?:已|已经|已全部)?(?:结案|审结)")


@check("N411", "正文说复议、诉讼均已审结，表四还有尚未审结", Severity.CONFIRM)
def closed(case: Case) -> Iterator[Hit]:
    """正文写复议、诉讼案件均已审结的，表四“尚未审结”应为 0。

    依据：《政府信息公开工作年度报告格式》表四
    错误：正文“行政复议3件，均已审结”，表四行政复议尚未审结为 1。
    正确：正文“行政复议3件，其中尚未审结1件”。
    """
    for clause in clauses(case.report):
        if (
            clause.topic.disputed
            and _CLOSED.search(clause.text)
            and not _LATER.search(clause.before)
        ):
            pending = disputes(case.edition, clause.topic, "尚未审结")
            yield from _refute(case, clause, pending, "均已审结")


def _refute(
    case: Case, clause: Clause, readings: tuple[Reading, ...], said: str, *, soft: bool = False
) -> Iterator[Hit]:
    """Yield one hit when any of the numbers that should be 0 is not."""
    against = {each: each.value(case) for each in readings}
    against = {each: value for each, value in against.items() if value}
    if not against or other_year(case, clause, clause.end):
        return
    cells = tuple(cell for each in against for cell in each.plus)
    tables = "，".join(
        f"{each.name(case.edition)}为 {show(value)}" for each, value in against.items()
    )
    weight = Severity.HINT if scoped(case, clause) else Severity.CONFIRM if soft else None
    yield Hit(
        message=f"正文“{clause.sentence.quote(clause.start)}”说{said}；{tables}，互相矛盾。",
        places=(clause.sentence.place, *map(str, cells)),
        found=said,
        expected=next(iter(against.values())),
        operands=tuple(case.operand(cell) for cell in cells),
        hint="请核对台账，改正文或者改表格。",
        severity=weight,
    )
