"""Folder runs under faults from outside: killed, out of disk, refused by the system, started twice."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import xlsheets as xs
from benchmarks.interrupted import limits
from benchmarks.trial import Trial
from tests.tools.outside import need
from xlsheets.workflows import samples

ROOT = Path(__file__).parents[2]
# Each fault at a size that fits a short run; the harness itself says what is demanded after it.
ROUNDS = {
    "kill": ["--rounds", "2"],
    "kill, one folder all along": ["--rounds", "2", "--keep"],
    "full": ["--sizes", "64k"],
    "inject": ["--points", "1", "--calls", "write:ENOSPC,fsync:EIO,rename:EACCES,openat:EMFILE"],
    "limits": [],
    "twice": ["--rounds", "1"],
}


@pytest.fixture(scope="module")
def inbox(tmp_path_factory):
    """Return a folder with sound, faulty and damaged workbooks."""
    folder = tmp_path_factory.mktemp("收件")
    for number in range(5):
        report = samples.faulty() if number == 3 else samples.sound()
        profile = replace(report.profile, unit=f"示例{number}乡人民政府")
        xs.write(replace(report, profile=profile), folder / f"{number}.xlsx")
    (folder / "坏.xlsx").write_bytes(b"PK\3\4")
    return folder


@pytest.mark.parametrize("fault", ROUNDS)
def test_after_a_fault_every_file_is_whole_and_the_next_run_completes(fault, inbox):
    mode = fault.split(",")[0]
    if mode == "inject":
        need("strace", "strace")
    command = f"'{sys.executable}' -m xlsheets convert '{inbox}' --draft -o {{out}}"
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "benchmarks.interrupted",
            mode,
            *ROUNDS[fault],
            "--command",
            command,
        ],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stdout
    assert "0 problems" in run.stdout


def test_a_careless_program_is_blamed(tmp_path):
    careless = tmp_path / "careless.py"
    careless.write_text("import sys; open(sys.argv[1] + '/a.json', 'w').write('[1]')", "ascii")
    trial = Trial([sys.executable, str(careless), "{out}"], tmp_path / "work")
    limits(trial, None)
    assert [problem.partition(":")[0] for problem in trial.problems] == [
        "a folder that cannot be written",
        "the output folder is a file",
        "the output folder has too long a name",
    ]
