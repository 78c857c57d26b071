"""A folder run under faults from outside: killed, out of disk, refused by the system, out of handles, started twice.

    python -m benchmarks.interrupted kill --rounds 50
    python -m benchmarks.interrupted inject --points 8 --command "xlsheets rollup IN --force -o {out}/县.xlsx"

``{out}`` in a command stands for its output folder; without one a folder of samples is converted. Demanded after every fault:

* every file under a final name is whole: archives inflate and agree with their checksums, JSON and pages end where they should;
* nobody sees a traceback, and the exit status is not 0 when something is missing;
* one more run, undisturbed, makes the folder byte for byte what a run without faults writes, with nothing left over.

Needs Linux. ``full`` mounts a small disk as root and limits the size of files as anybody else; ``inject`` needs strace.
"""

from __future__ import annotations

import argparse
import os
import resource
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from benchmarks.folders import folder
from benchmarks.trial import Ended, Trial

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_HANDLES = 24
# Python itself could not begin: none of our code has run.
_NOT_BEGUN = b"Fatal Python error"


def kill(trial: Trial, options: argparse.Namespace) -> None:
    """Kill the run at random moments, each time afresh or in one folder all along."""
    chance, out = Random(options.seed), trial.work / "killed"
    for number in range(options.rounds):
        where = f"kill {number}"
        if not options.keep:
            shutil.rmtree(out, ignore_errors=True)
        out.mkdir(exist_ok=True)
        _run_and_kill(trial.words(out), chance.random() * trial.seconds)
        trial.expect_whole(out, where)
        if not options.keep:
            trial.expect_healed(out, where)
    if options.keep:
        trial.expect_healed(out, f"after {options.rounds} kills")


