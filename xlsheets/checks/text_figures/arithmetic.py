"""Report -> sums, shares and changes inside the text that do not come out."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import Number, show
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.checks.text_figures.breakdowns import Breakdown, breakdowns
from xlsheets.checks.text_figures.claims import claims, scoped, stage_of
from xlsheets.checks.text_figures.mentions import (
    Clause,
    Mention,
    Sentence,
    Topic,
    clauses,
    mentions,
    sentences_of_report,
)
from xlsheets.checks.text_figures.numerals import Numeral, numerals
from xlsheets.checks.text_figures.readings import Reading, disputes, stages
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator


def uneven(sentence: Sentence, found: Breakdown) -> Hit:
    """Return the finding that a list does not add up; shared with the fee rules."""
    added = "＋".join(show(each.value) for each in found.items[:16])
    added += "＋…" if len(found.items) > 16 else ""
    unit = found.total.unit
    quote = sentence.quote(found.total.start)
    return Hit(
        message=f"正文“{quote}”总数写的是 {show(found.total.value)} {unit}，分项 {added}＝{show(found.sum)} {unit}，加不拢。",
        places=(sentence.place,),
        found=found.total.value,
        expected=found.sum,
        hint="请核对总数和各分项；分项没有列全的，写明“等”或者补上“其他”。",
    )


@check("N701", "正文里的分项加起来不等于总数", Severity.CONFIRM)
def lists(case: Case) -> Iterator[Hit]:
    """“共若干条，其中……”的各分项之和应等于总数，不得超过总数。

    依据：国办公开办函〔2021〕30号第二部分：内容准确、数据真实
    错误：“公开信息249条，其中公文9条、机构7条、其他234条”，加起来是 250。
    正确：“公开信息249条，其中公文9条、机构7条、其他233条”。
    """
    wrong = set(_wrong_claims(case))
    for sentence in sentences_of_report(case.report):
        if "处理费" in sentence.text:
            continue
        for found in breakdowns(sentence.text):
            parts = {(sentence, each.start) for each in (found.total, *found.items)}
            if not found.holds and not parts & wrong:
                yield uneven(sentence, found)


def _wrong_claims(case: Case) -> Iterator[tuple[Sentence, int]]:
    """Yield the figures that a table already contradicts; one mistake is said once."""
    for claim in claims(case):
        values = [each.value(case) for each in claim.readings]
        if claim.mention.numeral.value not in values:
            yield claim.mention.clause.sentence, claim.mention.numeral.start


_SHARE = re.compile(
    r"[，（]?(?:所?占(?P<base>[^，。；（）]{0,12}?)(?:的|比例?为?|比重为?)?|占?比例?为?|)(?:约为?)?"
)
_KNOWN_BASE = re.compile(
    r"(?:全部|总|年度|本年|新|已|办理|收到|受理|收|办|结|答复|申请|政府|信息|公开|量|数|件|案|全年|处理)*"
)


@check("N702", "正文的百分比与件数不符", Severity.CONFIRM)
def shares(case: Case) -> Iterator[Hit]:
    """“若干件，占百分之几”应能由件数除以总数得出，保留几位小数就精确到几位。

    依据：国办公开办函〔2021〕30号第二部分：内容准确、数据真实
    错误：“办结1191件，其中予以公开及部分公开208件（18.46%）”。
    正确：“办结1191件，其中予以公开及部分公开208件（17.46%）”。
    """
    for clause in clauses(case.report):
        for mention in mentions(clause):
            if mention.numeral.unit != "%" or not mention.numeral.exact:
                continue
            parts, bases = _share_of(case, mention)
            pairs = [(part, base) for part in parts for base in bases if part <= base]
            if pairs and not any(_is_share(mention.numeral, *pair) for pair in pairs):
                yield _share_hit(mention, *_nearest(mention.numeral, pairs, parts[0]))


def _share_of(case: Case, mention: Mention) -> tuple[list[Number], list[Number]]:
    """Return the counts that a share may be of, and the totals; “甲 50 件，乙 20 件，占六成” means both."""
    text, start = mention.clause.sentence.text, mention.numeral.start
    topic = mention.clause.topic
    if topic is Topic.REQUEST and re.search("(?<!期)(?<!时)(?:办结|办复|答复)率", mention.lead):
        return _rate_of(case, mention)
    before = [each for each in numerals(text[:start]) if each.unit != "%"]
    part = before[-1] if before else None
    between = _SHARE.fullmatch(text[part.end : start]) if part else None
    if part is None or between is None or not between[0] or not part.exact:
        return [], []
    if not _KNOWN_BASE.fullmatch(between["base"] or ""):
        return [], []
    same = [each.value for each in before if each.unit == part.unit and each.exact]
    parts = [sum(same[-count:]) for count in range(1, min(len(same), 3) + 1)]
    bases = [*same[:-1], *_table_totals(case, topic)]
    return parts, [base for base in dict.fromkeys(bases) if base]


def _rate_of(case: Case, mention: Mention) -> tuple[list[Number], list[Number]]:
    known = stages(case.edition)
    done = known.handled[0].reading().value(case)
    soft = re.search("期|按时|限|及时", mention.lead)
    if not done or soft or mention.numeral.value == 100:
        return [], []
    bases = (rows.reading().value(case) for rows in known.intake[::-1])
    return [done], [base for base in bases if base]


def _table_totals(case: Case, topic: Topic) -> list[Number]:
    known = stages(case.edition)
    if topic is Topic.REQUEST:
        readings = tuple(each.reading() for each in (*known.handled, *known.intake))
    elif topic.disputed:
        readings = disputes(case.edition, topic, "")
    else:
        readings = ()
    return [value for each in readings if (value := each.value(case))]


def _is_share(percent: Numeral, part: Number, base: Number) -> bool:
    """Tell whether a percentage is right to its last written place, rounded or cut off."""
    off = abs(Decimal(percent.value) - Decimal(part) * 100 / Decimal(base))
    return off < Decimal(1).scaleb(-percent.decimals)


def _nearest(
    percent: Numeral, pairs: list[tuple[Number, Number]], part: Number
) -> tuple[Number, Number]:
    """Return the division that the writer most probably made."""
    likely = [pair for pair in pairs if pair[0] == part] or pairs
    return min(
        likely, key=lambda pair: abs(Decimal(percent.value) - Decimal(pair[0]) * 100 / pair[1])
    )


def _share_hit(mention: Mention, part: Number, base: Number) -> Hit:
    percent = round(Decimal(part) * 100 / Decimal(base), max(mention.numeral.decimals, 1))
    return Hit(
        message=f"正文“{mention.quote}”写的是 {show(mention.numeral.value)}%；{show(part)} 除以 {show(base)} 是 {show(percent)}%，对不上。",
        places=(mention.clause.sentence.place,),
        found=f"{show(mention.numeral.value)}%",
        expected=f"{show(percent)}%",
        hint="请重算百分比；是占别的总数的，在正文写明占什么的百分之几。",
    )


_RISE = re.compile(r"(?:增长|上升|增加|提高|增幅为?|多)了?(?:约)?$")
_FALL = re.compile(r"(?:下降|减少|降低|回落|降幅为?|少)了?(?:约)?$")
_COMPARED = re.compile(r"同比|[较比与](?:上|去|20\d\d)|同期|增幅|降幅|增至|增加到|[降升减]至")
_FORMER = "(?:上年|去年|上一年|同期|[由从]|{last}年)[^，。；结]{{0,14}}$"


@check("N703", "正文的同比与两年数字不符", Severity.CONFIRM)
def stated_changes(case: Case) -> Iterator[Hit]:
    """“同比增长百分之几”“比上年增加几件”应能由两年的数字算出；上年数取自正文，正文没有的取自上年度报告。

    依据：国办公开办函〔2021〕30号第二部分：内容准确、数据真实
    错误：“收到申请3646件，同比增长1.05%”，上年度报告为 3607 件，应是 1.08%。
    正确：“收到申请3646件，同比增长1.08%”。
    """
    for clause in clauses(case.report):
        for mention in mentions(clause):
            sign = _direction(mention.lead)
            compared = _COMPARED.search(clause.sentence.text[: mention.numeral.start])
            if not sign or not compared or not mention.numeral.exact:
                continue
            pairs = _pairs(case, clause, mention.numeral)
            if pairs and not any(_is_change(mention.numeral, sign, *pair) for pair in pairs):
                yield _change_hit(mention, sign, *pairs[0])


def _direction(lead: str) -> int:
    return 1 if _RISE.search(lead) else -1 if _FALL.search(lead) else 0


def _pairs(case: Case, clause: Clause, change: Numeral) -> list[tuple[Number, Number]]:
    """Return (now, before) as the sentence gives them, else as both reports do; never before 0."""
    text = clause.sentence.text
    counts = [
        each
        for each in numerals(text[: change.start])
        if each.unit not in ("", "%") and not _direction(text[: each.start])
    ]
    words = _FORMER.format(last=(case.report.profile.year or 0) - 1)
    former = [each for each in counts if re.search(words, text[: each.start])]
    now = [each for each in counts if each not in former]
    if former and now:
        pairs = [(b.value, a.value) for a in former for b in now if a.unit == b.unit]
        return [pair for pair in pairs if pair[1]]
    return _pairs_of_years(case, clause, change) if not former else []


def _pairs_of_years(case: Case, clause: Clause, change: Numeral) -> list[tuple[Number, Number]]:
    if case.last is None or scoped(case, clause):
        return []
    before = Case(case.last)
    values = ((now, each.value(before)) for now, each in _changed(case, clause, change))
    return [(now, then) for now, then in values if then]


def _changed(case: Case, clause: Clause, change: Numeral) -> list[tuple[Number, Reading]]:
    """Return what a change is said of: the claim before it, else what the sentence names without a figure."""
    said = [
        each
        for each in claims(case)
        if each.mention.clause.sentence == clause.sentence
        and each.mention.numeral.start < change.start
    ]
    if said:
        return [(said[-1].mention.numeral.value, each) for each in said[-1].readings]
    named = stage_of(case, clause.before) if clause.topic is Topic.REQUEST else None
    meant = [each.reading() for each in named[1]] if named else []
    return [(now, each) for each in meant if (now := each.value(case)) is not None]


def _is_change(change: Numeral, sign: int, now: Number, before: Number) -> bool:
    if change.unit != "%":
        return now - before == sign * change.value
    rise: Number = sign * (now - before)
    return rise >= 0 and _is_share(change, rise, before)


def _change_hit(mention: Mention, sign: int, now: Number, before: Number) -> Hit:
    numeral = mention.numeral
    unit = "%" if numeral.unit == "%" else f" {numeral.unit}"
    right: Number = now - before
    if numeral.unit == "%":
        right = round(Decimal(right) * 100 / Decimal(before), max(numeral.decimals, 1))
    word = "增加" if right >= 0 else "减少"
    said = "增加" if sign > 0 else "减少"
    return Hit(
        message=f"正文“{mention.quote}”写的是{said} {show(numeral.value)}{unit}；由 {show(before)} 到 {show(now)} 是{word} {show(abs(right))}{unit}，对不上。",
        places=(mention.clause.sentence.place,),
        found=f"{said} {show(numeral.value)}{unit}",
        expected=f"{word} {show(abs(right))}{unit}",
        hint="请重算同比；上年数有更正的，在正文写明。",
    )
