"""Roll-up -> its working paper: remarks, differences first, every cell by unit, adjustments, units, facts."""

from __future__ import annotations

from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from xlsheets.basics.addresses import Place, Spot, address, link_target
from xlsheets.basics.numbers import Number, show
from xlsheets.county.analysis.differences import explanations, most_explained
from xlsheets.county.analysis.facts import fact_totals
from xlsheets.errors import OutputError
from xlsheets.report import complete
from xlsheets.workbook.layout import Layout
from xlsheets.workbook.lists.kept import Added, KeptPages, row_key
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
    heading_height,
)
from xlsheets.workbook.lists.paper_answers import NO_REMARKS
from xlsheets.workbook.lists.paper_columns import (
    ADJUSTED,
    ADJUSTMENT_COLUMNS,
    ADJUSTMENT_ROWS,
    ADJUSTMENTS,
    AMOUNT,
    COUNTED,
    DIFFERENCE_COLUMNS,
    DIFFERENCES,
    FACT_COLUMNS,
    FACT_SUMS,
    FIXED,
    GONE,
    GONE_COLUMNS,
    MATRIX,
    MOST_LINKED,
    MOST_UNITS,
    PATH,
    PLACE,
    REMARK_COLUMNS,
    REMARKS,
    STATES,
    UNIT_COLUMNS,
    UNIT_LOOK,
    UNITS,
)
from xlsheets.workbook.template.writer.live_formulas import stored

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsheets.county.rollup import Rollup
    from xlsheets.report import Report
    from xlsheets.report.findings import Finding
    from xlsheets.schema import Cell, Edition
    from xlsheets.workbook.lists.list_writer import Content

    # What a row is known by, and the row.
    Keyed = tuple[str, Sequence[Content]]


# So many units of a sum are named beside it; all of them stand in the matrix.
_MOST_PARTS = 8
# How small the matrix is printed, and what stands on each of its pages: the address and the place.
_SCALE, _REPEATED = 55, 2
# Left, right, top and bottom, in inches.
_MARGINS = (0.4, 0.4, 0.5, 0.6)
# How much is open in a file that was only read.
_UNKNOWN = (None, None)


def write_working_paper(
    rollup: Rollup,
    findings: Sequence[Finding],
    stream: IO[bytes],
    folder: str = "",
    kept: Mapping[str, Added] = NO_REMARKS,
) -> None:
    """Write the workbook that shows how the sums came about.

    Args:
        rollup: the sums.
        findings: what is to be said about the roll-up and the aggregate.
        stream: where to write it.
        folder: where the files are as seen from it; "" to link nothing.
        kept: what people wrote into the columns they have for themselves, by sheet.

    Raises:
        OSError: the disk refuses.
        OutputError: there are more units than a sheet has columns.
    """
    if len(rollup.units) > MOST_UNITS:
        raise OutputError(f"单位超过 {MOST_UNITS} 个，一张表放不下，请先按县汇总，再汇总各县。")
    title = f"{''.join(rollup.report.title_lines)}汇总底稿"
    with TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        paper = KeptPages(Pages(title, stream, scratch), kept)
        _write_remarks(paper, rollup, findings)
        if rollup.typed:
            _write_differences(paper, rollup)
        _write_matrix(paper, rollup)
        _write_facts(paper, rollup)
        _write_adjustments(paper.pages, rollup)
        _write_units(paper, rollup, folder)
        _write_gone(paper)
        paper.pages.finish()


def _write_remarks(paper: KeptPages, rollup: Rollup, findings: Sequence[Finding]) -> None:
    title = f"{''.join(rollup.report.title_lines)}：汇总概况"
    columns = paper.columns(REMARKS, REMARK_COLUMNS)
    sheet = paper.pages.sheet(REMARKS, title, rollup.coverage, columns)
    paper.rows(sheet, columns, map(_remark, findings))
    sheet.freeze_panes(FIRST, 0)


def _remark(finding: Finding) -> Keyed:
    where, label = finding.file or finding.path, finding.severity.label
    row = (finding.code, label, where, finding.message, finding.hint)
    return row_key(finding.code, where), row


