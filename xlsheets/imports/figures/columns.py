"""Headings above the numbers -> which number of a row belongs to which column, and where each column stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.extract.squeeze import distance, squeezed
from xlsheets.imports.figures.printed_rows import REMEDIES, REQUESTS
from xlsheets.schema import EDITIONS
from xlsheets.schema.spec import Group, Item, Measure, Node, Total, leaves
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from xlsheets.imports.figures.stream import Fragment
    from xlsheets.schema import Edition

_LONG_ENOUGH, _TYPOS = 5, 1


class Head(NamedTuple):
    """The heading of a column as printed, with the columns of the table it covers."""

    label: str
    start: int
    width: int

    def covers(self, start: int, width: int) -> bool:
        """Tell whether a cell stands under it, wholly or in part."""
        return start < self.start + self.width and self.start < start + width


@dataclass(frozen=True)
class Columns:
    """The columns of a row.

    Args:
        block: the block the row belongs to.
        keys: the columns in order.
        heads: where each stands; none where only their order is known.
    """

    block: str
    keys: tuple[str, ...]
    heads: tuple[Head, ...] = ()

    @property
    def width(self) -> int:
        return len(self.keys)

    @property
    def sums(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """Places within the row that are the sum of other places."""
        return _sums(self.block) if self.keys == _full(self.block) else ()

    @property
    def money(self) -> bool:
        return any(_measure(self.block, key) is Measure.WAN_YUAN for key in self.keys)

    @property
    def change(self) -> int | None:
        """The place of the one number that may have a minus; None when there is none."""
        key = labels_of(self.block).get(_CHANGE)
        return self.keys.index(key) if key in self.keys else None


# The only count that may be below 0.
_CHANGE = "本年增/减"


@cache
def _full(block: str) -> tuple[str, ...]:
    """Return the columns of a block that all editions print alike; none for other blocks."""
    found = {
        tuple(leaf.key for leaf in edition.blocks[block].column_leaves)
        for edition in EDITIONS
        if block in edition.blocks
    }
    return found.pop() if len(found) == 1 and block in (REQUESTS, REMEDIES) else ()


@cache
def _sums(block: str) -> tuple[tuple[int, tuple[int, ...]], ...]:
    nodes = EDITIONS[-1].blocks[block].columns
    places = {leaf.key: at for at, leaf in enumerate(leaves(nodes))}

    def within(members: tuple[Node, ...]) -> list[tuple[int, tuple[int, ...]]]:
        found = [
            inner for node in members if isinstance(node, Group) for inner in within(node.members)
        ]
        parts = tuple(places[leaf.key] for leaf in leaves(members) if isinstance(leaf, Item))
        totals = [node for node in members if isinstance(node, Total)]
        return found + [(places[total.key], parts) for total in totals]

    return tuple(within(nodes))


@cache
def _measure(block: str, key: str) -> Measure:
    return next(
        edition.blocks[block].measure
        for edition in reversed(EDITIONS)
        if block in edition.blocks and (block, key) in edition.items
    )


@cache
def labels_of(block: str) -> Mapping[str, str]:
    """Map the labels of a block's columns, of all editions, to their keys."""
    return {
        squeezed(leaf.label): leaf.key
        for edition in EDITIONS
        if block in edition.blocks
        for leaf in edition.blocks[block].column_leaves
    }


@cache
def all_labels() -> frozenset[str]:
    """Return every label of a column of any block."""
    blocks = {block for edition in EDITIONS for block in edition.blocks}
    return frozenset(text for block in blocks for text in labels_of(block))


@cache
def column_words() -> frozenset[str]:
    """Return what stands above the numbers in any edition."""
    groups = (
        node.label
        for edition in EDITIONS
        for block in edition.blocks.values()
        for node in _nodes(block.columns)
    )
    return frozenset((*map(squeezed, groups), "信息内容"))


