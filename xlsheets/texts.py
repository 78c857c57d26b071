"""Text from anywhere -> text that every file can hold."""

from __future__ import annotations


def whole(text: str) -> str:
    """Return a text with the halves of a sign joined, and a half without the other replaced."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
