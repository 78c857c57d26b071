"""Report -> statements without a number that the tables refute: 全部办结, 未收到申请, 未发生诉讼."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.prose.kinds import Kind
from xlsheets.checks.prose.sentences.topics import Topic
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.checks.text_figures import readings
from xlsheets.checks.text_figures.claims import claims
from xlsheets.checks.text_figures.completeness import all_said
from xlsheets.checks.text_figures.denials import denied
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from xlsheets.checks.prose.sentences.clauses import Clause
    from xlsheets.checks.text_figures.readings import Reading


@check("N310", "正文说全部办结，表三还有结转下年度", Severity.ERROR)
def all_done(case: Case) -> Iterator[Hit]:
    """正文写全部办结、均已答复、办结率100%的，表三“结转下年度继续办理”应为 0。

    依据：《政府信息公开工作年度报告格式》表三、国办公开办函〔2021〕30号第一部分第（三）项
    错误：正文“所有申请均已按要求办理完成”，表三结转下年度继续办理为 1。
    正确：正文“办结69件，1件结转下年度继续办理”。
    """
    pending = readings.stages(case.edition).carried_forward[0].reading()
    for clause, sure in all_said(case, Topic.REQUEST):
        yield from _refute(case, clause, (pending,), "全部办结", sure=sure)


@check("N311", "正文说没有收到申请，表三有新收", Severity.ERROR)
def no_request(case: Case) -> Iterator[Hit]:
    """正文写未收到政府信息公开申请的，表三“本年新收”应为 0。

    依据：《政府信息公开工作年度报告格式》表三
    错误：正文“全年未收到政府信息公开申请”，表三本年新收总计为 3。
    正确：正文“全年收到政府信息公开申请3件”。
    """
    for claim in denied(case):
        if claim.code == "N311":
            yield from _refute(case, claim.mention.clause, claim.readings, "没有收到申请")


@check("N410", "正文说没有复议、诉讼，表四有件数", Severity.ERROR)
def no_cases(case: Case) -> Iterator[Hit]:
    """正文写未发生行政复议、行政诉讼的，表四对应的总计应为 0。

    依据：《政府信息公开工作年度报告格式》表四
    错误：正文“未发生因政府信息公开引起的行政复议”，表四行政复议总计为 1。
    正确：正文“因政府信息公开被申请行政复议1件”。
    """
    for claim in denied(case):
        if claim.code == "N410":
            yield from _refute(case, claim.mention.clause, claim.readings, "没有发生")


@check("N411", "正文说复议、诉讼均已审结，表四还有尚未审结", Severity.CONFIRM)
def closed(case: Case) -> Iterator[Hit]:
    """正文写复议、诉讼案件均已审结的，表四“尚未审结”应为 0。

    依据：《政府信息公开工作年度报告格式》表四
    错误：正文“行政复议3件，均已审结”，表四行政复议尚未审结为 1。
    正确：正文“行政复议3件，其中尚未审结1件”。
    """
    for clause, _ in all_said(case, Topic.CASES):
        of_all = any(token.word.startswith(("以上", "上述")) for token in clause.words)
        topic = clause.topic if clause.topic.disputed and not of_all else Topic.CASES
        pending = readings.disputes(case.edition, topic, {Kind.PENDING})
        yield from _refute(case, clause, pending, "均已审结")


def _refute(
    case: Case, clause: Clause, against: tuple[Reading, ...], said: str, *, sure: bool = True
) -> Iterator[Hit]:
    """Yield one hit when any of the numbers that should be 0 is not."""
    known = {reading: value for reading in against if (value := reading.value(case))}
    if not known:
        return
    cells = tuple(cell for reading in known for cell in reading.plus)
    tables = "，".join(
        f"{reading.name(case.edition)}为 {show(value)}" for reading, value in known.items()
    )
    yield Hit(
        message=f"正文“{clause.sentence.quote(clause.start)}”说{said}；{tables}，互相矛盾。",
        places=(clause.sentence.place, *map(str, cells)),
        found=said,
        expected=next(iter(known.values())),
        operands=tuple(case.operand(cell) for cell in cells),
        hint="请核对台账，改正文或者改表格。",
        severity=None
        if sure and not (_told_otherwise(clause) or _told_rightly(case, known))
        else Severity.CONFIRM,
    )


def _told_rightly(case: Case, refuting: Collection[Reading]) -> bool:
    """Tell whether the text gives one of these numbers as the table has it, so that what it denies may be another thing."""
    return any(
        reading in refuting and claim.mention.numeral.value == reading.value(case)
        for claim in claims(case)
        for reading in claim.readings
    )


_NOTHING_OVER = pattern_of("[无未没][^，。；]{0,6}结转|结转[^，。；]{0,8}(?:为零|为0|0件)")


def _told_otherwise(clause: Clause) -> bool:
    """Tell whether a statement may mean something else: it stands among shortcomings, or says what went over."""
    over = "结转" in clause.sentence.text and not _NOTHING_OVER.search(clause.sentence.text)
    return clause.sentence.place.startswith("text.problems.") or over
