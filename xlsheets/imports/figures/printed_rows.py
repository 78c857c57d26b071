"""Editions -> the rows a report may print, with the words each is found by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from xlsheets.basics.patterns import pattern_of
from xlsheets.extract.squeeze import squeezed
from xlsheets.schema import EDITIONS, Edition, newest
from xlsheets.schema.spec import Group, Node, leaves

# Between the characters of a label there may be the end of a cell or of a line.
SEPARATOR = "\x1f"
_GAP = f"{SEPARATOR}*"
_NUMBERED = pattern_of(r"(?:([一二三四五六七八九十])、|\(([一二三四五六七八九十])\)|(\d)\.)?(.*)")
# So many characters tell one label from all others, and stand before the line is broken in print.
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
    """

    block: str
    key: str
    labels: tuple[Label, ...]


def label(text: str) -> Label:
    """Return a heading as it is looked for."""
    match = _NUMBERED.fullmatch(squeezed(text))
    numbers = match.groups()[:3] if match else ()
    words = match[4] if match else squeezed(text)
    return Label(next(filter(None, numbers), ""), words.partition("(")[0])


@cache
def printed_rows() -> tuple[PrintedRow, ...]:
    """Return the rows of all editions in printed order."""
    return tuple(
        PrintedRow(block, key, _labels(block, key)) for block in _blocks() for key in _keys(block)
    )


def _blocks() -> list[str]:
    return _merged([list(edition.blocks) for edition in (newest(), *EDITIONS)])


def _keys(block: str) -> list[str]:
    editions = (newest(), *EDITIONS)
    rows = (edition.blocks[block].row_leaves for edition in editions if block in edition.blocks)
    return _merged([[leaf.key for leaf in row_leaves] for row_leaves in rows])


def _merged(lists: list[list[str]]) -> list[str]:
    """Join lists into one; what only a later one has stands after what precedes it there."""
    merged = list(lists[0])
    for other in lists[1:]:
        for before, key in pairwise(other):
            if key not in merged:
                merged.insert(merged.index(before) + 1, key)
    return merged


@cache
def _labels(block: str, key: str) -> tuple[Label, ...]:
    if block == REMEDIES:
        return (Label("", "复议后起诉"), Label("", "未经复议直接起诉"), Label("", "行政诉讼"))
    found = (
        edition.items[block, key].label for edition in EDITIONS if (block, key) in edition.items
    )
    return tuple(sorted(set(map(label, found)), key=lambda wanted: -len(wanted.core)))


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
    return own + [inner for node in own for inner in _groups(node.members)]


def edition_of_row(block: str, key: str) -> Edition:
    """Return the newest edition that has a row."""
    return next(edition for edition in reversed(EDITIONS) if (block, key) in edition.items)
