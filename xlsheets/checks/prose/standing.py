"""A clause -> for whom, for which time, and whether as a fact it speaks at each of its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from xlsheets.checks.prose.kinds import Kind, Token, wording_of
from xlsheets.checks.prose.numerals import LAST_DAY
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsheets.report import Report


class Standing(NamedTuple):
    """What holds at a point of a sentence.

    Args:
        foreign: the words speak of somebody else than the unit that reports, or of a part of it.
        part: they speak of a part of the year.
        other_year: they speak of another year.
        planned: they speak of what is to be, not of what was.
        compared: they compare with something.
    """

    foreign: bool
    part: bool
    other_year: bool
    planned: bool
    compared: bool

    @property
    def own(self) -> bool:
        """Whether a figure here is a fact about the unit's whole year or about what came over into it."""
        return not (self.foreign or self.part or self.planned or self.compared)

    @property
    def own_year(self) -> bool:
        """Whether a figure here counts the unit's whole year, as a fact."""
        return self.own and not self.other_year


class Reader(NamedTuple):
    """The unit whose report it is: its name, its year, and whether the report sums up a whole government."""

    unit: str
    year: int | None
    sums_up: bool


def reader_of(report: Report) -> Reader:
    """Return what of a report decides whom and when its sentences speak of."""
    level = report.edition.level(report.profile.level)
    sums_up = level is None or level.aggregate
    return Reader(report.profile.unit, report.profile.year, sums_up)


# Where it is asked what holds.
_ASKED = frozenset({Kind.FIGURE, Kind.NOT, Kind.ALL})
_VERBS = frozenset(
    {
        *(Kind.RECEIVED, Kind.DONE, Kind.TREATED, Kind.NEW, Kind.ISSUED, Kind.DECIDED),
        *(Kind.COLLECTED, Kind.PUBLISHED),
    }
)
_TIMES = frozenset({Kind.WHOLE_YEAR, Kind.YEAR, Kind.PERIOD, Kind.FORMER, Kind.NEXT})


def _ends_a_range(words: Sequence[Token], at: int) -> bool:
    """Tell whether a year is the last of several: 2020年至2023年."""
    before = [token.kind for token in words[max(0, at - 2) : at]]
    return words[at].kind is Kind.YEAR and before[:1] == [Kind.YEAR] and words[at - 1].word in _TO


_TO = ("至", "到", "—", "-", "~")
_DEMANDS = ("要求", "明确要求", "严格要求")
# What is only wished in one clause does not make the next one a plan.
_ONLY_HERE = (
    *("应", "应当", "要", "必须", "努力", "推动", "确保", "保证", "承诺", "杜绝", "目标", "计划"),
)


