"""Objects of an OFD page -> characters and straight lines, in points from the top left of the page."""

from __future__ import annotations

import math
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

from xlsheets.errors import UnreadableError
from xlsheets.extract import Look
from xlsheets.extract.encodings import UNKNOWN
from xlsheets.extract.formatting.ruled_tables import Stroke
from xlsheets.extract.ofd.objects import TOO_MUCH, corners_of, numbers, objects_of, point
from xlsheets.extract.ofd.parts import name_of
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

    from xlsheets.extract.ofd.objects import Matrix, OfdObject
    from xlsheets.extract.ofd.package import OfdPage

_POINTS = 72 / 25.4  # OFD counts in millimetres
# Of its size, how much of a character stands above the line it is written on; how wide a narrow one is.
_ABOVE, _NARROW = 0.86, 0.5
# No character is wider than this, as against its size.
_WIDEST = 1.3
# A rectangle no thicker than this many points is a line.
_THIN = 2.5
_MOST_CHARACTERS, _MOST_LINES = 60_000, 6_000
# How pictures begin that nothing shines through: JPEG, BMP.
_OPAQUE = (b"\xff\xd8", b"BM")
# Classes of characters that say nothing: only the font of the file knows how they look.
_NO_CHARACTERS = ("Cc", "Cn", "Co", "Cs")
# What some programs write where they know the shape of a character only.
_NO_CHARACTER = "¤"


