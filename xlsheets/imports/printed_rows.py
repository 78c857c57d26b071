"""Editions -> the rows a report may print, with the words each is found by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from xlsheets.extract.squeeze import squeezed
from xlsheets.schema import EDITIONS, Edition, newest
from xlsheets.schema.spec import Group, Item, Node, Total, leaves

# Between the signs of a label there may be the end of a cell or of a line.
SEPARATOR = "\x1f"
_GAP = f"{SEPARATOR}*"
_NUMBERED = re.compile(r"(?:([一二三四五六七八九十])、|\(([一二三四五六七八九十])\)|(\d)\.)?(.*)")
# So many signs tell one label from all others, and stand before the line is broken in print.
_TELLING = 6
_SHORT = 3
REQUESTS, REMEDIES = newest().named.requests.block, newest().named.review.total.block


@dataclass(frozen=True)
class Label:
    """A row heading: its number, and its words without brackets."""

    number: str
    core: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Match the beginning of the label wherever cells and lines break it."""
        telling = _GAP.join(map(re.escape, self.core[:_TELLING]))
        number = rf"{self.number}{_GAP}[.、,:)]?{_GAP}"
        dotted = rf"{self.number}{_GAP}[.、,:)]{_GAP}"
        numbered = rf"(?:{dotted}|(?<!\d){self.number}{_GAP})"
        if len(self.core) <= _SHORT:
            needed = rf"\(?{numbered}" if self.number else ""
            return re.compile(rf"{needed}{telling}(?=[{SEPARATOR}\d]|$)")
        if self.number.isdigit():
            return re.compile(f"{numbered}?{telling}")
        numbering = rf"(?:\(?{number})?" if self.number else ""
        return re.compile(numbering + telling)


@dataclass(frozen=True)
class PrintedRow:
    """One printed row of numbers.

    Args:
        block, key: which row it is.
        labels: what it is called in any edition.
        width: how many numbers it has.
        sums: places within the row that are the sum of other places.
    """

    block: str
    key: str
    labels: tuple[Label, ...]
    width: int
    sums: tuple[tuple[int, tuple[int, ...]], ...]


def label(text: str) -> Label:
    """Return a heading as it is looked for."""
    match = _NUMBERED.fullmatch(squeezed(text))
    numbers = match.groups()[:3] if match else ()
    words = match[4] if match else squeezed(text)
    return Label(next(filter(None, numbers), ""), words.partition("(")[0])


@cache
def printed_rows(edition: Edition) -> tuple[PrintedRow, ...]:
    """Return every row to look for, in printed order; of 表三 those of all editions."""
    return tuple(
        PrintedRow(
            block.key, key, _labels(block.key, key), len(block.column_leaves), _sums(block.columns)
        )
        for block in edition.blocks.values()
        for key in _keys(edition, block.key)
    )


def _keys(edition: Edition, block: str) -> list[str]:
    """Return row keys in order; in 表三 a row only an older edition has stands after what precedes it there."""
    if block != REQUESTS:
        return [leaf.key for leaf in edition.blocks[block].row_leaves]
    keys = [leaf.key for leaf in newest().blocks[block].row_leaves]
    for other in EDITIONS:
        theirs = [leaf.key for leaf in other.blocks[block].row_leaves]
        for before, key in pairwise(theirs):
            if key not in keys:
                keys.insert(keys.index(before) + 1, key)
    return keys


@cache
def _labels(block: str, key: str) -> tuple[Label, ...]:
    if block == REMEDIES:
        return (Label("", "复议后起诉"), Label("", "未经复议直接起诉"), Label("", "行政诉讼"))
    found = (
        edition.items[block, key].label for edition in EDITIONS if (block, key) in edition.items
    )
    return tuple(sorted(set(map(label, found)), key=lambda each: -len(each.core)))


def _sums(nodes: tuple[Node, ...]) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Return (place of a total, places it adds up) along the columns."""
    places = {leaf.key: at for at, leaf in enumerate(leaves(nodes))}

    def within(members: tuple[Node, ...]) -> list[tuple[int, tuple[int, ...]]]:
        found = [
            each for node in members if isinstance(node, Group) for each in within(node.members)
        ]
        parts = tuple(places[leaf.key] for leaf in leaves(members) if isinstance(leaf, Item))
        totals = [node for node in members if isinstance(node, Total)]
        return found + [(places[total.key], parts) for total in totals]

    return tuple(within(nodes))


@cache
def column_words() -> frozenset[str]:
    """Return what stands above the numbers in any edition."""
    labels = (
        word for edition in EDITIONS for keyed in edition.column_labels.values() for word in keyed
    )
    above = (
        "申请人情况",
        "法人或其他组织",
        "行政复议",
        "行政诉讼",
        "未经复议直接起诉",
        "复议后起诉",
    )
    return frozenset(map(squeezed, (*labels, *above, "信息内容")))


@cache
def members(item: str) -> tuple[str, ...]:
    """Return the rows another edition prints under the heading that is one row here; none for other rows."""
    for edition in EDITIONS:
        mine = edition.items.get((REQUESTS, item))
        for other in EDITIONS if mine else ():
            for group in _groups(other.blocks[REQUESTS].rows):
                if mine and group.label == mine.label:
                    return tuple(leaf.key for leaf in leaves(group.members))
    return ()


def _groups(nodes: tuple[Node, ...]) -> list[Group]:
    own = [node for node in nodes if isinstance(node, Group)]
    return own + [each for node in own for each in _groups(node.members)]