def _write_differences(paper: KeptPages, rollup: Rollup) -> None:
    count = len(rollup.differences)
    alike = len(rollup.report.edition.cells) - count
    at_once = most_explained(explanations(rollup).values())
    note = f"手工汇总与各单位之和有 {count} 格不一致，其余 {alike} 格相符。{at_once}"
    columns = paper.columns(DIFFERENCES, DIFFERENCE_COLUMNS)
    sheet = paper.pages.sheet(DIFFERENCES, "手工汇总与各单位之和", note, columns)
    paper.rows(sheet, columns, _differences(rollup))
    sheet.freeze_panes(FIRST, 1)


def _differences(rollup: Rollup) -> Iterator[Keyed]:
    rows, told = _matrix_rows(rollup.report.edition), explanations(rollup)
    for difference in rollup.differences:
        delta = None if difference.typed is None else difference.typed - difference.summed
        parts = _composed(rollup.parts(difference.cell))
        jump = Jump("转到", link_target(Spot(MATRIX, address(rows[difference.cell], 0))))
        path = rollup.edition.path(difference.cell)
        why = told.get(difference, "")
        yield path, (path, difference.typed, difference.summed, delta, why, parts, jump)


def _composed(parts: Sequence[tuple[str, Number]]) -> str:
    """Say which units a sum is made of; of many the largest, in the order of the others."""
    largest = sorted(range(len(parts)), key=lambda place: -parts[place][1])[:_MOST_PARTS]
    told = "；".join(f"{parts[place][0]} {show(parts[place][1])}" for place in sorted(largest))
    others = len(parts) - len(largest)
    more = f"；另有 {others} 个单位，见明细" if others else ""
    return f"{told}{more}"


def _matrix_rows(edition: Edition) -> Mapping[Cell, int]:
    """Return the row of every cell in the matrix, counted from 0."""
    return {cell: FIRST + number for number, cell in enumerate(edition.cells)}


def _write_matrix(paper: KeptPages, rollup: Rollup) -> None:
    """Every cell of the report a row, every unit a column: the sum is a formula over the units."""
    edition, layout = rollup.report.edition, Layout(rollup.report.edition)
    rows = _matrix_rows(edition)
    added = complete(edition, {cell: rollup.adjusted(cell) for cell in edition.typed_cells})
    columns = paper.columns(
        MATRIX, (*FIXED, *(Column(unit, *UNIT_LOOK) for unit in rollup.counted))
    )
    note = f"{rollup.coverage}每一行是报告里的一格，汇总等于各单位之和加调整。"
    sheet = paper.pages.sheet(MATRIX, "每一格由哪些单位组成", note, columns)
    sheet.set_row(HEADINGS, heading_height(columns))
    # As many pages side by side as there are units, each with the places.
    sheet.set_print_scale(_SCALE)
    sheet.set_margins(*_MARGINS)
    sheet.repeat_columns(0, _REPEATED - 1)
    paper.rows(
        sheet,
        columns,
        (
            (
                edition.path(cell),
                (
                    str(layout.numbers[cell]),
                    edition.path(cell),
                    edition.measure(cell).unit,
                    *_sums(rollup, cell, rows, added[cell]),
                    rollup.report.values[cell],
                    *rollup.column(cell),
                ),
            )
            for cell in edition.cells
        ),
    )
    sheet.freeze_panes(FIRST, len(FIXED))


def _sums(
    rollup: Rollup, cell: Cell, rows: Mapping[Cell, int], added: Number
) -> tuple[FormulaCell, FormulaCell]:
    """Return the sum of a cell over the units, and what was added to it by hand."""
    edition, row, summed = rollup.report.edition, rows[cell] + 1, rollup.report.values[cell]
    left, right = len(FIXED) + 1, len(FIXED) + max(1, len(rollup.units))
    units = f"{Place(row, left)}:{Place(row, right)}"
    if cell in edition.sum_of:
        parts = (address(rows[part], ADJUSTED) for part in edition.sum_of[cell].parts)
        adjusted = f"=SUM({','.join(parts)})"
    else:
        places, amounts = (
            entries(ADJUSTMENTS, column_under(ADJUSTMENT_COLUMNS, heading), _rows_for(rollup))
            for heading in (PLACE, AMOUNT)
        )
        adjusted = f"=SUMIF({places},{address(rows[cell], PATH)},{amounts})"
    total = f"=SUM({units})+{address(rows[cell], ADJUSTED)}"
    return FormulaCell(total, stored(summed)), FormulaCell(adjusted, stored(added))


def _rows_for(rollup: Rollup) -> int:
    return len(rollup.adjustments) + ADJUSTMENT_ROWS


