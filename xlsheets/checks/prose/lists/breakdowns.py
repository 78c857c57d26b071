"""A sentence -> the lists in it: a total, and the items that should add up to it."""

from __future__ import annotations

import re
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.prose.kinds import Kind, Token, wording_of
from xlsheets.checks.prose.lists.items import (
    counts_in_several_units,
    grouped,
    listed_items,
    makes_up,
    parts_of_list,
    sorted_twice,
    without_nested,
)
from xlsheets.checks.prose.lists.totals import Breakdown, summed_up, with_the_rest
from xlsheets.checks.prose.mentions import kinds_of
from xlsheets.checks.prose.numerals import NO_COUNT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsheets.basics.numbers import Number
    from xlsheets.checks.prose.numerals import Numeral
    from xlsheets.checks.prose.said import Said


# Words between a total and its list.
_REACH = 24


def breakdowns(sentence: Sequence[Said]) -> Iterator[Breakdown]:
    """Yield the lists of a sentence; what stands in brackets is a list of its own."""
    for number, said in enumerate(sentence):
        for at in _openings(sentence, number):
            before = said.clause.words[max(0, at - _REACH) : max(0, at)]
            totals = _totals(before) or _totals_before(sentence, number, at)
            if totals:
                yield from _lists(totals, sentence, number, at)
    yield from summed_up(sentence)
    yield from with_the_rest(sentence)


def _openings(sentence: Sequence[Said], number: int) -> Iterator[int]:
    """Yield where a list begins: at 其中, 包括 or 分别为, after the colon that follows a total, or after 按类别分，."""
    said = sentence[number]
    words = said.clause.words
    found = [
        at
        for at, token in enumerate(words)
        if token.kind is Kind.INCLUDED or (token.kind is Kind.IN_TURN and len(token.word) > 2)
    ]
    sorted_by = number and said.clause.mark == "，" and _sorts(sentence[number - 1].clause.words)
    if not found and (sorted_by or said.clause.mark in ("：", ":")):
        found = [-1]
    yield from found


def sorted_anew(sentence: Sequence[Said], unit: str) -> tuple[Numeral, ...]:
    """Return the items of a sentence that takes apart what the sentence before it counted: 按渠道分，网络28件，信函15件."""
    if len(sentence) == 1 or not _sorts(sentence[0].clause.words):
        return ()
    parts = parts_of_list(sentence, 1, -1)
    found = listed_items(parts, unit)
    # 按件统计，10件申请中部分公开6件…: it has a total of its own.
    own = any(token.word == "中" for token in parts[0].words) if parts else False
    return found if len(found) > 1 and all(item.exact for item in found) and not own else ()


_BY = ("按", "按照", "从", "依", "以", "就")
_SORTED = pattern_of("(?:划分|分类|分为|来分|来看|统计|分|看|计)$")
_MOST_SORTING = 10


def _sorts(words: Sequence[Token]) -> bool:
    """Tell whether words only say by what a total is taken apart: 按领域分, 从发布渠道来看."""
    first = next((token for token in words if token.word not in _ADDED), None)
    return (
        first is not None
        and first.word in _BY
        and Kind.FIGURE not in kinds_of(words)
        and words[-1].end - first.start <= _MOST_SORTING
        and bool(_SORTED.search(wording_of(words[-2:])))
    )


_ADDED = ("其中", "如果", "若")


def _totals(words: Sequence[Token]) -> list[Numeral]:
    """Return the last figure of each unit among words; of 甲12件、乙3件 none is the total of what follows."""
    found: dict[str, Numeral] = {}
    listed: set[str] = set()
    joined = False
    for at, token in enumerate(words):
        joined = joined or token.word == "、"
        if token.figure and token.figure.unit not in NO_COUNT and not _acts(words, at):
            if joined and token.figure.unit in found:
                listed.add(token.figure.unit)
            found[token.figure.unit] = token.figure
            joined = False
    return [figure for unit, figure in found.items() if unit not in listed]


def _acts(words: Sequence[Token], at: int) -> bool:
    """Tell whether a figure only says how many have done what follows: 三个乡镇共发放2600册."""
    after = words[at + 1 :]
    return kinds_of(after[:1]) == {Kind.BODY} and Kind.TOTAL in kinds_of(after)


def _totals_before(sentence: Sequence[Said], number: int, at: int) -> list[Numeral]:
    """Return the totals in the clause before a list that begins its own clause."""
    words = sentence[number].clause.words
    opens = (
        at <= 0 or all(token.kind is Kind.FILL for token in words[:at]) or _sorts(words[: at + 1])
    )
    # 22件，除1件在审理外均已审结，其中维持16件: what was left out is no total, and what is listed is not all.
    if number and Kind.EXCEPT in kinds_of(sentence[number - 1].clause.words):
        return []
    apart = sentence[number].clause.mark == "；" and at >= 0 and words[at].word in _HOLDING
    if not opens or not number or apart:
        return []
    if number > 1 and _sorts(sentence[number - 1].clause.words):
        # 按用途分，…；按方式分，…: sorted anew, it is the total before the first sorting.
        first = next(n for n, said in enumerate(sentence) if _says_by_what(said.clause.words))
        if first < number - 1:
            return _totals(sentence[first - 1].clause.words) if first else []
    before = _told_last(sentence, number)
    # A clause that is itself a list leaves open which of its figures the next list belongs to.
    return [] if kinds_of(before) & {Kind.INCLUDED, Kind.IN_TURN} else _totals(before)


