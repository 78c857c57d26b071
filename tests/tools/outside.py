"""Files and programs from outside the repository: a test that lacks one is skipped, and the end of a run names it.

Under ``XLSHEETS_REQUIRE_OFFICE`` a missing program fails the test instead: there everything is meant to be installed.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NoReturn

import pytest

REQUIRED = bool(os.environ.get("XLSHEETS_REQUIRE_OFFICE"))
PUBLISHED = "the published reports, whose folder XLSHEETS_CASES names"
# How the reason of such a skip begins, so that it can be told from all others.
_MARK = "from outside: "
# What pytest says of a test that takes the published reports one by one, where there are none.
_NONE_AT_ALL = "got empty parameter set"


def lack(what: str) -> NoReturn:
    """Skip the running test for lack of a file."""
    pytest.skip(f"{_MARK}{what}")


def lack_program(what: str) -> NoReturn:
    """Skip the running test for lack of a program; fail it where all are required."""
    if REQUIRED:
        pytest.fail(f"{what} is not installed")
    lack(what)


def need(tool: str, name: str) -> str:
    """Return the path of a program; skip the test when it is absent and not required."""
    return shutil.which(tool) or lack_program(name)


def need_uno() -> str:
    """Return the system's Python, whose modules talk to LibreOffice; skip the test where it has none."""
    need("soffice", "LibreOffice")
    python = "/usr/bin/python3"
    attempt = [need(python, "the system's Python"), "-c", "import uno"]
    if subprocess.run(attempt, check=False, capture_output=True).returncode:
        lack_program("UNO for the system's Python (python3-uno)")
    return python


def font(name: str) -> str:
    """Return the file of a font; skip the test where there is none of that name."""
    found = subprocess.run(
        [need("fc-match", "fontconfig"), "-f", "%{family}\n%{file}", name],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    families, _, file = found.partition("\n")
    return file if name in families.split(",") else lack_program(f"the font {name}")


def need_package(name: str) -> object:
    """Return a Python package that an ordinary installation may lack; skip the test without it."""
    return pytest.importorskip(name, reason=f"{_MARK}the Python package {name}")


def need_engine(module: str, name: str) -> None:
    """Skip the test where something of the extra ``proof`` is neither installed nor required."""
    if not importlib.util.find_spec(module):
        lack_program(name)


def summary(skipped: Iterable[pytest.TestReport]) -> Iterator[str]:
    """Yield a line for each file or program that tests lacked, with the tests."""
    lacking: dict[str, list[str]] = defaultdict(list)
    for report in skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        _, mark, what = reason.partition(_MARK)
        if mark or _NONE_AT_ALL in reason:
            lacking[what or PUBLISHED].append(report.nodeid.partition("[")[0])
    for what, tests in sorted(lacking.items()):
        yield f"{what} ({len(tests)}): {', '.join(dict.fromkeys(tests))}"
