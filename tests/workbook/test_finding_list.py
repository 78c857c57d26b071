"""Findings in the clerk's own file: listed on 校验, marked at their cells, explained beside their code."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest

import xlsheets as xs
from tests.tools import validator
from tests.tools.make import EDITION, address_of, report
from xlsheets.basics.addresses import Spot, reference, shortest_ranges
from xlsheets.workbook.editing.finding_list import list_findings, list_rows
from xlsheets.workbook.layout import (
    FINDING_COLUMNS,
    FINDINGS_ROWS,
    MARKED,
    MARKED_NAME,
    PANEL,
    Layout,
)
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workflows import samples
from xlsheets.workflows.one_report import workbook

LAYOUT = Layout(EDITION)
_EXCESSIVE = address_of("req.excessive.business")


def _checked(source: bytes) -> tuple[xs.Report, list[xs.Finding]]:
    found = read_workbook(source, "示例乡.xlsx")
    return found, xs.validate(found)


def _rows(source: bytes) -> list[tuple[str, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(source), data_only=True)[PANEL]
    area = LAYOUT.findings.cell
    return [
        tuple(cell.value or "" for cell in row[: len(FINDING_COLUMNS)])
        for row in sheet[area]
        if any(cell.value for cell in row)
    ]


@pytest.fixture(scope="module")
def faulty() -> bytes:
    return workbook(samples.faulty())


def test_every_finding_has_its_row_and_its_cells(faulty):
    found, findings = _checked(faulty)
    rows = _rows(list_findings(faulty, findings, found.places))
    assert [row[0] for row in rows] == [finding.code for finding in findings]
    blanks = next(row for row in rows if row[0] == "C101")
    assert f"三、申请办理!{_EXCESSIVE}" in blanks[FINDING_COLUMNS.index("单元格")]


def _marks(source: bytes) -> list[str]:
    """Return the addresses by which the sheets mark their cells."""
    cell = openpyxl.load_workbook(io.BytesIO(source))[MARKED.sheet][MARKED.cell]
    return (cell.value or "").split(" ")


def test_many_cells_are_listed_as_ranges_and_marked_one_by_one():
    blank = workbook(xs.Report(EDITION.key))
    found, findings = _checked(blank)
    marked = list_findings(blank, findings, found.places)
    shown = [row[FINDING_COLUMNS.index("单元格")] for row in _rows(marked)]
    typed = (found.places[str(cell)] for cell in EDITION.typed_cells)
    ranges = shortest_ranges(spot.cell for spot in typed if spot.sheet == "三、申请办理")
    assert f"三、申请办理!{ranges.replace(',', '、')}" in shown
    assert max(map(len, shown)) < 100
    named = (place for finding in findings for place in finding.places)
    due = [found.places[place] for place in named if place in found.places]
    assert set(_marks(marked)) == set(map(str, due))
    assert _marks(list_findings(marked, [], found.places)) == [""]


def test_of_scattered_cells_the_rest_is_counted():
    places = {str(number): Spot("表", f"A{2 * number + 1}") for number in range(40)}
    finding = xs.Finding(
        code="C101", severity=xs.Severity.ERROR, message="空", places=tuple(places)
    )
    [row] = list_rows([finding], places, 9, {})
    assert row.cells == "表!A1、A3、A5、A7、A9、A11、A13、A15 等，另有 32 格"


def test_a_workbook_whose_sheets_look_for_marks_in_the_list_has_them_there(faulty):
    """In workbooks of earlier versions the name of the marked cells leads to a column of the list."""
    book = openpyxl.load_workbook(io.BytesIO(faulty))
    column = reference(LAYOUT.finding_column("单元格"))
    book.defined_names[MARKED_NAME].attr_text = column
    old = io.BytesIO()
    book.save(old)
    found, findings = _checked(old.getvalue())
    marked = list_findings(old.getvalue(), findings, found.places)
    blanks = next(row for row in _rows(marked) if row[0] == "C101")
    cells = blanks[FINDING_COLUMNS.index("单元格")].split()
    assert f"三、申请办理!{_EXCESSIVE}" in cells
    assert all("!" in cell and ":" not in cell for cell in cells)
    assert _marks(marked) == [""]


def test_nothing_else_changes_and_the_file_stays_valid(faulty, tmp_path):
    found, findings = _checked(faulty)
    marked = list_findings(faulty, findings, found.places)
    again = read_workbook(marked, "示例乡.xlsx")
    assert (again.figures, again.narrative) == (found.figures, found.narrative)
    assert [finding.code for finding in xs.validate(again)] == [
        finding.code for finding in findings
    ]
    (tmp_path / "a.xlsx").write_bytes(marked)
    assert validator.errors(tmp_path / "a.xlsx") == []


def test_a_reason_is_kept_while_its_figures_stand(faulty):
    found, findings = _checked(faulty)
    marked = list_findings(faulty, findings, found.places)
    book = openpyxl.load_workbook(io.BytesIO(marked))
    row = 1 + next(n for n, cells in enumerate(_rows(marked)) if cells[0] == "S202")
    book[PANEL][LAYOUT.findings.cell][row - 1][
        FINDING_COLUMNS.index("说明理由")
    ].value = "含征地补偿返还"
    explained = io.BytesIO()
    book.save(explained)
    reasons = {finding.code: finding.reason for finding in _checked(explained.getvalue())[1]}
    assert reasons["S202"] == "含征地补偿返还"
    book["二、主动公开"]["B16"].value = 123606
    changed = io.BytesIO()
    book.save(changed)
    reasons = {finding.code: finding.reason for finding in _checked(changed.getvalue())[1]}
    assert reasons["S202"] == ""


def test_a_new_list_replaces_the_old_one(faulty):
    found, findings = _checked(faulty)
    marked = list_findings(faulty, findings, found.places)
    assert _rows(list_findings(marked, findings[:1], found.places)) == _rows(
        list_findings(faulty, findings[:1], found.places)
    )
    assert _rows(list_findings(marked, [], found.places)) == []


def test_more_findings_than_rows_are_counted(faulty):
    _, findings = _checked(faulty)
    rows = list_rows(findings * 100, {}, FINDINGS_ROWS, {})
    assert len(rows) == FINDINGS_ROWS
    assert f"还有 {len(findings) * 100 - FINDINGS_ROWS + 1} 项" in rows[-1].message


def test_a_reason_outlives_its_finding_and_the_end_of_the_list(faulty):
    _, findings = _checked(faulty)
    for found in ([], findings, findings * 100):
        rows = list_rows(found, {}, FINDINGS_ROWS, {"0a1b2c3d": "经核实无误"})
        assert len(rows) <= FINDINGS_ROWS
        assert [(row.reason, row.fingerprint) for row in rows if row.reason] == [
            ("经核实无误", "0a1b2c3d")
        ]


def test_reasons_of_findings_that_have_no_room_are_kept(faulty):
    _, findings = _checked(faulty)
    (doubt,) = [finding for finding in findings if finding.code == "S202"]
    many = [*findings[:1] * FINDINGS_ROWS, replace(doubt, reason="含征地补偿返还")]
    rows = list_rows(many, {}, FINDINGS_ROWS, {doubt.fingerprint: "含征地补偿返还"})
    assert len(rows) == FINDINGS_ROWS
    assert (rows[-1].reason, rows[-1].fingerprint) == ("含征地补偿返还", doubt.fingerprint)
    assert "还有 3 项" in rows[-2].message


def test_a_workbook_without_the_list_is_left_alone():
    book = openpyxl.load_workbook(io.BytesIO(workbook(report())))
    del book.defined_names["findings"]
    stored = io.BytesIO()
    book.save(stored)
    with pytest.raises(xs.OutputError, match="没有改动"):
        list_findings(stored.getvalue(), [], {})
