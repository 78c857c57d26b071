"""Folders of growing size -> cost per file, peak memory and the gain of a second process, as a table.

    python -m benchmarks.scaling                     100 and 1,000 workbooks
    python -m benchmarks.scaling --sizes 100,10000   what a province asks
    python -m benchmarks.scaling --executor dask://127.0.0.1:8786

Two rivals do what a user would write today, in as many processes and in the same run (the first only where
docxtpl is installed): openpyxl and docxtpl for the reports, openpyxl in read-only mode for the sums.

The gain of a second process is divided by what two busy loops gain on the same machine at the same time,
so that a shared or hyper-threaded processor does not look like a fault of ours.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks import rivals
from benchmarks.folders import folder

if TYPE_CHECKING:
    from collections.abc import Callable

_HEADINGS = (
    "command",
    "workbooks",
    "jobs",
    "wall ms a file",
    "CPU ms a file",
    "parent MiB",
    "largest MiB",
)
# Files for a rival; it costs the same a file however many there are.
_RIVAL = 100
_LOOP = "sum(number * number for number in range(20_000_000))"


class Cost(NamedTuple):
    """What a run took: seconds on the clock and of computing, peak MiB of the parent and of any process."""

    wall: float
    computing: float
    parent: float
    largest: float


def convert(inbox: Path, out: Path, *options: str) -> Cost:
    """Convert a folder as a user does and return what it took."""
    return run("convert", inbox, "--draft", "-o", out, *options)


def roll_up(inbox: Path, out: Path, *options: str) -> Cost:
    """Roll a folder up as a user does and return what it took."""
    unit = ("--unit", "示例市人民政府", "--kind", "city", "--year", "2025")
    return run("rollup", inbox, *unit, "-o", out / "市.xlsx", "--force", *options)


def run(*arguments: object) -> Cost:
    """Run a command and return what it took."""
    command = [sys.executable, "-m", "xlsheets", *map(str, arguments)]
    told = subprocess.run(
        [sys.executable, "-c", _WATCH, *command], check=True, capture_output=True, text=True
    )
    status, *figures = map(float, told.stdout.split())
    if status > 1:
        raise SystemExit("the run failed")
    return Cost(*figures)


# A process of its own: to the system, the peak of a command includes that of whoever started it.
_WATCH = """
import os, subprocess, sys, time

def peak(pid):
    with open(f"/proc/{pid}/status", errors="replace") as lines:
        found = [line.split()[1] for line in lines if line.startswith("VmHWM")]
    return int(found[0]) / 1024 if found else 0

start, highest, none = time.perf_counter(), 0, subprocess.DEVNULL
process = subprocess.Popen(sys.argv[1:], stdout=none, stderr=none)
while True:
    done, status, usage = os.wait4(process.pid, os.WNOHANG)
    if done:
        break
    highest = max(highest, peak(process.pid))
    time.sleep(0.05)
wall, computing = time.perf_counter() - start, usage.ru_utime + usage.ru_stime
print(os.waitstatus_to_exitcode(status), wall, computing, highest, usage.ru_maxrss / 1024)
"""


def rival(work: Callable[[Path], object], inbox: Path, jobs: int) -> Cost:
    """Let a rival do its work on every file, in lasting processes that are warm after the first files."""
    files = sorted(inbox.rglob("*.xlsx"))[:_RIVAL]
    with ProcessPoolExecutor(jobs) as pool:
        list(pool.map(work, files[: 2 * jobs]))
        start, before = time.perf_counter(), os.times()
        list(pool.map(work, files))
        wall = time.perf_counter() - start
    after = os.times()  # of the processes too, now that they have ended
    spent = sum(after[:4]) - sum(before[:4])
    return Cost(wall / len(files), spent / len(files), 0, 0)


def with_docxtpl(template: bytes, file: Path) -> int:
    return len(rivals.with_docxtpl(file.read_bytes(), template))


def with_openpyxl(file: Path) -> int:
    return len(rivals.read_only(file.read_bytes()))


def gain_of_two_loops() -> float:
    """Return how much more two busy loops do than one in the same time."""
    rounds = [(_loops(1), _loops(2)) for _ in range(5)]
    alone, together = map(statistics.median, zip(*rounds, strict=True))
    return 2 * alone / together


def _loops(count: int) -> float:
    start = time.perf_counter()
    loops = [subprocess.Popen([sys.executable, "-c", _LOOP]) for _ in range(count)]
    for loop in loops:
        loop.wait()
    return time.perf_counter() - start


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--sizes", default="100,1000")
    options.add_argument("--executor", default="")
    arguments = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="scaling-") as name:
        measure(Path(name), [int(size) for size in arguments.sizes.split(",")], arguments.executor)


def measure(where: Path, sizes: list[int], executor: str) -> None:
    """Print the table, the rivals, and the gain of the second process."""
    print(" | ".join(_HEADINGS))
    for size in sizes:
        inbox = folder(size, where)
        converted = {
            jobs: convert(inbox, where / f"{size}-{jobs}", "--jobs", str(jobs)) for jobs in (1, 2)
        }
        for jobs, cost in converted.items():
            row("convert", size, str(jobs), cost)
        if executor:
            row(
                "convert",
                size,
                executor,
                convert(inbox, where / f"{size}-x", "--executor", executor),
            )
        # In a folder of its own: over an earlier roll-up what people wrote into it is read first.
        sums = where / f"{size}-sums"
        sums.mkdir()
        summed = roll_up(inbox, sums, "--jobs", "2")
        row("rollup", size, "2", summed)
        if rivals.has_docxtpl():
            docxtpl = rival(partial(with_docxtpl, rivals.docxtpl_template()), inbox, 2)
            compare("openpyxl + docxtpl", docxtpl, converted[2], size)
        read_only = rival(with_openpyxl, inbox, 2)
        compare("openpyxl read-only", read_only, summed, size)
        gain = converted[1].wall / converted[2].wall
        print(f"gain of a second process {gain:.2f}, of a second loop {gain_of_two_loops():.2f}")


def row(command: str, size: int, jobs: str, cost: Cost) -> None:
    wall, computing = 1000 * cost.wall / size, 1000 * cost.computing / size
    print(
        f"{command} | {size} | {jobs} | {wall:.1f} | {computing:.1f} | {cost.parent:.0f} | {cost.largest:.0f}",
        flush=True,
    )


def compare(name: str, other: Cost, ours: Cost, size: int) -> None:
    print(
        f"{name}: {1000 * other.wall:.1f} ms wall a file, {other.wall * size / ours.wall:.1f} x ours; "
        f"{1000 * other.computing:.1f} ms CPU, {other.computing * size / ours.computing:.1f} x ours",
        flush=True,
    )


if __name__ == "__main__":
    main()
