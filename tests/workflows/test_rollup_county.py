"""Rolling up a county whose truth is known: the sums are those of the files that count, no unit twice."""

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from tests.tools.county import YEAR, County, make_county
from tests.tools.make import EDITION
from xlsheets.cli import app
from xlsheets.report import Report
from xlsheets.workbook.lists.register import write_register
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workbook.template import write_workbook


@pytest.fixture(scope="module")
def county(tmp_path_factory) -> tuple[Path, County]:
    folder = tmp_path_factory.mktemp("county")
    truth = make_county(folder / "收件", size=30, seed=7)
    (folder / "名录.xlsx").write_bytes(write_register(truth.register))
    return folder, truth


def counted(folder: Path, truth: County) -> list[Report]:
    """Return the reports that count and have no blank."""
    files = [file for _, _, file in truth.units.values() if file]
    reports = [read_workbook(folder / "收件" / file) for file in files]
    return [report for report in reports if not report.unusable]


def run(folder: Path, out: str, *arguments: object) -> str:
    given = ["rollup", folder / "收件", "-o", folder / out, "--register", folder / "名录.xlsx"]
    result = CliRunner().invoke(app, [*map(str, given), *map(str, arguments)])
    assert result.exit_code == 1
    return result.output


def test_the_sums_the_coverage_and_the_tie_out_equal_the_truth(county):
    folder, truth = county
    reports = counted(folder, truth)
    expected = {cell: sum(report.values[cell] for report in reports) for cell in EDITION.cells}
    typed = {cell: value + (cell.column == "decisions") for cell, value in expected.items()}
    figures = {cell: typed[cell] for cell in EDITION.typed_cells}
    whole = Report(figures=figures)
    (folder / "手工.xlsx").write_bytes(write_workbook(whole))
    said = run(
        folder,
        "县.xlsx",
        "--unit",
        "示例县人民政府",
        "--year",
        YEAR,
        "--typed",
        folder / "手工.xlsx",
    )
    assert read_workbook(folder / "县.xlsx").values == expected
    due = [unit for unit in truth.register.units if not unit.vertical]
    came = sum(bool(file) for _, _, file in truth.units.values())
    assert f"应报 {len(due)} 个单位，已收 {came} 个，计入 {len(reports)} 个。" in said
    assert said.count("U201") == 3


def test_as_many_processes_as_there_are_give_the_same_bytes(county):
    folder, _ = county
    target = ("--unit", "示例县人民政府", "--year", YEAR)
    run(folder, "一.xlsx", *target, "--jobs", 1)
    run(folder, "二.xlsx", *target, "--jobs", 2)
    assert (folder / "一.xlsx").read_bytes() == (folder / "二.xlsx").read_bytes()
    papers = [(folder / f"{number}汇总底稿.xlsx").read_bytes() for number in "一二"]
    assert papers[0] == papers[1]


def test_what_the_officer_confirmed_in_the_ledger_counts_in_the_roll_up(county):
    folder, truth = county
    file, unit = next((file, unit) for file, unit in truth.proposed.items() if "来件" in file)
    ledger = folder / "台账.xlsx"
    given = ["collect", folder / "收件", "--register", folder / "名录.xlsx", "-o", ledger]
    CliRunner().invoke(app, list(map(str, given)))
    book = openpyxl.load_workbook(ledger)
    row = next(cells for cells in book["文件"].iter_rows(min_row=4) if cells[0].value == file)
    row[9].value = unit
    book.save(ledger)
    target = ("--unit", "示例县人民政府", "--year", YEAR)
    said = run(folder, "没有确认.xlsx", *target)
    assert f"{file}”的" in said
    said = run(folder, "确认.xlsx", *target, "--ledger", ledger)
    assert f"{file}”的" not in said
    whole, held = read_workbook(folder / "确认.xlsx"), read_workbook(folder / "收件" / file)
    reports = [*counted(folder, truth), held]
    assert whole.values == {
        cell: sum(report.values[cell] for report in reports) for cell in EDITION.cells
    }


def test_a_ledger_needs_a_register_and_must_be_one(county):
    folder, _ = county
    base = [
        "rollup",
        folder / "收件",
        "-o",
        folder / "无.xlsx",
        "--unit",
        "示例县人民政府",
        "-y",
        YEAR,
    ]
    alone = CliRunner().invoke(app, [*map(str, base), "--ledger", str(folder / "名录.xlsx")])
    assert "--register" in str(alone.exception)
    register = ["--register", str(folder / "名录.xlsx"), "--ledger", str(folder / "名录.xlsx")]
    other = CliRunner().invoke(app, [*map(str, base), *register])
    assert "不是 collect 写的台账" in str(other.exception)
    assert not (folder / "无.xlsx").exists()


def test_the_paper_leads_to_the_files_and_prints_its_matrix_on_pages_of_its_own(county):
    folder, _ = county
    run(folder, "链接.xlsx", "--unit", "示例县人民政府", "--year", YEAR)
    book = openpyxl.load_workbook(folder / "链接汇总底稿.xlsx")
    links = [
        (cell.value, cell.hyperlink.target)
        for row in book["单位"].iter_rows(min_row=4)
        for cell in row
        if cell.hyperlink
    ]
    assert links
    for text, target in links:
        assert (folder / target.replace("\\", "/")).is_file()
        assert target.replace("\\", "/") == f"收件/{text}"
    assert book["明细"].print_title_cols == "$A:$B"
    assert not book["明细"].sheet_properties.pageSetUpPr.fitToPage
