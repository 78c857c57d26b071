"""Lines of text as they stand on a page -> paragraphs: by indents, gaps, short ends and the numbers of headings."""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from xlsheets.basics.patterns import pattern_of
from xlsheets.extract import Grid, Paragraph
from xlsheets.extract.squeeze import page_number
from xlsheets.report.checkcode import printed, taken_out
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from xlsheets.extract import Aside, Block
    from xlsheets.extract.formatting.pdf_page import OddCharacters

# A paragraph begins so far right of the text's edge; a line that ends so far left of the other edge ends one.
_INDENT, _SHORT = 16.0, 40.0
# Lines of one paragraph stand no further apart than this, as against the usual distance.
_WIDE_GAP = 1.25
_HEADING = pattern_of(r"[一二三四五六⼀⼆三四五六]\s*[、．.]")


class PageLine(NamedTuple):
    """A line of a page.

    Args:
        text: what it says.
        begins, ends: whether a paragraph begins or ends with it.
        foot: whether it is the number of the page or a 校对码.
        asides: words in it that are struck out or white.
    """

    text: str
    begins: bool
    ends: bool
    foot: bool
    asides: tuple[Aside, ...] = ()


class OnPage(Protocol):
    """Something that stands on a page, measured from its top left."""

    @property
    def x0(self) -> float:
        """Where it begins from left to right."""

    @property
    def top(self) -> float:
        """Where it begins from top to bottom."""

    @property
    def bottom(self) -> float:
        """Where it ends from top to bottom."""


Thing = TypeVar("Thing", bound=OnPage)


def side_by_side(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    """Yield what stands on a page line by line, from left to right: what has its middle within the height of a line."""
    line: list[Thing] = []
    for thing in sorted(things, key=lambda one: one.top + one.bottom):
        middle = (thing.top + thing.bottom) / 2
        if line and not line[0].top < middle < line[0].bottom:
            yield sorted(line, key=lambda one: one.x0)
            line = []
        line.append(thing)
    if line:
        yield sorted(line, key=lambda one: one.x0)


def blocks_of(pieces: Sequence[PageLine | Grid]) -> tuple[Block, ...]:
    """Return the paragraphs and tables of all pages; the 校对码 that their feet print come last."""
    feet = [piece.text for piece in pieces if isinstance(piece, PageLine) and piece.foot]
    codes = dict.fromkeys(code for text in feet for code in taken_out(text)[1])
    body = [piece for piece in pieces if isinstance(piece, Grid) or not piece.foot]
    return (*_joined(body), *(Paragraph(printed(code)) for code in codes))


def page_lines(
    found: Sequence[Mapping[str, Any]], odd: OddCharacters
) -> Iterator[tuple[float, PageLine]]:
    """Yield lines with where each stands; a wide gap above a line begins a paragraph as an indent does."""
    text_lines = [line for line in found if not _is_foot(line["text"])]
    left = min((line["x0"] for line in text_lines), default=0)
    right = max((line["x1"] for line in text_lines), default=0)
    pitches = [below["top"] - above["top"] for above, below in pairwise(text_lines)]
    pitch = median(pitches) if pitches else 0.0
    before = None
    for line in found:
        gap = line["top"] - before if before is not None else 0.0
        begins = line["x0"] > left + _INDENT or gap > pitch * _WIDE_GAP
        asides = odd.taken_from(line["x0"], line["top"], right, line["bottom"])
        ends = line["x1"] < right - _SHORT
        yield line["top"], PageLine(line["text"], begins, ends, _is_foot(line["text"]), asides)
        before = line["top"]


def _is_foot(text: str) -> bool:
    """Tell whether a line holds the number of a page or a 校对码, and nothing else."""
    rest, codes = taken_out(text)
    return page_number(rest) or (bool(codes) and not rest.strip())


def _joined(pieces: Sequence[PageLine | Grid]) -> Iterator[Block]:
    """Join the lines of a paragraph, over the end of a page too."""
    pending: list[PageLine] = []
    for piece in pieces:
        if isinstance(piece, Grid) or piece.begins or _begins_anew(piece, pending):
            yield from _paragraph(pending)
            pending = []
        if isinstance(piece, Grid):
            yield piece
            continue
        pending.append(piece)
        if piece.ends:
            yield from _paragraph(pending)
            pending = []
    yield from _paragraph(pending)


def _begins_anew(line: PageLine, before: Sequence[PageLine]) -> bool:
    """Tell whether a line with the number of a heading follows the end of a sentence."""
    return (
        bool(before) and before[-1].text.rstrip().endswith("。") and bool(_HEADING.match(line.text))
    )


def _paragraph(lines: Sequence[PageLine]) -> Iterator[Paragraph]:
    if lines:
        asides = tuple(aside for line in lines for aside in line.asides)
        yield Paragraph("".join(line.text for line in lines), asides=asides)
