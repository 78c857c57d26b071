"""The page about Python and its examples run as they are written."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import xlsheets as xs
from tests.tools.outside import need_package

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/zh/reference/python.md").read_text(encoding="utf-8")
COMMANDS, *_ = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def run(*arguments: object, cwd: Path) -> None:
    command = [sys.executable, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> Path:
    """Return a folder in which the commands at the head of the page were run."""
    folder = tmp_path_factory.mktemp("page")
    for line in COMMANDS.splitlines():
        program, *arguments = line.split()
        assert program == "xlsheets"
        run("-m", program, *arguments, cwd=folder)
    return folder


def test_the_examples_run_one_after_the_other(prepared):
    assert len(EXAMPLES) > 5
    run("-W", "error", "-c", "\n".join(EXAMPLES), cwd=prepared)


def test_every_function_of_the_package_is_in_the_page():
    functions = [name for name in xs.__all__ if name[0].islower()]
    told = set(re.findall(r"`(?:xs\.)?(\w+)`", PAGE))
    assert [name for name in functions if name not in told and f"xs.{name}" not in PAGE] == []


def test_a_folder_becomes_a_data_frame(prepared, tmp_path):
    pandas = need_package("pandas")
    run(
        ROOT / "docs/examples/data_frame.py", prepared / "demo", tmp_path / "全县.csv", cwd=tmp_path
    )
    frame = pandas.read_csv(tmp_path / "全县.csv", index_col="单位")
    sound = xs.read(prepared / "demo/示例乡人民政府2025.xlsx")
    assert list(frame.columns[2:]) == [sound.edition.path(cell) for cell in sound.edition.cells]
    assert list(frame.index) == ["示例乡人民政府"]
