"""Words around a figure -> whether they narrow what it counts in a way nobody here understands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.checks.prose.kinds import Kind, Token
from xlsheets.checks.prose.standing import Reader, body_name, owns

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

# An unknown word before a verb tells how or why, before a noun or a figure it tells which of them.
_VERBS = frozenset(
    {
        *(Kind.RECEIVED, Kind.DONE, Kind.TREATED, Kind.NEW, Kind.CARRIED, Kind.PENDING),
        *(Kind.ISSUED, Kind.DECIDED, Kind.PUBLISHED, Kind.COLLECTED),
    }
)
_NOUNS = frozenset(
    {
        *(Kind.REQUEST, Kind.REVIEW, Kind.SUIT, Kind.DIRECT, Kind.AFTER_REVIEW, Kind.CASE),
        *(Kind.NORMATIVE, Kind.RULES, Kind.LICENSING, Kind.PENALTY, Kind.COERCION, Kind.CHARGES),
        *(Kind.OUTCOME, Kind.APPLICANT, Kind.IN_FORCE, Kind.REPEALED, Kind.FIGURE),
    }
)
_UNKNOWN = (Kind.X, Kind.ELSEWHERE, Kind.BODY, Kind.CHANNEL, Kind.THROUGH, Kind.SHOWN, Kind.EXCEPT)
# What follows an unknown word that tells which of them: 律师代理提交的申请.
_OF_A_KIND = ("类", "的", "提交", "提出", "递交")
_PLACE = set("省市县区旗州乡镇")

_COUNTED = _NOUNS - {Kind.FIGURE} | {
    *(Kind.DONE, Kind.CARRIED, Kind.NEW, Kind.PENDING),
    *(Kind.UPHELD, Kind.CORRECTED, Kind.OTHER_RESULT, Kind.CLOSED),
}
# What happened to it, when, and whose it is.
_PLAIN = (
    _COUNTED
    | _VERBS
    | {
        *(Kind.FORMER, Kind.NEXT, Kind.YEAR, Kind.WHOLE_YEAR, Kind.OWN, Kind.TOTAL, Kind.SAME),
        *(Kind.HAPPENED, Kind.COURT, Kind.IN_TURN, Kind.FILL),
    }
)
# Words that may say which of them are counted: in any case, and where nothing else of the sentence is certain.
_WHICH = frozenset(
    [
        "等",
        "涉及",
        "待办",
        "由",
        "其",
        "这",
        "那",
        "该",
        "此",
        "相关",
        "有关",
        "以",
        "在",
        "加上",
        "连同",
    ]
)
_PERHAPS_WHICH = ("的", "中")
_PERHAPS = frozenset({Kind.JOIN, Kind.INCLUDED, Kind.REST, Kind.EXISTS})


def plainly_said(words: Sequence[Token], *, certain: bool) -> bool:
    """Tell whether words around a figure name what is counted and what became of it, and nothing else.

    Args:
        words: the words before and after it in its clause.
        certain: whether the sentence has other figures that are those of the tables.
    """
    kinds = {token.kind for token in words}
    perhaps = kinds & _PERHAPS or any(token.word in _PERHAPS_WHICH for token in words)
    of_several = {Kind.INCLUDED, Kind.TOTAL} <= kinds
    # 两项共计140件 sums up what was told with right figures.
    named = not kinds.isdisjoint(_COUNTED) or (certain and Kind.TOTAL in kinds)
    return (
        named
        and kinds <= _PLAIN | _PERHAPS
        and (certain or not perhaps)
        and not of_several
        and not any(_which(words, at) for at in range(len(words)))
    )


def _which(words: Sequence[Token], at: int) -> bool:
    """Tell whether a word says which are counted; 因政府信息公开 says no more than the table does."""
    if words[at].word == "因":
        return at + 1 == len(words) or "信息公开" not in words[at + 1].word
    return words[at].word in _WHICH


def narrowed(
    lead: Sequence[Token],
    tail: Sequence[Token],
    reader: Reader,
    *,
    meant: Collection[Kind] = (),
    strict: bool = False,
) -> bool:
    """Tell whether words around a figure make it a count of something else, or of an unknown part.

    Args:
        lead: the words before it in its clause.
        tail: the words after it.
        reader: whose report it is.
        meant: kinds that narrow nothing here.
        strict: whether an unknown word counts before a verb too.
    """
    return _narrowed_before(lead, reader, meant, strict=strict) or _narrowed_after(
        tail, reader, meant
    )


def _narrowed_before(
    lead: Sequence[Token], reader: Reader, meant: Collection[Kind], *, strict: bool
) -> bool:
    total = any(token.kind is Kind.TOTAL for token in lead)
    following: Kind | None = None
    for at in range(len(lead) - 1, -1, -1):
        kind = lead[at].kind
        if kind in _VERBS or kind in _NOUNS:
            following = kind
        if _strange(lead, at, reader, meant):
            through = kind in (Kind.CHANNEL, Kind.THROUGH)
            of_a_kind = at + 1 < len(lead) and lead[at + 1].word in _OF_A_KIND
            tells_how = following in _VERBS and not of_a_kind and not strict
            if not (total if through else tells_how):
                return True
    return False


def _narrowed_after(tail: Sequence[Token], reader: Reader, meant: Collection[Kind]) -> bool:
    for at, token in enumerate(tail):
        if token.kind in _VERBS or token.kind in (Kind.COMPARED, Kind.ALL):
            return False
        if _strange(tail, at, reader, meant):
            return True
    return False


def _strange(words: Sequence[Token], at: int, reader: Reader, meant: Collection[Kind]) -> bool:
    token = words[at]
    if token.kind not in _UNKNOWN or token.kind in meant:
        return False
    if token.kind is Kind.X:
        return not set(token.word) <= _PLACE and not _in_own_name(words, at, reader)
    return token.kind is not Kind.BODY or not _own_body(words, at, reader)


def _own_body(words: Sequence[Token], at: int, reader: Reader) -> bool:
    name, _ = body_name(words, at)
    return not name or owns(reader, name)


def _in_own_name(words: Sequence[Token], at: int, reader: Reader) -> bool:
    """Tell whether an unknown word belongs to the unit's own name: 财政 in 县财政局."""
    for end in range(at + 1, min(at + 5, len(words))):
        if words[end].kind is Kind.BODY:
            name, first = body_name(words, end)
            if name and first <= at:
                return owns(reader, name)
    return False
