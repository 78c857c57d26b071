"""A clause -> its figures with the words that belong to each, and what it says there is none of."""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING

from xlsheets.checks.prose.kinds import Kind, Token
from xlsheets.checks.prose.numerals import Numeral
from xlsheets.checks.prose.sentences.topics import Topic, topic_of
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsheets.checks.prose.sentences.clauses import Clause

Words = tuple[Token, ...]


class Mention(NamedTuple):
    """A figure with the words that lead to it and follow it in its clause.

    ``denied`` where the clause says in words that there is none.
    """

    clause: Clause
    numeral: Numeral
    lead: Words
    tail: Words
    denied: bool = False

    @cached_property
    def near(self) -> Words:
        return self.lead + self.tail

    @cached_property
    def own_topic(self) -> Topic | None:
        return topic_of(self.near)

    @property
    def quote(self) -> str:
        return self.clause.sentence.quote(self.numeral.start)

    def has(self, *kinds: Kind) -> bool:
        """Tell whether a word of one of these kinds stands near."""
        return any(token.kind in kinds for token in self.near)


def before_all(words: Words) -> Words:
    """Return words up to 均, 都 or 全部: what follows is said of all that was counted."""
    return words[: next((at for at, token in enumerate(words) if token.kind is Kind.ALL), None)]


_kind = attrgetter("kind")


def kinds_of(words: Sequence[Token]) -> set[Kind]:
    """Return the kinds of words."""
    return set(map(_kind, words))


def mentions(clause: Clause, before: Clause | None = None) -> list[Mention]:
    """Return the figures of a clause; ``before`` is the clause a 分别 or 各 at its beginning looks back at."""
    at = [number for number, token in enumerate(clause.words) if token.kind is Kind.FIGURE]
    if not at:
        return []
    spread = _spread(clause, at, before)
    if spread is not None:
        shared, used = spread
        return [*shared, *_in_order(clause, at[used:], at[used - 1] + 1)]
    labelled = before is not None and clause.mark in ("：", ":") and not before.figures
    return list(_in_order(clause, at, 0, before.words if before and labelled else ()))


def _in_order(
    clause: Clause, at: Sequence[int], start: int, label: Words = ()
) -> Iterator[Mention]:
    """Yield figures with the words between them; a 、 parts what follows one from what leads to the next.

    ``label`` is what stands before the colon that leads to the clause: 收到申请数量：11件.
    """
    words = clause.words
    bounds = [start, *(number + 1 for number in at)]
    gaps = [words[left:right] for left, right in zip(bounds, (*at, len(words)), strict=True)]
    for number, place in enumerate(at):
        lead = gaps[0] if not number and not start else _after_join(gaps[number])
        lead = _after_limit(lead, within=bool(number))
        if label and not number and kinds_of(lead) <= {Kind.FILL}:
            lead = label + lead
        if number and Kind.REACHED in kinds_of(lead):
            # 由84件增至90件: what is counted stands before the first figure.
            lead = gaps[0][-_BEFORE:] + lead
        last = number == len(at) - 1
        tail = _before_comma(gaps[-1]) if last else _before_join(gaps[number + 1])
        if not last and _join_in(gaps[number + 1]) is None and not kinds_of(gaps[-1]) & _EVENTS:
            tail = _before_verb(tail)
        yield Mention(clause, _numeral(words[place]), lead, _before_within(tail))


def _after_limit(lead: Words, *, within: bool) -> Words:
    """Return the words after 之外 and 占, and after 中 behind another figure: 新收之外还有9件, 纠正件占审结的171件."""
    last = max(
        (
            at
            for at, token in enumerate(lead)
            if token.word in _OUTSIDE or (within and token.word in _WITHIN)
        ),
        default=-1,
    )
    return lead[last + 1 :]


_OUTSIDE = ("之外", "以外", "占")
_EVENTS = frozenset(
    {
        *(Kind.RECEIVED, Kind.NEW, Kind.DONE, Kind.TREATED, Kind.CARRIED, Kind.PENDING),
        *(Kind.OUTCOME, Kind.UPHELD, Kind.CORRECTED, Kind.OTHER_RESULT, Kind.CLOSED),
    }
)


