"""Blocks of a scan -> the same, each heading of the form that was read with a wrong character as the form prints it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from xlsheets.extract import Grid, Paragraph
from xlsheets.extract.squeeze import distance, squeezed
from xlsheets.imports.figures.columns import column_words
from xlsheets.schema import EDITIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlsheets.extract import Block

# One wrong character in so many, but one at least; a shorter text says too little to be set right.
_CHARACTERS, _SHORTEST = 6, 4


def set_right(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks; what is near to one heading of the form and to no other is that heading."""
    for block in blocks:
        if isinstance(block, Grid):
            cells = (cell._replace(text=_heading(cell.text, _of_tables())) for cell in block.cells)
            yield Grid(tuple(cells))
        else:
            yield Paragraph(_heading(block.text, _of_sections()), block.level, block.asides)


@cache
def _of_tables() -> dict[str, str]:
    """Return the headings of rows and columns of all editions, by what they look like without blanks."""
    rows = (
        label for edition in EDITIONS for labels in edition.row_labels.values() for label in labels
    )
    return {squeezed(label): label for label in (*rows, *column_words())}


@cache
def _of_sections() -> dict[str, str]:
    titles = (section.title for edition in EDITIONS for section in edition.sections)
    return {squeezed(title): title for title in titles}


def _heading(text: str, known: dict[str, str]) -> str:
    """Return the heading a text is nearest to, when one is nearest and near; else the text."""
    read = squeezed(text)
    if read in known or len(read) < _SHORTEST:
        return text
    most = max(1, len(read) // _CHARACTERS)
    away = {label: distance(read, label, most) for label in known}
    least = min(away.values())
    nearest = [label for label, steps in away.items() if steps == least]
    return known[nearest[0]] if least <= most and len(nearest) == 1 else text
