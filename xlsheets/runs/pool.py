"""Function and files -> results in the order of the files, each from a process that may die."""

from __future__ import annotations

import gc
import sys
import time
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Generic, TypeVar

from xlsheets.runs.worker import GLANCE, Limits, Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from xlsheets.errors import UnreadableError
    from xlsheets.report.outcome import Source

R = TypeVar("R")

# Results that may wait for an earlier file, for each process: order costs little, memory stays flat.
_AHEAD = 8
# Forking is safe only where no other thread runs, and only Linux promises it; elsewhere a process has
# everything to load before its first file.
FORKS = sys.platform == "linux"


def isolated(
    work: Callable[[Source], R],
    sources: Iterable[Source],
    *,
    jobs: int,
    limits: Limits | None = None,
    method: str = "fork" if FORKS else "spawn",
) -> Iterator[R | UnreadableError]:
    """Yield what ``work`` returns for each file, in their order; a file that ends its process yields why.

    Args:
        work: a pure function; picklable where processes cannot be forked.
        sources: the files.
        jobs: how many processes at a time.
        limits: what one file may use, and when its process is replaced.
        method: how a process begins: ``fork`` as a copy of this one, ``spawn`` from nothing.
    """
    crew = _Crew(work, limits or Limits(), method)
    finished: dict[int, R | UnreadableError] = {}
    left = iter(sources)
    given, window = 0, _AHEAD * jobs
    try:
        crew.fill(left, jobs, window)
        while crew.busy:
            finished |= crew.some_finished()
            # No process need be idle while results are written.
            crew.fill(left, jobs, given + window)
            while given in finished:
                yield finished.pop(given)
                given += 1
            crew.fill(left, jobs, given + window)
    finally:
        crew.dismiss()


class _Crew(Generic[R]):
    """Processes at work, and those that wait for the next file."""

    def __init__(self, work: Callable[[Source], R], limits: Limits, method: str) -> None:
        self.busy: list[Worker[Source, R]] = []
        self._idle: list[Worker[Source, R]] = []
        self._begun = 0
        self._work, self._limits, self._method = work, limits, method
        # Objects that are never looked at again by the collector stay shared between processes. What somebody
        # else has frozen, stays so: who calls us knows better how long it lives.
        self._freezes = not gc.get_freeze_count()
        if self._freezes:
            gc.collect()
            gc.freeze()

    def fill(self, left: Iterator[Source], jobs: int, end: int) -> None:
        """Have ``jobs`` processes at work, on files before number ``end``."""
        while len(self.busy) < jobs and self._begun < end:
            source = next(left, None)
            if source is None:
                return
            self._begin(self._begun, source)
            self._begun += 1

    def _begin(self, number: int, source: Source) -> None:
        """Give a file to a process that is free, or to a new one."""
        worker = self._idle.pop() if self._idle else Worker(self._work, self._limits, self._method)
        worker.begin(number, source)
        self.busy.append(worker)

    def some_finished(self) -> dict[int, R | UnreadableError]:
        """Wait until a process answers, dies or is late; return results by number."""
        patience = min(worker.deadline for worker in self.busy) - time.monotonic()
        ready = wait([worker.line for worker in self.busy], max(0.0, min(patience, GLANCE)))
        heard = [worker for worker in self.busy if worker.line in ready and worker.answers()]
        done = [worker for worker in self.busy if worker in heard or worker.overdrawn()]
        self.busy = [worker for worker in self.busy if worker not in done]
        return {worker.number: self._result(worker) for worker in done}

    def _result(self, worker: Worker[Source, R]) -> R | UnreadableError:
        try:
            return worker.answer()
        finally:
            if worker.spent:
                worker.dismiss()
            else:
                self._idle.append(worker)

    def dismiss(self) -> None:
        """End every process."""
        workers = (*self.busy, *self._idle)
        for worker in workers:
            worker.tell_to_leave()
        for worker in workers:
            worker.dismiss()
        if self._freezes:
            gc.unfreeze()
