"""A sentence -> the lists in it: a total, 其中, and the items that should add up to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsheets.checks.text_figures.numerals import Numeral, numerals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.basics.numbers import Number


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A total and its items, all of one unit.

    ``complete``: the words say that nothing is left out; ``loose``: commas part the items, so that
    another statement may follow them unmarked.
    """

    total: Numeral
    items: tuple[Numeral, ...]
    complete: bool
    loose: bool

    @property
    def sum(self) -> Number:
        return sum(each.value for each in self.items)

    @property
    def holds(self) -> bool:
        """Whether the items add up, or may lawfully be only some of the total."""
        running: Number = 0
        for number, each in enumerate(self.items):
            running += each.value
            # What follows a list that is already full is no item of it.
            if self.loose and number and running == self.total.value:
                return True
        if running >= self.total.value:
            return running == self.total.value
        return not self._meant_in_full(self.total.value - running)

    def _meant_in_full(self, missing: Number) -> bool:
        """Tell whether a list with a small gap was meant to be whole: 其中 alone does not say so."""
        share = {0: 0, 1: 0, 2: 20}.get(len(self.items), 10)
        return self.complete or bool(share and missing * share <= self.total.value)


_OPENING = re.compile(r"其中[，：:]?|分别(?:为|是)|分为")
_BRACKET = re.compile(r"（([^（）]*)）")


def breakdowns(text: str) -> Iterator[Breakdown]:
    """Yield the lists of a plain sentence; what stands in brackets is a list of its own."""
    yield from _lists(_BRACKET.sub(lambda match: "■" * len(match[0]), text))
    for match in _BRACKET.finditer(text):
        if _OPENING.match(match[1]):
            outside = _BRACKET.sub(lambda each: "■" * len(each[0]), text[: match.start()])
            yield from _lists(f"{outside}，{match[1]}", since=match.start())


def _lists(text: str, since: int = 0) -> Iterator[Breakdown]:
    for match in _OPENING.finditer(text, since):
        for total in _totals(text[: match.start()]):
            found = _items(text, match.end(), total.unit)
            if found and total.exact and all(each.exact for each in found):
                rest = re.search("其[他它余]", text[match.end() : found[-1].start])
                loose = "，" in text[found[0].end : found[-1].start]
                yield Breakdown(total, found, bool(rest) or "分" in match[0], loose)


def _totals(text: str) -> list[Numeral]:
    """Return the last figure of each unit in the clause before a list."""
    found = [each for each in numerals(text) if each.unit not in ("", "%")]
    last = {each.unit: each for each in found}
    return [each for each in last.values() if not re.search("[，；。]", text[each.end : -1])]


_MARKS = "、，；。"
_NEXT_STATEMENT = re.compile(
    r"(?:并|已|共|另|全年|及时)*(?:办结|答复|结转|受理|收到|公开|开展|召开|举办|制作|发布|回复|转载|开设|更新|推送|组织"
    r"|接受|解答|合计|总计|其中|予以|部分公开|不予|无法)"
)

_LEFT_OVER = re.compile(r"件(?:结转|顺延)|(?:结转|顺延)[至到]?下")


def _items(text: str, start: int, unit: str) -> tuple[Numeral, ...]:
    """Return the first figure of this unit in each part of the list, until a stronger mark ends it."""
    of_unit = [each for each in _within(text, start) if each.unit in (unit, "")]
    if len(of_unit) < 2:
        return tuple(of_unit)
    between = text[of_unit[0].end : of_unit[1].start]
    strength = max((_MARKS.index(mark) for mark in between if mark in _MARKS), default=0)
    # Between 、 stand only items; a comma may also part the list from a new statement.
    stated = not strength or _NEXT_STATEMENT.match(text[start:])
    items: list[Numeral] = []
    at = start
    for part in re.split(f"[{_MARKS[strength:]}]", text[start:]):
        end = at + len(part)
        if items and (_LEFT_OVER.search(part) or (_NEXT_STATEMENT.match(part) and not stated)):
            break
        items += [each for each in of_unit if at <= each.start < end][:1]
        if text[end : end + 1] != _MARKS[strength]:
            break
        at = end + 1
    return tuple(items)


def _within(text: str, start: int) -> Iterator[Numeral]:
    """Yield the figures after a point that can be items, before the next list."""
    following = _OPENING.search(text, start)
    for each in numerals(text[: following.start() if following else len(text)]):
        change = re.search(
            "[较比占]|增[长加]|减少|下降", text[max(start, each.start - 6) : each.start]
        )
        bare = each.unit or re.match("[、，；。）]|$", text[each.end :])
        if each.start >= start and not change and bare:
            yield each
