"""Tag and attributes of a web page -> how the text within is formatted, as far as that changes what it says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlsheets.extract import Look

if TYPE_CHECKING:
    from collections.abc import Mapping

_TAGS = {
    "sup": Look.RAISED,
    "sub": Look.LOWERED,
    "s": Look.STRUCK,
    "strike": Look.STRUCK,
    "del": Look.STRUCK,
}
_UNSEEN = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|opacity:0(?:\.0*)?(?![.\d])"
    r"|font-size:0(?:\.0*)?(?:p[xt]|r?em|%)?(?![.\d\w])"
)
_STRUCK = re.compile(r"text-decoration(?:-line)?:[^;]*line-through")
_RAISED = re.compile(r"vertical-align:(?:super|text-top|[1-9.])")
_LOWERED = re.compile(r"vertical-align:(?:sub|text-bottom|-\d)")
_INLINE = frozenset(("span", "font", "a", "b", "i", "em", "strong", "u", "small", "label", "ins"))
_WHITE = re.compile(r"(?:#f{3,4}|#f{6}(?:f{2})?|white|rgba?\(255,255,255(?:,1)?\))$")
_COLOUR = re.compile(r"(?:^|;)color:([^;]+)")
_GROUND = re.compile(r"(?:^|;)background(?:-color|-image)?:(?!(?:none|transparent|#fff|white))")


_RULE = re.compile(r"([^{}]{1,400})\{([^{}]{1,2000})\}")
_CLASS = re.compile(r"[a-z]*\.([\w-]+)")


def class_styles(text: str) -> dict[str, str]:
    """Return the style of each class that a style sheet declares by itself, without blanks."""
    found: dict[str, str] = {}
    for selectors, declarations in _RULE.findall(text):
        for selector in selectors.split(","):
            named = _CLASS.fullmatch(selector.strip())
            if named:
                style = _squeezed(declarations)
                found[named[1]] = f"{found.get(named[1], '')}{style};"
    return found


def style_of(attributes: Mapping[str, str], classes: Mapping[str, str]) -> str:
    """Return the style of an element, its classes and its own, without blanks and in small letters."""
    own = _squeezed(attributes.get("style", ""))
    if not classes or "class" not in attributes:
        return own
    return "".join(classes.get(name, "") for name in attributes["class"].split()) + own


def _squeezed(style: str) -> str:
    return "".join(style.split()).lower().replace("!important", "")


def look_of(tag: str, attributes: Mapping[str, str], style: str) -> Look:
    """Return the look of an element; PLAIN when it has none of its own."""
    if "hidden" in attributes or (style and _UNSEEN.search(style)):
        return Look.HIDDEN
    if tag in _TAGS:
        return _TAGS[tag]
    if style and _STRUCK.search(style):
        return Look.STRUCK
    if style and tag in _INLINE:
        if _RAISED.search(style):
            return Look.RAISED
        if _LOWERED.search(style):
            return Look.LOWERED
    return Look.WHITE if _is_white(style, attributes) else Look.PLAIN


def has_ground(attributes: Mapping[str, str], style: str) -> bool:
    """Tell whether an element is coloured, so that white letters on it are seen."""
    ground = attributes.get("bgcolor", "").strip().lower()
    return (bool(ground) and not _WHITE.match(ground)) or bool(style and _GROUND.search(style))


def is_dark(attributes: Mapping[str, str], style: str) -> bool:
    """Tell whether an element gives its text a colour that is not white."""
    colour = _colour(style, attributes)
    return bool(colour) and not _WHITE.match(colour)


def _is_white(style: str, attributes: Mapping[str, str]) -> bool:
    return bool(_WHITE.match(_colour(style, attributes)))


def _colour(style: str, attributes: Mapping[str, str]) -> str:
    named = _COLOUR.search(style) if style else None
    return named[1] if named else attributes.get("color", "").strip().lower()
