"""An upright page -> the straight lines ruled on it, and the page without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from xlsheets.extract.formatting.ruled_tables import Stroke
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.extract.scans.pictures import Picture

# Pixels: no stroke of a character is as long as a line; gaps up to this are a line's own.
_ACROSS, _DOWN, _GAP = 45, 40, 18
# A line is no thicker than this.
_THICK = 14
# A number is no longer than this; the rows of pixels above and below a line that are looked at, and which part of their
# columns has ink when they belong to writing.
_SHORT, _NEXT, _WRITTEN = 160, ((9, 5), (-5, -9)), 0.4
# Of the height of the paper: darker by this than what is around is ink.
_DARKER, _AROUND = 12, 41
# So near the sides of a cell its lines are found.
_BESIDE = 8


Box = tuple[int, int, int, int]


class Ruled(NamedTuple):
    """A page, its ink (255 where ink is), and of the ink what is lines; the lines also one by one, in pixels."""

    page: Picture
    ink: Picture
    lines: Picture
    strokes: list[Stroke]

    def cut(self, box: Box) -> tuple[Picture, Picture]:
        """Cut a cell out of page and ink, given by left, top, right and bottom; the lines along its sides are taken off."""
        left, top, right, bottom = box
        page = self.page[top:bottom, left:right].copy()
        ink = self.ink[top:bottom, left:right].copy()
        sides = np.ones(ink.shape, np.uint8)
        sides[_BESIDE:-_BESIDE, _BESIDE:-_BESIDE] = 0
        line = sides & (self.lines[top:bottom, left:right] > 0)
        page[line > 0], ink[line > 0] = 255, 0
        return page, ink


def ruled(page: Picture) -> Ruled:
    """Find the lines of a page."""
    ink = cv2.adaptiveThreshold(
        page, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _AROUND, _DARKER
    )
    across, down = _lines(ink, _ACROSS, across=True), _lines(ink, _DOWN, across=False)
    strokes = [
        *(stroke for stroke in _strokes(across, across=True) if not _is_writing(ink, stroke)),
        *_strokes(down, across=False),
    ]
    lines = cv2.dilate(cv2.bitwise_or(across, down), np.ones((3, 3), np.uint8))
    return Ruled(page, ink, lines, strokes)


def _is_writing(ink: Picture, stroke: Stroke) -> bool:
    """Tell digits that blur has joined from a line: right above or below the joint they have ink, a line has none."""
    left, right, at = round(stroke.start), round(stroke.end), round(stroke.at)
    if right - left > _SHORT:
        return False
    beside = (ink[max(0, at - far) : max(0, at - near), left:right] for far, near in _NEXT)
    return any(side.any(axis=0).mean() > _WRITTEN for side in beside if side.size)


def _kernel(length: int, *, across: bool) -> Picture:
    return np.ones((1, length) if across else (length, 1), np.uint8)


def _lines(ink: Picture, length: int, *, across: bool) -> Picture:
    """Return the pixels that belong to long straight runs, small gaps closed."""
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, _kernel(3, across=across))
    runs = cv2.morphologyEx(closed, cv2.MORPH_OPEN, _kernel(length, across=across))
    return cv2.morphologyEx(runs, cv2.MORPH_CLOSE, _kernel(_GAP, across=across))


def _strokes(lines: Picture, *, across: bool) -> Iterator[Stroke]:
    _, _, found, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    for left, top, width, height, _ in found[1:].tolist():
        if across and height <= _THICK:
            yield Stroke(across, top + height / 2, left, left + width)
        elif not across and width <= _THICK:
            yield Stroke(across, left + width / 2, top, top + height)
