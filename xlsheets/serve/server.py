"""Port -> the page's service, on 127.0.0.1 and nowhere else, until it is told to end."""

from __future__ import annotations

import secrets
import socket
from importlib.util import find_spec
from typing import TYPE_CHECKING

from xlsheets.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

HOST = "127.0.0.1"
_EXTRA = ("starlette", "uvicorn", "python_multipart")


def serve(opened: Callable[[str], None], *, port: int = 0, alone: float | None = None) -> None:
    """Serve the page until it is told to end.

    Args:
        opened: called with the address of the page, token and all, as soon as it can be opened.
        port: where to listen; 0 for any free port.
        alone: seconds without an open page after which to end; None for never.

    Raises:
        UsageError: the extra is not installed, or the port is taken.
    """
    if not all(map(find_spec, _EXTRA)):
        raise UsageError('没有安装网页服务需要的组件，请先运行 pip install "xlsheets[serve]"。')
    import uvicorn

    from xlsheets.serve.app import Leaving, page_app

    def stop() -> None:
        server.should_exit = True

    token = secrets.token_urlsafe(24)
    with _listening(port) as listener:
        authority = f"{HOST}:{listener.getsockname()[1]}"
        server = uvicorn.Server(
            uvicorn.Config(
                page_app(authority, token, Leaving(stop, alone)),
                http="h11",
                ws="none",
                lifespan="on",
                log_config=None,
                log_level="critical",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=2,
            )
        )
        opened(f"http://{authority}/#{token}")
        server.run(sockets=[listener])


def _listening(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # On Windows another program could otherwise take over a port that is in use.
    exclusive = getattr(socket, "SO_EXCLUSIVEADDRUSE", None)
    if exclusive is not None:
        listener.setsockopt(socket.SOL_SOCKET, exclusive, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        raise UsageError(
            f"端口 {port} 用不了，可能已被别的程序占用；请换一个，或者不指定端口。"
        ) from error
    return listener
