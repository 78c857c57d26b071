"""Package -> a workbook one can ask: where does a name lead, what stands there, how is it locked."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from xlsheets.basics.addresses import Area, Place, Spot, area_of, referred_spot
from xlsheets.xlsx.cell_value import ValueContext
from xlsheets.xlsx.rows import Raw
from xlsheets.xlsx.sheet import StoredSheet, blanks, read_sheet
from xlsheets.xlsx.strings_and_styles import styles_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlsheets.ooxml.contents import Package, SheetEntry
    from xlsheets.xlsx.strings_and_styles import CellStyle

_ABSOLUTE = re.compile(r"\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?")
# Brackets in a reference name another file.
_OTHER_FILE = frozenset("[]")
# Some hundred names belong to a report; of a workbook with more than these nothing is kept.
_MOST_NAMES = 4_096
# Where one of these stands in a part, a text in it may read otherwise than it is spelt; UTF-16 has the zero byte.
_VEILS = (b"inlineStr", b"&#", b"<!", b"\0")
_ESCAPE = re.compile(rb"_x[0-9A-Fa-f]{4}_")
BLANK = Raw("", "", None, 0)


class NameTarget(NamedTuple):
    """Where a name leads: a sheet as it is called now, and a cell of it."""

    sheet: str
    place: Place

    @property
    def spot(self) -> Spot:
        return Spot(self.sheet, str(self.place))


class Range(NamedTuple):
    """Where a name leads that stands for several cells."""

    sheet: str
    area: Area


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
        return {str(number): text for number, text in enumerate(texts_of(self.package))}

    @cached_property
    def styles(self) -> tuple[CellStyle, ...]:
        """Cell styles by number."""
        return styles_of(self.package)

    @cached_property
    def _blank(self) -> dict[str, Raw]:
        return blanks(len(self.styles))

    @cached_property
    def book(self) -> ValueContext:
        """What the meaning of stored values depends on."""
        return ValueContext(
            tuple(style.format for style in self.styles),
            self.package.since_1904,
            tuple(style.looks for style in self.styles),
        )

    def entry(self, name: str) -> SheetEntry:
        """Return what the workbook says about a sheet."""
        return self._entries[name]

    def sheet_called(self, name: str) -> str | None:
        """Return how the workbook spells the name of a sheet; None when there is none of that name."""
        return self._called.get(name.casefold())

    def sheet(self, name: str) -> StoredSheet:
        """Return a sheet, read at the first call."""
        if name not in self._sheets:
            part = self._entries[name].part
            xml = self.package.parts[part]
            self._sheets[name] = read_sheet(part, xml, self.texts, self._blank)
        return self._sheets[name]

    @cached_property
    def _ranges(self) -> dict[str, Range | None]:
        names = self.package.names
        few = len(names) <= _MOST_NAMES
        return _met(tuple(names.items()), tuple(self._entries)) if few else {}

    def range(self, name: str) -> Range | None:
        """Return the cells a name stands for; None when it is missing, broken or no plain reference."""
        if name not in self._ranges:
            self._ranges[name] = self._range(name)
        return self._ranges[name]

    def _range(self, name: str) -> Range | None:
        called, area = _led(self.package.names.get(name.casefold(), ""))
        return Range(self._called[called], area) if area and called in self._called else None

    def cell(self, name: str) -> NameTarget | None:
        """Return the one cell a name stands for; cells merged into one count as one."""
        found = self.range(name)
        if found is None:
            return None
        sheet, area = found
        if area.first != area.last and area not in self.sheet(sheet).merged:
            return None
        return NameTarget(sheet, area.first)

    def raw(self, found: NameTarget) -> Raw:
        """Return a cell as stored; a cell that is not stored is blank."""
        return self.sheet(found.sheet).cells.get(found.place, BLANK)

    def may_hold(self, sheet: str, pattern: str) -> bool:
        """Tell without reading a sheet whether a cell of it can hold such a text, spaces around it aside.

        A text is shared, stands in its cell in pieces, or stands there as a value; only where every value is spelt
        as it reads can anything be said from outside.
        """
        alone = re.compile(rf"\s*(?:{pattern})\s*")
        if any(map(alone.fullmatch, self.texts.values())):
            return True
        xml = self.package.parts[self._entries[sheet].part]
        if xml.count(b"<?") > 1 or _ESCAPE.search(xml) or any(veil in xml for veil in _VEILS):
            return True
        # Bytes beyond ASCII may be spaces too.
        value = rf">[\s\x80-\xff]*(?:{pattern})[\s\x80-\xff]*<".encode()
        return bool(re.search(value, xml))

    def locked(self, raw: Raw) -> bool:
        return self.styles[raw.style].locked

    def cells_in(self, found: Range) -> Iterator[tuple[NameTarget, Raw]]:
        """Yield the stored cells of a range in reading order."""
        (top, left), (bottom, right) = found.area
        for place, raw in self.sheet(found.sheet).cells.items():
            row, column = place
            if left <= column <= right and top <= row <= bottom:
                yield NameTarget(found.sheet, place), raw

    def used(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the sheets these names lead to, in the order of the workbook."""
        led = {found.sheet for found in map(self.range, names) if found}
        return tuple(name for name in self._entries if name in led)


# Workbooks made from one template have the same names for the same cells.
@lru_cache(maxsize=4)
def _met(  # the arguments are the key
    names: tuple[tuple[str, str], ...],  # noqa: ARG001
    sheets: tuple[str, ...],  # noqa: ARG001
) -> dict[str, Range | None]:
    """Return where names lead in a workbook of just these names and sheets, as far as anybody asked."""
    return {}


def _led(reference: str) -> tuple[str, Area | None]:
    """Return sheet, its case folded, and area of a plain reference; no area when it is none."""
    spot = referred_spot(reference)
    if spot is None or _OTHER_FILE & {*spot.sheet} or not _ABSOLUTE.fullmatch(spot.cell):
        return "", None
    return spot.sheet.casefold(), area_of(spot.cell)
