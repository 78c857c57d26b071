"""Requests of the page -> answers; the work runs in threads, so that the page is always served."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from xlsheets.documents import DEFAULT_KIND
from xlsheets.errors import UsageError, XlsheetsError
from xlsheets.ooxml.identify import LARGEST_FILE
from xlsheets.serve import answers
from xlsheets.serve.answers import Upload
from xlsheets.serve.guard import Guard
from xlsheets.serve.presence import Presence
from xlsheets.serve.responses import broken, misdirected, saved, sentence

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from concurrent.futures import Executor

    from starlette.requests import Request

    from xlsheets.serve.presence import Leaving

_PAGE = {
    "index.html": "text/html",
    "icon.svg": "image/svg+xml",
    "page.css": "text/css",
    "page.js": "text/javascript",
    "asking.js": "text/javascript",
    "dropping.js": "text/javascript",
    "showing.js": "text/javascript",
    "zipping.js": "text/javascript",
}
P = ParamSpec("P")
T = TypeVar("T")


def page_app(
    authority: str, token: str, leaving: Leaving, workers: Executor, more: Sequence[Route] = ()
) -> Starlette:
    """Return the service.

    Args:
        authority: host and port it is reached at.
        token: what the page must present.
        leaving: how and when it ends.
        workers: who does the work of a request.
        more: what else it answers, behind the same guard.
    """
    presence = Presence()

    @asynccontextmanager
    async def watched(_: Starlette) -> AsyncIterator[None]:
        watch = asyncio.create_task(presence.leave(leaving))
        yield
        watch.cancel()

    async def stop(_: Request) -> Response:
        leaving.stop()
        return Response(status_code=204)

    posts = {
        "/hello": _hello,
        "/presence": presence.wait,
        "/examine": _examine,
        "/document": _document,
        "/narrated": _narrated,
        "/marked": _marked,
        "/stop": stop,
    }
    app = Starlette(
        routes=[
            *_page_routes(),
            *more,
            *(Route(path, answer, methods=["POST"]) for path, answer in posts.items()),
        ],
        middleware=[Middleware(Guard, authority=authority, token=token)],
        exception_handlers={
            XlsheetsError: sentence,
            HTTPException: misdirected,
            Exception: broken,
        },
        lifespan=watched,
    )
    app.state.workers = workers
    return app


def _page_routes() -> list[Route]:
    folder = files(__package__) / "page"
    contents = {name: (folder / name).read_bytes() for name in _PAGE}

    async def part(request: Request) -> Response:
        name = request.url.path.strip("/") or "index.html"
        return Response(contents[name], media_type=_PAGE[name])

    return [Route("/", part), *(Route(f"/{name}", part) for name in _PAGE)]


async def _hello(_: Request) -> Response:
    return JSONResponse({"largest": LARGEST_FILE, "kinds": answers.offered_kinds()})


async def _examine(request: Request) -> Response:
    upload, last = await _uploads(request)
    return JSONResponse(await _at_work(request, answers.examined, upload, last))


async def _document(request: Request) -> Response:
    upload, _ = await _uploads(request)
    kind = request.query_params.get("kind", DEFAULT_KIND)
    draft = "draft" in request.query_params
    return saved(await _at_work(request, answers.answered_document, upload, kind, draft=draft))


async def _narrated(request: Request) -> Response:
    return saved(await _at_work(request, answers.narrated, *await _uploads(request)))


async def _marked(request: Request) -> Response:
    return saved(await _at_work(request, answers.marked_workbook, *await _uploads(request)))


async def _uploads(request: Request) -> tuple[Upload, Upload | None]:
    """Return the workbook of a request, and last year's if the page sent it along."""
    async with request.form(max_files=2, max_fields=2) as form:
        sent = [form.get(field) for field in ("workbook", "last")]
        found = [
            Upload(part.filename or "", await part.read()) if isinstance(part, UploadFile) else None
            for part in sent
        ]
    if found[0] is None:
        raise UsageError("没有收到文件，请重新拖进来。")
    return found[0], found[1]


async def _at_work(request: Request, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(request.app.state.workers, lambda: work(*args, **kwargs))
