"""The bar of a folder run: the unit just done and how many are left, on a terminal and nowhere else."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.make import report
from tests.tools.terminal import watched
from xlsheets.county.register import Register, Unit
from xlsheets.workbook.lists.register import write_register
from xlsheets.workflows import one_report

UNITS = ("示例县甲镇人民政府", "示例县乙镇人民政府", "示例县丙镇人民政府")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("县")
    (place / "收件").mkdir()
    for number, unit in enumerate(UNITS):
        one_report.write(report(unit=unit), place / f"收件/{number}.xlsx")
    (place / "收件/9.jpg").write_bytes(b"\xff\xd8\xff")
    (place / "名录.xlsx").write_bytes(write_register(Register(tuple(map(Unit, UNITS)))))
    return place


def arguments(command: str, folder: Path, out: Path) -> list[object]:
    named = ["--unit", "示例县人民政府", "--year", 2025, "--register", folder / "名录.xlsx"]
    register = ["--register", folder / "名录.xlsx"]
    return {
        "rollup": ["rollup", folder / "收件", "-o", out / "县.xlsx", *named],
        "collect": ["collect", folder / "收件", "-o", out / "台账.xlsx", *register],
        "convert": ["convert", folder / "收件", "-o", out / "报告", "--draft"],
        "validate": ["validate", folder / "收件"],
        "compare": ["compare", folder / "收件", folder / "收件"],
        "compare --register": ["compare", folder / "收件", folder / "收件", *register],
    }[command]


@pytest.mark.parametrize(
    "command", ["rollup", "collect", "convert", "validate", "compare", "compare --register"]
)
def test_the_bar_names_every_unit_and_is_wiped_off(command, folder, tmp_path):
    seen = watched(*arguments(command, folder, tmp_path))
    steps = [step.strip() for step in seen.screen.split("\r") if "/4 " in step]
    assert all(f"{number}/4 " in "".join(steps) for number in range(1, 5))
    for number, unit in enumerate(UNITS, 1):
        assert any(f" {number}/4 {unit}" in step for step in steps)
    assert any("4/4 9.jpg" in step for step in steps)
    assert steps[-1].count("█") == 20
    after = seen.screen[seen.screen.rindex("█") :].split("\r")
    assert after[1].strip() == ""
    assert "█" not in seen.printed


@pytest.mark.parametrize("command", ["rollup", "collect"])
def test_there_is_no_bar_where_nobody_watches(command, folder, tmp_path):
    given = [sys.executable, "-m", "xlsheets", *map(str, arguments(command, folder, tmp_path))]
    done = subprocess.run(given, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"\r" not in done.stderr + done.stdout
    assert "█".encode() not in done.stderr + done.stdout
