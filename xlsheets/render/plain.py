"""Text as typed -> the same text with only characters that a document may carry."""

from __future__ import annotations

import re

from xlsheets.texts import whole

# Controls and noncharacters are not XML; bidi controls would show the reader another order than the text has.
_DROPPED = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]"
)
_LINE = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")


def plain(text: str) -> str:
    """Return one line of text: controls dropped, line ends and tabs as spaces, no space around it."""
    return text.strip() if text.isprintable() else " ".join(lines(text))


def lines(text: str) -> tuple[str, ...]:
    """Return the lines of a text that hold anything, each without the spaces typed as its indent."""
    kept = whole(text)
    parts = (_DROPPED.sub("", part).replace("\t", " ").strip() for part in _LINE.split(kept))
    return tuple(part for part in parts if part)
