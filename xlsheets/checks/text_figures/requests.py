"""A figure of requests -> the rows of 表三 it lawfully means: a stage, an outcome, a class of applicants."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.prose.kinds import Kind, Token
from xlsheets.checks.prose.mentions import Mention, before_all, kinds_of
from xlsheets.checks.text_figures import readings
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsheets.checks.prose.mentions import Words
    from xlsheets.checks.rule.spec import Case
    from xlsheets.checks.text_figures.readings import Reading, Rows


class Counted(NamedTuple):
    """What a figure counts: the code that judges it, the rows, and the columns when it names applicants."""

    code: str
    rows: tuple[Rows, ...]
    columns: tuple[str, ...] = ()
    label: str = ""


def counted(case: Case, mention: Mention, rows: tuple[Rows, ...]) -> Counted:
    """Return what a figure of requests counts; ``rows`` is what the figures before it counted."""
    edition = case.edition
    # 8件均由企业提出 is read as what is said of all of them.
    near = _innermost(mention.lead) + before_all(mention.tail)
    columns, label = readings.applicants_named(edition, near)
    # The words before a figure tell; only when they say nothing, those after it.
    outcome = readings.outcomes(edition, mention.lead) or readings.outcomes(edition, mention.tail)
    if not outcome and _bare_disclosure(mention):
        outcome = readings.granted(edition)
    if (
        _with_another(mention)
        or _joined_to_more(mention.lead)
        or (outcome and mention.numeral.unit not in _OF_REQUESTS)
    ):
        return Counted("N304", ())
    code, named = ("N304", outcome) if outcome else _staged(case, mention, rows)
    if columns and _and_others(near):
        return Counted("N305", ())
    if columns:
        # Without a row of its own a class may be of what was named last, or of all received:
        # 结转下年度3件，其中自然人申请2件.
        meant = (*(named or readings.stages(edition).intake), *rows)
        return Counted("N305", tuple(dict.fromkeys(meant)), columns, label)
    return Counted(code, named)


def of_classes(
    case: Case, mention: Mention, rows: Sequence[Rows], named: Sequence[Token]
) -> Iterator[Reading]:
    """Yield so many of the applicants named so far, of all of them and of each: 企业3件，2件予以公开; 企业的17件办结16件."""
    before = (token for token in mention.clause.words if token.start < mention.numeral.start)
    applicants = [*named, *(token for token in before if token.kind is Kind.APPLICANT)]
    for words in dict.fromkeys((tuple(applicants), *((token,) for token in applicants))):
        columns, label = readings.applicants_named(case.edition, words)
        yield from (one.reading(columns, label) for one in rows if columns)


def _and_others(words: Words) -> bool:
    """Tell whether applicants are named together with others: 企业、律师、环保组织等, 公益组织、律所等."""
    at = max(at for at, token in enumerate(words) if token.kind is Kind.APPLICANT)
    after = words[at + 1 : at + 3]
    open_ = [token.word for token in after[:1]] == ["等"]
    return open_ or [token.kind for token in after] == [Kind.JOIN, Kind.X]


def _innermost(lead: Words) -> Words:
    """Leave out what a part is of: 法人或其他组织又分为商业企业4件."""
    at = next((at for at in range(len(lead) - 1, -1, -1) if lead[at].kind is Kind.INCLUDED), -1)
    return lead[at + 1 :] if Kind.APPLICANT in kinds_of(lead[at + 1 :]) else lead


# 5份预案，2份予以公开: what was asked for is no request.
_OF_REQUESTS = ("件", "起", "宗", "例", "")
_ANOTHER = pattern_of("（[^（）]*(?:公开|处理|提供)[^（）]*）$")


def _joined_to_more(lead: Words) -> bool:
    """Tell whether an outcome is counted together with something that is none: 已主动公开和同意公开的27件."""
    at = next((at for at, token in enumerate(lead) if token.kind is Kind.OUTCOME), 0)
    joined = at > 1 and lead[at - 1].kind is Kind.JOIN and lead[at - 1].word in _AND
    # 公开和部分公开 are both outcomes, what the unit had published by itself is none.
    by_itself = any(token.word == "主动" for token in lead[:at])
    return joined and (by_itself or lead[at - 2].word != "公开")


_AND = ("和", "及", "与", "以及", "或", "或者")


def _with_another(mention: Mention) -> bool:
    """Tell whether a bracket before a figure names another outcome that it counts too: 予以公开（含部分公开）14件."""
    return bool(_ANOTHER.search(mention.clause.sentence.text[: mention.numeral.start]))


def _bare_disclosure(mention: Mention) -> bool:
    """Tell whether 公开 is the outcome: 公开6件，不公开2件."""
    words = mention.clause.sentence.text
    said = mention.lead[-1:] and mention.lead[-1].word == "公开"
    return bool(said) and ("不公开" in words or "部分公开" in words or "不予公开" in words)


def _staged(case: Case, mention: Mention, rows: tuple[Rows, ...]) -> tuple[str, tuple[Rows, ...]]:
    """Return the stage a figure speaks of in the light of the figure before it."""
    stages = readings.stages(case.edition)
    code, named = _stage(case, mention)
    included = Kind.INCLUDED in kinds_of(mention.lead)
    after_new = rows[:1] == stages.new and _CARRIED_APART.search(
        mention.clause.sentence.text[: mention.numeral.start]
    )
    if named and (included or after_new) and {*named, *rows} >= {stages.new[0], stages.handled[0]}:
        # “办结 127 件，其中新收 118 件”, “新收 120 件，其中办结 118 件”: the new ones of those handled,
        # as after “上年结转的 3 件已办结；新收 120 件，办结 118 件”.
        named = (*named, *stages.new_handled)
    return code, named


# What became of those carried over is told by itself, before the new ones.
_CARRIED_APART = pattern_of(
    "(?:结转|遗留|未办结|未答复|未办完)[^。新]{0,24}(?:办结|答复|办复|办完|办理完)[^。]{0,8}[；，][^。]*(?:新|年内|当年|本年|今年)"
)


def _stage(case: Case, mention: Mention) -> tuple[str, tuple[Rows, ...]]:
    """Return what a request count without an outcome speaks of: received, handled or carried."""
    stages = readings.stages(case.edition)
    near = kinds_of(mention.near)
    if _held_in_all(mention):
        return "N301", stages.intake[1:]
    if counts_carry_over(case, mention):
        if Kind.NEW in near:
            return "N301", stages.intake[1:]
        # How many of those carried over were handled is in no table.
        handled = Kind.DONE in kinds_of(mention.lead) and Kind.INCLUDED not in near
        return "N303", () if handled else stages.carried_over
    if near & {Kind.CARRIED, Kind.PENDING} and not _in_the_course(mention):
        unclear = Kind.PENDING in near and near & {Kind.RECEIVED, Kind.NEW}
        if unclear:
            return "N303", ()
        came_in = Kind.NEXT not in near and _BESIDE_NEW.search(mention.clause.sentence.text)
        open_ = came_in or _either_way(mention)
        return "N303", (*stages.carried_forward, *(stages.carried_over if open_ else ()))
    staged = stage_of(case, mention.lead) or stage_of(case, mention.tail)
    return staged or ("N301", _bare(case, mention))


def _held_in_all(mention: Mention) -> bool:
    """Tell whether what came over is only said to be in a total: 含上年结转共18件, 当年申请与结转申请共52件."""
    kinds = [token.kind for token in mention.lead]
    if Kind.CARRIED not in kinds or Kind.TOTAL not in kinds:
        return False
    over = kinds.index(Kind.CARRIED)
    joined = {Kind.REQUEST, Kind.JOIN} <= set(kinds[:over])
    return (Kind.INCLUDED in kinds[:over] or joined) and Kind.TOTAL in kinds[over:]


def _in_the_course(mention: Mention) -> bool:
    """Tell whether 办理中 is only when something was done: 3件申请办理中征求了第三方意见."""
    pending = [at for at, token in enumerate(mention.tail) if token.kind is Kind.PENDING]
    on = bool(pending) and Kind.X in kinds_of(mention.tail[pending[-1] + 1 :])
    return on and mention.tail[pending[-1]].word.endswith("理中") and not mention.has(Kind.CARRIED)


# 新收24件、结转2件: what makes up the whole came over from the year before.
_BESIDE_NEW = pattern_of(
    r"新收[^，。；]{0,8}[、和加]结转\d+件(?!.{0,4}[至到下])|结转\d+件[、和加]新收"
)


# 结转下年度, 转入2026年 and 结转至 go over; 结转申请3件 alone may have come in as well.
_ONWARDS = (Kind.NEXT, Kind.YEAR, Kind.PENDING)


def _either_way(mention: Mention) -> bool:
    """Tell whether nothing says which way a figure was carried."""
    return mention.numeral.value != 0 and not any(
        token.kind in _ONWARDS or token.word[-1] in "到至入" for token in mention.near
    )


def counts_carry_over(case: Case, mention: Mention) -> bool:
    """Tell whether a figure counts what came over from the year before."""
    words = mention.near
    if not kinds_of(words) & {Kind.CARRIED, Kind.PENDING}:
        return False
    last = str((case.report.profile.year or 0) - 1)
    former = any(
        token.kind is Kind.FORMER or (token.kind is Kind.YEAR and token.word.startswith(last))
        for token in words
    )
    to_this_year = any(
        one.kind is Kind.CARRIED and other.kind is Kind.WHOLE_YEAR for one, other in pairwise(words)
    )
    came_in = any(token.word in _COMES_IN for token in words)
    later = Kind.NEXT in kinds_of(words) or any(
        token.kind is Kind.YEAR and int(token.word[:4]) > int(last) + 1 for token in words
    )
    return former or to_this_year or (came_in and not later)


# What is carried over into the year, or is added to what came in.
_COMES_IN = ("转入", "遗留", "叠加", "加上", "连同", "合并")


def stage_of(case: Case, words: Sequence[Token]) -> tuple[str, tuple[Rows, ...]] | None:
    """Return whether words speak of requests newly received, received or handled, and their rows."""
    stages = readings.stages(case.edition)
    handled: tuple[Rows, ...] = stages.handled
    if case.value(handled[0].reading().plus[0]) is not None and not case.value(
        stages.carried_forward[0].reading().plus[0]
    ):
        handled = (*handled, stages.intake[1])
    kinds = kinds_of(words)
    if Kind.NEW in kinds or any(
        one.word == "新" and other.kind is Kind.REQUEST for one, other in pairwise(words)
    ):
        together = any(token.word in _COMES_IN for token in words)
        return "N301", stages.intake[1:] if together else stages.new
    answered, treated = Kind.DONE in kinds, Kind.TREATED in kinds
    if Kind.RECEIVED in kinds or treated:
        more = stages.handled if answered or treated else ()
        return "N301", (*stages.intake, *more)
    return ("N302", handled) if answered else None


def _bare(case: Case, mention: Mention) -> tuple[Rows, ...]:
    """Read 依申请公开 26 件, which may mean received, handled or disclosed."""
    if Kind.REQUEST not in kinds_of(mention.near):
        return ()
    stages, edition = readings.stages(case.edition), case.edition
    both = (*readings.granted(edition), *readings.disclosed(edition))
    return (*stages.intake, *stages.handled, *both)


_WITH_CARRY_OVER = "[（，]?(?:含|包括|包含)(?:上年度?|去年|{last}年)?结转[^，。；）不]{{0,6}}[1-9]"


def with_carry_over(case: Case, mention: Mention) -> bool:
    """Tell whether a bracket beside a figure says that it holds what came over: 18件（含上年结转1件）."""
    last = (case.report.profile.year or 0) - 1
    pattern = re.compile(_WITH_CARRY_OVER.format(last=last))
    text, numeral = mention.clause.sentence.text, mention.numeral
    before = text[: numeral.start].rpartition("（")[2]
    told_before = text[numeral.start - 1 : numeral.start] == "）" and pattern.match(before)
    return bool(told_before or pattern.match(text, numeral.end))
