"""Prose -> sentences, and the clauses in them with their words and what they speak of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from xlsheets.checks.prose.kinds import Kind, Token
from xlsheets.checks.prose.numerals import matchable, without_blanks
from xlsheets.checks.prose.vocabulary import elsewhere
from xlsheets.checks.prose.words import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlsheets.report import Report


class Topic(Enum):
    """What a clause speaks of; OTHER is everything no table counts, UNSAID where nothing was named yet."""

    REQUEST = auto()
    REVIEW = auto()
    SUIT = auto()
    DIRECT = auto()
    AFTER_REVIEW = auto()
    CASES = auto()
    NORMATIVE = auto()
    RULES = auto()
    LICENSING = auto()
    PENALTY = auto()
    COERCION = auto()
    CHARGES = auto()
    PROCESSING_FEE = auto()
    OTHER = auto()
    UNSAID = auto()

    @property
    def disputed(self) -> bool:
        """Whether 表四 counts it."""
        return self in _DISPUTES


_DISPUTES = (Topic.REVIEW, Topic.SUIT, Topic.DIRECT, Topic.AFTER_REVIEW, Topic.CASES)
_SUITS = (Kind.SUIT, Kind.DIRECT, Kind.AFTER_REVIEW)
# What a clause names first in this order is what it speaks of.
_MATTERS = (
    (Kind.NORMATIVE, Topic.NORMATIVE),
    (Kind.RULES, Topic.RULES),
    (Kind.PROCESSING_FEE, Topic.PROCESSING_FEE),
    (Kind.REQUEST, Topic.REQUEST),
    (Kind.LICENSING, Topic.LICENSING),
    (Kind.PENALTY, Topic.PENALTY),
    (Kind.COERCION, Topic.COERCION),
    (Kind.CHARGES, Topic.CHARGES),
)
_OF_REQUESTS = (Kind.OUTCOME, Kind.APPLICANT)


_TELLING = frozenset(
    {Kind.REVIEW, *_SUITS, *(kind for kind, _ in _MATTERS), Kind.NEW, Kind.ELSEWHERE}
)


def topic_of(said: Iterable[Token]) -> Topic | None:
    """Return what words speak of; None when they do not say."""
    words = tuple(said)
    kinds = {token.kind for token in words}
    if not kinds & _TELLING:
        return None
    suit = next(
        (kind for kind in (Kind.AFTER_REVIEW, Kind.DIRECT, Kind.SUIT) if kind in kinds), None
    )
    if Kind.REVIEW in kinds or suit:
        both = Kind.REVIEW in kinds and suit
        return Topic.CASES if both else Topic[suit.name] if suit else Topic.REVIEW
    named = next((topic for kind, topic in _MATTERS if kind in kinds), None)
    if named is Topic.REQUEST and _of_documents(words):
        return Topic.OTHER
    if named is None and any(token.word.startswith("新收") for token in words):
        return Topic.REQUEST
    return named or (Topic.OTHER if Kind.ELSEWHERE in kinds else None)


def _of_documents(words: Sequence[Token]) -> bool:
    """Tell whether 依申请公开 is only how documents may be had: 公文中主动公开80件、依申请公开25件."""
    before = False
    for token in words:
        if token.kind is Kind.REQUEST:
            return before and token.word == "依申请公开"
        before = before or token.word in ("公文", "文件")
    return False


# A quotation inside a quotation takes single marks.
_INNER_QUOTES = str.maketrans("“”", "‘’")
_QUOTED = 60


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: ``wording`` as typed, ``text`` of the same length for matching.

    ``part``: its paragraph begins with the part of the year it speaks of: 第四季度，重点是….
    """

    place: str
    wording: str
    text: str
    part: bool = False

    def quote(self, at: int = 0) -> str:
        """Return at most 60 characters of the wording, around the point that matters."""
        if len(self.wording) <= _QUOTED:
            return self.wording.translate(_INNER_QUOTES)
        left = max(0, min(at - 28, len(self.wording) - _QUOTED + 2))
        right = left + _QUOTED - 2
        shown = self.wording[left:right].translate(_INNER_QUOTES)
        return ("…" if left else "") + shown + ("…" if right < len(self.wording) else "")


@dataclass(frozen=True, slots=True)
class Clause:
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

    @property
    def figures(self) -> tuple[Token, ...]:
        return tuple(token for token in self.words if token.kind is Kind.FIGURE)


_PART_OF_YEAR = re.compile("(?:第?[一二三四1-4]季度|[上下]半年)[，：]")
_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]?[”）]?")


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
_STATES = re.compile(r"\d|[零一二三四五六七八九十百两][件起份宗例个部条项场期次人处家篇]|零|百分之")
_SAYS_ALL = re.compile("未|没|无|均|都|全部|所有|一律")
_OF_TABLES = re.compile(
    "申请|复议|诉|案件|维持|纠正|审结|规范性|规章|制发|废止|有效|许可|处罚|强制|收到|受理|接收|新收|办理|办结|答复|回复|结转|转结"
    "|不掌握|现成信息|另行制作|不明确|信访|出版物|国家秘密|第三方|内部事务|过程性|案卷|查询事项"
    "|公开情况|收费|自然人|企业|法人|予以?公开|部分公开|无法提供|不予处理"
)
_SEVERAL = re.compile(r"\d[^\d]+\d|[两三四五六七八九十百]|[%％]")
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
_NAMED = re.compile("|".join(_PARTS_OF_WORDS.get(word, word) for word in _TOPICS))


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
        stretches = _stretches(tokens(edition_key, sentence.text))
        topics = _topics(stretches, topic)
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


