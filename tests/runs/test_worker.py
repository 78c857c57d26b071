"""One process of a run: however it is ended, what it made on the way is gone."""

from __future__ import annotations

import signal
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from xlsheets.runs.worker import Limits, Worker

METHODS = ["spawn"] if sys.platform == "win32" else ["fork", "spawn"]
BEGUN = "begun"


def slow_to_leave(task: SimpleNamespace) -> None:
    """Take longer over cleaning up than it takes to be told twice."""
    place = Path(tempfile.mkdtemp())
    try:
        (task.path / BEGUN).touch()
        time.sleep(60)
    finally:
        time.sleep(0.5)
        (place / "last").touch()
        (task.path / "cleaned").touch()


def deaf(task: SimpleNamespace) -> None:
    """Hear no signal but the one that nobody can refuse."""
    if sys.platform != "win32":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    Path(tempfile.mkdtemp(), "left").touch()
    (task.path / BEGUN).touch()
    time.sleep(60)


@pytest.fixture
def scratch(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def at_work(work, place: Path, method: str) -> Worker:
    worker = Worker(work, Limits(), method)
    worker.begin(0, SimpleNamespace(path=place))
    until = time.monotonic() + 60
    while not (place / BEGUN).exists():
        assert time.monotonic() < until
        time.sleep(0.01)
    return worker


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process from outside")
@pytest.mark.parametrize("method", METHODS)
def test_a_process_that_is_told_again_still_cleans_up_to_the_end(method, tmp_path, scratch):
    worker = at_work(slow_to_leave, tmp_path, method)
    worker.tell_to_leave()
    time.sleep(0.2)
    worker.dismiss()
    assert (tmp_path / "cleaned").exists()
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("method", METHODS)
def test_a_process_that_has_to_be_killed_leaves_no_temporary_files(method, tmp_path, scratch):
    worker = at_work(deaf, tmp_path, method)
    assert list(scratch.rglob("left"))
    worker.dismiss()
    assert list(scratch.iterdir()) == []
