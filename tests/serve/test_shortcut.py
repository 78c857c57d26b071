"""The shortcut: one command, and what it opens is the page."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from xlsheets.serve.shortcut import NAME


@pytest.mark.skipif(sys.platform != "linux", reason="an entry of the menu is of Linux")
def test_the_shortcut_runs_the_page(tmp_path):
    command = [sys.executable, "-m", "xlsheets", "serve", "--shortcut"]
    run = subprocess.run(
        command,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"XDG_DATA_HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"},
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert NAME in run.stdout
    entry = (tmp_path / "applications/xlsheets.desktop").read_text(encoding="utf-8")
    values = dict(line.split("=", 1) for line in entry.splitlines()[1:])
    program, *arguments = shlex.split(values["Exec"])
    assert Path(program).exists()
    assert values["Name"] == NAME
    assert not arguments or arguments[-1] == "--until-closed"