class _Stretch(NamedTuple):
    """What stands between two marks; ``host``: what a bracket that begins here belongs to."""

    mark: str
    inside: bool
    said: tuple[Token, ...]
    host: tuple[Token, ...] = ()


def _topics(stretches: Sequence[_Stretch], topic: Topic) -> list[tuple[Topic | None, Topic]]:
    """Return for each clause what it names and what it speaks of, by itself or after those before it."""
    found: list[tuple[Topic | None, Topic]] = []
    foreign = papers = False
    outside = topic
    for stretch in stretches:
        said = stretch.said
        topic = (topic_of(stretch.host) or topic) if stretch.inside else outside
        named = topic_of(said)
        if foreign and named is Topic.REQUEST and _only_by_name(said):
            named = None
        if named is None and not foreign and not (papers and _only_disclosure(said)):
            named = _named_by_its_parts(said, topic)
        foreign = named is Topic.OTHER or (foreign and named is None)
        papers = named in _PAPERS or (papers and named is None)
        topic = named or topic
        outside = outside if stretch.inside else topic
        found.append((named, topic))
    return _said_later(stretches, found) if found else found


_PAPERS = (Topic.NORMATIVE, Topic.RULES, Topic.LICENSING, Topic.PENALTY, Topic.COERCION)


def _only_disclosure(said: Sequence[Token]) -> bool:
    """Tell whether 公开 or 不予公开 is all that is said, which is done to decisions too."""
    parts = [token for token in said if token.kind in _OF_REQUESTS]
    return all(token.kind is Kind.OUTCOME and token.word.endswith("公开") for token in parts)


def _only_by_name(said: Sequence[Token]) -> bool:
    """Tell whether 依申请公开 is all that is said of requests, as in a list of kinds of documents."""
    return all(token.word == "依申请公开" for token in said if token.kind is Kind.REQUEST)


def _named_by_its_parts(said: Sequence[Token], topic: Topic) -> Topic | None:
    """Return what outcomes, applicants or results are of where nothing else is named."""
    if any(token.kind in _OF_REQUESTS for token in said):
        return Topic.REQUEST
    if topic.disputed:
        return None
    kinds = {token.kind for token in said}
    results = any(token.word.startswith(("结果维持", "结果纠正")) for token in said)
    judged = kinds & {Kind.UPHELD, Kind.CORRECTED} and _court(said)
    return judged or (Topic.CASES if results else None)


def _court(said: Sequence[Token]) -> Topic | None:
    """Return by whom cases are judged that words tell of: a court, or a body of review."""
    word = next((token.word for token in said if token.kind is Kind.COURT), "")
    return (Topic.SUIT if word.endswith("法院") else Topic.REVIEW) if word else None


def _said_later(
    stretches: Sequence[_Stretch], found: list[tuple[Topic | None, Topic]]
) -> list[tuple[Topic | None, Topic]]:
    """Give clauses before the first named matter what is named after them.

    “答复29件，包括新收的28件” speaks of requests from the beginning; of anything else only
    “均为行政规范性文件” at the end says so.
    """
    at = next((number for number, (named, _) in enumerate(found) if named), 0)
    named = found[at][0] if found else None
    closing = [token.kind for token in stretches[at].said[:2]] == [Kind.ALL, Kind.SAME]
    if not at or not named or found[0][1] is not Topic.UNSAID:
        return found
    if named is Topic.REQUEST or closing:
        return [(None, named)] * at + found[at:]
    return found


_OPEN, _CLOSE = "（", "）"


@dataclass(slots=True)
class _Bracket:
    """What is read of a bracket, or of the sentence outside all brackets."""

    inside: bool
    mark: str = ""
    host: tuple[Token, ...] = ()
    own: list[Token] = field(default_factory=list)
    inner: list[_Stretch] = field(default_factory=list)
    done: list[_Stretch] = field(default_factory=list)

    def end_clause(self, mark: str) -> None:
        """Close the clause at hand; what stood in brackets within it comes after it."""
        if self.own:
            self.done.append(_Stretch(self.mark, self.inside, tuple(self.own), self.host))
        self.done += self.inner
        self.mark, self.own, self.inner = mark, [], []


def _stretches(said: Iterable[Token]) -> list[_Stretch]:
    """Return the clauses of a sentence: the mark before each, whether it is in brackets, its tokens."""
    levels = [_Bracket(inside=False)]
    for token in said:
        if token.kind is not Kind.MARK:
            levels[-1].own.append(token)
        elif token.word == _OPEN:
            levels.append(_Bracket(inside=True, mark=_OPEN, host=_last_item(levels[-1].own)))
        elif token.word != _CLOSE:
            levels[-1].end_clause(token.word)
        elif len(levels) > 1:
            _close(levels)
    while len(levels) > 1:
        _close(levels)
    levels[0].end_clause("")
    return levels[0].done


def _last_item(words: Sequence[Token]) -> tuple[Token, ...]:
    """Return the last item of a list: what follows the 、 after its last but one figure."""
    counted = False
    for at in range(len(words) - 1, -1, -1):
        if words[at].kind is Kind.JOIN and any(
            token.kind is Kind.FIGURE for token in words[max(0, at - 2) : at]
        ):
            return tuple(words[at + 1 :]) if counted else tuple(words)
        counted = counted or words[at].kind is Kind.FIGURE
    return tuple(words)


def _close(levels: list[_Bracket]) -> None:
    inmost = levels.pop()
    inmost.end_clause("")
    levels[-1].inner += inmost.done
