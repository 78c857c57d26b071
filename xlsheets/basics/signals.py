"""A signal that ends the process -> an end that takes away its temporary files and the programs it started."""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from types import FrameType


def leave_on(*numbers: signal.Signals) -> None:
    """Have these signals end the process the way an exception does, with the exit code a shell gives them.

    By default the system ends it on the spot, and what it made on the way stays. Only the main thread of a
    process may set this; elsewhere nothing changes.
    """
    for number in numbers:
        with suppress(ValueError):
            signal.signal(number, _leave)


def _leave(number: int, _: FrameType | None) -> NoReturn:
    sys.exit(128 + number)
