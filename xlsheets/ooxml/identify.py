"""Path or bytes -> the parts of a workbook, or a sentence that says what the file is instead."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.ooxml.archive import unzip
from xlsheets.ooxml.refusals import about_documents, refusal
from xlsheets.ooxml.xml import declares_types, part_name
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlsheets.ooxml.archive import Archive

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
    (b"L\0\0\0\x01\x14\x02\0", "shortcut"),
    # What programs that guard an office's documents put before a file: whoever has no licence sees this only.
    (b"%TSD-Header-###%", "guarded"),
    (b"_._._", "guarded"),
    # Excel 2 to 4, from before compound files.
    (b"\x09\x00\x04\x00", "xls"),
    (b"\x09\x02\x06\x00", "xls"),
    (b"\x09\x04\x06\x00", "xls"),
)
# Names of streams in a compound file, the telling ones first.
_STREAMS = (
    ("DRMEncryptedDataSpace", "guarded"),
    ("EncryptedPackage", "encrypted"),
    ("__substg1.0_", "mail"),
    ("WordDocument", "word"),
    ("PowerPoint Document", "slides"),
    ("Workbook", "xls"),
    ("Book", "xls"),
)
_WEB = pattern_of(rb"<\s*(?:!doctype\s+html|html|head|table|meta)\b", re.IGNORECASE)
_GUARDED = b"E-SafeNet"
# Lines a mail, or a page saved as one file, begins with.
_HEADER = pattern_of(
    rb"\A(?:from|to|cc|date|subject|received|return-path|message-id|mime-version|content-type|x-[\w-]+|"
    rb"snapshot-content-location)\s*:",
    re.IGNORECASE,
)
_ONE_FILE_PAGE = pattern_of(
    rb"^(?:snapshot-content-location|content-type)\s*:\s*(?:multipart/related|\S+://)|saved by",
    re.IGNORECASE | re.MULTILINE,
)
_INTERNET_SHORTCUT = b"[InternetShortcut]"
# Zip archives that are documents of another kind, by what stands in their ``mimetype``, or by a part of theirs.
_MIME_TYPES = (
    (b"opendocument.spreadsheet", "ods"),
    (b"opendocument.text", "odt"),
    (b"opendocument", "unknown"),
)
_OFD = "OFD.xml"


class _Expected(NamedTuple):
    """How to tell one kind of Office file from others, by how the names of its parts begin.

    Args:
        folder: where its own parts are.
        never: what it has no part of, and what a file is that has one.
        instead: the same, for an archive that is no Office package at all.
    """

    folder: str
    never: Mapping[str, str]
    instead: Mapping[str, str]


_WORKBOOK = _Expected("xl/", {"xl/workbook.bin": "xlsb"}, {"word/": "word", "ppt/": "slides"})
_DOCUMENT = _Expected("word/", {"xl/": "workbook", "ppt/": "slides"}, {})


def parts_of(source: Path | bytes, name: str = "") -> dict[str, bytes]:
    """Read a workbook into its parts, every one checked.

    Raises:
        UnreadableError: the file is not there, is no regular file, or is no sound Office package.
    """
    content = _read(source, name or source.name) if isinstance(source, Path) else source
    return workbook_archive(content).parts


def workbook_archive(content: bytes) -> Archive:
    """Return parts and directory of a workbook.

    Raises:
        UnreadableError: as ``parts_of``.
    """
    return _opened(content, _WORKBOOK)


@about_documents()
def document_parts(content: bytes) -> dict[str, bytes]:
    """Read a Word document into its parts, every one checked.

    Raises:
        UnreadableError: the file is something else, or no sound Office package.
    """
    return _opened(content, _DOCUMENT).parts


def _opened(content: bytes, expected: _Expected) -> Archive:
    if len(content) > LARGEST_FILE:
        raise refusal("too_large")
    if not content.startswith(b"PK\3\4"):
        raise refusal(kind_of(content))
    archive = unzip(content)
    _refuse_foreign(archive.parts, expected)
    for part, xml in archive.parts.items():
        if part.lower().endswith((".xml", ".rels")) and declares_types(xml):
            raise refusal("dtd", where=part_name(part))
    return archive


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


def kind_of(content: bytes) -> str:
    """Return what a file is that does not begin as an .xlsx does, as refusals name it."""
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
    if _GUARDED in content[:64]:
        return "guarded"
    if _HEADER.match(head):
        return "one_file_page" if _ONE_FILE_PAGE.search(head) else "mail"
    if head.startswith(_INTERNET_SHORTCUT):
        return "shortcut"
    if _WEB.search(head):
        return "web_page"
    if head.startswith(b"<"):
        return "xml_sheet"
    legible = all(byte >= 32 or byte in b"\t\r\n" for byte in head)
    return "text" if legible else "unknown"


def _refuse_foreign(parts: Mapping[str, bytes], expected: _Expected) -> None:
    """Refuse a sound archive that is not what it should be, by what it holds."""
    for kind in _held(parts, expected.never):
        raise refusal(kind)
    if "[content_types].xml" in {name.casefold() for name in parts}:
        return
    for words, kind in _MIME_TYPES:
        if words in parts.get("mimetype", b""):
            raise refusal(kind)
    if _OFD in parts:
        raise refusal("ofd")
    for kind in _held(parts, expected.instead):
        raise refusal(kind)
    ours = any(name.startswith(expected.folder) for name in parts)
    raise refusal("damaged" if ours else "archive")


def _held(parts: Mapping[str, bytes], beginnings: Mapping[str, str]) -> Iterator[str]:
    for beginning, kind in beginnings.items():
        if any(name.startswith(beginning) for name in parts):
            yield kind
