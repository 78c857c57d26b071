"""Paragraph -> sentences, excerpts and half-width copies, for rules that quote what they found."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_FULL = {0xFF01 + step: 0x21 + step for step in range(94) if chr(0x21 + step).isalnum()}
_MARKS = " 。，；、：！？”）"
_SENTENCE = pattern_of(r"[^。！？!?\n]*[。！？!?]+[”’）]*|[^。！？!?\n]+")


# A dozen rules read the same paragraphs one after the other.
@lru_cache(maxsize=128)
def half_width(text: str) -> str:
    """Return the text with full-width digits and letters made half-width; its length does not change."""
    return text.translate(_FULL)


def sentences(paragraph: str) -> list[str]:
    """Return the sentences of a paragraph, each with its final mark."""
    return [sentence.strip() for sentence in _SENTENCE.findall(paragraph) if sentence.strip()]


def excerpt(text: str, word: str, width: int = 44) -> str:
    """Return at most ``width`` characters around a word, with … where something was left out and no mark beside it."""
    text = re.sub(r"\s+", " ", text.strip())
    if len(text) <= width:
        return text
    middle = max(text.find(word), 0) + len(word) // 2
    start = min(max(0, middle - width // 2), len(text) - width)
    piece = text[start : start + width]
    left = f"…{piece.lstrip(_MARKS)}" if start else piece
    return f"{left.rstrip(_MARKS)}…" if start + width < len(text) else left


# Names listed in a sentence; more are counted.
_LISTED = 8


def quoted_names(names: Iterable[str]) -> str:
    """List names in quotes; of many, the first and their number."""
    found = list(names)
    more = f"等 {len(found)} 个" if len(found) > _LISTED else ""
    return "、".join(f"“{name}”" for name in found[:_LISTED]) + more


# Rows that are named one by one; of more, the first ones.
_ROWS = 12


def rows_named(rows: Iterable[int]) -> str:
    """Return rows as they are told: 第 4、7、9 行."""
    numbers = list(rows)
    shown = "、".join(map(str, numbers[:_ROWS]))
    return f"第 {shown} 行" if len(numbers) <= _ROWS else f"第 {shown} 等 {len(numbers)} 行"
