"""Row of fragments -> where the label of each row of the form stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.extract.squeeze import distance, squeezed
from xlsheets.schema import EDITIONS
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsheets.imports.figures.printed_rows import Label, PrintedRow
    from xlsheets.imports.figures.stream import Stream


class RowPlace(NamedTuple):
    """A row, and where its label starts and ends; the label may go on behind its end."""

    row: PrintedRow
    start: int
    end: int

    @property
    def full(self) -> tuple[str, ...]:
        """The whole label in every edition, with and without its number."""
        found = [
            squeezed(edition.items[self.row.block, self.row.key].label)
            for edition in EDITIONS
            if (self.row.block, self.row.key) in edition.items
        ]
        return tuple({*filter(None, found), *(label.core for label in self.row.labels)})


def places_of_rows(source: Stream, rows: Sequence[PrintedRow]) -> list[RowPlace]:
    """Return the rows that were found, in order; one that is only nearly there must be the only one in its gap."""
    exact: list[RowPlace | PrintedRow] = []
    position = 0
    for row in rows:
        match = _first(source.text, position, row.labels)
        exact.append(RowPlace(row, *match) if match else row)
        position = match[1] if match else position
    places: list[RowPlace] = []
    for number, found in enumerate(exact):
        if isinstance(found, RowPlace):
            places.append(found)
            continue
        start = places[-1].end if places else 0
        after = (later.start for later in exact[number + 1 :] if isinstance(later, RowPlace))
        guess = _alike(source, start, next(after, len(source.text)), found.labels)
        if guess:
            places.append(RowPlace(found, *guess))
    return places


def _first(text: str, position: int, labels: Sequence[Label]) -> tuple[int, int] | None:
    matches = (label.pattern.search(text, position) for label in labels)
    return next((match.span() for match in matches if match), None)


_LEAST, _TYPOS = 4, 2
_NUMBERING = pattern_of(r"(?:[一二三四五六七八九十][、.]|\([一二三四五六七八九十]\)|\d[.、,])")


def _alike(source: Stream, start: int, end: int, labels: Sequence[Label]) -> tuple[int, int] | None:
    """Return the one fragment in a gap that is nearly a label, or a piece of it; None when not unique."""
    first, last = source.at(start), source.at(end)
    spans = [
        (source.starts[at], source.starts[at] + len(source.fragments[at].text))
        for at in range(max(first, 0), min(last + 1, len(source.fragments)))
    ]
    fitting = [
        span
        for span in spans
        if start <= span[0] and span[1] <= end
        if any(_resembles(source.text[slice(*span)], label) for label in labels)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _resembles(text: str, wanted: Label) -> bool:
    numbering = _NUMBERING.match(text)
    words = text[numbering.end() :] if numbering else text
    if numbering and wanted.number not in ("", numbering[0].strip("()、.,")):
        return False
    if len(words) < _LEAST or any(character.isdigit() for character in words):
        return False
    core = wanted.core if len(words) > len(wanted.core) - _TYPOS else wanted.core[: len(words)]
    return words in wanted.core or distance(words.partition("(")[0], core, _TYPOS) <= _TYPOS
