"""Fragments of tables -> what each is: a place, a piece of a label, or words; and the pieces of glued ones."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import Oddity, parse_figure
from xlsheets.basics.patterns import pattern_of
from xlsheets.extract.encodings import UNKNOWN
from xlsheets.extract.squeeze import distance
from xlsheets.imports.outline.anchors import is_only_labels, vocabulary

if TYPE_CHECKING:
    from xlsheets.imports.figures.row_places import RowPlace

# Where labels and figures of a whole table stand in one line.
_GLUED = pattern_of(r"[\d件]{7}|[\u4e00-\u9fff)]\d[\d.件]*[\u4e00-\u9fff第(]")
_SEAM = pattern_of(
    r"(?<=[\d件])(?=\d[.、][\u4e00-\u9fff]|[(]?[一二三四五六七八九十][)、]|第二十条)"
    r"|(?<=[\u4e00-\u9fff)])(?=\d[\d件]{6})"
)


def unglued(word: str) -> list[str]:
    """Part a line that holds a whole table at its labels; other words stay whole."""
    return _SEAM.split(word) if _GLUED.search(word) else [word]


# Figures run together, with units, notes or slashes among them: 12件3件0/0(其中重复2件)15. A dash among
# digits may be a minus, so it parts nothing.
_COUNTS = pattern_of(r"\d[\d,]*+(?:件(?:\([^()]*\))?|\([^()]*\))?|/")
_COUNTED = pattern_of(rf"(?=[^/]+$|.{{7}})(?:{_COUNTS.pattern}){{2,}}")
_FOLLOWED = pattern_of(r"([\d.,件]+)((?:\(?[一二三四五六七八九十][)、]|第二十条|\(本列数据).*)")


def parted(text: str) -> list[str]:
    """Part figures from one another by their unit, and from the heading that follows them."""
    followed = _FOLLOWED.fullmatch(text)
    figures, *words = followed.groups() if followed else (text,)
    several = _COUNTED.fullmatch(figures)
    return [*(_COUNTS.findall(figures) if several else [figures]), *words]


# What a fragment is ------------------------------------------------------------------------------

_WORDS = pattern_of(r"[\u4e00-\u9fff]{2}")
NUMBERING = pattern_of(
    r"(?:[一二三四五六七八九十][、.]|\([一二三四五六七八九十]\)|\d[.、,][\u4e00-\u9fff])"
)
_NOTE = pattern_of(r"\([^()]*[\u4e00-\u9fff][^()]*\)")
_GLUED_FIGURES = pattern_of(r"[\d/+\-−－—].*")
_LABEL_IN_OTHER_WORDS = pattern_of(r"^[^\d]*(?:\d[.、,)][^\d]*)?")
_LONGEST = 20


class FragmentKind(Enum):
    """What a fragment within a row is: a place, a piece of the label, or words from elsewhere."""

    PLACE = auto()
    LABEL = auto()
    STRANGE = auto()


def fragment_kind(text: str, core: str) -> FragmentKind:
    """Return what a fragment is in a row whose label has these words."""
    if not text or parse_figure(text).oddity is not Oddity.TEXT:
        return FragmentKind.PLACE
    if not _WORDS.search(text) or text in core:
        digits = any(character.isdigit() for character in text)
        return FragmentKind.PLACE if digits else FragmentKind.LABEL
    starts_like_a_figure = text[0].isdigit() or text[0] in "约近+-−－—"
    if starts_like_a_figure and not NUMBERING.match(text) and len(text) <= _LONGEST:
        return FragmentKind.PLACE
    return FragmentKind.STRANGE


def after_label(text: str, place: RowPlace) -> tuple[str, str]:
    """Return the figures glued to a label, and a note between the two that is no part of it."""
    rest = text
    for full in sorted(place.full, key=len, reverse=True):
        at = text.find(full)
        if at >= 0:
            rest = text[at + len(full) :]
            break
    else:
        rest = _LABEL_IN_OTHER_WORDS.sub("", text, count=1)
    found = _NOTE.match(rest)
    note = found[0] if found and found[0] not in "".join(place.full) else ""
    glued = _GLUED_FIGURES.match(rest, len(note))
    return (glued[0] if glued else ""), note


def is_known(text: str) -> bool:
    """Tell whether a fragment is a word of the form, or a piece of one, or nothing."""
    words = text.strip(".、,。:;()")
    if not words or not re.search(r"[\w]", words):
        return True
    if any(character.isdigit() for character in text) and text not in vocabulary():
        numbered = re.fullmatch(r"\d[.、,](?P<words>[\u4e00-\u9fff].*)", text)
        return numbered is not None and is_known(numbered["words"])
    if any(words in label for label in vocabulary()) or is_only_labels(text):
        return True
    if UNKNOWN in text:
        lost = re.compile(re.sub(f"{UNKNOWN}+", ".{1,2}", re.escape(text)))
        return any(map(lost.fullmatch, vocabulary()))
    near = (label for label in vocabulary() if abs(len(label) - len(text)) <= _TYPOS)
    return len(text) > _SHORT and any(distance(text, label, _TYPOS) <= _TYPOS for label in near)


_TYPOS, _SHORT = 2, 4
