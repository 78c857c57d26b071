"""Workbook whose names are lost or lead astray -> where its labels say that each input stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import Place, Spot, reference
from xlsheets.basics.characters import bare
from xlsheets.report import PREAMBLE, PROFILE_LABELS
from xlsheets.report.alignment import aligned
from xlsheets.schema.facts import FACTS
from xlsheets.schema.shape import boxes, height
from xlsheets.workbook.layout import (
    FINDING_COLUMNS,
    FINDINGS_NAME,
    FINDINGS_ROWS,
    GUIDE,
    LINK_COLUMNS,
    PROFILE,
    PROSE_TOP,
    cell_name,
    fact_name,
    profile_name,
    prose_name,
)
from xlsheets.workbook.reading.headings import check_table, headed, label_oddity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsheets.schema import Cell, Edition
    from xlsheets.schema.spec import Table
    from xlsheets.xlsx.workbook import Workbook

# A sheet is taken for a table when this share of the table's headings stands on it in order.
_ENOUGH = 0.6


def pin(workbook: Workbook, edition: Edition) -> dict[str, str]:
    """Return the names that should lead elsewhere than they do, each with its reference."""
    pages = [Page(entry.name, workbook) for entry in workbook.package.sheets]
    pinned: dict[str, Spot] = {}
    for table in edition.tables:
        pinned |= _table(workbook, table, pages)
    pinned |= dict(_labelled(workbook, pages))
    pinned |= dict(_prose(workbook, edition, pages))
    if workbook.range(FINDINGS_NAME) is None:
        pinned |= dict(_findings(pages))
    return {name: reference(spot) for name, spot in pinned.items()}


@dataclass(frozen=True)
class Page:
    """The texts of one sheet, by row and by column."""

    name: str
    workbook: Workbook

    @cached_property
    def texts(self) -> Mapping[Place, str]:
        cells = self.workbook.sheet(self.name).cells
        return {
            place: bare(raw.text)
            for place, raw in cells.items()
            if raw.text and raw.formula is None and raw.kind != "n"
        }

    def lines(self, axis: int) -> dict[int, set[str]]:
        """Return the texts of every row (axis 0) or column (axis 1) that has any, in order."""
        found: defaultdict[int, set[str]] = defaultdict(set)
        for place, text in self.texts.items():
            found[place[axis]].add(text)
        return dict(sorted(found.items()))

    def spot(self, place: Place) -> Spot:
        return Spot(self.name, str(place))


# Tables -----------------------------------------------------------------------------------------


def _table(workbook: Workbook, table: Table, pages: Sequence[Page]) -> dict[str, Spot]:
    """Pin the cells of a table whose names do not lead to their place."""
    led = {cell: workbook.cell(cell_name(cell)) for cell in table.cells}
    found = {cell: target for cell, target in led.items() if target}
    moved = check_table(table, found, workbook).moved
    sound = {cell: target.spot for cell, target in found.items() if cell not in moved}
    kept = set(sound.values())
    return {
        cell_name(cell): spot
        for cell, spot in _by_headings(table, pages, kept).items()
        if cell not in sound and spot not in kept
    }


def _by_headings(table: Table, pages: Sequence[Page], kept: set[Spot]) -> dict[Cell, Spot]:
    """Find the sheet that has most of a table's headings, and on it the table's cells."""
    own = {spot.sheet for spot in kept}
    best: dict[Cell, Spot] = {}
    for page in sorted(pages, key=lambda candidate: candidate.name not in own):
        rows, columns = (_aligned(table, page, axis) for axis in (0, 1))
        there = {
            box.cell: page.spot(Place(rows[box.row], columns[box.column]))
            for box in boxes(table)
            if box.cell and box.row in rows and box.column in columns
        }
        if len(there) > len(best):
            best = there
    return best


def _aligned(table: Table, page: Page, axis: int) -> dict[int, int]:
    """Return where the rows or columns of a drawn table are on a sheet; none when too few are."""
    size = len(table.widths) if axis else height(table)
    wanted: list[set[str]] = [set() for _ in range(size)]
    for box in boxes(table):
        if box.text:
            wanted[box.column if axis else box.row].add(bare(box.text))
    lines = page.lines(axis)
    numbers = list(lines)
    pairs = _certain(wanted, list(lines.values()))
    if len(pairs) < _ENOUGH * sum(map(bool, wanted)):
        return {}
    found = {at: numbers[there] for at, there in pairs.items()}
    official, here = (Counter(chain(*side)) for side in (wanted, lines.values()))
    return {
        at: line
        for at, line in (found | dict(_between(found, wanted))).items()
        for texts in [lines.get(line, set())]
        if texts & official.keys() <= wanted[at]
        and (at in found or all(here[text] < official[text] for text in wanted[at] - texts))
    }


def _between(found: Mapping[int, int], wanted: Sequence[set[str]]) -> Iterator[tuple[int, int]]:
    """Yield lines without a known text: between two as far apart as they should be, or the last ones.

    Whoever takes one must see that it does not carry the heading of another, and that its own is nowhere else.
    """
    known = sorted(found)
    for before, after in pairwise(known):
        if found[after] - found[before] == after - before:
            yield from ((at, found[before] + at - before) for at in range(before + 1, after))
    last = known[-1]
    if not any(wanted[last + 1 :]):
        yield from ((at, found[last] + at - last) for at in range(last + 1, len(wanted)))


def _certain(wanted: Sequence[set[str]], there: Sequence[set[str]]) -> dict[int, int]:
    """Return the pairs that are the same whether one begins at the first line or at the last."""
    down = _align(wanted, there)
    up = _align(wanted[::-1], there[::-1])
    return {i: j for i, j in down.items() if up.get(len(wanted) - 1 - i) == len(there) - 1 - j}


def _align(wanted: Sequence[set[str]], there: Sequence[set[str]]) -> dict[int, int]:
    """Pair lines in order so that as many texts as possible agree: wanted index -> index there."""
    return aligned([[len(one & other) for other in there] for one in wanted])


# Everything else --------------------------------------------------------------------------------


def _labelled(workbook: Workbook, pages: Sequence[Page]) -> Iterator[tuple[str, Spot]]:
    """Pin profile fields and facts: the cell right of the one place where their label stands."""
    labels = {profile_name(field): label for field, label in PROFILE_LABELS.items()}
    labels |= {fact_name(fact.key): fact.label for fact in FACTS}
    for name, label in labels.items():
        found = workbook.cell(name)
        if found and label_oddity(workbook.sheet(found.sheet), found.place, label) is None:
            continue
        places = [
            page.spot(Place(place.row, place.column + 1))
            for page in pages
            for place, text in page.texts.items()
            if text == bare(label)
        ]
        if len(places) == 1:
            yield name, places[0]


def _prose(
    workbook: Workbook, edition: Edition, pages: Sequence[Page]
) -> Iterator[tuple[str, Spot]]:
    """Pin the paragraphs of a section: right of the numbers below the section's heading."""
    titles = {PREAMBLE: (edition.preamble_heading, PROFILE)}
    titles |= {section.key: (section.title, section.sheet) for section in edition.prose}
    for section, (heading, sheet) in titles.items():
        found = workbook.range(prose_name(section))
        if found and headed(workbook.sheet(found.sheet), found.area.first, heading):
            continue
        # The guide speaks of every section; a sheet that was renamed must be the only one left.
        asked = [page for page in pages if page.name != GUIDE]
        spots = [spot for page in asked if (spot := _numbered(page, heading, sheet))]
        own = [spot for spot in spots if spot.sheet == sheet] or spots
        if len(own) == 1:
            yield prose_name(section), own[0]


