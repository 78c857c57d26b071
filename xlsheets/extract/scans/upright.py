"""A page that was laid on the scanner askew -> the page upright."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from xlsheets.extract.scans.pictures import Picture

# How far a page may be turned, in degrees; the steps it is tried in, each around the best of the one before.
_FARTHEST = 6.0
_STEPS = (0.5, 0.1, 0.02)
# The width at which it is tried.
_SMALL = 800


def upright(page: Picture) -> Picture:
    """Turn a page so that its lines and rows of writing run straight across."""
    small = cv2.resize(page, None, fx=_SMALL / page.shape[1], fy=_SMALL / page.shape[1])
    ink = 255 - small
    angle, reach = 0.0, _FARTHEST
    for step in _STEPS:
        tried = [angle + at * step for at in range(-round(reach / step), round(reach / step) + 1)]
        angle = max(tried, key=lambda turn: _sharpness(ink, turn))
        reach = step
    return _turned(page, angle, 255)


def _sharpness(ink: Picture, angle: float) -> float:
    """Return how much the ink of a row of pixels differs from that of the next, when a page is turned."""
    rows = _turned(ink, angle, 0).sum(axis=1, dtype=np.int64)
    return float(np.square(np.diff(rows)).sum())


def _turned(page: Picture, angle: float, beyond: int) -> Picture:
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(page, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=beyond)
