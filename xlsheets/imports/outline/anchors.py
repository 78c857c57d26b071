"""Words of the official tables -> where each table stands, and which lines and tables belong to it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.extract.squeeze import squeezed
from xlsheets.schema import EDITIONS
from xlsheets.schema.shape import boxes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xlsheets.imports.outline import Piece

# What stands in one of the tables and nowhere else in a report.
_TELLING: Mapping[str, re.Pattern[str]] = {
    "proactive": pattern_of(r"第二十条第?\(?[一五六八九]\)?项|信息内容"),
    "requests": pattern_of(
        r"本列数据的勾稽关系|本年新收政府信息公开申请数量|不予公开.{0,3}1\.属于国家秘密"
    ),
    "remedies": pattern_of(r"结果维持.*尚未审结|^(?:结果维持|结果纠正|尚未审结)$"),
}
# Labels that may be met in a sentence too: two of them make a table.
_ENOUGH = 2


def anchor(piece: Piece) -> str:
    """Return the key of the section whose table a piece is or begins; "" for any other."""
    text = squeezed(piece.text)
    found = [key for key, pattern in _TELLING.items() if pattern.search(text)]
    return found[0] if found else ""


@cache
def vocabulary() -> frozenset[str]:
    """Return every label of every official table, squeezed."""
    tables = [table for edition in EDITIONS for table in edition.tables]
    labels = (box.text for table in tables for box in boxes(table) if box.text)
    captions = (
        words
        for edition in EDITIONS
        for section in edition.sections
        if section.table
        for words in (
            section.title,
            section.heading,
            section.table.number,
            f"{section.table.number}{section.heading}",
        )
    )
    units = ("单位：件", "单位：万元", "计量单位：件", "单位：件、万元", "单位：万元、件")
    return frozenset(
        map(squeezed, (*labels, *captions, *units, *(f"（{unit}）" for unit in units)))
    )


@cache
def _labels_by_length() -> tuple[str, ...]:
    return tuple(sorted(vocabulary(), key=len, reverse=True))


def is_official_table(texts: Iterable[str]) -> bool:
    """Tell whether the cells of a table hold labels of the official tables."""
    known = vocabulary()
    found = {text for text in map(squeezed, texts) if text in known and len(text) > _ENOUGH}
    return len(found) >= _ENOUGH or any(
        pattern.search(text) for text in found for pattern in _TELLING.values()
    )


@cache
def _only_labels() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(map(re.escape, _labels_by_length()))})+")


def is_only_labels(text: str) -> bool:
    """Tell whether a squeezed text is one official label or several without anything between them."""
    return _only_labels().fullmatch(text) is not None


def without_labels(text: str) -> str:
    """Return what is left of a squeezed text when every official label is taken out."""
    for label in _labels_by_length():
        if len(label) > _ENOUGH and label in text:
            text = text.replace(label, "\x1f")
    return text.replace("\x1f", "")


# Lines -------------------------------------------------------------------------------------------

_HAN = pattern_of(r"[\u4e00-\u9fff]")
_CLAUSE = pattern_of(r"[。;!?]|[,，](?!\d{3})|:(?=[\u4e00-\u9fff])")
_FIGURES_AT_END = pattern_of(r"[\d/\\\-—–件%][\d.,/\\\-—–件% ()]*$")
_NUMBERED = pattern_of(r"(?:[一二三四五六七八九]、|\([一二三四五六七八九]\)|\d[.、])")
_SHARE, _BROKEN, _LONGEST_BROKEN, _LONGEST_LABEL = 0.4, 2, 60, 20


def is_table_line(text: str) -> bool:
    """Tell whether a line is a row of a table, a label or a figure, and not something said about them."""
    short = squeezed(text)
    if short in vocabulary() or not _HAN.search(short) or _is_pieces(text):
        return True
    left = without_labels(short)
    if _CLAUSE.search(left):
        return False
    words, left_words = len(_HAN.findall(short)), len(_HAN.findall(left))
    if left_words <= _SHARE * words and (left_words < words or _FIGURES_AT_END.search(short)):
        return True
    if _FIGURES_AT_END.search(short) and left_words <= _LONGEST_BROKEN:
        return True
    return _is_piece_of_label(short)


def _is_pieces(text: str) -> bool:
    """Tell whether a line holds nothing but figures and pieces of labels, as a page taken out of a PDF does."""
    words = [squeezed(word) for word in text.split()]
    if len(words) == 1 and len(words[0]) == 1:
        return words[0] in _VERTICAL
    return all(not _HAN.search(word) or word in _all_labels() for word in words) and (
        "".join(words) not in _SAYINGS
    )


# The label that is printed one character a line.
_VERTICAL = "三、本年度办理结果"
# What a paragraph may say in one word that is also a piece of a label.
_SAYINGS = ("无", "没有", "其他")


@cache
def _all_labels() -> str:
    return "\x1f".join(vocabulary())


def _is_piece_of_label(short: str) -> bool:
    """Tell whether a line is a part of a label, or begins like one of a row."""
    number = _NUMBERED.match(short)
    words = short[number.end() :] if number else short
    if len(words) >= _BROKEN and any(words in label for label in vocabulary()):
        return True
    return bool(number) and len(short) <= _LONGEST_LABEL
