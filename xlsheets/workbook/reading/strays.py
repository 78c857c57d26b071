"""Sheets of ours -> what somebody typed outside the cells that are read, so that nothing is lost in silence.

A sheet of another version may hold other help texts; of it only open cells are looked at.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import Area, Place, place_of
from xlsheets.basics.characters import bare
from xlsheets.basics.numbers import Oddity
from xlsheets.report import PREAMBLE, PROFILE_LABELS, Observation
from xlsheets.schema.facts import FACTS
from xlsheets.schema.shape import boxes
from xlsheets.values import NamedTuple
from xlsheets.workbook.layout import (
    TABLE_TOP,
    cell_name,
    fact_name,
    prose_name,
)
from xlsheets.xlsx.workbook import NameTarget, Range

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from xlsheets.basics.addresses import Spot
    from xlsheets.schema import Edition
    from xlsheets.schema.spec import Table
    from xlsheets.xlsx.rows import Raw
    from xlsheets.xlsx.workbook import Workbook

# How the locked notes above, below and beside a table begin.
_NOTES = ("浅黄色的格", "勾稽关系", "上年数")
# Widths of the forms on 基本信息 and 基础数据, in columns.
_PROFILE_COLUMNS, _FACT_COLUMNS = 4, 5
# Rows that may be between the heading of a prose column and its first cell where somebody inserted some.
_MOST_INSERTED = 40
_MOVED = (Oddity.NAME_LOST, Oddity.NAME_MOVED)


class _Typed(NamedTuple):
    """A cell that holds something no formula wrote."""

    place: Place
    raw: Raw
    open: bool


def reach(workbook: Workbook, found: Range, heading: str) -> Range:
    """Return the whole column that paragraphs may stand in: from below its heading to its last text.

    Rows inserted above the first cell and paragraphs written below the last one are read like the others.
    """
    cells = workbook.sheet(found.sheet).filled
    (top, column), (bottom, _) = found.area
    heads = [
        place.row
        for place, raw in cells.items()
        if top - _MOST_INSERTED <= place.row < top and _is_heading(raw, heading)
    ]
    used = [place.row for place, raw in cells.items() if place.column == column and raw.text]
    first = max(heads) + 1 if heads else top
    last = max([bottom, *used])
    return Range(found.sheet, Area(Place(first, column), Place(last, column)))


def _is_heading(raw: Raw, heading: str) -> bool:
    return raw.text.startswith(("正文", heading)) or heading in (raw.formula or "")


def strays(
    workbook: Workbook,
    edition: Edition,
    places: dict[str, Spot],
    observed: Iterable[Observation],
) -> Iterator[Observation]:
    """Yield what stands outside the cells that are read, and note where.

    Args:
        workbook: the workbook.
        edition: its official format.
        places: where everything was read; a stray is added to them.
        observed: what else is odd: a changed heading or a lost row is told of once.
    """
    seen = tuple(observed)
    other = any(observation.kind is Oddity.OTHER_VERSION for observation in seen)
    taken: defaultdict[str, set[Place]] = defaultdict(set)
    for spot in places.values():
        taken[spot.sheet].add(place_of(spot.cell))
    for sheet, known, is_stray in _sheets(workbook, edition, seen):
        for cell in _typed(workbook, sheet, taken[sheet], known):
            if (cell.open or not other) and is_stray(cell):
                spot = NameTarget(sheet, cell.place).spot
                taken[sheet].add(cell.place)
                place = f"stray.{spot.sheet}.{spot.cell}"
                places[place] = spot
                yield Observation(Oddity.STRAY, place, cell.raw.text.strip())


def _typed(
    workbook: Workbook, sheet: str, taken: set[Place], known: frozenset[str]
) -> list[_Typed]:
    """Return the cells with contents that are not read and not known."""
    return [
        _Typed(place, raw, not workbook.locked(raw))
        for place, raw in workbook.sheet(sheet).filled.items()
        if raw.text and raw.formula is None and place not in taken
        if raw.text not in known and not raw.text.isspace()
    ]


def _sheets(
    workbook: Workbook, edition: Edition, seen: tuple[Observation, ...]
) -> Iterator[tuple[str, frozenset[str], Callable[[_Typed], bool]]]:
    """Yield every sheet that is read, its own texts, and what tells whether another cell of it is a stray."""
    moved = {observation.place for observation in seen if observation.kind in _MOVED}
    changed = {
        bare(observation.text) for observation in seen if observation.kind is Oddity.LABEL_CHANGED
    }
    for table in edition.tables:
        if not moved or moved.isdisjoint(map(str, table.cells)):
            first = workbook.cell(cell_name(table.cells[0]))
            known = _headings(table) | changed
            if first:
                yield first.sheet, known, partial(_beside_table, known=known)
    lost = {observation.text for observation in seen if observation.kind is Oddity.NAME_LOST}
    for section, heading in _prose(edition):
        if section == PREAMBLE and not lost.isdisjoint(PROFILE_LABELS.values()):
            continue
        found = workbook.range(prose_name(section))
        if found:
            column = reach(workbook, found, heading)
            yield found.sheet, frozenset(), partial(_beside_prose, column=column.area)
    fact = workbook.cell(fact_name(FACTS[0].key))
    if fact:
        yield fact.sheet, frozenset(), _beside_facts


def _prose(edition: Edition) -> Iterator[tuple[str, str]]:
    yield PREAMBLE, edition.preamble_heading
    yield from ((section.key, section.heading) for section in edition.prose)


@lru_cache(maxsize=16)
def _headings(table: Table) -> frozenset[str]:
    return frozenset(
        text for box in boxes(table) if box.text for text in (box.text, bare(box.text))
    )


def _beside_table(cell: _Typed, known: frozenset[str]) -> bool:
    if cell.place.row <= TABLE_TOP or bare(cell.raw.text) in known:
        return False
    return cell.open or not cell.raw.text.startswith(_NOTES)


def _beside_prose(cell: _Typed, column: Area) -> bool:
    """Tell whether a cell is neither above the paragraphs nor the number of one."""
    (top, paragraphs), _ = column
    if cell.place.row < top:
        return cell.open or cell.place.column > max(paragraphs + 1, _PROFILE_COLUMNS)
    numbers_it = cell.place.column == paragraphs - 1 and cell.raw.kind == "n"
    return not numbers_it


def _beside_facts(cell: _Typed) -> bool:
    return cell.open or cell.place.column > _FACT_COLUMNS
