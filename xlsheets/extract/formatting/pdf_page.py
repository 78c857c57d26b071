"""What is drawn on a page of a PDF -> which characters are struck out, white, raised or lowered; tables by place."""

from __future__ import annotations

from bisect import bisect_left
from itertools import groupby
from typing import TYPE_CHECKING, Any

from xlsheets.extract import Aside, Grid, GridCell, Look
from xlsheets.extract.formatting import woven
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# A stroke through letters is thin, and crosses them in the middle half of their height.
_THIN, _MIDDLE = 2.5, 0.28
# Raised digits are smaller than those beside them, and stand higher by a part of their height.
_SMALLER, _HIGHER, _LOWER = 0.85, 0.12, 0.05
_NEAR = 1.5

_Thing = dict[str, Any]


class _Odd(NamedTuple):
    character: _Thing
    look: Look


class OddCharacters:
    """The struck and white characters of a page; each is told once, where it stands."""

    def __init__(self, found: Sequence[_Odd]) -> None:
        self.by_id = {id(odd.character) for odd in found}
        self._left = list(found)

    def taken_from(self, left: float, top: float, right: float, bottom: float) -> tuple[Aside, ...]:
        """Take those that stand within a rectangle."""
        inside = [odd for odd in self._left if _within(odd.character, left, top, right, bottom)]
        if inside:
            self._left = [odd for odd in self._left if odd not in inside]
        return _told(inside)

    def left(self) -> Iterator[tuple[float, tuple[Aside, ...]]]:
        """Yield those nobody took, line by line, with where they stand."""
        for top, line in groupby(self._left, key=lambda odd: round(odd.character["top"])):
            yield float(top), _told(list(line))


def _told(found: Iterable[_Odd]) -> tuple[Aside, ...]:
    return woven((odd.character["text"], odd.look) for odd in found)[1]


def _within(thing: _Thing, left: float, top: float, right: float, bottom: float) -> bool:
    across, down = _middle(thing)
    return left - _NEAR <= across <= right + _NEAR and top - _NEAR <= down <= bottom + _NEAR


def _middle(thing: _Thing) -> tuple[float, float]:
    return (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2


def is_white_ground(thing: _Thing) -> bool:
    """Tell a white rectangle, such as a browser prints under each page: it is no line of a table."""
    return (
        thing["object_type"] == "rect"
        and not thing.get("stroke")
        and _is_white(thing.get("non_stroking_color"))
    )


def odd_characters(page: Any) -> OddCharacters:  # noqa: ANN401 -- pdfplumber ships no types
    """Return the characters of a page that are struck out or white, and write raised and lowered digits as such."""
    characters = page.chars
    _raise_digits(characters)
    grounds = [thing for thing in page.rects if thing.get("fill") and not is_white_ground(thing)]
    strokes = sorted(_strokes(page), key=lambda thing: float(thing["top"]))
    tops = [stroke["top"] for stroke in strokes]
    found = []
    for character in characters:
        if not character["text"].strip():
            continue
        if _is_struck(character, strokes, tops):
            found.append(_Odd(character, Look.STRUCK))
        elif _is_white(character.get("non_stroking_color")) and not _on_ground(character, grounds):
            found.append(_Odd(character, Look.WHITE))
    return OddCharacters(found)


def _strokes(page: Any) -> list[_Thing]:  # noqa: ANN401
    drawn = (*page.rects, *page.lines)
    return [
        thing
        for thing in drawn
        if thing["bottom"] - thing["top"] <= _THIN and thing["x1"] - thing["x0"] > _THIN
    ]


def _is_struck(character: _Thing, strokes: Sequence[_Thing], tops: Sequence[float]) -> bool:
    height = character["bottom"] - character["top"]
    upper, lower = character["top"] + _MIDDLE * height, character["bottom"] - _MIDDLE * height
    across, _ = _middle(character)
    for stroke in strokes[bisect_left(tops, upper) :]:
        if stroke["top"] > lower:
            return False
        if stroke["x0"] - _NEAR <= across <= stroke["x1"] + _NEAR:
            return True
    return False


def _is_white(colour: Any) -> bool:  # noqa: ANN401
    if not isinstance(colour, tuple | list) or not colour:
        return colour in (1, 1.0)
    if not all(isinstance(part, int | float) for part in colour):
        return False
    return not any(colour) if len(colour) == len("CMYK") else min(colour) >= 1


def _on_ground(character: _Thing, grounds: Sequence[_Thing]) -> bool:
    across, down = _middle(character)
    return any(
        ground["x0"] <= across <= ground["x1"] and ground["top"] <= down <= ground["bottom"]
        for ground in grounds
    )


def _raise_digits(characters: Sequence[_Thing]) -> None:
    """Write digits that stand raised or lowered beside a larger character as what they are."""
    base: _Thing | None = None
    for character in characters:
        look = _shift(character, base) if base else Look.PLAIN
        if look is Look.PLAIN:
            base = character if character["text"].strip() else base
        elif character["text"].isdecimal():
            character["text"] = woven([(character["text"], look)])[0]


def _shift(character: _Thing, base: _Thing) -> Look:
    """Return whether a character is raised or lowered as against the one before it."""
    small = character["size"] < _SMALLER * base["size"]
    beside = -_NEAR < character["x0"] - base["x1"] < base["size"]
    overlaps = character["top"] < base["bottom"] and character["bottom"] > base["top"]
    if not (small and beside and overlaps):
        return Look.PLAIN
    shift = (base["bottom"] - character["bottom"]) / base["size"]
    if shift > _HIGHER:
        return Look.RAISED
    return Look.LOWERED if shift < -_LOWER else Look.PLAIN


# Tables ------------------------------------------------------------------------------------------


def grid_of(table: Any, odd: OddCharacters) -> Grid:  # noqa: ANN401
    """Return a table, each cell with its place and extent by the lines drawn around it."""
    boxes = [box for row in table.rows for box in row.cells if box]
    columns, rows = _edges(boxes, 0), _edges(boxes, 1)
    cells = []
    for row, texts in zip(table.rows, table.extract(), strict=True):
        for box, text in zip(row.cells, texts, strict=True):
            if box is None:
                continue
            left, top, right, bottom = box
            column, down = _place(columns, left), _place(rows, top)
            width = max(1, _place(columns, right) - column)
            height = max(1, _place(rows, bottom) - down)
            asides = odd.taken_from(*box)
            cells.append(GridCell(down, column, height, width, text or "", asides))
    return Grid(tuple(cells))


def _edges(boxes: Iterable[tuple[float, ...]], at: int) -> list[float]:
    """Return where columns or rows begin, and where the last ends; what lies close together is one."""
    found: list[float] = []
    for edge in sorted({edge for box in boxes for edge in (box[at], box[at + 2])}):
        if not found or edge - found[-1] > _NEAR:
            found.append(edge)
    return found


def _place(edges: Sequence[float], edge: float) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - edge))
