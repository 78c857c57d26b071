"""Function and files -> results in the order of the files, each from a process that may die."""

from __future__ import annotations

import gc
import sys
import time
from collections import deque
from functools import partial
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Generic, TypeVar

from xlsheets.runs.processes import Limits, Task, Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from xlsheets.errors import UnreadableError
    from xlsheets.pipeline import Source

R = TypeVar("R")

# Results that may wait for an earlier file, for each process: order costs little, memory stays flat.
_AHEAD = 8
# Files in the hands of a process: one it works on, one to begin without waiting for us.
_HANDS = 2
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
    """Processes, and the files that a process could not come to."""

    def __init__(self, work: Callable[[Source], R], limits: Limits, method: str) -> None:
        self._workers: list[Worker[R]] = []
        self._left_over: deque[Task] = deque()
        self._begun = 0
        self._hire = partial(Worker, work, limits, method)
        # Objects that are never looked at again by the collector stay shared between processes.
        gc.collect()
        gc.freeze()

    @property
    def busy(self) -> list[Worker[R]]:
        return [each for each in self._workers if each.hands]

    def fill(self, left: Iterator[Source], jobs: int, end: int) -> None:
        """Have ``jobs`` processes at work, on files before number ``end``, each with the next in its hands."""
        while len(self._workers) < jobs or any(len(each.hands) < _HANDS for each in self._workers):
            task = self._next(left, end)
            if task is None:
                return
            self._freest(jobs).give(task)

    def _next(self, left: Iterator[Source], end: int) -> Task | None:
        if self._left_over:
            return self._left_over.popleft()
        source = next(left, None) if self._begun < end else None
        if source is None:
            return None
        self._begun += 1
        return Task(self._begun - 1, source)

    def _freest(self, jobs: int) -> Worker[R]:
        """Return a process with empty hands, or a new one, or else the one with least to do."""
        freest = min(self._workers, key=lambda each: len(each.hands), default=None)
        if freest and (not freest.hands or len(self._workers) == jobs):
            return freest
        self._workers.append(self._hire())
        return self._workers[-1]

    def some_finished(self) -> dict[int, R | UnreadableError]:
        """Wait until a process answers, dies or is late; return results by number."""
        busy = self.busy
        patience = min(worker.deadline for worker in busy) - time.monotonic()
        ready = wait([worker.line for worker in busy], max(0.0, patience))
        now = time.monotonic()
        done = [each for each in busy if each.line in ready or each.deadline <= now]
        return {worker.hands[0].number: self._result(worker) for worker in done}

    def _result(self, worker: Worker[R]) -> R | UnreadableError:
        try:
            return worker.answer()
        finally:
            if worker.spent:
                self._left_over.extend(worker.hands)
                self._workers.remove(worker)
                worker.dismiss()

    def dismiss(self) -> None:
        """End every process."""
        for worker in self._workers:
            worker.dismiss()
        gc.unfreeze()
