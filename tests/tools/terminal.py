"""A command as somebody sees it who sits before the screen: its errors and its bar go to a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import NamedTuple

import pytest


class Watched(NamedTuple):
    """What a command left: exit status, what it printed, what ran over the screen meanwhile."""

    status: int
    printed: str
    screen: str


def watched(*arguments: object) -> Watched:
    """Run ``xlsheets`` with standard error on a terminal."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    shown = bytearray()

    def listen() -> None:
        while True:
            try:
                shown.extend(os.read(ours, 4096))
            except OSError:  # the other end is closed
                return

    listener = threading.Thread(target=listen)
    listener.start()
    done = subprocess.run(
        [sys.executable, "-m", "xlsheets", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=False,
    )
    os.close(theirs)
    listener.join()
    os.close(ours)
    return Watched(done.returncode, done.stdout.decode(), shown.decode())
