"""The goals of docs/dev/reliability.md, one after the other at full size, as a table with time and outcome.

Run ``python -m benchmarks.reliability`` (some twenty minutes on two cores), or with the numbers of some goals behind it. Killed runs,
full disks and failing system calls are the work of ``benchmarks.interrupted``.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
import warnings
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.folders import folder
from tests.hostile.corpus import hostile as attacked
from tests.tools.hostile import hostile as named
from xlsheets.errors import UnreadableError
from xlsheets.ooxml.identify import parts_of
from xlsheets.workbook.reading.reader import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_SEED = 2025


class Goal(NamedTuple):
    """What shows some goals: their numbers, what is done, and the work, which returns an outcome in a few words."""

    numbers: str
    what: str
    show: Callable[[], str]


def goals(many: Path, few: Path) -> Iterator[Goal]:
    """Yield every goal.

    Args:
        many: a folder of 500 workbooks.
        few: a folder of 20.
    """
    yield Goal(
        "R1 R2 R3 R4 R7 R13 R14 R17",
        "hostile files, attacks, dresses, outputs, strace",
        lambda: tests("tests/hostile", "tests/ooxml/test_identify.py"),
    )
    yield Goal("R5", "each hostile file in a child of its own", cost_of_refusal)
    yield Goal("R6", "preflight of 500 workbooks", lambda: cost_of_preflight(many))
    for options in ((), ("--keep",)):
        yield Goal(
            "R8",
            f"convert of 500, killed 50 times {' '.join(options)}".strip(),
            lambda options=options: faults("kill", many, "--rounds", "50", *options),
        )
    yield Goal("R9", "full disk", lambda: faults("full", few, "--sizes", "64k,256k,1m,4m"))
    yield Goal("R10", "failing calls", lambda: faults("inject", few, "--points", "50"))
    yield Goal("R10", "few handles, little memory", lambda: faults("limits", few))
    yield Goal("R11", "two runs at once", lambda: faults("twice", few, "--rounds", "20"))
    yield Goal(
        "R1 R12 R15",
        "folder runs, names",
        lambda: tests(
            "tests/runs/test_folders.py",
            "tests/county/test_register.py",
            "tests/basics/test_files.py",
        ),
    )
    yield Goal("R18", "1,000 examples", lambda: tests("tests/property", XLSHEETS_EXAMPLES="1000"))
    yield Goal(
        "R19",
        "last year's reports",
        lambda: tests("tests/extract/test_docx.py", "tests/imports/test_hostile.py"),
    )


def tests(*paths: str, **environment: str) -> str:
    """Run tests and return how they ended."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *paths]
    told = _last_line(command, {**os.environ, **environment})
    return re.sub(r" in .*", "", told)


def faults(mode: str, inbox: Path, *options: str) -> str:
    """Run the harness on a folder run and return its last words."""
    work = f"'{sys.executable}' -m xlsheets convert '{inbox}' --draft -o {{out}}"
    return _last_line(
        [sys.executable, "-m", "benchmarks.interrupted", mode, "--command", work, *options],
        os.environ,
    )


def _last_line(command: list[str], environment: Mapping[str, str]) -> str:
    done = subprocess.run(
        command, check=False, capture_output=True, encoding="utf-8", env=dict(environment)
    )
    lines = done.stdout.strip().splitlines() or ["nothing was said"]
    return lines[-1] if done.returncode == 0 else f"FAILED: {lines[-1]}"


def cost_of_refusal() -> str:
    """Read every hostile file in a child of its own; return the most that one took."""
    files = chain((attack[1] for attack in named()), (content for _, content in attacked(_SEED)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # zipfile warns of the twins we mean
        used = [_used(content) for content in files]
    seconds, memory = (max(column) for column in zip(*used, strict=True))
    return f"{len(used)} files: at most {seconds:.2f} s, {memory:.0f} MiB more than before"


def _used(content: bytes) -> tuple[float, float]:
    """Return seconds on the clock, and the MiB by which a child grew that read a file."""
    start, before = time.perf_counter(), _resident()
    child = os.fork()
    if not child:
        try:
            read_workbook(content, "a.xlsx")
        except UnreadableError:
            os._exit(0)
        except BaseException:  # noqa: BLE001 - whatever it is, the parent is told
            os._exit(3)
        os._exit(0)
    _, status, usage = os.wait4(child, 0)
    if status:
        raise SystemExit(f"a file ended its process with status {status}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024 - before


def _resident() -> float:
    """Return the MiB this process has now; a child begins with as many."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def cost_of_preflight(inbox: Path) -> str:
    """Return the time that preflight takes of each workbook, the middle one and the 95th of a hundred."""
    taken = []
    for path in sorted(inbox.rglob("*.xlsx")):
        start = time.perf_counter()
        parts_of(path)
        taken.append(1000 * (time.perf_counter() - start))
    taken.sort()
    return f"p50 {taken[len(taken) // 2]:.1f} ms, p95 {taken[len(taken) * 95 // 100]:.1f} ms"


def main() -> None:
    """Print a line for each goal, and the time of all."""
    wanted = set(sys.argv[1:])
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="reliability-") as name:
        many, few = folder(500, Path(name)), folder(20, Path(name))
        for goal in goals(many, few):
            if wanted and wanted.isdisjoint(goal.numbers.split()):
                continue
            start = time.monotonic()
            outcome = goal.show()
            print(
                f"{goal.numbers} | {goal.what} | {time.monotonic() - start:.0f} s | {outcome}",
                flush=True,
            )
    print(f"R20 | all of it | {(time.monotonic() - began) / 60:.1f} min")


if __name__ == "__main__":
    main()