def _numbered(page: Page, heading: str, sheet: str) -> Spot | None:
    """Return the column of paragraphs on a page that has the heading, or is called like the sheet."""
    cells = page.workbook.sheet(page.name).cells
    tops = [
        place.row
        for place, raw in cells.items()
        if heading in raw.text or heading in (raw.formula or "")
    ] or ([0] if page.name.startswith(sheet) else [])
    firsts = [
        place
        for place, raw in cells.items()
        if tops
        and place.row > tops[0]
        and raw.kind == "n"
        and raw.text == "1"
        and place.column <= 2
        and _heads(page, place, heading)
    ]
    # Of the sections only workbooks of earlier versions have numbers; their columns are headed in all of them.
    under = [
        Place(place.row + 1, place.column)
        for place, raw in cells.items()
        if tops and 0 < place.row - tops[0] <= PROSE_TOP and raw.text.startswith("正文　")
    ]
    starts = [Place(first.row, first.column + 1) for first in firsts] or under
    if not starts:
        return None
    row, column = starts[0]
    last = max((place.row for place in page.texts if place.column == column), default=row)
    return Spot(page.name, f"{Place(row, column)}:{Place(max(last, row + 1), column)}")


def _heads(page: Page, first: Place, heading: str) -> bool:
    """Tell whether the row above the first number heads a column of paragraphs."""
    above = [text for place, text in page.texts.items() if place.row == first.row - 1]
    return any(text.startswith("正文") or bare(heading) in text for text in above)


def _findings(pages: Sequence[Page]) -> Iterator[tuple[str, Spot]]:
    """Pin the list of findings, where the reasons stand, by the row of its headings."""
    for page in pages:
        for row, texts in page.lines(0).items():
            if set(FINDING_COLUMNS) <= texts:
                width = len(FINDING_COLUMNS) + len(texts.intersection(LINK_COLUMNS))
                corner = f"{Place(row + FINDINGS_ROWS, width)}"
                yield FINDINGS_NAME, Spot(page.name, f"{Place(row + 1, 1)}:{corner}")
                return
