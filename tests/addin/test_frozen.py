"""The frozen program, built from its spec: what it does with the Python inside it, without any other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import xlsheets as xs
from tests.tools.outside import need_engine
from xlsheets.workflows import samples

FROZEN = Path(__file__).parents[2] / "addin/frozen"
# Windows has no fork: there every process that reads files is the program once more. So it is here.
SPAWN = "from xlsheets.runs.pool import isolated\nisolated.__kwdefaults__['method'] = 'spawn'\n"


@pytest.fixture(scope="module")
def program(tmp_path_factory) -> Path:
    need_engine("PyInstaller", "PyInstaller")
    folder = tmp_path_factory.mktemp("frozen")
    (folder / "spawn.py").write_text(SPAWN, encoding="ascii")
    spec = (FROZEN / "xlsheets.spec").read_text(encoding="utf-8")
    spec = spec.replace('"entry.py"', f'"spawn.py", "{FROZEN / "entry.py"}"')
    spec = spec.replace("../xlsheets.xlam", str(FROZEN.parent / "xlsheets.xlam"))
    (folder / "xlsheets.spec").write_text(spec, encoding="utf-8")
    build = [sys.executable, "-m", "PyInstaller", "--log-level", "ERROR", "xlsheets.spec"]
    subprocess.run(build, cwd=folder, check=True, timeout=600)
    return folder / "dist/xlsheets/xlsheets"


def said(*command: object) -> tuple[int, str]:
    given = subprocess.run(
        [*map(str, command)], capture_output=True, encoding="utf-8", timeout=100, check=False
    )
    return given.returncode, given.stdout


def test_it_reads_a_folder_with_two_processes_as_any_python_does(program, tmp_path):
    xs.write(samples.sound(), tmp_path / "对.xlsx")
    xs.write(samples.faulty(), tmp_path / "错.xlsx")
    (tmp_path / "坏.xlsx").write_bytes(b"PK\3\4")
    asked = ("validate", tmp_path, "-j", 2, "-f", "concise")
    told = said(program, *asked)
    assert told == said(sys.executable, "-m", "xlsheets", *asked)
    assert "F110" not in told[1]


def test_it_makes_every_kind_of_file(program, tmp_path):
    assert said(program, "demo", "-o", tmp_path)[0] == 0
    (book,) = (path for path in tmp_path.glob("*.xlsx") if "有错" not in path.name)
    for kind in ("docx", "html", "json"):
        assert said(program, "convert", book, "-o", tmp_path / f"报告.{kind}")[0] == 0, kind
