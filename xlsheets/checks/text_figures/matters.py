"""A figure of cases, documents or decisions -> the numbers of 表四 and 表二 it lawfully means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.prose.kinds import Kind
from xlsheets.checks.prose.mentions import before_all, kinds_of
from xlsheets.checks.prose.sentences.topics import Topic
from xlsheets.checks.prose.understood import narrowed
from xlsheets.checks.text_figures import readings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsheets.checks.prose.kinds import Token
    from xlsheets.checks.prose.mentions import Mention
    from xlsheets.checks.prose.said import Said
    from xlsheets.checks.rule.spec import Case
    from xlsheets.checks.text_figures.readings import Reading

ACTS = frozenset({Kind.ISSUED, Kind.REPEALED, Kind.IN_FORCE})
RESULTS = frozenset({Kind.UPHELD, Kind.CORRECTED, Kind.OTHER_RESULT, Kind.PENDING, Kind.CLOSED})
_DOCUMENT_UNITS = ("件", "份", "个", "部", "条", "")
_DECISION_UNITS = ("件", "起", "宗", "份", "")
_COURTS = (Kind.COURT,)


def disputed(
    case: Case,
    said: Said,
    mention: Mention,
    topic: Topic,
    host: set[Kind],
    earlier: set[Kind],
) -> tuple[Reading, ...]:
    """Return what a figure of 复议 or 诉讼 cases lawfully means.

    ``host`` is what was said of the figure that a bracket belongs to: 纠正4件（复议3件、诉讼1件）;
    ``earlier`` are the results that the sentence has named so far.
    """
    kinds = kinds_of(mention.near)
    if _no_count_of_them(mention, topic, kinds):
        return ()
    # 17件案件均已审结 counts all of them.
    told = mention.lead + before_all(mention.tail)
    results = kinds_of(told) & RESULTS or (host & RESULTS if mention.clause.inside else set())
    if (
        mention.own_topic is None
        and not results
        and not _among_results(mention)
        and Kind.CASE not in kinds
        and Kind.TOTAL not in kinds
    ):
        return ()
    if narrowed(mention.lead, mention.tail, said.reader, meant=_COURTS, strict=True):
        return ()
    if not results and _among_results(mention):
        results = {Kind.OTHER_RESULT}
    shared = set() if results else _shared_result(mention)
    found = _cases(case, mention, topic, results)
    found += readings.disputes(case.edition, topic, shared) if shared else ()
    return found + (() if results else _with_one_of(case, topic, earlier))


def _shared_result(mention: Mention) -> set[Kind]:
    """Return what is said at the end of a clause of several counts: 6件复议案件、1件复议后起诉案件被纠正."""
    after = [token for token in mention.clause.words if token.start >= mention.numeral.end]
    joined = next((at for at, token in enumerate(after) if token.word in "、和及"), len(after))
    others = [token for token in after[joined:] if token.figure]
    end = after[after.index(others[-1]) :] if others else []
    return kinds_of(end) & RESULTS if not kinds_of(after[:joined]) & RESULTS else set()


def _with_one_of(case: Case, topic: Topic, earlier: set[Kind]) -> tuple[Reading, ...]:
    """Return how many had each result that was told before: 仍在审理的共21件，复议9件、诉讼12件."""
    return tuple(
        reading
        for kind in sorted(earlier)
        for reading in readings.disputes(case.edition, topic, {kind})
    )


def _no_count_of_them(mention: Mention, topic: Topic, kinds: set[Kind]) -> bool:
    """Tell whether a figure beside 复议 or 诉讼 counts something else, or a part that no table has."""
    return (
        mention.numeral.unit in ("条", "项", "份", "部")
        # 207件申请引发复议50件: the first figure is of requests.
        or kinds_of(mention.tail[:1]) == {Kind.REQUEST}
        # 对9件案件全部复盘: of those told before.
        or kinds_of(mention.lead[-1:]) == {Kind.TOWARDS}
        or (Kind.REST in kinds and not _first_of(mention, topic))
        # 8件都没有引起复议: the figure is of those that led to nothing.
        or Kind.NOT in kinds_of(mention.tail)
        or _parted_by_year(mention)
        # 以“超期”为由确认违法的19件.
        or any(token.word == "■" for token in mention.lead)
        or _in_one_of_them(mention)
        or _came_by_review(mention)
    )


def _cases(case: Case, mention: Mention, topic: Topic, results: set[Kind]) -> tuple[Reading, ...]:
    """Return the numbers of 表四 that a count of cases with these results may be."""
    before = mention.clause.sentence.text[: mention.numeral.start]
    # “案件” after both were named may mean both or either of them.
    both = mention.own_topic is None and not results and mention.has(Kind.CASE, Kind.TOTAL)
    found = readings.disputes(case.edition, Topic.CASES if both else topic, results)
    # 被纠正的1件，…: which of those named in an earlier sentence it was of is open.
    open_ = results and not re.search("复议|(?<![胜败])诉", before)
    if both or open_ or (mention.own_topic is None and _several_named(before)):
        found += of_any_remedy(case, results)
    beside = topic is Topic.SUIT and _after_review_beside(mention)
    if not results and (_ONE_WAY.search(before) or beside):
        # 行政诉讼（直接起诉）7宗: the bracket tells which of them; 行政诉讼3件，…；复议后起诉1件: so does what stands beside.
        for way in (Topic.DIRECT, Topic.AFTER_REVIEW):
            found += readings.disputes(case.edition, way, results)
    if results == {Kind.OTHER_RESULT}:
        found += dismissed(case, topic, mention.clause.words)
    return found


def dismissed(case: Case, topic: Topic, words: Sequence[Token]) -> tuple[Reading, ...]:
    """Return what a suit of which 驳回起诉 is said may be counted as besides 其他结果: offices count it as 维持, too."""
    if any(token.word.endswith("驳回起诉") for token in words):
        return readings.disputes(case.edition, topic, {Kind.UPHELD})
    return ()


_WAYS = pattern_of("直接起诉|直接提起|经过?(?:行政)?复议|复议后")
_REVIEW, _SUIT = pattern_of("复议"), pattern_of("诉讼|应诉|起诉|被诉")


def _several_named(before: str) -> bool:
    """Tell whether a sentence has named more than one remedy, or ways to one: 行政诉讼案件中，维持4件 is of suits."""
    ways = bool(_WAYS.search(before))
    return ways or bool(_REVIEW.search(before)) == bool(_SUIT.search(before))


def _after_review_beside(mention: Mention) -> bool:
    """Tell whether those after a review are told beside the others, and not among them: 其中直接起诉1件，复议后起诉3件."""
    after = mention.clause.sentence.text[mention.numeral.end :]
    beside = "复议后" in after and _AFTER_REVIEW_BESIDE.search(after)
    return bool(beside) and not _AMONG_SUITS.search(after)


_AMONG_SUITS = pattern_of("直接起诉|直接提起|未经|其中[^，。；]*复议后")
_AFTER_REVIEW_BESIDE = pattern_of("[；，](?:另有?|经)?(?:行政)?复议后(?:再|又)?(?:提?起诉讼?|起诉)")
_ONE_WAY = pattern_of("诉讼?（[^（）]{0,8}(?:直接|复议)[^（）]{0,6}）$")


def of_any_remedy(case: Case, results: set[Kind]) -> tuple[Reading, ...]:
    """Return how many have these results of each remedy and of both: 诉讼7件，复议后起诉3件；其中维持5件.

    A result that names no remedy may be of any of those told before it, not only of the last.
    """
    return tuple(
        reading
        for topic in (Topic.CASES, Topic.REVIEW, Topic.SUIT, Topic.DIRECT, Topic.AFTER_REVIEW)
        for reading in readings.disputes(case.edition, topic, results)
    )


def _first_of(mention: Mention, topic: Topic) -> bool:
    """Tell whether 另 leads to a remedy that was not named before: 复议5件，…；另有诉讼6件."""
    if not mention.lead or mention.lead[0].kind is not Kind.REST:
        return False
    before = mention.clause.sentence.text[: mention.lead[0].start]
    word = "复议" if topic is Topic.REVIEW else "诉"
    return mention.own_topic is topic and topic in (Topic.REVIEW, Topic.SUIT) and word not in before


def _in_one_of_them(mention: Mention) -> bool:
    """Tell whether a figure only says that it was a case, or how many of others: 在一起复议中撤销了…, 41件中有11件引发复议."""
    before = mention.clause.sentence.text[: mention.numeral.start]
    some = before.endswith(("中有", "中，有")) and not kinds_of(mention.near) & RESULTS
    return some or (mention.numeral.value == 1 and before.endswith("在"))


_BY_REVIEW = pattern_of("诉[^。；]*(?:经过?(?:行政)?复议|复议后)的?$")


def _came_by_review(mention: Mention) -> bool:
    """Tell whether a figure counts suits that came after a review: 起诉3件，其中未经复议1件，经复议2件."""
    return bool(_BY_REVIEW.search(mention.clause.sentence.text[: mention.numeral.start]))


def _parted_by_year(mention: Mention) -> bool:
    """Tell whether cases are told apart by the year they came from; the table has both together."""
    text = mention.clause.sentence.text
    carried = "结转" in text or "遗留" in text or bool(_OF_LAST_YEAR.search(text))
    return carried and mention.has(Kind.CARRIED, Kind.NEW, Kind.FORMER)


_OF_LAST_YEAR = pattern_of("上年度?(?:尚)?未[审办]?结|去年(?:尚)?未[审办]?结")


def _among_results(mention: Mention) -> bool:
    """Tell whether 其他 among 维持 and 纠正 is a result: 维持1件，纠正0件，其他0件."""
    words = [token.word for token in mention.lead]
    return words in (["其他"], ["其他处理"]) and "维持" in mention.clause.sentence.text


# 行政应诉案件6件，与信息公开有关的1件；复议76件，其中不服政府信息公开答复的9件: the first figure is of cases of every kind.
_OF_OURS = pattern_of(
    r"(?:其中|涉及|涉|与|属于?)(?:政府|政务)?信息公开(?:有关|相关|类|领域|方面)?的?(?:案件)?(?=[\d一二三四五六七八九])"
    r"|其中[^，。；\d]{0,12}信息公开[^，。；\d]{0,16}(?=[\d一二三四五六七八九])"
)


_NOT_OURS = pattern_of(
    "[与和同](?:政府)?信息公开(?:工作|申请)?(?:均|都)?无关|不(?:涉及|属于)(?:政府)?信息公开|非(?:政府)?信息公开类?|[作以][^，。；]{0,12}为(?:行政)?复议机关|不(?:在|计入|纳入|列入)[^，。；]{0,10}(?:统计|表四|本报告|范围)"
)


def speaks_generally(mention: Mention) -> bool:
    """Tell whether a figure counts cases of every kind, of which some are about disclosure."""
    text = mention.clause.sentence.text
    if _NOT_OURS.search(text):
        return True
    ours = _OF_OURS.search(text)
    of_ours = any("信息公开" in token.word for token in mention.near)
    answering = any("应诉" in token.word for token in mention.near)
    return not of_ours and (
        answering or (ours is not None and ours.start() > mention.numeral.start)
    )


def judged_by_itself(mention: Mention) -> bool:
    """Tell whether the figure counts cases that the unit decides itself; those are none of 表四's."""
    kinds = kinds_of(mention.lead)
    closes = any(token.word.startswith("办结") for token in mention.lead)
    deals = kinds & {Kind.RECEIVED, Kind.TREATED, Kind.CLOSED} or closes
    handles = deals and mention.own_topic
    ours = Kind.COURT in kinds or any("信息公开" in token.word for token in mention.lead)
    return bool(handles) and not ours


