"""Prose -> claims: which figure of the text speaks of which table number."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.prose.kinds import Kind, wording_of
from xlsheets.checks.prose.mentions import Mention, kinds_of, only_total
from xlsheets.checks.prose.said import Said, said_in
from xlsheets.checks.prose.sentences.topics import Topic
from xlsheets.checks.prose.understood import narrowed
from xlsheets.checks.text_figures import readings
from xlsheets.checks.text_figures.countable import (
    HANDED_IN,
    counts_requests,
    counts_what_goes_over,
    is_exact_count,
    is_none_in_words,
    known_from_tables,
    matter_of,
    of_this_year,
)
from xlsheets.checks.text_figures.matters import (
    ACTS,
    decided,
    disputed,
    documented,
    judged_by_itself,
    speaks_generally,
)
from xlsheets.checks.text_figures.readings import Reading, Rows
from xlsheets.checks.text_figures.requests import (
    Counted,
    counted,
    stage_of,
    with_carry_over,
)
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.basics.numbers import Number
    from xlsheets.checks.prose.sentences.clauses import Sentence
    from xlsheets.checks.rule.spec import Case


class Claim(NamedTuple):
    """A figure that speaks of a table number: the rule that judges it, and every lawful meaning, the likeliest first.

    ``columns`` and ``label``: the class of applicants it counts, "" for all.
    """

    code: str
    mention: Mention
    readings: tuple[Reading, ...]
    columns: tuple[str, ...] = ()
    label: str = ""


@dataclass(slots=True)
class _Course:
    """What the figures so far leave open for the next.

    Args:
        place: the paragraph.
        sentence: the sentence.
        rows: the rows of 表三 that the last figure or “新收申请中，” named.
        part: the largest figure of the sentence that counts an unknown part of the requests.
        listed: the claims of the sentence, for a total at its end; None for a figure that is no claim.
        by_ways: whether each figure so far is of one way in which requests came: 网上8件，信函5件.
        included: whether 其中 was said, so that figures count parts.
        group: what the last figure counted, where it named a class of applicants or what was carried over.
        judged: whether the sentence speaks of cases that the unit decides itself.
        acts: what the figures so far were said to be: made, repealed, in force.
        host: kinds of the words around the last figure outside of brackets.
        apart: whether a clause has named a class of applicants or a result, and how many is told after it.
        within: whether an unknown part was named that the next figures take apart.
        mostly: whether a clause has just said which of several ways or applicants were the most.
        parted: whether cases that came from an earlier year were counted by themselves; the table has all together.
        goes_over: whether the next clause says that what this one counts goes over into the next year.
    """

    place: str = ""
    sentence: Sentence | None = None
    rows: tuple[Rows, ...] = ()
    part: Number | None = None
    listed: list[Claim | None] = field(default_factory=list)
    by_ways: bool = False
    included: bool = False
    group: Number = 0
    judged: bool = False
    goes_over: bool = False
    apart: bool = False
    mostly: bool = False
    within: bool = False
    parted: bool = False
    acts: set[Kind] = field(default_factory=set)
    host: set[Kind] = field(default_factory=set)

    def enter(self, said: Said) -> None:
        """Forget what a new paragraph or sentence ends."""
        sentence = said.clause.sentence
        if sentence.place != self.place:
            self.place, self.rows, self.parted = sentence.place, (), False
        if sentence is not self.sentence:
            self.sentence, self.part, self.listed = sentence, None, []
            self.by_ways = False
            self.group = 0
            self.included = self.judged = self.apart = self.mostly = self.within = False
            self.acts, self.host = set(), set()


@lru_cache(maxsize=1)  # every rule of text against tables asks for the same case
def claims(case: Case) -> tuple[Claim, ...]:
    """Return the claims of all prose in printed order."""
    return tuple(_claims(case))


def _claims(case: Case) -> Iterator[Claim]:
    course = _Course()
    all_said = said_in(case.report)
    for said, after in zip_longest(all_said, all_said[1:]):
        course.enter(said)
        course.goes_over = _goes_over(said, after)
        course.rows = _subject(case, said) or course.rows
        told = False
        for mention in said.mentions:
            claim = _claim(case, said, mention, course)
            told = told or claim is not None
            course.included = course.included or mention.has(Kind.INCLUDED)
            course.listed.append(claim)
            course.by_ways = mention.has(*_WAYS) and (course.by_ways or len(course.listed) == 1)
            course.acts = kinds_of(mention.lead) & ACTS or course.acts
            course.host = course.host if mention.clause.inside else kinds_of(mention.near)
            if claim:
                yield claim
        course.within = course.within or (not told and _taken_apart(said))
        course.mostly = not told and bool(_MOSTLY.search(wording_of(said.clause.words)))
        course.apart = not told and _names_some(said)


def _taken_apart(said: Said) -> bool:
    """Tell whether a clause only names an unknown part that the next ones take apart: 农户的7件中，3件予以公开."""
    some = bool(said.mentions) and Kind.X in kinds_of(said.mentions[-1].lead)
    return some and said.clause.words[-1].word == "中"


def _names_some(said: Said) -> bool:
    """Tell whether a clause names whose requests, or which, the next figure counts: 一类由患者或家属提出，共13件."""
    words = said.clause.words
    handed_in = any(token.word in HANDED_IN for token in words)
    by = handed_in and any(token.word == "由" for token in words)
    return by or not kinds_of(words).isdisjoint(_OF_SOME)


_WAYS = (Kind.CHANNEL, Kind.THROUGH)
_MOSTLY = pattern_of("为主|居多|占多数|最多")
_OF_SOME = (Kind.APPLICANT, Kind.OUTCOME)


def _goes_over(said: Said, after: Said | None) -> bool:
    """Tell whether “2件因在期限内，结转2026年办理” is said by a clause and the next."""
    if after is None or after.mentions or after.clause.sentence is not said.clause.sentence:
        return False
    kinds = kinds_of(after.clause.words)
    if Kind.NOT in kinds:
        # 均为自然人所提，2024年没有跨年件.
        return False
    if _still_open(said) and {Kind.ALL, Kind.DONE} <= kinds:
        return True
    return Kind.CARRIED in kinds and bool(kinds & {Kind.NEXT, Kind.YEAR})


_OPEN = pattern_of("(?:正|尚|仍|还)在|在办|未到期|期[限内]|跨年")


def _still_open(said: Said) -> bool:
    """Tell whether a clause leaves out what is still being dealt with: 除2件正在征求第三方意见外，都已答复."""
    words = said.clause.words
    text = wording_of(words)
    return bool(words) and words[0].kind is Kind.EXCEPT and bool(_OPEN.search(text))


def _subject(case: Case, said: Said) -> tuple[Rows, ...]:
    """Return the rows that “新收申请中，” names for the figures that follow it."""
    words = said.clause.words
    if not words or words[-1].word != "中" or said.mentions:
        return ()
    named = stage_of(case, words)
    return named[1] if named else ()


_NO_TABLE = (Topic.OTHER, Topic.UNSAID)
_OF_REQUESTS = (Topic.REQUEST, Topic.UNSAID)


def _claim(case: Case, said: Said, mention: Mention, course: _Course) -> Claim | None:
    topic = matter_of(said, mention)
    if (
        not is_exact_count(mention, topic)
        or not _of_this_year(case, said, mention, topic, course)
        or is_none_in_words(mention)
    ):
        return None
    if topic in _OF_REQUESTS and course.goes_over and counts_what_goes_over(mention):
        rows = readings.stages(case.edition).carried_forward
        return Claim("N303", mention, (rows[0].reading(),))
    if topic is Topic.REQUEST or (topic in _NO_TABLE and known_from_tables(mention)):
        return _request(case, said, mention, course)
    course.rows = ()
    found: tuple[Reading, ...] = ()
    code = ""
    if topic.disputed and course.parted:
        return None
    if topic.disputed:
        course.judged = course.judged or judged_by_itself(mention)
        general = course.judged or speaks_generally(mention)
        code, found = "N401", () if general else disputed(case, said, mention, topic, course.host)
    elif topic in (Topic.NORMATIVE, Topic.RULES):
        code, found = "N201", documented(case, said, mention, topic, course.acts)
    elif topic in (Topic.LICENSING, Topic.PENALTY, Topic.COERCION):
        code, found = "N202", decided(case, said, mention, topic)
    return Claim(code, mention, found) if found else None


def _of_this_year(case: Case, said: Said, mention: Mention, topic: Topic, course: _Course) -> bool:
    """Tell whether a figure counts something of the year, and remember where cases are told apart by years."""
    of_year = of_this_year(case, said, mention, topic)
    holds = said.standing[mention.numeral.start]
    earlier = not of_year or mention.has(Kind.CARRIED)
    if topic.disputed and earlier and holds.own and not mention.has(Kind.COMPARED):
        course.parted = True
    return of_year


def _request(case: Case, said: Said, mention: Mention, course: _Course) -> Claim | None:
    within = course.within and not mention.has(Kind.REQUEST, Kind.WHOLE_YEAR)
    if within or not counts_requests(mention):
        return None
    if only_total(mention):
        return _total(case, mention, course)
    # 受理渠道以在线平台为主，共收到23件: so many came that way.
    that_way = course.mostly and not mention.has(Kind.REQUEST)
    if that_way or _of_some(said, mention):
        course.part = max(course.part or 0, mention.numeral.value)
        # 环保公益组织提出3件，2件予以公开: what follows goes on to tell of the same ones.
        course.group = mention.numeral.value if mention.has(Kind.APPLICANT) else 0
        return None
    what = counted(case, mention, course.rows)
    if _partial(mention, what, course):
        return None
    course.rows = what.rows or course.rows
    if not what.rows:
        return None
    found = tuple(rows.reading(what.columns, what.label) for rows in what.rows)
    if what.code == "N301" and not what.columns and with_carry_over(case, mention):
        new = readings.stages(case.edition).new[0].reading()
        found = tuple(reading for reading in found if reading != new) or found
    course.group = mention.numeral.value if what.columns or what.code == "N303" else 0
    return Claim(what.code, mention, found, what.columns, what.label)


def _of_some(said: Said, mention: Mention) -> bool:
    """Tell whether the words around a figure make it a count of some of the requests only."""
    # 工伤认定受理906件: where no request is named, an unknown word may name something else.
    named = mention.has(Kind.REQUEST, Kind.APPLICANT, Kind.OUTCOME, Kind.CARRIED, Kind.NEW)
    strange = narrowed(mention.lead, mention.tail, said.reader, strict=not named)
    # 10件“不掌握”答复: what stands in quotes is blanked.
    strange = strange or any(token.word in "“‘■" for token in mention.tail[:1])
    strange = strange or any(
        one.word == "■" and other.word == "类" for one, other in pairwise(mention.lead)
    )
    # 公司1家、律所1家，各提交1件; 三类信息各有4件、3件、4件: so many each, not in all.
    apiece = Kind.EACH in kinds_of(mention.lead)
    return strange or apiece or _late(mention) or _involved(mention)


_TOOK = pattern_of("[^，。；]{0,16}个工作日")
_LATE = ("逾期", "超期", "超时", "延期", "到期")


def _late(mention: Mention) -> bool:
    """Tell whether a figure counts only what was late, due or quick: 超期答复申请3件, 10个工作日内答复的6件."""
    return any(
        token.kind is Kind.IN_TIME and (token.word in _LATE or token.word[0].isdigit())
        for token in mention.lead
    ) or bool(_TOOK.match(mention.clause.sentence.text, mention.numeral.end))


def _involved(mention: Mention) -> bool:
    """Tell whether a figure counts the requests that something else is about: 行政复议3件，涉及申请5件."""
    return any(
        one.word == "涉及" and other.kind is Kind.REQUEST for one, other in pairwise(mention.lead)
    )


def _partial(mention: Mention, what: Counted, course: _Course) -> bool:
    """Tell whether a figure counts an unnamed part: 有1件申请, 其中3件, 网上8件，办结7件."""
    kinds = kinds_of(mention.near)
    named = bool(what.columns) or what.code in ("N303", "N304")
    if not named and _SHARE_AFTER.match(mention.clause.sentence.text, mention.numeral.end):
        return True
    exists = mention.lead[-1:] and mention.lead[-1].kind is Kind.EXISTS
    # 向我们提出的申请有25件 tells how many there were.
    exists = exists and not (kinds_of(mention.lead[-2:-1]) == {Kind.REQUEST} and not mention.tail)
    if (exists and what.code != "N304" and what.code != "N303") or Kind.REST in kinds - (
        {Kind.REST} if named else set()
    ):
        course.part = max(course.part or 0, mention.numeral.value)
        return True
    if kinds_of(mention.lead) <= _GOES_ON and mention.numeral.value <= course.group:
        # 企业的2件，1件予以公开: it goes on to tell of the same ones.
        return True
    staged = kinds & {Kind.NEW, Kind.RECEIVED, Kind.DONE, Kind.TREATED}
    if staged == {Kind.RECEIVED} and not any(
        token.kind is Kind.RECEIVED and token.word not in HANDED_IN for token in mention.lead
    ):
        # 其中两件是村民提出的, 向区政府提出的58件: who handed it in, and to whom, is no stage.
        staged = set()
    if (
        (course.included or Kind.INCLUDED in kinds or mention.clause.inside)
        and not named
        and not staged
    ):
        return True
    anew = kinds & {Kind.REQUEST, Kind.WHOLE_YEAR, Kind.TOTAL}
    if _BY_ONE.search(mention.clause.sentence.text[: mention.numeral.start]):
        return True
    listed = what.code == "N304" and course.part is not None
    return (
        course.part is not None and not anew and not listed and mention.numeral.value <= course.part
    )


_SHARE_AFTER = pattern_of("[，（]占(?!用|地|道)")
_GOES_ON = {Kind.INCLUDED, Kind.FILL}
# How many one applicant handed in, or one form held: 一人先后提交9件, 同一申请人提交8件, 一张申请表…由此登记三件.
_BY_ONE = pattern_of(
    r"每一?[个名位]?申请人[^，。；0-9]{0,6}$|[一1][张份封次](?:申请|来信)[^。；]{0,40}$|(?:[一1][人名户家位]|同一|该申请人|某某|最多|最少)[^，。；\d]{0,12}$"
)


def _total(case: Case, mention: Mention, course: _Course) -> Claim | None:
    """Read a total at the end: the sum of what was listed, or all of the stage."""
    if _SHARE_OF.search(mention.clause.sentence.text[: mention.numeral.start]):
        return None
    stages = readings.stages(case.edition)
    listed = [claim for claim in course.listed if claim]
    found = [rows.reading() for rows in (*stages.intake, *stages.handled)]
    code = "N301"
    if listed and len(listed) == len(course.listed):
        found.insert(0, _sum(listed))
        code = listed[-1].code if listed[-1].code != "N303" else code
    elif not course.by_ways or listed or course.apart:
        # Of a list with a figure that is not understood the total is not, either.
        return None
    return Claim(code, mention, tuple(found))


# 三项占到总量的84%，合计79件: of those three.
_SHARE_OF = pattern_of("占[^，。；]{0,14}%，?(?:合计|共计?|总计)?$")


def _sum(listed: list[Claim]) -> Reading:
    """Return the reading that adds up the likeliest readings of several claims."""
    first = [claim.readings[0] for claim in listed]
    plus = tuple(dict.fromkeys(cell for reading in first for cell in reading.plus))
    minus = tuple(cell for reading in first for cell in reading.minus)
    return Reading("以上各项之和", plus, minus)