def _nodes(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        if isinstance(node, Group):
            yield from _nodes(node.members)


@cache
def known_label(text: str) -> str:
    """Return the label of a column that a squeezed text is, a slip of one character apart; "" for none."""
    if text in all_labels():
        return text
    if len(text) < _LONG_ENOUGH:
        return ""
    near = [label for label in all_labels() if distance(text, label, _TYPOS) <= _TYPOS]
    return near[0] if len(near) == 1 else ""


@lru_cache(maxsize=256)
def columns_under(block: str, heads: tuple[Head, ...]) -> Columns | None:
    """Return the columns of a block as the headings of its table show them; None when they do not."""
    ordered = sorted(heads, key=lambda head: head.start)
    known = labels_of(block)
    mine = [head for head in ordered if head.label in known]
    keys = tuple(known[head.label] for head in mine)
    if block == REMEDIES:
        keys = _full(block)
        labels = [squeezed(leaf.label) for leaf in EDITIONS[-1].blocks[block].column_leaves]
        if [head.label for head in ordered] != labels:
            return None
    apart = all(before.start + before.width <= after.start for before, after in pairwise(mine))
    if not keys or not apart or len(set(keys)) < len(keys) or not _is_known_form(block, keys):
        return None
    return Columns(block, keys, tuple(mine))


def columns_named(block: str, labels: Sequence[str], form: Edition) -> Columns:
    """Return the columns of a block that is printed as text, by the headings met before it, else by the form."""
    known = labels_of(block)
    keys = tuple(dict.fromkeys(known[text] for text in labels if text in known))
    if keys and block not in (REQUESTS, REMEDIES) and _is_known_form(block, keys):
        return Columns(block, keys)
    return usual_columns(block, form)


def usual_columns(block: str, form: Edition) -> Columns:
    """Return the columns of a block in a form, or in the one that has it."""
    having = form if block in form.blocks else next(e for e in EDITIONS if block in e.blocks)
    return Columns(block, tuple(leaf.key for leaf in having.blocks[block].column_leaves))


def _is_known_form(block: str, keys: tuple[str, ...]) -> bool:
    """Tell whether columns are those of an edition, or the one column both have."""
    forms = [
        tuple(leaf.key for leaf in edition.blocks[block].column_leaves)
        for edition in EDITIONS
        if block in edition.blocks
    ]
    shared = set.intersection(*(set(form) for form in forms)) if len(forms) > 1 else set()
    return keys in forms or (len(keys) == 1 and set(keys) <= shared)


# The headings above each row -------------------------------------------------------------------------

_FIGURE = pattern_of(r"\d")
_BANNER = pattern_of(r"第二十条第?\(?[一五六八九]\)?项|信息内容")

Heads = tuple[Head, ...]


def heads_of_tables(fragments: Iterable[Fragment]) -> Mapping[tuple[int, int], Heads]:
    """Map (table, row) to the headings above it.

    A table without headings goes on with those of the table before it where that is as wide: it was one table.
    """
    tables: dict[int, dict[int, list[Fragment]]] = {}
    for fragment in fragments:
        if fragment.place:
            rows = tables.setdefault(fragment.place.table, {})
            rows.setdefault(fragment.place.row, []).append(fragment)
    found: dict[tuple[int, int], Heads] = {}
    before: tuple[int, Heads] = (0, ())
    for table, rows in tables.items():
        width = _width(rows)
        heads = before[1] if before[0] == width else ()
        for row, in_force in _in_rows(rows, heads):
            found[table, row] = in_force
            heads = in_force
        before = (width, heads)
    return found


def _width(rows: Mapping[int, Sequence[Fragment]]) -> int:
    return max(
        fragment.place.start + fragment.place.width
        for row in rows.values()
        for fragment in row
        if fragment.place
    )


def _in_rows(rows: Mapping[int, Sequence[Fragment]], heads: Heads) -> Iterable[tuple[int, Heads]]:
    collecting = False
    for row in sorted(rows):
        cells = rows[row]
        here = () if any(map(_holds_figure, cells)) else tuple(_heads_in(cells))
        anew = any(_BANNER.fullmatch(cell.text) for cell in cells)
        if here or anew:
            heads = (*heads, *here) if collecting and not anew else here
            collecting = True
        elif any(cell.text for cell in cells):
            collecting = collecting and not any(map(_holds_figure, cells))
        yield row, heads


def _holds_figure(cell: Fragment) -> bool:
    return cell.text[:1].isdigit() and not known_label(cell.text)


def _heads_in(cells: Sequence[Fragment]) -> Iterable[Head]:
    for cell in cells:
        label = known_label(cell.text)
        if label and cell.place:
            yield Head(label, cell.place.start, cell.place.width)
