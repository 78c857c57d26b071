"""Package -> a workbook one can ask: where does a name lead, what stands there, how is it locked."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import Area, Place, Spot, area_of, referred_spot
from xlsheets.basics.patterns import pattern_of
from xlsheets.ooxml.xml import KINDS
from xlsheets.values import NamedTuple
from xlsheets.xlsx.cell_value import ValueContext
from xlsheets.xlsx.rows import Raw
from xlsheets.xlsx.sheet import StoredSheet, blanks, read_sheet
from xlsheets.xlsx.strings_and_styles import styles_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlsheets.ooxml.contents import Package, SheetEntry
    from xlsheets.xlsx.strings_and_styles import CellStyle

_ABSOLUTE = pattern_of(r"\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?")
# Brackets in a reference name another file.
_OTHER_FILE = frozenset("[]")
# Some hundred names belong to a report; of a workbook with more than these nothing is kept.
_MOST_NAMES = 4_096
# Rows down to the last in which a cell holds nothing, refers to a text, which may be empty, or has an empty result.
_NO_RESULT = rb"><f[^<>]*>[^<>]*</f>(?:<v></v>|<v ?/>)</c>"
_BARE_CELL = rb'<c [^<>/]*(?:/>|></c>| t="s"><v>[0-9]+</v></c>|%s)' % _NO_RESULT
_BARE_ROWS = pattern_of(rb"(?:<row [^<>/]*(?:/>|>(?:%s)*+</row>))*+</sheetData>" % _BARE_CELL)
_REFERRED = pattern_of(rb"<v>([0-9]+)</v>")
# What may hold rows that are none.
_VEILS = (b"<!--", b"<![CDATA[")
BLANK = Raw("", "", None, 0)


class NameTarget(NamedTuple):
    """Where a name leads: a sheet as it is called now, and a cell of it."""

    sheet: str
    place: Place

    @cached_property
    def spot(self) -> Spot:
        """The same as it is shown to people."""
        return Spot(self.sheet, str(self.place))


class Range(NamedTuple):
    """Where a name leads that stands for several cells."""

    sheet: str
    area: Area


class _Led(NamedTuple):
    """Where names lead, as far as anybody asked.

    Args:
        ranges: the cells that a name stands for.
        cells: those that stand for one cell, whatever is merged.
        sheets: the sheets that several names lead to.
    """

    ranges: dict[str, Range | None]
    cells: dict[str, NameTarget]
    sheets: dict[tuple[str, ...], tuple[str, ...]]


class Workbook:
    """A workbook whose sheets are read when they are asked for."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._entries = {sheet.name: sheet for sheet in package.sheets}
        self._called = {name.casefold(): name for name in self._entries}
        self._sheets: dict[str, StoredSheet] = {}

    @cached_property
    def texts(self) -> dict[str, str]:
        """Shared texts by number as written."""
        texts = texts_of(self.package)
        return dict(zip(map(str, range(len(texts))), texts, strict=True))

    @cached_property
    def styles(self) -> tuple[CellStyle, ...]:
        """Cell styles by number."""
        return styles_of(self.package)

    @cached_property
    def _blank(self) -> Mapping[str, Raw]:
        return blanks(len(self.styles))

    @cached_property
    def book(self) -> ValueContext:
        """What the meaning of stored values depends on."""
        return _context(self.styles, since_1904=self.package.since_1904)

    def entry(self, name: str) -> SheetEntry:
        """Return what the workbook says about a sheet."""
        return self._entries[name]

    def sheet_called(self, name: str) -> str | None:
        """Return how the workbook spells the name of a sheet; None when there is none of that name."""
        return self._called.get(name.casefold())

    def sheet(self, name: str) -> StoredSheet:
        """Return a sheet, read at the first call."""
        if name not in self._sheets:
            self._sheets[name] = self.changed(name, self.xml(name))
        return self._sheets[name]

    def xml(self, name: str) -> bytes:
        """Return the part of a sheet."""
        return self.package.parts[self._entries[name].part]

    def changed(self, name: str, xml: bytes) -> StoredSheet:
        """Return a sheet as if this were its part."""
        return read_sheet(self._entries[name].part, xml, self.texts, self._blank)

    @cached_property
    def _led(self) -> _Led:
        names = self.package.names
        few = len(names) <= _MOST_NAMES
        return _met(tuple(names.items()), tuple(self._entries)) if few else _Led({}, {}, {})

    def range(self, name: str) -> Range | None:
        """Return the cells a name stands for; None when it is missing, broken or no plain reference."""
        ranges = self._led.ranges
        if name not in ranges:
            ranges[name] = self._range(name)
        return ranges[name]

    def _range(self, name: str) -> Range | None:
        called, area = _referred(self.package.names.get(name.casefold(), ""))
        return Range(self._called[called], area) if area and called in self._called else None

    def cell(self, name: str) -> NameTarget | None:
        """Return the one cell a name stands for; cells merged into one count as one."""
        known = self._led.cells.get(name)
        if known:
            return known
        found = self.range(name)
        if found is None:
            return None
        target = NameTarget(found.sheet, found.area.first)
        if found.area.size == 1:
            self._led.cells[name] = target
            return target
        return target if found.area in self.sheet(found.sheet).merged else None

    def raw(self, found: NameTarget) -> Raw:
        """Return a cell as stored; a cell that is not stored is blank."""
        return self.sheet(found.sheet).cells.get(found.place, BLANK)

    def ends_blank(self, sheet: str, row: int) -> bool:
        """Tell without reading a sheet that no cell of a row or below holds anything; False where it may."""
        xml = self.xml(sheet)
        start = xml.find(b'<row r="%d"' % row)
        if start < 0 or any(xml.find(veil, 0, start) >= 0 for veil in _VEILS):
            return False
        referred = _referred_in_bare_rows(xml[start:])
        return referred is not None and not any(self.texts.get(key, key) for key in referred)

    def locked(self, raw: Raw) -> bool:
        return self.styles[raw.style].locked

    def cells_in(self, found: Range) -> Iterator[tuple[NameTarget, Raw]]:
        """Yield the cells of a range that hold something, in reading order."""
        (top, left), (bottom, right) = found.area
        for place, raw in self.sheet(found.sheet).filled.items():
            row, column = place
            if left <= column <= right and top <= row <= bottom:
                yield NameTarget(found.sheet, place), raw

    def used(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the sheets these names lead to, in the order of the workbook."""
        sheets = self._led.sheets
        if names not in sheets:
            led = {found.sheet for found in map(self.range, names) if found}
            sheets[names] = tuple(name for name in self._entries if name in led)
        return sheets[names]


# Workbooks made from one template have the same styles.
@lru_cache(maxsize=KINDS)
def _context(styles: tuple[CellStyle, ...], *, since_1904: bool) -> ValueContext:
    formats, looks = (
        tuple(style.format for style in styles),
        tuple(style.looks for style in styles),
    )
    return ValueContext(formats, since_1904, looks)


# A list in which nothing was found yet is the same in every workbook of a template.
@lru_cache(maxsize=KINDS)
def _referred_in_bare_rows(rows: bytes) -> frozenset[str] | None:
    """Return the numbers of texts that rows down to the last refer to; None where they may hold something else."""
    bare = _BARE_ROWS.match(rows)
    return frozenset(key.decode() for key in _REFERRED.findall(bare[0])) if bare else None


# Workbooks made from one template have the same names for the same cells.
@lru_cache(maxsize=KINDS)
def _met(  # the arguments are the key
    names: tuple[tuple[str, str], ...],  # noqa: ARG001
    sheets: tuple[str, ...],  # noqa: ARG001
) -> _Led:
    """Return where names lead in a workbook of just these names and sheets; to be added to."""
    return _Led({}, {}, {})


def _referred(reference: str) -> tuple[str, Area | None]:
    """Return sheet, its case folded, and area of a plain reference; no area when it is none."""
    spot = referred_spot(reference)
    if spot is None or _OTHER_FILE & {*spot.sheet} or not _ABSOLUTE.fullmatch(spot.cell):
        return "", None
    return spot.sheet.casefold(), area_of(spot.cell)
