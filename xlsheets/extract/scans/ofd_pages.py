"""Bytes of an OFD file whose pages are pictures -> the pages, the pictures put together as they lie on each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from xlsheets.errors import UnreadableError
from xlsheets.extract.ofd.objects import corners_of, numbers, objects_of, point
from xlsheets.extract.ofd.parts import name_of
from xlsheets.extract.ofd.reading import opened_pages
from xlsheets.extract.scans.pictures import (
    LEAST_WIDTH,
    MOST_PAGES,
    MOST_PIXELS,
    TOO_LARGE,
    TOO_SMALL,
    WIDTH,
    declared_pixels,
    evenly_lit,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from xlsheets.extract.ofd.package import OfdPage
    from xlsheets.extract.scans.pictures import Picture

# Millimetres of A4, for a page that does not say how large it is.
_USUAL = (0.0, 0.0, 210.0, 297.0)
# How much of a pixel of the sheet a picture has to cover, of 255.
_COVERED = 127
_LOST = (
    "“{name}”里有一页的图片不在文件里，或者格式不常见，认不了。请另存为 PDF 再读，或者照着它填写。"
)


def pages_of_ofd(content: bytes, name: str) -> Iterator[Picture]:
    """Yield the pages of an OFD file as they look, as far as they are pictures.

    Raises:
        UnreadableError: it is damaged, a picture is lacking or of a kind that cannot be shown, or there are more or
            larger pages than in a report.
    """
    pages = opened_pages(content)
    if len(pages) > MOST_PAGES:
        raise UnreadableError("too_large", TOO_LARGE.format(name=name))
    for page in pages:
        yield evenly_lit(_sheet(page, name))


def _sheet(page: OfdPage, name: str) -> NDArray[np.uint8]:
    """Return a page with its pictures on it, in colour."""
    given = numbers(page.box)
    left, top, width, height = given if len(given) == len(_USUAL) else _USUAL
    scale = WIDTH / max(1.0, min(width, height))
    if not 1 <= width * height * scale * scale <= MOST_PIXELS:
        raise UnreadableError("too_large", TOO_LARGE.format(name=name))
    extent = (round(height * scale), round(width * scale), 3)
    sheet: NDArray[np.uint8] = np.full(extent, 255, np.uint8)
    to_pixels = (scale, 0.0, 0.0, scale, -left * scale, -top * scale)
    left_over = MOST_PIXELS
    for found in objects_of(page):
        if name_of(found.element) == "ImageObject" and not found.hidden:
            content = page.resources.picture_of(found.element)
            left_over -= _pixels(content, name)
            if left_over < 0:
                raise UnreadableError("too_large", TOO_LARGE.format(name=name))
            _lay(sheet, content, [point(to_pixels, *corner) for corner in corners_of(found)], name)
    return sheet


def _pixels(content: bytes, name: str) -> int:
    try:
        return declared_pixels(content)
    except ValueError as error:
        raise UnreadableError("pictures", _LOST.format(name=name)) from error


def _lay(
    sheet: NDArray[np.uint8], content: bytes, corners: Sequence[tuple[float, float]], name: str
) -> None:
    """Lay a picture on the sheet, its corners where they are said to lie."""
    picture = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        raise UnreadableError("pictures", _LOST.format(name=name))
    across = math.dist(corners[0], corners[1])
    larger = across / picture.shape[1]
    if larger > WIDTH / LEAST_WIDTH and across > WIDTH / 2:
        raise UnreadableError("too_small", TOO_SMALL.format(name=name))
    if 0 < larger < 1:
        picture = cv2.resize(picture, None, fx=larger, fy=larger, interpolation=cv2.INTER_AREA)
    rows, columns = picture.shape[:2]
    own = np.array([(0, 0), (columns, 0), (0, rows)], np.float32)
    turn = cv2.getAffineTransform(own, np.array(corners, np.float32))
    size = (sheet.shape[1], sheet.shape[0])
    laid = cv2.warpAffine(picture, turn, size, flags=cv2.INTER_CUBIC)
    there = cv2.warpAffine(np.full((rows, columns), 255, np.uint8), turn, size)
    np.copyto(sheet, laid, where=(there > _COVERED)[:, :, None])
