"""Roll-up -> its working paper: remarks, differences first, every cell by unit, adjustments; and those read back."""

from __future__ import annotations

from itertools import chain
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from xlsheets.basics.addresses import Place, Spot, address, link_target
from xlsheets.basics.numbers import Number, show
from xlsheets.county.adjustment import Adjustment
from xlsheets.county.rollup import ExclusionReason
from xlsheets.errors import OutputError, UnreadableError, UsageError
from xlsheets.report import complete
from xlsheets.workbook.layout import Layout
from xlsheets.workbook.lists.list_writer import (
    FIRST,
    HEADINGS,
    Column,
    FormulaCell,
    Jump,
    Link,
    Pages,
    column_under,
    entries,
)
from xlsheets.workbook.template.writer.live_formulas import stored
from xlsheets.xlsx.list_reader import read_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsheets.county.rollup import Rollup
    from xlsheets.report import Report
    from xlsheets.report.findings import Finding
    from xlsheets.schema import Cell, Edition
    from xlsheets.workbook.lists.list_writer import Content
    from xlsheets.xlsx.list_reader import ListRow

_REMARKS, _DIFFERENCES, _MATRIX, _ADJUSTMENTS, _UNITS = "概况", "差异", "明细", "调整", "单位"
_REMARK_COLUMNS = (
    Column("规则", 9),
    Column("类别", 10),
    Column("文件或者位置", 36, "left"),
    Column("问题", 70, "left"),
    Column("怎么办", 60, "left"),
)
_DIFFERENCE_COLUMNS = (
    Column("位置", 60, "left"),
    Column("手工汇总"),
    Column("各单位之和"),
    Column("差"),
    Column("由哪些单位组成", 80, "left"),
    Column("明细", 8, "link"),
)
_FIXED = (
    Column("单元格", 17, "small"),
    Column("位置", 56, "left"),
    Column("单位", 7),
    Column("汇总", 12, "sum"),
    Column("调整", 9),
)
_ADJUSTED = column_under(_FIXED, "调整")
_PATH = column_under(_FIXED, "位置")
# A sheet has 16384 columns.
_MOST_UNITS = 16_384 - len(_FIXED)
# Links are kept in memory until the end: a province does without.
_MOST_LINKED = 1_000
_ADJUSTMENT_HEADINGS = _PLACE, _AMOUNT, _WHY = "位置", "调整数", "理由"
_ADJUSTMENT_COLUMNS = (
    Column(_PLACE, 70, "input"),
    Column(_AMOUNT, 12, "input"),
    Column(_WHY, 70, "input"),
)
_ADJUSTMENT_ROWS = 100
_UNIT_COLUMNS = (
    Column("填报单位", 36, "left"),
    Column("单位类别", 24),
    Column("状态", 34, "left"),
    Column("新收"),
    Column("办理总计"),
    Column("结转下年度"),
    Column("文件", 44, "left"),
)
_COUNTED = "计入"
_STATES = {
    ExclusionReason.NAMELESS: "没有计入：没有单位名称",
    ExclusionReason.OTHER_YEAR: "没有计入：年度不对",
    ExclusionReason.OTHER_EDITION: "没有计入：格式版本不对",
    ExclusionReason.VERTICAL: "没有计入：垂直管理单位",
    ExclusionReason.UNKNOWN: "没有计入：不在名录里",
    ExclusionReason.AGGREGATE: "没有计入：本级或者上级的汇总",
    ExclusionReason.TWICE: "没有计入：报了几份，数字不同",
    ExclusionReason.REPEATED: "没有计入：与另一份相同",
    ExclusionReason.UNDECIDED: "没有计入：代码与单位名称不符",
    ExclusionReason.DISSOLVED: "没有计入：已经撤销的单位",
    ExclusionReason.UNUSABLE: "没有计入：有空白或者看不出的数字",
}


