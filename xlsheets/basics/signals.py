"""A signal that ends the process -> an end that takes away its temporary files and the programs it started."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


def leave_on(*numbers: signal.Signals) -> None:
    """Have these signals end the process the way an exception does, with the exit code a shell gives them.

    By default the system ends it on the spot, and what it made on the way stays. Only the main thread of a
    process may set this; elsewhere nothing changes.
    """

    def leave(number: int, _: FrameType | None) -> NoReturn:
        # Told again on its way out, it would stop cleaning up halfway.
        for other in numbers:
            signal.signal(other, signal.SIG_IGN)
        sys.exit(128 + number)

    for number in numbers:
        with suppress(ValueError):
            signal.signal(number, leave)


@contextmanager
def held_back(*numbers: signal.Signals) -> Iterator[None]:
    """Have these signals take effect only at the end; for a step after which something has to be taken back.

    In another thread than the main one nothing changes: no signal interrupts it.
    """
    came: list[int] = []
    before = {}
    with suppress(ValueError):
        for number in numbers:
            before[number] = signal.signal(number, lambda came_now, _: came.append(came_now))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for told in came:
            signal.raise_signal(told)
