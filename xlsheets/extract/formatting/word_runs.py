"""Properties of a run of Word -> how its text is formatted, as far as that changes what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.extract import Look
from xlsheets.extract.formatting.word_values import attribute_value, is_on, local, whole_number

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

_STRUCK, _UNSEEN = ("strike", "dstrike"), ("vanish", "webHidden")
_SHADED = ("shd", "highlight")
# In half points; nobody sees letters of one point.
_SMALLEST = 2
_VERTICAL = {"superscript": Look.RAISED, "subscript": Look.LOWERED}
_WHITE = ("FFFFFF", "ffffff")
_NO_GROUND = ("", "auto", "none", "white", *_WHITE)
# What a look of a style is called off by.
_CALLED_OFF = {**dict.fromkeys(_STRUCK, Look.STRUCK), **dict.fromkeys(_UNSEEN, Look.HIDDEN)}


def look_of_run(properties: Element, looks: Mapping[str, Look], around: Look) -> Look:
    """Return the look of a run.

    Args:
        properties: its ``rPr``.
        looks: looks of styles by their id.
        around: the look of the style of its paragraph.
    """
    found, shaded, small, raised = {around}, False, False, Look.PLAIN
    for mark in properties:
        name = local(mark.tag)
        if name in _CALLED_OFF:
            (found.add if is_on(mark) else found.discard)(_CALLED_OFF[name])
        elif name == "rStyle":
            found.add(looks.get(attribute_value(mark), Look.PLAIN))
        elif name in _SHADED:
            shaded = shaded or is_shaded(mark)
        elif name == "position":
            raised = _moved(attribute_value(mark))
        elif name:
            small = small or name == "sz"
            found.add(_simple(name, mark))
    # Letters moved up or down for the look of a line have the size of the others.
    found.add(raised if small else Look.PLAIN)
    return _strongest(found - ({Look.WHITE} if shaded else set()))


def _moved(position: str) -> Look:
    if position.startswith("-"):
        return Look.LOWERED
    return Look.RAISED if whole_number(position) else Look.PLAIN


def is_shaded(mark: Element) -> bool:
    """Tell whether a shading or a highlight gives white letters a ground to stand on."""
    fill = next((text for name, text in mark.items() if name.endswith("}fill")), "")
    return fill not in _NO_GROUND or (
        local(mark.tag) == "highlight" and attribute_value(mark) not in _NO_GROUND
    )


def _simple(name: str, mark: Element) -> Look:
    """Return the look that one property gives by itself."""
    value = attribute_value(mark)
    if name == "vertAlign":
        return _VERTICAL.get(value, Look.PLAIN)
    if name == "color" and value in _WHITE:
        return Look.WHITE
    if name == "sz" and whole_number(value, _SMALLEST + 1) <= _SMALLEST:
        return Look.HIDDEN
    return Look.PLAIN


def _strongest(found: set[Look]) -> Look:
    order = (Look.HIDDEN, Look.STRUCK, Look.WHITE, Look.RAISED, Look.LOWERED)
    return next((look for look in order if look in found), Look.PLAIN)
