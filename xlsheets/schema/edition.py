"""The whole of an edition: its sections, the levels of units it knows, and what derives from its tables."""

from __future__ import annotations

from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING

from xlsheets.errors import XlsheetsError
from xlsheets.schema.spec import labels_in
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsheets.schema.cells import NamedCells
    from xlsheets.schema.spec import Block, Cell, Identity, Leaf, Measure, Sum, Table


class Aspect(NamedTuple):
    """Something section 一 must speak of: a name and the words that show it does."""

    name: str
    words: tuple[str, ...]


class Section(NamedTuple):
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
        reports_fees: whether 信息处理费 must be reported here.
    """

    key: str
    numeral: str
    heading: str
    sheet: str
    table: Table | None = None
    guidance: str = ""
    paragraphs: int = 0
    advised_length: int = 0
    reports_fees: bool = False

    @property
    def title(self) -> str:
        return f"{self.numeral}、{self.heading}"


class Tier(IntEnum):
    """Whose unit it is; a higher tier adds up the lower ones."""

    TOWNSHIP = 0
    COUNTY = 1
    CITY = 2
    PROVINCE = 3
    STATE = 4


class Level(NamedTuple):
    """Kind of filing unit.

    Args:
        key: stable id.
        label: as chosen in the workbook.
        tier: 乡, 县, 市, 省 or 国.
        fee_ceiling: 万元 above which 行政事业性收费 is probably typed in 元.
        due, published: month and day in the following year (通知第二部分、条例第四十九条).
        document_ceiling: 行政规范性文件 a year above which ordinary documents are probably counted too;
            0 for a kind that may make any number.
        issues_rules: whether 立法法 lets it make 规章.
        government: 各级人民政府, whose section 一 must cover 考核、社会评议、责任追究.
        aggregate: 汇总, the sum over the units below.
        office: 本机关, the office of a government by itself.
        endings: a name that ends like this can only be a unit of this kind.
    """

    key: str
    label: str
    tier: Tier
    fee_ceiling: int
    due: tuple[int, int]
    published: tuple[int, int]
    document_ceiling: int = 0
    issues_rules: bool = False
    government: bool = False
    aggregate: bool = False
    office: bool = False
    endings: tuple[str, ...] = ()

    @property
    def local(self) -> bool:
        """Whether it is a single organ of a county or below."""
        return self.tier <= Tier.COUNTY and not self.aggregate


class Edition(NamedTuple):
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
    named: NamedCells

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
        return tuple(cell for block in self.blocks.values() for cell in block.cells)

    @cached_property
    def sums(self) -> tuple[Sum, ...]:
        return tuple(summed for block in self.blocks.values() for summed in block.sums)

    @cached_property
    def sum_of(self) -> Mapping[Cell, Sum]:
        return {summed.total: summed for summed in self.sums}

    @cached_property
    def addends(self) -> Mapping[Cell, tuple[Cell, ...]]:
        """Map every cell to the typed cells it adds up, a typed one to itself."""
        found: dict[Cell, tuple[Cell, ...]] = {cell: (cell,) for cell in self.typed_cells}
        for summed in self.sums:
            found[summed.total] = tuple(cell for part in summed.parts for cell in found[part])
        return found

    @cached_property
    def typed_cells(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell not in self.sum_of)

    @cached_property
    def row_labels(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        return {
            (block.key, key): labels
            for block in self.blocks.values()
            for key, labels in labels_in(block.rows)
        }

    @cached_property
    def column_labels(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        return {
            (block.key, key): labels
            for block in self.blocks.values()
            for key, labels in labels_in(block.columns)
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
