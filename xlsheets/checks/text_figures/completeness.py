"""Prose -> where it says that all requests were answered, all cases closed, or all of them are of one kind."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from xlsheets.checks.prose.kinds import Kind
from xlsheets.checks.prose.mentions import Mention, kinds_of, subjects_in
from xlsheets.checks.prose.numerals import Numeral
from xlsheets.checks.prose.said import Said, said_in
from xlsheets.checks.prose.sentences.topics import Topic, topic_of
from xlsheets.checks.prose.understood import narrowed
from xlsheets.checks.text_figures import readings
from xlsheets.checks.text_figures.claims import Claim, claims_by_figure
from xlsheets.checks.text_figures.matters import dismissed, of_any_remedy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsheets.checks.prose.kinds import Token
    from xlsheets.checks.prose.sentences.clauses import Clause, Sentence
    from xlsheets.checks.rule.spec import Case


class _Spoken:
    """What a sentence has spoken of so far: its figures, whether it named a matter, and whether it left some out."""

    def __init__(self, case: Case) -> None:
        self.claimed = claims_by_figure(case)
        self.sentence: Sentence | None = None
        self.last: Mention | None = None
        self.told: tuple[Mention, ...] = ()
        everyone = (reading.value(case) for reading in readings.stages(case.edition).whole)
        self.whole = frozenset(value for value in everyone if value and value > 1)
        self.named = self.left_out = self.part_named = False

    def enter(self, said: Said) -> None:
        if said.clause.sentence is not self.sentence:
            self.sentence, self.last, self.told = said.clause.sentence, None, ()
            self.named = self.left_out = self.part_named = False

    def leave(self, said: Said) -> None:
        if said.clause.inside:
            return
        self.last = _count_of(said.mentions) or self.last
        self.told = said.mentions
        # 商业企业申请的为名录，均予以公开.
        self.part_named = self.part_named or bool(kinds_of(said.clause.words) & _PARTS)
        self.named = self.named or said.clause.own_topic is not None
        self.left_out = self.left_out or bool(
            kinds_of(said.clause.words) & {Kind.EXCEPT, Kind.REST}
        )

    def last_before(self, said: Said, at: int) -> Mention | None:
        """Return the last figure of the sentence before a place."""
        # 不予公开5件（均属执法案卷）、不予处理3件: a clause goes on behind the bracket in it.
        goes_on = said.clause.inside and _alls(said)
        told = (*self.told, *said.mentions) if goes_on else said.mentions
        before = [mention for mention in told if mention.numeral.start < at]
        return _count_of(before) or self.last

    def claim_of(self, mention: Mention) -> Claim | None:
        return self.claimed.get((mention.clause.sentence, mention.numeral.start))


def _count_of(told: Sequence[Mention]) -> Mention | None:
    """Return the last figure that is no share: 收到12件，占21.8%，全部答复."""
    counts = [mention for mention in told if mention.numeral.unit != "%"]
    return counts[-1] if counts else None


def _walk(case: Case) -> Iterator[tuple[Said, _Spoken]]:
    spoken = _Spoken(case)
    for said in said_in(case.report):
        spoken.enter(said)
        yield said, spoken
        spoken.leave(said)


def all_said(case: Case, topic: Topic) -> Iterator[tuple[Clause, bool]]:
    """Yield the clauses that say all requests were answered, or all cases closed, and whether that is sure.

    Args:
        case: the report that is judged.
        topic: REQUEST, or CASES for both remedies.
    """
    for said, spoken in _walk(case):
        if any(
            _finished(said, at, topic) and _of_everything(said, at, topic, spoken)
            for at in _alls(said)
        ):
            named = spoken.named or said.clause.own_topic is not None
            yield said.clause, named and Kind.IN_TIME not in kinds_of(said.clause.words)


def _alls(said: Said) -> list[int]:
    return [at for at, token in enumerate(said.clause.words) if token.kind is Kind.ALL]


_ENDS = {
    Topic.REQUEST: frozenset({Kind.DONE}),
    Topic.CASES: frozenset({Kind.DONE, Kind.CLOSED}),
}
_DUE = ("到期", "逾期", "超期", "延期", "限期")


def _of_those_due(words: Sequence[Token]) -> bool:
    return any(token.kind is Kind.IN_TIME and token.word in _DUE for token in words)


def _is_over(words: Sequence[Token]) -> bool:
    """Tell whether what is in time is said to be over: 均已按期办结, not 均按期答复, which what goes over allows."""
    return any(token.word in _OVER for token in words) and Kind.RATE not in kinds_of(words)


_OVER = ("已", "已经", "全部")
_STOPS = frozenset({Kind.NOT, Kind.PENDING, Kind.EXCEPT, Kind.REST})
_WHOLE = ("100%", "百分之百")


def _finished(said: Said, at: int, topic: Topic) -> bool:
    """Tell whether 全部, 均 or 100% at a place of a clause says that something is finished."""
    words = said.clause.words
    kinds = kinds_of(words)
    late = Kind.IN_TIME in kinds and (_of_those_due(words) or not _is_over(words))
    same = said.clause.topic.disputed if topic is Topic.CASES else said.clause.topic is topic
    if late or kinds & _STOPS or not same or not said.standing[words[at].start].own_year:
        return False
    if Kind.RATE in kinds:
        return any(token.word in _WHOLE for token in words[at:])
    ends, following = kinds_of(words[at + 1 : at + 2]) & _ENDS[topic], words[at + 2 :]
    of_those = any(one.word in ("的", "件") for one in following[:1])
    if ends and (Kind.X in kinds_of(following) or of_those):
        # 全部答复采取书面形式, 全部办结的7366件, 全部办结件中: the answers are spoken of, not that there are no more to give.
        return False
    # 均维持我局的答复: an answer closes no case.
    no_end = "答复" if topic is Topic.CASES else ()
    return any(
        token.kind in _ENDS[topic] and not token.word.startswith(no_end)
        for token in words[at + 1 :]
    )


# A subject that names one of these is a part of the requests.
_PARTS = frozenset(
    {
        *(Kind.CARRIED, Kind.NEW, Kind.APPLICANT, Kind.OUTCOME, Kind.FORMER, Kind.PERIOD),
        *(Kind.INCLUDED, Kind.DIRECT, Kind.AFTER_REVIEW),
        *(Kind.UPHELD, Kind.CORRECTED, Kind.OTHER_RESULT),
    }
)


def _of_everything(said: Said, at: int, topic: Topic, spoken: _Spoken) -> bool:
    """Tell whether the subject of 全部 or 均 is all there is: understood, and no part of it."""
    words = said.clause.words
    if kinds_of(words[:at]) & _PARTS:
        return False
    if spoken.left_out or narrowed(words[:at], words[at + 1 :], said.reader):
        return False
    last = spoken.last_before(said, words[at].start)
    if last is None or (Kind.REQUEST in kinds_of(words[:at]) and last.clause is not said.clause):
        return True
    claim = spoken.claim_of(last)
    if claim is None:
        # 收到2件，一件…，一件…，两件都已办结: as many as there were.
        again = topic is Topic.REQUEST and last.numeral.value in spoken.whole
        return again or last.numeral.unit in ("", "元", "%")
    if Kind.RATE in kinds_of(words):
        # Who tells what goes over, and that the rate of answers is whole, speaks of those due.
        closed = any(token.kind is Kind.RATE and token.word == "办结率" for token in words)
        told_over = closed and _carried_forward(claim)
        return claim.code in ("N301", "N302", "N304") or told_over
    return claim.code == ("N301" if topic is Topic.REQUEST else "N401")


def _carried_forward(claim: Claim) -> bool:
    return claim.code == "N303" and not claim.mention.has(Kind.FORMER)


@lru_cache(maxsize=1)  # several rules ask for the same case
def claims_of_all(case: Case) -> tuple[Claim, ...]:
    """Return “10件申请全部来自自然人”, “均维持” as claims: what is said of all is as many as all."""
    return tuple(_all_alike(case))


def _all_alike(case: Case) -> Iterator[Claim]:
    for said, spoken in _walk(case):
        yield from _halves(case, said, spoken)
        for at in _alls(said) or _only_one(said, spoken):
            claim = _alike(case, said, at, spoken)
            if claim:
                yield claim


_HALF = ("各占一半", "各半")


def _halves(case: Case, said: Said, spoken: _Spoken) -> Iterator[Claim]:
    """Yield “4件，维持与纠正各占一半” as a claim of 2 for each."""
    words = said.clause.words
    at = next((number for number, token in enumerate(words) if token.word in _HALF), None)
    whole = spoken.claim_of(spoken.last) if spoken.last and at is not None else None
    if not whole or whole.mention.numeral.value % 2:
        return
    half = whole.mention.numeral.value // 2
    for subject in subjects_in(words[:at]):
        if kinds_of(subject) & _ALIKE and not narrowed(subject, (), said.reader, strict=True):
            claim = _of_one_kind(case, said, subject, whole)
            if claim:
                numeral = claim.mention.numeral._replace(value=half)
                yield claim._replace(mention=claim.mention._replace(numeral=numeral))


_RESULTS = frozenset({Kind.UPHELD, Kind.CORRECTED, Kind.OTHER_RESULT})


_BEFORE_RESULT = (Kind.SAME, Kind.COURT, Kind.FILL)


def _only_one(said: Said, spoken: _Spoken) -> list[int]:
    """Return where the result of a single case is told: “行政诉讼1件，驳回诉讼请求”."""
    alone = spoken.last is not None and spoken.last.numeral.value == 1
    words = [token for token in said.clause.words if token.kind not in _BEFORE_RESULT]
    told = kinds_of(words[:1]) & _ALIKE
    # 裁定驳回起诉（结果维持）: the bracket says how it is counted.
    end = said.clause.words[-1].end if said.clause.words else 0
    told = told if said.clause.sentence.text[end : end + 1] != "（" else set()
    return [-1] if alone and told and not said.mentions and said.clause.topic.disputed else []


_ALIKE = _RESULTS | {Kind.OUTCOME, Kind.APPLICANT, Kind.DIRECT, Kind.AFTER_REVIEW}


def _alike(case: Case, said: Said, at: int, spoken: _Spoken) -> Claim | None:
    words = said.clause.words
    subject, predicate = words[: max(at, 0)], words[at + 1 :]
    kinds = kinds_of(predicate)
    if Kind.FIGURE in kinds or not kinds & _ALIKE or kinds & _STOPS:
        return None
    if kinds_of(subject) & {Kind.NOT, Kind.REST} or (
        at >= 0 and not said.standing[words[at].start].own_year
    ):
        return None
    if narrowed(subject, (), said.reader) or narrowed(predicate, (), said.reader, strict=True):
        return None
    if _of_its_own(predicate):
        return None
    last = spoken.last_before(said, words[max(at, 0)].start)
    whole = spoken.claim_of(last) if last else None
    if whole and whole.code == "N304" and any(token.word == "申请人" for token in subject):
        # 不掌握1件，申请人都是个人: of all requests.
        return _of_one_kind(case, said, predicate, None)
    if last:
        open_ = whole is None or _of_another_matter(subject, whole)
    else:
        open_ = spoken.part_named or bool(kinds_of(subject) & _PARTS)
    # 诉讼2件，1件维持、1件其他结果，均为直接起诉: of both, not of the last.
    result = whole and kinds & {Kind.DIRECT, Kind.AFTER_REVIEW} and whole.mention.has(*_RESULTS)
    return None if open_ or result else _of_one_kind(case, said, predicate, whole)


def _of_its_own(predicate: Sequence[Token]) -> bool:
    """Tell whether something follows what all are said to be: 均是企业自身信息 names no applicants."""
    last = max(at for at, token in enumerate(predicate) if token.kind in _ALIKE)
    return predicate[last].kind is Kind.APPLICANT and Kind.X in kinds_of(predicate[last + 1 :])


def _of_another_matter(subject: Sequence[Token], whole: Claim) -> bool:
    """Tell whether the subject names another matter than the figure before: 复议维持8件，诉讼均为复议后起诉."""
    named = topic_of(subject)
    return named is not None and named is not (
        whole.mention.own_topic or whole.mention.clause.topic
    )


def _of_one_kind(
    case: Case, said: Said, predicate: Sequence[Token], whole: Claim | None
) -> Claim | None:
    """Return the claim that as many as the whole are what the predicate names."""
    topic = said.clause.topic
    if whole:
        topic = whole.mention.own_topic or whole.mention.clause.topic
    if topic.disputed:
        named = _disputes_named(case, topic, predicate, whole)
    elif topic is Topic.REQUEST:
        named = _requests_named(case, predicate, whole)
    else:
        return None
    code, found, all_of_them = named
    value = whole.mention.numeral.value if whole else all_of_them.value(case)
    if value is None:
        return None
    start, end = said.clause.start, said.clause.words[-1].end
    numeral = Numeral(value, "件", start, end, exact=True, decimals=0)
    return Claim(code, Mention(said.clause, numeral, (), ()), found)


_Named = tuple[str, tuple[readings.Reading, ...], readings.Reading]


def _disputes_named(
    case: Case, topic: Topic, predicate: Sequence[Token], whole: Claim | None
) -> _Named:
    results = kinds_of(predicate) & _RESULTS
    found = readings.disputes(case.edition, topic_of(predicate) or topic, results)
    if whole and whole.mention.own_topic is None:
        # 直接起诉1件，复议后起诉2件，法院已审结的2件均维持: of any of those named.
        found += of_any_remedy(case, results)
    found += dismissed(case, topic, predicate)
    return "N401", found, readings.disputes(case.edition, topic)[0]


def _requests_named(case: Case, predicate: Sequence[Token], whole: Claim | None) -> _Named:
    """Return what all of a count are: outcomes of the applicants it counted, or applicants of its rows."""
    known = readings.stages(case.edition)
    rows = readings.outcomes(case.edition, predicate)
    of, called = (whole.columns, whole.label) if whole else ((), "")
    if rows:
        found = tuple(row.reading(of, called) for row in rows)
        return "N304", found, known.handled[0].reading()
    columns, label = readings.applicants_named(case.edition, predicate)
    over = whole is not None and whole.code == "N303"
    stage = (known.carried_over, known.carried_forward) if over else (known.intake,)
    found = tuple(row.reading(columns, label) for of_stage in stage for row in of_stage)
    return "N305", found, known.intake[0].reading()