def _says_by_what(words: Sequence[Token]) -> bool:
    """Tell whether a clause without a figure ends by what something is sorted: 新收申请按来源分."""
    by = any(token.word in _BY for token in words)
    return (
        by and Kind.FIGURE not in kinds_of(words) and bool(_SORTED.search(wording_of(words[-2:])))
    )


_HOLDING = ("含", "包含")


def _told_last(sentence: Sequence[Said], number: int) -> Sequence[Token]:
    """Return the words of the clause before; one that only compares, 是上年9件的2.5倍, is passed over."""
    sentence, number = _without_bracket(sentence, number)
    before = sentence[number - 1].clause.words
    kinds = kinds_of(before)
    # 375件，为历史最高，其中…: it only says what the number is like.
    remarks = before[0].kind is Kind.SAME and Kind.FIGURE not in kinds
    if number > 1 and (remarks or _sorts(before)):
        return _told_last(sentence, number - 1)
    compares = kinds & {Kind.FORMER, Kind.COMPARED, Kind.YEAR} and Kind.TOTAL not in kinds
    told = _totals(before)
    passed = any(token.figure for token in before) if not told else compares
    if number > 1 and passed and _former(sentence[number - 1], told):
        # 12件，较上年的9件增加3件，增长33.3%；其中…: both comparisons are passed over.
        earlier = _told_last(sentence, number - 1)
        return earlier if _totals(earlier) else before
    return before


def _without_bracket(sentence: Sequence[Said], number: int) -> tuple[Sequence[Said], int]:
    """Leave out the bracket before a clause: 9件（第一季度2件，…），从渠道看，…; what it tells is no total of what follows."""
    here, first = sentence[number].clause, number
    while first > 1 and not here.inside and sentence[first - 1].clause.inside:
        first -= 1
    return (
        ([*sentence[:first], *sentence[number:]], first)
        if here.mark == "，"
        else (sentence, number)
    )


def _former(said: Said, told: Sequence[Numeral]) -> bool:
    """Tell whether figures are of another year, or only say by how much one has changed."""
    holds = [said.standing[figure.start] for figure in told]
    return all(one.other_year or one.compared for one in holds)


def _lists(
    totals: Sequence[Numeral], sentence: Sequence[Said], number: int, at: int
) -> Iterator[Breakdown]:
    parts = parts_of_list(sentence, number, at)
    opening = sentence[number].clause.words[at].word if at >= 0 else ""
    among = any(said.clause.mark == "；" for said in sentence[1:number])
    if among or opening in _HOLDING:
        # 116宗，内含上年转入4宗；公民104宗: what follows is sorted anew.
        # 不予公开7件；无法提供16件，其中…15件；不予处理3件: the total is itself one of several.
        parts = list(takewhile(lambda part: part.strength < _STRONG, parts))
    whole = sentence[number].clause.sentence.text
    for total in totals:
        if not total.exact:
            continue
        found = _up_to_the_rest(whole, total, listed_items(parts, total.unit))
        if (
            sorted_twice(parts, found)
            or makes_up(parts, total)
            or _of_several(sentence, total, found)
            or grouped(sentence[number:], at, total)
            or sum(item.value for item in without_nested(found)) == total.value
        ):
            continue
        if (
            found
            and all(item.exact for item in found)
            and not counts_in_several_units(parts, found)
            and not _no_whole_list(whole, total, found)
        ):
            text = whole[total.end : found[-1].start]
            complete = len(found) > 1 and (
                bool(re.search("其[他它余]", text))
                or (("分" in opening or "具体" in opening) and not _SOME.search(text))
                or _exhausts(whole, total, found)
            )
            between = text[found[0].end - total.end :] if len(found) > 1 else ""
            yield Breakdown(total, found, complete, "，" in between)


_STRONG = 2


_ACCOUNT = pattern_of("公众号|视频号|微信|微博|抖音|推送")


def _up_to_the_rest(text: str, total: Numeral, items: tuple[Numeral, ...]) -> tuple[Numeral, ...]:
    """Leave out 其余49条 behind items that make up the total already: it is the rest of a greater one.

    So is what went out another way and is more than the total: 538条，其中疫情防控311条，公众号推送704条.
    """
    told: Number = 0
    for at, item in enumerate(items):
        before = text[items[at - 1].end if at else total.end : item.start]
        apart = at and item.value > total.value and _ACCOUNT.search(before)
        if (told >= total.value and "其余" in before) or apart:
            return items[:at]
        told += item.value
    return items


