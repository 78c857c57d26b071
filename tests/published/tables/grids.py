"""Tables as rectangles of marked text, and what a person reads in each of their cells."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xlsheets.schema.shape import Role, boxes, header_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.published.tables.numbers import Number
    from xlsheets.schema.spec import Table


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one look: "", sup, sub, struck, hidden, strong or break."""

    text: str
    look: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page; ``role`` is title, heading, text, signature, caption or page."""

    role: str
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Picture:
    """A table that is only an image of a table."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A rectangle of a table; ``key`` is the cell of the form whose number stands there."""

    row: int
    column: int
    height: int
    width: int
    runs: tuple[Run, ...]
    key: str = ""
    head: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Grid:
    """A table as it is drawn, its rectangles from top left to bottom right."""

    slots: tuple[Slot, ...]

    @property
    def rows(self) -> list[list[Slot]]:
        """Return the rectangles that begin in each row."""
        found: list[list[Slot]] = [[] for _ in range(self.height)]
        for slot in sorted(self.slots, key=lambda slot: slot.column):
            found[slot.row].append(slot)
        return found

    @property
    def height(self) -> int:
        return max((slot.row + slot.height for slot in self.slots), default=0)

    @property
    def width(self) -> int:
        return max((slot.column + slot.width for slot in self.slots), default=0)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person reads in a cell of the form.

    Args:
        values: the numbers that may be taken from it; none where nothing certain stands there.
        silent: whether it may be left out without a word, because no number stands there.
        slack: cells of one name of which one may be left out without a word.
        quotes: words beside the number that must not be lost in silence.
        plain: whether nobody could doubt the number, so that leaving it out is a fault even when listed.
        told: whether it must be listed even when a number was taken from it.
        text: what stands there, as evidence that a complaint speaks of it.
    """

    values: tuple[Number, ...] = ()
    silent: bool = False
    slack: str = ""
    quotes: str = ""
    plain: bool = False
    told: bool = False
    text: str = ""


@dataclass(frozen=True)
class Drawn:
    """A table on the page: its parts from top to bottom, and what is read in them."""

    table: str
    parts: tuple[Grid | Line | Picture, ...]
    shown: Mapping[str, Shown]

    @property
    def grid(self) -> Grid:
        """Return the only grid, before anything cut it up."""
        (grid,) = (part for part in self.parts if isinstance(part, Grid))
        return grid

    def with_grid(self, slots: Iterable[Slot], shown: Mapping[str, Shown] | None = None) -> Drawn:
        """Return the table with other rectangles, and with other readings of some cells."""
        ordered = tuple(sorted(slots, key=lambda slot: (slot.row, slot.column)))
        return replace(self, parts=(Grid(ordered),), shown={**self.shown, **(shown or {})})


def run(text: str) -> tuple[Run, ...]:
    """Return text without any look."""
    return (Run(text),)


def line(role: str, text: str) -> Line:
    """Return a line without any look."""
    return Line(role, run(text))


def draw(table: Table, figures: Mapping[str, Number]) -> Drawn:
    """Draw the official table with its numbers; everything in it can be read."""
    heads = header_rows(table)
    slots = []
    for box in boxes(table):
        key = str(box.cell) if box.role is Role.NUMBER else ""
        text = show(figures[key]) if key else box.text
        head = box.row < heads or box.role in {Role.BANNER, Role.HEADER, Role.CORNER}
        slots.append(
            Slot(box.row, box.column, box.height, box.width, run(text), key, head and not key)
        )
    shown = {
        str(cell): Shown((figures[str(cell)],), plain=True, text=show(figures[str(cell)]))
        for cell in table.cells
    }
    return Drawn(table.key, (Grid(tuple(slots)),), shown)


def show(number: Number) -> str:
    """Write a number the usual way, without an exponent."""
    return format(number, "f") if not isinstance(number, int) else str(number)


def doubtful(shown: Shown) -> Shown:
    """Return a reading that may be right or listed, as a person who is unsure would have it."""
    return replace(shown, plain=False)


def unreadable(shown: Shown) -> Shown:
    """Return a reading of which only a guess is possible: blank, and listed."""
    return replace(shown, values=(), plain=False, silent=False)


def blank(shown: Shown) -> Shown:
    """Return the reading of an empty cell."""
    return Shown(silent=True)


def glued(numbers: dict[str, Shown], text: str) -> dict[str, Shown]:
    """Say what can be read in a row of numbers without anything between them.

    A single number is itself; rows of 表三 and 表四 may be proved by their totals; nothing proves the
    documents of 表二, unless a minus cuts them. A 0 at the beginning is a number of its own, and after all
    but one number comes the last.
    """
    if len(numbers) == 1:
        return numbers
    proved = all(key.startswith(("req.", "rem.")) for key in numbers) or "-" in text
    zeros = len(text) - len(text.lstrip("0"))
    proved = proved or zeros >= len(numbers) - 1
    return {
        key: replace((doubtful if proved or place < zeros else unreadable)(shown), text=text)
        for place, (key, shown) in enumerate(numbers.items())
    }
