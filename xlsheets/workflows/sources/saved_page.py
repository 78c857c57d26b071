"""A page that a browser saved as one file (.mht) -> the page in it, as a file of its own."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import TYPE_CHECKING

from xlsheets.errors import UnreadableError

if TYPE_CHECKING:
    from email.message import EmailMessage

_NONE = "“{name}”是网页存档（.mht），里面没有找到网页。请用浏览器打开它，另存为“网页，仅 HTML”（.html）再试。"


def page_within(content: bytes, name: str) -> bytes:
    """Return the first page of an archive, in UTF-8 where the archive says how it is written.

    Raises:
        UnreadableError: there is no page in it.
    """
    archive: EmailMessage = message_from_bytes(content, policy=policy.default)
    for part in archive.walk():
        page = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
        if isinstance(page, bytes) and page.strip():
            return _in_utf8(page, part.get_content_charset())
    raise UnreadableError("mht", _NONE.format(name=name))


def _in_utf8(page: bytes, charset: str | None) -> bytes:
    try:
        return page.decode(charset).encode() if charset else page
    except (LookupError, ValueError):
        return page
