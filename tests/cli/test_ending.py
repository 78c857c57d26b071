"""A program that is told to end does so at once, and leaves neither files on the way nor programs it started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import xlsheets as xs
from tests.tools.make import report
from tests.tools.outside import need
from tests.tools.running import programs_in, wait_until

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows ends a process from outside")
SOON = 3.0


@pytest.fixture(autouse=True)
def interruptible():
    """Have programs hear of Ctrl+C, which a shell lets what it runs in the background ignore."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="module")
def inbox(tmp_path_factory) -> Path:
    """Return a folder of workbooks, which no run here changes."""
    folder = tmp_path_factory.mktemp("收件")
    for number in range(6):
        xs.write(report(unit=f"示例{number}乡人民政府"), folder / f"{number}.xlsx")
    return folder


@pytest.fixture
def scratch(tmp_path) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


def begin(scratch: Path, *arguments: object) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "xlsheets", *map(str, arguments)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(scratch)},
    )


def told_to_end(program: subprocess.Popen, number: signal.Signals = signal.SIGTERM) -> str:
    """Send a signal; return what the program still said, and fail unless it ends soon."""
    program.send_signal(number)
    _, said = program.communicate(timeout=SOON)
    assert program.returncode == 128 + number
    return said.decode()


@pytest.mark.office
@pytest.mark.parametrize("what", ["one file", "a folder"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_printing_that_is_told_to_end_takes_libreoffice_with_it(
    inbox, scratch, tmp_path, what, number
):
    need("soffice", "LibreOffice")
    source = inbox / "0.xlsx" if what == "one file" else inbox
    (tmp_path / "out").mkdir()
    program = begin(scratch, "convert", source, "-t", "pdf", "-o", tmp_path / "out", "-j", 2)
    wait_until(lambda: any("soffice.bin" in command for command in programs_in(scratch)))
    said = told_to_end(program, number)
    assert "Traceback" not in said
    assert "Exception ignored" not in said
    wait_until(lambda: not programs_in(scratch), SOON)
    assert list(scratch.iterdir()) == []
    assert [path.name for path in (tmp_path / "out").glob("*.tmp")] == []


@pytest.mark.parametrize("moment", [0.6, 0.9, 1.2, 1.6])
def test_a_roll_up_that_is_told_to_end_leaves_nothing_half_written(
    inbox, scratch, tmp_path, moment
):
    out = tmp_path / "out"
    program = begin(
        scratch, "rollup", inbox, "-o", out / "县.xlsx", "--unit", "示例县人民政府", "-y", 2025
    )
    time.sleep(moment)
    program.send_signal(signal.SIGTERM)
    _, said = program.communicate(timeout=SOON)
    assert b"Traceback" not in said
    assert list(scratch.iterdir()) == []
    assert not out.exists() or {path.suffix for path in out.iterdir()} <= {".xlsx"}
