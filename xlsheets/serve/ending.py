"""The end of the service -> the end of the program at once: nothing goes on behind it, nothing stays on disk."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
from contextlib import contextmanager
from multiprocessing.util import get_temp_dir
from typing import TYPE_CHECKING

from xlsheets.serve.board.jobs import BoardWork
from xlsheets.serve.crew import THREADS, Crew

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def ending_at_once() -> Iterator[tuple[Crew, BoardWork]]:
    """Yield processes for the work of a service; at its end whatever is still at work ends with it.

    All temporary files are kept in one folder, which is taken away. A thread that waits for a process cannot
    be ended from outside, and Python waits for each before it ends: with one left the process ends without.
    """
    before = tempfile.tempdir
    # What it needs to begin processes is kept elsewhere, and taken away by Python itself.
    crew, job = Crew(), BoardWork()
    try:
        with tempfile.TemporaryDirectory(prefix="xlsheets-", ignore_cleanup_errors=True) as scratch:
            tempfile.tempdir = scratch
            try:
                yield crew, job
            finally:
                crew.end()
                job.end()
    finally:
        tempfile.tempdir = before
        if _at_work():
            sys.stdout.flush()
            shutil.rmtree(get_temp_dir(), ignore_errors=True)
            os._exit(_exit_code())


def _at_work() -> bool:
    """Tell whether a thread is in the middle of something; idle ones have ended by themselves by now."""
    threads = [thread for thread in threading.enumerate() if thread.name.startswith(THREADS)]
    for thread in threads:
        thread.join(0.1)
    return any(thread.is_alive() for thread in threads)


def _exit_code() -> int:
    """Return what the process was about to end with."""
    error = sys.exc_info()[1]
    if isinstance(error, SystemExit):
        return int(error.code or 0)
    return 130 if isinstance(error, KeyboardInterrupt) else 0
