"""Request -> let through or refused: only our own page, on this computer, that knows the token."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse

from xlsheets.documents.web.table import SIDEWAYS
from xlsheets.ooxml.identify import LARGEST_FILE

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

TOKEN = "xlsheets-token"  # noqa: S105 - the name of the header, not a token
# One file, and what a form adds around it.
LARGEST_BODY = LARGEST_FILE + 2**16
# The one style a fragment has, which the browser looks at when somebody copies it.
_SIDEWAYS = base64.b64encode(hashlib.sha256(SIDEWAYS.encode()).digest()).decode()
_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; script-src 'self';"
    f" style-src 'self' 'unsafe-hashes' 'sha256-{_SIDEWAYS}'; connect-src 'self';"
    # How a number looks on a scan comes with the answer that lists it, and from nowhere else.
    " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


class Guard:
    """Stand before every route.

    The name in Host keeps out pages that had a name of theirs point to this computer, Origin keeps out every
    other page, the token keeps out other programs and other people on the same computer.

    Args:
        app: what is guarded.
        authority: host and port, as a browser writes them.
        token: what the page must present.
    """

    def __init__(self, app: ASGIApp, *, authority: str, token: str) -> None:
        self._app = app
        self._authority = authority
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        refused = self._refusal(scope["method"], Headers(scope=scope))
        await (refused or self._app)(scope, receive, send_guarded)

    def _refusal(self, method: str, headers: Headers) -> JSONResponse | None:
        if headers.getlist("host") != [self._authority]:
            return _refused(403, "只接受本机的访问。")
        if method in ("GET", "HEAD"):
            return None
        if headers.get("origin") != f"http://{self._authority}":
            return _refused(403, "只接受本机页面的请求。")
        if not hmac.compare_digest(headers.get(TOKEN, "").encode(), self._token.encode()):
            return _refused(401, "这个页面已经失效，请重新启动 xlsheets-serve，用新打开的页面。")
        return _refused_length(headers)


def _refused_length(headers: Headers) -> JSONResponse | None:
    length = headers.get("content-length", "")
    # A body sent in chunks may be longer than its headers say.
    if not length.isdecimal() or "transfer-encoding" in headers:
        return _refused(411, "请求没有写明长度。")
    if int(length) > LARGEST_BODY:
        return _refused(413, "文件太大，不像一份填报工作簿，没有读取。")
    return None


def _refused(status: int, sentence: str) -> JSONResponse:
    return JSONResponse({"sentence": sentence}, status)
