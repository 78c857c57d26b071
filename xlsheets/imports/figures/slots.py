"""Fragments of the tables -> for each row of the form, what stands in its places; and what stands in none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import Spot
from xlsheets.basics.numbers import Number, Oddity, parse_figure
from xlsheets.extract import Look
from xlsheets.imports.figures.columns import (
    Columns,
    all_labels,
    column_words,
    columns_named,
    columns_under,
    heads_of_tables,
)
from xlsheets.imports.figures.fragments import (
    NUMBERING,
    FragmentKind,
    after_label,
    fragment_kind,
    is_known,
    parted,
)
from xlsheets.imports.figures.printed_rows import SEPARATOR, PrintedRow
from xlsheets.imports.figures.row_places import places_of_rows
from xlsheets.imports.outline.anchors import is_only_labels
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsheets.extract import Aside
    from xlsheets.imports.figures.columns import Heads
    from xlsheets.imports.figures.row_places import RowPlace
    from xlsheets.imports.figures.stream import Fragment, InTable, Stream
    from xlsheets.schema import Edition


class Slot(NamedTuple):
    """What stands in one place of a row; an empty text is an empty cell.

    ``inferred`` says that the place was not printed by itself, and sums decided what it must be;
    ``note`` what a text that is no number could mean; ``ways`` what a number that is not surely seen may be.
    """

    text: str
    value: Number | None = None
    oddity: Oddity | None = None
    origin: Spot = Spot("", "")
    inferred: bool = False
    note: str = ""
    place: InTable | None = None
    ways: tuple[Number, ...] = ()


class RowSlots(NamedTuple):
    """The columns of a row, and what stands in its places from left to right."""

    columns: Columns
    slots: tuple[Slot, ...]

    @property
    def full(self) -> list[Slot]:
        return [slot for slot in self.slots if slot.text]


@dataclass
class SlotsFound:
    """What was found: slots by row, and the fragments nobody asked for."""

    rows: dict[PrintedRow, RowSlots] = field(default_factory=dict)
    left: list[Fragment] = field(default_factory=list)


def find_slots(source: Stream, rows: Sequence[PrintedRow], form: Edition) -> SlotsFound:
    """Find each row in printed order, and take what stands between its label and the next.

    Args:
        source: the tables.
        rows: the rows of all editions.
        form: the edition whose columns are taken where no headings tell.
    """
    return _Finder(source, form).found_in(places_of_rows(source, rows))


class _Finder:
    """Takes the fragments of each row; what nothing takes is left."""

    def __init__(self, source: Stream, form: Edition) -> None:
        self._source, self._form = source, form
        self._heads: Mapping[tuple[int, int], Heads] = heads_of_tables(source.fragments)
        self._taken: set[int] = set()
        self._found = SlotsFound()

    def found_in(self, places: Sequence[RowPlace]) -> SlotsFound:
        ends = [*(place.start for place in places), len(self._source.text)][1:]
        before = 0
        for place, end in zip(places, ends, strict=True):
            fragments = list(self._fragments_of(place, end))
            columns = self._columns(place, fragments, before)
            slots = tuple(_slots(_in_one_row(fragments), columns)) or self._printed_above(columns)
            if slots:
                self._found.rows[place.row] = RowSlots(columns, slots)
            before = place.end
        self._found.left.extend(self._left())
        return self._found

    def _columns(self, place: RowPlace, fragments: Sequence[Fragment], before: int) -> Columns:
        """Return the columns of a row: under the headings of its table, else by the words before it."""
        block = place.row.block
        at = next((fragment.place for fragment in fragments if fragment.place), None)
        if at:
            under = columns_under(block, self._heads.get((at.table, at.row), ()))
            if under:
                return under
        above = next(
            (
                found.columns
                for row, found in reversed(self._found.rows.items())
                if row.block == block
            ),
            None,
        )
        words = _labels_in(self._source.text[before : place.start])
        if above and not any(word in all_labels() for word in words):
            return Columns(block, above.keys)
        return columns_named(block, words, self._form)

    def _printed_above(self, columns: Columns) -> tuple[Slot, ...]:
        """Take the figures that stand above their label: the row before has its own and as many more."""
        if not self._found.rows:
            return ()
        above, found = next(reversed(self._found.rows.items()))
        width = found.columns.width
        if len(found.slots) != width + columns.width or len(found.full) != len(found.slots):
            return ()
        if any(slot.place for slot in found.slots):
            return ()
        self._found.rows[above] = RowSlots(found.columns, found.slots[:width])
        return found.slots[width:]

    def _fragments_of(self, place: RowPlace, end: int) -> Iterator[Fragment]:
        """Yield what stands behind the label of a row: up to the first words that are neither its label nor a column's."""
        found: list[Fragment] = []
        core = "".join(label.core for label in place.row.labels)
        for at, fragment in self._between(place, end):
            kind = (
                FragmentKind.PLACE
                if self._under_heading(fragment, place.row.block)
                else fragment_kind(fragment.text, core)
            )
            if kind is FragmentKind.STRANGE:
                if NUMBERING.match(fragment.text) or (
                    found
                    and (
                        any(before.text for before in found) or fragment.text not in column_words()
                    )
                ):
                    break
                found.clear()
                continue
            self._taken.add(at)
            if kind is FragmentKind.PLACE:
                found.append(fragment)
        yield from found

    def _under_heading(self, fragment: Fragment, block: str) -> bool:
        """Tell whether a cell stands under the heading of a column, so that whatever it says is said of it."""
        if fragment.place is None or not fragment.text or is_only_labels(fragment.text):
            return False
        heads = self._heads.get((fragment.place.table, fragment.place.row), ())
        columns = columns_under(block, heads)
        covering = columns.heads if columns else ()
        return any(head.covers(fragment.place.start, fragment.place.width) for head in covering)

    def _between(self, place: RowPlace, end: int) -> Iterator[tuple[int, Fragment]]:
        """Yield the fragments from a label on; of the one that holds the label only what follows it."""
        source = self._source
        for at in range(max(source.at(place.start), 0), len(source.fragments)):
            begins, fragment = source.starts[at], source.fragments[at]
            if begins >= end:
                return
            stop = min(begins + len(fragment.text), end)
            text = source.text[max(begins, place.end) : stop]
            if begins < place.end:
                self._taken.add(at)
                text, note = after_label(source.text[begins:stop], place)
                if note:
                    self._found.left.append(fragment._replace(text=note))
                if not text:
                    continue
            pieces = parted(text)
            for piece in pieces:
                whole = len(pieces) == 1 and piece == fragment.text
                yield at, fragment if whole else fragment._replace(text=piece, raw=piece)

    def _left(self) -> Iterator[Fragment]:
        for at, fragment in enumerate(self._source.fragments):
            if at not in self._taken and not is_known(fragment.text):
                yield fragment


