"""Requests of the page -> answers; the work runs in processes of its own, so that the page is always served."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Route

from xlsheets.errors import XlsheetsError
from xlsheets.serve.board.routes import Board
from xlsheets.serve.desk.routes import Desk
from xlsheets.serve.desk.session import Session
from xlsheets.serve.guard import Guard
from xlsheets.serve.logs.routes import Logs
from xlsheets.serve.presence import Presence
from xlsheets.serve.publishing.routes import Publishing
from xlsheets.serve.responses import broken, misdirected, sentence

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from starlette.requests import Request

    from xlsheets.serve.board.jobs import BoardWork
    from xlsheets.serve.crew import Crew
    from xlsheets.serve.presence import Leaving

_MEDIA = {
    ".html": "text/html",
    ".svg": "image/svg+xml",
    ".css": "text/css",
    ".js": "text/javascript",
}


def page_app(
    authority: str,
    token: str,
    leaving: Leaving,
    crew: Crew,
    job: BoardWork,
    more: Sequence[Route] = (),
) -> Starlette:
    """Return the service.

    Args:
        authority: host and port it is reached at.
        token: what the page must present.
        leaving: how and when it ends.
        crew: who does the work of a request.
        job: who does the long work for a county.
        more: what else it answers, behind the same guard.
    """
    presence, session = Presence(), Session()

    @asynccontextmanager
    async def watched(_: Starlette) -> AsyncIterator[None]:
        watch = asyncio.create_task(presence.leave(leaving))
        yield
        watch.cancel()

    async def stop(_: Request) -> Response:
        leaving.stop()
        return Response(status_code=204)

    return Starlette(
        routes=[
            *_page_routes(),
            *more,
            *Desk(session, crew).routes(),
            *Logs(session, crew).routes(),
            *Publishing(session, crew).routes(),
            *Board(session, job).routes(),
            Route("/presence", presence.wait, methods=["POST"]),
            Route("/stop", stop, methods=["POST"]),
        ],
        middleware=[Middleware(Guard, authority=authority, token=token)],
        exception_handlers={
            XlsheetsError: sentence,
            HTTPException: misdirected,
            Exception: broken,
        },
        lifespan=watched,
    )


def _page_routes() -> list[Route]:
    """Return the routes of the files of the page: all there are in its folder."""
    contents = {
        part.name: (part.read_bytes(), _MEDIA["." + part.name.rpartition(".")[2]])
        for part in (files(__package__) / "page").iterdir()
    }

    async def page_file(request: Request) -> Response:
        content, media = contents[request.url.path.strip("/") or "index.html"]
        return Response(content, media_type=media)

    return [Route("/", page_file), *(Route(f"/{name}", page_file) for name in contents)]
