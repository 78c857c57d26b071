"""The workbook open in WPS -> a page in the browser that shows it; every one is handed over once."""

from __future__ import annotations

import hmac
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from xlsheets.errors import UsageError
from xlsheets.ooxml.identify import LARGEST_FILE
from xlsheets.serve import wps_list
from xlsheets.serve.desk.saving import WORKBOOK, Download
from xlsheets.serve.responses import saved
from xlsheets.workflows import one_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

_SUFFIXES = (".xlsx", ".xlsm")


class Handing:
    """Workbooks on their way from WPS to the browser, in memory until the page asks for them.

    Args:
        token: what the pages must present; WPS has it in the address of the add-in.
        show: shows the page for a workbook, given what the page is to ask for.
    """

    def __init__(self, token: str, show: Callable[[str], None]) -> None:
        self._token = token
        self._show = show
        self._parts = wps_list.parts()
        self._waiting: dict[str, Download] = {}

    def routes(self) -> list[Route]:
        """Return the add-in's own files, and both ends of the handing over."""
        return [
            Route("/wps/{token}/{name}", self._part),
            Route("/hand", self._hand, methods=["POST"]),
            Route("/handed/{key}", self._handed, methods=["POST"]),
        ]

    async def _part(self, request: Request) -> Response:
        name = request.path_params["name"]
        theirs = request.path_params["token"].encode()
        if name not in self._parts or not hmac.compare_digest(theirs, self._token.encode()):
            raise HTTPException(404)
        return Response(self._parts[name], media_type=wps_list.PARTS[name])

    async def _hand(self, request: Request) -> Response:
        path = Path((await request.body()).decode(errors="replace"))
        key = secrets.token_urlsafe(8)
        self._waiting[key] = Download(path.name, WORKBOOK, _content(path))
        self._show(key)
        return Response(status_code=204)

    async def _handed(self, request: Request) -> Response:
        found = self._waiting.pop(request.path_params["key"], None)
        if found is None:
            raise UsageError("这个工作簿已经取走了，请在 WPS 里再点一次按钮。")
        return saved(found)


def _content(path: Path) -> bytes:
    if path.suffix.lower() not in _SUFFIXES:
        raise UsageError("请先把工作簿另存为“Excel 工作簿（*.xlsx）”。")
    try:
        sound = path.is_file() and path.stat().st_size <= LARGEST_FILE
    except (OSError, ValueError):
        sound = False
    if not sound:
        raise UsageError("工作簿不在本机，或者太大，请另存到本机的文件夹里再试。")
    return one_report.content(path)
