"""Prose -> claims: which figure of the text speaks of which table number."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.prose.kinds import Kind
from xlsheets.checks.prose.lists.totals import of_sorts
from xlsheets.checks.prose.mentions import Mention, kinds_of, only_total
from xlsheets.checks.prose.said import Said, said_in
from xlsheets.checks.prose.sentences.topics import Topic
from xlsheets.checks.prose.understood import narrowed
from xlsheets.checks.text_figures import readings
from xlsheets.checks.text_figures.countable import (
    HANDED_IN,
    counts_requests,
    counts_several_together,
    counts_what_each_did,
    counts_what_goes_over,
    counts_what_was_late,
    is_exact_count,
    is_none_in_words,
    known_from_tables,
    matter_of,
    of_this_year,
)
from xlsheets.checks.text_figures.course import Course
from xlsheets.checks.text_figures.matters import (
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
    of_classes,
    stage_of,
    with_carry_over,
)
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlsheets.basics.numbers import Number
    from xlsheets.checks.prose.kinds import Token
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

    def known(self, case: Case) -> set[Number]:
        """Return the numbers that the tables have for it; none where they are blank."""
        values = (reading.value(case) for reading in self.readings)
        return {value for value in values if value is not None}

    def agrees(self, case: Case) -> bool:
        """Tell whether it is one of them."""
        return self.mention.numeral.value in self.known(case)


@lru_cache(maxsize=1)  # every rule of text against tables asks for the same case
def claims(case: Case) -> tuple[Claim, ...]:
    """Return the claims of all prose in printed order."""
    return tuple(_claims(case))


def claims_in(case: Case, sentence: Sentence) -> list[Claim]:
    """Return the claims of this very sentence; one that reads like it elsewhere is another."""
    return [claim for claim in claims(case) if claim.mention.clause.sentence is sentence]


@lru_cache(maxsize=1)
def claims_by_figure(case: Case) -> Mapping[tuple[Sentence, int], Claim]:
    """Return the claims by the sentence and the place of their figure."""
    return {
        (claim.mention.clause.sentence, claim.mention.numeral.start): claim
        for claim in claims(case)
    }


def _claims(case: Case) -> Iterator[Claim]:
    course = Course()
    all_said = said_in(case.report)
    for said, after in zip_longest(all_said, all_said[1:]):
        course.enter(said, after)
        course.rows = _subject(case, said) or course.rows
        for mention in said.mentions:
            claim = _claim(case, said, mention, course)
            course.take(mention, claim)
            if claim:
                yield claim
        course.leave(said)


def _subject(case: Case, said: Said) -> tuple[Rows, ...]:
    """Return the rows that “新收申请中，” names for the figures that follow it."""
    words = said.clause.words
    if not words or words[-1].word != "中" or said.mentions:
        return ()
    named = stage_of(case, words)
    return named[1] if named else ()


_NO_TABLE = (Topic.OTHER, Topic.UNSAID)
_OF_REQUESTS = (Topic.REQUEST, Topic.UNSAID)


def _claim(case: Case, said: Said, mention: Mention, course: Course) -> Claim | None:
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
        code, found = (
            "N401",
            () if general else disputed(case, said, mention, topic, course.host, course.results),
        )
    elif topic in (Topic.NORMATIVE, Topic.RULES):
        code, found = "N201", documented(case, said, mention, topic, course.acts)
    elif topic in (Topic.LICENSING, Topic.PENALTY, Topic.COERCION):
        code, found = "N202", decided(case, said, mention, topic)
    return Claim(code, mention, found) if found else None


def _of_this_year(case: Case, said: Said, mention: Mention, topic: Topic, course: Course) -> bool:
    """Tell whether a figure counts something of the year, and remember where cases are told apart by years."""
    of_year = of_this_year(case, said, mention, topic)
    holds = said.standing[mention.numeral.start]
    earlier = not of_year or mention.has(Kind.CARRIED)
    if topic.disputed and earlier and holds.own and not mention.has(Kind.COMPARED):
        course.parted = True
    return of_year


def _request(case: Case, said: Said, mention: Mention, course: Course) -> Claim | None:
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
        course.group = mention.numeral.value
        return None
    what = counted(case, mention, course.rows)
    if _partial(mention, what, course):
        return None
    course.rows = what.rows or course.rows
    if not what.rows:
        return None
    found = tuple(rows.reading(what.columns, what.label) for rows in what.rows)
    if what.code in ("N302", "N303", "N304") and not what.columns:
        found += tuple(of_classes(case, mention, what.rows, course.applicants))
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
    # 以“大量反复申请”不予处理的415宗.
    strange = strange or _for_a_reason(mention)
    strange = strange or any(
        one.word == "■" and other.word == "类" for one, other in pairwise(mention.lead)
    )
    # 公司1家、律所1家，各提交1件; 三类信息各有4件、3件、4件: so many each, not in all.
    apiece = Kind.EACH in kinds_of(mention.lead)
    # 3件于次年1月答复: what was done in another year is of none of the year's rows.
    later = {Kind.DONE, Kind.NEXT} <= kinds_of(mention.tail) and not mention.has(Kind.CARRIED)
    return (
        strange
        or apiece
        or later
        or counts_what_was_late(mention)
        or counts_what_each_did(mention)
        or _involved(mention)
        or _of_a_matter(mention, said)
        or counts_several_together(mention)
    )


def _for_a_reason(mention: Mention) -> bool:
    """Tell whether what stands in quotes tells which of an outcome are counted."""
    by = next((at for at, token in enumerate(mention.lead) if token.word in ("以", "因")), None)
    return by is not None and any(token.word == "■" for token in mention.lead[by:])


def _of_a_matter(mention: Mention, said: Said) -> bool:
    """Tell whether a figure counts the requests about what was just spoken of, or to one of many offices.

    相关申请由21件升至36件; in the report of a whole county 向县政府办公室申请41件.
    """
    to_one = said.reader.sums_up and any(
        one.word == "向" and other.kind is Kind.BODY for one, other in pairwise(_plain(mention))
    )
    layers = said.reader.sums_up and _LAYERS.search(mention.clause.sentence.text)
    return (
        to_one
        or bool(layers)
        or any(
            one.word in ("相关", "有关", "此类", "该类") and other.kind is Kind.REQUEST
            for one, other in pairwise(mention.lead)
        )
    )


# 市政府收3件，…；市直部门收7件，…；乡镇收1件: the sentence tells of each layer by itself.
_LAYERS = pattern_of(
    r"(?:[省市县区州旗]政府(?!系统)|政府(?=新?收|受理)|本级|本机关)[^，；。\d]{0,12}\d+[件宗][^。]*[；，、](?:[市县区省州旗]直|各?部门|各?乡镇|各?镇街|各?县)[^，；。\d]{0,10}\d+[件宗]"
)


def _plain(mention: Mention) -> list[Token]:
    return [token for token in mention.lead if token.kind is not Kind.X]


def _involved(mention: Mention) -> bool:
    """Tell whether a figure counts the requests that something else is about: 行政复议3件，涉及申请5件."""
    return any(
        one.word == "涉及" and other.kind is Kind.REQUEST for one, other in pairwise(mention.lead)
    )


def _partial(mention: Mention, what: Counted, course: Course) -> bool:
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
    start = mention.numeral.start
    if _BY_ONE.search(mention.clause.sentence.text[max(0, start - _BY_ONE_REACH) : start]):
        return True
    over = what.code == "N303" and mention.has(Kind.NEXT)
    listed = (what.code == "N304" or over) and course.part is not None
    return (
        course.part is not None and not anew and not listed and mention.numeral.value <= course.part
    )


_SHARE_AFTER = pattern_of("[，（]?占(?!用|地|道)")
_GOES_ON = {Kind.INCLUDED, Kind.FILL}
# How many one applicant handed in, or one form held: 一人先后提交9件, 同一申请人提交8件, 一张申请表…由此登记三件.
_BY_ONE_REACH = 64
_BY_ONE = pattern_of(
    r"(?:有|仅|其中)?[\d一二两三四五六七八九十]+[人名户位](?:申请人)?[^，。；\d]{0,6}(?:提出|提交|递交)(?:了)?$|每一?[个名位]?申请人[^，。；0-9]{0,6}$|[一1][张份封次](?:申请|来信)[^。；]{0,40}$|(?:[一1][人名户家位]|同一|该申请人|某某|最多|最少)[^，。；\d]{0,12}$"
)


def _total(case: Case, mention: Mention, course: Course) -> Claim | None:
    """Read a total at the end: the sum of what was listed, or all of the stage."""
    if course.bare and of_sorts(mention):
        return None
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
