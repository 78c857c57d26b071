"""How much a call computes, counted instead of timed: no slow machine and no other process changes it."""

from __future__ import annotations

import cProfile
import pstats
import sys
from collections.abc import Callable


def calls(work: Callable[[], object]) -> int:
    """Return how many functions a call runs, those of libraries and of Python itself included."""
    counter = cProfile.Profile()
    counter.runcall(work)
    return pstats.Stats(counter).total_calls  # type: ignore[attr-defined]


def steps(work: Callable[[], object]) -> int:
    """Return how many lines of the package a call runs."""
    count = 0

    def trace(frame, event, _argument):
        nonlocal count
        if "xlsheets" not in frame.f_code.co_filename:
            return None
        count += event == "line"
        return trace

    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(None)
    return count
