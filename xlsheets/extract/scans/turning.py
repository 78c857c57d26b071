"""A page as it came from the scanner -> the page with its writing the right way up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from xlsheets.extract.scans.recogniser import read_each

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from xlsheets.extract.scans.pictures import Picture
    from xlsheets.extract.scans.ruling import Box

# The shorter side of a page on which lines of writing are looked for; a strip that is longer than this is no page.
_SMALL, _LONGEST = 1000, 3
# On it, pixels: what is around a place when ink is told from paper, and by how much ink is darker.
_AROUND, _DARKER = 31, 14
# No character has a stroke as long as a line of a table; characters of a line are not so far apart, lines are.
_RULED, _APART = 60, 5
# How high a line of writing is, and by how much it is longer than high.
_LOWEST, _HIGHEST, _LONGER = 9, 60, 4
# So many lines tell which way a page lies, and they have to be so many times those of the other way.
_ENOUGH, _MORE = 4, 2
# So many lines are read both ways up, of each so much as against its height, and by so much surer one has to be.
_READ, _AS_LONG, _SURER = 8, 9, 0.1


def rightly_turned(page: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a page turned by quarters so that its writing stands upright; as it is where nothing tells."""
    if max(page.shape[:2]) > _LONGEST * min(page.shape[:2]):
        return page
    small = _grey(page)
    found = _lines(small)
    across, down = ([box for box in found if _is_line(box, way)] for way in (0, 1))
    if len(down) >= max(_ENOUGH, _MORE * len(across)):
        page, small = (cv2.rotate(one, cv2.ROTATE_90_CLOCKWISE) for one in (page, small))
        across = [box for box in _lines(small) if _is_line(box, 0)]
    upside_down = _stands_on_its_head(small, across)
    return cv2.rotate(page, cv2.ROTATE_180) if upside_down else page


def _grey(page: NDArray[np.uint8]) -> Picture:
    scale = _SMALL / min(page.shape[:2])
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=way)
    return small if small.ndim == 2 else small[:, :, -1].copy()


def _lines(page: Picture) -> list[Box]:
    """Return the rectangles of what stands close together: lines of writing, whichever way they run."""
    quiet = cv2.medianBlur(page, 3)
    ink = cv2.adaptiveThreshold(
        quiet, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _AROUND, _DARKER
    )
    for shape in ((1, _RULED), (_RULED, 1)):
        ruled = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        ink = cv2.subtract(ink, cv2.dilate(ruled, np.ones((3, 3), np.uint8)))
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((_APART, _APART), np.uint8))
    _, _, found, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    return [
        (left, top, left + width, top + height)
        for left, top, width, height, _ in found[1:].tolist()
    ]


def _is_line(box: Box, way: int) -> bool:
    """Tell a line of writing that runs across (0) or down (1)."""
    sides = box[2] - box[0], box[3] - box[1]
    long, high = sides[way], sides[1 - way]
    return _LOWEST <= high <= _HIGHEST and long >= _LONGER * high


def _stands_on_its_head(page: Picture, lines: Sequence[Box]) -> bool:
    chosen = sorted(lines, key=lambda box: box[0] - box[2])[:_READ]
    if len(chosen) < _ENOUGH:
        return False
    crops = [
        page[top - 2 : bottom + 2, left : min(right, left + _AS_LONG * (bottom - top))]
        for left, top, right, bottom in chosen
        if top >= 2
    ]
    sure = [
        float(np.median([read.sure for read in read_each(seen)]))
        for seen in (crops, [cv2.rotate(crop, cv2.ROTATE_180) for crop in crops])
    ]
    return sure[1] > sure[0] + _SURER
