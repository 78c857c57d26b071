"""The words a table is written in: Cell, Item, Total, Group, Block, Table, Sum, Identity."""

from __future__ import annotations

from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Cell(NamedTuple):
    """Identity of one number of the report; ``str(cell)`` is its stable id, never shown to clerks."""

    block: str
    row: str
    column: str

    def __str__(self) -> str:
        return f"{self.block}.{self.row}.{self.column}"

    @classmethod
    def parse(cls, text: str) -> Cell:
        """Turn ``"req.received.business"`` back into a cell."""
        block, row, column = text.split(".")
        return cls(block, row, column)


class Measure(Enum):
    """Unit of the numbers of a block: (unit as printed, decimals allowed)."""

    COUNT = ("件", 0)
    WAN_YUAN = ("万元", 6)

    @property
    def unit(self) -> str:
        return self.value[0]

    @property
    def decimals(self) -> int:
        return self.value[1]


class Item(NamedTuple):
    """A row or column that is typed.

    Args:
        key: stable id within its block.
        label: official wording.
        help: 口径, one or two sentences for the input prompt of the cell.
        source: article the 口径 rests on.
        short: what people call it within a sentence, where that is not the label.
    """

    key: str
    label: str
    help: str = ""
    source: str = ""
    short: str = ""


class Total(NamedTuple):
    """A row or column that is computed: the sum of every Item in its own group, however deep.

    ``code`` is the check that compares a stated total with the sum.
    """

    key: str
    label: str
    code: str
    source: str
    short: str = ""


class Group(NamedTuple):
    """A merged heading over its members; ``in_path`` tells whether label paths spell it out."""

    label: str
    members: tuple[Node, ...]
    in_path: bool = True


Leaf = Item | Total
Node = Item | Total | Group


def leaves(nodes: tuple[Node, ...]) -> Iterator[Leaf]:
    """Yield items and totals in printed order."""
    for node in nodes:
        if isinstance(node, Group):
            yield from leaves(node.members)
        else:
            yield node


def _totals(nodes: tuple[Node, ...]) -> Iterator[tuple[Total, tuple[str, ...]]]:
    """Yield each total with the keys it sums: the items of the group it stands in."""
    for node in nodes:
        if isinstance(node, Group):
            yield from _totals(node.members)
        elif isinstance(node, Total):
            yield node, tuple(leaf.key for leaf in leaves(nodes) if isinstance(leaf, Item))


def labels_in(
    nodes: tuple[Node, ...], above: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield (key, labels from the outermost named group down) for each leaf."""
    for node in nodes:
        if isinstance(node, Group):
            yield from labels_in(node.members, (*above, node.label) if node.in_path else above)
        else:
            yield node.key, (*above, node.label) if node.label else above


class Block(NamedTuple):
    """One grid of numbers under one heading; 表二 has four of them, 表三 and 表四 one each.

    Args:
        key: stable id, first part of every cell id.
        columns, rows: trees of headings; a single row without label prints no stub.
        banner: heading across the whole table, such as 第二十条第（一）项.
        corner: what stands above the stub.
        measure: unit of every number in the block.
    """

    key: str
    columns: tuple[Node, ...]
    rows: tuple[Node, ...]
    banner: str = ""
    corner: str = ""
    measure: Measure = Measure.COUNT

    @cached_property
    def row_leaves(self) -> tuple[Leaf, ...]:
        return tuple(leaves(self.rows))

    @cached_property
    def column_leaves(self) -> tuple[Leaf, ...]:
        return tuple(leaves(self.columns))

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell, row by row."""
        return tuple(
            Cell(self.key, row.key, column.key)
            for row in self.row_leaves
            for column in self.column_leaves
        )

    @cached_property
    def sums(self) -> tuple[Sum, ...]:
        """Every computed cell with what it adds; an operand precedes the total that needs it."""
        return tuple(self._sums())

    @cached_property
    def sums_of_totals(self) -> tuple[Sum, ...]:
        """What adds up down the columns that are totals themselves; they may be stated wrong."""
        return tuple(self._down(Total))

    def _down(self, kind: type[Leaf]) -> Iterator[Sum]:
        """Yield the totals of the rows in the columns of a kind."""
        for total, operands in _totals(self.rows):
            for column in self.column_leaves:
                if isinstance(column, kind):
                    parts = tuple(Cell(self.key, key, column.key) for key in operands)
                    yield Sum(
                        Cell(self.key, total.key, column.key), parts, total.code, total.source
                    )

    def _sums(self) -> Iterator[Sum]:
        yield from self._down(Item)
        for total, operands in _totals(self.columns):
            for row in self.row_leaves:
                parts = tuple(Cell(self.key, row.key, key) for key in operands)
                yield Sum(Cell(self.key, row.key, total.key), parts, total.code, total.source)


class Sum(NamedTuple):
    """A computed cell, the cells it adds up, and the check and clause that say so."""

    total: Cell
    parts: tuple[Cell, ...]
    code: str
    source: str


class Identity(NamedTuple):
    """勾稽关系: in every column of ``block``, the rows of ``left`` add up to the rows of ``right``."""

    code: str
    title: str
    block: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    source: str


class Table(NamedTuple):
    """One official table: ``number`` as people call it, ``widths`` of the official form in twips."""

    key: str
    number: str
    sheet: str
    blocks: tuple[Block, ...]
    widths: tuple[int, ...]
    stub_depth: int

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell, block by block and row by row."""
        return tuple(cell for block in self.blocks for cell in block.cells)

    @cached_property
    def sums(self) -> tuple[Sum, ...]:
        """Every computed cell with what it adds."""
        return tuple(summed for block in self.blocks for summed in block.sums)
