"""Many texts -> which of them may share a large part, without comparing each with each; and groups of alike units."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, groupby
from math import ceil
from typing import TYPE_CHECKING, TypeVar

from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from xlsheets.county.collection import Alike

# What texts are compared by: strings of a few characters, or their hashes.
Piece = TypeVar("Piece", str, int)
# Whatever is handed along with a pair.
Beside = TypeVar("Beside")


class Near:
    """Which of many texts are near which: for each text one whole number, of which bit *n* stands for text *n*.

    Where nearly all are alike, pairs as such would take a thousand times the room.
    """

    def __init__(self, masks: Sequence[int]) -> None:
        self._masks = list(masks)

    def __or__(self, other: Near) -> Near:
        return Near([one | another for one, another in zip(self._masks, other._masks, strict=True)])

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs of numbers, the smaller first, in order."""
        for one, mask in enumerate(self._masks):
            yield from ((one, other) for other in _bits(mask >> (one + 1), one + 1))


def _bits(mask: int, start: int) -> Iterator[int]:
    """Yield which bits are set, counted from ``start``."""
    while mask:
        lowest = mask & -mask
        yield start + lowest.bit_length() - 1
        mask ^= lowest


def likely_pairs(texts: Sequence[Collection[Piece]], least: float) -> Near:
    """Return all pairs of texts that may have this share of the shorter one in common.

    A text that shares so much of itself shares one of its rarest pieces, too: only texts with one of those in
    common are looked at. No pair is overlooked.

    Args:
        texts: the pieces of each text, each piece once.
        least: the share.
    """
    common = _common(texts)
    holders: dict[Piece, int] = dict.fromkeys(common, 0)
    for number, pieces in enumerate(texts):
        for piece in pieces:
            if piece in holders:
                holders[piece] |= 1 << number
    masks = []
    for pieces in texts:
        near = 0
        for piece in _rarest(pieces, common, least):
            near |= holders[piece]
        masks.append(near)
    for number, mask in enumerate(masks):
        # The shorter of two texts finds the other, whichever comes first.
        for earlier in _bits(mask & ((1 << number) - 1), 0):
            masks[earlier] |= 1 << number
    return Near(masks)


def _common(texts: Sequence[Collection[Piece]]) -> Mapping[Piece, int]:
    """Return how many texts have each piece that several have; sorting takes less room than counting all."""
    counts = ((piece, sum(1 for _ in same)) for piece, same in groupby(sorted(chain(*texts))))
    return {piece: count for piece, count in counts if count > 1}


def _rarest(pieces: Collection[Piece], common: Mapping[Piece, int], least: float) -> list[Piece]:
    """Return the pieces of which a text has at least one in common with any it shares so much with."""
    shared = sorted((piece for piece in pieces if piece in common), key=common.__getitem__)
    enough = len(pieces) - ceil(least * len(pieces)) + 1
    return shared[: max(0, enough - (len(pieces) - len(shared)))]


class AlikeGroup(NamedTuple):
    """Units whose texts of a section hang together: each shares a large part with another of them.

    Args:
        section: title of the section.
        units: the units, in the order in which they were met.
        least, most: the smallest and the largest share between a unit and the one it is most alike.
        run: characters of the longest run in common.
    """

    section: str
    units: tuple[str, ...]
    least: Decimal
    most: Decimal
    run: int


def alike_groups(pairs: Iterable[Alike]) -> Iterator[AlikeGroup]:
    """Yield the groups of alike units, those that have most in common first; pairs that are not suspect join nobody."""
    sections: dict[str, list[Alike]] = defaultdict(list)
    for pair in pairs:
        if pair.suspect:
            sections[pair.section].append(pair)
    groups = [group for found in sections.values() for group in _groups(found)]
    yield from sorted(groups, key=lambda group: (-group.most, -len(group.units), group.units))


def _groups(pairs: Sequence[Alike]) -> Iterator[AlikeGroup]:
    head: dict[str, str] = {}

    def first(unit: str) -> str:
        while head.setdefault(unit, unit) != unit:
            unit = head[unit]
        return unit

    for pair in pairs:
        head[first(pair.other)] = first(pair.one)
    members: dict[str, list[Alike]] = defaultdict(list)
    for pair in pairs:
        members[first(pair.one)].append(pair)
    for found in members.values():
        units = dict.fromkeys(unit for pair in found for unit in (pair.one, pair.other))
        shares, runs = [pair.share for pair in found], [pair.run for pair in found]
        yield AlikeGroup(found[0].section, tuple(units), min(shares), max(shares), max(runs))


def nearest(pairs: Iterable[tuple[Alike, Beside]]) -> tuple[tuple[Alike, Beside], ...]:
    """Return of many pairs those in which a unit is most like another, section by section, the most alike first.

    The pairs may be as many as the units squared: of each unit only the one is kept, with what came beside it.
    """
    best: dict[tuple[str, str], tuple[Decimal, Alike, Beside]] = {}
    for pair, beside in pairs:
        found = (-pair.share, pair, beside)
        for unit in (pair.one, pair.other):
            known = best.get((pair.section, unit))
            if known is None or found[:2] < known[:2]:
                best[pair.section, unit] = found
    kept = {pair: beside for _, pair, beside in best.values()}
    return tuple((pair, kept[pair]) for pair in sorted(kept, key=lambda pair: (-pair.share, pair)))