def write_working_paper(
    rollup: Rollup, findings: Sequence[Finding], stream: IO[bytes], folder: str = ""
) -> None:
    """Write the workbook that shows how the sums came about.

    Args:
        rollup: the sums.
        findings: what is to be said about the roll-up and the aggregate.
        stream: where to write it.
        folder: where the files are as seen from it; "" to link nothing.

    Raises:
        OSError: the disk refuses.
        OutputError: there are more units than a sheet has columns.
    """
    if len(rollup.units) > _MOST_UNITS:
        raise OutputError(f"单位超过 {_MOST_UNITS} 个，一张表放不下，请先按县汇总，再汇总各县。")
    title = f"{''.join(rollup.report.title_lines)}汇总底稿"
    with TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        pages = Pages(title, stream, scratch)
        _write_remarks(pages, rollup, findings)
        if rollup.typed:
            _write_differences(pages, rollup)
        _write_matrix(pages, rollup)
        _write_adjustments(pages, rollup)
        _write_units(pages, rollup, folder)
        pages.finish()


def _write_remarks(pages: Pages, rollup: Rollup, findings: Sequence[Finding]) -> None:
    title = f"{''.join(rollup.report.title_lines)}：汇总概况"
    sheet = pages.sheet(_REMARKS, title, rollup.coverage, _REMARK_COLUMNS)
    rows = (
        (
            finding.code,
            finding.severity.label,
            finding.file or finding.path,
            finding.message,
            finding.hint,
        )
        for finding in findings
    )
    pages.rows(sheet, _REMARK_COLUMNS, rows)
    sheet.freeze_panes(FIRST, 0)


def _write_differences(pages: Pages, rollup: Rollup) -> None:
    count = len(rollup.differences)
    note = f"手工汇总与各单位之和有 {count} 格不一致，其余 {len(rollup.report.edition.cells) - count} 格相符。"
    sheet = pages.sheet(_DIFFERENCES, "手工汇总与各单位之和", note, _DIFFERENCE_COLUMNS)
    pages.rows(sheet, _DIFFERENCE_COLUMNS, _differences(rollup))
    sheet.freeze_panes(FIRST, 1)


def _differences(rollup: Rollup) -> Iterator[Sequence[Content]]:
    rows = _matrix_rows(rollup.report.edition)
    for difference in rollup.differences:
        delta = None if difference.typed is None else difference.typed - difference.summed
        parts = "；".join(f"{unit} {show(value)}" for unit, value in rollup.parts(difference.cell))
        jump = Jump("转到", link_target(Spot(_MATRIX, address(rows[difference.cell], 0))))
        yield (
            rollup.report.edition.path(difference.cell),
            difference.typed,
            difference.summed,
            delta,
            parts,
            jump,
        )


def _matrix_rows(edition: Edition) -> Mapping[Cell, int]:
    """Return the row of every cell in the matrix, counted from 0."""
    return {cell: FIRST + number for number, cell in enumerate(edition.cells)}


def _write_matrix(pages: Pages, rollup: Rollup) -> None:
    """Every cell of the report a row, every unit a column: the sum is a formula over the units."""
    edition, layout = rollup.report.edition, Layout(rollup.report.edition)
    rows = _matrix_rows(edition)
    added = complete(edition, {cell: rollup.adjusted(cell) for cell in edition.typed_cells})
    columns = (*_FIXED, *(Column(unit) for unit in rollup.counted))
    note = f"{rollup.coverage}每一行是报告里的一格，汇总等于各单位之和加调整。"
    sheet = pages.sheet(_MATRIX, "每一格由哪些单位组成", note, columns)
    sheet.set_row(HEADINGS, 62)
    # As many pages side by side as there are units, each with the places.
    sheet.set_print_scale(60)
    sheet.repeat_columns(0, len(_FIXED) - 1)
    pages.rows(
        sheet,
        columns,
        (
            (
                str(layout.numbers[cell]),
                edition.path(cell),
                edition.measure(cell).unit,
                *_sums(rollup, cell, rows, added[cell]),
                *(unit.value(cell) for unit in rollup.units),
            )
            for cell in edition.cells
        ),
    )
    sheet.freeze_panes(FIRST, len(_FIXED))


