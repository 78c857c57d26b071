"""Tag, attributes and declared properties of an element -> how the text within looks, as far as that changes what it says."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.extract import Look
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_TAGS = {
    "sup": Look.RAISED,
    "sub": Look.LOWERED,
    "s": Look.STRUCK,
    "strike": Look.STRUCK,
    "del": Look.STRUCK,
}
_INLINE = frozenset(
    ("span", "font", "a", "b", "i", "em", "strong", "u", "small", "big", "label", "ins", "code")
)
_NOTHING = pattern_of(r"0*(?:\.0+)?(?:%|[a-z]+)?$")
_RAISED = pattern_of(r"super|text-top|[1-9.]")
_LOWERED = pattern_of(r"sub|text-bottom|-\d")
_CLIPPED = pattern_of(
    r"rect\( ?(?:0(?:px)?|1px)[ ,]+(?:0(?:px)?|1px)[ ,]+(?:0(?:px)?|1px)[ ,]+(?:0(?:px)?|1px) ?\)"
    r"|inset\( ?(?:50|100)%|circle\( ?0"
)
_FAR_OFF = pattern_of(r"-(?:\d{4,}|[5-9]\d\d)(?:\.\d+)?(?:px|pt|r?em|%)?$|-\d{3,}(?:em|%)$")
_SCALED_AWAY = pattern_of(r"scale[xy]?\( ?0(?:\.0+)?[ ,)]")
_LENGTH = pattern_of(r"(\d*\.?\d+)(px|pt|r?em|%)?")
_IN_PIXELS = {"px": 1.0, "pt": 4 / 3, "": 1.0}
# The size of letters that a page says nothing of, and the measure of sizes that go by it.
_USUAL = 16.0
_NAMED_SIZES = {
    "xx-small": 9.0,
    "x-small": 10.0,
    "small": 13.0,
    "medium": 16.0,
    "large": 18.0,
    "x-large": 24.0,
    "xx-large": 32.0,
}
_FONT_SIZES = {"1": 10.0, "2": 13.0, "3": 16.0, "4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0}
_STEPS = {"smaller": 0.83, "larger": 1.2, "-1": 0.83, "-2": 0.69, "+1": 1.2, "+2": 1.44}
# Nobody reads letters of one pixel; letters this much smaller than those around them are set apart.
_UNREADABLE, _SET_APART = 1.0, 0.84
_ALIKE = 0.04


class Colour(NamedTuple):
    """A colour on the screen, each part from 0 to 1."""

    red: float
    green: float
    blue: float


_BLACK, _WHITE = Colour(0, 0, 0), Colour(1, 1, 1)


class TextStyle(NamedTuple):
    """How text looks at some place of a page: what an element hands on to those within it.

    Args:
        lasting: hidden or struck out, whatever an element within says.
        place: raised, lowered or set apart by its size.
        invisible: made invisible, which an element within can call off.
        size: of its letters, in pixels.
        colour, ground: of its letters and of what they stand on; None where a picture does.
    """

    lasting: Look = Look.PLAIN
    place: Look = Look.PLAIN
    invisible: bool = False
    size: float = _USUAL
    colour: Colour | None = _BLACK
    ground: Colour | None = _WHITE

    @property
    def look(self) -> Look:
        """The look of text in this style."""
        if self.lasting is not Look.PLAIN:
            return self.lasting
        if self.invisible or self.size <= _UNREADABLE or self.colour is None:
            return Look.HIDDEN
        if self.ground and _alike(self.colour, self.ground):
            return Look.WHITE if _alike(self.colour, _WHITE) else Look.HIDDEN
        return self.place


def _alike(one: Colour, other: Colour) -> bool:
    return max(abs(part - against) for part, against in zip(one, other, strict=True)) < _ALIKE


def is_removed(attributes: Mapping[str, str], said: Mapping[str, str]) -> bool:
    """Tell whether an element takes no part in the page at all."""
    display = said.get("display", "none" if "hidden" in attributes else "")
    return display == "none"


def within(
    around: TextStyle, tag: str, attributes: Mapping[str, str], said: Mapping[str, str]
) -> TextStyle:
    """Return the style of the text in an element.

    Args:
        around: the style of what the element stands in.
        tag: its name.
        attributes: its attributes.
        said: the properties that its style and the sheets give it.
    """
    size = _size(around.size, tag, attributes, said)
    apart = tag in _INLINE and _UNREADABLE < size <= _SET_APART * around.size
    visibility = said.get("visibility", "")
    return TextStyle(
        _lasting(around.lasting, tag, said),
        _place(tag, said) or (Look.SMALL if apart else around.place),
        visibility in ("hidden", "collapse") or (around.invisible and visibility != "visible"),
        size,
        _colour(said.get("color", attributes.get("color", "")), around.colour),
        _ground(attributes, said, around.ground),
    )


def _lasting(around: Look, tag: str, said: Mapping[str, str]) -> Look:
    if around is Look.HIDDEN or _is_unseen(said):
        return Look.HIDDEN
    decoration = f"{said.get('text-decoration', '')} {said.get('text-decoration-line', '')}"
    struck = _TAGS.get(tag) is Look.STRUCK or "line-through" in decoration
    return Look.STRUCK if struck else around


def _is_unseen(said: Mapping[str, str]) -> bool:
    """Tell whether an element is see-through, cut away, without extent or off the page."""
    if "opacity" in said and _NOTHING.match(said["opacity"]):
        return True
    clipped = f"{said.get('clip', '')} {said.get('clip-path', '')}"
    if _CLIPPED.search(clipped) or _SCALED_AWAY.search(said.get("transform", "")):
        return True
    sides = (said.get(side, "") for side in ("text-indent", "left", "top", "margin-left"))
    if any(_FAR_OFF.match(side) for side in sides):
        return True
    extents = (said.get(extent, "") for extent in ("width", "height", "max-height"))
    cut = said.get("overflow", "") in ("hidden", "clip")
    return cut and any(extent and _NOTHING.match(extent) for extent in extents)


def _place(tag: str, said: Mapping[str, str]) -> Look | None:
    if tag in ("sup", "sub"):
        return _TAGS[tag]
    aligned = said.get("vertical-align", "") if tag in _INLINE else ""
    if _RAISED.match(aligned):
        return Look.RAISED
    return Look.LOWERED if _LOWERED.match(aligned) else None


def _size(around: float, tag: str, attributes: Mapping[str, str], said: Mapping[str, str]) -> float:
    if "font-size" in said:
        return _written_size(said["font-size"], around)
    if "font" in said:
        parts = (part.partition("/")[0] for part in said["font"].split())
        sizes = (_written_size(part, around) for part in parts if _LENGTH.fullmatch(part))
        return next(sizes, around)
    if tag == "font" and "size" in attributes:
        size = attributes["size"].strip()
        return _FONT_SIZES.get(size, around * _STEPS.get(size, 1.0))
    return around * _STEPS["smaller"] if tag == "small" else around


def _written_size(written: str, around: float) -> float:
    if written in _NAMED_SIZES:
        return _NAMED_SIZES[written]
    length = _LENGTH.fullmatch(written)
    if not length:
        return around * _STEPS.get(written, 1.0)
    number, unit = float(length[1]), length[2] or ""
    share = {"em": around, "%": around / 100}.get(unit)
    return number * (share if share is not None else _IN_PIXELS.get(unit, _USUAL))


def _colour(written: str, around: Colour | None) -> Colour | None:
    """Return the colour of text; None where it is see-through."""
    if not written:
        return around
    known, colour = _parsed(written.strip().lower())
    return colour if known else around


def _ground(
    attributes: Mapping[str, str], said: Mapping[str, str], around: Colour | None
) -> Colour | None:
    """Return what the text stands on; None where that is a picture, or unknown."""
    ground = f"{said.get('background', '')} {said.get('background-image', '')}"
    if "url(" in ground or "gradient(" in ground:
        return None
    written = said.get("background-color", said.get("background", attributes.get("bgcolor", "")))
    for part in (written.strip().lower(), *written.lower().split()):
        known, colour = _parsed(part)
        if known:
            return colour or around
    return around


@lru_cache(maxsize=256)
def _parsed(written: str) -> tuple[bool, Colour | None]:
    """Return whether something is a colour, and which; None for one that is see-through."""
    from tinycss2.color3 import RGBA, parse_color

    found = parse_color(written)
    if not isinstance(found, RGBA):
        return False, None
    return True, Colour(*found[:3]) if found.alpha > _ALIKE else None
