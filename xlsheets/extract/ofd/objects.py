"""Pages of an OFD file -> the objects drawn on them one by one, those within composed graphics too."""

from __future__ import annotations

import math
from contextlib import suppress
from typing import TYPE_CHECKING

from xlsheets.errors import UnreadableError
from xlsheets.extract.ofd.parts import name_of
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from xlsheets.extract.ofd.package import OfdPage

# What holds objects, and what objects are called.
_GROUPS = frozenset(("Page", "Content", "Layer", "PageBlock", "CompositeGraphicUnit"))
_OBJECTS = frozenset(("TextObject", "PathObject", "ImageObject"))
# A graphic that is named often, by graphics that are named often, would never end.
_MOST_OBJECTS, _DEEPEST = 200_000, 1_000
TOO_MUCH = "这个 OFD 文件里一页的文字或者线条多得不像年度报告，没有读入。"
_CIRCLE = "这个 OFD 文件里的图形引用了自己，画不完，没有读入。请换一份，或者用 OFD 阅读器把文字复制出来存成 .txt。"

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class OfdObject(NamedTuple):
    """An object on a page.

    Args:
        element: the object itself.
        matrix: how coordinates within it become millimetres of the page.
        outer: the same for coordinates of what it stands in, such as those of its rectangle.
        hidden: whether nothing is to be seen of it.
    """

    element: Element
    matrix: Matrix
    outer: Matrix
    hidden: bool


class _Level(NamedTuple):
    """Objects that are gone through, how they are placed, and the graphics they stand in."""

    elements: Iterator[Element]
    matrix: Matrix
    hidden: bool
    within: tuple[str, ...]


def objects_of(page: OfdPage) -> Iterator[OfdObject]:
    """Yield every text, path and picture of a page in the order they are drawn.

    A graphic that is not in the file is yielded as the object that names it.

    Raises:
        UnreadableError: a graphic holds itself, or there is more than on any page of a report.
    """
    levels = [_Level(iter(page.contents), IDENTITY, hidden=False, within=())]
    seen = 0
    while levels:
        level = levels[-1]
        element = next(level.elements, None)
        if element is None:
            levels.pop()
            continue
        seen += 1
        if seen > _MOST_OBJECTS or len(levels) > _DEEPEST:
            raise UnreadableError("too_large", TOO_MUCH)
        name = name_of(element)
        if name in _OBJECTS:
            hidden = level.hidden or unseen(element)
            yield OfdObject(element, placed(element, level.matrix), level.matrix, hidden)
        elif name in _GROUPS:
            levels.append(level._replace(elements=iter(element)))
        elif name == "CompositeObject":
            inner = _inner(page, element, level)
            if inner:
                levels.append(inner)
            else:
                yield OfdObject(element, level.matrix, level.matrix, level.hidden)


def _inner(page: OfdPage, element: Element, level: _Level) -> _Level | None:
    """Return the objects of a graphic; None when it is not in the file."""
    number = element.get("ResourceID", "")
    if number in level.within:
        raise UnreadableError("damaged", _CIRCLE)
    graphic = page.resources.graphics.get(number)
    if graphic is None:
        return None
    return _Level(
        iter((graphic,)),
        placed(element, level.matrix),
        level.hidden or unseen(element),
        (*level.within, number),
    )


def unseen(element: Element) -> bool:
    """Tell whether an object says that nothing is to be seen of it."""
    return element.get("Visible") == "false" or element.get("Alpha") == "0"


def placed(element: Element, outer: Matrix) -> Matrix:
    """Return how coordinates of an object become those of the page, from those of what it stands in."""
    left, top = [*numbers(element.get("Boundary")), 0.0, 0.0][:2]
    given = numbers(element.get("CTM"))
    a, b, c, d, e, f = given if len(given) == len(IDENTITY) else IDENTITY
    return _after((a, b, c, d, e + left, f + top), outer)


def _after(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    across, down = point(outer, e, f)
    together = (
        outer[0] * a + outer[2] * b,
        outer[1] * a + outer[3] * b,
        outer[0] * c + outer[2] * d,
        outer[1] * c + outer[3] * d,
        across,
        down,
    )
    return together if all(map(math.isfinite, together)) else IDENTITY


def point(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return where a point comes to stand."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def corners_of(found: OfdObject) -> list[tuple[float, float]]:
    """Return where the upper left, the upper right and the lower left corner of a picture come to lie."""
    wide = high = 1.0
    if not numbers(found.element.get("CTM")):
        _, _, wide, high = [*numbers(found.element.get("Boundary")), 1.0, 1.0, 1.0, 1.0][:4]
    return [point(found.matrix, *corner) for corner in ((0.0, 0.0), (wide, 0.0), (0.0, high))]


def numbers(text: str | None) -> list[float]:
    """Return the numbers of a list; none when one of them is no number that can be drawn."""
    with suppress(ValueError):
        found = [float(part) for part in (text or "").split()]
        return found if all(map(math.isfinite, found)) else []
    return []
