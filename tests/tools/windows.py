"""Windows with a Python of its own, as ``.ci/windows`` makes it under wine: run a program there, look at its files.

Its code page is 936, as in the offices this is for: what is printed comes back in GBK unless a program decides otherwise.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from tests.tools.outside import lack_program

ROOT = Path(__file__).parents[2]
PYTHON = "C:/Python/python.exe"
_NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", "node_modules", "__pycache__", ".*_cache", "dist"
)
# Programs for Windows cannot write into files of this system: whatever they say goes through pipes.
_PIPED = '"$@" </dev/null 2> >(cat >&2) | cat; exit "${PIPESTATUS[0]}"'


class Ended(NamedTuple):
    """What a program said, in bytes, and how it ended."""

    code: int
    said: bytes
    complained: bytes

    @property
    def text(self) -> str:
        """What it said, which must be in the code page of the system."""
        return self.said.decode("gbk").replace("\r\n", "\n")


class Windows:
    """One such system."""

    def __init__(self) -> None:
        folder = os.environ.get("XLSHEETS_WINDOWS")
        if not folder:
            lack_program("Windows (made by .ci/windows, its folder named by XLSHEETS_WINDOWS)")
        self.folder = Path(folder)
        self.drive = self.folder / "prefix/drive_c"

    def environment(self) -> dict[str, str]:
        """Return what wine needs, and what keeps pip to the wheels that were brought."""
        return {
            **{name: os.environ[name] for name in ("PATH", "HOME")},
            "WINEPREFIX": str(self.folder / "prefix"),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "LOCPATH": str(self.folder / "locale"),
            "LC_ALL": "zh_CN.UTF-8",
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": f"Z:{self.folder}/wheels",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        }

    def command(self, *command: object) -> list[str]:
        return ["bash", "-c", _PIPED, "-", "wine", *map(str, command)]

    def run(self, *command: object, folder: str = "", timeout: int = 300) -> Ended:
        """Run a program in a folder of drive C."""
        done = subprocess.run(
            self.command(*command),
            cwd=self.drive / folder,
            env=self.environment(),
            capture_output=True,
            timeout=timeout,
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    def source(self, folder: str) -> Path:
        """Lay this source code into a folder of drive C; return it."""
        target = self.drive / folder
        shutil.rmtree(target, ignore_errors=True)
        return Path(shutil.copytree(ROOT, target, ignore=_NOT_COPIED))
