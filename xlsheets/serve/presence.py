"""Pages that keep a request waiting -> whether anybody is there, and the end of the service when nobody is."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from starlette.responses import Response

from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

# A page asks again this often whether the service is still there; browsers give up on longer answers.
_PATIENCE = 60.0
_LOOK = 1.0


class Leaving(NamedTuple):
    """When the service ends by itself.

    Args:
        stop: ends it.
        alone: seconds without an open page after which it ends; None for never.
    """

    stop: Callable[[], None]
    alone: float | None = None


class Presence:
    """How many pages are open, and since when there is none; every page keeps one request waiting."""

    def __init__(self) -> None:
        self._pages = 0
        self._left = time.monotonic()

    async def wait(self, request: Request) -> Response:
        """Answer after a while, or when the page is gone."""
        self._pages += 1
        until = time.monotonic() + _PATIENCE
        try:
            while time.monotonic() < until and not await request.is_disconnected():
                await asyncio.sleep(_LOOK)
        finally:
            self._pages -= 1
            self._left = time.monotonic()
        return Response(status_code=204)

    async def leave(self, leaving: Leaving) -> None:
        """End the service once no page has been open for long enough."""
        while leaving.alone is not None:
            await asyncio.sleep(min(_LOOK, leaving.alone))
            if not self._pages and time.monotonic() - self._left > leaving.alone:
                leaving.stop()
                return
