"""Rolling up a county whose truth is known: the sums are those of the files that count, no unit twice."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.tools.county import YEAR, County, make_county
from xlsheets.cli import app
from xlsheets.report import Report
from xlsheets.schema import newest
from xlsheets.workbook.reader import read_workbook
from xlsheets.workbook.registerbook import write_register
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
    return [each for each in reports if not each.unusable]


def run(folder: Path, out: str, *arguments: object) -> str:
    given = ["rollup", folder / "收件", "-o", folder / out, "--register", folder / "名录.xlsx"]
    result = CliRunner().invoke(app, [*map(str, given), *map(str, arguments)])
    assert result.exit_code == 1
    return result.output


def test_the_sums_the_coverage_and_the_tie_out_equal_the_truth(county):
    folder, truth = county
    reports = counted(folder, truth)
    expected = {cell: sum(each.values[cell] for each in reports) for cell in newest().cells}
    typed = {cell: value + (cell.column == "decisions") for cell, value in expected.items()}
    figures = {cell: typed[cell] for cell in newest().typed_cells}
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
    assert re.search(rf"应报 {len(due)} 个单位，已收 \d+ 个，计入 {len(reports)} 个。", said)
    assert said.count("U201") == 3


def test_as_many_processes_as_there_are_give_the_same_bytes(county):
    folder, _ = county
    target = ("--unit", "示例县人民政府", "--year", YEAR)
    run(folder, "一.xlsx", *target, "--jobs", 1)
    run(folder, "二.xlsx", *target, "--jobs", 2)
    assert (folder / "一.xlsx").read_bytes() == (folder / "二.xlsx").read_bytes()
    papers = [(folder / f"{each}汇总底稿.xlsx").read_bytes() for each in "一二"]
    assert papers[0] == papers[1]
