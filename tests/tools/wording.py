"""The wordings of the phrases, one after the other, for tests that name a sentence or look at all of them."""

from __future__ import annotations

from collections.abc import Callable

# No sentence has more wordings; the one with this number of another sentence is counted round.
MOST = 12


def wording(number: int) -> Callable[..., Callable[..., object]]:
    """Return what stands for ``variants.chooser`` and always takes the wording with this number."""

    def chooser(unit: str, year: int, sentence: str) -> Callable[..., object]:
        return lambda *wordings: wordings[number % len(wordings)]

    return chooser
