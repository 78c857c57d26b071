"""Where the names of a workbook lead -> where each cell stands, and what is no longer in its place.

A cell is found by its name alone. It counts as in place when it shares its row and its column with the
cells that belong there, and when the official headings stand beside that row and above that column.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, TypeVar

from xlsheets.basics.addresses import Place
from xlsheets.basics.characters import bare
from xlsheets.basics.numbers import Oddity
from xlsheets.ooxml.xml import KINDS, SHEETS_OF_ONE
from xlsheets.report import Observation
from xlsheets.schema.shape import Role, boxes, header_depth
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from xlsheets.schema.spec import Block, Cell, Table
    from xlsheets.xlsx.sheet import StoredSheet
    from xlsheets.xlsx.workbook import NameTarget, Workbook

_Key = TypeVar("_Key")


class Heading(NamedTuple):
    """An official heading: beside a row, above a column, or over a whole block (neither key)."""

    text: str
    row: str = ""
    column: str = ""


@lru_cache(maxsize=16)
def _headings_of(table: Table) -> Mapping[str, tuple[Heading, ...]]:
    """Return the headings of every block of a table by its key."""
    return {block.key: tuple(_headings(table, block)) for block in table.blocks}


def _headings(table: Table, block: Block) -> Iterator[Heading]:
    """Yield the headings of a block with the first row or column each of them is for."""
    top = 0
    for above in table.blocks:
        if above is block:
            break
        top += header_depth(above) + len(above.row_leaves)
    first = top + header_depth(block)
    for box in boxes(table):
        if box.role is Role.STUB and first <= box.row < first + len(block.row_leaves) and box.text:
            yield Heading(box.text, row=block.row_leaves[box.row - first].key)
        elif box.role is Role.HEADER and top <= box.row < first:
            column = block.column_leaves[box.column - table.stub_depth]
            yield Heading(box.text, column=column.key)
        elif box.role in (Role.BANNER, Role.CORNER) and top <= box.row < first and box.text:
            yield Heading(box.text)


@lru_cache(maxsize=16)
def _bare_headings(table: Table) -> frozenset[str]:
    return frozenset(bare(box.text) for box in boxes(table) if box.text)


def check_table(table: Table, found: Mapping[Cell, NameTarget], workbook: Workbook) -> TableCheck:
    """Compare a table of a workbook with the official one.

    Args:
        table: the official table.
        found: where its cells' names lead, those that lead somewhere.
        workbook: the workbook they stand in.
    """
    sheet = _most([target.sheet for target in found.values()]) or ""
    stored = workbook.sheet(sheet).filled.items() if sheet else ()
    headings = _bare_headings(table)
    # What a formula says is no heading, unless it says what a heading does: titles differ from unit to unit.
    texts = tuple(
        (place, raw.text)
        for place, raw in stored
        if raw.kind == "s" and raw.text and (raw.formula is None or bare(raw.text) in headings)
    )
    return _checked(table, sheet, tuple(found.items()), texts)


class TableCheck(NamedTuple):
    """One table of a workbook as found.

    Args:
        table: the official table.
        sheet: the sheet most of its cells stand on.
        led: its cells whose names lead somewhere, and where.
        texts: the texts on that sheet.
    """

    table: Table
    sheet: str
    led: tuple[tuple[Cell, NameTarget], ...]
    texts: tuple[tuple[Place, str], ...]

    @cached_property
    def found(self) -> Mapping[Cell, NameTarget]:
        """Where the names of its cells lead."""
        return dict(self.led)

    @cached_property
    def rows(self) -> Mapping[tuple[str, str], int]:
        """Where each row of each block is now, by most of its cells."""
        return self._lines(lambda cell: (cell.block, cell.row), lambda place: place.row)

    @cached_property
    def columns(self) -> Mapping[tuple[str, str], int]:
        """Where each column of each block is now, by most of its cells."""
        return self._lines(lambda cell: (cell.block, cell.column), lambda place: place.column)

    def _lines(
        self, key: Callable[[Cell], tuple[str, str]], line: Callable[[Place], int]
    ) -> dict[tuple[str, str], int]:
        lines: dict[tuple[str, str], list[int]] = {}
        for cell, found in self.found.items():
            if found.sheet == self.sheet:
                lines.setdefault(key(cell), []).append(line(found.place))
        return {group: _most(places) or 0 for group, places in lines.items()}

    @cached_property
    def moved(self) -> frozenset[Cell]:
        """Cells that stand where another row or column, or another cell, should be."""
        doubles = Counter(self.found.values())
        astray = {
            cell
            for cell, found in self.found.items()
            if found.sheet != self.sheet or doubles[found] > 1 or not self._in_line(cell, found)
        }
        displaced = (
            cell
            for heading, block, text in self._missing
            if self._elsewhere(heading.text, text)
            for cell in self._under(heading, block)
        )
        rows = self._crowded
        crowded = (cell for cell in self.found if (cell.block, cell.row) in rows)
        return frozenset((*astray, *displaced, *crowded))

    def _in_line(self, cell: Cell, found: NameTarget) -> bool:
        return found.place == (
            self.rows.get((cell.block, cell.row)),
            self.columns.get((cell.block, cell.column)),
        )

    @cached_property
    def _crowded(self) -> frozenset[tuple[str, str]]:
        """Rows beside which the label of another row stands: its figures may have come along."""
        owners = {
            bare(leaf.label): (block.key, leaf.key)
            for block in self.table.blocks
            for leaf in block.row_leaves
        }
        left = min(self.columns.values(), default=0)
        return frozenset(
            row
            for row, line in self.rows.items()
            for place, text in self._by_row.get(line, ())
            if place.column < left and owners.get(bare(text), row) != row
        )

    @cached_property
    def changed_headings(self) -> tuple[Observation, ...]:
        """The headings that say something else now."""
        changed = []
        for heading, block, text in self._missing:
            cells = self._under(heading, block)
            if cells and not self._elsewhere(heading.text, text):
                changed.append(Observation(Oddity.LABEL_CHANGED, str(cells[0]), text, heading.text))
        return tuple(changed)

    def _under(self, heading: Heading, block: Block) -> list[Cell]:
        return [
            cell
            for cell in block.cells
            if cell in self.found
            and heading.row in ("", cell.row)
            and heading.column in ("", cell.column)
        ]

    @cached_property
    def _missing(self) -> list[tuple[Heading, Block, str]]:
        """Headings that are not where they belong, each with what stands there instead."""
        missing = []
        above = 0
        for block in self.table.blocks:
            rows = [row for (key, _), row in self.rows.items() if key == block.key]
            if not rows:
                continue
            for heading in _headings_of(self.table)[block.key]:
                texts = self._texts(heading, block, range(above + 1, min(rows)))
                if not _holds(texts, heading.text):
                    missing.append((heading, block, texts[-1] if texts else ""))
            above = max(rows)
        return missing

    def _texts(self, heading: Heading, block: Block, above: range) -> list[str]:
        """Return the texts among which a heading must be: beside its row, or above its column."""
        if heading.row:
            row = self.rows.get((block.key, heading.row))
            left = min(column for (key, _), column in self.columns.items() if key == block.key)
            return [text for place, text in self._by_row.get(row, ()) if place.column < left]
        texts = [placed for row in above for placed in self._by_row.get(row, ())]
        if heading.column:
            column = self.columns.get((block.key, heading.column))
            return [text for place, text in texts if place.column == column]
        return [text for _, text in texts]

    @cached_property
    def _by_row(self) -> Mapping[int | None, Sequence[tuple[Place, str]]]:
        """All texts of the table's sheet by row, left to right."""
        rows: dict[int | None, list[tuple[Place, str]]] = {}
        for place, text in self.texts:
            rows.setdefault(place.row, []).append((place, text))
        return rows

    def _elsewhere(self, heading: str, text: str) -> bool:
        """Tell whether a missing heading stands somewhere else, or another in its place: things moved."""
        official = Counter(bare(box.text) for box in boxes(self.table) if box.text)
        here = Counter(bare(written) for row in self._by_row.values() for _, written in row)
        return here[bare(heading)] >= official[bare(heading)] or official[bare(text)] > 0


