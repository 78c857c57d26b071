"""Unit, year and sentence -> which of several wordings to use: always the same one for the same unit and year.

Two units without anything to report, or two years of one unit, must not come out in the same words.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, TypeVar

from xlsheets.basics.patterns import pattern_of

if TYPE_CHECKING:
    from collections.abc import Callable

_DIGITS = pattern_of(r"\d")
_Wording = TypeVar("_Wording", str, int)


def chooser(unit: str, year: int, sentence: str) -> Callable[..., str | int]:
    """Return what a phrase calls ``pick``: of the wordings it is given it returns one.

    Args:
        unit: name of the unit.
        year: the report year; following years get different wordings.
        sentence: name of the phrase, so that its choice does not go with that of another.
    """

    def pick(*wordings: _Wording) -> _Wording:
        # Neither the year nor a figure within a wording may change the choice.
        seed = _DIGITS.sub("", "|".join(map(str, (unit, sentence, *wordings))))
        block, at = divmod(year, len(wordings))
        return wordings[_order(seed, len(wordings), block)[at]]

    return pick


def _order(seed: str, count: int, block: int) -> list[int]:
    """Return in which order a block of years uses the wordings; it never begins as the one before ended."""
    order = _shuffled(seed, count, block)
    if count > 1 and order[0] == _shuffled(seed, count, block - 1)[-1]:
        order[0], order[1] = order[1], order[0]
    return order


def _shuffled(seed: str, count: int, block: int) -> list[int]:
    # Two wordings can only take turns, whatever the block.
    return shuffled(seed if count == 2 else f"{seed}|{block}", count)


def shuffled(seed: str, count: int) -> list[int]:
    """Return the numbers below ``count`` in an order that the seed alone decides."""
    return sorted(range(count), key=lambda number: _mixed(f"{seed}|{number}"))


def _mixed(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
