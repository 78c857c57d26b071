"""How much of each line of one text is in each of another -> which line is which, no two of them crossing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def aligned(likes: Sequence[Sequence[float]]) -> dict[int, int]:
    """Return the pairs in order that have most in common together, by number.

    Args:
        likes: for each line of one text how much it has in common with each of the other; 0 where they are no pair.
    """
    rows, columns = len(likes), len(likes[0]) if likes else 0
    best: list[list[float]] = [[0] * (columns + 1) for _ in range(rows + 1)]
    for at in reversed(range(rows)):
        for to in reversed(range(columns)):
            together = likes[at][to] + best[at + 1][to + 1] if likes[at][to] else 0
            best[at][to] = max(best[at + 1][to], best[at][to + 1], together)
    found: dict[int, int] = {}
    at = to = 0
    while at < rows and to < columns:
        if likes[at][to] and best[at][to] == likes[at][to] + best[at + 1][to + 1]:
            found[at] = to
            at, to = at + 1, to + 1
        elif best[at][to] == best[at + 1][to]:
            at += 1
        else:
            to += 1
    return found