# The tables of sound workbooks are alike but for their numbers: of a folder of them few are looked at twice.
_checked = lru_cache(maxsize=KINDS * SHEETS_OF_ONE)(TableCheck)


def label_oddity(sheet: StoredSheet, place: Place, label: str) -> Oddity | None:
    """Return what is wrong when a label does not stand left of a cell: it moved, or it was changed."""
    lefts = (Place(place.row, column) for column in range(1, place.column))
    if _holds([sheet.cells[left].text for left in lefts if left in sheet.cells], label):
        return None
    here = _holds([raw.text for raw in sheet.filled.values()], label)
    return Oddity.NAME_MOVED if here else Oddity.LABEL_CHANGED


def headed(sheet: StoredSheet, place: Place, heading: str) -> bool:
    """Tell whether a heading stands above a cell, as text or within the formula of a title."""
    return any(
        heading in raw.text or heading in (raw.formula or "")
        for above, raw in sheet.filled.items()
        if above.row < place.row
    )


def _holds(texts: Sequence[str], label: str) -> bool:
    """Tell whether a label is among texts, however it is spaced."""
    return label in texts or bare(label) in map(bare, texts)


def _most(found: Sequence[_Key]) -> _Key | None:
    """Return what is there most often, the first of several; counting is for what is not all alike."""
    if not found or found.count(found[0]) == len(found):
        return found[0] if found else None
    return Counter(found).most_common(1)[0][0]