_LEADING = (Kind.FILL, Kind.APPLICANT)


def _before_verb(gap: Words) -> Words:
    """Return what follows a figure without what leads to the next one: 30件申请办结29件, 22件由自然人20件."""
    end = len(gap)
    while end and (gap[end - 1].kind in _LEADING or gap[end - 1].kind in _EVENTS):
        end -= 1
    return gap[:end]


_WITHIN = ("中", "里")


def _before_within(tail: Words) -> Words:
    """Return what follows a figure up to 中: in 20件复议里被纠正2件 the 20 were not corrected."""
    at = next((n for n, token in enumerate(tail) if token.word in _WITHIN), len(tail))
    if any(token.word == "在" for token in tail[:at]):
        # 1件答复在行政复议中被纠正: where it was is told, and what became of it.
        return tail
    return tail[:at]


# Words before the first figure of a clause that may also be those of the second.
_BEFORE = 16


def _numeral(token: Token) -> Numeral:
    if token.figure is None:
        raise ValueError(token)
    return token.figure


def _join_in(words: Words) -> int | None:
    return next((at for at, token in enumerate(words) if token.kind is Kind.JOIN), None)


def _after_join(gap: Words) -> Words:
    join = _join_in(gap)
    return gap if join is None else gap[join + 1 :]


def _before_join(gap: Words) -> Words:
    join = _join_in(gap)
    return gap if join is None else gap[:join]


def _before_comma(gap: Words) -> Words:
    """Return what follows the last figure: 或者部分公开 still belongs to it, what a 、 parts does not.

    A result after the 、 still is its own: 一件复议后起诉、尚在审理.
    """
    at = next((at for at, token in enumerate(gap) if token.word == "、"), len(gap))
    return gap if kinds_of(gap[at + 1 :]) <= _TOLD_AFTER else gap[:at]


_TOLD_AFTER = frozenset(
    {Kind.UPHELD, Kind.CORRECTED, Kind.OTHER_RESULT, Kind.PENDING, Kind.COURT, Kind.FILL}
)


_SPREADING = (Kind.IN_TURN, Kind.EACH, Kind.ALL)
_BETWEEN = (Kind.SAME, Kind.FILL, Kind.EXISTS, Kind.RECEIVED, Kind.DONE, Kind.TREATED, Kind.TOTAL)


def _spread(
    clause: Clause, at: Sequence[int], before: Clause | None
) -> tuple[list[Mention], int] | None:
    """Return the mentions that 分别、各、均 make of several subjects, and how many figures they use."""
    head = clause.words[: at[0]]
    marker = next((n for n in range(len(head) - 1, -1, -1) if head[n].kind in _SPREADING), None)
    if marker is None or not kinds_of(head[marker + 1 :]) <= set(_BETWEEN):
        return None
    run = _run(clause.words, at)
    subjects = subjects_in(head[:marker])
    if not any(map(kinds_of, subjects)) and before is not None and not before.figures:
        subjects = subjects_in(before.words)
    if len(subjects) < 2 and (run < 2 or head[marker].kind is Kind.ALL):
        return None
    figures = [_numeral(clause.words[place]) for place in at[:run]]
    if run == 1 and head[marker].kind is not Kind.IN_TURN:
        figures *= len(subjects)
    if len(figures) != len(subjects):
        return [], run
    tail = _before_comma(clause.words[at[run - 1] + 1 : (*at, len(clause.words))[run]])
    rest = head[marker + 1 :]
    shared = [
        Mention(clause, figure, subject + rest, tail)
        for figure, subject in zip(figures, _completed(subjects), strict=True)
    ]
    return shared, run


def _run(words: Words, at: Sequence[int]) -> int:
    """Return how many figures stand one after the other with nothing but 、 between them."""
    run = 1
    while run < len(at) and kinds_of(words[at[run - 1] + 1 : at[run]]) == {Kind.JOIN}:
        run += 1
    return run


def subjects_in(words: Words) -> list[Words]:
    """Return the subjects of a list, without the 、 between them."""
    parts: list[list[Token]] = [[]]
    for token in words:
        if token.kind is Kind.JOIN:
            parts.append([])
        else:
            parts[-1].append(token)
    return [tuple(part) for part in parts]


