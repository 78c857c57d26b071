"""Tables and table-like lines -> for each row of the form, what stands in its places."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from xlsheets.basics.addresses import Spot, address
from xlsheets.basics.numbers import Number, Oddity, parse_figure
from xlsheets.errors import UnreadableError
from xlsheets.extract import Grid
from xlsheets.extract.splitting import parted, unglued
from xlsheets.extract.squeeze import distance, squeezed
from xlsheets.imports.printed_rows import SEPARATOR, Label, PrintedRow, column_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from xlsheets.extract import Block
    from xlsheets.schema.spec import Measure


# The official tables have some 350 cells.
_MOST = 20_000
_MOST_SIGNS = 200_000


class Slot(NamedTuple):
    """What stands in one place of a row; an empty text is an empty cell.

    ``inferred`` says that the place was not printed by itself, and sums decided what it must be.
    """

    text: str
    value: Number | None = None
    oddity: Oddity | None = None
    origin: Spot = Spot("", "")
    inferred: bool = False


class Fragment(NamedTuple):
    """A cell, or a word of a line, and where it stands."""

    text: str
    origin: Spot


@dataclass(frozen=True)
class Stream:
    """All cells and words one after the other; ``text`` is what labels are looked for in."""

    fragments: tuple[Fragment, ...]
    text: str
    starts: tuple[int, ...]

    def at(self, position: int) -> int:
        """Return the number of the fragment a position of the text lies in."""
        return bisect_right(self.starts, position) - 1


@dataclass
class SlotsFound:
    """What was found: slots by row, and pieces of text nobody asked for."""

    slots: dict[PrintedRow, list[Slot]] = field(default_factory=dict)
    passed_over: list[Fragment] = field(default_factory=list)


def stream(blocks: Iterable[tuple[int, Block]]) -> Stream:
    """Lay tables and lines out as one row of fragments.

    Raises:
        UnreadableError: there are more of them than in any report.
    """
    blocks = list(blocks)
    signs = sum(len(block.text) for _, block in blocks if not isinstance(block, Grid))
    fragments = tuple(islice(_fragments(blocks), _MOST + 1)) if signs <= _MOST_SIGNS else ()
    if len(fragments) > _MOST or signs > _MOST_SIGNS:
        raise UnreadableError("too_large", "这个文件里的表格大得不像年度报告，没有读入。")
    starts, position = [], 0
    for fragment in fragments:
        position += 1
        starts.append(position)
        position += len(fragment.text)
    text = "".join(f"{SEPARATOR}{fragment.text}" for fragment in fragments)
    return Stream(fragments, text, tuple(starts))


def _fragments(blocks: Iterable[tuple[int, Block]]) -> Iterator[Fragment]:
    tables = 0
    for number, block in blocks:
        if not isinstance(block, Grid):
            spot = Spot(f"第 {number} 段", "")
            words = (piece for word in block.text.split() for piece in unglued(squeezed(word)))
            yield from (Fragment(word, spot) for word in words)
            continue
        tables += 1
        for cell in block.cells:
            spot = Spot(f"第 {tables} 个表格", address(cell.row, cell.column))
            yield from (Fragment(text, spot) for text in _pieces(cell.text))


def _pieces(text: str) -> list[str]:
    """Return a cell as one piece, or as several where it holds nothing but several figures."""
    words = [squeezed(word) for word in text.split()]
    several = len(words) > 1 and all(word.isdecimal() for word in words)
    return words if several else ["".join(words)]


def find(source: Stream, rows: Sequence[PrintedRow], measures: Mapping[str, Measure]) -> SlotsFound:
    """Find each row in printed order, and take what stands between its label and the next."""
    found = SlotsFound()
    places = _places(source, rows)
    starts = [start for _, start, _ in places] + [len(source.text)]
    for (row, _, start), end in zip(places, starts[1:], strict=True):
        money = measures[row.block].decimals > 0
        slots = list(_slots(source, row, start, end, found, money=money))
        slots = slots or _printed_above(row, found)
        if slots:
            found.slots[row] = slots
    return found


def _printed_above(row: PrintedRow, found: SlotsFound) -> list[Slot]:
    """Take the figures that stand above their label: the row before has its own and as many more."""
    above, slots = next(reversed(found.slots.items()), (row, []))
    if len(slots) != above.width + row.width or not all(slot.text for slot in slots):
        return []
    found.slots[above] = slots[: above.width]
    return slots[above.width :]


Place = tuple[PrintedRow, int, int]


def _places(source: Stream, rows: Sequence[PrintedRow]) -> list[Place]:
    """Return (row, where its label starts, where it ends) for each row found."""
    exact: list[Place | PrintedRow] = []
    position = 0
    for row in rows:
        match = _first(source.text, position, row.labels)
        exact.append((row, *match) if match else row)
        position = match[1] if match else position
    places: list[Place] = []
    for number, each in enumerate(exact):
        if isinstance(each, tuple):
            places.append(each)
            continue
        start = places[-1][2] if places else 0
        after = (other[1] for other in exact[number + 1 :] if isinstance(other, tuple))
        guess = _alike(source, start, next(after, len(source.text)), each.labels)
        if guess:
            places.append((each, *guess))
    return places


def _first(text: str, position: int, labels: Sequence[Label]) -> tuple[int, int] | None:
    matches = (each.pattern.search(text, position) for each in labels)
    return next((match.span() for match in matches if match), None)


_LEAST, _TYPOS = 4, 2


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
        if any(_resembles(source.text[slice(*span)], each) for each in labels)
    ]
    return fitting[0] if len(fitting) == 1 else None


_NUMBERING = re.compile(r"(?:[一二三四五六七八九十][、.]|\([一二三四五六七八九十]\)|\d[.、,])")


def _resembles(text: str, wanted: Label) -> bool:
    numbering = _NUMBERING.match(text)
    words = text[numbering.end() :] if numbering else text
    if numbering and wanted.number not in ("", numbering[0].strip("()、.,")):
        return False
    if len(words) < _LEAST or any(sign.isdigit() for sign in words):
        return False
    core = wanted.core if len(words) > len(wanted.core) - _TYPOS else wanted.core[: len(words)]
    return words in wanted.core or distance(words.partition("(")[0], core, _TYPOS) <= _TYPOS


_TAIL = re.compile(r".*[\u4e00-\u9fff)\]:;,，。、](?=[^\u4e00-\u9fff]*$)")
_FIGURES = re.compile(r"\d")
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}")
_LONGEST = 20


def _slots(
    source: Stream, row: PrintedRow, start: int, end: int, found: SlotsFound, *, money: bool
) -> Iterator[Slot]:
    """Yield the places of a row: up to the first words that are neither its label nor a column's."""
    slots: list[Slot] = []
    core = "".join(each.core for each in row.labels)
    for fragment in _between(source, start, end):
        kind = _kind(fragment.text, core, money=money)
        if kind is _FragmentKind.PLACE:
            slots.append(_slot(fragment, money=money))
        elif kind is _FragmentKind.STRANGE and _NUMBERING.match(fragment.text):
            break  # the label of a row nobody recognised: what follows is not ours
        elif kind is _FragmentKind.STRANGE and slots:
            if any(each.text for each in slots) or not _is_heading(fragment.text):
                _note(fragment, found)
                break
            slots.clear()
    yield from slots


