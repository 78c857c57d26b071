"""Text as published -> the same without what typists, browsers and page breaks change."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from xlsheets.basics.characters import normal
from xlsheets.basics.patterns import pattern_of
from xlsheets.values import NamedTuple

_DROPPED = pattern_of("[\\s“”\"'‘’「」]+")
# Joined over what stands between them, digits would make a number nobody wrote.
_BETWEEN_DIGITS = pattern_of(
    r"(?<=[\d²³¹⁰-₉])[\s\u200b-\u200f\u202a-\u202e\u2060-\u2064\u00ad\ufeff]+(?=[\d²³¹⁰-₉])"
)
# Stands for a blank that is kept while the others go: no text that came in holds it.
_KEPT_BLANK = "\ue000"
_PAGE = pattern_of(
    r"[-—–－_]{1,2}\s*\d{1,3}\s*[-—–－_]{1,2}|第\s*\d+\s*页(?:[,，/]?\s*共\s*\d+\s*页)?"
)


@lru_cache(maxsize=4096)
def _half_width(character: str) -> str:
    """Return a character in half width where Unicode knows one; a raised or ringed digit is no digit."""
    plain = unicodedata.normalize("NFKC", character)
    ordinary = character.isascii() or unicodedata.east_asian_width(character) == "F"
    return plain if ordinary or not plain.isdigit() else character


def squeezed(text: str) -> str:
    """Return text without blanks and quotation marks, in half width where Unicode knows one.

    A blank or an invisible character between two digits is kept as a space.
    """
    if text.isascii() and text.isalnum():
        return text
    apart = normal(_BETWEEN_DIGITS.sub(_KEPT_BLANK, text))
    return _DROPPED.sub("", "".join(map(_half_width, apart))).replace(_KEPT_BLANK, " ")


class Squeezed(NamedTuple):
    """A squeezed text, and for each of its characters where it stands in the text as published."""

    text: str
    places: tuple[int, ...]

    def at(self, place: int) -> int:
        """Return where a place of the squeezed text stands in the published one."""
        return self.places[place] if place < len(self.places) else (self.places or (-1,))[-1] + 1


def squeezed_with_places(text: str) -> Squeezed:
    """Return ``squeezed`` character by character, to find in the published text what was found in the other."""
    pieces = [squeezed(character) for character in text]
    places = [at for at, piece in enumerate(pieces) for _ in piece]
    return Squeezed("".join(pieces), tuple(places))


def page_number(line: str) -> bool:
    """Tell whether a line is the number of a page, as in — 5 —."""
    return _PAGE.fullmatch(line.strip()) is not None


def distance(one: str, other: str, limit: int) -> int:
    """Return how many characters must change to make one text the other; above ``limit`` any larger number."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    row = list(range(len(other) + 1))
    for number, character in enumerate(one, 1):
        before, row[0] = row[0], number
        for at, against in enumerate(other, 1):
            before, row[at] = (
                row[at],
                min(row[at] + 1, row[at - 1] + 1, before + (character != against)),
            )
    return row[-1]
