"""Text from anywhere -> text that every file can hold, and that a sentence may quote."""

from __future__ import annotations


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
