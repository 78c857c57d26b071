"""What follows 其中 or 分别为 -> the figures that are items of that list."""

from __future__ import annotations

from itertools import accumulate, pairwise, zip_longest
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.prose.kinds import Kind, Token, wording_of
from xlsheets.checks.prose.mentions import kinds_of
from xlsheets.checks.prose.numerals import NO_COUNT
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsheets.basics.numbers import Number
    from xlsheets.checks.prose.numerals import Numeral
    from xlsheets.checks.prose.said import Said


class ListPart(NamedTuple):
    """What stands between two marks of a list; ``strength`` of the mark before: 、 0, ， 1, ； 2."""

    strength: int
    words: tuple[Token, ...]


def first_figure(words: Sequence[Token]) -> Numeral | None:
    """Return the first figure among words, of whatever unit."""
    return next((token.figure for token in words if token.figure), None)


_STRENGTH = {"：": -1, ":": -1, "，": 1, ",": 1, "；": 2, ";": 2}


def counts_in_several_units(parts: Sequence[ListPart], items: Sequence[Numeral]) -> bool:
    """Tell whether a list counts in several units between its items: 公报1篇、月报12期、公告8条."""
    return not _in_pairs(parts, items) and any(
        part.strength <= 0
        and token.figure is not None
        and token.figure.unit not in (*NO_COUNT, items[0].unit)
        and token.start < items[-1].start
        and not any(one in items for one in (word.figure for word in part.words) if one)
        for part in parts
        for token in part.words
    )


def makes_up(parts: Sequence[ListPart], total: Numeral) -> bool:
    """Tell whether figures in several units make up a total: 1984条，其中信息86条，征集9期，访谈3期，其他1886条."""
    told: Number = 0
    units: set[str] = set()
    for part in parts:
        first = first_figure(part.words)
        if first and first.unit not in NO_COUNT:
            told += first.value
            units.add(first.unit)
        if told >= total.value:
            break
    return told == total.value and len(units) > 1


def grouped(sentence: Sequence[Said], at: int, total: Numeral) -> bool:
    """Tell whether the first figures of what stands between ； add up, whatever stands behind each of them.

    10件：甲6件，3件…；乙4件，2件…; 答复12件：予以公开5件；不予公开7件，国家秘密3件、第三方4件.
    """
    firsts: list[Number] = []
    begins = True
    for number, said in enumerate(sentence):
        if said.clause.inside != sentence[0].clause.inside:
            continue
        begins = begins or (number > 0 and said.clause.mark in "；;")
        words = said.clause.words[at + 1 :] if not number else said.clause.words
        figure = first_figure(words)
        if begins and figure and figure.unit == total.unit:
            firsts.append(figure.value)
            begins = False
    return len(firsts) > 1 and sum(firsts) == total.value


_MOST_NESTED = 12


def without_nested(items: tuple[Numeral, ...]) -> tuple[Numeral, ...]:
    """Leave out the items of a list that only make up the one before them: 5件已审结，维持3件，其他结果2件."""
    whole: list[Numeral] = []
    at = 0
    while at < len(items):
        whole.append(items[at])
        sums = list(accumulate(item.value for item in items[at + 1 : at + _MOST_NESTED]))
        parts = sums.index(items[at].value) + 1 if items[at].value in sums else 0
        at += 1 + (parts if parts > 1 else 0)
    return tuple(whole)


def _in_pairs(parts: Sequence[ListPart], items: Sequence[Numeral]) -> bool:
    """Tell whether before each item another unit counts the same: 2件、200元，4件、160元."""
    figures = [
        token.figure
        for part in parts
        for token in part.words
        if token.figure and token.figure.start <= items[-1].start
    ]
    others = {figure.unit for figure in figures[::2]}
    return figures[1::2] == list(items) and len(others) == 1


_MOST_PARTS = 400


