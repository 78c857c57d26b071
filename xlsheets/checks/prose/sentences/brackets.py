"""Tokens of a sentence -> the stretches between its marks; what stands in brackets is apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.checks.prose.kinds import Kind, Token
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Stretch(NamedTuple):
    """What stands between two marks; ``host``: what a bracket that begins here belongs to."""

    mark: str
    inside: bool
    said: tuple[Token, ...]
    host: tuple[Token, ...] = ()


_OPEN, _CLOSE = "（", "）"


class _Bracket:
    """What is read of a bracket, or of the sentence outside all brackets."""

    def __init__(self, mark: str = "", host: tuple[Token, ...] = (), *, inside: bool) -> None:
        self.inside, self.mark, self.host = inside, mark, host
        self.own: list[Token] = []
        self.inner: list[Stretch] = []
        self.done: list[Stretch] = []

    def end_clause(self, mark: str) -> None:
        """Close the clause at hand; what stood in brackets within it comes after it."""
        if self.own:
            self.done.append(Stretch(self.mark, self.inside, tuple(self.own), self.host))
        self.done += self.inner
        self.mark, self.own, self.inner = mark, [], []


def stretches_of(said: Iterable[Token]) -> list[Stretch]:
    """Return the clauses of a sentence: the mark before each, whether it is in brackets, its tokens."""
    levels = [_Bracket(inside=False)]
    for token in said:
        if token.kind is not Kind.MARK:
            levels[-1].own.append(token)
        elif token.word == _OPEN:
            levels.append(_Bracket(inside=True, mark=_OPEN, host=_last_item(levels[-1].own)))
        elif token.word != _CLOSE:
            levels[-1].end_clause(token.word)
        elif len(levels) > 1:
            _close(levels)
    while len(levels) > 1:
        _close(levels)
    levels[0].end_clause("")
    return levels[0].done


def _last_item(words: Sequence[Token]) -> tuple[Token, ...]:
    """Return the last item of a list: what follows the 、 after its last but one figure."""
    counted = False
    for at in range(len(words) - 1, -1, -1):
        if words[at].kind is Kind.JOIN and any(
            token.kind is Kind.FIGURE for token in words[max(0, at - 2) : at]
        ):
            return tuple(words[at + 1 :]) if counted else tuple(words)
        counted = counted or words[at].kind is Kind.FIGURE
    return tuple(words)


def _close(levels: list[_Bracket]) -> None:
    inmost = levels.pop()
    inmost.end_clause("")
    levels[-1].inner += inmost.done
