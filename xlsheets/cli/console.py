"""Text for a console, a pipe or a file -> characters that its encoding has, in Chinese wherever that can be.

A Chinese Windows writes what is redirected in code page 936, which lacks a few of the characters we print.
"""

from __future__ import annotations

import codecs
import sys
import unicodedata

# What stands for a character that an encoding lacks; NFKC finds the rest.
_SPELLINGS = {
    "›": ">",
    "✓": "√",
    "✗": "×",
    "░": "-",
    "−": "-",
    "¥": "￥",
    "\u00a0": " ",
}
_UNKNOWN = ("\ufffd", "?")
# An encoding without these has no simplified Chinese.
_PROBE = "请说明这里的问题。"
_HANDLER = "xlsheets"


def speak_plainly() -> None:
    """Let what is printed reach a console or a pipe whatever its encoding is."""
    codecs.register_error(_HANDLER, _spelt)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            known = _has(stream.encoding, _PROBE)
            reconfigure(encoding=stream.encoding if known else "utf-8", errors=_HANDLER)


def speak_utf8() -> None:
    """Write the output that another program reads in UTF-8, whatever the encoding of the system is."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8")


def _has(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _spelt(error: UnicodeError) -> tuple[bytes, int]:
    """Spell the characters that an encoding lacks with ones that it has.

    In bytes: of text, UTF-8 takes only ASCII in the place of a lone surrogate.
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    spelt = "".join(_nearest(character, error.encoding) for character in lacking)
    return spelt.encode(error.encoding), error.end


def _nearest(character: str, encoding: str) -> str:
    spelling = _SPELLINGS.get(character) or unicodedata.normalize("NFKC", character)
    return next(text for text in (spelling, *_UNKNOWN) if _has(encoding, text))