def documented(
    case: Case, said: Said, mention: Mention, topic: Topic, acts: set[Kind]
) -> tuple[Reading, ...]:
    """Return what a figure of 规章 or 规范性文件 lawfully means; ``acts`` is what was said of those before."""
    if mention.numeral.unit not in _DOCUMENT_UNITS or _not_made(mention):
        return ()
    lead, tail = kinds_of(mention.lead), kinds_of(mention.tail)
    if Kind.NEW in lead:
        # 新增现行有效规范性文件5件 are new ones.
        lead = lead - {Kind.IN_FORCE}
    if narrowed(
        tuple(token for token in mention.lead if token.word != "文件"),
        mention.tail,
        said.reader,
        meant=(Kind.SHOWN,) if Kind.IN_FORCE in lead | tail or Kind.NEW in lead else (),
        # 其中修订后重新发布5件: of what 其中 names every word must be known.
        strict=Kind.INCLUDED in lead,
    ):
        return ()
    before = mention.clause.sentence.text[: mention.numeral.start]
    if "清理" in before and _CLEARED.search(before):
        return ()
    none = mention.numeral.value == 0
    if Kind.PUBLISHED in lead | tail and (none or _about_validity(mention)):
        lead = lead | {Kind.ISSUED}
    if Kind.INCLUDED in lead and not (lead | tail) & ACTS:
        lead = lead | acts
    return readings.documents(case.edition, topic, lead) or readings.documents(
        case.edition, topic, tail
    )


