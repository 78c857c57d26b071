"""Report -> what the text says of 行政事业性收费 against 表二."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.checks.prose.clauses import Topic
from xlsheets.checks.prose.kinds import Kind
from xlsheets.checks.prose.mentions import kinds_of
from xlsheets.checks.prose.said import said_in
from xlsheets.checks.prose.understood import narrowed
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.basics.numbers import Number
    from xlsheets.checks.prose.mentions import Mention
    from xlsheets.checks.prose.said import Said

_WAN = 10_000


@check("N203", "正文的行政事业性收费与表二不一致", Severity.CONFIRM)
def stated_charges(case: Case) -> Iterator[Hit]:
    """正文写的行政事业性收费总额，应与表二的本年收费金额相同；表二以万元为单位。

    依据：《政府信息公开工作年度报告格式》表二
    错误：正文“收取行政事业性收费3260.5万元”，表二为 3206.5。
    正确：正文与表二都是 3206.5 万元。
    """
    cell = case.edition.named.fees
    known = case.value(cell)
    if cell is None or known is None:
        return
    for said in said_in(case.report):
        for mention in (*said.mentions, *said.denials):
            if not _of_all_charges(said, mention):
                continue
            written = Decimal(mention.numeral.value) / _WAN
            if not _same(mention, written, known):
                yield Hit(
                    message=f"正文“{mention.quote}”写的是 {show(written.normalize())} 万元；{case.edition.path(cell)}为 {show(known)} 万元，两处对不上。",
                    places=(mention.clause.sentence.place, str(cell)),
                    found=written.normalize(),
                    expected=known,
                    operands=(case.operand(cell),),
                    hint="请核对收费台账，把正文或表格改成一致；注意单位是万元。",
                )


def _of_all_charges(said: Said, mention: Mention) -> bool:
    """Tell whether a figure, or a denial, is of all the charges of the year."""
    topic = mention.own_topic or said.clause.topic
    if topic is not Topic.CHARGES or not said.standing[mention.numeral.start].own_year:
        return False
    if mention.denied:
        understood = not narrowed(mention.tail, (), said.reader, strict=True)
        return understood and bool(kinds_of(mention.tail) & {Kind.CHARGES})
    first = Kind.CHARGES in kinds_of(mention.lead) and Kind.INCLUDED not in kinds_of(mention.lead)
    return (
        first
        and mention.numeral.unit == "元"
        and mention.numeral.exact
        and not narrowed(mention.lead, mention.tail, said.reader)
    )


def _same(mention: Mention, written: Decimal, known: Number) -> bool:
    """Tell whether the text says the amount of the table, to its own last place."""
    span = mention.clause.sentence.text[mention.numeral.start : mention.numeral.end]
    places = mention.numeral.decimals if "万" in span else 4
    off = abs(written - Decimal(known))
    return off == 0 or (bool(mention.numeral.value) and off < Decimal(1).scaleb(-places))
