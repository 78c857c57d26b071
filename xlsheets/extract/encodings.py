"""Bytes of a text or a web page -> its text, garbled Chinese restored."""

from __future__ import annotations

import re

from xlsheets.basics.patterns import pattern_of
from xlsheets.errors import UnreadableError

# What stands for a character that is lost.
UNKNOWN = "\ufffd"
_CHARSET = pattern_of(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_PICTURE = "“{}”是图片，里面的字读不出来。请找 Word 版、网页，或者照着它填写。"
_NO_TEXT = {
    b"\xd0\xcf\x11\xe0": "“{}”是旧版 Word 或者 WPS 的文件，请用 Word 或者 WPS 打开，另存为 .docx 再试。",
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
}
_PAIR = 2
_SAMPLE = 50_000
# Every annual report says this.
_SUBJECT = "政府信息公开"


def decoded(content: bytes, name: str) -> str:
    """Return bytes as text: by mark, by what the page declares, as UTF-8, as GB 18030.

    Raises:
        UnreadableError: it is no text, or in no encoding known.
    """
    for beginning, sentence in _NO_TEXT.items():
        if content.startswith(beginning):
            raise UnreadableError("no_text", sentence.format(name))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        declared = _CHARSET.search(content[:2048])
        encodings = ["utf-8-sig", *([declared[1].decode()] if declared else []), "gb18030"]
    for encoding in encodings:
        try:
            return _restored(content.decode(encoding))
        except (LookupError, ValueError):
            continue
    raise UnreadableError(
        "encoding", f"“{name}”的文字编码认不出来，请另存为 UTF-8 编码的文本再试。"
    )


def _restored(text: str) -> str:
    """Undo what UTF-8 read as GBK becomes; a character that was lost on the way stays unknown."""
    if _SUBJECT in text or _SUBJECT not in _undone(text[:_SAMPLE]):
        return text
    return _undone(text)


def _undone(text: str) -> str:
    return b"".join(map(_misread, text)).decode("utf-8", "replace")


def _misread(character: str) -> bytes:
    """Return the bytes that were taken for a character; never a digit that was none."""
    if character == "€":
        return b"\x80"
    encoded = character.encode("gb18030", "replace")
    return encoded if len(encoded) <= _PAIR and character != UNKNOWN else b"\xff"