def _run_and_kill(words: Sequence[str], after: float) -> None:
    nothing = subprocess.DEVNULL
    with subprocess.Popen(
        words, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
    ) as process:
        with suppress(subprocess.TimeoutExpired):
            process.wait(after)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def full(trial: Trial, options: argparse.Namespace) -> None:
    """Let the disk run full at several sizes."""
    for size in options.sizes.split(","):
        where, disk = f"disk of {size}", trial.work / f"disk-{size}"
        disk.mkdir()
        with _small_disk(disk, size) as mounted:
            out = disk / "out"
            limit = None if mounted else _file_limit(_bytes_in(size) // 8)
            ended = trial.run(out, limit=limit)
            trial.expect_told(ended, where, must_fail=trial.digests(out) != trial.expected)
            trial.expect_whole(out, where)
            if mounted:
                subprocess.run(["mount", "-o", "remount,size=2g", str(disk)], check=True)
            trial.expect_healed(out, where)


@contextmanager
def _small_disk(disk: Path, size: str) -> Iterator[bool]:
    """Mount a disk of this size and say so; say no where that is forbidden."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk)]
    mounted = subprocess.run(mount, check=False, capture_output=True).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", str(disk)], check=True)


def _bytes_in(size: str) -> int:
    return int(size[:-1]) * {"k": 2**10, "m": 2**20}[size[-1]]


def _file_limit(most: int) -> Callable[[], object]:
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return limit


def inject(trial: Trial, options: argparse.Namespace) -> None:
    """Let single system calls fail, spread over all that the run makes."""
    if not shutil.which("strace"):
        raise SystemExit("inject needs strace")
    for pair in options.calls.split(","):
        call, error = pair.split(":")
        count = _calls(trial, call)
        points = min(count, options.points)
        chosen = {1 + number * (count - 1) // max(1, points - 1) for number in range(points)}
        for number in sorted(chosen):
            _fail_once(trial, call, error, number)
        print(f"  {call} {error}: {len(chosen)} of {count} calls", flush=True)


def _calls(trial: Trial, call: str) -> int:
    """Return how often a run makes a system call."""
    log, out = trial.work / "strace.log", trial.work / "counted"
    trial.run(out, before=["strace", "-f", "-qq", "-o", str(log), "-e", f"trace={call}"])
    shutil.rmtree(out)
    return log.read_text(errors="replace").count(f"{call}(")


def _fail_once(trial: Trial, call: str, error: str, number: int) -> None:
    where, out = f"{call} no. {number}, {error}", trial.work / "refused"
    shutil.rmtree(out, ignore_errors=True)
    failing = ["-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={number}"]
    ended = trial.run(out, before=["strace", "-f", "-qq", "-o", "/dev/null", *failing])
    unharmed = ended.status == trial.normal.status and trial.digests(out) == trial.expected
    if not unharmed and _NOT_BEGUN not in ended.told:
        trial.expect_told(ended, where)
        trial.expect_whole(out, where)
        trial.expect_healed(out, where)


def limits(trial: Trial, _options: argparse.Namespace) -> None:
    """Give the run few handles, and output folders that cannot be."""
    out = trial.work / "handles"
    ended = trial.run(out, limit=_few_handles)
    trial.expect_told(ended, "few handles", must_fail=trial.digests(out) != trial.expected)
    trial.expect_whole(out, "few handles")
    trial.expect_healed(out, "few handles")
    _unwritable(trial)
    occupied = trial.work / "occupied"
    occupied.write_text("a file in the place of the folder", encoding="ascii")
    trial.expect_told(trial.run_as_given(occupied), "the output folder is a file")
    too_long = trial.work / ("a" * 300)
    trial.expect_told(trial.run_as_given(too_long), "the output folder has too long a name")


def _few_handles() -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (_HANDLES, _HANDLES))


def _unwritable(trial: Trial) -> None:
    """Run into a folder that may only be read, which binds an administrator once he gives up his rights."""
    where, out = "a folder that cannot be written", trial.work / "locked"
    out.mkdir()
    out.chmod(0o555)
    if os.getuid():
        trial.expect_told(trial.run(out), where)
    elif shutil.which("setpriv"):
        bound = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
        trial.expect_told(trial.run(out, before=bound), where)
    out.chmod(0o755)
    trial.expect_healed(out, where)


def twice(trial: Trial, options: argparse.Namespace) -> None:
    """Start two runs at once into one folder."""
    for number in range(options.rounds):
        where, out = f"two at once, round {number}", trial.work / "shared"
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        pair = [
            subprocess.Popen(trial.words(out), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            for _ in range(2)
        ]
        for process in pair:
            told, _ = process.communicate()
            trial.expect_told(Ended(process.returncode, told), where, must_fail=False)
        trial.expect_whole(out, where)
        trial.expect_healed(out, where)


FAULTS = {"kill": kill, "full": full, "inject": inject, "limits": limits, "twice": twice}


def main() -> None:
    """Put a command through one kind of fault; the exit status is 0 when all held."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="interrupted-", ignore_cleanup_errors=True) as name:
        work = Path(name)
        command = shlex.split(options.command) or _conversion(folder(options.files, work))
        trial = Trial(command, work, options.unlike.split(","))
        FAULTS[options.fault](trial, options)
        print(f"{trial.checks} checks, {len(trial.problems)} problems")
    raise SystemExit(bool(trial.problems))


def _conversion(inbox: Path) -> list[str]:
    return [sys.executable, "-m", "xlsheets", "convert", str(inbox), "--draft", "-o", "{out}"]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("fault", choices=FAULTS)
    parser.add_argument("--command", default="", help="what to run instead of converting samples")
    parser.add_argument("--files", type=int, default=20, help="how many samples to convert")
    parser.add_argument("--rounds", type=int, default=10, help="how often: kill, twice")
    parser.add_argument("--keep", action="store_true", help="kill: one folder all along")
    parser.add_argument("--seed", type=int, default=1, help="of the moments of kill")
    parser.add_argument("--sizes", default="64k,256k,1m", help="of the disk: full")
    parser.add_argument("--points", type=int, default=8, help="how many of each call: inject")
    calls = "write:ENOSPC,fsync:EIO,rename:EACCES,openat:EMFILE,unlink:EACCES"
    parser.add_argument("--calls", default=calls, help="which calls fail, and how: inject")
    parser.add_argument(
        "--unlike", default="", help="patterns of files that differ from run to run"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
