"""Units that send the case log with their report: known as theirs, never counted, compared, and nothing of it told."""

from __future__ import annotations

import datetime
import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from tests.cli.test_log import UNIT, fill
from tests.tools.logs import SECRET
from xlsheets.cli import main
from xlsheets.county.register import Register, Unit
from xlsheets.report import Report
from xlsheets.schema import Cell
from xlsheets.workbook.lists.register import write_register
from xlsheets.workflows import one_report, samples
from xlsheets.workflows.collect import collect
from xlsheets.workflows.logs import case_log, copies
from xlsheets.workflows.sources import files_in

RECEIVED = Cell("req", "received", "natural_person")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return what came in: a report with the log it was counted from, whole and stripped, and another that differs."""
    place = tmp_path_factory.mktemp("county")
    incoming = place / "收件"
    incoming.mkdir()
    fill(incoming / "登记簿.xlsx")
    filled = case_log.read_log(incoming / "登记簿.xlsx")
    (incoming / "检查用.xlsx").write_bytes(copies.stripped(filled))
    profile = replace(samples.sound().profile, unit=UNIT, year=2025)
    tally = case_log.tally_of(filled)
    figures = dict.fromkeys(tally.log.edition.typed_cells, 0) | dict(tally.figures)
    report = Report(profile=profile, figures=figures)
    one_report.write(report, incoming / "甲.xlsx")
    other = replace(report, profile=replace(profile, unit="乙镇人民政府"))
    one_report.write(other, incoming / "乙.xlsx")
    register = Register(
        (Unit(UNIT, "1", level="township"), Unit("乙镇人民政府", "2", level="township"))
    )
    (place / "名录.xlsx").write_bytes(write_register(register))
    return place, register


@pytest.fixture(scope="module")
def outcomes(folder):
    """Return every file by its name, read and checked."""
    sources = files_in([folder[0] / "收件"])
    return {source.path.name: one_report.examine(source) for source in sources}


def collected(folder, outcomes):
    return collect(outcomes, folder[1], year=2025, due=datetime.date(2099, 1, 1))


def test_a_log_belongs_to_its_unit_and_is_compared_with_the_report_that_counts(folder, outcomes):
    found = collected(folder, outcomes.values())
    rows = {row.filing.file: row for row in found.files}
    for name in ("登记簿.xlsx", "检查用.xlsx"):
        assert rows[name].state.value == "登记簿"
        assert rows[name].match.unit.name == UNIT
        assert rows[name].note == "是登记簿，计入的“甲.xlsx”与它逐格相同。"
        assert not rows[name].open
    assert [row.counted.file for row in found.units] == ["甲.xlsx", "乙.xlsx"]
    assert [remark.value for remark in found.units[0].remarks] == ["有登记簿"]
    assert found.units[1].remarks == ()
    assert all(row.filing.log is None for row in found.current)


def test_a_report_that_differs_from_its_log_is_told_of(folder, outcomes):
    log, report = outcomes["检查用.xlsx"], outcomes["甲.xlsx"]
    figures = {**report.report.figures, RECEIVED: 9}
    other = report._replace(report=replace(report.report, figures=figures))
    found = collected(folder, [log, other])
    assert [remark.value for remark in found.units[0].remarks] == ["有登记簿", "与登记簿不同"]
    (row,) = (row for row in found.files if row.filing.log)
    assert "填的是 9，登记簿里是 3" in row.note
    assert "有 1 格与它不同" in row.note


def test_a_unit_that_sent_the_log_alone_has_not_reported(folder, outcomes):
    found = collected(folder, [outcomes["检查用.xlsx"]])
    assert [row.state.value for row in found.units] == ["未报", "未报"]
    assert found.units[0].clues_of_its_own == ()
    assert "还没有可以核对的报告" in found.files[0].note


def test_nothing_an_applicant_wrote_is_in_what_a_county_makes_of_the_files(folder, tmp_path):
    place, _ = folder
    register = place / "名录.xlsx"
    ledger, total = tmp_path / "台账.xlsx", tmp_path / "汇总.xlsx"
    for command in (
        ["collect", place / "收件", "--register", register, "-o", ledger],
        ["return", place / "收件", "--register", register, "-o", tmp_path / "退回"],
        ["rollup", place / "收件", "--register", register, "--unit", "示例县人民政府", "-o", total],
    ):
        with pytest.raises(SystemExit):
            main([str(argument) for argument in command])
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert ledger in written
    assert len(written) > 2
    assert [path.name for path in written if _tells(path.read_bytes())] == []
    assert not [path for path in written if "登记簿" in path.name or "检查用" in path.name]
    sheet = openpyxl.load_workbook(ledger)["文件"]
    assert [cell.value for row in sheet.iter_rows() for cell in row].count("登记簿") == 2


def _tells(content: bytes) -> bool:
    if not content.startswith(b"PK"):
        return SECRET.encode() in content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return any(_tells(archive.read(name)) for name in archive.namelist())
