"""Prose -> clauses with their topic, and the figures in them with the words around each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING

from xlsheets.checks.text_figures.numerals import Numeral, matchable, numerals, without_blanks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsheets.report import Report


class Topic(Enum):
    """What a clause speaks of; OTHER is everything no table counts."""

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
    OTHER = auto()

    @property
    def disputed(self) -> bool:
        """Whether 表四 counts it."""
        return self in _DISPUTES


_DISPUTES = (Topic.REVIEW, Topic.SUIT, Topic.DIRECT, Topic.AFTER_REVIEW, Topic.CASES)
_AFTER_REVIEW = re.compile(r"复议后(?:再|又|提起|的|行政)*(?:起诉|诉讼)")
_DIRECT = re.compile(r"(?:未经(?:行政)?复议|直接)(?:直接|提起|的|行政)*(?:起诉|诉讼)")
_SUIT = re.compile("诉讼|起诉|应诉")
_WORDS = (
    (Topic.NORMATIVE, re.compile("规范性文件")),
    (Topic.RULES, re.compile("规章(?!制度)")),
    (Topic.REQUEST, re.compile("申请(?!人)")),
    (Topic.LICENSING, re.compile("行政许可")),
    (Topic.PENALTY, re.compile("行政处罚")),
    (Topic.COERCION, re.compile("行政强制")),
    (Topic.REQUEST, re.compile("信访举报投诉|行政执法案卷|行政查询")),
    (
        Topic.OTHER,
        re.compile(
            "建议|提案|信访|投诉|举报|热线|信箱|留言|咨询|来电|来信|来访|问政|工单|诉求|解读|发布会"
            "|公众号|微博|新媒体|网站|培训|会议|主动公开|信息管理|平台|监督|收费|政策|文件|财政|专栏"
            "|公报|问卷|错别字|督查|检查|通报|考核|信息处理费"
        ),
    ),
)


# Several rules ask of the same figure.
@lru_cache(maxsize=1024)
def topic_of(text: str) -> Topic | None:
    """Return what a stretch of text speaks of; None when it does not say."""
    rest = _AFTER_REVIEW.sub("", text)
    if rest != text:
        return Topic.CASES if "复议" in rest else Topic.AFTER_REVIEW
    rest = _DIRECT.sub("", text)
    if rest != text:
        return Topic.CASES if "复议" in rest else Topic.DIRECT
    review, suit = "复议" in text, _SUIT.search(text)
    if review or suit:
        return Topic.CASES if review and suit else Topic.REVIEW if review else Topic.SUIT
    return next((topic for topic, words in _WORDS if words.search(text)), None)


# A quotation inside a quotation takes single marks.
_INNER_QUOTES = str.maketrans("“”", "‘’")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: ``wording`` as typed, ``text`` of the same length for matching."""

    place: str
    wording: str
    text: str

    def quote(self, at: int = 0) -> str:
        """Return at most 60 characters of the wording, around the point that matters."""
        inner = self.wording.translate(_INNER_QUOTES)
        if len(inner) <= 60:
            return inner
        left = max(0, min(at - 28, len(inner) - 58))
        right = left + 58
        return ("…" if left else "") + inner[left:right] + ("…" if right < len(inner) else "")


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between two marks (，；：。 or brackets) with its own or inherited topic."""

    sentence: Sentence
    start: int
    end: int
    topic: Topic

    @property
    def text(self) -> str:
        return self.sentence.text[self.start : self.end]

    @property
    def before(self) -> str:
        """The sentence up to the end of this clause."""
        return self.sentence.text[: self.end]


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure with the words that lead to it and follow it in its clause."""

    clause: Clause
    numeral: Numeral
    lead: str
    tail: str

    @property
    def near(self) -> str:
        """The words on both sides, kept apart by a blank that no pattern matches."""
        return f"{self.lead}　{self.tail}"

    @property
    def own_topic(self) -> Topic | None:
        return topic_of(self.near)

    @property
    def topic(self) -> Topic:
        return self.own_topic or self.clause.topic

    @property
    def quote(self) -> str:
        return self.clause.sentence.quote(self.numeral.start)


_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]?[”）]?")
_BREAK = re.compile(r"[，,；：（）。！？!?—]")


def sentences_of_report(report: Report) -> tuple[Sentence, ...]:
    """Return the sentences of all prose in printed order."""
    return _sentences(report.prose)


def clauses(report: Report) -> tuple[Clause, ...]:
    """Return all clauses; a topic lasts until another one is named, at most to the paragraph's end."""
    return _clauses(report.prose)


# A dozen rules read the same text one after the other.
@lru_cache(maxsize=4)
def _sentences(prose: tuple[tuple[str, str], ...]) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    for place, paragraph in prose:
        wording = without_blanks(paragraph)
        found.extend(
            Sentence(place, wording[match.start() : match.end()], match[0])
            for match in _SENTENCE.finditer(matchable(wording))
        )
    return tuple(found)


@lru_cache(maxsize=4)
def _clauses(prose: tuple[tuple[str, str], ...]) -> tuple[Clause, ...]:
    found: list[Clause] = []
    for sentence in _sentences(prose):
        same = found and found[-1].sentence.place == sentence.place
        topic = found[-1].topic if same else Topic.OTHER
        for start, end in _stretches(sentence.text):
            topic = topic_of(sentence.text[start:end]) or topic
            found.append(Clause(sentence, start, end, topic))
    return tuple(found)


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Yield clause bounds; a comma inside a figure does not end a clause."""
    inside = {at for each in numerals(text) for at in range(each.start, each.end)}
    start = 0
    for match in _BREAK.finditer(text):
        if match.start() not in inside:
            yield start, match.start()
            start = match.end()
    if start < len(text):
        yield start, len(text)


_JOINTS = re.compile("[、和及与]|以及")


@lru_cache(maxsize=256)
def mentions(clause: Clause) -> tuple[Mention, ...]:
    """Return the figures of a clause; after 分别 each gets the words of its own turn."""
    return tuple(_mentions(clause))


def _mentions(clause: Clause) -> Iterator[Mention]:
    text, found = clause.text, numerals(clause.text)
    if not found:
        return
    words, respectively, _ = text.partition("分别")
    leads: Sequence[str]
    if respectively:
        leads = _JOINTS.split(words)
        if len(leads) != len(found):
            return
        tails = [""] * len(found)
    else:
        leads, tails = _leads(text, found), _tails(text, found)
    for each, lead, tail in zip(found, leads, tails, strict=True):
        start, end = each.start + clause.start, each.end + clause.start
        yield Mention(clause, each._replace(start=start, end=end), lead, tail)


def _tails(text: str, found: Sequence[Numeral]) -> list[str]:
    ends = [*(each.start for each in found[1:]), len(text)]
    gaps = [text[each.end : end] for each, end in zip(found, ends, strict=True)]
    return [gap.partition("、")[0] for gap in gaps]


def _leads(text: str, found: Sequence[Numeral]) -> list[str]:
    """Return the words before each figure; what follows a 、 after the last figure is its own."""
    leads = []
    at = 0
    for each in found:
        gap = text[at : each.start]
        _, mark, rest = gap.partition("、")
        leads.append(rest if mark and at else gap)
        at = each.end
    return leads
