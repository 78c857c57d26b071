"""A command that writes a folder, and what is demanded of it after a fault from outside."""

from __future__ import annotations

import fnmatch
import hashlib
import json
import subprocess
import time
import zipfile
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

_TEMPORARY = ("*.tmp~", "*.tmp", "*.part", ".tmp*")
_TRACEBACK = b"Traceback (most recent call last)"


class Ended(NamedTuple):
    """How a run ended: its exit status and everything it said."""

    status: int
    told: bytes


class Trial:
    """A command under test, the folder it should write, and what was found against it.

    Args:
        command: its words, one of which holds ``{out}``.
        work: a folder for everything that is written.
        unlike: patterns of files that may differ from run to run, as logs do.
    """

    def __init__(self, command: Sequence[str], work: Path, unlike: Sequence[str] = ()) -> None:
        self.command, self.work, self.unlike = command, work, unlike
        self.checks = 0
        self.problems: list[str] = []
        began = time.monotonic()
        self.normal = self.run(work / "reference")
        self.seconds = time.monotonic() - began
        self.expected = self.digests(work / "reference")
        self.run(work / "again")
        if self.digests(work / "again") != self.expected:
            self.blame(
                "reference", "two undisturbed runs differ; name what may differ with --unlike"
            )

    def words(self, out: Path) -> list[str]:
        return [word.replace("{out}", str(out)) for word in self.command]

    def run(
        self, out: Path, before: Sequence[str] = (), limit: Callable[[], object] | None = None
    ) -> Ended:
        """Run the command to its end, behind other words or under a limit set in its process."""
        out.mkdir(parents=True, exist_ok=True)
        return self.run_as_given(out, before, limit)

    def run_as_given(
        self, out: Path, before: Sequence[str] = (), limit: Callable[[], object] | None = None
    ) -> Ended:
        """Run the command without making its output folder."""
        done = subprocess.run(
            [*before, *self.words(out)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            preexec_fn=limit,
            timeout=1200,
            check=False,
        )
        return Ended(done.returncode, done.stdout)

    def files(self, out: Path) -> Iterator[tuple[str, Path]]:
        for path in sorted(out.rglob("*")):
            name = path.relative_to(out).as_posix()
            if path.is_file() and not any(
                fnmatch.fnmatch(name, pattern) for pattern in self.unlike
            ):
                yield name, path

    def digests(self, out: Path) -> dict[str, str]:
        return {
            name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in self.files(out)
        }

    def blame(self, where: str, what: str) -> None:
        self.problems.append(f"{where}: {what}")
        print(f"  PROBLEM {where}: {what}", flush=True)

    def expect_whole(self, out: Path, where: str) -> None:
        """Demand that every file under a final name is whole."""
        self.checks += 1
        final = [
            (name, path)
            for name, path in self.files(out)
            if not any(fnmatch.fnmatch(path.name, pattern) for pattern in _TEMPORARY)
        ]
        for name, path in final:
            fault = fault_of(path)
            if fault:
                self.blame(where, f"{name} {fault}")

    def expect_told(self, ended: Ended, where: str, *, must_fail: bool = True) -> None:
        """Demand that the run ended in order, and with a failure where something is missing."""
        self.checks += 1
        if _TRACEBACK in ended.told:
            self.blame(where, f"traceback, …{ended.told[-200:].decode(errors='replace')}")
        if must_fail and ended.status == 0:
            self.blame(where, "exit status 0 although the fault was met")

    def expect_healed(self, out: Path, where: str) -> None:
        """Demand that one more run completes the folder."""
        self.checks += 1
        ended = self.run(out)
        found = self.digests(out)
        wrong = sorted(set(found.items()) ^ set(self.expected.items()))
        if wrong:
            names = list(dict.fromkeys(name for name, _ in wrong))[:3]
            self.blame(where, f"after one more run (status {ended.status}) still wrong: {names}")


def fault_of(path: Path) -> str:
    """Return what is wrong with a file; "" when it is whole."""
    content = path.read_bytes()
    try:
        if not content:
            return "is empty"
        if path.suffix in (".docx", ".xlsx", ".zip") and zipfile.ZipFile(path).testzip():
            return "disagrees with its checksum"
        if path.suffix == ".json":
            json.loads(content)
    except (ValueError, OSError, zipfile.BadZipFile) as error:
        return f"cannot be read: {error}"
    return "is cut" if path.suffix == ".html" and b"</html>" not in content[-200:] else ""