class OfdCharacter(NamedTuple):
    """A character and the rectangle it takes."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    look: Look = Look.PLAIN


class Drawing(NamedTuple):
    """What is drawn on a page.

    Args:
        characters: everything written, in the order it is drawn.
        strokes: the straight lines.
        pictures: how many pictures there are.
        lost: how many graphics are not in the file.
    """

    characters: list[OfdCharacter]
    strokes: list[Stroke]
    pictures: int
    lost: int


class _Frame(NamedTuple):
    """How coordinates within an object become points of the page, and the right edge of its rectangle."""

    matrix: Matrix
    edge: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        across, down = point(self.matrix, x, y)
        return across * _POINTS, down * _POINTS

    @property
    def scales(self) -> tuple[float, float]:
        """How much wider and higher things become."""
        a, b, c, d, _, _ = self.matrix
        return math.hypot(a, b), math.hypot(c, d)


def drawing_of(page: OfdPage) -> Drawing:
    """Return everything on a page that can be read or parts a table.

    Raises:
        UnreadableError: there is more on it than on any page of a report, or it never ends.
    """
    characters: list[OfdCharacter] = []
    strokes: list[Stroke] = []
    pictures = lost = 0
    for found in objects_of(page):
        name = name_of(found.element)
        if name == "TextObject":
            characters.extend(_characters(found))
        elif name == "PathObject" and not found.hidden:
            strokes.extend(_strokes(found))
        elif name == "ImageObject":
            pictures += 1
            if page.resources.picture_of(found.element).startswith(_OPAQUE) and not found.hidden:
                characters = _covered(characters, found)
        lost += name == "CompositeObject"
        if len(characters) > _MOST_CHARACTERS or len(strokes) > _MOST_LINES:
            raise UnreadableError("too_large", TOO_MUCH)
    return Drawing(characters, strokes, pictures, lost)


def _covered(characters: Sequence[OfdCharacter], picture: OfdObject) -> list[OfdCharacter]:
    """Return characters, those that a picture was laid over as nobody sees them: other programs put there what they read."""
    corners = [(x * _POINTS, y * _POINTS) for x, y in corners_of(picture)]
    _, (right, up), (left, down) = corners
    (x0, x1), (y0, y1) = sorted((left, right)), sorted((up, down))
    return [
        one._replace(look=Look.HIDDEN)
        if x0 <= (one.x0 + one.x1) / 2 <= x1 and y0 <= (one.top + one.bottom) / 2 <= y1
        else one
        for one in characters
    ]


def _frame(found: OfdObject) -> _Frame:
    box = [*numbers(found.element.get("Boundary")), 0.0, 0.0, 0.0]
    right, _ = point(found.outer, box[0] + box[2], box[1])
    return _Frame(found.matrix, right * _POINTS)


# Text --------------------------------------------------------------------------------------------


def _characters(found: OfdObject) -> Iterator[OfdCharacter]:
    element, frame, look = found.element, _frame(found), _look(found)
    # The standard says Size; a writer that many use says size.
    size = next(iter(numbers(element.get("Size", element.get("size")))), 0.0)
    wide = next(iter(numbers(element.get("HScale"))), 1.0)
    x = y = 0.0
    codes = [inner for inner in element if name_of(inner) == "TextCode"]
    texts = _texts(element, codes)
    for code, text in zip(codes, texts, strict=True):
        x = next(iter(numbers(code.get("X"))), x)
        y = next(iter(numbers(code.get("Y"))), y)
        steps = [_deltas(code.get(name), len(text)) for name in ("DeltaX", "DeltaY")]
        for at, (character, step, down) in enumerate(zip(text, *steps, strict=True), 1):
            width = step or size * wide * (_NARROW if character.isascii() else 1.0)
            placed = _placed(character, frame, (x, y), (width, size), look)
            last = at == len(text) and code is codes[-1]
            yield _to_the_edge(placed, frame) if last else placed
            x, y = x + step, y + down


def _texts(element: Element, codes: Sequence[Element]) -> list[str]:
    """Return what an object says; ``UNKNOWN`` for each character of which the file has the shape alone."""
    texts = ["".join(map(_legible, code.text or "")) for code in codes]
    if codes and not any(texts):
        shapes = [inner for inner in element.iter() if name_of(inner) == "Glyphs"]
        texts[0] = UNKNOWN * sum(len((inner.text or "").split()) for inner in shapes)
    return texts


def _legible(character: str) -> str:
    if character.isspace():
        return " "
    unknown = character == _NO_CHARACTER or unicodedata.category(character) in _NO_CHARACTERS
    return UNKNOWN if unknown else character


def _to_the_edge(character: OfdCharacter, frame: _Frame) -> OfdCharacter:
    """Return the last character of an object as wide as the object leaves room for, if that can be its width."""
    height = character.bottom - character.top
    fits = 0 < frame.edge - character.x0 < _WIDEST * height
    return character._replace(x1=frame.edge) if fits else character


def _deltas(written: str | None, count: int) -> list[float]:
    """Return how far each character stands from the one before; ``g 3 5.5`` says three times 5.5."""
    found: list[float] = []
    parts = (written or "").split()
    at = 0
    while at < len(parts) and len(found) < count:
        repeated = parts[at] == "g" and at + 2 < len(parts) and parts[at + 1].isdecimal()
        number = numbers(parts[at + 2] if repeated else parts[at])
        times = min(int(parts[at + 1][:9]), count) if repeated else 1
        found.extend((number or [0.0]) * times)
        at += 3 if repeated else 1
    return (found + [0.0] * count)[:count]


def _placed(
    character: str,
    frame: _Frame,
    origin: tuple[float, float],
    extent: tuple[float, float],
    look: Look,
) -> OfdCharacter:
    x, base = frame.point(*origin)
    wider, higher = frame.scales
    width, size = extent[0] * wider * _POINTS, extent[1] * higher * _POINTS
    top = base - _ABOVE * size
    return OfdCharacter(character, x, top, x + max(width, 0.0), top + size, look)


def _look(found: OfdObject) -> Look:
    if found.hidden:
        return Look.HIDDEN
    for inner in found.element:
        if name_of(inner) == "FillColor":
            colour = numbers(inner.get("Value"))
            if inner.get("Alpha") == "0":
                return Look.HIDDEN
            if len(colour) in (1, 3) and min(colour) >= 255:
                return Look.WHITE
    return Look.PLAIN


# Lines -------------------------------------------------------------------------------------------

_Point = tuple[float, float]
# How many numbers follow each letter of a path; where the last two lead to.
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


def _strokes(found: OfdObject) -> Iterator[Stroke]:
    """Yield the straight lines of a path; a thin filled rectangle is one, and other filled areas are a ground."""
    element, frame = found.element, _frame(found)
    drawn, filled = element.get("Stroke") != "false", element.get("Fill") == "true"
    for path in _polylines(element):
        points = [frame.point(*point) for point in path]
        (left, right), (top, bottom) = (
            (min(values), max(values)) for values in zip(*points, strict=True)
        )
        if filled and min(right - left, bottom - top) <= _THIN:
            across = right - left >= bottom - top
            middle = (top + bottom) / 2 if across else (left + right) / 2
            yield Stroke(across, middle, *((left, right) if across else (top, bottom)))
        elif drawn:
            yield from _sides(points)


def _sides(points: Sequence[_Point]) -> Iterator[Stroke]:
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(y1 - y0) < 1 <= abs(x1 - x0):
            yield Stroke(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1))  # noqa: FBT003
        elif abs(x1 - x0) < 1 <= abs(y1 - y0):
            yield Stroke(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1))  # noqa: FBT003


def _polylines(element: Element) -> Iterator[list[_Point]]:
    """Yield the runs of straight lines of a path; a curve ends one and begins the next."""
    for data in (inner for inner in element if name_of(inner) == "AbbreviatedData"):
        path: list[_Point] = []
        for letter, values in _commands((data.text or "").split()):
            end = (values[-2], values[-1]) if values else path[0] if path else (0.0, 0.0)
            if letter in ("L", "C"):
                path.append(end)
                continue
            if len(path) > 1:
                yield path
            path = [end]
        if len(path) > 1:
            yield path


def _commands(parts: Sequence[str]) -> Iterator[tuple[str, list[float]]]:
    at = 0
    while at < len(parts):
        count = _ARGUMENTS.get(parts[at])
        values = numbers(" ".join(parts[at + 1 : at + 1 + count])) if count else []
        if count is not None and len(values) == count:
            yield parts[at], values
        at += 1 + (count or 0)
