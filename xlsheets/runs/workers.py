"""Function and files -> results in the order of the files, each from a process that may die."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from xlsheets.errors import UnreadableError, XlsheetsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from xlsheets.pipeline import Source

R = TypeVar("R")

# Results that may wait for an earlier file, for each process: order costs little, memory stays flat.
_AHEAD = 8
# Forking is safe only where no other thread runs, and only Linux promises it; elsewhere a process is
# expensive to start and serves many files.
_METHOD = "fork" if sys.platform == "linux" else "spawn"
_DEATHS = {
    "memory": "读“{name}”时占用的内存超过了限度，已经停止读它，其他文件不受影响。请在发下来的填报工作簿里重新填写后报送。",
    "time": "读“{name}”用的时间超过了限度，已经停止读它，其他文件不受影响。请在发下来的填报工作簿里重新填写后报送。",
    "died": "读“{name}”时读取程序中断了，其他文件不受影响。请单独校验这个文件；仍然如此的，请重新填写后报送。",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may use: bytes of memory and of output, seconds of computing and on the clock."""

    memory: int = 512 * 2**20
    written: int = 16 * 2**20
    computing: int = 20
    clock: float = 120.0


def isolated(
    work: Callable[[Source], R],
    sources: Iterable[Source],
    *,
    jobs: int,
    limits: Limits | None = None,
    method: str = _METHOD,
) -> Iterator[R | UnreadableError]:
    """Yield what ``work`` returns for each file, in their order; a file that ends its process yields why.

    Args:
        work: a pure function; picklable where processes cannot be forked.
        sources: the files.
        jobs: how many processes at a time.
        limits: what one file may use.
        method: ``fork`` for a process a file, ``spawn`` for lasting processes replaced when they die.
    """
    crew = _Crew(work, limits or Limits(), method)
    finished: dict[int, R | UnreadableError] = {}
    numbered = enumerate(sources)
    given = 0
    try:
        task = next(numbered, None)
        while task or crew.busy:
            while task and len(crew.busy) < jobs and task[0] < given + _AHEAD * jobs:
                crew.begin(*task)
                task = next(numbered, None)
            finished |= crew.some_finished()
            while given in finished:
                yield finished.pop(given)
                given += 1
    finally:
        crew.dismiss()


def death(how: str, source: Source) -> UnreadableError:
    """Return the sentence about a file whose reading ended its process: memory, time or died."""
    return UnreadableError(how, _DEATHS[how].format(name=source.path.name))


class _Crew(Generic[R]):
    """Processes at work, and those that wait for the next file."""

    def __init__(self, work: Callable[[Source], R], limits: Limits, method: str) -> None:
        self.busy: list[_Worker[R]] = []
        self._idle: list[_Worker[R]] = []
        self._work, self._limits = work, limits
        self._context: Any = multiprocessing.get_context(method)
        self._once = method == "fork"
        if self._once:
            # Objects that are never looked at again by the collector stay shared between processes.
            gc.collect()
            gc.freeze()

    def begin(self, number: int, source: Source) -> None:
        """Give a file to a process that is free, or to a new one."""
        worker = self._idle.pop() if self._idle else self._engage()
        worker.begin(number, source)
        self.busy.append(worker)

    def _engage(self) -> _Worker[R]:
        ours, theirs = self._context.Pipe()
        # A forked process also has our end; while it holds that, it cannot notice that we are gone.
        inherited = ours if self._once else None
        process = self._context.Process(
            target=_serve, args=(theirs, inherited, self._work, self._limits), daemon=True
        )
        process.start()
        theirs.close()
        return _Worker(ours, process, self._limits.clock)

    def some_finished(self) -> dict[int, R | UnreadableError]:
        """Wait until a process answers, dies or is late; return results by number."""
        patience = min(worker.deadline for worker in self.busy) - time.monotonic()
        ready = wait([worker.line for worker in self.busy], max(0.0, patience))
        now = time.monotonic()
        done = [each for each in self.busy if each.line in ready or each.deadline <= now]
        self.busy = [each for each in self.busy if each not in done]
        return {worker.number: self._result(worker) for worker in done}

    def _result(self, worker: _Worker[R]) -> R | UnreadableError:
        answer = worker.answer()
        if self._once or isinstance(answer, UnreadableError):
            worker.dismiss()
        else:
            self._idle.append(worker)
        return answer

    def dismiss(self) -> None:
        """End every process."""
        for worker in (*self.busy, *self._idle):
            worker.dismiss()
        if self._once:
            gc.unfreeze()


class _Worker(Generic[R]):
    """One process, and the file it works on."""

    def __init__(self, line: Connection, process: BaseProcess, clock: float) -> None:
        self.line, self._process, self._clock = line, process, clock

    def begin(self, number: int, source: Source) -> None:
        self.number, self._source = number, source
        self.deadline = time.monotonic() + self._clock
        # A process that is already dead is noticed when its answer is read.
        with suppress(BrokenPipeError):
            self.line.send(source)

    def answer(self) -> R | UnreadableError:
        """Return the result, or why there is none."""
        if not self.line.poll():
            return death("time", self._source)
        try:
            answer: R | UnreadableError = self.line.recv()
        except (EOFError, OSError):
            self._process.join(1)
            return death(self._cause(), self._source)
        if isinstance(answer, XlsheetsError) and not isinstance(answer, UnreadableError):
            raise answer  # not about this file: the disk is full, or the command is wrong
        return answer

    def _cause(self) -> str:
        """Tell from its exit status why a process ended: SIGXCPU is ours, SIGKILL the system's."""
        if os.name != "posix":
            return "died"
        causes = {-signal.SIGXCPU: "time", -signal.SIGKILL: "memory"}
        return causes.get(self._process.exitcode or 0, "died")

    def dismiss(self) -> None:
        self.line.close()
        self._process.kill()
        self._process.join()
        self._process.close()


def _serve(
    line: Connection, theirs: Connection | None, work: Callable[[Source], R], limits: Limits
) -> None:
    """Work on file after file until nobody asks any more."""
    if theirs:
        theirs.close()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _silence()
    with suppress(EOFError):
        while True:
            source = line.recv()
            _limit(limits)
            try:
                answer: R | XlsheetsError = work(source)
            except MemoryError:
                answer = death("memory", source)
            except XlsheetsError as error:
                answer = error
            line.send(answer)


def _silence() -> None:
    """Keep last words of libraries off the screen; a developer may ask for them."""
    if not os.environ.get("XLSHEETS_DEBUG"):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.close(nowhere)


def _limit(limits: Limits) -> None:
    """Set the system's limits on this process for the next file, where the system has them."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    computing = int(used.ru_utime + used.ru_stime) + limits.computing
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, limits.written),
        (resource.RLIMIT_CPU, computing),
        (resource.RLIMIT_AS, _address_space() + limits.memory),
    ):
        _, hard = resource.getrlimit(kind)
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (soft, hard))


def _address_space() -> int:
    """Return what this process occupies before it has read anything; 0 where nobody says."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
