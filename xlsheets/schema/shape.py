"""How heading trees are drawn: a table as rectangles on a grid, the same for Excel, Word and HTML."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from xlsheets.schema.spec import Block, Cell, Group, Node, Table
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Role(StrEnum):
    """What a rectangle is for."""

    BANNER = "banner"
    CORNER = "corner"
    HEADER = "header"
    STUB = "stub"
    NUMBER = "number"


class Box(NamedTuple):
    """One rectangle of a drawn table; rows and columns count from 0 at the table's top left."""

    row: int
    column: int
    height: int
    width: int
    text: str
    role: Role
    cell: Cell | None = None


class _Span(NamedTuple):
    """A heading in tree coordinates: ``start``/``length`` along the leaves, ``level``/``levels`` deep."""

    label: str
    start: int
    length: int
    level: int
    levels: int


def _depth(nodes: tuple[Node, ...]) -> int:
    return max(1 + _depth(node.members) if isinstance(node, Group) else 1 for node in nodes)


def _breadth(node: Node) -> int:
    return sum(map(_breadth, node.members)) if isinstance(node, Group) else 1


def _spans(nodes: tuple[Node, ...], depth: int, start: int = 0, level: int = 0) -> Iterator[_Span]:
    """Yield headings; a leaf stretches down to ``depth``."""
    for node in nodes:
        length = _breadth(node)
        if isinstance(node, Group):
            yield _Span(node.label, start, length, level, 1)
            yield from _spans(node.members, depth, start, level + 1)
        else:
            yield _Span(node.label, start, length, level, depth - level)
        start += length


def header_depth(block: Block) -> int:
    """Return the number of heading rows of a block, its banner included."""
    return bool(block.banner) + _depth(block.columns)


def header_rows(table: Table) -> int:
    """Return the number of heading rows to repeat when the table breaks over pages."""
    return header_depth(table.blocks[0])


def _stretch(table: Table, block: Block) -> int:
    """Return how many grid columns the last data column of a block covers."""
    return len(table.widths) - table.stub_depth - len(block.column_leaves) + 1


def _draw(table: Table, block: Block, top: int) -> Iterator[Box]:
    left, depth = table.stub_depth, _depth(block.columns)
    if block.banner:
        yield Box(top, 0, 1, len(table.widths), block.banner, Role.BANNER)
        top += 1
    if left:
        yield Box(top, 0, depth, left, block.corner, Role.CORNER)
    last, stretch = len(block.column_leaves) - 1, _stretch(table, block)
    for span in _spans(block.columns, depth):
        wide = span.length + (stretch - 1 if span.start + span.length - 1 == last else 0)
        yield Box(top + span.level, left + span.start, span.levels, wide, span.label, Role.HEADER)
    top += depth
    if left:
        for span in _spans(block.rows, left):
            yield Box(top + span.start, span.level, span.length, span.levels, span.label, Role.STUB)
    for down, row in enumerate(block.row_leaves):
        for across, column in enumerate(block.column_leaves):
            cell = Cell(block.key, row.key, column.key)
            width = stretch if across == last else 1
            yield Box(top + down, left + across, 1, width, "", Role.NUMBER, cell)


@lru_cache(maxsize=16)
def boxes(table: Table) -> tuple[Box, ...]:
    """Draw a table: every heading and number with its place and extent, top to bottom, left to right."""
    drawn: list[Box] = []
    top = 0
    for block in table.blocks:
        drawn.extend(_draw(table, block, top))
        top += header_depth(block) + len(block.row_leaves)
    return tuple(sorted(drawn, key=lambda box: (box.row, box.column)))


def height(table: Table) -> int:
    """Return the number of grid rows of a drawn table."""
    return sum(header_depth(block) + len(block.row_leaves) for block in table.blocks)
