"""Comparisons -> a workbook: units at a glance with charts, every changed number, the chain, the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.county.analysis.both_sides import sides_of, totals_of
from xlsheets.workbook.lists.list_writer import (
    FIRST,
    HEADINGS,
    Column,
    Pages,
    column_under,
    entries,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from xlsxwriter.worksheet import Worksheet

    from xlsheets.county.analysis.both_sides import BothTotals, Sides
    from xlsheets.county.comparison import Comparison
    from xlsheets.report import Report
    from xlsheets.schema.cells import RequestRows, TableRow
    from xlsheets.workbook.lists.list_writer import Content

_UNITS, _CHARTS, _TOTALS = "概况", "图", "合计"
_NUMBERS, _CHAIN, _TEXT = "数字", "结转衔接", "文字"
_KEY_ROWS: dict[str, Callable[[RequestRows], TableRow]] = {
    "新收": lambda asked: asked.received,
    "办理总计": lambda asked: asked.handled,
    "结转下年度": lambda asked: asked.carried_forward,
}
_UNIT = "填报单位"


def _unit_columns(sides: Sides) -> tuple[Column, ...]:
    return (
        Column(_UNIT, 34, "left"),
        Column("情况", 12),
        Column("变化的数字"),
        Column("变化的文字"),
        Column("结转接不上"),
        *(Column(f"{label}（{side}）") for label in _KEY_ROWS for side in sides),
    )


def _total_columns(sides: Sides) -> tuple[Column, ...]:
    return (Column("位置", 60, "left"), *map(Column, sides), Column("差"), Column("变化（%）"))


_CHAIN_COLUMNS = (
    Column("填报单位", 34, "left"),
    Column("申请人", 20),
    Column("前一年结转下年度", 18),
    Column("后一年上年结转", 18),
    Column("差"),
    Column("结果", 10),
)
# A chart of more units than this has no legible labels.
_CHARTED = 40
_COLOURS = ("#7A8699", "#B3261E")


def write_comparison(comparisons: Sequence[Comparison]) -> bytes:
    """Return the workbook that shows what changed."""
    pages, sides = Pages("年度报告比较"), sides_of(comparisons)
    _write_units(pages, comparisons, sides)
    unit = Column(_UNIT, 30, "left")
    texts = (unit, Column("部分", 26, "left"), *(Column(side, 60, "left") for side in sides))
    both = totals_of(comparisons)
    for name, note, columns, rows in (
        (_TOTALS, f"两边都有的 {both.units} 个单位合计。", _total_columns(sides), _totals(both)),
        (_NUMBERS, "只列有变化的数字。", (unit, *_total_columns(sides)), _numbers(comparisons)),
        (_CHAIN, "两边是相连的两个年度才比。", _CHAIN_COLUMNS, _chain(comparisons)),
        (_TEXT, "逐句比较，只列不同的句子。", texts, _texts(comparisons)),
    ):
        sheet = pages.sheet(name, name, note, columns)
        pages.rows(sheet, columns, rows)
        sheet.freeze_panes(FIRST, 1)
    return pages.finish()


def _write_units(pages: Pages, comparisons: Sequence[Comparison], sides: Sides) -> None:
    columns = _unit_columns(sides)
    note = f"“{sides[0]}”是先给的一边，“{sides[1]}”是后给的一边。"
    sheet = pages.sheet(_UNITS, "两次报告比较", note, columns)
    count = pages.rows(sheet, columns, map(_unit, comparisons))
    sheet.set_row(HEADINGS, 36)
    sheet.freeze_panes(FIRST, 1)
    drawn = pages.workbook.add_worksheet(_CHARTS)
    drawn.hide_gridlines(2)
    drawn.set_paper(9)
    drawn.set_landscape()
    # However many units there are, no chart is cut in two by the end of a page.
    drawn.fit_to_pages(1, 1)
    for number, label in enumerate(_KEY_ROWS):
        _chart(pages, drawn, (label, sides), count, number)


def _chart(
    pages: Pages, sheet: Worksheet, drawn: tuple[str, Sides], count: int, number: int
) -> None:
    """Draw one key figure on both sides, unit by unit."""
    (label, sides), columns = drawn, _unit_columns(drawn[1])
    count = min(count, _CHARTED)
    chart = pages.workbook.add_chart({"type": "bar" if count > 1 else "column"})
    units = column_under(columns, _UNIT)
    for side, colour in zip(sides, _COLOURS, strict=True):
        figures = column_under(columns, f"{label}（{side}）")
        chart.add_series(
            {
                "name": side,
                "categories": f"={entries(_UNITS, units, count)}",
                "values": f"={entries(_UNITS, figures, count)}",
                "fill": {"color": colour},
                "data_labels": {"value": True},
            }
        )
    chart.set_title({"name": f"{label}（件）", "name_font": {"size": 12}})
    chart.set_legend({"position": "bottom"})
    if count > 1:
        chart.set_y_axis({"reverse": True})
    chart.set_size({"width": 440, "height": 180 + 26 * count})
    # A column of an empty sheet is 64 pixels wide.
    sheet.insert_chart(0, 7 * number, chart)


def _unit(comparison: Comparison) -> tuple[Content, ...]:
    before, after = comparison.before, comparison.after
    state = "新报" if before is None else "没有再报" if after is None else "都有"
    counts: tuple[Content, ...] = (None, None, None)
    if before and after:
        counts = (
            len(comparison.changes),
            len(comparison.rewordings),
            len(comparison.breaks) if comparison.carries else None,
        )
    keys = (_key(side, row) for row in _KEY_ROWS.values() for side in (before, after))
    return (comparison.unit, state, *counts, *keys)


def _key(report: Report | None, row: Callable[[RequestRows], TableRow]) -> Content:
    """Return the total of a row of 表三; nothing where it would rest on a blank."""
    if report is None:
        return None
    asked = report.edition.named.requests
    if any(cell.block == asked.block for cell in report.unusable):
        return None
    return report.values[asked.total(row(asked))]


def _totals(both: BothTotals) -> Iterator[tuple[Content, ...]]:
    for change in both.changes:
        yield change.path, change.before, change.after, change.delta, change.percent


def _numbers(comparisons: Sequence[Comparison]) -> Iterator[tuple[Content, ...]]:
    for comparison in comparisons:
        for change in comparison.changes:
            path = comparison.after.edition.path(change.cell) if comparison.after else ""
            yield comparison.unit, path, change.before, change.after, change.delta, change.percent


def _chain(comparisons: Sequence[Comparison]) -> Iterator[tuple[Content, ...]]:
    for comparison in comparisons:
        for carry in comparison.carries:
            labels = comparison.after.edition.column_labels if comparison.after else {}
            column = labels[carry.cell.block, carry.cell.column][-1]
            verdict = "相符" if carry.closing == carry.opening else "接不上"
            yield comparison.unit, column, carry.closing, carry.opening, carry.delta, verdict


def _texts(comparisons: Sequence[Comparison]) -> Iterator[tuple[Content, ...]]:
    for comparison in comparisons:
        for section, before, after in comparison.rewordings:
            yield comparison.unit, section, before, after
