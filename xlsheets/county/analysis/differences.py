"""Roll-up and a typed aggregate -> what may explain a difference: a unit left out, counted twice, or not to be counted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from xlsheets.basics.numbers import Number
    from xlsheets.county.rollup import Difference, Rollup

# So many units with the same figure explain nothing any more.
_MOST_NAMED = 3
# From so many differences on, what explains them all at once is worth saying first.
_SEVERAL = 3


class _Guess(NamedTuple):
    """What may have happened in the typing, and to which unit."""

    told: str
    unit: str


def explanations(rollup: Rollup) -> Mapping[Difference, str]:
    """Say for each difference what may explain it; differences nothing explains are not in it.

    Where several units have the figure, those are named that explain the most differences.
    """
    guesses = {difference: list(_guesses(rollup, difference)) for difference in rollup.differences}
    often = Counter(guess for found in guesses.values() for guess in found)
    told = {
        difference: _said(found, often) or _slip(difference)
        for difference, found in guesses.items()
    }
    return {difference: words for difference, words in told.items() if words}


def most_explained(told: Iterable[str]) -> str:
    """Say which one explanation several differences have, as when a whole report was left out; "" when none."""
    [(words, count)] = Counter(told).most_common(1) or [("", 0)]
    return f"其中 {count} 格{words}。" if count >= _SEVERAL else ""


def _guesses(rollup: Rollup, difference: Difference) -> Iterator[_Guess]:
    """Yield the units whose figure is exactly the difference."""
    if difference.typed is None:
        return
    delta = difference.typed - difference.summed
    for unit, value in rollup.parts(difference.cell):
        if value == -delta:
            yield _Guess("漏加", unit)
        if value == delta:
            yield _Guess("多加了一次", unit)
    for out in rollup.left_out:
        if out.report.usable(difference.cell) == delta:
            yield _Guess("加了没有计入的", out.report.profile.unit)


def _said(found: list[_Guess], often: Counter[_Guess]) -> str:
    most = max((often[guess] for guess in found), default=0)
    likely = [guess for guess in found if often[guess] == most]
    if not 0 < len(likely) <= _MOST_NAMED:
        return ""
    return f"可能{'，或者'.join(f'{guess.told}“{guess.unit}”' for guess in likely)}"


def _slip(difference: Difference) -> str:
    """Say what a slip of the hand made of the sum; "" when it is none."""
    typed, summed = difference.typed, difference.summed
    if not typed or not summed:
        return ""
    if typed in (summed * 10, summed * 100) or summed in (typed * 10, typed * 100):
        return "可能多写或者少写了一位"
    return "可能有两位数字写颠倒了" if _digits(typed) == _digits(summed) else ""


def _digits(number: Number) -> list[str]:
    return sorted(show(number))