_SHARED = frozenset(
    (
        *(
            Kind.REQUEST,
            Kind.REVIEW,
            Kind.SUIT,
            Kind.CASE,
            Kind.NORMATIVE,
            Kind.RULES,
            Kind.APPLICANT,
        ),
        *(
            Kind.NEW,
            Kind.RECEIVED,
            Kind.TREATED,
            Kind.DONE,
            Kind.OUTCOME,
            Kind.ISSUED,
            Kind.DECIDED,
        ),
        *(Kind.REPEALED, Kind.IN_FORCE, Kind.ELSEWHERE, Kind.BODY),
    )
)
_STAGES = frozenset({Kind.NEW, Kind.RECEIVED, Kind.TREATED, Kind.DONE, Kind.CARRIED, Kind.PENDING})


def _completed(subjects: Sequence[Words]) -> list[Words]:
    """Give each subject the words that only the last, or only the first, of them says for all."""
    for_all_before = _only(subjects[-1], subjects[:-1])
    for_all_after = _only(subjects[0], subjects[1:])
    return [
        (() if number == 0 else for_all_after)
        + subject
        + (() if number == len(subjects) - 1 else for_all_before)
        for number, subject in enumerate(subjects)
    ]


def _only(one: Words, others: Sequence[Words]) -> Words:
    """Return the words of kinds that one subject names and none of the others, which are else like it."""
    elsewhere: set[Kind] = set().union(*map(kinds_of, others)) if others else set()
    if not elsewhere & kinds_of(one) & _NAMING:
        return ()
    staged = elsewhere & _STAGES
    shared = (
        token
        for token in one
        if token.kind in _SHARED - elsewhere and not (staged and token.kind in _STAGES)
    )
    return tuple(islice(shared, _MOST_SHARED))


_MOST_SHARED = 4
_NAMING = _SHARED | {
    *(Kind.CARRIED, Kind.DIRECT, Kind.AFTER_REVIEW, Kind.LICENSING, Kind.PENALTY, Kind.COERCION),
    *(Kind.UPHELD, Kind.CORRECTED, Kind.OTHER_RESULT, Kind.PENDING),
}


def denials(clause: Clause) -> list[Mention]:
    """Return what a clause says there is none of: 没有收到申请, 无行政复议; the subject leads, the object follows."""
    at = [number for number, token in enumerate(clause.words) if token.kind is Kind.NOT]
    if not at:
        return []
    starts = [0, *(number + 1 for number in at)]
    ends = [*at[1:], len(clause.words)]
    return [
        _denial(clause, start, number, stop)
        for start, number, stop in zip(starts, at, ends, strict=False)
        if Kind.FIGURE not in kinds_of(clause.words[number:stop])
        and not _of_a_denial(clause.words, number)
        and not _of_a_denial(clause.words, stop)
    ]


_ANEW = ("也", "又", "且", "并")


def _of_a_denial(words: Words, at: int) -> bool:
    """Tell whether a 没有 stands inside what another one denies: 未出现应办未办的情况."""
    if at >= len(words) or not any(token.kind is Kind.NOT for token in words[:at][-8:]):
        return False
    before = words[at - 1]
    return before.kind is not Kind.JOIN and before.word not in _ANEW


def _denial(clause: Clause, start: int, at: int, stop: int) -> Mention:
    token = clause.words[at]
    none = Numeral(0, "件", token.start, token.end, exact=True, decimals=0)
    subject, object_ = clause.words[start:at], clause.words[at + 1 : stop]
    if stop == len(clause.words) and not object_:
        # 提起诉讼的没有: what there is none of stands before.
        subject, object_ = (), subjects_in(subject)[-1]
    return Mention(clause, none, subject, object_, denied=True)


_NO_NOUN = frozenset({Kind.TOTAL, Kind.FILL, Kind.SAME, Kind.WHOLE_YEAR, Kind.ALL})


def only_total(mention: Mention) -> bool:
    """Tell whether a figure is nothing but a total: 合计16件."""
    kinds = kinds_of(mention.lead)
    return Kind.TOTAL in kinds and kinds <= _NO_NOUN and kinds_of(mention.tail) <= {Kind.FILL}