# 清理规范性文件278件，其中继续有效190件: of those that were looked through.
_CLEARED = pattern_of(r"清理[^。；]*\d[件份个][^。；]*其中[^。；]*$")
_COLLECTED = pattern_of("(?:收录|入库|汇编)[^。；]*$")


def _not_made(mention: Mention) -> bool:
    """Tell whether a figure counts what a library holds, what is added to others, or no documents at all.

    累计收录规章61件（现行有效27件）; 新制发1件，加上仍有效的1件; 更新失效信息26条.
    """
    words = [token.word for token in mention.lead]
    added = not {"加上", "连同", "合并"}.isdisjoint(words)
    before = mention.clause.sentence.text[: mention.numeral.start]
    return added or words[-1:] == ["信息"] or bool(_COLLECTED.search(before))


def _about_validity(mention: Mention) -> bool:
    """Tell whether 发布 stands beside 废止 or 有效, so that it means 制发, as it does where there is none."""
    text = mention.clause.sentence.text
    return "废止" in text or "有效" in text or "失效" in text


def decided(case: Case, said: Said, mention: Mention, topic: Topic) -> tuple[Reading, ...]:
    """Return what a figure of 许可, 处罚 or 强制 decisions lawfully means."""
    # A clause that names a decision and is of something else lists what was asked for.
    asked_for = said.clause.own_topic is Topic.OTHER
    if mention.own_topic is None or asked_for or mention.numeral.unit not in _DECISION_UNITS:
        return ()
    shown = Kind.SHOWN in kinds_of(mention.lead) or any(
        token.word.startswith("公开") for token in mention.lead
    )
    if shown or _half_of_coercion(mention) or narrowed(mention.lead, mention.tail, said.reader):
        return ()
    return readings.decisions(case.edition, topic)


def _half_of_coercion(mention: Mention) -> bool:
    """Tell whether a figure counts measures only, or executions only: the table has both together."""
    text = mention.clause.sentence.text
    halves = ("强制措施" in text, "强制执行" in text)
    return all(halves) and Kind.COERCION in kinds_of(mention.near)
