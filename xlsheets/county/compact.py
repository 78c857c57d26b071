"""Reports -> the same reports without what a roll-up can do without, in less than a kilobyte each."""

from __future__ import annotations

import json
from array import array
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from sys import intern
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from zlib import compress, decompress

from xlsheets.basics.numbers import Number
from xlsheets.report import Profile, Report

if TYPE_CHECKING:
    from xlsheets.schema import Cell

K = TypeVar("K", bound=Hashable)

# Kinds of whole numbers, the smallest first, and the largest each has room for beside "nothing here".
_ROOMS = {"B": 2**8 - 2, "H": 2**16 - 2, "I": 2**32 - 2, "Q": 2**64 - 2}
_NOTHING: Mapping[Any, Any] = {}
# Half a surrogate pair in a clerk's text is kept as it is.
_AS_IT_IS = ("utf-8", "surrogatepass")


class Shelf:
    """Where the numbers of many reports are kept."""

    def __init__(self) -> None:
        self._figures: _Columns[Cell] = _Columns()
        self._facts: _Columns[str] = _Columns()

    def with_text(self, report: Report) -> Report:
        """Keep all a collection asks for: what ``slim`` keeps, the text packed, contacts and reasons."""
        slim = self.slim(report)
        return replace(
            slim,
            profile=report.profile,
            narrative=_PackedText(report.narrative),
            reasons=report.reasons or _NOTHING,
        )

    def slim(self, report: Report, source: str = "") -> Report:
        """Keep unit, kind, year, figures, facts and oddities of a report; text and places go.

        ``source`` is the name of its file where that is kept already: the report then has no copy of it.
        """
        profile = report.profile
        return Report(
            edition_key=intern(report.edition_key),
            profile=Profile(unit=profile.unit, level=intern(profile.level), year=profile.year),
            figures=self._figures.add(report.figures),
            stated=_NOTHING,
            narrative=_NOTHING,
            facts=self._facts.add(report.facts) if report.facts else _NOTHING,
            drafted=_NOTHING,
            reasons=_NOTHING,
            observations=report.observations,
            places=_NOTHING,
            source=source or report.source,
        )


class _Columns(Generic[K]):
    """Numbers of many reports, a column for each key: most are small and take a byte."""

    def __init__(self) -> None:
        self.rows = 0
        self.columns: dict[K, array[int]] = {}
        # What is no small whole number, by key and row.
        self.others: dict[tuple[K, int], Number] = {}

    def add(self, numbers: Mapping[K, Number]) -> Mapping[K, Number]:
        """Take in the numbers of one report and return them as they are kept."""
        for key, number in numbers.items():
            if isinstance(number, int) and 0 <= number <= _ROOMS["Q"]:
                self._put(key, number)
            else:
                self.others[key, self.rows] = number
        self.rows += 1
        return _Row(self, self.rows - 1)

    def _put(self, key: K, number: int) -> None:
        column = self.columns.get(key, array("B"))
        if number > _ROOMS[column.typecode]:
            room = next(kind for kind, most in _ROOMS.items() if number <= most)
            column = array(room, column)
        column.extend([0] * (self.rows - len(column)))
        column.append(number + 1)
        self.columns[key] = column


class _PackedText(Mapping[str, tuple[str, ...]]):
    """The text of a report, unpacked when it is asked for."""

    __slots__ = ("_packed",)

    def __init__(self, narrative: Mapping[str, tuple[str, ...]]) -> None:
        self._packed = compress(json.dumps(dict(narrative), ensure_ascii=False).encode(*_AS_IT_IS))

    def _text(self) -> dict[str, tuple[str, ...]]:
        held = json.loads(decompress(self._packed).decode(*_AS_IT_IS))
        return {section: tuple(paragraphs) for section, paragraphs in held.items()}

    def __getitem__(self, key: str) -> tuple[str, ...]:
        return self._text()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._text())

    def __len__(self) -> int:
        return len(self._text())


class _Row(Mapping[K, Number]):
    """The numbers of one report."""

    __slots__ = ("_columns", "_row")

    def __init__(self, columns: _Columns[K], row: int) -> None:
        self._columns, self._row = columns, row

    def __getitem__(self, key: K) -> Number:
        try:
            number = self._columns.columns[key][self._row]
        except (KeyError, IndexError):
            number = 0
        return number - 1 if number else self._columns.others[key, self._row]

    def __iter__(self) -> Iterator[K]:
        keys = dict.fromkeys((*self._columns.columns, *(key for key, _ in self._columns.others)))
        return (key for key in keys if key in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)
