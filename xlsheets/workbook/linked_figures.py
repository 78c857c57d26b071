"""Formula in a cell to be filled in -> the figure it shows, where it takes it from the unit's own sheets or case log.

Any other formula shows a number nobody can say the source of, and is left to be told of.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from xlsheets.basics.numbers import Oddity
from xlsheets.basics.patterns import pattern_of
from xlsheets.schema import edition_named
from xlsheets.workbook.layout import (
    CHECKS_SHEET,
    EARLIER,
    FINDINGS_NAME,
    GUIDE,
    PROBLEMS_NAME,
    SIGNING,
    STAMP_KEYS,
    Layout,
    stamp_name,
)
from xlsheets.xlsx.cell_value import figure, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from xlsheets.basics.addresses import Spot
    from xlsheets.basics.numbers import Number
    from xlsheets.report import Observation
    from xlsheets.schema import Edition
    from xlsheets.xlsx.cell_value import Seen
    from xlsheets.xlsx.rows import Raw
    from xlsheets.xlsx.workbook import NameTarget, Workbook

# Names that we give to cells besides those of the report, and sheets that have none.
OWN_NAMES = (*map(stamp_name, STAMP_KEYS), FINDINGS_NAME, PROBLEMS_NAME)
_OUR_SHEETS = (GUIDE, CHECKS_SHEET, SIGNING, EARLIER)
# WPS keeps the pictures of a workbook on a hidden sheet of its own.
RESERVED = "WpsReserved_"
_REGISTER = "登记簿"
# How a formula begins a reference to another file: its number in brackets, and the sheet there.
_OTHER_FILE = pattern_of(r"'\[\d+\](?:[^']|'')*'!|\[\d+\][^\s'!()+*/^&=<>,;-]*!")
# A name that no sheet can have stands for it, so that the rest can be understood.
_THERE = "'/'!"


def linked_figure(
    workbook: Workbook, edition: Edition, found: NameTarget, decimals: int, *, money: bool
) -> Seen[Number]:
    """Read a cell that should hold a number; the result of a formula that the unit feeds from its own records counts."""
    raw, book = workbook.raw(found), workbook.book
    seen = figure(raw, book, decimals, money=money)
    if seen.oddity is not Oddity.FORMULA:
        return seen
    result = figure(raw._replace(formula=None), book, decimals, money=money)
    plain = result.value is not None and result.oddity is None and not result.faint
    if not plain or not _is_own(workbook, edition, raw) or _stale(workbook, found, raw):
        return seen
    return result._replace(oddity=Oddity.LINKED, note=seen.note)


def _is_own(workbook: Workbook, edition: Edition, raw: Raw) -> bool:
    """Tell whether a formula takes all it needs from sheets that were added, or from a case log."""
    sheets = list(_sources(raw.formula or ""))
    added = set(added_sheets(workbook, edition))
    log = is_log_linked(workbook.package.linked)
    return bool(sheets) and all(
        log if sheet == "/" else workbook.sheet_called(sheet) in added for sheet in sheets
    )


def _sources(formula: str) -> Iterator[str]:
    """Yield the sheet of every reference, / for one in another file; "" for what is no such reference."""
    # Loaded here, as below: in most reports no figure is a formula.
    from xlsheets.xlsx.formula_parser import (
        FormulaSyntaxError,
        SheetArea,
        parse_formula,
        references_in,
    )

    try:
        node = parse_formula(_OTHER_FILE.sub(_THERE, formula))
    except (FormulaSyntaxError, RecursionError):
        yield ""
        return
    for reference in references_in(node):
        yield reference.sheet if isinstance(reference, SheetArea) else ""


def added_sheets(workbook: Workbook, edition: Edition) -> Iterator[str]:
    """Yield the sheets that the template of an edition does not have."""
    names, ours = _own(edition.key)
    used = workbook.used(names)
    for sheet in workbook.package.sheets:
        own = sheet.name in ours or sheet.name in used
        if not own and not sheet.name.startswith(RESERVED):
            yield sheet.name


@lru_cache(maxsize=4)
def _own(key: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the names that we give to cells in the template of an edition, and its sheets."""
    names = Layout(edition_named(key)).names
    return (*names, *OWN_NAMES), frozenset((*_OUR_SHEETS, *(spot.sheet for spot in names.values())))


def is_log_linked(linked: Iterable[str]) -> bool:
    """Tell whether a case log is all that a workbook takes values from."""
    files = [PurePath(unquote(name)).stem for name in linked]
    return bool(files) and all(_REGISTER in file for file in files)


def _stale(workbook: Workbook, found: NameTarget, raw: Raw) -> bool:
    """Tell whether a formula is known to show something else than what was last stored."""
    from xlsheets.xlsx.formula_functions import UnknownValueError
    from xlsheets.xlsx.formula_values import Calculation

    try:
        return Calculation(workbook).value(found.sheet, found.place) != number(raw.text)
    except UnknownValueError:
        return False


def sheets_in_use(
    observations: Iterable[Observation], places: Mapping[str, Spot]
) -> dict[str, Spot]:
    """Map the sheets that figures are taken from to the first cell that does so."""
    used: dict[str, Spot] = {}
    for seen in observations:
        if seen.kind is Oddity.LINKED and seen.place in places:
            for sheet in _sources(seen.note.removeprefix("=")):
                used.setdefault(sheet, places[seen.place])
    return used
