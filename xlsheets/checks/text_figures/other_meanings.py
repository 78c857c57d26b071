"""A figure that differs from its table number -> whether its sentence leaves open that it counts something else."""

from __future__ import annotations

from itertools import accumulate, combinations, takewhile
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.prose.kinds import Kind
from xlsheets.checks.prose.mentions import kinds_of
from xlsheets.checks.prose.said import said_in
from xlsheets.checks.prose.slips import near_any
from xlsheets.checks.prose.understood import plainly_said
from xlsheets.checks.rule.spec import Case
from xlsheets.checks.text_figures.claims import claims, claims_in
from xlsheets.checks.text_figures.readings import others

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from xlsheets.basics.numbers import Number
    from xlsheets.checks.prose.mentions import Words
    from xlsheets.checks.prose.numerals import Numeral
    from xlsheets.checks.text_figures.claims import Claim


def may_mean_another(case: Case, claim: Claim, known: AbstractSet[Number]) -> bool:
    """Tell whether a figure may count something else than the numbers ``known``, none of which it is.

    A person is not asked about what only looks wrong: what is told here is that the sentence itself, or another number
    of the table, gives the figure a sense.
    """
    return (
        _far_off(case, claim, known)
        or any(_told_in_parts(case, twin, known) for twin in _twins(case, claim))
        or _sums_up(case, claim)
        or _another_number(case, claim)
        or _told_by_parts(case, claim)
        or _with_its_members(case, claim, known)
        or _told_before(case, claim)
        or _parts_of_it(case, claim, known)
    )


def _far_off(case: Case, claim: Claim, known: AbstractSet[Number]) -> bool:
    """Tell whether a figure is far from every number it could be, and not said in the plainest words either.

    收到申请57件 of 120 may be last year's text; 涉及投诉举报的申请74件 of 127 are some of them.
    """
    written = claim.mention.numeral.value
    last = Case(case.last) if case.last else None
    of_last = last is not None and claim.agrees(last)
    # Of a none in words the words themselves were weighed.
    return bool(written) and not (of_last or near_any(written, known) or _plainly_said(case, claim))


def _plainly_said(case: Case, claim: Claim) -> bool:
    """Tell whether nothing around a figure narrows it, or what might is settled by the other figures of its sentence.

    Those are right, or so plainly said that the sentence is of the year's requests, if it is an old one.
    """
    beside = [other for other in _claims_beside(case, claim) if other is not claim]
    certain = any(other.agrees(case) or _is_plain(other, certain=False) for other in beside)
    return _is_plain(claim, certain=certain)


def _is_plain(claim: Claim, *, certain: bool) -> bool:
    """Tell whether a figure is plainly said, and of all requests none was counted before it in its clause."""
    mention = claim.mention
    words = mention.clause.words
    counted = any(token.figure and token.start < mention.numeral.start for token in words)
    of_all = claim.code in ("N301", "N302")
    return (
        (certain or not mention.clause.inside)
        and not (of_all and counted)
        and plainly_said(mention.near, certain=certain)
    )


def _figures(case: Case, claim: Claim) -> list[Numeral]:
    """Return the figures of the sentence that are of the same unit, in printed order."""
    sentence, own = claim.mention.clause.sentence, claim.mention.numeral
    return [
        mention.numeral
        for said in said_in(case.report)
        if said.clause.sentence is sentence
        for mention in said.mentions
        if mention.numeral.unit == own.unit
    ]


def _claims_beside(case: Case, claim: Claim) -> list[Claim]:
    """Return the claims of the same sentence, that one among them."""
    return claims_in(case, claim.mention.clause.sentence)


# Figures next to each other that may be parts of one count, and that one of them may sum up.
_PARTS, _SUMMED = 6, 12
_CARRIED_TOO = pattern_of(
    r"(?:结转|遗留|转来|转入|跨年)的?(\d+)[件宗起][^，。；\d]{0,4}(?:也|亦|同样|已|均)"
)
_WITHDRAWN = pattern_of("(?:撤回|撤销|放弃|退回|取消)[^，。；]{0,6}$")


def _twins(case: Case, claim: Claim) -> list[Claim]:
    """Return a claim with those of the text that say the same: 答复33件，撤回5件。答复的33件中…."""
    own = claim.mention.numeral
    return [claim] + [
        other
        for other in claims(case)
        if other is not claim
        and other.code == claim.code
        and other.mention.numeral.value == own.value
    ]


def _carried_too(claim: Claim) -> Iterator[Number]:
    """Yield the carried over told apart: 新收件的结果是予以公开12件，…，上年结转的1件亦予以公开."""
    for one in _CARRIED_TOO.finditer(claim.mention.clause.sentence.text):
        yield int(one[1])


def _unread_beside(case: Case, claim: Claim) -> Iterator[Number]:
    """Yield the figures next to one that are of no known row: 不属于本机关公开13件，信息不存在5件 may be one row."""
    figures, own = _figures(case, claim), claim.mention.numeral
    read = {other.mention.numeral.start for other in _claims_beside(case, claim)}
    at = next((at for at, figure in enumerate(figures) if figure.start == own.start), 0)
    for figure in (*figures[max(at - 1, 0) : at], *figures[at + 1 : at + 2]):
        if figure.start not in read:
            yield figure.value


