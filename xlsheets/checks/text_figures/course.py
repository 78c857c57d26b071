"""What the figures so far of a paragraph leave open for the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.prose.kinds import Kind, wording_of
from xlsheets.checks.prose.mentions import kinds_of
from xlsheets.checks.text_figures.countable import HANDED_IN
from xlsheets.checks.text_figures.matters import ACTS, RESULTS

if TYPE_CHECKING:
    from xlsheets.basics.numbers import Number
    from xlsheets.checks.prose.kinds import Token
    from xlsheets.checks.prose.mentions import Mention
    from xlsheets.checks.prose.said import Said
    from xlsheets.checks.prose.sentences.clauses import Sentence
    from xlsheets.checks.text_figures.claims import Claim
    from xlsheets.checks.text_figures.readings import Rows


class Course:
    """What the figures so far leave open for the next.

    Args:
        place: the paragraph.
        sentence: the sentence.
        rows: the rows of 表三 that the last figure or “新收申请中，” named.
        part: the largest figure of the sentence that counts an unknown part of the requests.
        listed: the claims of the sentence, for a total at its end; None for a figure that is no claim.
        by_ways: whether each figure so far is of one way in which requests came: 网上8件，信函5件.
        included: whether 其中 was said, so that figures count parts.
        group: what the last figure counted, where it was of an unknown part, of a class of applicants or of what was carried over.
        judged: whether the sentence speaks of cases that the unit decides itself.
        acts: what the figures so far were said to be: made, repealed, in force.
        host: kinds of the words around the last figure outside of brackets.
        results: what the figures since the last semicolon say became of cases.
        apart: whether a clause has named a class of applicants or a result, and how many is told after it.
        within: whether an unknown part was named that the next figures take apart.
        applicants: words for applicants that the sentence has named, whose requests the next figures may count.
        mostly: whether a clause has just said which of several ways or applicants were the most.
        parted: whether cases that came from an earlier year were counted by themselves; the table has all together.
        told: whether a figure of the clause is a claim.
        bare: whether the clause before had no figure at all.
        goes_over: whether the next clause says that what this one counts goes over into the next year.
    """

    def __init__(self) -> None:
        self.place = ""
        self.sentence: Sentence | None = None
        self.rows: tuple[Rows, ...] = ()
        self.goes_over = self.parted = self.told = False
        self._begin()

    def _begin(self) -> None:
        """Forget what holds within a sentence only."""
        self.part: Number | None = None
        self.listed: list[Claim | None] = []
        self.group: Number = 0
        self.by_ways = self.bare = self.included = self.judged = False
        self.apart = self.mostly = self.within = False
        self.acts: set[Kind] = set()
        self.host: set[Kind] = set()
        self.results: set[Kind] = set()
        self.applicants: list[Token] = []

    def enter(self, said: Said, after: Said | None) -> None:
        """Forget what a new paragraph or sentence ends; ``after`` is the clause that follows."""
        self.goes_over = _goes_over(said, after)
        self.told = False
        sentence = said.clause.sentence
        if sentence.place != self.place:
            self.place, self.rows, self.parted = sentence.place, (), False
        if sentence is not self.sentence:
            self.sentence = sentence
            self._begin()
        elif sentence.text[: said.clause.start].endswith("；"):
            self.results = set()

    def take(self, mention: Mention, claim: Claim | None) -> None:
        """Keep what a figure leaves open; None for a figure that is no claim."""
        self.told = self.told or claim is not None
        self.included = self.included or mention.has(Kind.INCLUDED)
        self.listed.append(claim)
        self.by_ways = mention.has(*_WAYS) and (self.by_ways or len(self.listed) == 1)
        self.acts = kinds_of(mention.lead) & ACTS or self.acts
        self.host = self.host if mention.clause.inside else kinds_of(mention.near)
        self.results = self.results | (kinds_of(mention.near) & RESULTS)

    def leave(self, said: Said) -> None:
        """Keep what a clause leaves open for the next."""
        words = said.clause.words
        self.applicants += (token for token in words if token.kind is Kind.APPLICANT)
        self.within = self.within or (not self.told and _taken_apart(said))
        self.mostly = not self.told and bool(_MOSTLY.search(wording_of(words)))
        self.apart = not self.told and _names_some(said)
        self.bare = not said.mentions


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
