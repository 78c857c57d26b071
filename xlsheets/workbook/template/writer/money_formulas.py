"""A sum in 万元 -> the formula that says what it is in 元, so that a sum typed in 元 is seen while it is typed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import as_number, show
from xlsheets.workbook.layout import profile_name
from xlsheets.workbook.template.writer.live_formulas import Live

if TYPE_CHECKING:
    from xlsheets.schema.edition import Edition
    from xlsheets.schema.spec import Cell
    from xlsheets.workbook.template.writer.live_formulas import Account

# Below a sum in 万元: what it is in 元, and what is asked about one that is rare. From so many 万元 on it is not told.
_COMES_TO, _RARE = "收费金额合 ", "，这类单位很少有这么多，请看是不是按元填的"
# Asked where nobody said what kind of unit it is: some kinds have so much.
_MUCH = "，请看是不是按元填的（单位类别还没有选）"
_HINT = "收费金额的单位是万元：123456 元填 12.3456"
_UNTOLD = 1_000_000_000


def in_yuan(account: Account, cell: Cell) -> Live:
    """Say what a sum in 万元 comes to in 元, and ask about one that is rare for such a unit.

    How to write it for a blank, and for what not every program writes out in full.
    """
    here, amount = account.local((cell,)), account.report.figures.get(cell)
    levels = account.edition.levels
    level = account.edition.level(account.report.profile.level)
    asked = f'IF({profile_name("level")}="","{_MUCH}","{_RARE}")'
    said = f'"{_COMES_TO}"&ROUND({here}*10000,2)&" 元"'
    formula = (
        f'IF(COUNT({here})=1,IF({here}<0,"{_HINT}",IF({here}>={_UNTOLD},"{_HINT}",'
        f'IF({here}>{_ceiling(account.edition)},"？ "&{said}&{asked},{said}))),"{_HINT}")'
    )
    if amount is None or not 0 <= amount < _UNTOLD:
        return Live(formula, _HINT)
    told = f"{_COMES_TO}{show(as_number(round(Decimal(amount) * 10_000, 2)))} 元"
    ceiling = level.fee_ceiling if level else min(kind.fee_ceiling for kind in levels)
    asked_of = _RARE if level else _MUCH
    return Live(formula, f"？ {told}{asked_of}" if amount > ceiling else told)


def _ceiling(edition: Edition) -> str:
    """Write what 行政事业性收费 of the chosen kind of unit hardly ever exceeds; for no kind what the smallest do not."""
    kinds: dict[int, list[str]] = {}
    for level in edition.levels:
        kinds.setdefault(level.fee_ceiling, []).append(level.label)
    written = str(min(kinds))
    for ceiling, labels in kinds.items():
        chosen = "+".join(f'({profile_name("level")}="{label}")' for label in labels)
        written = f"IF({chosen}>0,{ceiling},{written})"
    return written