def _told_in_parts(case: Case, claim: Claim, known: AbstractSet[Number]) -> bool:
    """Tell whether a figure and those next to it come to what a table has: 答复7件，不予受理4件，撤回1件."""
    if claim.code == "N304":
        beside = (*_carried_too(claim), *_unread_beside(case, claim))
        return any(claim.mention.numeral.value + value in known for value in beside)
    if claim.code not in ("N301", "N302"):
        return False
    sentence, own = claim.mention.clause.sentence, claim.mention.numeral
    figures = _figures(case, claim)
    over = {
        other.mention.numeral.start for other in _claims_beside(case, claim) if other.code == "N303"
    }
    apart = [figure for figure in figures if figure.start not in over]
    after = [figure.value for figure in apart if figure.start >= own.start]
    before = [figure for figure in apart if figure.start < own.start][-1:]
    # 撤回6件，答复23件.
    gone = [one.value for one in before if _WITHDRAWN.search(sentence.text[: one.start])]
    sums = {*accumulate(after[:_PARTS]), *(own.value + value for value in gone)}
    return not known.isdisjoint(sums)


def _sums_up(case: Case, claim: Claim) -> bool:
    """Tell whether a total is that of right figures before it: 予以公开143件、部分公开54件，…，公开类合计197件."""
    own = claim.mention.numeral
    if Kind.TOTAL not in kinds_of(claim.mention.lead):
        return False
    right = {
        other.mention.numeral.start for other in _claims_beside(case, claim) if other.agrees(case)
    }
    told = (one for one in _figures(case, claim) if one.start < own.start and one.start in right)
    before = [one.value for one in told][-_SUMMED:]
    return any(
        sum(before[start:end]) == own.value
        for start, end in combinations(range(len(before) + 1), 2)
        if end - start > 1
    )


def _told_by_parts(case: Case, claim: Claim) -> bool:
    """Tell whether a sentence says it of several: 市政府收3件，公开2件、无法提供1件；市直部门收7件，公开3件、无法提供2件."""
    mention = claim.mention
    alike = [
        other.mention
        for other in _claims_beside(case, claim)
        if other.readings[0] == claim.readings[0]
        and other.mention.numeral.start != mention.numeral.start
    ]
    # 三个单位分别新收132件、97件、64件: a clause counts the whole only once.
    in_turn = any(other.clause is mention.clause for other in alike)
    return bool(alike) and (claim.code in ("N304", "N305") or in_turn)


def _parts_of_it(case: Case, claim: Claim, known: AbstractSet[Number]) -> bool:
    """Tell whether a figure and others beside it part what is told right: 制发11件，其中政府5件、办公室4件、部门2件."""
    same = [one for one in _claims_beside(case, claim) if one.readings[0] == claim.readings[0]]
    if claim.code == "N201" and Kind.INCLUDED in kinds_of(claim.mention.lead):
        # 制定规章12件，其中省政府规章5件: one of them is told already.
        start = claim.mention.numeral.start
        return any(one.agrees(case) for one in same if one.mention.numeral.start < start)
    alike = [one.mention.numeral.value for one in same]
    parts = [value for value in alike if value not in known]
    return len(parts) > 1 and len(parts) < len(alike) and sum(parts) in known


def _with_its_members(case: Case, claim: Claim, known: AbstractSet[Number]) -> bool:
    """Tell whether a group is what is left beside its reasons: 逾期不补正3件，其他处理1件, of 4 of 其他处理."""
    if claim.code != "N304":
        return False
    group = set(claim.readings[0].plus)
    members = sum(
        other.mention.numeral.value
        for other in _claims_beside(case, claim)
        if set(other.readings[0].plus) < group
    )
    return bool(members) and claim.mention.numeral.value + members in known


def _told_before(case: Case, claim: Claim) -> bool:
    """Tell whether a figure only takes up one told before: 作出答复25件、撤回5件，…。答复的25件中，公开12件."""
    mention, own = claim.mention, claim.mention.numeral
    text = mention.clause.sentence.text
    if not (text[: own.start].endswith("的") and text.startswith("中", own.end)):
        return False
    return any(
        one.numeral.value == own.value and one.numeral.unit == own.unit
        for said in takewhile(
            lambda said: said.clause.sentence is not mention.clause.sentence, said_in(case.report)
        )
        for one in said.mentions
    )


def _another_number(case: Case, claim: Claim) -> bool:
    """Tell whether what a figure counts is told in more than plain words, and another number of its table is as great.

    年末收到的3件, 企业、律师、环保组织等提出17件, 因不掌握等原因无法提供44件: which of them is meant can be told only by
    somebody who understands every word.
    """
    if claim.code == "N303":
        return False
    lead, of_rows = claim.mention.lead, claim.code == "N304"
    joined = not of_rows and any(token.kind is Kind.JOIN for token in lead)
    told = any(token.word in (_ADDING if of_rows else _NOT_PLAIN) for token in lead)
    which = claim.code in ("N201", "N301", "N302") and _which(lead)
    return (joined or told or which) and any(
        reading.value(case) == claim.mention.numeral.value
        for reading in others(case.edition, claim.code)
    )


def _which(lead: Words) -> bool:
    """Tell whether the words before a figure say which they are: 年末收到的, not 申请的."""
    last = [token.word for token in lead[-1:]] == ["的"]
    return last and not kinds_of(lead[-2:-1]) & {Kind.APPLICANT, Kind.OUTCOME, Kind.REQUEST}


# Results are often led to by the words of their rows.
_ADDING = frozenset(("等", "含", "加上", "连同"))
_NOT_PLAIN = frozenset((*_ADDING, "因", "剩余", "余下", "另", "其余"))
