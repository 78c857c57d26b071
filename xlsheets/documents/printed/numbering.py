"""Paragraph -> the level its own numbering gives it, and the lead-in that is set in another face."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache

from xlsheets.basics.patterns import pattern_of
from xlsheets.values import NamedTuple


class HeadingLevel(IntEnum):
    """GB/T 9704-2012 第 7.3.3 条: 结构层次序数依次可以用“一、”“（一）”“1.”“（1）”标注."""

    BODY = 0
    PART = 1
    TOPIC = 2
    POINT = 3
    ITEM = 4


class HeadedParagraph(NamedTuple):
    """A paragraph in two pieces; ``rest`` is empty when the whole paragraph is a heading."""

    level: HeadingLevel
    lead: str
    rest: str

    @property
    def heading(self) -> bool:
        return bool(self.lead) and not self.rest


_NUMERALS = "一二三四五六七八九十"
_NUMBERINGS = (
    (HeadingLevel.PART, pattern_of(rf"[{_NUMERALS}]+、\s*")),
    (HeadingLevel.TOPIC, pattern_of(rf"[（(][{_NUMERALS}]+[）)]、?\s*")),
    (HeadingLevel.POINT, pattern_of(r"\d{1,2}[.．、](?!\d)\s*")),
    (HeadingLevel.ITEM, pattern_of(r"[（(]\d{1,2}[）)]\s*")),
)
_LEAD_END = pattern_of(r"[。：:]|\s+(?=\S)")
# A lead-in longer than a line of the page is a sentence.
_LONGEST_LEAD = 28


# A paragraph is composed, set and compared one after the other.
@lru_cache(maxsize=64)
def heading_of(paragraph: str) -> HeadedParagraph:
    """Recognise （一）主动公开情况。全年…: level, lead-in up to its full stop, the rest."""
    for level, numbering in _NUMBERINGS:
        match = numbering.match(paragraph)
        if match:
            return _divide(level, paragraph, match.end())
    return HeadedParagraph(HeadingLevel.BODY, "", paragraph)


def _divide(level: HeadingLevel, paragraph: str, start: int) -> HeadedParagraph:
    end = _LEAD_END.search(paragraph, start)
    length = end.end() if end else len(paragraph)
    if level in (HeadingLevel.PART, HeadingLevel.TOPIC) and start < length <= _LONGEST_LEAD:
        return HeadedParagraph(level, paragraph[:length], paragraph[length:])
    return HeadedParagraph(level, "", paragraph)
