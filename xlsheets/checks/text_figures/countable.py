"""A figure of the text -> what it is of, and whether it counts what a table counts for the year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.prose.kinds import Kind
from xlsheets.checks.prose.mentions import kinds_of
from xlsheets.checks.prose.sentences.topics import Topic
from xlsheets.checks.text_figures.matters import ACTS
from xlsheets.checks.text_figures.requests import counts_carry_over

if TYPE_CHECKING:
    from xlsheets.checks.prose.mentions import Mention
    from xlsheets.checks.prose.said import Said
    from xlsheets.checks.rule.spec import Case

# What applicants do, and a unit never: 收到 and 受理 are its words.
HANDED_IN = ("提出", "提交", "递交")
_UNITS = ("件", "起", "份", "宗", "例", "个", "部", "条", "项")

_STAGED = (Kind.NEW, Kind.RECEIVED, Kind.DONE, Kind.CARRIED, Kind.OUTCOME, Kind.INCLUDED)


def counts_what_goes_over(mention: Mention) -> bool:
    """Tell whether a figure before “，结转下年办理” counts just those requests."""
    kinds = kinds_of(mention.lead)
    return mention.numeral.unit in ("件", "宗", "起") and not kinds & set(_STAGED)


def is_exact_count(mention: Mention, topic: Topic) -> bool:
    """Tell whether a figure is an exact count at all."""
    numeral = mention.numeral
    if not numeral.exact or numeral.decimals:
        return False
    if mention.clause.inside and len(mention.clause.words) == 1 and not numeral.unit:
        # （1）4件复议被纠正: the number of an item.
        return False
    if _REFERS.search(mention.clause.sentence.text, max(0, numeral.start - _NEAR), numeral.start):
        return False
    once = topic.disputed and numeral.unit == "次"
    return (
        once
        or numeral.unit in _UNITS
        or not (numeral.unit or any(token.kind is not Kind.JOIN for token in mention.tail))
    )


# 7件（已包含在16件之中） counts nothing by itself.
_NEAR = 8
_REFERS = pattern_of("(?:包含|包括|含|计入|统计|列|算)在(?:上述|这|该|前述)?$")


def matter_of(said: Said, mention: Mention) -> Topic:
    """Return what a figure is of; 现行有效文件20件 beside 规范性文件 is of them."""
    own = mention.own_topic
    before = said.clause.sentence.text[: mention.numeral.start]
    if own is Topic.OTHER and mention.has(*ACTS) and "规范性文件" in before:
        return Topic.NORMATIVE
    if own is Topic.REQUEST and said.clause.topic.disputed and not mention.has(*_SURELY_REQUESTS):
        # 上年结转行政复议1件，本年新收2件: the new ones are cases, too.
        return said.clause.topic
    return own or said.clause.topic


_SURELY_REQUESTS = (Kind.REQUEST, Kind.APPLICANT, Kind.OUTCOME)


def of_this_year(case: Case, said: Said, mention: Mention, topic: Topic) -> bool:
    """Tell whether a figure counts something of the year; what was pending at the end of the last came into it."""
    holds = said.standing[mention.numeral.start]
    if Kind.REACHED in kinds_of(mention.tail):
        # 由33件降至27件: the 33 are those of the year before.
        return False
    if _told_by_years(mention):
        return False
    if not topic.disputed and counts_carry_over(case, mention):
        return not (holds.foreign or holds.planned or holds.compared)
    return holds.own_year


_FIRST_WORDS = 24


def _told_by_years(mention: Mention) -> bool:
    """Tell whether figures are told of several years in turn: 2019年、2020年分别收到52件、61件."""
    words = mention.clause.words[:_FIRST_WORDS]
    turn = next((token.start for token in words if token.kind is Kind.IN_TURN), 0)
    years = {token.word for token in words if token.kind is Kind.YEAR and token.start < turn}
    return len(years) > 1


def is_none_in_words(mention: Mention) -> bool:
    """Tell whether a figure is a none in words: 为零, 为0, 零申请; it is read as a denial."""
    return mention.numeral.value == 0 and (
        not mention.numeral.unit or mention.clause.sentence.text[mention.numeral.start] == "零"
    )


def known_from_tables(mention: Mention) -> bool:
    """Tell whether a figure is of 表三 although nothing before it says so: 上年结转2件."""
    kinds = kinds_of(mention.near)
    timed = kinds & {Kind.FORMER, Kind.NEXT, Kind.YEAR, Kind.WHOLE_YEAR}
    text = mention.clause.sentence.text
    pending = Kind.PENDING in kinds and ("结转下" in text or "转结下" in text)
    answered = Kind.DONE in kinds and any(token.word == "申请人" for token in mention.near)
    known = pending or answered or (Kind.CARRIED in kinds and timed)
    return bool(known) and Kind.ELSEWHERE not in kinds


def counts_requests(mention: Mention) -> bool:
    """Tell whether a figure may count requests; those a fee was charged for are counted by no table."""
    text = mention.clause.sentence.text
    bare = mention.own_topic is None and mention.numeral.unit in ("条", "项", "个", "部")
    # 复议机关受理1件: what a court or a body of review takes in is no request.
    by_court = Kind.COURT in kinds_of(mention.lead) and not mention.has(Kind.REQUEST)
    of_papers = _OF_PAPERS.search(text[: mention.numeral.start]) or (
        "主动公开" in text and _ATTRIBUTES.search(text)
    )
    # 答复被纠错8件 are cases.
    judged = mention.has(Kind.CORRECTED, Kind.UPHELD) and not mention.has(Kind.REQUEST)
    if by_court or of_papers or judged:
        return False
    charged = _NOT_CHARGED.sub("", text)
    return not bare and "收费" not in charged and "处理费" not in charged


# 提案52件，答复函主动公开86件，依申请公开13件: how answers and documents may be had.
_OF_PAPERS = pattern_of(
    "(?:建议|提案|公文|文件|答复函|议案)[^。；]*主动公开[^，。；\\d]{0,6}\\d+[件份条篇]?[，、；]?依申请公开$"
)
# 发文64件，主动公开的5件、依申请公开的31件、不予公开的28件: what was marked on the unit's own papers.
_ATTRIBUTES = pattern_of(r"主动公开(?:的|类)?\d+[件份条][、，；]?依申请公开(?:的|类)?\d+[件份条]")
_NOT_CHARGED = pattern_of(
    "(?:无|没有|未|不)(?:收取|发生|产生|涉及)?[^，。；、]{0,8}?(?:收费|处理费)"
)


_TOOK = pattern_of("[^，。；]{0,16}个工作日")
_LATE = ("逾期", "超期", "超时", "延期", "到期")


def counts_what_was_late(mention: Mention) -> bool:
    """Tell whether a figure counts only what was late, due or quick: 超期答复申请3件, 10个工作日内答复的6件."""
    return any(
        token.kind is Kind.IN_TIME and (token.word in _LATE or token.word[0].isdigit())
        for token in (*mention.lead, *mention.tail)
    ) or bool(_TOOK.match(mention.clause.sentence.text, mention.numeral.end))


def counts_what_each_did(mention: Mention) -> bool:
    """Tell whether a figure is one unit's of several: 甲局、乙局和丙街道，分别新收132件、97件、64件."""
    kinds = [token.kind for token in mention.lead]
    after = kinds[kinds.index(Kind.IN_TURN) + 1 :] if Kind.IN_TURN in kinds else []
    return not {Kind.NEW, Kind.RECEIVED, Kind.DONE}.isdisjoint(after)


_TOGETHER = pattern_of("(?:为|是|属于?|来自|来源于)[^，。；]*[、和及]")


_SORTS = pattern_of("[两二三四五六七几](?:大)?[类种](?!内部事务|过程性)[^，。；\\d]{0,12}$")


def counts_several_together(mention: Mention) -> bool:
    """Tell whether a figure counts all that is left, or all of some sorts.

    其余34件为不予公开、无法提供及其他; 土地征收、城市更新类申请集中，全年两类申请共967件.
    """
    text, numeral = mention.clause.sentence.text, mention.numeral
    rest = Kind.REST in kinds_of(mention.lead) and _TOGETHER.match(text, numeral.end)
    sorts = "类" in text or "种" in text
    return bool(rest or (sorts and _SORTS.search(text, mention.clause.start, numeral.start)))
