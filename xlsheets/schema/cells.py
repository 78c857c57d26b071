"""The cells, rows and columns that code may name: declared once here, placed by every edition.

Code asks ``edition.named`` and never writes a key. What an edition does not have is None there, so that a
form without 现行有效件数 has no such number instead of a crash.
"""

from __future__ import annotations

from xlsheets.schema.spec import Cell
from xlsheets.values import NamedTuple


class TableRow(NamedTuple):
    """One row of a block; with a column it is a cell."""

    block: str
    key: str

    def at(self, column: str) -> Cell:
        """Return the cell of this row in a column."""
        return Cell(self.block, self.key, column)


class DocumentCells(NamedTuple):
    """One kind of document in 表二: 本年制发、本年废止、现行有效."""

    issued: Cell
    repealed: Cell | None
    in_force: Cell | None

    @property
    def row(self) -> tuple[str, str]:
        """Block and row they stand in."""
        return self.issued.block, self.issued.row

    @property
    def all_of_them(self) -> tuple[Cell, ...]:
        """The cells the edition has."""
        return tuple(cell for cell in (self.issued, self.repealed, self.in_force) if cell)


class RequestRows(NamedTuple):
    """表三: its four stages, the outcomes that have a rule or a sentence of their own, three columns.

    Args:
        everyone: the column 总计.
        person: the column 自然人.
        other_organisation: the column 其他 under 法人或其他组织.
        received, carried_over, handled, carried_forward: the terms of the 勾稽关系.
        granted, partial: （一）予以公开, （二）部分公开.
        state_secret: the ground 属于国家秘密.
        fee_unpaid: requests dropped because a fee was not paid.
        denied: the grounds of （三）不予公开.
        other_handling: the rows of （六）其他处理.
    """

    everyone: str
    person: str
    other_organisation: str
    received: TableRow
    carried_over: TableRow
    handled: TableRow
    carried_forward: TableRow
    granted: TableRow
    partial: TableRow
    state_secret: TableRow
    fee_unpaid: TableRow | None
    denied: tuple[TableRow, ...]
    other_handling: tuple[TableRow, ...]

    @property
    def block(self) -> str:
        """The block all of them stand in."""
        return self.received.block

    def total(self, row: TableRow) -> Cell:
        """Return the cell of a row in the column 总计."""
        return row.at(self.everyone)


class RemedyCells(NamedTuple):
    """The numbers of one remedy in 表四."""

    name: str
    upheld: Cell
    corrected: Cell
    other: Cell
    pending: Cell
    total: Cell

    @property
    def results(self) -> tuple[Cell, ...]:
        """The four results, in printed order."""
        return self.upheld, self.corrected, self.other, self.pending


class NamedCells(NamedTuple):
    """Where an edition has everything code may name.

    Args:
        rules, normative: 规章, 行政规范性文件.
        licensing, penalty, coercion: 处理决定数量 of 许可, 处罚, 强制.
        fees: 行政事业性收费 in 万元.
        requests: 表三.
        review, direct, after_review: 行政复议, 未经复议直接起诉, 复议后起诉.
    """

    rules: DocumentCells
    normative: DocumentCells
    licensing: Cell
    penalty: Cell
    coercion: Cell
    fees: Cell | None
    requests: RequestRows
    review: RemedyCells
    direct: RemedyCells
    after_review: RemedyCells

    @property
    def documents(self) -> tuple[DocumentCells, ...]:
        """Both kinds of document, in printed order."""
        return self.rules, self.normative

    @property
    def decisions(self) -> tuple[Cell, ...]:
        """The decisions of 许可, 处罚 and 强制."""
        return self.licensing, self.penalty, self.coercion

    @property
    def remedies(self) -> tuple[RemedyCells, ...]:
        """The three remedies of 表四, in printed order."""
        return self.review, self.direct, self.after_review