def _sums(
    rollup: Rollup, cell: Cell, rows: Mapping[Cell, int], added: Number
) -> tuple[FormulaCell, FormulaCell]:
    """Return the sum of a cell over the units, and what was added to it by hand."""
    edition, row, summed = rollup.report.edition, rows[cell] + 1, rollup.report.values[cell]
    left, right = len(_FIXED) + 1, len(_FIXED) + max(1, len(rollup.units))
    units = f"{Place(row, left)}:{Place(row, right)}"
    if cell in edition.sum_of:
        parts = (address(rows[part], _ADJUSTED) for part in edition.sum_of[cell].parts)
        adjusted = f"=SUM({','.join(parts)})"
    else:
        places, amounts = (
            entries(_ADJUSTMENTS, column_under(_ADJUSTMENT_COLUMNS, heading), _rows_for(rollup))
            for heading in ("位置", "调整数")
        )
        adjusted = f"=SUMIF({places},{address(rows[cell], _PATH)},{amounts})"
    total = f"=SUM({units})+{address(rows[cell], _ADJUSTED)}"
    return FormulaCell(total, stored(summed)), FormulaCell(adjusted, stored(added))


def _rows_for(rollup: Rollup) -> int:
    return len(rollup.adjustments) + _ADJUSTMENT_ROWS


def _write_adjustments(pages: Pages, rollup: Rollup) -> None:
    edition = rollup.report.edition
    note = "各单位之和以外要加减的数写在这里，一行一项，理由必填；下次汇总加 --adjust 就会读进去。合计不能调整，调整它的分项。"
    sheet = pages.sheet(_ADJUSTMENTS, "调整", note, _ADJUSTMENT_COLUMNS)
    blank = [(None, None, None)] * _ADJUSTMENT_ROWS
    given = [
        (edition.path(adjustment.cell), adjustment.amount, adjustment.reason)
        for adjustment in rollup.adjustments
    ]
    pages.rows(sheet, _ADJUSTMENT_COLUMNS, [*given, *blank])
    source = f"={entries(_MATRIX, _PATH, len(edition.cells))}"
    bottom = FIRST + _rows_for(rollup) - 1
    sheet.data_validation(FIRST, 0, bottom, 0, {"validate": "list", "source": source})
    sheet.freeze_panes(FIRST, 0)


def _write_units(pages: Pages, rollup: Rollup, folder: str) -> None:
    folder = folder if len(rollup.units) <= _MOST_LINKED else ""
    sheet = pages.sheet(_UNITS, "单位", rollup.coverage, _UNIT_COLUMNS)
    counted = (_unit_row(unit, _COUNTED, folder) for unit in rollup.units)
    left_out = (
        _unit_row(addend.report, _STATES[addend.fault], folder) for addend in rollup.left_out
    )
    missing = ((unit, "", "没有收到", None, None, None, "") for unit in rollup.missing)
    pages.rows(sheet, _UNIT_COLUMNS, chain(missing, left_out, counted))
    sheet.freeze_panes(FIRST, 1)


def _unit_row(report: Report, state: str, folder: str) -> Sequence[Content]:
    level = report.edition.level(report.profile.level)
    asked = report.edition.named.requests
    cells = map(asked.total, (asked.received, asked.handled, asked.carried_forward))
    # Nothing that is blank is ever counted.
    usable = state == _COUNTED or not report.find_unusable()
    numbers = (report.value(cell) if usable else None for cell in cells)
    file = Link(report.source, f"{folder}/{report.source}" if folder else "")
    return (report.profile.unit, level.label if level else "", state, *numbers, file)


def read_adjustments(source: bytes, edition: Edition, name: str) -> tuple[Adjustment, ...]:
    """Read the adjustments out of a working paper.

    Raises:
        UnreadableError: the file is no workbook, or has no such sheet.
        UsageError: a line names no cell of the report, or holds no number.
    """
    rows = read_list(source, name, _AMOUNT, _ADJUSTMENT_HEADINGS)
    if rows is None:
        raise UnreadableError(
            "not_ours", f"“{name}”里没有“{_ADJUSTMENTS}”这张表，请用汇总时生成的底稿。"
        )
    cells = {edition.path(cell): cell for cell in edition.cells}
    return tuple(
        _adjustment(row, cells, f"“{name}”的“{_ADJUSTMENTS}”表第 {row.number} 行") for row in rows
    )


def _adjustment(row: ListRow, cells: Mapping[str, Cell], where: str) -> Adjustment:
    cell = cells.get(row.text(_PLACE))
    if cell is None:
        raise UsageError(f"{where}的位置不是报告里的一格，请从下拉列表里选。")
    amount = row.figure(_AMOUNT)
    if amount is None:
        raise UsageError(f"{where}的调整数不是数字。")
    return Adjustment(cell, amount, row.text(_WHY))
