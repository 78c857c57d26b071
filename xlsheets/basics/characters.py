"""Text from anywhere -> text that every file can hold, and that a sentence may quote."""

from __future__ import annotations

import re

# Controls and noncharacters are not XML; bidi controls would show the reader another order than the text has.
_DROPPED = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]"
)
_LINE = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")


def whole(text: str) -> str:
    """Return a text with the halves of a sign joined, and a half without the other replaced."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def printable(text: str) -> str:
    """Return a text without signs that cannot be seen or that steer a terminal; any blank is a space."""
    if text.isprintable():
        return text
    return "".join(
        sign if sign.isprintable() else " " if sign.isspace() else "\ufffd" for sign in text
    )


def plain(text: str) -> str:
    """Return one line of text: controls dropped, line ends and tabs as spaces, no space around it."""
    return text.strip() if text.isprintable() else " ".join(lines(text))


def lines(text: str) -> tuple[str, ...]:
    """Return the lines of a text that hold anything, each without the spaces typed as its indent."""
    kept = whole(text)
    parts = (_DROPPED.sub("", part).replace("\t", " ").strip() for part in _LINE.split(kept))
    return tuple(part for part in parts if part)
