"""A copy of the project in which somebody new adds something: what changes, which tests turn red, what mends them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
# What is compiled goes with its source, but not while it is being written.
_LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".*_cache", ".hypothesis", "*.pyc.*", "node_modules", "demo", "dist"
)
_MADE_BY_RUNNING = {"__pycache__", ".hypothesis"}
_RED = re.compile(r"^(?:FAILED|ERROR) (\S+?)(?:\[(.*)\])?(?: - .*)?$", re.MULTILINE)


class Copy:
    """A copy of the project that shadows the installed package.

    Args:
        folder: where to put it.
        suites: the tests to run there, as paths below the project.
    """

    def __init__(self, folder: Path, *suites: str) -> None:
        self.root = Path(shutil.copytree(ROOT, folder / "xlsheets", ignore=_LEFT_OUT))
        self.suites = suites
        self._seen_red: set[str] = set()
        self._before = self._contents()

    def insert(self, path: str, before: str, text: str) -> None:
        """Put a text before the line in which a piece of text stands, which must be there once."""
        file = self.root / path
        content = file.read_text(encoding="utf-8")
        assert content.count(before) == 1, (
            f"{before!r} stands {content.count(before)} times in {path}"
        )
        start = content.rindex("\n", 0, content.index(before)) + 1
        file.write_text(content[:start] + text + content[start:], encoding="utf-8")

    def replace(self, path: str, old: str, new: str) -> None:
        """Replace a piece of text, which must be there once."""
        file = self.root / path
        content = file.read_text(encoding="utf-8")
        assert content.count(old) == 1, f"{old!r} stands {content.count(old)} times in {path}"
        file.write_text(content.replace(old, new), encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        """Add a file."""
        assert not (self.root / path).exists()
        (self.root / path).write_text(text, encoding="utf-8")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Python in the copy, with nothing from outside at hand."""
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root,
            env={
                "PYTHONPATH": str(self.root),
                "PATH": "/usr/bin:/bin",
                "PYTHONUTF8": "1",
                "XLSHEETS_CASES": "/nonexistent",
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def regenerate(self) -> None:
        """Do what the pages say after every change."""
        done = self.run("-m", "docs.regenerate")
        assert done.returncode == 0, done.stderr

    def changed(self) -> set[str]:
        """Return the files that are new or not as they were copied."""
        now = self._contents()
        return {path for path, content in now.items() if self._before.get(path) != content}

    def _contents(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in self.root.rglob("*")
            if path.is_file() and not _MADE_BY_RUNNING.intersection(path.parts)
        }

    def red(self) -> set[str]:
        """Run the tests and return those that fail, each once, with the file it is about where it names one."""
        failing = self._failing(*self.suites)
        self._seen_red |= {test.partition("::")[0] for test in failing}
        return failing

    def still_red(self) -> set[str]:
        """Run the files again in which a test was red, and return the tests that still are.

        What was green without the generated files does not read them, and they are all that mending writes.
        """
        return self._failing(*sorted(self._seen_red))

    def _failing(self, *suites: str) -> set[str]:
        done = self.run(
            "-m", "pytest", "-q", "-p", "no:cacheprovider",
            "-m", "not office and not browser and not validator", *suites,
        )  # fmt: skip
        assert done.returncode in (0, 1), done.stdout[-2000:] + done.stderr
        return {
            f"{test}[{case}]" if case and "." in case else test
            for test, case in _RED.findall(done.stdout)
        }
