"""The house rules that tools check: layers, lint, format, types."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

COMMANDS = {
    "layers": ["-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"],
    "lint": ["-m", "ruff", "check", "."],
    "format": ["-m", "ruff", "format", "--check", "."],
    "types": ["-m", "mypy"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_tool_finds_nothing(name):
    run = subprocess.run(
        [sys.executable, *COMMANDS[name]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
