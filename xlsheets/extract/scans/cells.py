"""The cells of a table on a page -> what each says: read line by line, and what may be a number read a second time."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import cv2
import numpy as np

from xlsheets.basics.patterns import pattern_of
from xlsheets.extract.scans.recogniser import read_each
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsheets.extract.scans.pictures import Picture
    from xlsheets.extract.scans.recogniser import Read
    from xlsheets.extract.scans.ruling import Box, Ruled

# Pixels along the sides of a cell that may belong to its lines; around a line of writing when it is cut out.
_SIDE, _AROUND = 3, 8
# Fewer pixels of ink than this together are dust; no character of a report is lower than this.
_DUST, _LOWEST = 9, 9
# The height of a line of writing in a table, where nothing else tells, and by how much characters of one line differ.
_USUAL, _TALLER = 26.0, 1.25
_SPECK = pattern_of(r"\s*[!-~]?\s*")
_WORDS = pattern_of(r"[\u4e00-\u9fff]")
# A number both readings agree on is taken when the less sure of them is as sure as this.
_SURE = 0.75


class CellText(NamedTuple):
    """What a cell says, and what else it may say; of one without words also how it looks, as PNG."""

    text: str
    others: tuple[str, ...] = ()
    picture: bytes = b""


def read_cells(found: Ruled, boxes: Sequence[Box]) -> list[CellText]:
    """Read cells given by their rectangles in pixels: left, top, right, bottom."""
    cut = [found.cut(box) for box in boxes]
    pages, inked = [page for page, _ in cut], [_without_dust(ink) for _, ink in cut]
    height = _usual_height(inked)
    of_cells = [list(_lines(ink, height)) for ink in inked]
    lines = [(at, line) for at, written in enumerate(of_cells) for line in written]
    first = read_each([_cut(pages[at], line) for at, line in lines])
    again = [number for number, read in enumerate(first) if not _WORDS.search(read.text)]
    second = read_each([_cut(255 - inked[lines[at][0]], lines[at][1]) for at in again])
    by_line = dict(zip(again, second, strict=True))
    reads = iter([(read, by_line.get(number)) for number, read in enumerate(first)])
    return [
        _text(list(islice(reads, len(written))), _seen(page, written))
        for page, written in zip(pages, of_cells, strict=True)
    ]


def _seen(cell: Picture, lines: Sequence[Box]) -> Picture:
    """Return of a cell what is written in it, with some white around; all of one in which nothing is."""
    if not lines:
        return cell
    left, top = (max(0, min(line[side] for line in lines) - _AROUND) for side in (0, 1))
    right, bottom = (max(line[side] for line in lines) + _AROUND for side in (2, 3))
    return cell[top:bottom, left:right]


def _text(reads: Sequence[tuple[Read, Read | None]], page: Picture) -> CellText:
    """Join the lines of a cell; a number that is not surely read keeps every reading."""
    texts = [read.text for read, _ in reads]
    if any(map(_WORDS.search, texts)):
        # Beside words a lone sign is dust along the lines or on a coloured ground.
        return CellText("\n".join(text for text in texts if not _SPECK.fullmatch(text)))
    doubtful = [
        other.text
        for read, other in reads
        if other
        and (read.text != other.text or not read.text or min(read.sure, other.sure) < _SURE)
    ]
    return CellText("\n".join(texts), tuple(doubtful), cv2.imencode(".png", page)[1].tobytes())


def _without_dust(ink: Picture) -> Picture:
    """Return the ink of a cell without specks and without what is left of its lines."""
    ink[:_SIDE], ink[:, :_SIDE] = 0, 0
    ink[-_SIDE:], ink[:, -_SIDE:] = 0, 0
    count, labels, found, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    dust = [number for number in range(1, count) if found[number, cv2.CC_STAT_AREA] < _DUST]
    if dust:
        ink[np.isin(labels, dust)] = 0
    return ink


def _usual_height(inked: Sequence[Picture]) -> float:
    """Return the height of the characters of a table."""
    heights = []
    for ink in inked:
        heights += [bottom - top for top, bottom in _bands(ink) if bottom - top >= _LOWEST]
    return float(np.median(heights)) if heights else _USUAL


def _bands(ink: Picture) -> Iterator[tuple[int, int]]:
    """Yield from where to where rows of pixels hold ink."""
    rows = np.concatenate(([False], ink.any(axis=1), [False]))
    edges = np.flatnonzero(np.diff(rows.astype(np.int8)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _lines(ink: Picture, usual: float) -> Iterator[Box]:
    """Yield the rectangles of the lines of writing in a cell; parts of characters that stand apart belong together."""
    pending: tuple[int, int] | None = None
    for top, bottom in _bands(ink):
        if pending and bottom - pending[0] <= usual * _TALLER:
            pending = pending[0], bottom
            continue
        if pending:
            yield from _line(ink, pending)
        pending = top, bottom
    if pending:
        yield from _line(ink, pending)


def _line(ink: Picture, band: tuple[int, int]) -> Iterator[Box]:
    top, bottom = band
    columns = np.flatnonzero(ink[top:bottom].any(axis=0))
    if columns.size:
        yield int(columns[0]), top, int(columns[-1]) + 1, bottom


def _cut(cell: Picture, line: Box) -> Picture:
    """Cut a line of writing out of a cell, with white around it."""
    left, top, right, bottom = line
    white = cv2.BORDER_CONSTANT
    return np.asarray(
        cv2.copyMakeBorder(cell[top:bottom, left:right], *(_AROUND,) * 4, white, value=255),
        np.uint8,
    )
