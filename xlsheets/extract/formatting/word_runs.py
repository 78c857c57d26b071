"""Properties of a run of Word -> how its text is formatted, as far as that changes what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.extract import Look
from xlsheets.extract.formatting.word_values import attribute_value, is_on, local, whole_number

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

# What a property says on its own, or what is made of its value below; the strongest look first.
_LOOKS = {
    "vanish": Look.HIDDEN,
    "webHidden": Look.HIDDEN,
    "tiny": Look.HIDDEN,
    "strike": Look.STRUCK,
    "dstrike": Look.STRUCK,
    "white": Look.WHITE,
    "superscript": Look.RAISED,
    "up": Look.RAISED,
    "subscript": Look.LOWERED,
    "down": Look.LOWERED,
}
_SWITCHES = ("vanish", "webHidden", "strike", "dstrike")
_GROUNDS = ("shd", "highlight")
# In half points; nobody sees letters of one point.
_SMALLEST = 2
_WHITE = ("FFFFFF", "ffffff")
_NO_GROUND = ("", "auto", "none", "white", *_WHITE)

RunMarks = dict[str, bool]


def switched(properties: Element) -> RunMarks:
    """Return what an ``rPr`` switches on and off; what it does not mention is not there."""
    found: RunMarks = {}
    for mark in properties:
        name = local(mark.tag)
        if name in _SWITCHES:
            found[name] = is_on(mark)
        elif name in _GROUNDS:
            found[name] = is_shaded(mark)
        elif name:
            found.update(_made_of_value(name, attribute_value(mark)))
    if "tiny" not in found:
        # Letters moved up or down for the look of a line have the size of the others.
        found.pop("up", None)
        found.pop("down", None)
    return found


def _made_of_value(name: str, value: str) -> RunMarks:
    if name == "vertAlign":
        return {place: value == place for place in ("superscript", "subscript")}
    if name == "color":
        return {"white": value in _WHITE}
    if name == "sz":
        return {"tiny": whole_number(value, _SMALLEST + 1) <= _SMALLEST}
    if name == "position":
        down = value.startswith("-")
        return {"down": down, "up": not down and whole_number(value) > 0}
    return {}


def look_of_run(marks: Mapping[str, bool]) -> Look:
    """Return the look of a run, by all that its paragraph, its styles and itself switch on and off."""
    grounded = any(marks.get(ground) for ground in _GROUNDS)
    return next(
        (
            look
            for name, look in _LOOKS.items()
            if marks.get(name) and not (grounded and look is Look.WHITE)
        ),
        Look.PLAIN,
    )


def is_shaded(mark: Element) -> bool:
    """Tell whether a shading or a highlight gives white letters a ground to stand on."""
    fill = next((text for name, text in mark.items() if name.endswith("}fill")), "")
    return fill not in _NO_GROUND or (
        local(mark.tag) == "highlight" and attribute_value(mark) not in _NO_GROUND
    )
