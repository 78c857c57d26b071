"""Prose -> claims without a figure: what the text says there is none of."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.prose.kinds import Kind
from xlsheets.checks.prose.mentions import kinds_of
from xlsheets.checks.prose.said import said_in
from xlsheets.checks.prose.sentences.topics import Topic, topic_of
from xlsheets.checks.prose.understood import narrowed
from xlsheets.checks.text_figures import readings
from xlsheets.checks.text_figures.claims import Claim
from xlsheets.checks.text_figures.countable import HANDED_IN, is_none_in_words
from xlsheets.checks.text_figures.requests import counts_carry_over

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.checks.prose.mentions import Mention, Words
    from xlsheets.checks.prose.said import Said
    from xlsheets.checks.rule.spec import Case
    from xlsheets.checks.text_figures.readings import Reading

_Found = tuple[str, tuple["Reading", ...]]
_NOTHING: _Found = ("", ())


@lru_cache(maxsize=1)  # several rules ask for the same case
def denied(case: Case) -> tuple[Claim, ...]:
    """Return what the text denies, as claims of 0; N311 and N410 are denials of everything."""
    return tuple(_denied(case))


def _denied(case: Case) -> Iterator[Claim]:
    for said in said_in(case.report):
        for denial in (*said.denials, *filter(is_none_in_words, said.mentions)):
            holds = said.standing[denial.numeral.start]
            of_year = holds.own_year or (holds.own and _carried_over(denial))
            if of_year and not _of_some_bodies(denial) and _understood(said, denial):
                code, found = _what(case, said, denial)
                if found:
                    yield Claim(code, denial, found)


# 有3个县全年依申请公开为零: of those only.
_SOME_BODIES = pattern_of(
    r"[\d一二三四五六七八九十几]+个?(?:县|区|市|旗|乡|镇|街道|乡镇|部门|单位|科室|股室|村|社区)[^，；。]*$"
)


def _of_some_bodies(denial: Mention) -> bool:
    return bool(_SOME_BODIES.search(denial.clause.sentence.text[: denial.numeral.start]))


def _carried_over(denial: Mention) -> bool:
    """Tell whether a denial is of what came over from the year before: 上年没有遗留申请."""
    return {Kind.CARRIED, Kind.FORMER} <= kinds_of(denial.near)


# What makes a denial one of a part: not of all requests, only of late ones.
_LIMITS = frozenset(
    {
        *(Kind.IN_TIME, Kind.DONE, Kind.RATE, Kind.COMPARED, Kind.PLAN, Kind.REST, Kind.EXCEPT),
        *(Kind.CLOSED, Kind.FIGURE),
    }
)
_OTHER_MATTERS = frozenset(
    {
        *(Kind.NORMATIVE, Kind.RULES, Kind.LICENSING, Kind.PENALTY, Kind.COERCION, Kind.CHARGES),
        *(Kind.PROCESSING_FEE, Kind.DECIDED),
    }
)


_BESIDE = ("举报", "投诉", "信访", "问责")


def _objects(denial: Mention) -> Words:
    """Return what there is none of: what follows 没有, or the words around 为零.

    In 没有投诉、复议、诉讼 the complaints stand beside the cases and narrow nothing.
    """
    words = _without_ways(denial.tail) if denial.denied else denial.near
    if any(token.kind is Kind.JOIN for token in words):
        return tuple(token for token in words if token.word not in _BESIDE)
    return words


_WAYS = ("形式", "方式", "渠道", "途径")


def _without_ways(words: Words) -> Words:
    """Leave out 以书面、网络等形式 or 书面或者网络形式, which name every way there is; 通过网络 alone is one of them."""
    at = next((n for n, token in enumerate(words) if token.word in _WAYS), 0)
    first = at
    while first and words[first - 1].kind in _OF_WAYS:
        first -= 1
    named = [token.kind for token in words[first:at]].count(Kind.CHANNEL)
    every = bool(at) and (words[at - 1].word == "等" or named > 1)
    return words[:first] + words[at + 1 :] if every else words


_OF_WAYS = (Kind.CHANNEL, Kind.THROUGH, Kind.JOIN, Kind.FILL)


def _understood(said: Said, denial: Mention) -> bool:
    objects = _objects(denial)
    subject = denial.lead if denial.denied else ()
    strange = narrowed(subject, (), said.reader) or narrowed(objects, (), said.reader, strict=True)
    outcome = Kind.OUTCOME in kinds_of(objects)
    limits = _LIMITS - {Kind.DONE, Kind.CLOSED} if outcome else _LIMITS
    return not strange and not kinds_of(objects) & limits


def _what(case: Case, said: Said, denial: Mention) -> _Found:
    """Return the rule and the readings of a denial whose every word is understood."""
    objects = _objects(denial)
    topic = topic_of(objects) or topic_of(denial.lead) or said.clause.topic
    if topic is Topic.REQUEST or (
        topic in (Topic.OTHER, Topic.UNSAID) and kinds_of(objects) & _OF_REQUESTS
    ):
        return _no_request(case, denial)
    if topic.disputed:
        return _no_dispute(case, denial, topic)
    if topic in (Topic.NORMATIVE, Topic.RULES):
        return "N201", readings.documents(case.edition, topic, kinds_of(objects))
    if topic in (Topic.LICENSING, Topic.PENALTY, Topic.COERCION) and topic_of(objects):
        return "N202", readings.decisions(case.edition, topic)
    return _NOTHING


_OF_REQUESTS = frozenset({Kind.CARRIED, Kind.APPLICANT, Kind.OUTCOME})


def _no_request(case: Case, denial: Mention) -> _Found:
    edition, kinds = case.edition, kinds_of(_objects(denial))
    stages = readings.stages(edition)
    columns, label = readings.applicants_named(edition, denial.near)
    outcome = readings.outcomes(edition, _objects(denial))
    if kinds & (_OTHER_MATTERS - {Kind.DECIDED} if outcome else _OTHER_MATTERS):
        return _NOTHING
    if outcome:
        return "N304", tuple(rows.reading(columns, label) for rows in outcome)
    if kinds & {Kind.CARRIED, Kind.PENDING}:
        over = Kind.FORMER in kinds_of(denial.near) or counts_carry_over(case, denial)
        rows = stages.carried_over if over else stages.carried_forward
        return "N303", tuple(row.reading(columns, label) for row in rows)
    if columns and kinds & {Kind.REQUEST, Kind.APPLICANT}:
        return "N305", (stages.new[0].reading(columns, label),)
    whole = (_all_requests(denial) or _stands_alone(denial)) and not _by_somebody(denial)
    return ("N311", (stages.new[0].reading(),)) if whole else _NOTHING


_AFTER_NOUN = frozenset({Kind.FILL, Kind.JOIN})
_AFTER_NOUN_OF_NOUGHT = _AFTER_NOUN | {Kind.RECEIVED, Kind.SAME}


def _all_requests(denial: Mention) -> bool:
    """Tell whether requests are what there is none of, not something about them."""
    words = _objects(denial)
    at = next((n for n in range(len(words) - 1, -1, -1) if words[n].kind is Kind.REQUEST), None)
    after = _AFTER_NOUN if denial.denied else _AFTER_NOUN_OF_NOUGHT
    if denial.denied and Kind.SAME in kinds_of(words[:at]):
        # 当场提供，没有登记为申请: there was something, but no request.
        return False
    return at is not None and kinds_of(words[at + 1 :]) <= after


_SOMEBODY = pattern_of("[\\d一两几多][名位人户家]|该|当事|申请人|对方")


def _by_somebody(denial: Mention) -> bool:
    """Tell whether it is somebody in particular who made no request: 对1名居民…，最终未提出申请."""
    hands_in = any(token.word in HANDED_IN for token in denial.tail)
    before = denial.clause.sentence.text[: denial.numeral.start]
    return hands_in and bool(_SOMEBODY.search(before))


def _stands_alone(denial: Mention) -> bool:
    """Tell whether a denial is all that follows a colon: “依申请公开情况：无。”."""
    return denial.clause.mark in ("：", ":") and len(denial.clause.words) == 1


_RESULTS = frozenset({Kind.UPHELD, Kind.CORRECTED, Kind.OTHER_RESULT, Kind.PENDING})


def _no_dispute(case: Case, denial: Mention, topic: Topic) -> _Found:
    objects = _objects(denial)
    kinds = kinds_of(objects)
    results = kinds & _RESULTS
    if kinds & _OTHER_MATTERS or Kind.NEW in kinds:
        return _NOTHING
    if kinds_of(denial.lead) & _RESULTS and denial.lead[-1].word == "后":
        # 维持后未起诉: those whose case was upheld did not go on.
        return _NOTHING
    if results:
        return "N401", readings.disputes(case.edition, topic, results)
    # 行政复议和行政诉讼均未发生: what there is none of stands before.
    before = Kind.HAPPENED in kinds and kinds <= {Kind.HAPPENED, Kind.FILL}
    if denial.denied and topic_of(objects) is None and Kind.CASE not in kinds and not before:
        return _NOTHING
    remedies = (Topic.REVIEW, Topic.SUIT) if topic is Topic.CASES else (topic,)
    return "N410", tuple(
        reading for one in remedies for reading in readings.disputes(case.edition, one)
    )
