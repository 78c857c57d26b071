"""What the page says <-> values; a file, or what went wrong -> the response it understands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from xlsheets.errors import BlockedError, UsageError
from xlsheets.serve.desk.wording import said_here

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request

    from xlsheets.serve.desk.saving import Download

_NOTE = "xlsheets-note"


# What a request of the page is answered by.
Answer: TypeAlias = "Callable[[Request], Awaitable[Response]]"


def posted(answers: Mapping[str, Answer]) -> list[Route]:
    """Return the routes of what the page asks, by their paths."""
    return [Route(path, answer, methods=["POST"]) for path, answer in answers.items()]


async def asked(request: Request) -> dict[str, Any]:
    """Return what a request says.

    Raises:
        UsageError: it says nothing the page would say.
    """
    try:
        said = json.loads(await request.body())
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or not isinstance(said.get("id"), str):
        raise UsageError("请求不对，请重新打开页面再试。")
    return said


def saved(download: Download) -> Response:
    """Return a file the browser saves under its own name, and what the page says with it."""
    disposition = f"attachment; filename*=UTF-8''{quote(download.name, safe='')}"
    return Response(
        download.content,
        media_type=download.media,
        headers={"content-disposition": disposition, _NOTE: quote(download.note)},
    )


async def sentence(_: Request, error: Exception) -> Response:
    """Return what the program cannot do, in its own words."""
    status = 409 if isinstance(error, BlockedError) else 422
    return JSONResponse({"sentence": said_here(str(error))}, status)


async def misdirected(_: Request, error: Exception) -> Response:
    """Return that our page never asks such a thing."""
    status = error.status_code if isinstance(error, HTTPException) else 400
    return JSONResponse({"sentence": "请求不对，请重新打开页面再试。"}, status)


async def broken(_: Request, error: Exception) -> Response:
    """Return that something broke inside; a clerk never sees a traceback."""
    said = f"程序内部出错（{type(error).__name__}），没有处理这个文件。"
    return JSONResponse({"sentence": said}, 500)
