"""A command of the terminal, run in this process as a person types it, and workbooks to run it on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from xlsheets.cli import main
from xlsheets.workflows import one_report, samples


@pytest.fixture
def run(monkeypatch, capsys) -> Callable[..., tuple[int, str, str]]:
    """Return a function that runs a command and gives (exit code, stdout, stderr)."""

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["xlsheets", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err, printed.err
        assert "内部出错" not in printed.out + printed.err
        return left.value.code or 0, printed.out, printed.err

    return call


@cache
def _sample(name: str) -> bytes:
    return one_report.workbook(getattr(samples, name)())


@pytest.fixture
def filled(tmp_path) -> Path:
    """Return a sound workbook of its own for a test."""
    path = tmp_path / "示例乡.xlsx"
    path.write_bytes(_sample("sound"))
    return path


@pytest.fixture
def faulty(tmp_path) -> Path:
    """Return a workbook full of mistakes, of its own for a test."""
    path = tmp_path / "有错.xlsx"
    path.write_bytes(_sample("faulty"))
    return path
