"""Bytes of a picture or of a PDF without text -> its pages as grey pictures, evenly lit and without red stamps."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, TypeAlias

import cv2
import numpy as np

from xlsheets.errors import UnreadableError
from xlsheets.extract.scans.turning import rightly_turned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Picture: TypeAlias = NDArray[np.uint8]

# A page is read at this width in pixels: some 200 to the inch of A4.
WIDTH = 1654
# A picture of more pixels is no page; one of fewer across shows no digits.
MOST_PIXELS, LEAST_WIDTH = 60_000_000, 500
MOST_PAGES = 30
# Of the parts of a colour, which is red: as stored, blue is first. Red ink is by this part redder than it is bright,
# and as bright as this part of its paper.
_RED, _REDDER, _LIGHT = 2, 0.25, 0.5
# How far most pixels of a grainy page are from those around them; how much is taken off, and what is looked at for it.
_GRAIN, _DENOISING = 2, (30, 5, 15)
TOO_LARGE = "“{name}”大得不像扫描的年度报告，没有读入。"
TOO_SMALL = "“{name}”太小，看不清字，没有读入。请按 200 dpi 或者更高重新扫描。"
_DAMAGED = "“{name}”是图片，打不开：损坏了，或者不是常见的格式（PNG、JPEG、BMP、TIFF）。请换一份，或者照着它填写。"


def pages_of_picture(content: bytes, name: str) -> Iterator[Picture]:
    """Yield the pages of a picture: one, or as many as a TIFF has.

    Raises:
        UnreadableError: it is damaged, too large or too small to be read.
    """
    _refuse_huge(content, name)
    read, pages = cv2.imdecodemulti(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    if not read:
        raise UnreadableError("damaged", _DAMAGED.format(name=name))
    for page in pages:
        if page.shape[1] < LEAST_WIDTH:
            raise UnreadableError("too_small", TOO_SMALL.format(name=name))
        yield evenly_lit(page)


def _refuse_huge(content: bytes, name: str) -> None:
    try:
        pixels = declared_pixels(content)
    except ValueError as error:
        raise UnreadableError("damaged", _DAMAGED.format(name=name)) from error
    if pixels > MOST_PIXELS:
        raise UnreadableError("too_large", TOO_LARGE.format(name=name))


def declared_pixels(content: bytes) -> int:
    """Return how many pixels a picture declares to have, before anything is unpacked.

    Raises:
        ValueError: it is no picture of a kind that can be shown.
    """
    from PIL import Image

    try:
        with warnings.catch_warnings():
            # What it says of odd and large files is said here in our own words.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content)) as picture:
                return int(picture.width * picture.height * getattr(picture, "n_frames", 1))
    except (OSError, SyntaxError) as error:
        raise ValueError(str(error)) from error
    except Image.DecompressionBombError:
        return MOST_PIXELS + 1


def pages_of_pdf(content: bytes, name: str) -> Iterator[Picture]:
    """Yield the pages of a PDF as they look.

    Raises:
        UnreadableError: it is damaged, or has more or larger pages than a report.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError("damaged", _DAMAGED.format(name=name)) from error
    with document:
        if len(document) > MOST_PAGES:
            raise UnreadableError("too_large", TOO_LARGE.format(name=name))
        for page in document:
            width, height = page.get_size()
            # The shorter side is the width of a page, if it lies on its side or not.
            scale = WIDTH / max(1.0, min(width, height))
            if not 1 <= width * height * scale * scale <= MOST_PIXELS:
                raise UnreadableError("too_large", TOO_LARGE.format(name=name))
            yield evenly_lit(page.render(scale=scale).to_numpy())


def evenly_lit(page: NDArray[np.uint8]) -> Picture:
    """Return a page upright, in grey at the width pages are read at, its paper white and without a stamp in red."""
    page = rightly_turned(page)
    scale = WIDTH / page.shape[1]
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    sized = cv2.resize(page, None, fx=scale, fy=scale, interpolation=way)
    grey = sized if sized.ndim == 2 else sized[:, :, _RED]
    # What is left of a page when everything as thin as writing is taken off: the light on its paper.
    bright = cv2.dilate(grey, np.ones((9, 9), np.uint8))
    paper = cv2.medianBlur(bright, 31)
    lit = 255 - cv2.absdiff(paper, grey)
    if sized.ndim > 2:
        lit[_stamped(sized, paper)] = 255
    return _quiet(lit)


def _quiet(page: Picture) -> Picture:
    """Take the grain off a page that has some; a clean page stays as sharp as it is."""
    grain = np.median(cv2.absdiff(page, cv2.medianBlur(page, 3)))
    return cv2.fastNlMeansDenoising(page, None, *_DENOISING) if grain > _GRAIN else page


def _stamped(page: Picture, paper: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Tell where a page is red, and not dark: a digit under a stamp is dark."""
    red = page[:, :, _RED].astype(np.int16)
    beside = page.min(axis=2).astype(np.int16)
    return (red - beside > _REDDER * red) & (red > _LIGHT * paper)
