"""What a change is said of -> that number of this year and of the last, from both reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.prose.kinds import Kind, wording_of
from xlsheets.checks.prose.mentions import kinds_of
from xlsheets.checks.prose.sentences.topics import Topic
from xlsheets.checks.prose.understood import narrowed
from xlsheets.checks.rule.spec import Case
from xlsheets.checks.text_figures.readings import decisions, stages
from xlsheets.checks.text_figures.requests import stage_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsheets.basics.numbers import Number
    from xlsheets.checks.prose.numerals import Numeral
    from xlsheets.checks.prose.said import Said
    from xlsheets.checks.text_figures.claims import Claim
    from xlsheets.checks.text_figures.readings import Reading, Rows


def pairs_of_years(
    case: Case, said: Sequence[Said], change: Numeral, claimed: Sequence[Claim]
) -> list[tuple[Number, Number]]:
    """Return (now, before) of everything a change may be said of; none without last year's report, and never before 0.

    Args:
        case: the report and those before it.
        said: the clauses of the sentence up to the change.
        change: the figure that says by how much.
        claimed: what the figures of the sentence count.
    """
    if case.last is None or said[-1].standing[change.start].foreign:
        return []
    meant = _of_its_subject(said, change, claimed)
    if claimed and not meant:
        return []
    claimed = meant
    before = Case(case.last)
    changed = _changed(case, said, change, claimed)
    values = ((now, reading.value(before)) for now, reading in changed)
    return [(now, then) for now, then in values if then]


# What a change may be said of: 制发数比上年少2件, 行政处罚同比下降2.9%.
_MATTERS = frozenset(
    {
        *(Kind.REQUEST, Kind.REVIEW, Kind.SUIT, Kind.NORMATIVE, Kind.RULES, Kind.LICENSING),
        *(Kind.PENALTY, Kind.COERCION, Kind.ISSUED, Kind.REPEALED, Kind.IN_FORCE, Kind.NEW),
        *(Kind.RECEIVED, Kind.DONE, Kind.OUTCOME, Kind.APPLICANT),
        *(Kind.UPHELD, Kind.CORRECTED, Kind.OTHER_RESULT, Kind.PENDING),
    }
)


def _of_its_subject(
    said: Sequence[Said], change: Numeral, claimed: Sequence[Claim]
) -> Sequence[Claim]:
    """Return the claims that the clause of a change names, or the change before it: 处罚减少325件，下降13.4%.

    None of them where it names what is not known.
    """
    for one in reversed(said):
        words = [token for token in one.clause.words if token.start < change.start]
        compared = next((at for at, token in enumerate(words) if token.kind is Kind.COMPARED), None)
        here = any(claim.mention.clause is one.clause for claim in claimed)
        if here or compared is None:
            break
        before = kinds_of(words[:compared])
        if Kind.X in before:
            return ()
        if before & _MATTERS:
            return [claim for claim in claimed if kinds_of(claim.mention.near) & before & _MATTERS]
    return claimed


def _changed(
    case: Case, said: Sequence[Said], change: Numeral, claimed: Sequence[Claim]
) -> list[tuple[Number, Reading]]:
    """Return what a change is said of: the claim before it, else what the clauses name without a figure."""
    inside = said[-1].clause.inside
    before = [
        claim
        for claim in reversed(claimed)
        if claim.mention.numeral.start < change.start and claim.mention.clause.inside <= inside
    ]
    if before:
        # 新收5件，自然人4件、商业企业1件，同比增长60%: of what was counted last, or of all of them.
        whole = [claim for claim in before if before[0].columns and not claim.columns]
        return [
            (claim.mention.numeral.value, reading)
            for claim in (*whole[:1], before[0])
            for reading in claim.readings
        ]
    if Kind.APPLICANT in kinds_of(said[-1].clause.words):
        # 法人和其他组织的申请同比增加24宗: how many those were is not told.
        return []
    named = next(filter(None, (_stage(case, one) for one in reversed(said))), None)
    meant = [rows.reading() for rows in named[1]] if named else _matters(case, said[-1], change)
    return [(now, reading) for reading in meant if (now := reading.value(case)) is not None]


_DECISIONS = (Topic.LICENSING, Topic.PENALTY, Topic.COERCION)


def _matters(case: Case, said: Said, change: Numeral) -> Sequence[Reading]:
    """Return what decisions a clause names before a change: 行政处罚决定较上年增加20件."""
    lead = tuple(token for token in said.clause.words if token.start < change.start)
    topic = said.clause.own_topic
    if topic not in _DECISIONS or narrowed(lead, (), said.reader):
        return ()
    return decisions(case.edition, topic)


def _stage(case: Case, said: Said) -> tuple[str, tuple[Rows, ...]] | None:
    if said.clause.topic is not Topic.REQUEST:
        return None
    named = stage_of(case, said.clause.words)
    if named is None and _QUANTITY_OF_REQUESTS.search(wording_of(said.clause.words)):
        return "N301", stages(case.edition).intake
    return named


_QUANTITY_OF_REQUESTS = pattern_of("申请(?:的|件)?(?:总|数)?[量数]")
