"""Long work of the board, one at a time: how far it is, a way to stop it, and what came of it."""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from xlsheets.errors import UsageError, XlsheetsError
from xlsheets.report.outcome import unit_read
from xlsheets.runs.worker import Limits
from xlsheets.serve.board.steps import Step, Steps
from xlsheets.serve.crew import Crew

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from xlsheets.errors import UnreadableError
    from xlsheets.report.outcome import Source

R = TypeVar("R")

# What is done for a whole county at once may take longer than a file may.
_COUNTY = Limits(memory=2 * 2**30, written=2**30, computing=900, clock=1800.0)


class BoardWork:
    """The work that is under way, or was last.

    It runs in processes of its own, so that stopping it is ending them, and single files are worked on meanwhile.
    """

    def __init__(self) -> None:
        self._files = Crew()
        self._whole = Crew(_COUNTY)
        self._task: asyncio.Task[object] | None = None
        self._doing, self._step, self._stopped = "", Step(), False
        self._told: Steps | None = None

    def begin(self, doing: str, work: Callable[[], Any]) -> None:
        """Begin work that is awaited.

        Raises:
            UsageError: other work is under way.
        """
        if self._under_way():
            raise UsageError(f"还在{self._doing}，请等它做完，或者先停下。")
        self._doing, self._step, self._stopped = doing, Step(), False
        self._task = asyncio.create_task(work())
        self._task.add_done_callback(self._forget_steps)

    def _forget_steps(self, _: object) -> None:
        if self._told:
            self._told.path.unlink(missing_ok=True)
        self._told = None

    def state(self) -> dict[str, object]:
        """Return how far it is as JSON values."""
        over = self._task is None or self._task.done()
        step = self._told.last() if self._told else self._step
        return {
            "doing": self._doing,
            **step._asdict(),
            "over": over,
            "error": self._complaint() if over else "",
        }

    def _complaint(self) -> str:
        if self._stopped:
            return f"已经停下，没有{self._doing}完。"
        if self._task is None or self._task.cancelled():
            return ""
        error = self._task.exception()
        if error is None:
            return ""
        return str(error) if isinstance(error, XlsheetsError) else "程序内部出错，没有做完。"

    def stop(self) -> None:
        """End what is under way at once."""
        if self._under_way():
            self._stopped = True
            self.end()
            self._files, self._whole = Crew(), Crew(_COUNTY)

    def end(self) -> None:
        """End every process."""
        self._files.end()
        self._whole.end()

    def _under_way(self) -> bool:
        return self._task is not None and not self._task.done()

    def _go_on(self) -> None:
        """Refuse the next step of work that was stopped between two of them, where no process was to be ended."""
        if self._stopped and self._under_way():
            raise UsageError(self._complaint())

    async def whole(self, work: Callable[..., Any], *arguments: object) -> Any:  # noqa: ANN401 - what the function returns
        """Return what a function returns that works on all files at once."""
        self._go_on()
        return await self._whole.do("收件", work, *arguments)

    def steps(self) -> Steps:
        """Return where the work that is under way tells how far it is, when it is in another process."""
        handle, name = tempfile.mkstemp(prefix="xlsheets-", suffix=".json")
        os.close(handle)
        self._told = Steps(Path(name))
        return self._told

    def run_through(
        self, work: Callable[[Source], R], sources: Iterable[Source], /
    ) -> Iterator[R | UnreadableError]:
        """Do what an executor of a folder run does, and count."""
        self._go_on()
        listed = list(sources)
        self._told, self._step = None, Step(total=len(listed))
        for done, result in enumerate(self._files.run_through(work, listed), 1):
            self._step = Step(done, len(listed), unit_read(result))
            yield result
