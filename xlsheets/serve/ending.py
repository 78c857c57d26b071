"""The end of the service -> the end of the program at once: nothing goes on behind it, nothing stays on disk."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from xlsheets.documents.pdf.printing import end_printing

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = "xlsheets-work"


@contextmanager
def ending_at_once() -> Iterator[ThreadPoolExecutor]:
    """Yield threads for the work of a service; at its end whatever is still at work ends with it.

    All temporary files are kept in one folder, which is taken away. A thread cannot be ended from outside,
    and Python waits for each before it ends: with one at work the process ends without.
    """
    workers = ThreadPoolExecutor(max_workers=2, thread_name_prefix=_NAME)
    before = tempfile.tempdir
    try:
        with tempfile.TemporaryDirectory(prefix="xlsheets-", ignore_cleanup_errors=True) as scratch:
            tempfile.tempdir = scratch
            try:
                yield workers
            finally:
                workers.shutdown(wait=False, cancel_futures=True)
                end_printing()
    finally:
        tempfile.tempdir = before
        if _at_work():
            sys.stdout.flush()
            os._exit(_exit_code())


def _at_work() -> bool:
    """Tell whether a thread is in the middle of something; idle ones have ended by themselves by now."""
    threads = [thread for thread in threading.enumerate() if thread.name.startswith(_NAME)]
    for thread in threads:
        thread.join(0.1)
    return any(thread.is_alive() for thread in threads)


def _exit_code() -> int:
    """Return what the process was about to end with."""
    error = sys.exc_info()[1]
    if isinstance(error, SystemExit):
        return int(error.code or 0)
    return 130 if isinstance(error, KeyboardInterrupt) else 0
