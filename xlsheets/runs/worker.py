"""One process and the files it works on -> its answers, or how it died; within limits the system keeps."""

from __future__ import annotations

import gc
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count
from math import inf
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, cast

from xlsheets.basics.signals import leave_on
from xlsheets.errors import UnreadableError, XlsheetsError
from xlsheets.extract.scans import PICTURES, can_be_read
from xlsheets.runs.memory import occupied, occupied_by

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from pathlib import Path


class Task(Protocol):
    """What a process is given to do; refusals call it by the name of its file."""

    @property
    def path(self) -> Path:
        """The file, there or not."""


R = TypeVar("R")
T = TypeVar("T", bound=Task)

_DEATHS = {
    "memory": "读“{name}”时占用的内存超过了限度，已经停止读它，其他文件不受影响。请在发下来的填报工作簿里重新填写后报送。",
    "time": "读“{name}”用的时间超过了限度，已经停止读它，其他文件不受影响。请在发下来的填报工作簿里重新填写后报送。",
    "died": "读“{name}”时读取程序中断了，其他文件不受影响。请单独校验这个文件；仍然如此的，请重新填写后报送。",
}


# Seconds that a process which is told to end has before it is killed.
_MOMENT = 1.6
# Seconds that a process may take to begin: on a busy Windows it loads everything anew.
_START = 120.0
# Seconds after which a process is looked at even if it is silent: Windows sets it no limits.
GLANCE = 0.5 if sys.platform == "win32" else inf


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may use, and when its process is not trusted with another.

    A process that met a file which could not be read never sees another, whatever the limits.

    Args:
        memory, written: bytes of memory and of output.
        computing, clock: seconds of computing and on the clock.
        worn: bytes that a process may have grown by; one that keeps more of a file ends with it.
        files: how many sound files a process reads before a fresh one takes over.
    """

    memory: int = 512 * 2**20
    written: int = 64 * 2**20
    computing: int = 20
    clock: float = 120.0
    worn: int = 64 * 2**20
    files: int = 250

    def of(self, name: str) -> Limits:
        """Return what a file of this name may use: one that has to be looked at takes more than one that is read."""
        if not (name.lower().endswith(_LOOKED_AT) and can_be_read()):
            return self
        return replace(
            self,
            memory=max(self.memory, _LOOKING.memory),
            computing=max(self.computing, _LOOKING.computing),
            clock=max(self.clock, _LOOKING.clock),
        )


_LOOKED_AT = (*PICTURES, ".pdf", ".ofd")
_LOOKING = Limits(memory=5 * 2**29, computing=400, clock=900.0)


def death(how: str, source: Task) -> UnreadableError:
    """Return the sentence about a file whose reading ended its process: memory, time or died."""
    return UnreadableError(how, _DEATHS[how].format(name=source.path.name))


class Worker(Generic[T, R]):
    """One process, and the file it works on."""

    number: int
    source: T
    deadline: float

    def __init__(self, work: Callable[[T], R], limits: Limits, method: str) -> None:
        context: Any = multiprocessing.get_context(method)
        self.line, theirs = context.Pipe()
        # A forked process has a copy of our end, and would wait for ever for itself to hang up.
        inherited = self.line if method == "fork" else None
        self._scratch = tempfile.mkdtemp(prefix="xlsheets-")
        self._process: BaseProcess = context.Process(
            target=_serve, args=(theirs, inherited, work, limits, self._scratch), daemon=True
        )
        self._process.start()
        theirs.close()
        self.spent = self._started = False
        self._limits = limits

    def begin(self, number: int, source: T) -> None:
        """Give it a file, which has its time from when the process is there to read it."""
        self.number, self.source = number, source
        self.deadline = time.monotonic() + (self._now().clock if self._started else _START)
        # A process that is already dead is noticed when its answer is read.
        with suppress(BrokenPipeError):
            self.line.send(source)

    def _now(self) -> Limits:
        return self._limits.of(self.source.path.name)

    def answers(self) -> bool:
        """Tell whether what came is about the file; the first message says that the process is there."""
        if not self._started:
            self._started = True
            with suppress(EOFError, OSError):
                self.line.recv()
                self.deadline = time.monotonic() + self._now().clock
                return False
        return True

    def wait(self) -> None:
        """Wait until it answers, dies, or takes too much."""
        while not self.overdrawn():
            patience = min(self.deadline - time.monotonic(), GLANCE)
            if wait([self.line], max(0.0, patience)) and self.answers():
                return

    def answer(self) -> R | UnreadableError:
        """Return the result, or why there is none; afterwards ``spent`` tells whether to dismiss it."""
        self.spent = True
        try:
            # Where a process has died, asking for an answer fails on Windows, and reading it elsewhere.
            if not self.line.poll():
                return death("memory" if self._greedy() else "time", self.source)
            answer, self.spent = self.line.recv()
        except (EOFError, OSError):
            return death(self._cause(), self.source)
        if isinstance(answer, XlsheetsError) and not isinstance(answer, UnreadableError):
            raise answer  # not about this file: the disk is full, or the command is wrong
        return cast("R | UnreadableError", answer)

    def overdrawn(self) -> bool:
        """Tell whether its time is over, or it occupies too much memory where the system sets no limit."""
        return self.deadline <= time.monotonic() or self._greedy()

    def _greedy(self) -> bool:
        return occupied_by(self._process.sentinel) > self._now().memory

    def _cause(self) -> str:
        """Tell from its exit status why a process ended: SIGXCPU is ours, SIGKILL the system's."""
        self._process.join(1)
        if os.name != "posix":
            return "died"
        status = self._process.exitcode or 0
        return {-signal.SIGXCPU: "time", -signal.SIGKILL: "memory"}.get(status, "died")

    def tell_to_leave(self) -> None:
        """Ask it to end and to take with it what it made; ``dismiss`` then need not wait long."""
        self._process.terminate()

    def dismiss(self) -> None:
        """End it, whatever it does; it has a moment to end what it has started, and leaves no temporary files."""
        self.line.close()
        self.tell_to_leave()
        self._process.join(_MOMENT)
        self._process.kill()
        self._process.join()
        self._process.close()
        shutil.rmtree(self._scratch, ignore_errors=True)


def _serve(
    line: Connection,
    inherited: Connection | None,
    work: Callable[[T], R],
    limits: Limits,
    scratch: str,
) -> None:
    """Work on file after file until nobody asks any more, or one was refused or took its toll."""
    if inherited:
        inherited.close()
    leave_on(signal.SIGINT, signal.SIGTERM)
    tempfile.tempdir = scratch
    gc.disable()  # a file leaves no cycles worth looking for before the process is replaced
    _silence()
    born = occupied()
    try:
        with suppress(EOFError, BrokenPipeError):
            line.send(None)  # here, and ready for the first file
            for served in count(1):
                answer = _outcome(work, line.recv(), limits)
                spent = occupied() > born + limits.worn or served >= limits.files
                line.send((answer, spent or not _harmless(answer)))
    finally:
        # Should the process that began this one have been killed, nobody else does.
        shutil.rmtree(scratch, ignore_errors=True)


def _harmless(answer: object) -> bool:
    """Tell whether a file was read: what comes of one that was not says so by ``readable``."""
    return not isinstance(answer, XlsheetsError) and getattr(answer, "readable", True)


def _outcome(work: Callable[[T], R], source: T, limits: Limits) -> R | XlsheetsError:
    """Return what came of a file within its limits."""
    _limit(limits.of(source.path.name))
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
        (resource.RLIMIT_AS, occupied() + limits.memory),
    ):
        _, hard = resource.getrlimit(kind)
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (soft, hard))
