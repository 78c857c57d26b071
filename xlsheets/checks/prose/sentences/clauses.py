"""Prose -> sentences, and the clauses in them with their words and what they speak of."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.prose.kinds import Kind, Token
from xlsheets.checks.prose.numerals import matchable, without_blanks
from xlsheets.checks.prose.sentences.brackets import stretches_of
from xlsheets.checks.prose.sentences.topics import Topic, topics_of
from xlsheets.checks.prose.vocabulary import elsewhere
from xlsheets.checks.prose.words import tokens
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from xlsheets.report import Report


# A quotation inside a quotation takes single marks.
_INNER_QUOTES = str.maketrans("“”", "‘’")
# A sentence of so many characters is quoted whole; of a longer one the words around what matters, no fewer than these.
_QUOTED, _FEWEST = 24, 6
_STRETCH = pattern_of("[^，；：、。！？,;!?]+[，；：、。！？,;!?]?")


class Sentence(NamedTuple):
    """A sentence: ``wording`` as typed, ``text`` of the same length for matching.

    ``part``: its paragraph begins with the part of the year it speaks of: 第四季度，重点是….
    """

    place: str
    wording: str
    text: str
    part: bool = False

    def quote(self, at: int = 0) -> str:
        """Return the words around the point that matters, so that several findings of a sentence are told apart."""
        if len(self.wording) <= _QUOTED:
            return self.wording.translate(_INNER_QUOTES)
        left, right = self._stretch(at)
        shown = self.wording[left:right].translate(_INNER_QUOTES)
        return ("…" if left else "") + shown + ("…" if right < len(self.wording) else "")

    def _stretch(self, at: int) -> tuple[int, int]:
        """Return where the words between two marks begin and end, with those before where they are few."""
        lefts, rights = _stretches(self.wording)
        here = min(bisect_right(rights, at), len(rights) - 1)
        left, right = lefts[here], rights[here]
        # The mark at its end says nothing, except that of the sentence.
        last = right if here == len(rights) - 1 else right - 1
        while here and last - left < _FEWEST:
            here -= 1
            left = lefts[here]
        return left, last


# A sentence with thousands of figures is quoted at each of them.
@lru_cache(maxsize=4)
def _stretches(wording: str) -> tuple[list[int], list[int]]:
    """Return where the words between two marks begin, and where they end; of nothing but marks, all of it."""
    spans = [match.span() for match in _STRETCH.finditer(wording)] or [(0, len(wording))]
    return [left for left, _ in spans], [right for _, right in spans]


class Clause(NamedTuple):
    """A stretch between two marks with its own or inherited topic.

    What stands in brackets is no part of the clause around it, but clauses of its own.

    Args:
        sentence: where it stands.
        words: its tokens.
        topic: what it speaks of.
        own_topic: what it names itself.
        mark: the mark before it; "" at the beginning of a sentence.
        inside: whether it stands in brackets.
    """

    sentence: Sentence
    words: tuple[Token, ...]
    topic: Topic
    own_topic: Topic | None
    mark: str
    inside: bool

    @property
    def start(self) -> int:
        return self.words[0].start if self.words else 0

    @cached_property
    def figures(self) -> tuple[Token, ...]:
        return tuple(token for token in self.words if token.kind is Kind.FIGURE)


_PART_OF_YEAR = pattern_of("(?:第?[一二三四1-4]季度|[上下]半年)[，：]")
_SENTENCE = pattern_of(r"[^。！？!?]+[。！？!?]?[”）]?")


def sentences_of_report(report: Report) -> tuple[Sentence, ...]:
    """Return the sentences of all prose in printed order."""
    return _sentences(report.prose)


# A dozen rules read the same text one after the other.
@lru_cache(maxsize=4)
def _sentences(prose: Prose) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    for place, paragraph in prose:
        wording = without_blanks(paragraph)
        part = bool(_PART_OF_YEAR.match(wording))
        found.extend(
            Sentence(place, wording[match.start() : match.end()], match[0], part)
            for match in _SENTENCE.finditer(matchable(wording))
        )
    return tuple(found)


Prose = tuple[tuple[str, str], ...]
# Sentences without a figure, a denial or 均 state nothing that could be wrong; of those that no table answers
# for only figures beside figures matter, and any figure where 基础数据 is filled in.
_STATES = pattern_of(r"\d|[零一二三四五六七八九十百两][件起份宗例个部条项场期次人处家篇]|零|百分之")
_SAYS_ALL = pattern_of("未|没|无|均|都|全部|所有|一律")
_OF_TABLES = pattern_of(
    "申请|复议|诉|案件|维持|纠正|审结|规范性|规章|制发|废止|有效|许可|处罚|强制|收到|受理|接收|新收|办理|办结|答复|回复|结转|转结"
    "|不掌握|现成信息|另行制作|不明确|信访|出版物|国家秘密|第三方|内部事务|过程性|案卷|查询事项"
    "|公开情况|收费|自然人|企业|法人|予以?公开|部分公开|无法提供|不予处理"
)
_SEVERAL = pattern_of(r"\d[^\d]+\d|[两三四五六七八九十百]|[%％]")
_TOPICS = {
    **dict.fromkeys(("复议", "诉讼"), Topic.CASES),
    "规范性文件": Topic.NORMATIVE,
    "申请": Topic.REQUEST,
    "规章": Topic.RULES,
    "行政许可": Topic.LICENSING,
    "行政处罚": Topic.PENALTY,
    "行政强制": Topic.COERCION,
    **dict.fromkeys(elsewhere(), Topic.OTHER),
}
_PARTS_OF_WORDS = {"申请": "申请(?!人)", "规章": "规章(?!制度)"}
# At most characters no word begins, which one look at the character tells.
_NAMED = pattern_of(
    f"(?=[{''.join(sorted({word[0] for word in _TOPICS}))}])"
    f"(?:{'|'.join(_PARTS_OF_WORDS.get(word, word) for word in _TOPICS)})"
)


def clauses(prose: Prose, edition_key: str, *, facts: bool) -> tuple[Clause, ...]:
    """Return the clauses that may state something; a topic lasts to the paragraph's end.

    Args:
        prose: places and paragraphs.
        edition_key: the format, which names the outcomes.
        facts: whether 基础数据 is filled in, so that any figure may be one of it.
    """
    found: list[Clause] = []
    place, topic = "", Topic.UNSAID
    for sentence in _sentences(prose):
        if sentence.place != place:
            place, topic = sentence.place, Topic.UNSAID
        if not _may_matter(sentence.text, facts=facts):
            for named in _NAMED.findall(sentence.text):
                topic = _TOPICS[named]
            continue
        stretches = stretches_of(tokens(edition_key, sentence.text))
        topics = topics_of(stretches, topic)
        for stretch, (named, meant) in zip(stretches, topics, strict=True):
            found.append(Clause(sentence, stretch.said, meant, named, stretch.mark, stretch.inside))
        topic = topics[-1][1] if topics else topic
    return tuple(found)


def _may_matter(text: str, *, facts: bool) -> bool:
    if text.endswith(_ASKS):
        return False
    figures = _STATES.search(text)
    if _OF_TABLES.search(text):
        return bool(figures or _SAYS_ALL.search(text))
    return bool(figures and (facts or _SEVERAL.search(text)))


# A question states nothing.
_ASKS = ("？", "?", "？”", "？）")
