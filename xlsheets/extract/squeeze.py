"""Text as published -> the same without what typists, browsers and page breaks change."""

from __future__ import annotations

import re
import unicodedata

_DROPPED = re.compile("[\\s\u200b-\u200f\u2060\ufeff“”\"'‘’「」]+")
_PAGE = re.compile(
    r"[-—–－_]{1,2}\s*\d{1,3}\s*[-—–－_]{1,2}|第\s*\d+\s*页(?:[,，]?\s*共\s*\d+\s*页)?"
)


def squeezed(text: str) -> str:
    """Return text without spaces and quotation marks, in half width where Unicode knows one."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text))


def page_number(line: str) -> bool:
    """Tell whether a line is the number of a page, as in — 5 —."""
    return _PAGE.fullmatch(line.strip()) is not None


def distance(one: str, other: str, limit: int) -> int:
    """Return how many signs must change to make one text the other; above ``limit`` any larger number."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    row = list(range(len(other) + 1))
    for number, sign in enumerate(one, 1):
        before, row[0] = row[0], number
        for at, against in enumerate(other, 1):
            before, row[at] = (
                row[at],
                min(row[at] + 1, row[at - 1] + 1, before + (sign != against)),
            )
    return row[-1]
