"""What a report prints and what a revised draft says, block by block -> which belongs to which, in order."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

from xlsheets.basics.characters import lines, normal
from xlsheets.documents.printed.composition import Form, PieceKind, compose
from xlsheets.extract import Grid
from xlsheets.report import PREAMBLE
from xlsheets.report.alignment import aligned
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xlsheets.extract import Block
    from xlsheets.report import Report

# Two paragraphs with less in common than this are not the same one revised.
_LIKE = 0.35
_TABLE = "\0"
_SIGNATURE = (PieceKind.UNIT, PieceKind.DATE)
TITLE, SIGNATURE = "title", "signature"


class PrintedSpot(NamedTuple):
    """One piece of the printed report.

    Args:
        section: key of the section it stands in, ``TITLE`` or ``SIGNATURE``.
        text: what it says; of a table its caption.
        number: which paragraph of its section it prints, from 1; 0 for a heading, a title, a table.
        form: the table, when it is one.
    """

    section: str
    text: str
    number: int = 0
    form: Form | None = None


class DraftPair(NamedTuple):
    """A piece of the report, and what the draft has in its place; None where one side has nothing."""

    spot: PrintedSpot | None
    block: str | Grid | None


def printed_spots(report: Report) -> Iterator[PrintedSpot]:
    """Yield what a report prints, in order."""
    numbers = iter(_paragraph_numbers(report))
    section = PREAMBLE
    headings = {part.title: part.key for part in report.edition.sections}
    for piece in compose(report):
        if isinstance(piece, Form):
            yield PrintedSpot(section, piece.caption, form=piece)
        elif piece.kind is PieceKind.TITLE:
            yield PrintedSpot(TITLE, piece.text)
        elif piece.kind is PieceKind.SECTION:
            section = headings[piece.text]
            yield PrintedSpot(section, piece.text)
        elif piece.kind in _SIGNATURE:
            yield PrintedSpot(SIGNATURE, piece.text)
        else:
            yield PrintedSpot(section, piece.text, next(numbers))


def _paragraph_numbers(report: Report) -> Iterator[int]:
    for section in (PREAMBLE, *(part.key for part in report.edition.prose)):
        for number, paragraph in enumerate(report.paragraphs(section), 1):
            yield from (number for _ in lines(paragraph))


def draft_blocks(blocks: Iterable[Block]) -> Iterator[str | Grid]:
    """Yield the lines and tables of a draft; a line break within a paragraph ends a line."""
    for block in blocks:
        if isinstance(block, Grid):
            yield block
        else:
            yield from lines(block.text)


def key_of(text: str) -> str:
    """Return a text as it is compared: blanks, which typesetting adds and takes away, do not count."""
    return "".join(normal(text).split())


def paired_with_draft(
    spots: Sequence[PrintedSpot], blocks: Sequence[str | Grid]
) -> Iterator[DraftPair]:
    """Yield every piece and every block once, in order, paired where they are the same or one is the other revised."""
    old = [_TABLE if spot.form else key_of(spot.text) for spot in spots]
    new = [_TABLE if isinstance(block, Grid) else key_of(block) for block in blocks]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            yield from map(DraftPair, spots[start:end], blocks[first:last])
            continue
        at = first
        matched = _matched(old[start:end], new[first:last])
        for number, spot in enumerate(spots[start:end]):
            if number not in matched:
                yield DraftPair(spot, None)
                continue
            other = first + matched[number]
            yield from (DraftPair(None, block) for block in blocks[at:other])
            yield DraftPair(spot, blocks[other])
            at = other + 1
        yield from (DraftPair(None, block) for block in blocks[at:last])


def _matched(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Return the pairing in order that has most in common, by number."""
    return aligned([[_likeness(one, other) for other in new] for one in old])


def _likeness(one: str, other: str) -> float:
    """Return the share of neighbouring characters two texts have in common; 0 where they are not alike."""
    if _TABLE in (one, other):
        return float(one == other)
    first, second = (set(map("".join, pairwise(f"{text}\n"))) for text in (one, other))
    share = 2 * len(first & second) / max(1, len(first) + len(second))
    return share if share >= _LIKE else 0.0
