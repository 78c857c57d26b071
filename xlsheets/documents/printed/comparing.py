"""Report and what a document says, block by block -> where the document says anything else."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from xlsheets.basics.characters import plain
from xlsheets.basics.numbers import show
from xlsheets.documents.printed.composition import (
    Form,
    PieceKind,
    PrintedPiece,
    compose,
    is_title,
)
from xlsheets.extract import Grid, Paragraph
from xlsheets.schema.shape import boxes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsheets.extract import Block
    from xlsheets.report import Report
    from xlsheets.schema.shape import Box
    from xlsheets.schema.spec import Table


def compare_pieces(report: Report, blocks: Sequence[Block], *, titled: bool = True) -> list[str]:
    """Compare what a document says, piece by piece, with what the report prints.

    Args:
        report: what the document is made of.
        blocks: what it says; what stands before and after the report does not count.
        titled: whether the title belongs to it.
    """
    expected = [piece for piece in compose(report) if titled or not is_title(piece)]
    attempts = [_compare(report, expected, blocks[at:]) for at in _starts(expected, blocks)]
    return min(attempts, key=len)


def _starts(expected: Sequence[PrintedPiece | Form], blocks: Sequence[Block]) -> list[int]:
    """Return where the report may begin: a letterhead can carry the name of the unit too."""
    first = expected[0]
    named = [
        at
        for at, block in enumerate(blocks)
        if isinstance(first, PrintedPiece)
        and isinstance(block, Paragraph)
        and block.text == first.text
    ]
    with_room = [at for at in named if len(blocks) - at >= len(expected)]
    return with_room or named[:1] or [0]


def _compare(
    report: Report, expected: Sequence[PrintedPiece | Form], blocks: Sequence[Block]
) -> list[str]:
    differences = [
        difference
        for piece, block in zip(expected, blocks, strict=False)
        for difference in _differences(report, piece, block)
    ]
    if len(blocks) < len(expected):
        missing = expected[len(blocks)]
        differences.append(f"文档里缺少“{_name(missing)}”及其后的内容。")
    return differences


def _name(piece: PrintedPiece | Form) -> str:
    return piece.caption if isinstance(piece, Form) else piece.text


def _differences(report: Report, piece: PrintedPiece | Form, block: Block) -> Iterator[str]:
    if isinstance(piece, Form) and isinstance(block, Grid):
        yield from _table_differences(report, piece, block)
    elif isinstance(piece, PrintedPiece) and isinstance(block, Paragraph):
        if piece.text != block.text:
            yield f"应为“{piece.text}”，文档里是“{block.text}”。"
        if (piece.kind is PieceKind.SECTION) != (block.level == 1):
            yield f"“{block.text}”的标题级别不对。"
    else:
        yield f"“{_name(piece)}”的位置上，文档里是别的内容。"


def _table_differences(report: Report, form: Form, grid: Grid) -> Iterator[str]:
    there = {cell[:2]: cell for cell in grid.cells}
    for place, size, box, label in _drawn(form.table):
        value = report.values.get(box.cell) if box.cell else label
        expected = "" if value is None else show(value)
        found = there.pop(place, None)
        if found is None or found[2:4] != size:
            yield f"{_where(report, form, box)}：文档里没有这一格，或者合并方式不同。"
        elif found.text != expected:
            yield f"{_where(report, form, box)}：应为“{expected}”，文档里是“{found.text}”。"
    if there:
        yield f"{form.caption}：文档里多出 {len(there)} 个单元格。"


@lru_cache(maxsize=16)
def _drawn(table: Table) -> tuple[tuple[tuple[int, int], tuple[int, int], Box, str], ...]:
    """Return place, extent and text of each cell of a table."""
    return tuple(
        ((box.row, box.column), (box.height, box.width), box, plain(box.text))
        for box in boxes(table)
    )


def _where(report: Report, form: Form, box: Box) -> str:
    return report.edition.path(box.cell) if box.cell else f"{form.table.number} › {box.text}"
