"""A command of the terminal, run in this process as a person types it."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from xlsheets.cli import main


@pytest.fixture
def run(monkeypatch, capsys) -> Callable[..., tuple[int, str, str]]:
    """Return a function that runs a command and gives (exit code, stdout, stderr)."""

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["xlsheets", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err, printed.err
        assert "内部错误" not in printed.out + printed.err
        return left.value.code or 0, printed.out, printed.err

    return call