class Walk:
    """What holds while a sentence is read from left to right; a sentence begins anew."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.foreign = self.part = self.other_year = self.planned = False
        self.bodies = 0
        self._begin_clause()

    def _begin_clause(self) -> None:
        """Forget what ends with a clause.

        ``whole``: it speaks of everybody the report sums up. ``acted``: its verb was said, who is named
        after it does not act. ``carried``: something was carried over or forward. ``cause``: a cause is
        told, whose year is not that of what it caused. ``lasting``: a plan goes on in the next clause.
        """
        self.compared = self.whole = self.acted = self.carried = self.cause = False
        self.lasting = False

    def through(self, words: Sequence[Token], *, inside: bool) -> dict[int, Standing]:
        """Read a clause; return what holds at each place where it is asked.

        What stands in brackets does not hold for what follows them.
        """
        before = (self.foreign, self.part, self.other_year, self.planned, self.bodies)
        if words and words[0].word in _DEMANDS:
            self.planned = self.lasting = True
        found: dict[int, Standing] = {}
        for at, token in enumerate(words):
            if token.kind in _ASKED:
                found[token.start] = self._now()
            else:
                self._step(words, at)
        if inside:
            self.foreign, self.part, self.other_year, self.planned, self.bodies = before
        self.planned = self.planned and (self.lasting or before[3])
        self.other_year = self.other_year and not self.carried
        self._begin_clause()
        return found

    def _now(self) -> Standing:
        return Standing(self.foreign, self.part, self.other_year, self.planned, self.compared)

    def _step(self, words: Sequence[Token], at: int) -> None:
        token = words[at]
        kind = token.kind
        if kind in _TIMES:
            if not (self.compared or self.cause):
                self._at_time(token)
                # 2020年至2023年四年: the last year does not stand alone.
                self.other_year = self.other_year or _ends_a_range(words, at)
        elif kind in _VERBS:
            self.acted = True
        elif kind in self._STEPS:
            self._STEPS[kind](self, words, at)

    def _at_time(self, token: Token) -> None:
        if token.kind is Kind.PERIOD:
            self.part = LAST_DAY not in token.word
        elif token.kind is Kind.WHOLE_YEAR or self._is_year_of_report(token):
            self.part = self.other_year = False
        elif not (self.carried and token.kind is not Kind.FORMER):
            self.other_year = True

    def _is_year_of_report(self, token: Token) -> bool:
        year = self.reader.year
        return token.kind is Kind.YEAR and (year is None or int(token.word[:4]) == year)

    def _compares(self, _words: Sequence[Token], _at: int) -> None:
        self.compared = True

    def _reaches(self, _words: Sequence[Token], _at: int) -> None:
        """Come from the number of another year to that of this one: 由2024年的84件增至90件."""
        self.compared = self.other_year = False

    def _carries(self, words: Sequence[Token], at: int) -> None:
        self.acted = self.carried = True
        if words[at].kind is Kind.CARRIED:
            self.other_year = False

    def _causes(self, words: Sequence[Token], at: int) -> None:
        self.acted, self.cause = True, words[at].word == "因"

    def _plans(self, words: Sequence[Token], at: int) -> None:
        following = words[at + 1].kind if at + 1 < len(words) else None
        done = at and words[at - 1].word in _ALREADY
        if words[at].word != "将" or (following not in _TAKEN and not done):
            self.planned = True
            self.lasting = self.lasting or words[at].word not in _ONLY_HERE

    def _totals(self, words: Sequence[Token], at: int) -> None:
        if self.bodies > 1 or words[at].word.startswith(("两级", "各项")):
            self.foreign = False

    def _names_own(self, words: Sequence[Token], at: int) -> None:
        """Judge 我局、本机关、全县: for a report that sums up, its own office is only a part."""
        word = words[at].word
        if self.reader.sums_up:
            self.whole = word[-1] in "省市县区旗州盟"
            self.foreign = not self.whole
            return
        same = self.reader.unit.endswith(word[-1])
        self.foreign = word[0] == "全" and word[-1] in "省市县区旗州" and not same
        self.whole = not self.foreign

    def _names_body(self, words: Sequence[Token], at: int) -> None:
        name, first = body_name(words, at)
        if not name or self.acted or _reached(words, first) or _in_charge(words):
            return
        own = owns(self.reader, name) or _at_home(self.reader, words, at)
        if at + 1 < len(words) and words[at + 1].word.startswith("名义"):
            self.foreign = True
        elif own or (self.reader.sums_up and name in _EVERYBODY):
            self.foreign, self.whole = False, self.reader.sums_up
        elif not (self.whole and name.endswith(_GENERIC)):
            self.foreign = True
            self.bodies += 2 if "及" in name or "和" in name else 1

    _STEPS: ClassVar = {
        Kind.COMPARED: _compares,
        Kind.REACHED: _reaches,
        Kind.CARRIED: _carries,
        Kind.PENDING: _carries,
        Kind.HAPPENED: _causes,
        Kind.PLAN: _plans,
        Kind.TOTAL: _totals,
        Kind.OWN: _names_own,
        Kind.WHOLE: _names_own,
        Kind.BODY: _names_body,
    }


# 将申请逐件登记 takes hold of something, 将办结 is to come.
_TAKEN = (Kind.REQUEST, Kind.OUTCOME, Kind.ELSEWHERE, Kind.NORMATIVE)
_ALREADY = ("已", "已经", "现已", "均", "都")
_EVERYBODY = ("各承办单位", "各责任单位", "各经办单位", "各单位", "各级行政机关")
_GENERIC = ("单位", "部门", "机关", "乡镇", "街道", "村", "社区")


def _at_home(reader: Reader, words: Sequence[Token], at: int) -> bool:
    """Tell whether a body is the unit itself, as its own people call it: 镇里, 局里."""
    inside = at + 1 < len(words) and words[at + 1].word == "里"
    return inside and reader.unit.removesuffix("人民政府").endswith(words[at].word)


def _in_charge(words: Sequence[Token]) -> bool:
    """Tell whether a clause only says who sees to the work: 党政办专人负责收件登记."""
    counts = any(token.kind is Kind.FIGURE for token in words)
    return not counts and any(how in wording_of(words) for how in ("负责", "牵头", "按照"))


def _reached(words: Sequence[Token], first: int) -> bool:
    """Tell whether a body is only turned to, or spoken of through: 向县民政局申请, 与县民政局联合."""
    before = words[first - 1] if first else None
    return before is not None and (
        before.kind in (Kind.TOWARDS, Kind.THROUGH) or before.word in ("与", "和", "同", "在")
    )


_PART_OF_NAME = (Kind.X, Kind.BODY)
_INSIDE_NAME = ("和", "及", "与")
_LONGEST_NAME = 12


def body_name(words: Sequence[Token], at: int) -> tuple[str, int]:
    """Return the whole name that a word such as 局 ends, and where it begins; "" where the name goes on."""
    if at + 1 < len(words) and _goes_on(words, at + 1):
        return "", at
    first = at
    while first > max(0, at - _LONGEST_NAME) and _belongs(words, first - 1):
        first -= 1
    return wording_of(words[first : at + 1]), first


def _belongs(words: Sequence[Token], at: int) -> bool:
    """Tell whether a word before the end of a name is part of it; 和 is between two parts."""
    before = words[at - 1].kind if at else None
    return words[at].kind in _PART_OF_NAME or (
        words[at].word in _INSIDE_NAME and before in _PART_OF_NAME
    )


def _goes_on(words: Sequence[Token], at: int) -> bool:
    """Tell whether a name goes on at a token: 城乡 in 住房和城乡建设局."""
    for token in words[at : at + 3]:
        if token.kind is Kind.BODY:
            return True
        if token.kind is not Kind.X and token.word not in _INSIDE_NAME:
            return False
    return False


def owns(reader: Reader, name: str) -> bool:
    """Tell whether a name is the unit's own or short for it: 县住建局 for 示例县住房和城乡建设局."""
    if not reader.unit:
        return False
    letters = iter(reader.unit)
    return name.endswith(reader.unit) or (
        len(name) > 1 and all(letter in letters for letter in name)
    )
