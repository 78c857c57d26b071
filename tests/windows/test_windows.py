"""The product on Windows: installed by pip in a folder with a Chinese name and a space, used as a clerk uses it."""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

import xlsheets as xs
from tests.tools.windows import PYTHON, Ended, Windows
from xlsheets.addin.package import interpreter_of
from xlsheets.workflows import samples

HOME, OPEN = "试 验/xlsheets", "source"
PORT = 8765
ESCAPED = re.compile(r"\\u[0-9a-f]{4}")
ADDIN = "users/root/AppData/Roaming/Microsoft/Excel/XLSTART/xlsheets.xlam"
# What needs no program from outside and takes little: the reader, the rules, the processes, the command line.
UNIT_TESTS = (
    "basics",
    "schema",
    "report",
    "xlsx",
    "checks/test_cases.py",
    "narrative/test_draft.py",
    "runs/test_alone.py",
)


@pytest.fixture(scope="module")
def windows() -> Windows:
    return Windows()


@pytest.fixture(scope="module")
def installed(windows) -> Windows:
    """Do what the first command of README.md does, with what the buttons and the page need besides."""
    windows.source(HOME)
    for command in (
        (PYTHON, "-m", "venv", ".venv"),
        (".venv/Scripts/pip.exe", "install", "--quiet", ".[excel,serve]"),
    ):
        ended = windows.run(*command, folder=HOME, timeout=400)
        assert ended.code == 0, ended
    return windows


@pytest.fixture(scope="module")
def developed(windows) -> Windows:
    """Do what the second command of README.md does; Python 3.11 and 3.12 need a folder without Chinese for it."""
    windows.source(OPEN)
    for command in (
        (PYTHON, "-m", "venv", ".venv"),
        (".venv/Scripts/pip.exe", "install", "--quiet", "--editable", ".[dev]", "pyinstaller"),
    ):
        ended = windows.run(*command, folder=OPEN, timeout=500)
        assert ended.code == 0, ended
    return windows


@pytest.fixture(scope="module")
def inbox(windows) -> Path:
    """Lay a sound, a faulty and a broken workbook into C:/收件."""
    folder = windows.drive / "收件"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    xs.write(samples.sound(), folder / "对.xlsx")
    xs.write(samples.faulty(), folder / "错.xlsx")
    (folder / "坏.xlsx").write_bytes(b"PK\3\4")
    return folder


def asked(windows: Windows, *arguments: object) -> Ended:
    return windows.run("C:/试 验/xlsheets/.venv/Scripts/xlsheets.exe", *arguments)


def here(folder: Path, *arguments: str) -> bytes:
    """Return what the program says on this system."""
    command = [sys.executable, "-m", "xlsheets", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).stdout


def test_the_first_command_of_the_readme_makes_the_samples(installed):
    shutil.rmtree(installed.drive / "demo", ignore_errors=True)
    assert asked(installed, "demo").code == 0
    names = {path.name for path in (installed.drive / "demo").iterdir()}
    assert len(names) == 6
    assert "示例乡人民政府2025.docx" in names


def test_the_page_of_rules_and_doctor_speak_the_code_page(installed):
    for arguments in (["doctor"], ["rules", "S303"], ["rules"]):
        ended = asked(installed, *arguments)
        assert ended.code in (0, 1)
        assert not ESCAPED.search(ended.text)
        assert b"Traceback" not in ended.complained


def test_the_add_in_is_installed_found_and_removed(installed):
    addin = installed.drive / ADDIN
    assert asked(installed, "addin", "install").code == 0
    assert interpreter_of(addin.read_bytes()).startswith(
        "C:\\试 验\\xlsheets\\.venv\\Scripts\\python"
    )
    assert "加载项已经装好" in asked(installed, "addin", "status").text
    assert asked(installed, "addin", "remove").code == 0
    assert not addin.exists()


def test_a_folder_is_read_by_two_processes_as_on_any_system(installed, inbox):
    ended = asked(installed, "validate", "收件", "-j", "2", "-f", "json")
    told = here(inbox.parent, "validate", "收件", "-j", "2", "-f", "json")
    assert ended.said.replace(b"\r\n", b"\n").decode("utf-8") == told.decode("utf-8")


def test_findings_go_into_a_pipe_in_the_code_page(installed, inbox):
    ended = asked(installed, "validate", "收件", "-j", "2")
    assert ended.code == 1
    assert "F106" in ended.text
    assert not ESCAPED.search(ended.text)


def test_reports_are_byte_for_byte_those_of_any_system(installed, inbox, tmp_path):
    shutil.rmtree(installed.drive / "报告", ignore_errors=True)
    ended = asked(installed, "convert", "收件", "-o", "报告", "--draft", "-j", "2")
    assert ended.code == 1, ended
    here(inbox.parent, "convert", "收件", "-o", str(tmp_path / "报告"), "--draft")
    made = {path.name: path.read_bytes() for path in (installed.drive / "报告").glob("*.docx")}
    assert made == {path.name: path.read_bytes() for path in (tmp_path / "报告").glob("*.docx")}
    assert len(made) == 2


def test_the_page_answers(installed):
    command = (
        "C:/试 验/xlsheets/.venv/Scripts/xlsheets.exe",
        *("serve", "--no-browser", "--port", PORT),
    )
    server = subprocess.Popen(
        installed.command(*command),
        cwd=installed.drive,
        env=installed.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        assert '<html lang="zh-CN">' in _page()
    finally:
        wineserver = subprocess.run(
            ["wineserver", "--kill"], env=installed.environment(), check=False
        )
        server.wait(60)
    assert wineserver.returncode == 0


def _page() -> str:
    for _ in range(120):
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=5) as answer,
        ):
            return answer.read().decode("utf-8")
        time.sleep(0.5)
    raise TimeoutError("the page did not answer within a minute")


def test_the_second_command_of_the_readme_and_tests_that_need_no_office(developed):
    chosen = [f"tests/{name}" for name in UNIT_TESTS]
    ended = developed.run(
        ".venv/Scripts/pytest.exe",
        "-q",
        "-p",
        "no:cacheprovider",
        *chosen,
        folder=OPEN,
        timeout=500,
    )
    assert ended.code == 0, ended.said.decode("gbk", "replace")[-6000:]


def test_the_frozen_program_reads_a_folder_with_two_processes(developed, inbox):
    ended = developed.run(
        *(
            ".venv/Scripts/pyinstaller.exe",
            "--log-level",
            "ERROR",
            "-y",
            "addin/frozen/xlsheets.spec",
        ),
        folder=OPEN,
        timeout=600,
    )
    assert ended.code == 0, ended.complained[-3000:]
    ended = developed.run(
        "C:/source/dist/xlsheets/xlsheets.exe", "validate", "收件", "-j", "2", "-f", "json"
    )
    told = here(inbox.parent, "validate", "收件", "-j", "2", "-f", "json")
    assert ended.said.replace(b"\r\n", b"\n").decode("utf-8") == told.decode("utf-8")