def _write_adjustments(pages: Pages, rollup: Rollup) -> None:
    edition = rollup.report.edition
    note = "各单位之和以外要加减的数写在这里，一行一项，理由必填；下次汇总加 --adjust 就会读进去。合计不能调整，调整它的分项。"
    sheet = pages.sheet(ADJUSTMENTS, "调整", note, ADJUSTMENT_COLUMNS)
    blank = [(None, None, None)] * ADJUSTMENT_ROWS
    given = [
        (edition.path(adjustment.cell), adjustment.amount, adjustment.reason)
        for adjustment in rollup.adjustments
    ]
    pages.rows(sheet, ADJUSTMENT_COLUMNS, [*given, *blank])
    source = f"={entries(MATRIX, PATH, len(edition.cells))}"
    bottom = FIRST + _rows_for(rollup) - 1
    sheet.data_validation(FIRST, 0, bottom, 0, {"validate": "list", "source": source})
    sheet.freeze_panes(FIRST, 0)


def _write_facts(paper: KeptPages, rollup: Rollup) -> None:
    columns = paper.columns(FACT_SUMS, FACT_COLUMNS)
    note = "计入的单位里，填了的相加。没有填齐的，不写进县里的“基础数据”；要写进正文的，先催齐。"
    sheet = paper.pages.sheet(FACT_SUMS, "基础数据和信息处理费", note, columns)
    paper.rows(sheet, columns, _fact_rows(rollup))
    sheet.freeze_panes(FIRST, 1)


def _fact_rows(rollup: Rollup) -> Iterator[Keyed]:
    count = len(rollup.units)
    for total in fact_totals(rollup):
        told = f"{count - len(total.lacking)}/{count} 个单位填了"
        yield total.label, (total.label, total.unit, total.amount, told, "、".join(total.lacking))


def _write_units(paper: KeptPages, rollup: Rollup, folder: str) -> None:
    folder = folder if len(rollup.units) <= MOST_LINKED else ""
    columns = paper.columns(UNITS, UNIT_COLUMNS)
    sheet = paper.pages.sheet(UNITS, "单位", rollup.coverage, columns)
    places = {name: number for number, name in enumerate(rollup.scope.expected)}
    # A row is made when it is written: those of a province together take more room than its reports.
    listed = sorted(_listed(rollup), key=lambda unit: places.get(unit[0], len(places)))
    rows = ((n, *_unit_row(rollup, unit, folder)) for n, unit in enumerate(listed, 1))
    paper.rows(sheet, columns, ((row_key(*map(_text, (row[1], row[-1]))), row) for row in rows))
    sheet.freeze_panes(FIRST, 2)


def _listed(rollup: Rollup) -> Iterator[tuple[str, str, Report | None]]:
    """Yield every unit by its name: where it stands, and its report."""
    yield from ((name, "没有收到", None) for name in rollup.missing)
    yield from ((out.report.profile.unit, STATES[out.fault], out.report) for out in rollup.left_out)
    yield from ((unit.profile.unit, COUNTED, unit) for unit in rollup.units)


def _text(content: Content) -> str:
    return content.text if isinstance(content, Link) else str(content or "")


def _write_gone(paper: KeptPages) -> None:
    """List what people wrote beside rows that are no longer there: nothing typed is lost."""
    gone = list(paper.gone)
    if gone:
        note = "写在底稿里、现在没有那一行了的备注；那一行再出现时，自动写回去。"
        sheet = paper.pages.sheet(GONE, "旧备注", note, GONE_COLUMNS)
        paper.pages.rows(sheet, GONE_COLUMNS, gone)


def _unit_row(
    rollup: Rollup, listed: tuple[str, str, Report | None], folder: str
) -> tuple[Content, ...]:
    name, state, report = listed
    if report is None:
        return (name, "", state, None, None, None, None, None, "")
    level = report.edition.level(report.profile.level)
    asked = report.edition.named.requests
    cells = map(asked.total, (asked.received, asked.handled, asked.carried_forward))
    counts = state == COUNTED
    # Nothing that is blank is ever counted.
    usable = counts or not report.find_unusable()
    numbers = (report.value(cell) if usable else None for cell in cells)
    left = rollup.left_open.get(report.source, _UNKNOWN) if counts else _UNKNOWN
    file = Link(report.source, f"{folder}/{report.source}" if folder else "")
    return (name, level.label if level else "", state, *numbers, *left, file)
