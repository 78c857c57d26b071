"""Comparisons -> text for a screen: figures with difference and share, the chain between years, sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.county.analysis.both_sides import totals_of
from xlsheets.notices.listing import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsheets.basics.numbers import Number
    from xlsheets.county.comparison import Comparison, FigureChange

_BLANK = "空"


def changes_as_text(comparisons: Sequence[Comparison]) -> str:
    """List what changed, unit by unit; a unit without any change gets one line."""
    lines = [line for comparison in comparisons for line in _unit(comparison)]
    return "\n".join((*lines, *_totals(comparisons), _closing(comparisons)))


def _totals(comparisons: Sequence[Comparison]) -> Iterator[str]:
    """Say how the units that are on both sides changed together, where there are several."""
    both = totals_of(comparisons)
    if both.units > 1:
        asked = next(one.after.edition.named.requests for one in comparisons if one.after)
        rows = {"新收": asked.received, "办理": asked.handled, "结转下年度": asked.carried_forward}
        found = {total.change.cell: total.change for total in both.changes}
        told = (
            f"{label} {_number(change.before)} → {_number(change.after)}{_share(change)}"
            for label, row in rows.items()
            if (change := found.get(asked.total(row)))
        )
        yield f"两边都有的 {both.units} 个单位合计：{'，'.join(told)}。"


def _unit(comparison: Comparison) -> Iterator[str]:
    name = harmless(comparison.unit or "没有单位名称")
    if comparison.before is None or comparison.after is None:
        yield f"{name}：{'新报的单位' if comparison.before is None else '这次没有报'}。"
        return
    yield f"{name}：{len(comparison.changes)} 个数字有变化。"
    for change in comparison.changes:
        path = comparison.after.edition.path(change.cell)
        yield f"  {path}：{_number(change.before)} → {_number(change.after)}{_share(change)}"
    for carry in comparison.breaks:
        column = comparison.after.edition.column_labels[carry.cell.block, carry.cell.column][-1]
        yield (
            f"  结转接不上（{column}）：前一年结转下年度 {_number(carry.closing)}，"
            f"后一年上年结转 {_number(carry.opening)}"
        )
    for section, before, after in comparison.rewordings:
        yield f"  {section}"
        yield from (f"    － {harmless(before)}",) if before else ()
        yield from (f"    ＋ {harmless(after)}",) if after else ()


def _number(value: Number | None) -> str:
    return _BLANK if value is None else show(value)


def _share(change: FigureChange) -> str:
    if change.delta is None:
        return ""
    sign = "+" if change.delta > 0 else ""
    percent = "" if change.percent is None else f"，{sign}{show(change.percent)}%"
    return f"（{sign}{show(change.delta)}{percent}）"


def _closing(comparisons: Sequence[Comparison]) -> str:
    new = sum(comparison.before is None for comparison in comparisons)
    gone = sum(comparison.after is None for comparison in comparisons)
    both = [comparison for comparison in comparisons if comparison.before and comparison.after]
    same = sum(not (comparison.changes or comparison.rewordings) for comparison in both)
    return (
        f"比较了 {len(both)} 个单位：有变化 {len(both) - same}，完全相同 {same}；"
        f"新报 {new}，没有再报 {gone}；结转接不上 {sum(bool(comparison.breaks) for comparison in both)}。"
    )
