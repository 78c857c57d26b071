"""Folders of growing size -> cost per file, peak memory and the gain of a second process, as a table.

    python benchmarks/scaling.py                     100 and 1,000 workbooks
    python benchmarks/scaling.py --sizes 100,10000   what a province asks
    python benchmarks/scaling.py --executor dask://127.0.0.1:8786

The gain of a second process is divided by what two busy loops gain on the same machine at the same time,
so that a shared or hyper-threaded processor does not look like a fault of ours.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

import xlsheets as xs
from benchmarks.samples import sample

# Workbooks of their own; a larger folder holds copies of them, each read, checked and printed anew.
_DISTINCT = 40
_HEADINGS = ("workbooks", "jobs", "wall ms a file", "CPU ms a file", "parent MiB", "largest MiB")
_LOOP = "sum(number * number for number in range(20_000_000))"


class Cost(NamedTuple):
    """What a run took: seconds on the clock and of computing, peak MiB of the parent and of any process."""

    wall: float
    computing: float
    parent: float
    largest: float


def folder(size: int, where: Path) -> Path:
    """Return a folder of this many workbooks, a hundred in each of its folders."""
    rng = Random(size)
    originals = where / "originals"
    for number in range(min(size, _DISTINCT)):
        report = sample(number, rng).report
        report = replace(report, profile=replace(report.profile, unit=f"示例{number}县人民政府"))
        xs.write(report, originals / f"{number}.xlsx", force=True)
    inbox = where / f"inbox-{size}"
    for number in range(size):
        target = inbox / f"{number // 100:03d}" / f"{number:05d}.xlsx"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(originals / f"{number % _DISTINCT}.xlsx", target)
    return inbox


def convert(inbox: Path, out: Path, *options: str) -> Cost:
    """Convert a folder as a user does and return what it took."""
    command = [sys.executable, "-m", "xlsheets", "convert", inbox, "--draft", "-o", out, *options]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0.0
    while True:
        done, status, usage = os.wait4(process.pid, os.WNOHANG)
        if done:
            break
        peak = max(peak, _peak(process.pid))
        time.sleep(0.05)
    if os.waitstatus_to_exitcode(status) > 1:
        raise SystemExit("the run failed")
    wall = time.perf_counter() - start
    return Cost(wall, usage.ru_utime + usage.ru_stime, peak, usage.ru_maxrss / 1024)


def _peak(pid: int) -> float:
    """Return the peak memory of a running process so far, without its children, in MiB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    kibibytes = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
    return int(kibibytes[0]) / 1024 if kibibytes else 0.0


def gain_of_two_loops() -> float:
    """Return how much more two busy loops do than one in the same time."""
    seconds = []
    for count in (1, 2):
        start = time.perf_counter()
        loops = [subprocess.Popen([sys.executable, "-c", _LOOP]) for _ in range(count)]
        for loop in loops:
            loop.wait()
        seconds.append(time.perf_counter() - start)
    return 2 * seconds[0] / seconds[1]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--sizes", default="100,1000")
    options.add_argument("--executor", default="")
    arguments = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="scaling-") as name:
        measure(Path(name), [int(size) for size in arguments.sizes.split(",")], arguments.executor)


def measure(where: Path, sizes: list[int], executor: str) -> None:
    """Print the table, then the gain of the second process."""
    print(" | ".join(_HEADINGS))
    for size in sizes:
        inbox = folder(size, where)
        for jobs in (1, 2):
            row(size, str(jobs), convert(inbox, where / f"{size}-{jobs}", "--jobs", str(jobs)))
        if executor:
            row(size, executor, convert(inbox, where / f"{size}-x", "--executor", executor))
    smallest = folder(sizes[0], where)
    one = convert(smallest, where / "one", "--jobs", "1").wall
    two = convert(smallest, where / "two", "--jobs", "2").wall
    loops = gain_of_two_loops()
    print(f"gain of a second process {one / two:.2f}, of a second loop {loops:.2f}")


def row(size: int, jobs: str, cost: Cost) -> None:
    wall, computing = 1000 * cost.wall / size, 1000 * cost.computing / size
    print(
        f"{size} | {jobs} | {wall:.1f} | {computing:.1f} | {cost.parent:.0f} | {cost.largest:.0f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
