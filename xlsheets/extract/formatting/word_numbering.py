"""Numbering part of a Word document, and its paragraphs in order -> the number each prints before its text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.extract.formatting.word_values import (
    attribute_value,
    is_on,
    local,
    whole_number,
    word_attribute,
)
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from xml.etree.ElementTree import Element

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_PLACE = pattern_of(r"%([1-9])")
# No outline is deeper.
_LEVELS = 9
_MOST = 10_000


class NumberPlace(NamedTuple):
    """Which list a paragraph belongs to, and how deep in it."""

    number: str
    level: int


class _Level(NamedTuple):
    form: str
    text: str
    start: int
    legal: bool
    style: str


class _List(NamedTuple):
    """The levels of a list, the lists that count together, and where this one begins anew."""

    family: str
    levels: Mapping[int, _Level]
    restarts: Mapping[int, int]


@dataclass
class WordNumbering:
    """The lists of a document, and how far each has been counted."""

    lists: Mapping[str, _List] = field(default_factory=dict)
    by_style: Mapping[str, NumberPlace] = field(default_factory=dict)
    _counts: dict[str, list[int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def printed(self, place: NumberPlace) -> str:
        """Count a paragraph, and return what Word prints before its text; "" for a bullet or no number."""
        found = self.lists.get(place.number)
        level = found.levels.get(place.level) if found else None
        if found is None or level is None:
            return ""
        counts = self._counted(place, found)
        if level.form == "bullet":
            return ""
        return _PLACE.sub(lambda match: _shown(found, counts, int(match[1]) - 1, level), level.text)

    def _counted(self, place: NumberPlace, found: _List) -> list[int]:
        counts = self._counts.setdefault(found.family, [])
        if place.number not in self._begun:
            self._begun.add(place.number)
            for level in found.restarts:
                del counts[level:]
        for level in range(len(counts), place.level + 1):
            start = found.levels[level].start if level in found.levels else 1
            counts.append(found.restarts.get(level, start) - (level == place.level))
        del counts[place.level + 1 :]
        counts[place.level] += 1
        return counts


def _shown(found: _List, counts: list[int], at: int, own: _Level) -> str:
    if at >= len(counts):
        return ""
    form = found.levels[at].form if at in found.levels else "decimal"
    return in_figures(counts[at], "decimal" if own.legal else form)


def in_figures(number: int, form: str) -> str:
    """Write a number in one of Word's number formats; one that is not known here as a plain number."""
    if form == "none" or not 0 <= number < _MOST:
        return ""
    write = _FORMS.get(form)
    return (write(number) if write else "") or str(number)


def _spoken(number: int, digits: str = _DIGITS) -> str:
    if number >= 100:
        return "".join(digits[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    ten = "拾" if digits is _LEGAL else "十"
    lead = "" if not tens else ten if tens == 1 and digits is _DIGITS else digits[tens] + ten
    return lead + (digits[ones] if ones or not tens else "")


def _roman(number: int) -> str:
    values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    letters = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")
    written = ""
    for value, letter in zip(values, letters, strict=True):
        written += letter * (number // value)
        number %= value
    return written


def _letter(number: int) -> str:
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number else ""


def _from(first: str, most: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if 1 <= number <= most else ""


def _of(characters: str) -> Callable[[int], str]:
    return lambda number: characters[(number - 1) % len(characters)]


_FORMS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        (
            "chineseCounting",
            "chineseCountingThousand",
            "japaneseCounting",
            "taiwaneseCounting",
            "taiwaneseCountingThousand",
        ),
        _spoken,
    ),
    **dict.fromkeys(
        ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"),
        lambda number: "".join(_DIGITS[int(digit)] for digit in str(number)),
    ),
    **dict.fromkeys(
        ("chineseLegalSimplified", "japaneseLegal", "ideographLegalTraditional"),
        lambda number: _spoken(number, _LEGAL),
    ),
    **dict.fromkeys(
        ("decimalFullWidth", "decimalFullWidth2"),
        lambda number: "".join(chr(0xFEE0 + ord(digit)) for digit in str(number)),
    ),
    "decimalZero": lambda number: f"{number:02}",
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _from("\u2460", 20)),
    "decimalEnclosedParen": _from("\u2474", 20),
    "decimalEnclosedFullstop": _from("\u2488", 20),
    "ideographEnclosedCircle": _from("\u3280", 10),
    "ideographTraditional": _of(_STEMS),
    "ideographZodiac": _of(_BRANCHES),
    "upperLetter": _letter,
    "lowerLetter": lambda number: _letter(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
}


# The part ------------------------------------------------------------------------------------------


def lists_of(root: Element) -> dict[str, _List]:
    """Return the lists that a numbering part defines, by the number paragraphs call them by."""
    outlines = {
        word_attribute(element, "abstractNumId"): _levels(element)
        for element in _named(root, "abstractNum")
    }
    found: dict[str, _List] = {}
    for element in _named(root, "num"):
        family = next((attribute_value(mark) for mark in _named(element, "abstractNumId")), "")
        levels, restarts = dict(outlines.get(family, {})), {}
        for change in _named(element, "lvlOverride"):
            at = _depth(change)
            levels |= _levels(change)
            for start in _named(change, "startOverride"):
                restarts[at] = whole_number(attribute_value(start), 1)
        found[word_attribute(element, "numId")] = _List(family, levels, restarts)
    return found


def list_of(properties: Element, otherwise: NumberPlace | None) -> NumberPlace | None:
    """Return the list that ``numPr`` puts a paragraph in; None for none."""
    values = {local(mark.tag): attribute_value(mark) for mark in properties}
    number = values.get("numId", otherwise.number if otherwise else "")
    deep = whole_number(values.get("ilvl", ""), otherwise.level if otherwise else 0)
    return NumberPlace(number, deep) if number not in ("", "0") and deep < _LEVELS else None


def _named(element: Element, name: str) -> Iterable[Element]:
    return (inner for inner in element if local(inner.tag) == name)


def _depth(element: Element) -> int:
    return min(whole_number(word_attribute(element, "ilvl")), _LEVELS - 1)


def _levels(element: Element) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for level in _named(element, "lvl"):
        said = {local(mark.tag): mark for mark in level}
        text = attribute_value(said["lvlText"]) if "lvlText" in said else ""
        form = attribute_value(said["numFmt"]) if "numFmt" in said else "decimal"
        start = whole_number(attribute_value(said["start"]), 1) if "start" in said else 0
        legal = "isLgl" in said and is_on(said["isLgl"])
        style = attribute_value(said["pStyle"]) if "pStyle" in said else ""
        found[_depth(level)] = _Level(form, text, start, legal, style)
    return found


def placed_by_style(style: str, place: NumberPlace, lists: Mapping[str, _List]) -> NumberPlace:
    """Return the place a style gives: of a list that knows the style, the level that names it."""
    found = lists.get(place.number)
    levels = found.levels.items() if found else ()
    return next(
        (NumberPlace(place.number, at) for at, level in levels if level.style == style), place
    )
