"""Edition -> the checks a workbook makes by itself, as pairs of sums that must agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.schema import Cell
from xlsheets.schema.spec import Total
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlsheets.schema.edition import Edition
    from xlsheets.schema.spec import Block, Identity


class LiveCheck(NamedTuple):
    """One line of the panel: two sums that must agree, once every cell below them is filled."""

    code: str
    text: str
    jump: Cell
    expected: tuple[Cell, ...]
    found: tuple[Cell, ...]
    # Whether it weighs what came in against what went out, so that it can be said which side has more.
    weighs: bool = False


def live_checks(edition: Edition) -> tuple[LiveCheck, ...]:
    """Return every check the sheet makes by itself, block by block."""
    return tuple(check for block in edition.blocks.values() for check in _block(edition, block))


def _block(edition: Edition, block: Block) -> Iterator[LiveCheck]:
    for identity in edition.identities:
        if identity.block == block.key:
            yield from _identity(edition, identity)
    yield from _corners(edition, block)
    for rule in block.sums:
        text = f"{edition.path(rule.total)} ＝ 各分项之和"
        yield LiveCheck(rule.code, text, rule.total, rule.parts, (rule.total,))


def _corners(edition: Edition, block: Block) -> Iterator[LiveCheck]:
    """A total of totals is added along the row; added down the column it must come to the same."""
    down = {s.total.row: s for s in block.sums if s.parts[0].column == s.total.column}
    for column in block.column_leaves:
        if isinstance(column, Total):
            for row, rule in down.items():
                total = Cell(block.key, row, column.key)
                parts = tuple(Cell(block.key, part.row, column.key) for part in rule.parts)
                text = f"{edition.path(total)} ＝ 本列各项之和"
                yield LiveCheck(rule.code, text, total, parts, (total,))


def _identity(edition: Edition, identity: Identity) -> Iterator[LiveCheck]:
    block = edition.blocks[identity.block]
    sides = [
        " ＋ ".join(edition.items[block.key, row].short for row in side)
        for side in (identity.left, identity.right)
    ]
    for column in block.column_leaves:
        if isinstance(column, Total):
            continue  # it is off only where a column of its parts is, and by as much
        left, right = (
            tuple(Cell(block.key, row, column.key) for row in side)
            for side in (identity.left, identity.right)
        )
        where = edition.path(right[-1]).split(" › ")
        text = f"{where[0]} › {where[-1]}：{sides[0]} ＝ {sides[1]}"
        yield LiveCheck(identity.code, text, right[-1], left, right, weighs=True)


def typed_below(edition: Edition, cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Return the typed cells that these cells are, or are added up from."""
    found: dict[Cell, None] = {}
    for cell in cells:
        parts = edition.sum_of[cell].parts if cell in edition.sum_of else ()
        found |= dict.fromkeys(typed_below(edition, parts) if parts else (cell,))
    return tuple(found)
