"""The processes behind the page: limits as in a folder run, and no file that waits for a slow one."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.tools.running import alive
from xlsheets.errors import UnreadableError, UsageError
from xlsheets.runs.worker import Limits
from xlsheets.serve.crew import Crew
from xlsheets.workflows.new_year import blank_report


@contextmanager
def crew(**limits):
    hired = Crew(Limits(**limits))
    try:
        yield hired
    finally:
        hired.end()


def _refused(hired, work, *arguments):
    with pytest.raises(UnreadableError) as told:
        asyncio.run(hired.do("乙乡.xlsx", work, *arguments))
    assert "乙乡.xlsx" in str(told.value)
    return told.value.kind


def _busy():
    while True:
        pass


def test_a_file_that_takes_too_much_is_one_sentence_and_the_next_is_read():
    with crew(computing=1, clock=3.0) as hired:
        assert _refused(hired, time.sleep, 30) == "time"
        assert _refused(hired, os.abort) == "died"
        if sys.platform == "linux":
            assert _refused(hired, _busy) == "time"
            assert _refused(hired, bytearray, 4 * 2**30) == "memory"
        assert asyncio.run(hired.do("甲乡.xlsx", max, 1, 2)) == 2


def test_slow_files_delay_no_other():
    with crew(clock=8.0) as hired:

        async def together():
            slow = [asyncio.create_task(hired.do("慢", time.sleep, 5)) for _ in range(4)]
            await asyncio.sleep(0.5)
            began = time.monotonic()
            assert await hired.do("快", max, 1, 2) == 2
            took = time.monotonic() - began
            done = [task.done() for task in slow]
            await asyncio.gather(*slow)
            return took, done

        took, done = asyncio.run(together())
        assert done == [False] * 4, took


def test_what_the_program_cannot_do_is_said_by_itself():
    with crew() as hired, pytest.raises(UsageError, match="单位类别"):
        asyncio.run(hired.do("", blank_report, "甲乡", 2025, "x"))


def test_temporary_files_go_where_those_of_the_service_go(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with crew() as hired:
        place = Path(asyncio.run(hired.do("", tempfile.gettempdir)))
        assert place.parent == tmp_path
    assert not list(tmp_path.iterdir())


def test_at_the_end_no_process_is_left():
    with crew() as hired:
        number = asyncio.run(hired.do("", os.getpid))
        assert alive(number)
    assert not alive(number)
    with pytest.raises(UsageError):
        asyncio.run(hired.do("", Path.cwd))