class _FragmentKind(Enum):
    """What a fragment within a row is: a place, a piece of the label, or words from elsewhere."""

    PLACE = auto()
    LABEL = auto()
    STRANGE = auto()


def _is_heading(text: str) -> bool:
    return text in column_words()


def _between(source: Stream, start: int, end: int) -> Iterator[Fragment]:
    """Yield the fragments of a stretch of text, of the first only what follows the label in it."""
    position = start
    first = source.at(start) if start else 0
    for at in range(first, len(source.fragments)):
        begins = source.starts[at]
        if begins >= end:
            return
        text = source.text[
            max(begins, position) : min(begins + len(source.fragments[at].text), end)
        ]
        if begins < position:
            text = _after_label(text)
            if not text:
                continue
        for piece in parted(text):
            yield Fragment(piece, source.fragments[at].origin)


def _after_label(text: str) -> str:
    """Return what is glued to a label: nothing where the label only goes on."""
    figures = _FIGURES.search(text)
    return text[figures.start() :] if figures else _TAIL.sub("", text)


def _kind(text: str, core: str, *, money: bool) -> _FragmentKind:
    if not text or parse_figure(text, money=money).oddity is not Oddity.TEXT:
        return _FragmentKind.PLACE
    if not _WORDS.search(text) or text in core:
        return (
            _FragmentKind.LABEL if not any(sign.isdigit() for sign in text) else _FragmentKind.PLACE
        )
    starts_like_a_figure = text[0].isdigit() or text[0] in "约近"
    if starts_like_a_figure and not _NUMBERING.match(text) and len(text) <= _LONGEST:
        return _FragmentKind.PLACE
    return _FragmentKind.STRANGE


def _slot(fragment: Fragment, *, money: bool) -> Slot:
    figure = parse_figure(fragment.text, money=money)
    oddity = None if figure.oddity is Oddity.TEXT_NUMBER else figure.oddity
    return Slot(fragment.text, figure.value, oddity, fragment.origin)


def _note(fragment: Fragment, found: SlotsFound) -> None:
    if "。" in fragment.text or fragment.text.startswith("注"):
        found.passed_over.append(fragment)
