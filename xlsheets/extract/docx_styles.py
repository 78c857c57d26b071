"""Styles of a Word document -> the level of its headings, the look of its text, the lists they number by."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from xlsheets.extract.formatting.word_numbering import (
    NumberPlace,
    WordNumbering,
    list_of,
    lists_of,
    placed_by_style,
)
from xlsheets.extract.formatting.word_runs import RunMarks, switched
from xlsheets.extract.formatting.word_values import (
    attribute_value,
    local,
    whole_number,
    word_attribute,
)
from xlsheets.ooxml.xml import tree_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

_Value = TypeVar("_Value")
_YES = ("1", "true", "on")


@dataclass(frozen=True)
class WordStyles:
    """What the styles of a document say, by their id; inherited values included.

    Args:
        levels: heading levels.
        marks: what they switch on and off of the look of their text; under "" those of plain paragraphs.
        numbers: the lists their paragraphs belong to.
    """

    levels: Mapping[str, int] = field(default_factory=dict)
    marks: Mapping[str, RunMarks] = field(default_factory=dict)
    numbers: Mapping[str, NumberPlace] = field(default_factory=dict)


# The documents this program writes have the same styles, and each is read back.
@lru_cache(maxsize=2)
def word_styles(part: bytes) -> WordStyles:
    """Read a part of styles."""
    parents: dict[str, str] = {}
    levels: dict[str, int] = {}
    marks: dict[str, RunMarks] = {}
    plain = ""
    numbers: dict[str, NumberPlace] = {}
    for style in tree_of(part):
        key = word_attribute(style, "styleId")
        for mark in style.iter() if key else ():
            name = local(mark.tag)
            if name == "outlineLvl":
                levels[key] = whole_number(attribute_value(mark)) + 1
            elif name == "name":
                _level_by_name(attribute_value(mark), key, levels)
            elif name == "basedOn":
                parents[key] = attribute_value(mark)
        _read_properties(style, key, marks, numbers)
        plain = key if key and _is_default(style) else plain
    return WordStyles(
        {key: heading_level(level) for key, level in _inherited(levels, parents).items()},
        _inherited_marks(marks, parents, plain),
        _inherited(numbers, parents),
    )


def _read_properties(
    style: Element, key: str, marks: dict[str, RunMarks], numbers: dict[str, NumberPlace]
) -> None:
    for mark in style:
        name = local(mark.tag)
        if name == "rPr":
            marks[key] = switched(mark)
        elif name == "pPr":
            within = (list_of(inner, None) for inner in mark if local(inner.tag) == "numPr")
            numbers.update((key, place) for place in within if place)


def _is_default(style: Element) -> bool:
    """Tell whether paragraphs without a style have this one."""
    return word_attribute(style, "type") == "paragraph" and word_attribute(style, "default") in _YES


def _inherited_marks(
    own: Mapping[str, RunMarks], parents: Mapping[str, str], plain: str
) -> dict[str, RunMarks]:
    """Return what each style switches itself, and what it leaves as the style it is based on has it."""
    found = {}
    for style in {*own, *parents}:
        line = [style]
        while line[-1] in parents and parents[line[-1]] not in line:
            line.append(parents[line[-1]])
        found[style] = {name: on for at in reversed(line) for name, on in own.get(at, {}).items()}
    return {**found, "": found.get(plain, {})}


def numbering(part: bytes | None, styles: WordStyles) -> WordNumbering:
    """Return the lists of a document, none of them begun."""
    if not part:
        return WordNumbering()
    lists = lists_of(tree_of(part))
    by_style = {
        style: placed_by_style(style, place, lists) for style, place in styles.numbers.items()
    }
    return WordNumbering(lists, by_style)


def heading_level(level: int) -> int:
    """Return a level of the outline; 0 for one beyond the nine that are headings."""
    return level if level <= 9 else 0


def _level_by_name(name: str, style: str, levels: dict[str, int]) -> None:
    word, _, digit = name.strip().lower().rpartition(" ")
    if word in ("heading", "标题") and digit.isdecimal():
        levels.setdefault(style, int(digit))


def _inherited(own: Mapping[str, _Value], parents: Mapping[str, str]) -> dict[str, _Value]:
    """Return what each style says itself or by the style it is based on."""
    found: dict[str, _Value] = {}
    for style in {*own, *parents}:
        seen, at = {style}, style
        while at not in own and at in parents and parents[at] not in seen:
            at = parents[at]
            seen.add(at)
        if at in own:
            found[style] = own[at]
    return found
