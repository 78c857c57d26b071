"""Port -> the page's service, on 127.0.0.1 and nowhere else, until it is told to end."""

from __future__ import annotations

import secrets
import socket
from importlib.util import find_spec
from typing import TYPE_CHECKING

from xlsheets.errors import UsageError
from xlsheets.serve import wps_list as wps
from xlsheets.serve.wps_list import AddInLine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOST = "127.0.0.1"
# Many times what the windows of one person need.
_MOST_CONNECTIONS = 100
_EXTRA = ("starlette", "uvicorn", "python_multipart")


def serve(
    opened: Callable[[str], None],
    *,
    port: int = 0,
    alone: float | None = None,
    wps_list: Path | None = None,
) -> None:
    """Serve the page until it is told to end.

    Args:
        opened: called with the address of a page, token and all, as soon as it can be opened.
        port: where to listen; 0 for any free port, or the one WPS knows.
        alone: seconds without an open page after which to end; None for never.
        wps_list: the add-in list of WPS, to serve its add-in too and to be found by it.

    Raises:
        UsageError: the extra is not installed, the port is taken, or the list of WPS is damaged.
        OutputError: the list of WPS cannot be written.
    """
    if not all(map(find_spec, _EXTRA)):
        raise UsageError(
            "没有安装网页服务需要的组件，请先运行 python -m pip install starlette uvicorn python-multipart。"
        )
    known = wps.registered(wps_list) if wps_list else None
    token = known.token if known else secrets.token_urlsafe(24)
    with _listening(port or (known.port if known else 0)) as listener:
        line = AddInLine(listener.getsockname()[1], token)
        if wps_list:
            wps.register_addin(wps_list, line)
        _run(listener, line, opened, alone, with_wps=wps_list is not None)


def _run(
    listener: socket.socket,
    line: AddInLine,
    opened: Callable[[str], None],
    alone: float | None,
    *,
    with_wps: bool,
) -> None:
    import uvicorn

    from xlsheets.serve.app import page_app
    from xlsheets.serve.connection import BoundedConnection
    from xlsheets.serve.ending import ending_at_once
    from xlsheets.serve.presence import Leaving
    from xlsheets.serve.wps_handover import Handing

    def stop() -> None:
        server.should_exit = True

    authority = f"{HOST}:{line.port}"
    page = f"http://{authority}/#{line.token}"
    more = Handing(line.token, lambda key: opened(f"{page}/{key}")).routes() if with_wps else []
    with ending_at_once() as (crew, job):
        app = page_app(authority, line.token, Leaving(stop, alone), crew, job, more)
        server = uvicorn.Server(
            uvicorn.Config(
                app,
                http=BoundedConnection,
                ws="none",
                lifespan="on",
                log_config=None,
                log_level="critical",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=0,
                limit_concurrency=_MOST_CONNECTIONS,
            )
        )
        opened(page)
        server.run(sockets=[listener])


def _listening(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # On Windows another program could otherwise take over a port that is in use.
    exclusive = getattr(socket, "SO_EXCLUSIVEADDRUSE", None)
    if exclusive is not None:
        listener.setsockopt(socket.SOL_SOCKET, exclusive, 1)
    else:
        # Elsewhere a port stays closed for a minute after a restart, unless one asks for it.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        raise UsageError(
            f"端口 {port} 用不了，可能已被别的程序占用；请换一个，或者不指定端口。"
        ) from error
    return listener
