"""A signal that ends the process: once, cleanly, and not in the middle of a step that has to be taken back."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from xlsheets.basics.signals import held_back, leave_on

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows ends a process from outside")


@pytest.fixture(autouse=True)
def handlers():
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_a_second_signal_does_not_interrupt_the_leaving():
    leave_on(signal.SIGINT, signal.SIGTERM)
    done = []

    def leave():
        try:
            signal.raise_signal(signal.SIGTERM)
        finally:
            signal.raise_signal(signal.SIGTERM)
            signal.raise_signal(signal.SIGINT)
            done.append("cleaned up")

    with pytest.raises(SystemExit) as end:
        leave()
    assert end.value.code == 128 + signal.SIGTERM
    assert done == ["cleaned up"]


def test_a_signal_waits_for_the_end_of_the_step():
    leave_on(signal.SIGTERM)
    done = []

    def step():
        with held_back(signal.SIGTERM):
            signal.raise_signal(signal.SIGTERM)
            done.append("step")

    with pytest.raises(SystemExit):
        step()
    assert done == ["step"]


def test_afterwards_signals_end_the_process_as_before():
    leave_on(signal.SIGTERM)
    with held_back(signal.SIGTERM):
        pass
    with pytest.raises(SystemExit):
        signal.raise_signal(signal.SIGTERM)


def test_a_thread_may_hold_back_too():
    done = []

    def step():
        with held_back(signal.SIGTERM):
            done.append("step")

    thread = threading.Thread(target=step)
    thread.start()
    thread.join()
    assert done == ["step"]