def _no_whole_list(text: str, total: Numeral, items: Sequence[Numeral]) -> bool:
    """Tell whether items are of other things than the total, or only some of those it counts."""
    return (
        not _same_things(text, total, items)
        or _goes_on_without_figures(text, items[-1])
        or _completed_apart(text, total, items)
        # 其中企业148件，同比增加17件，律所42件: the items are told one by one, and some may be left out.
        or bool(_COMPARING.search(text, items[0].end, items[-1].start))
        # 其中重点领域612条，涵盖乡村振兴196条、…: the rest takes apart the first.
        or (len(items) > 1 and bool(_TAKEN_APART.search(text, items[0].end, items[1].start)))
        # 会议21次，其中公开18次；列席5次: two things parted by ； are told one by one.
        or (len(items) == _TWO and "；" in text[items[0].end : items[1].start])
        # 事项11项，其中开展听证的4项、征求意见的11项: what is true of all is no part.
        or (len(items) > 1 and any(item.value == total.value for item in items))
    )


_TWO = 2
_TAKEN_APART = pattern_of("涵盖|包括|包含")


_COMPARING = pattern_of("同比|[较比]上年|[增升降减][至到]")


_PLAIN_END = "，。；、：（）"


def _same_things(text: str, total: Numeral, items: Sequence[Numeral]) -> bool:
    """Tell whether things counted by 个 are the same: of 两个问题 the 7个单位 are no part."""
    named = text[total.end : total.end + 2]
    return total.unit != "个" or all(
        text[item.end : item.end + 1] in _PLAIN_END or text.startswith(named, item.end)
        for item in items
    )


# 其余由别的单位收取; and classes that one thing may belong to several of.
_NO_FIGURE = pattern_of(
    "[^，。；\\d]{0,6}[，；、](?:其余|其他|其它|剩余|余下)[^，。；\\d]*(?:[，。；]|$)"
)
_OVERLAPS = pattern_of(
    "交叉|重叠|重复计|兼有|同时属于|同一[条件个项][^，。；]{0,8}(?:归入|计入|属于|涉及)[^，。；]{0,4}[多几两]"
)


def _goes_on_without_figures(text: str, last: Numeral) -> bool:
    """Tell whether a list is left open after its last figure, or its classes overlap."""
    return bool(_NO_FIGURE.match(text, last.end) or _OVERLAPS.search(text, last.end))


def _completed_apart(text: str, total: Numeral, items: Sequence[Numeral]) -> bool:
    """Tell whether figures that follow are what is lacking, however they are told: …，另有1件因属于信访不予处理."""
    lacking = total.value - sum(item.value for item in items)
    following = _BRACKET.sub("", text[items[-1].end :].partition("。")[0])
    apiece = _APIECE.match(following)
    if apiece and lacking > 0 and not lacking % int(apiece[1]):
        # 甲256条、乙72条，指南和年报各1条.
        return True
    counts = [int(count) for count in re.findall(rf"(\d+){total.unit}", following)]
    return lacking in {*counts, *accumulate(counts)}


_BRACKET = pattern_of("（[^（）]*）")
_APIECE = pattern_of("，[^，。；\\d]{2,20}各([1-9]\\d*)")
_SOME = pattern_of("最多|其次|为主|主要|居多|等")
# Two kinds that are all there is: a list of both leaves nothing out.
_ALL_THERE_IS = (
    *(("建议", "提案"), ("线上", "线下"), ("网上", "网下"), ("复议", "诉讼")),
    *(("自然人", "法人"), ("书面", "网络"), ("新收", "结转")),
)


def _exhausts(text: str, total: Numeral, items: Sequence[Numeral]) -> bool:
    """Tell whether the items of a list are two kinds that are all there is: 建议17件、提案13件."""
    if len(items) != len(_ALL_THERE_IS[0]):
        return False
    one, other = (
        text[start : item.start]
        for start, item in zip((total.end, items[0].end), items, strict=True)
    )
    return any(
        (first in one and last in other) or (last in one and first in other)
        for first, last in _ALL_THERE_IS
    )


def _of_several(sentence: Sequence[Said], total: Numeral, items: Sequence[Numeral]) -> bool:
    """Tell whether items may be of more than the figure before them.

    A part too great for it is one of several figures together; 诉讼7件，直接起诉3件，复议后起诉4件；其中…
    adds up to the 7.
    """
    earlier = [
        token.figure.value
        for said in sentence
        for token in said.clause.words
        if token.figure and token.figure.unit == total.unit and token.figure.start <= total.start
    ]
    summed = sum(item.value for item in items)
    several = len(items) == 1 and len(earlier) > 1 and total.value < summed <= sum(earlier)
    # 自然人109件，企业14件，律所6件；其中网络84件、信函45件: both are of the same 129.
    parted = sentence[0].clause.sentence.text.startswith(("；其中", "，其中"), total.end)
    both = parted and summed in list(accumulate(reversed(earlier)))[1:]
    return several or both or summed in earlier[:-1]