def parts_of_list(sentence: Sequence[Said], number: int, at: int) -> list[ListPart]:
    """Return the parts of a list from its beginning, across the clauses of its own level, to the next list."""
    first = sentence[number].clause
    parts: list[ListPart] = []
    for said in sentence[number : number + _MOST_PARTS]:
        if said.clause.inside != first.inside:
            continue
        own = said is sentence[number]
        words = said.clause.words[at + 1 :] if own else said.clause.words
        strength = -1 if own else _STRENGTH.get(said.clause.mark, 3)
        if said.clause.mark == "（" and not own:
            break
        for joined, part in enumerate(_joined(words)):
            parts.append(ListPart(0 if joined else strength, part))
            nested = Kind.IN_TURN in kinds_of(part) and _same_unit(parts[-2:-1], part)
            if Kind.INCLUDED in kinds_of(part) or nested:
                return parts[:-1]
    return parts


def _same_unit(before: Sequence[ListPart], words: Sequence[Token]) -> bool:
    """Tell whether what follows takes apart the figure just told: 不予公开4件，分别为第三方2件、过程性1件."""
    told = [token.figure.unit for part in before for token in part.words if token.figure]
    named = [token.figure.unit for token in words if token.figure]
    return bool(told and named) and told[-1] == named[0]


