"""Edition -> the formulas by which a workbook computes its own 校对码 (see ``checkcode``)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import Spot, reference
from xlsheets.report.checkcode import (
    HALVES,
    LENGTH,
    SIGNS,
    check_code,
    residue,
    weights,
)
from xlsheets.workbook.layout import STAMP
from xlsheets.workbook.template.writer.live_formulas import Count, Live

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlsheets.report.checkcode import Modulus
    from xlsheets.schema import Cell
    from xlsheets.schema.spec import Block
    from xlsheets.workbook.layout import Layout
    from xlsheets.workbook.template.writer.live_formulas import Account

_UNFINISHED = "填完全部数字后显示"
_BROKEN = "表格的行列被改动，算不出来"
# The two sums are kept on the hidden sheet, beside the stamp.
RESIDUES = (Spot(STAMP, "F1"), Spot(STAMP, "F2"))


def code(account: Account) -> Live:
    """Spell the two sums in the characters of the code, once every figure is there."""
    typed = len(account.edition.typed_cells)
    filled = account.all_filled()
    parts = '&"-"&'.join("&".join(_signs(reference(spot))) for spot in RESIDUES)
    return Live(
        f'IF({filled.formula}<{typed},"{_UNFINISHED}",IFERROR({parts},"{_BROKEN}"))',
        check_code(replace(account.report, observations=())) or _UNFINISHED,
    )


def _signs(number: str) -> Iterator[str]:
    """Yield a formula for each character of a number, the most significant first."""
    for place in reversed(range(LENGTH)):
        digit = f"MOD(INT({number}/{len(SIGNS) ** place}),{len(SIGNS)})"
        yield f'MID("{SIGNS}",{digit}+1,1)'


def sums(account: Account) -> Iterator[tuple[Spot, Count]]:
    """Yield where each of the two sums stands, and its formula."""
    for spot, half in zip(RESIDUES, HALVES, strict=True):
        weighed = weights(account.edition.key, half)
        parts = [
            _weighted(account.layout, block, half, weighed)
            for block in account.edition.blocks.values()
        ]
        formula = f"MOD({'+'.join(parts)},{half.prime})"
        yield spot, Count(formula, residue(account.edition, account.report.values, half))


def _weighted(layout: Layout, block: Block, half: Modulus, weighed: Mapping[Cell, int]) -> str:
    """Add up a block by weight: its cells are a rectangle, and the weights a constant of its shape.

    The remainders are spelt out, because not every program computes MOD for each cell of an area.
    """
    cells = block.cells
    first, last = layout.numbers[cells[0]], layout.numbers[cells[-1]]
    area = reference(first if len(cells) == 1 else Spot(first.sheet, f"{first.cell}:{last.cell}"))
    scale = 10**block.measure.decimals
    whole = area if scale == 1 else f"ROUND({area}*{scale},0)"
    width = len(block.column_leaves)
    rows = (cells[start : start + width] for start in range(0, len(cells), width))
    constant = ";".join(",".join(str(weighed[cell]) for cell in row) for row in rows)
    if len(cells) == 1:
        return f"MOD({whole},{half.prime})*{constant}"
    rests = f"{whole}-{half.prime}*INT({whole}/{half.prime})"
    return f"SUMPRODUCT({rests},{{{constant}}})"
