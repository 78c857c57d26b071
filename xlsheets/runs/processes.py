"""One process and the file it works on -> its answer, or how it died; within limits the system keeps."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar

from xlsheets.errors import UnreadableError, XlsheetsError

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from xlsheets.pipeline import Source

R = TypeVar("R")

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


def death(how: str, source: Source) -> UnreadableError:
    """Return the sentence about a file whose reading ended its process: memory, time or died."""
    return UnreadableError(how, _DEATHS[how].format(name=source.path.name))


class Worker(ABC, Generic[R]):
    """One process, and the file it works on."""

    number: int
    source: Source
    deadline: float

    def __init__(self, line: Connection) -> None:
        self.line = line

    @abstractmethod
    def begin(self, source: Source) -> None:
        """Give it a file."""

    @abstractmethod
    def _status(self) -> int:
        """Return how it ended: its exit code, or minus the signal."""

    @abstractmethod
    def dismiss(self) -> None:
        """End it, whatever it does."""

    def answer(self) -> R | UnreadableError:
        """Return the result, or why there is none."""
        if not self.line.poll():
            return death("time", self.source)
        try:
            answer: R | UnreadableError = self.line.recv()
        except (EOFError, OSError):
            return death(self._cause(), self.source)
        if isinstance(answer, XlsheetsError) and not isinstance(answer, UnreadableError):
            raise answer  # not about this file: the disk is full, or the command is wrong
        return answer

    def _cause(self) -> str:
        """Tell from its exit status why a process ended: SIGXCPU is ours, SIGKILL the system's."""
        status = self._status()
        if os.name != "posix":
            return "died"
        return {-signal.SIGXCPU: "time", -signal.SIGKILL: "memory"}.get(status, "died")


class Forked(Worker[R]):
    """A copy of this process for one file, which it knows from its birth."""

    def __init__(self, work: Callable[[Source], R], limits: Limits, source: Source) -> None:
        ours, theirs = multiprocessing.Pipe(duplex=False)
        super().__init__(ours)
        self._ended: int | None = None
        self._process = os.fork()
        if not self._process:
            _live_once(ours, theirs, partial(_outcome, work, source, limits))
        theirs.close()

    def begin(self, source: Source) -> None:
        """Nothing to tell: it was born with its file."""

    def _status(self) -> int:
        if self._ended is None:
            self._ended = os.waitstatus_to_exitcode(os.waitpid(self._process, 0)[1])
        return self._ended

    def dismiss(self) -> None:
        self.line.close()
        if self._ended is None:
            os.kill(self._process, signal.SIGKILL)
            self._status()


def _live_once(ours: Connection, theirs: Connection, outcome: Callable[[], object]) -> NoReturn:
    """Answer once and be gone, however that goes; nothing of the parent's is flushed or closed."""
    try:
        ours.close()
        gc.disable()
        _begin()
        theirs.send(outcome())
    finally:
        os._exit(1)  # what was sent has arrived; who sent nothing is taken for dead


class Lasting(Worker[R]):
    """A process that serves many files, where one a file would be too expensive."""

    def __init__(self, work: Callable[[Source], R], limits: Limits) -> None:
        context: Any = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        super().__init__(ours)
        self._process: BaseProcess = context.Process(
            target=_serve, args=(theirs, work, limits), daemon=True
        )
        self._process.start()
        theirs.close()

    def begin(self, source: Source) -> None:
        # A process that is already dead is noticed when its answer is read.
        with suppress(BrokenPipeError):
            self.line.send(source)

    def _status(self) -> int:
        self._process.join(1)
        return self._process.exitcode or 0

    def dismiss(self) -> None:
        self.line.close()
        self._process.kill()
        self._process.join()
        self._process.close()


def _serve(line: Connection, work: Callable[[Source], R], limits: Limits) -> None:
    """Work on file after file until nobody asks any more."""
    _begin()
    with suppress(EOFError):
        while True:
            line.send(_outcome(work, line.recv(), limits))


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _silence()


def _outcome(work: Callable[[Source], R], source: Source, limits: Limits) -> R | XlsheetsError:
    """Return what came of a file within its limits."""
    _limit(limits)
    try:
        return work(source)
    except MemoryError:
        return death("memory", source)
    except XlsheetsError as error:
        return error


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
