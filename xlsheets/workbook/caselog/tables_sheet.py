"""Tally -> the sheet 三张表: the official tables, every number counted by a formula and leading to its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.addresses import Place, Spot, address, link_target, shortest_ranges
from xlsheets.caselog.columns import FIRST_ENTRY, REQUESTS
from xlsheets.caselog.words import log_words
from xlsheets.schema.shape import Role, boxes, height
from xlsheets.workbook.caselog.count_formulas import count_formulas, told
from xlsheets.workbook.caselog.places import (
    STATUS_ROW,
    TABLES_SHEET,
    TABLES_TOP,
    TODAY,
    UNIT,
    YEAR,
    column_entries,
)
from xlsheets.workbook.template.writer.formats import FAILED, PASSED, line_count
from xlsheets.workbook.template.writer.live_formulas import stored
from xlsheets.workbook.template.writer.sheet_writer import SheetWriter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsheets.basics.numbers import Number
    from xlsheets.caselog.counting import Tally
    from xlsheets.schema import Cell
    from xlsheets.schema.shape import Box
    from xlsheets.schema.spec import Table
    from xlsheets.workbook.caselog.count_formulas import CellCount
    from xlsheets.workbook.lists.list_writer import Pages

# Columns of the sheet: 表四 has fifteen, and the others are drawn on the same grid.
_GRID, _WIDTH = 15, 8.6
_LAST = _GRID - 1
# A column holds so many Chinese characters.
_ROOM = 4
_NOTE = "数字都由各表的公式计数，不用填；点一个数就到它所在的栏，按提示筛选，看得到是哪几行。只有浅黄色的两格可以改。"
_LOOKS = {
    Role.BANNER: ("banner",),
    Role.CORNER: ("head", "small"),
    Role.HEADER: ("head", "small"),
    Role.STUB: ("stub", "small"),
}


def write_tables(pages: Pages, tally: Tally) -> None:
    """Write the sheet."""
    sheet = pages.workbook.add_worksheet(TABLES_SHEET, worksheet_class=SheetWriter)
    sheet.set_column(0, _LAST, _WIDTH)
    _head(pages, sheet, tally)
    top = TABLES_TOP - 1
    numbers: dict[Cell, Spot] = {}
    for table in _tables(tally):
        top = _heading(pages, sheet, top, table)
        drawn = _Drawn(pages, sheet, tally, top, _starts(table.widths))
        numbers |= drawn.draw(table)
        top += height(table) + 1
    last = _figures(pages, sheet, tally, top)
    _status(pages, sheet, tally, numbers)
    _page(sheet, last)


def _tables(tally: Tally) -> list[Table]:
    """Return the official tables with those blocks whose numbers are counted."""
    counted = {cell.block for cell in count_formulas(tally.log.edition)}
    found = []
    for table in tally.log.edition.tables:
        blocks = tuple(block for block in table.blocks if block.key in counted)
        if blocks:
            found.append(table._replace(blocks=blocks))
    return found


def _starts(widths: Sequence[int]) -> list[int]:
    """Return where the columns of a table begin on the grid of the sheet, and where the last one ends."""
    starts, sofar = [0], 0
    for width in widths:
        sofar += width
        starts.append(max(starts[-1] + 1, round(_GRID * sofar / sum(widths))))
    return starts


def _head(pages: Pages, sheet: SheetWriter, tally: Tally) -> None:
    """Whose log it is, for which year, and until when its clocks are read."""
    _across(pages, sheet, 0, (0, _LAST), "三张表（由登记簿计数）", "title")
    sheet.set_row(0, 30)
    _across(pages, sheet, 1, (0, _LAST), _NOTE, "note")
    sheet.set_row(1, 30)
    row = UNIT.place.row - 1
    _across(pages, sheet, row, (0, 1), "单位名称", "head")
    _across(pages, sheet, row, (2, 7), tally.log.unit, "input", "left")
    sheet.write_string(row, 8, "年度", pages.style("head"))
    sheet.write_number(
        *YEAR.place.zero_based, tally.log.year, pages.style("cell", "center", "bold")
    )
    _across(pages, sheet, row, (10, 12), "期限提示看到哪天（空着是今天）", "head", "small")
    _across(pages, sheet, row, (13, 14), "", "input", "center", "day")
    sheet.data_validation(
        *TODAY.place.zero_based,
        *TODAY.place.zero_based,
        {
            "validate": "date",
            "criteria": ">",
            "value": "=36526",
            "error_title": "不是日期",
            "error_message": "请写成 2025-12-31 这样的日期，或者空着。",
        },
    )
    sheet.set_row(row, 30)


def _heading(pages: Pages, sheet: SheetWriter, top: int, table: Table) -> int:
    _across(
        pages,
        sheet,
        top,
        (0, _LAST),
        table.sheet.replace("、", f"、{table.number}　", 1),
        "heading",
    )
    sheet.set_row(top, 22)
    return top + 1


def _across(
    pages: Pages, sheet: SheetWriter, row: int, columns: tuple[int, int], text: str, *looks: str
) -> None:
    """Write a text over some columns of a row."""
    style = pages.style(*looks)
    sheet.merge_range(row, columns[0], row, columns[1], "", style)
    sheet.write_string(row, columns[0], text, style)


class _Drawn:
    """A table being drawn on the grid of the sheet."""

    def __init__(
        self, pages: Pages, sheet: SheetWriter, tally: Tally, top: int, starts: list[int]
    ) -> None:
        self._pages, self._sheet, self._top, self._starts = pages, sheet, top, starts
        self._edition, self._figures = tally.log.edition, tally.figures
        self._counted = count_formulas(tally.log.edition)

    def draw(self, table: Table) -> Mapping[Cell, Spot]:
        """Draw a table; return where its numbers stand."""
        spots = {box.cell: self._spot(box) for box in boxes(table) if box.cell}
        values: dict[Cell, int] = {cell: self._figures.get(cell, 0) for cell in spots}
        for summed in table.sums:
            values[summed.total] = sum(values[part] for part in summed.parts)
        lines = [1] * height(table)
        for box in boxes(table):
            room = _ROOM * (self._starts[box.column + box.width] - self._starts[box.column])
            if box.height == 1:
                lines[box.row] = max(lines[box.row], line_count(box.text, room))
            self._box(box, spots, values)
        for row, count in enumerate(lines):
            self._sheet.set_row(self._top + row, 8 + 14 * count)
        return spots

    def _spot(self, box: Box) -> Spot:
        return Spot(TABLES_SHEET, str(Place(self._top + box.row + 1, self._starts[box.column] + 1)))

    def _box(self, box: Box, spots: Mapping[Cell, Spot], values: Mapping[Cell, int]) -> None:
        looks = (
            ("sum",)
            if box.cell in self._edition.sum_of
            else _LOOKS.get(box.role, ("cell", "center"))
        )
        style = self._pages.style(*looks)
        row, column = self._top + box.row, self._starts[box.column]
        last_row, last = row + box.height - 1, self._starts[box.column + box.width] - 1
        if (row, column) != (last_row, last):
            self._sheet.merge_range(row, column, last_row, last, "", style)
        if box.cell is None:
            self._sheet.write_string(row, column, box.text, style)
            return
        counted = self._counted.get(box.cell)
        if counted:
            _link(self._sheet, (row, column), counted, self._pages)
        formula = counted.formula if counted else self._sum(box.cell, spots)
        self._sheet.write_formula(row, column, formula, style, values[box.cell])

    def _sum(self, cell: Cell, spots: Mapping[Cell, Spot]) -> str:
        parts = self._edition.sum_of[cell].parts
        return f"=SUM({shortest_ranges(spots[part].cell for part in parts)})"


def _link(sheet: SheetWriter, at: tuple[int, int], counted: CellCount, pages: Pages) -> None:
    """Let a number lead to the column it is counted by; the formula is written over the text of the link."""
    column = counted.sheet.places[counted.column]
    target = link_target(Spot(counted.sheet.name, address(FIRST_ENTRY - 2, column)))
    sheet.write_url(*at, f"internal:{target}", pages.style("cell"), " ", counted.tip)


def _figures(pages: Pages, sheet: SheetWriter, tally: Tally, top: int) -> int:
    """Write the figures that the text tells; return the last row."""
    _across(pages, sheet, top, (0, _LAST), "正文用的数", "heading")
    row = top
    for row, figure in enumerate(told(tally), top + 1):
        _across(pages, sheet, row, (0, 7), f"{figure.label}（{figure.unit}）", "stub")
        _link(sheet, (row, 8), figure.counted, pages)
        value: Number = figure.value
        style = pages.style("cell", "center")
        sheet.write_formula(row, 8, figure.counted.formula, style, stored(value))
    return row


def _status(pages: Pages, sheet: SheetWriter, tally: Tally, numbers: Mapping[Cell, Spot]) -> None:
    """Say whether every request of the year is counted, and that the 勾稽关系 holds."""
    asked, row = tally.log.edition.named.requests, STATUS_ROW - 1
    new, old, done, left = (
        numbers[asked.total(stage)].cell
        for stage in (asked.received, asked.carried_over, asked.handled, asked.carried_forward)
    )
    dated, filled = column_entries(REQUESTS, "ending"), column_entries(REQUESTS, "arrived")
    lost = f'COUNTIF({dated},"?*")-{new}-{old}'
    undated = f'COUNTIF({column_entries(REQUESTS, "number")},"?*")-COUNT({filled})'
    formula = (
        f'=IF({lost}>0,"✗ “依申请”表有 "&({lost})&" 行没有选申请人类别，没有计入",'
        f'IF({undated}>0,"✗ “依申请”表有 "&({undated})&" 行有编号、没有收到日期，没有计入",'
        f'IF({new}+{old}={done}+{left},"✓ 新收 "&{new}&" ＋ 上年结转 "&{old}&" ＝ 办理 "&{done}&" ＋ 结转下年度 "&{left},"✗ 不相符")))'
    )
    _across(pages, sheet, row, (0, _LAST), "", "status")
    sheet.write_formula(row, 0, formula, pages.style("status"), status_value(tally))
    here = f"A{STATUS_ROW}"
    for mark, look in (("✗", FAILED), ("✓", PASSED)):
        rule = {
            "type": "formula",
            "criteria": f'=LEFT(${here[0]}${STATUS_ROW},1)="{mark}"',
            "format": pages.workbook.add_format(look),
        }
        sheet.conditional_format(here, rule)
    sheet.set_row(row, 24)


def status_value(tally: Tally) -> str:
    """Return what the line says for this log."""
    words, asked = log_words(tally.log.edition), tally.log.edition.named.requests
    new, old, left = (
        sum(tally.figures[row.at(column)] for column in words.classes.values())
        for row in (asked.received, asked.carried_over, asked.carried_forward)
    )
    lost = sum(clock.of_the_year for clock in tally.clocks) - new - old
    numbered = sum(bool(request.number) for request in tally.log.requests)
    undated = numbered - sum(request.arrived is not None for request in tally.log.requests)
    if lost > 0:
        return f"✗ “依申请”表有 {lost} 行没有选申请人类别，没有计入"
    if undated > 0:
        return f"✗ “依申请”表有 {undated} 行有编号、没有收到日期，没有计入"
    done = new + old - left
    return f"✓ 新收 {new} ＋ 上年结转 {old} ＝ 办理 {done} ＋ 结转下年度 {left}"


def _page(sheet: SheetWriter, last: int) -> None:
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.print_area(0, 0, last, _LAST)
    sheet.freeze_panes(STATUS_ROW, 0)
    sheet.set_footer("&L&9&A&R&9第 &P 页，共 &N 页")
    sheet.set_tab_color("#2F5597")
