"""Last year's files are read under the limits of a folder run: a bad one is named, and neither stops nor holds up a run."""

from __future__ import annotations

import os
import signal
import time
import zipfile
from dataclasses import replace

from click.testing import CliRunner

from tests.tools.make import report
from xlsheets.cli import app
from xlsheets.county.register import Register, Unit
from xlsheets.errors import UnreadableError
from xlsheets.report.outcome import Source
from xlsheets.runs.earlier import guarded
from xlsheets.runs.worker import Limits
from xlsheets.workflows import one_report
from xlsheets.workflows.collect import blank_register
from xlsheets.workflows.sources import packed

UNIT = report().profile.unit


def _work(source: Source) -> str:
    """Do to the process what the name of the file says."""
    if source.label == "杀":
        os.kill(os.getpid(), signal.SIGKILL)
    if source.label == "挂":
        time.sleep(60)
    return source.label


def test_a_file_that_kills_or_hangs_is_one_refusal_among_results(tmp_path):
    sources = [Source(tmp_path / name, name) for name in ("甲", "杀", "挂", "乙")]
    one, killed, hung, other = guarded(_work, sources, limits=Limits(clock=2.0))
    assert (one, other) == ("甲", "乙")
    assert [error.kind for error in (killed, hung)] == ["memory", "time"]


def test_a_document_that_was_named_is_read_within_limits_too(tmp_path):
    (killed,) = guarded(_work, [Source(tmp_path / "年报.docx", "杀")])
    assert isinstance(killed, UnreadableError)


def _year(folder, year: int):
    folder.mkdir()
    held = report()
    one_report.write(
        replace(held, profile=replace(held.profile, year=year)), folder / f"{year}.xlsx"
    )
    return folder


def test_a_bad_file_of_last_year_is_named_and_its_unit_compared(tmp_path, monkeypatch):
    now, last = _year(tmp_path / "收件", 2025), _year(tmp_path / "上年", 2024)
    (last / "坏的.docx").write_bytes(b"PK\x03\x04")
    with zipfile.ZipFile(last / "包.zip", "w") as archive:
        archive.writestr("信.txt", "没有报告")
    register = tmp_path / "名录.xlsx"
    register.write_bytes(blank_register(Register((Unit(UNIT),))))
    opened, unpack = [], packed._Unpacking.all_in
    monkeypatch.setattr(
        packed._Unpacking, "all_in", lambda *given: opened.append(given[2]) or unpack(*given)
    )
    given = ["collect", now, "--register", register, "--last", last, "-o", tmp_path / "台账.xlsx"]
    told = CliRunner().invoke(app, list(map(str, given)))
    assert "没有用“坏的.docx”：" in told.output
    assert "没有用“包.zip › 信.txt”：" in told.output
    assert "没有用“2024.xlsx”" not in told.output
    assert (tmp_path / "台账.xlsx").exists()
    assert opened == ["包.zip"]


def test_what_is_not_compared_of_a_folder_is_named(tmp_path):
    now, last = _year(tmp_path / "收件", 2025), _year(tmp_path / "上年", 2024)
    (last / "坏的.docx").write_bytes(b"PK\x03\x04")
    told = CliRunner().invoke(app, ["compare", str(last), str(now)])
    assert "没有比较“上年/坏的.docx”：" in told.output
    assert UNIT in told.output