def _labels_in(text: str) -> list[str]:
    """Return the labels of columns in a stretch of text, in order; it may be broken anywhere."""
    joined = text.replace(SEPARATOR, "")
    pattern = "|".join(sorted(map(re.escape, all_labels()), key=len, reverse=True))
    return re.findall(pattern, joined)


# The places of a row -----------------------------------------------------------------------------


def _in_one_row(fragments: Sequence[Fragment]) -> Sequence[Fragment]:
    """Return the fragments of the one row of a table that says anything; all, where several do."""
    rows = {fragment.place[:2] if fragment.place else None for fragment in fragments}
    full = {
        fragment.place[:2] if fragment.place else None for fragment in fragments if fragment.text
    }
    if len(rows) < 2 or len(full) != 1:
        return fragments
    (row,) = full
    return [
        fragment
        for fragment in fragments
        if (fragment.place[:2] if fragment.place else None) == row
    ]


def _slots(fragments: Sequence[Fragment], columns: Columns) -> Iterator[Slot]:
    for fragment in fragments:
        for piece in _several(fragment, columns, alone=len(fragments) == 1):
            yield slot_of(piece, money=columns.money)


def _several(fragment: Fragment, columns: Columns, *, alone: bool) -> list[Fragment]:
    """Return the figures of a cell that covers several columns and holds one for each, parted by blanks."""
    words = fragment.raw.split()
    if fragment.place is None or len(words) < 2 or fragment.asides:
        return [fragment]
    covered = sum(head.covers(fragment.place.start, fragment.place.width) for head in columns.heads)
    if len(words) == (covered or (columns.width if alone else 0)) and all(
        parse_figure(word).value is not None for word in words
    ):
        return [fragment._replace(text=word, raw=word) for word in words]
    return [fragment]


def _ways(fragment: Fragment, shown: str, *, money: bool) -> tuple[Number, ...]:
    """Return what a number that is not surely seen may be, by its readings."""
    texts = (shown, *(aside.text for aside in fragment.asides if aside.look is Look.UNSURE))
    values = (parse_figure(text, money=money).value for text in texts)
    return tuple(value for value in values if value is not None) if len(texts) > 1 else ()


def _beside(asides: Sequence[Aside], number: str) -> str:
    """Say what stands beside a number, or what else it may be where it is not surely seen."""
    if asides[0].look is Look.UNSURE:
        ways = dict.fromkeys((number, *(aside.text.strip() for aside in asides)))
        return f"看不准，可能是{'或者'.join(f'“{way}”' for way in ways if way)}"
    others = "、".join(f"{aside.look.value}的“{aside.text.strip()}”" for aside in asides)
    return f"旁边有{others}" + (f"，可能是 {number}" if number else "")


def slot_of(fragment: Fragment, *, money: bool) -> Slot:
    """Read what stands in a place; beside struck or white characters no number is taken."""
    shown = fragment.raw.strip() or fragment.text
    figure = parse_figure(shown, money=money)
    if fragment.asides:
        note = _beside(fragment.asides, shown if figure.value is not None else "")
        return Slot(
            shown or fragment.asides[0].text.strip(),
            None,
            Oddity.TEXT,
            fragment.origin,
            note=note,
            place=fragment.place,
            ways=_ways(fragment, shown, money=money),
        )
    oddity = None if figure.oddity is Oddity.TEXT_NUMBER else figure.oddity
    return Slot(
        shown, figure.value, oddity, fragment.origin, note=figure.note, place=fragment.place
    )
