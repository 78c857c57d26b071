"""Objects of an OFD page -> characters and straight lines, in points from the top left of the page."""

from __future__ import annotations

import math
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from xlsheets.errors import UnreadableError
from xlsheets.extract import Look
from xlsheets.extract.formatting.ruled_tables import Stroke
from xlsheets.extract.ofd.package import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from xml.etree.ElementTree import Element

_POINTS = 72 / 25.4  # OFD counts in millimetres
# Of its size, how much of a character stands above the line it is written on; how wide a narrow one is.
_ABOVE, _NARROW = 0.86, 0.5
# No character is wider than this, as against its size.
_WIDEST = 1.3
# A rectangle no thicker than this many points is a line.
_THIN = 2.5
_MOST_CHARACTERS, _MOST_LINES = 60_000, 6_000
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_TOO_MUCH = "这个 OFD 文件里一页的文字或者线条多得不像年度报告，没有读入。"


class OfdCharacter(NamedTuple):
    """A character and the rectangle it takes."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    look: Look = Look.PLAIN


class Drawing(NamedTuple):
    """What is drawn on a page."""

    characters: list[OfdCharacter]
    strokes: list[Stroke]


class _Frame(NamedTuple):
    """How coordinates within an object become coordinates of the page."""

    left: float
    top: float
    width: float
    matrix: tuple[float, ...]

    def point(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.matrix
        across, down = a * x + c * y + e + self.left, b * x + d * y + f + self.top
        return across * _POINTS, down * _POINTS

    @property
    def scales(self) -> tuple[float, float]:
        """How much wider and higher things become."""
        a, b, c, d, _, _ = self.matrix
        return math.hypot(a, b), math.hypot(c, d)


def drawing_of(contents: Iterable[Element]) -> Drawing:
    """Return everything on a page that can be read or parts a table.

    Raises:
        UnreadableError: there is more on it than on any page of a report.
    """
    drawn = Drawing([], [])
    for content in contents:
        for element in content.iter():
            if name_of(element) == "TextObject":
                drawn.characters.extend(_characters(element))
            elif name_of(element) == "PathObject" and element.get("Visible") != "false":
                drawn.strokes.extend(_strokes(element))
            if len(drawn.characters) > _MOST_CHARACTERS or len(drawn.strokes) > _MOST_LINES:
                raise UnreadableError("too_large", _TOO_MUCH)
    return drawn


def _numbers(text: str | None) -> list[float]:
    """Return the numbers of a list; none when one of them is no number that can be drawn."""
    with suppress(ValueError):
        found = [float(part) for part in (text or "").split()]
        return found if all(map(math.isfinite, found)) else []
    return []


def _frame(element: Element) -> _Frame:
    box = [*_numbers(element.get("Boundary")), 0.0, 0.0, 0.0]
    matrix = _numbers(element.get("CTM"))
    known = tuple(matrix) if len(matrix) == len(_IDENTITY) else _IDENTITY
    return _Frame(box[0], box[1], box[2], known)


# Text --------------------------------------------------------------------------------------------


def _characters(element: Element) -> Iterator[OfdCharacter]:
    frame, look = _frame(element), _look(element)
    size = next(iter(_numbers(element.get("Size"))), 0.0)
    wide = next(iter(_numbers(element.get("HScale"))), 1.0)
    x = y = 0.0
    codes = [inner for inner in element if name_of(inner) == "TextCode"]
    for code in codes:
        x = next(iter(_numbers(code.get("X"))), x)
        y = next(iter(_numbers(code.get("Y"))), y)
        text = code.text or ""
        steps = [_deltas(code.get(name), len(text)) for name in ("DeltaX", "DeltaY")]
        for at, (character, step, down) in enumerate(zip(text, *steps, strict=True), 1):
            width = step or size * wide * (_NARROW if character.isascii() else 1.0)
            placed = _placed(character, frame, (x, y), (width, size), look)
            last = at == len(text) and code is codes[-1]
            yield _to_the_edge(placed, frame) if last else placed
            x, y = x + step, y + down


def _to_the_edge(character: OfdCharacter, frame: _Frame) -> OfdCharacter:
    """Return the last character of an object as wide as the object leaves room for, if that can be its width."""
    edge = (frame.left + frame.width) * _POINTS
    height = character.bottom - character.top
    fits = 0 < edge - character.x0 < _WIDEST * height
    return character._replace(x1=edge) if fits else character


def _deltas(written: str | None, count: int) -> list[float]:
    """Return how far each character stands from the one before; ``g 3 5.5`` says three times 5.5."""
    found: list[float] = []
    parts = (written or "").split()
    at = 0
    while at < len(parts) and len(found) < count:
        repeated = parts[at] == "g" and at + 2 < len(parts) and parts[at + 1].isdecimal()
        number = _numbers(parts[at + 2] if repeated else parts[at])
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


def _look(element: Element) -> Look:
    if element.get("Visible") == "false" or element.get("Alpha") == "0":
        return Look.HIDDEN
    for inner in element:
        if name_of(inner) == "FillColor":
            colour = _numbers(inner.get("Value"))
            if inner.get("Alpha") == "0":
                return Look.HIDDEN
            if len(colour) in (1, 3) and min(colour) >= 255:
                return Look.WHITE
    return Look.PLAIN


# Lines -------------------------------------------------------------------------------------------

_Point = tuple[float, float]
# How many numbers follow each letter of a path; where the last two lead to.
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


def _strokes(element: Element) -> Iterator[Stroke]:
    """Yield the straight lines of a path; a thin filled rectangle is one, and other filled areas are a ground."""
    frame = _frame(element)
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
        for letter, numbers in _commands((data.text or "").split()):
            end = (numbers[-2], numbers[-1]) if numbers else path[0] if path else (0.0, 0.0)
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
        numbers = _numbers(" ".join(parts[at + 1 : at + 1 + count])) if count else []
        if count is not None and len(numbers) == count:
            yield parts[at], numbers
        at += 1 + (count or 0)