def _joined(words: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """Yield what stands between the 、 of a clause."""
    part: list[Token] = []
    for token in words:
        if token.word == "、":
            yield tuple(part)
            part = []
        else:
            part.append(token)
    yield tuple(part)


def listed_items(parts: Sequence[ListPart], unit: str) -> tuple[Numeral, ...]:
    """Return the first figure of this unit in each part of the list, until a stronger mark ends it."""
    items: list[Numeral] = []
    separator: int | None = None
    since = -1
    stated = False
    names = 0
    for number, (part, after) in enumerate(zip_longest(parts, parts[1:])):
        since = max(since, part.strength)
        figure = _figure(part.words, unit)
        # 58条，微信、微博等新媒体7635条: the names of one item are parted by 、, too.
        named = figure is None and after is not None and not after.strength
        over = figure is None and since > 0 and not named
        if items and (_ends(part, separator, stated=stated) or over):
            # 按件计收2件、200元，按量计收4件、160元: the next of two units comes first.
            if since == 1 and len(items) == 1 and figure is None and _counts(part):
                continue
            break
        if figure is None:
            names += named
            continue
        if items and separator is None:
            separator = since
        if not items:
            stated = _states(part.words)
        if not figure.unit and _counts_otherwise(parts[number + 1 :], unit):
            break
        items.append(figure._replace(value=figure.value * _times(part.words, figure, names)))
        since, names = -1, 0
    return tuple(items)


def _counts_otherwise(following: Sequence[ListPart], unit: str) -> bool:
    """Tell whether bare figures end in one of another unit: 4次得分分别为94、97、98分."""
    for part in following:
        figure = first_figure(part.words)
        if figure is None or figure.unit:
            return figure is not None and figure.unit != unit
    return False


def _times(words: Sequence[Token], figure: Numeral, names: int) -> int:
    """Return how often a figure counts: 不补正和撤回各1件 are two."""
    before = [token for token in words if token.start < figure.start]
    if not before or before[-1].word not in ("各", "各自"):
        return 1
    return 1 + names + sum(token.kind is Kind.JOIN for token in before)


def _counts(part: ListPart) -> bool:
    return any(token.figure and token.figure.unit not in NO_COUNT for token in part.words)


def _ends(part: ListPart, separator: int | None, *, stated: bool) -> bool:
    """Tell whether a part is beyond the list: after a stronger mark, or a statement of its own."""
    # 其中自然人6件；上年结转1件: what was carried over after a ； is no applicant.
    carried = separator is None and part.strength > 1 and Kind.CARRIED in kinds_of(part.words)
    # 文件83件，其中规范性文件14件；同步废止6件: what became of others is told after the ；.
    acts = separator is None and part.strength > 1 and kinds_of(part.words) & _OF_DOCUMENTS
    if carried or acts:
        return True
    if separator is not None and part.strength > separator:
        # 甲97条、乙64条，其他24条: the rest is still of the list.
        rest = wording_of(part.words).startswith(_THE_REST)
        return not (rest and separator == 0 and part.strength == 1)
    # Between 、 stand only items; a comma may also part the list from a new statement.
    if part.strength == 0 and not kinds_of(part.words) & {Kind.CARRIED, Kind.TOTAL, Kind.REST}:
        return False
    words = [token for token in part.words if token.kind is not Kind.FILL]
    another = part.strength == 0 and [token.kind for token in words[:2]] == _ANOTHER
    apart = bool(words) and words[0].word in _APART and not another
    return apart or _left_over(part.words) or (_states(part.words) and not stated)


_OF_DOCUMENTS = {Kind.REPEALED, Kind.IN_FORCE}
_THE_REST = ("其他", "其它", "其余", "剩余", "余下")
# 1件120元、另1件130元.
_ANOTHER = [Kind.REST, Kind.FIGURE]
_APART = ("另", "另外", "通过", "共", "合计", "共计", "总计", "累计", "全年")
_STATING = frozenset(
    {
        *(Kind.RECEIVED, Kind.DONE, Kind.TREATED, Kind.NEW, Kind.CARRIED, Kind.TOTAL),
        *(Kind.OUTCOME, Kind.PUBLISHED, Kind.ISSUED, Kind.DECIDED, Kind.COLLECTED, Kind.REPEALED),
        *(Kind.THROUGH, Kind.WHOLE_YEAR, Kind.OWN, Kind.WHOLE, Kind.NOT),
    }
)
_ACTS = pattern_of(
    "(?:公开|清理|开展|召开|举办|制作|回复|开设|推送|更新|组织|接受|解答|编印|接待|参加|修订|整改|转载|推送|公示|上传)"
)
_ADVERBS = (Kind.FILL, Kind.JOIN, Kind.IN_TIME, Kind.ALL)


def _states(words: Sequence[Token]) -> bool:
    """Tell whether a part begins like a statement: 办结75件, 召开会议3次; 公示公告类97条 is an item."""
    if any(one.word == "类" and other.figure for one, other in pairwise(words)):
        return False
    first = next((token for token in words if token.kind not in _ADVERBS), None)
    acts = next((token for token in words if _ACTS.match(token.word)), None)
    begins = acts is not None and (first is None or acts.start <= first.start)
    return begins or (first is not None and first.kind in _STATING)


def _left_over(words: Sequence[Token]) -> bool:
    """Tell whether a part says what was left for the next year."""
    kinds = kinds_of(words)
    return Kind.CARRIED in kinds and (Kind.NEXT in kinds or words[-1].kind is Kind.CARRIED)


def _figure(words: Sequence[Token], unit: str) -> Numeral | None:
    """Return the first figure of a part that can be an item: of the unit or bare, no comparison, no share."""
    compared = False
    for number, token in enumerate(words):
        compared = compared or token.kind is Kind.COMPARED or token.word.endswith("占")
        if token.figure and token.figure.unit in (unit, ""):
            bare = token.figure.unit or number + 1 == len(words)
            # 行政许可20条中公开18条: of them so many are counted.
            of_them = [word.figure for word in words[number + 1 :] if word.figure]
            among = [word.word for word in words[number + 1 : number + 2]] == ["中"]
            if bare and not compared:
                return of_them[0] if among and of_them else token.figure
    return None


# By which a total is taken apart; a list goes by one of them.
_SORTS_OF = (
    frozenset({Kind.DIRECT, Kind.AFTER_REVIEW}),
    frozenset({Kind.UPHELD, Kind.CORRECTED, Kind.OTHER_RESULT, Kind.CLOSED}),
    frozenset({Kind.CHANNEL}),
    frozenset({Kind.APPLICANT}),
    frozenset({Kind.OUTCOME}),
)


def sorted_twice(parts: Sequence[ListPart], items: Sequence[Numeral]) -> bool:
    """Tell whether items go by more than one sorting: 诉讼3件，含复议后起诉2件，已判2件均胜诉; 5件已审结，维持3件，其他结果2件."""
    told = [
        part.words
        for part in parts
        if any(token.figure in items for token in part.words if token.figure)
    ]
    sorts = {
        number
        for words in told
        for number, kinds in enumerate(_SORTS_OF)
        if kinds & kinds_of(words)
    }
    closed = [any(token.word.endswith("审结") for token in words) for words in told]
    return len(sorts) > 1 or (any(closed) and not all(closed))
