"""The words an edition is written in: Item, Total, Group, Block, Table, Identity, Section, Edition."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from xlsheets.errors import XlsheetsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


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


@dataclass(frozen=True, slots=True)
class Item:
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


@dataclass(frozen=True, slots=True)
class Total:
    """A row or column that is computed: the sum of every Item in its own group, however deep.

    ``code`` is the check that compares a stated total with the sum.
    """

    key: str
    label: str
    code: str
    source: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class Group:
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


def _labels(
    nodes: tuple[Node, ...], above: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield (key, labels from the outermost named group down) for each leaf."""
    for node in nodes:
        if isinstance(node, Group):
            yield from _labels(node.members, (*above, node.label) if node.in_path else above)
        else:
            yield node.key, (*above, node.label) if node.label else above


@dataclass(frozen=True)
class Block:
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

    def cells(self) -> Iterator[Cell]:
        """Yield every cell, row by row."""
        for row in self.row_leaves:
            for column in self.column_leaves:
                yield Cell(self.key, row.key, column.key)

    def sums(self) -> Iterator[Sum]:
        """Yield every computed cell with what it adds; an operand precedes the total that needs it."""
        row_totals = tuple(_totals(self.rows))
        for total, operands in row_totals:
            for column in self.column_leaves:
                if isinstance(column, Item):
                    parts = tuple(Cell(self.key, key, column.key) for key in operands)
                    yield Sum(
                        Cell(self.key, total.key, column.key), parts, total.code, total.source
                    )
        for total, operands in _totals(self.columns):
            for row in self.row_leaves:
                parts = tuple(Cell(self.key, row.key, key) for key in operands)
                yield Sum(Cell(self.key, row.key, total.key), parts, total.code, total.source)


@dataclass(frozen=True, slots=True)
class Sum:
    """A computed cell, the cells it adds up, and the check and clause that say so."""

    total: Cell
    parts: tuple[Cell, ...]
    code: str
    source: str


@dataclass(frozen=True, slots=True)
class Identity:
    """勾稽关系: in every column of ``block``, the rows of ``left`` add up to the rows of ``right``."""

    code: str
    title: str
    block: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Table:
    """One official table: ``number`` as people call it, ``widths`` of the official form in twips."""

    key: str
    number: str
    sheet: str
    blocks: tuple[Block, ...]
    widths: tuple[int, ...]
    stub_depth: int


@dataclass(frozen=True, slots=True)
class Aspect:
    """Something section 一 must speak of: a name and the words that show it does."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One of the numbered parts of the report: either a table or prose.

    Args:
        key: stable id of prose in JSON and defined names.
        numeral: 一 … 六.
        heading: official heading without the numeral.
        sheet: worksheet it is filled in on.
        table: the table it prints; None for prose.
        guidance: what the notice asks of this part, shown above the input cells.
        paragraphs: number of input cells for prose.
        advised_length: characters the notice advises not to exceed; 0 for none.
    """

    key: str
    numeral: str
    heading: str
    sheet: str
    table: Table | None = None
    guidance: str = ""
    paragraphs: int = 0
    advised_length: int = 0

    @property
    def title(self) -> str:
        return f"{self.numeral}、{self.heading}"


@dataclass(frozen=True, slots=True)
class Level:
    """Kind of filing unit.

    Args:
        key: stable id.
        label: as chosen in the workbook.
        fee_ceiling: 万元 above which 行政事业性收费 is probably typed in 元.
        due, published: month and day in the following year (通知第二部分、条例第四十九条).
        issues_rules: whether 立法法 lets it make 规章.
        government: 各级人民政府, whose section 一 must cover 考核、社会评议、责任追究.
    """

    key: str
    label: str
    fee_ceiling: int
    due: tuple[int, int]
    published: tuple[int, int]
    issues_rules: bool = False
    government: bool = False


@dataclass(frozen=True)
class Edition:
    """One version of the official format; everything else derives from it."""

    key: str
    document: str
    document_title: str
    first_year: int
    title: str
    preamble_heading: str
    preamble_paragraphs: int
    sections: tuple[Section, ...]
    identities: tuple[Identity, ...]
    aspects: tuple[Aspect, ...]
    government_aspects: tuple[Aspect, ...]
    levels: tuple[Level, ...]

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        return tuple(section.table for section in self.sections if section.table)

    @cached_property
    def prose(self) -> tuple[Section, ...]:
        return tuple(section for section in self.sections if section.table is None)

    @cached_property
    def blocks(self) -> Mapping[str, Block]:
        return {block.key: block for table in self.tables for block in table.blocks}

    @cached_property
    def table_of(self) -> Mapping[str, Table]:
        """Map a block key to its table."""
        return {block.key: table for table in self.tables for block in table.blocks}

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(cell for block in self.blocks.values() for cell in block.cells())

    @cached_property
    def sums(self) -> tuple[Sum, ...]:
        return tuple(each for block in self.blocks.values() for each in block.sums())

    @cached_property
    def sum_of(self) -> Mapping[Cell, Sum]:
        return {each.total: each for each in self.sums}

    @cached_property
    def typed_cells(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell not in self.sum_of)

    @cached_property
    def row_labels(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        return {
            (block.key, key): labels
            for block in self.blocks.values()
            for key, labels in _labels(block.rows)
        }

    @cached_property
    def column_labels(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        return {
            (block.key, key): labels
            for block in self.blocks.values()
            for key, labels in _labels(block.columns)
        }

    @cached_property
    def items(self) -> Mapping[tuple[str, str], Leaf]:
        """Map (block, row or column key) to its leaf."""
        return {
            (block.key, leaf.key): leaf
            for block in self.blocks.values()
            for leaf in (*block.row_leaves, *block.column_leaves)
        }

    def measure(self, cell: Cell) -> Measure:
        """Return the unit of a cell."""
        return self.blocks[cell.block].measure

    def path(self, cell: Cell) -> str:
        """Return where a cell stands in words: ``表三 › 四、结转下年度继续办理 › 商业企业``."""
        rows = self.row_labels[cell.block, cell.row]
        columns = self.column_labels[cell.block, cell.column]
        return " › ".join((self.table_of[cell.block].number, *rows, *columns))

    def section(self, key: str) -> Section:
        """Return the section with this key or numeral.

        Raises:
            XlsheetsError: no section has it.
        """
        for section in self.sections:
            if key in (section.key, section.numeral):
                return section
        raise XlsheetsError(f"年度报告没有“{key}”这一部分。")

    def level(self, text: str) -> Level | None:
        """Return the level with this key or label; None when there is none."""
        return next((level for level in self.levels if text in (level.key, level.label)), None)
