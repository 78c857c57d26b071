"""A sentence -> tokens: its words, each with its kind; what is not known is ``X``.

The longest word that begins at a place is the one meant.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.prose.kinds import Kind, Token, wording_of
from xlsheets.checks.prose.numerals import DAY, LAST_DAY, Numeral, numerals
from xlsheets.checks.prose.table_words import applicant_words, outcome_words
from xlsheets.checks.prose.vocabulary import FORMS
from xlsheets.checks.prose.word_forms import words_in
from xlsheets.schema import edition_named
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


class Lexicon(NamedTuple):
    """The words of an edition: kinds by word, and by first character the lengths to try, longest first."""

    kinds: Mapping[str, Kind]
    lengths: Mapping[str, tuple[int, ...]]


@lru_cache(maxsize=8)
def _lexicon(edition_key: str) -> Lexicon:
    kinds: dict[str, Kind] = {}
    for kind, forms in FORMS:
        for word in words_in(forms):
            kinds.setdefault(word, kind)
    kinds |= dict.fromkeys(applicant_words(), Kind.APPLICANT)
    kinds |= dict.fromkeys(outcome_words(edition_named(edition_key)), Kind.OUTCOME)
    lengths: dict[str, set[int]] = {}
    for word in kinds:
        lengths.setdefault(word[0], set()).add(len(word))
    return Lexicon(kinds, {first: tuple(sorted(of, reverse=True)) for first, of in lengths.items()})


_DAYS = f"[{DAY}{LAST_DAY}]"
# Years, months and days are no words of the lexicon.
_WHEN = pattern_of(
    rf"(?=[截\d{DAY}{LAST_DAY}])(?:(?P<WHOLE_YEAR>截[至止到]+(?:20\d\d年)?{LAST_DAY}+)|(?P<YEAR>(?<!\d)20\d\d年度?(?:以来|全年)?)"
    rf"|(?P<PERIOD>{_DAYS}+(?:起?[至到—－~-]*{_DAYS}+)?|\d{{1,2}}月?[至到—－~-]\d{{1,2}}月份?|\d{{1,2}}月份?(?:[底初末]|[上中下]旬)?(?:以[后前])?)"
    r"|(?P<IN_TIME>(?:法定)?\d{1,2}个工作日(?:之|以)?内)|(?P<ALL>100%))"
)


def tokens(edition_key: str, text: str) -> Iterable[Token]:
    """Return the tokens of a matchable text in order; characters of no known word come together as X."""
    found = _tokens(edition_key, text)
    return _merged(found) if "诉" in text else found


def _tokens(edition_key: str, text: str) -> list[Token]:
    lexicon = _lexicon(edition_key)
    found: list[Token] = []
    at = 0
    for token in _figures_and_times(text):
        if at < token.start:
            found += _known_words(lexicon, text, at, token.start)
        found.append(token)
        at = token.end
    found += _known_words(lexicon, text, at, len(text))
    return found


def _known_words(lexicon: Lexicon, text: str, at: int, stop: int) -> Iterator[Token]:
    kinds, lengths = lexicon
    unknown = at
    while at < stop:
        for length in lengths.get(text[at], ()):
            word = text[at : at + length]
            if word in kinds and at + length <= stop:
                break
        else:
            at += 1
            continue
        if unknown < at:
            yield Token(Kind.X, text[unknown:at], unknown, at)
        yield Token(kinds[word], word, at, at + length)
        at = unknown = at + length
    if unknown < stop:
        yield Token(Kind.X, text[unknown:stop], unknown, stop)


_NOUGHT = pattern_of(r"(?<=[为是])零(?![一-龥]{0,3}距离)|零(?=申请|复议|诉讼|发生|结转)")


def _figures_and_times(text: str) -> list[Token]:
    """Return the figures of a text, 零 in 为零 among them, and its years, months and days."""
    found = [
        Token(Kind[match.lastgroup or ""], match[0], match.start(), match.end())
        for match in _WHEN.finditer(text)
    ]
    taken = {token.start for token in found}
    found += [
        Token(
            Kind.FIGURE,
            match[0],
            match.start(),
            match.end(),
            Numeral(0, "件", *match.span(), exact=True, decimals=0),
        )
        for match in (_NOUGHT.finditer(text) if "零" in text else ())
    ]
    found += [
        Token(Kind.FIGURE, text[numeral.start : numeral.end], numeral.start, numeral.end, numeral)
        for numeral in numerals(text)
        if numeral.start not in taken
    ]
    return sorted(found, key=lambda token: token.start)


_AFTER = ("后", "再", "之", "程序")


def _merged(words: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens with 复议后…起诉 and 未经复议…起诉 as one."""
    at = 0
    while at < len(words):
        path, after = _path_to_court(words, at)
        end = _suit_after(words, after) if path else 0
        if path and end:
            word = wording_of(words[at:end])
            yield Token(path, word, words[at].start, words[end - 1].end)
        else:
            end = at + 1
            yield words[at]
        at = end


def _path_to_court(words: Sequence[Token], at: int) -> tuple[Kind | None, int]:
    """Return the path to court whose words begin at a token, and where 起诉 may follow; None for none."""
    first = words[at]
    following = words[at + 1].word if at + 1 < len(words) else ""
    if first.kind is Kind.NOT and following == "经":
        reviewed = at + 2 < len(words) and words[at + 2].kind is Kind.REVIEW
        return Kind.DIRECT, at + 2 + reviewed
    if first.word == "经" and at + 1 < len(words) and words[at + 1].kind is Kind.REVIEW:
        return Kind.AFTER_REVIEW, at + 2
    if first.word == "直接":
        return Kind.DIRECT, at + 1
    if first.kind is Kind.REVIEW and following in _AFTER:
        return Kind.AFTER_REVIEW, at + 1
    return None, at


_FILLED = 6
_BETWEEN = (Kind.FILL, Kind.COURT, Kind.TOWARDS)


def _suit_after(words: Sequence[Token], at: int) -> int:
    """Return the end of the word 起诉 that follows, with but little between; 0 for none."""
    for number in range(at, min(at + _FILLED, len(words))):
        if words[number].kind is Kind.SUIT:
            return number + 1
        if words[number].kind not in _BETWEEN:
            break
    return 0
