"""Tasks of the page -> their results, each from a process within limits, so that no file holds up another."""

from __future__ import annotations

import asyncio
import multiprocessing
import threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import forkserver
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from xlsheets.errors import UnreadableError, UsageError
from xlsheets.runs.pool import FORKS
from xlsheets.runs.worker import Limits, Worker
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from xlsheets.report.outcome import Source

R = TypeVar("R")

THREADS = "xlsheets-crew"
# As many files may be slow at a time without any other having to wait.
_MOST = 6
# Where there is none to fork from, a process has everything to load before its first file. A process is not
# forked from this one, in which threads run.
_METHOD = "forkserver" if FORKS else "spawn"
_OVER = "已经停下。"
_LOADED = ["xlsheets.serve.desk.warm"]


class PageTask(NamedTuple):
    """A function of ours and what it is called with; ``path`` names the file in refusals."""

    path: Path
    work: Callable[..., Any]
    arguments: tuple[Any, ...]


class Crew:
    """Processes that work for the page, begun when they are needed."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._threads = ThreadPoolExecutor(_MOST, thread_name_prefix=THREADS)
        self._lock = threading.Lock()
        self._idle: list[Worker[PageTask, Any]] = []
        self._all: set[Worker[PageTask, Any]] = set()
        self._ended = False
        if _METHOD == "forkserver":
            multiprocessing.get_context(_METHOD).set_forkserver_preload(_LOADED)
            forkserver.ensure_running()

    async def do(self, name: str, work: Callable[..., Any], *arguments: object) -> Any:  # noqa: ANN401 - what the function returns
        """Return what a function of ours returns for these arguments.

        Args:
            name: the name of the file, for refusals.
            work: a function at the top of a module.
            arguments: what it is called with.

        Raises:
            UnreadableError: the file took too much, or ended the process that read it.
            XlsheetsError: what the function raises.
        """
        if self._ended:
            raise UsageError(_OVER)
        task = PageTask(Path(name), work, arguments)
        answer = await asyncio.get_running_loop().run_in_executor(self._threads, self._done, task)
        if isinstance(answer, UnreadableError):
            raise answer
        return answer

    def run_through(
        self, work: Callable[[Source], R], sources: Iterable[Source], /
    ) -> Iterator[R | UnreadableError]:
        """Yield what a function returns for each file, or why there is nothing, in their order."""
        tasks = [PageTask(source.path, work, (source,)) for source in sources]
        for result in self._threads.map(self._done, tasks):
            yield cast("R | UnreadableError", result)

    def _done(self, task: PageTask) -> object:
        worker = self._hired()
        worker.begin(0, task)
        worker.wait()
        try:
            return worker.answer()
        finally:
            self._returned(worker)

    def _hired(self) -> Worker[PageTask, Any]:
        with self._lock:
            if self._ended:
                raise UsageError(_OVER)
            if self._idle:
                return self._idle.pop()
            worker: Worker[PageTask, Any] = Worker(_perform, self._limits, _METHOD)
            self._all.add(worker)
            return worker

    def _returned(self, worker: Worker[PageTask, Any]) -> None:
        with self._lock:
            if self._ended:
                return
            if not worker.spent:
                self._idle.append(worker)
                return
            self._all.remove(worker)
        worker.dismiss()

    def end(self) -> None:
        """End every process at once, whatever it does."""
        with self._lock:
            self._ended = True
            workers = tuple(self._all)
        for worker in workers:
            worker.tell_to_leave()
        for worker in workers:
            worker.dismiss()
        self._threads.shutdown(wait=False, cancel_futures=True)


def _perform(task: PageTask) -> object:
    return task.work(*task.arguments)
