"""Words of a clause -> what it speaks of, by itself or after the clauses before it."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from xlsheets.checks.prose.kinds import Kind, Token, wording_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from xlsheets.checks.prose.sentences.brackets import Stretch


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
    suit = _suits(kinds)
    if Kind.REVIEW in kinds or suit:
        both = Kind.REVIEW in kinds and suit
        return Topic.CASES if both else Topic[suit.name] if suit else Topic.REVIEW
    named = next((topic for kind, topic in _MATTERS if kind in kinds), None)
    if named is Topic.REQUEST and _of_documents(words):
        return Topic.OTHER
    if named is None and any(token.word.startswith("新收") for token in words):
        return Topic.REQUEST
    return named or (Topic.OTHER if Kind.ELSEWHERE in kinds else None)


def _suits(kinds: Collection[Kind]) -> Kind | None:
    """Return which suits are named: those that came one way, or SUIT for both ways and for none."""
    ways = [kind for kind in (Kind.AFTER_REVIEW, Kind.DIRECT) if kind in kinds]
    if len(ways) == 1:
        return ways[0]
    return Kind.SUIT if ways or Kind.SUIT in kinds else None


def _of_documents(words: Sequence[Token]) -> bool:
    """Tell whether 依申请公开 is only how documents may be had: 公文中主动公开80件、依申请公开25件."""
    before = False
    for token in words:
        if token.kind is Kind.REQUEST:
            return before and token.word == "依申请公开"
        before = before or token.word in ("公文", "文件")
    return False


def topics_of(stretches: Sequence[Stretch], topic: Topic) -> list[tuple[Topic | None, Topic]]:
    """Return for each clause what it names and what it speaks of, by itself or after those before it."""
    found: list[tuple[Topic | None, Topic]] = []
    foreign = papers = False
    outside = topic
    for number, stretch in enumerate(stretches):
        said = stretch.said
        topic = (topic_of(stretch.host) or topic) if stretch.inside else outside
        named = Topic.OTHER if _asked_for(stretches, number) else topic_of(said)
        if foreign and named is Topic.REQUEST and _only_by_name(said):
            named = None
        if named is Topic.REQUEST and topic.disputed and found and _only_new(said):
            named = None
        if named is None and not foreign and not (papers and _only_disclosure(said)):
            named = _named_by_its_parts(said, topic)
        foreign = named is Topic.OTHER or (foreign and named is None)
        papers = named in _PAPERS or (papers and named is None)
        topic = named or topic
        outside = outside if stretch.inside else topic
        found.append((named, topic))
    return _said_later(stretches, found) if found else found


_ASKED_FOR = ("申请事项", "申请内容")


def _asked_for(stretches: Sequence[Stretch], number: int) -> bool:
    """Tell whether a clause lists what was asked for: 申请事项：监测报告48件、处罚决定书37件."""
    before = wording_of(stretches[number - 1].said) if number else ""
    return stretches[number].mark in ("：", ":") and before.endswith(_ASKED_FOR)


_PAPERS = (Topic.NORMATIVE, Topic.RULES, Topic.LICENSING, Topic.PENALTY, Topic.COERCION)


def _only_disclosure(said: Sequence[Token]) -> bool:
    """Tell whether 公开 or 不予公开 is all that is said, which is done to decisions too, for anybody: 企业登记."""
    outcomes = [token for token in said if token.kind is Kind.OUTCOME]
    return all(token.word.endswith("公开") for token in outcomes)


def _only_by_name(said: Sequence[Token]) -> bool:
    """Tell whether 依申请公开 is all that is said of requests, as in a list of kinds of documents."""
    return all(token.word == "依申请公开" for token in said if token.kind is Kind.REQUEST)


def _only_new(said: Sequence[Token]) -> bool:
    """Tell whether 新收 is all that speaks of requests; among cases it is said of cases."""
    kinds = {token.kind for token in said}
    return kinds.isdisjoint((Kind.REQUEST, *_OF_REQUESTS))


def _named_by_its_parts(said: Sequence[Token], topic: Topic) -> Topic | None:
    """Return what outcomes, applicants or results are of where nothing else is named."""
    kinds = {token.kind for token in said}
    if not kinds.isdisjoint(_OF_REQUESTS) and not (topic.disputed and _only_otherwise(said)):
        return Topic.REQUEST
    if topic.disputed or kinds.isdisjoint((Kind.UPHELD, Kind.CORRECTED)):
        return None
    results = any(token.word.startswith(("结果维持", "结果纠正")) for token in said)
    return _court(said) or (Topic.CASES if results else None)


def _only_otherwise(said: Sequence[Token]) -> bool:
    """Tell whether 其他处理 is all that is said of outcomes; among cases it is said of cases."""
    parts = [token.word for token in said if token.kind in _OF_REQUESTS]
    return all(word.startswith("其他") for word in parts)


def _court(said: Sequence[Token]) -> Topic | None:
    """Return by whom cases are judged that words tell of: a court, or a body of review."""
    word = next((token.word for token in said if token.kind is Kind.COURT), "")
    return (Topic.SUIT if word.endswith("法院") else Topic.REVIEW) if word else None


def _said_later(
    stretches: Sequence[Stretch], found: list[tuple[Topic | None, Topic]]
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
