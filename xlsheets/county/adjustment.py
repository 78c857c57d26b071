"""What is added to a sum by hand: judged like what is typed into the cell, except that it may take away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import Oddity, oddity_of, show
from xlsheets.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsheets.basics.numbers import Number
    from xlsheets.schema import Cell, Edition

_ODD_AMOUNTS = {
    Oddity.TOO_LARGE: "太大",
    Oddity.TOO_PRECISE: "小数位数太多，最多六位",
    Oddity.FRACTION: "不是整数",
}


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A number added to a sum by hand, such as the second count of a joint document, and why."""

    cell: Cell
    amount: Number
    reason: str = ""


def refuse_adjustment(adjustment: Adjustment, edition: Edition) -> None:
    """Refuse what nobody could type into the cell, but that an adjustment may take away as well as add.

    Raises:
        UsageError: it adjusts a total, or its amount is no number of the cell's kind.
    """
    path = edition.path(adjustment.cell)
    if adjustment.cell not in edition.typed_cells:
        raise UsageError(f"“{path}”是合计，不能调整，请调整它的分项。")
    measure, amount = edition.measure(adjustment.cell), adjustment.amount
    odd = oddity_of(amount if amount > 0 else -amount, measure.decimals)
    if odd:
        raise UsageError(f"“{path}”的调整数 {show(amount)} {_ODD_AMOUNTS[odd]}，请改正“调整”表。")


def refuse_below_zero(
    adjustments: Sequence[Adjustment], figures: Mapping[Cell, Number], edition: Edition
) -> None:
    """Refuse adjustments that take away more than there is.

    Raises:
        UsageError: a sum is below zero.
    """
    for adjustment in adjustments:
        left = figures[adjustment.cell]
        if left < 0:
            path = edition.path(adjustment.cell)
            raise UsageError(
                f"“{path}”调整以后是 {show(left)}，不能小于 0，请核对“调整”表里的调整数。"
            )
