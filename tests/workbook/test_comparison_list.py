"""What the comparison shows: on the screen, in a workbook with charts, by command."""

import io
import os
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from tests.tools import office, validator
from tests.tools.make import report
from xlsheets.cli import app
from xlsheets.county.comparison import compare_reports
from xlsheets.county.register import Register, Unit
from xlsheets.notices.changes import changes_as_text
from xlsheets.workbook.lists.comparison import write_comparison
from xlsheets.workbook.lists.register import write_register
from xlsheets.workbook.template import write_workbook


def town(name: str, received: int, year: int):
    return report(
        {"req.received.business": received, "req.carried_forward.business": received},
        unit=f"{name}镇人民政府",
        year=year,
    )


BEFORE = [town("甲", 2, 2024), town("乙", 4, 2024), town("丙", 1, 2024)]
AFTER = [town("甲", 3, 2025), town("乙", 4, 2025), town("丁", 1, 2025)]
FOUND = compare_reports(BEFORE, AFTER)


def rows(source: bytes, name: str) -> list[tuple]:
    book = openpyxl.load_workbook(io.BytesIO(source))
    return [tuple(row) for row in book[name].iter_rows(min_row=4, values_only=True)]


def test_the_text_names_changes_new_units_and_broken_chains():
    said = changes_as_text(FOUND)
    assert "表三 › 一、本年新收政府信息公开申请数量 › 商业企业：2 → 3（+1，+50%）" in said
    assert "丁镇人民政府：新报的单位。" in said
    assert "丙镇人民政府：这次没有报。" in said
    assert "结转接不上（商业企业）：前一年结转下年度 2，后一年上年结转 0" in said
    assert said.endswith("新报 1，没有再报 1；结转接不上 2。")


def test_the_workbook_lists_the_same():
    source = write_comparison(FOUND)
    assert [row[:2] for row in rows(source, "概况")] == [
        ("丁镇人民政府", "新报"),
        ("丙镇人民政府", "没有再报"),
        ("乙镇人民政府", "都有"),
        ("甲镇人民政府", "都有"),
    ]
    first = next(row for row in rows(source, "数字") if row[0] == "甲镇人民政府")
    assert first[2:] == (2, 3, 1, 50)
    assert [row[5] for row in rows(source, "结转衔接") if row[1] == "商业企业"] == ["接不上"] * 2


def test_charts_of_many_units_are_on_one_page_of_their_own():
    many = [town(f"第{number}", number, 2025) for number in range(60)]
    source = write_comparison(compare_reports([], many))
    drawn = openpyxl.load_workbook(io.BytesIO(source))["图"]
    charts = drawn._charts
    assert len(rows(source, "概况")) == 60
    assert drawn.sheet_properties.pageSetUpPr.fitToPage
    assert (drawn.page_setup.fitToWidth, drawn.page_setup.fitToHeight) in ((1, 1), (None, None))
    places = [(chart.anchor._from.col, chart.anchor.to.col) for chart in charts]
    assert all(end <= begin for (_, end), (begin, _) in pairwise(places))
    assert {chart.series[0].cat.strRef.f for chart in charts} == {"'概况'!$A$4:$A$43"}


def test_the_workbook_has_three_charts_that_name_every_unit():
    book = openpyxl.load_workbook(io.BytesIO(write_comparison(FOUND)))
    charts = book["图"]._charts
    assert len(charts) == 3
    assert {chart.series[0].cat.strRef.f for chart in charts} == {"'概况'!$A$4:$A$7"}


def test_the_sides_are_called_by_their_years_and_the_units_on_both_are_added_up():
    book = openpyxl.load_workbook(io.BytesIO(write_comparison(FOUND)))
    assert [cell.value for cell in book["数字"][3]][2:4] == ["2024年", "2025年"]
    assert book["概况"]["F3"].value == "新收（2024年）"
    assert book["合计"]["A2"].value == "两边都有的 2 个单位合计。"
    received = next(
        row
        for row in rows(write_comparison(FOUND), "合计")
        if "新收" in row[0] and "商业" in row[0]
    )
    assert received[1:4] == (6, 7, 1)
    same_year = compare_reports(BEFORE[:1], BEFORE[:1])
    book = openpyxl.load_workbook(io.BytesIO(write_comparison(same_year)))
    assert [cell.value for cell in book["数字"][3]][2:4] == ["前", "后"]
    assert "两边都有的 2 个单位合计：新收 6 → 7（+1" in changes_as_text(FOUND)


def test_the_same_comparison_gives_the_same_bytes():
    again = compare_reports(BEFORE[::-1], AFTER[::-1])
    assert write_comparison(again) == write_comparison(FOUND)


@pytest.mark.validator
def test_the_workbook_is_valid(tmp_path: Path):
    path = tmp_path / "比较.xlsx"
    for found in (FOUND, compare_reports(BEFORE[:1], AFTER[:1])):
        path.write_bytes(write_comparison(found))
        assert validator.errors(path) == []


@pytest.mark.office
def test_the_workbook_opens(tmp_path: Path):
    path = tmp_path / "compare.xlsx"
    path.write_bytes(write_comparison(FOUND))
    (opened,) = office.convert(path, "xlsx", tmp_path / "out")
    assert rows(opened.read_bytes(), "概况")[3][:2] == ("甲镇人民政府", "都有")


def test_the_command_compares_files_and_folders(tmp_path: Path):
    for year, reports in (("去年", BEFORE), ("今年", AFTER)):
        (tmp_path / year).mkdir()
        for unit_report in reports:
            path = tmp_path / year / f"{unit_report.profile.unit}.xlsx"
            path.write_bytes(write_workbook(unit_report))
    arguments = ["compare", str(tmp_path / "去年"), str(tmp_path / "今年")]
    result = CliRunner().invoke(app, [*arguments, "-o", str(tmp_path / "比较.xlsx")])
    assert result.exit_code == 0, result.output
    assert "比较了 2 个单位" in result.output
    assert (tmp_path / "比较.xlsx").exists()
    refused = CliRunner().invoke(app, [*arguments, "-o", str(tmp_path / "比较.xlsx")])
    assert refused.exit_code != 0


def test_of_several_copies_in_a_folder_the_register_says_which_counts(tmp_path: Path):
    (tmp_path / "前").mkdir()
    (tmp_path / "后").mkdir()
    (tmp_path / "前/甲.xlsx").write_bytes(write_workbook(BEFORE[0]))
    for name, received, moment in (("旧.xlsx", 9, 1), ("新.xlsx", 3, 2)):
        (tmp_path / "后" / name).write_bytes(write_workbook(town("甲", received, 2025)))
        os.utime(tmp_path / "后" / name, (moment * 10**9, moment * 10**9))
    (tmp_path / "后/名录外.xlsx").write_bytes(write_workbook(AFTER[2]))
    register = tmp_path / "名录.xlsx"
    register.write_bytes(write_register(Register((Unit("甲镇人民政府"),))))
    command = ["compare", str(tmp_path / "前"), str(tmp_path / "后")]
    alone = CliRunner().invoke(app, command)
    assert "--register" in str(alone.exception)
    told = CliRunner().invoke(app, [*command, "--register", str(register)])
    assert told.exit_code == 0
    assert "商业企业：2 → 3" in told.output
    # A unit that the register does not have is no unit of the county: it is told of, and not compared.
    assert "没有比较“后/名录外.xlsx”：" in told.stderr
    assert "没有比较“后/旧.xlsx”：" in told.stderr
    assert "丁镇人民政府" not in told.stdout
