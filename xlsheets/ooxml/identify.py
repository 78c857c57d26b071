"""Path or bytes -> the parts of a workbook, or a sentence that says what the file is instead."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from xlsheets.ooxml.archive import unzip
from xlsheets.ooxml.refusals import refusal
from xlsheets.ooxml.xml import declares_types

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST_FILE = 32 * 2**20

_LOCK = ("~$", ".~")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What the first bytes of a file give away.
_BEGINNINGS = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    # Excel 2 to 4, from before compound files.
    (b"\x09\x00\x04\x00", "xls"),
    (b"\x09\x02\x06\x00", "xls"),
    (b"\x09\x04\x06\x00", "xls"),
)
# Names of streams in a compound file, the telling ones first.
_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "word"),
    ("PowerPoint Document", "slides"),
    ("Workbook", "xls"),
    ("Book", "xls"),
)
_WEB = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|table|meta)\b|mime-version\s*:", re.IGNORECASE
)
# What a zip archive holds, when it holds no workbook.
_CONTENTS = (
    ("xl/workbook.bin", "xlsb"),
    ("word/", "word"),
    ("ppt/", "slides"),
)


def parts_of(source: Path | bytes, name: str = "") -> dict[str, bytes]:
    """Read a file into its parts, every one checked.

    Raises:
        UnreadableError: the file is not there, is no regular file, or is no sound Office package.
    """
    content = _read(source, name or source.name) if isinstance(source, Path) else source
    if len(content) > LARGEST_FILE:
        raise refusal("too_large")
    if not content.startswith(b"PK\3\4"):
        raise refusal(_what(content))
    parts = unzip(content)
    _refuse_foreign(parts)
    for part, xml in parts.items():
        if part.lower().endswith((".xml", ".rels")) and declares_types(xml):
            raise refusal("dtd", where=part)
    return parts


def _read(path: Path, name: str) -> bytes:
    """Read a regular file without following links, waiting for a pipe or trusting its size."""
    if path.name.startswith(_LOCK):
        raise refusal("lock", name=name)
    flags = os.O_RDONLY
    for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC"):
        flags |= getattr(os, flag, 0)
    try:
        _refuse_irregular(path.lstat(), name)
        with os.fdopen(os.open(path, flags), "rb") as stream:
            found = os.fstat(stream.fileno())
            _refuse_irregular(found, name)
            return stream.read(found.st_size + 1)  # one more than told: a file that grows is no zip
    except (OSError, ValueError) as error:
        raise refusal("missing", name=name) from error


def _refuse_irregular(found: os.stat_result, name: str) -> None:
    if stat.S_ISLNK(found.st_mode):
        raise refusal("link", name=name)
    if stat.S_ISDIR(found.st_mode):
        raise refusal("folder", name=name)
    if not stat.S_ISREG(found.st_mode):
        raise refusal("special", name=name)
    if found.st_size > LARGEST_FILE:
        raise refusal("too_large")


def _what(content: bytes) -> str:
    """Return what a file is that does not begin as an .xlsx does."""
    if not content.strip(b"\0 \t\r\n"):
        return "empty"
    if content.startswith(_OLE):
        return _compound(content)
    for beginning, kind in _BEGINNINGS:
        if content.startswith(beginning):
            return kind
    if b"PK\5\6" in content[-70_000:]:
        return "archive" if content.startswith(b"PK") else "doubtful"
    return _text(content)


def _compound(content: bytes) -> str:
    names = content.upper()  # some programs name their streams in capitals
    for stream, kind in _STREAMS:
        if stream.upper().encode("utf-16-le") in names:
            return kind
    return "ole"


def _text(content: bytes) -> str:
    """Tell pages, other XML and plain text apart; UTF-16 is looked at without its zero bytes."""
    head = content[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if _WEB.search(head):
        return "web_page"
    if head.startswith(b"<"):
        return "xml_sheet"
    legible = all(byte >= 32 or byte in b"\t\r\n" for byte in head)
    return "text" if legible else "unknown"


def _refuse_foreign(parts: Mapping[str, bytes]) -> None:
    """Refuse a sound archive that is no workbook, by what it holds."""
    known = {name.casefold() for name in parts}
    if "[content_types].xml" in known and "xl/workbook.bin" not in known:
        return
    if b"opendocument.spreadsheet" in parts.get("mimetype", b""):
        raise refusal("ods")
    for beginning, kind in _CONTENTS:
        if any(name.startswith(beginning) for name in parts):
            raise refusal(kind)
    raise refusal("damaged" if any(name.startswith("xl/") for name in parts) else "archive")
