"""Files beside those of a run, such as last year's: read in processes, under the limits that a file of a run has."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

from xlsheets.workflows.outcomes import here
from xlsheets.workflows.sources.kinds import is_foreign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from xlsheets.errors import UnreadableError
    from xlsheets.report.outcome import Source
    from xlsheets.runs.worker import Limits

R = TypeVar("R")


def guarded(
    work: Callable[[Source], R], sources: Iterable[Source], *, limits: Limits | None = None
) -> Iterator[R | UnreadableError]:
    """Yield what ``work`` returns for each file, in their order; a file that takes too much yields why.

    A single workbook is read here: beginning a process takes longer than reading it.

    Args:
        work: a pure function.
        sources: the files.
        limits: what one file may use.
    """
    listed = list(sources)
    if len(listed) == 1 and not is_foreign(listed[0].path.name):
        return here(work, listed)
    # Loaded here: a command about one report begins no process.
    from xlsheets.runs.pool import isolated

    jobs = min(len(listed), os.cpu_count() or 1)
    return isolated(work, listed, jobs=jobs, limits=limits)
