"""What the import command said it did not understand, and whether that speaks of a given loss."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from xlsheets.schema import Cell, Edition, edition_named

if TYPE_CHECKING:
    from collections.abc import Iterator

_INVISIBLE = re.compile("[\\s\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]+")
_ENOUGH = 10


class Place(NamedTuple):
    """Where a number stands, in the words of the form."""

    table: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]


def squeezed(text: str) -> str:
    """Return a text without spaces, invisible characters and differences of width."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def _letters(text: str) -> str:
    """Return only letters and digits, as labels are compared."""
    return re.sub(r"[\W_]+", "", squeezed(text))


@lru_cache(maxsize=2000)
def place(key: str) -> Place:
    """Return where a cell of either form stands."""
    cell = Cell.parse(key)
    for form in map(edition_named, ("2021", "2019")):
        if cell in form.cells:
            table = form.table_of[cell.block].number
            rows = form.row_labels[cell.block, cell.row]
            return Place(table, rows, form.column_labels[cell.block, cell.column])
    raise KeyError(key)


def _labels(edition: Edition, table: str) -> tuple[set[str], set[str]]:
    rows: set[str] = set()
    columns: set[str] = set()
    for (block, _), labels in edition.row_labels.items():
        if edition.table_of[block].number == table:
            rows.update(_letters(label) for label in labels)
    for (block, _), labels in edition.column_labels.items():
        if edition.table_of[block].number == table:
            columns.add(labels[-1])
    return rows - {""}, columns


@lru_cache(maxsize=8)
def _known(table: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the labels of the rows and columns of a table in either form."""
    both = [_labels(edition_named(key), table) for key in ("2021", "2019")]
    return frozenset(both[0][0] | both[1][0]), frozenset(both[0][1] | both[1][1])


@dataclass(frozen=True)
class Listing:
    """Complaints, a line each, and all of them without spaces."""

    lines: tuple[str, ...]
    text: str

    @classmethod
    def of(cls, said: str, origins: str) -> Listing:
        """Take what was said on the screen, and lines of the origins that name no number."""
        rows = [line.split("\t") for line in origins.splitlines()[1:]]
        silent = [" ".join(row) for row in rows if len(row) > 1 and not row[1].strip()]
        lines = (*_complaints(said), *silent)
        return cls(lines, squeezed("\n".join(lines)))

    def speaks_of(self, word: str) -> bool:
        """Tell whether a complaint uses a word itself, and does not only quote it."""
        return any(
            word in re.sub("“.*”", "", line)
            for line in self.lines
            if "没有" in line or "读" in line
        )

    def quotes(self, text: str) -> bool:
        """Tell whether a text is quoted in full."""
        return squeezed(text) in self.text

    def begins_to_quote(self, text: str) -> bool:
        """Tell whether at least the beginning of a text is quoted."""
        return len(text) > _ENOUGH and squeezed(text)[:_ENOUGH] in self.text

    def covers(self, key: str, text: str) -> bool:
        """Tell whether a complaint speaks of a number: its row, its whole table, or what stands there."""
        return any(_speaks_of(line, place(key), text) for line in self.lines)


def _complaints(said: str) -> Iterator[str]:
    """Yield what was said, but for the list of numbers that were read by inference."""
    inferred = False
    for line in said.splitlines():
        inferred = "推断" in line if not line.startswith(" ") else inferred
        if not (inferred and line.startswith(" ")):
            yield line.strip()


def _speaks_of(line: str, where: Place, text: str) -> bool:
    if len(text) > 1 and f"“{text}”" in line:
        return True
    if where.table not in line:
        return False
    rows, columns = _known(where.table)
    flat = _letters(line)
    if where.rows:
        if _letters(where.rows[-1]) not in flat:
            return "“" not in line and not any(row in flat for row in rows)
        line = _after_row(line, where.rows[-1])
    named = {label for label in columns if re.search(rf"(?<!\w){re.escape(label)}(?!\w)", line)}
    return not named or where.columns[-1] in named


def _after_row(line: str, label: str) -> str:
    """Return what a complaint says after it named the row."""
    before, found, after = line.partition(label)
    return after if found else before
