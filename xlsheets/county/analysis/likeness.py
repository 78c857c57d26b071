"""Many texts -> which of them may share a large part, without comparing each with each; and groups of alike units."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, groupby
from math import ceil
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from xlsheets.county.collection import Alike

# What texts are compared by: strings of a few characters, or their hashes.
Piece = TypeVar("Piece", str, int)


def likely_pairs(texts: Sequence[Collection[Piece]], least: float) -> set[tuple[int, int]]:
    """Return the numbers of all pairs of texts that may have this share of the shorter one in common.

    A text that shares so much of itself shares one of its rarest pieces, too: only texts with one of those in
    common are looked at. No pair is overlooked.

    Args:
        texts: the pieces of each text, each piece once.
        least: the share.
    """
    common = _common(texts)
    holders: dict[Piece, list[int]] = {piece: [] for piece in common}
    for number, pieces in enumerate(texts):
        for piece in pieces:
            if piece in holders:
                holders[piece].append(number)
    found: set[tuple[int, int]] = set()
    for number, pieces in enumerate(texts):
        near: set[int] = set()
        for piece in _rarest(pieces, common, least):
            near.update(holders[piece])
        found.update((min(number, other), max(number, other)) for other in near - {number})
    return found


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


def nearest(pairs: Iterable[Alike]) -> tuple[Alike, ...]:
    """Return of many pairs those in which a unit is most like another, section by section, the most alike first."""
    ordered = sorted(pairs, key=lambda pair: (-pair.share, pair))
    met: set[tuple[str, str]] = set()
    kept = []
    for pair in ordered:
        ends = {(pair.section, pair.one), (pair.section, pair.other)}
        if not ends <= met:
            kept.append(pair)
            met |= ends
    return tuple(kept)
