"""Filled workbook -> Report: figures, text and profile by defined name, and whatever was odd there."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import Oddity
from xlsheets.basics.patterns import pattern_of
from xlsheets.ooxml.contents import open_package
from xlsheets.ooxml.identify import parts_of
from xlsheets.ooxml.refusals import refusal
from xlsheets.report import Observation, Report
from xlsheets.schema import EDITIONS, edition_named
from xlsheets.values import NamedTuple
from xlsheets.workbook.fingerprint import TEMPLATE_VERSION, fingerprint
from xlsheets.workbook.layout import (
    Layout,
    cell_name,
    stamp_name,
)
from xlsheets.workbook.linked_figures import (
    OWN_NAMES,
    added_sheets,
    is_log_linked,
    sheets_in_use,
)
from xlsheets.workbook.reading.other_sheets import (
    Notes,
    read_drafted,
    read_facts,
    read_profile,
    read_prose,
    read_reasons,
)
from xlsheets.workbook.reading.stated import read_stated
from xlsheets.workbook.reading.strays import strays
from xlsheets.workbook.reading.tables import read_table
from xlsheets.xlsx.workbook import BLANK, Workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence

    from xlsheets.basics.numbers import Number
    from xlsheets.ooxml.contents import Package
    from xlsheets.schema import Cell, Edition


def read_workbook(source: Path | bytes, name: str = "") -> Report:
    """Read a filled workbook; what a clerk typed or changed becomes an observation, never an error.

    Args:
        source: a path, or the bytes of a file.
        name: what to call it; the file name by default.

    Raises:
        UnreadableError: it is no sound workbook of ours; the sentence says what it is and what to do.
    """
    name = name or (source.name if isinstance(source, Path) else "")
    package = open_package(parts_of(source, name))
    refuse_other_workbooks(package)
    workbook = Workbook(package)
    return read_opened(workbook, name)


def read_opened(workbook: Workbook, name: str) -> Report:
    """Read a workbook that is known to be ours."""
    return _read(workbook, _plan(edition_key(workbook)), name)


class _Plan(NamedTuple):
    """What a workbook of an edition is compared with; the same for every file."""

    edition: Edition
    names: tuple[str, ...]
    fingerprint: str


@lru_cache(maxsize=4)
def _plan(key: str) -> _Plan:
    edition = edition_named(key)
    return _Plan(edition, tuple(Layout(edition).names), fingerprint(edition))


def refuse_other_workbooks(package: Package) -> None:
    """Refuse a workbook without any of our names, before more of it is read."""
    cells = (cell for edition in EDITIONS for cell in edition.cells)
    if stamp_name("edition") not in package.names and not any(
        cell_name(cell).casefold() in package.names for cell in cells
    ):
        # Loaded here: of the files that are read, hardly one is a case log.
        from xlsheets.workbook.caselog.places import YEAR_NAME

        raise refusal("case_log" if YEAR_NAME in package.names else "not_ours")


def edition_key(workbook: Workbook) -> str:
    """Return the edition the hidden sheet names, or whose cells have names when that sheet was deleted."""
    return stamped_edition(workbook) or edition_fitting(lambda _: workbook.package.names).key


def stamped_edition(workbook: Workbook) -> str:
    """Return the edition the hidden sheet names; "" when that sheet was deleted."""
    key = _stamp(workbook, "edition")
    if key and key not in (edition.key for edition in EDITIONS):
        raise refusal("other_edition", where=key)
    return key


def edition_fitting(names: Callable[[Edition], Container[str]]) -> Edition:
    """Return the edition most of whose cells have a name and fewest have none; the newer one of those alike."""

    def fit(edition: Edition) -> tuple[int, int, int]:
        known = names(edition)
        named = sum(cell_name(cell).casefold() in known for cell in edition.cells)
        return named, -len(edition.cells) if named else 0, edition.first_year

    return max(EDITIONS, key=fit)


def _stamp(workbook: Workbook, key: str) -> str:
    found = workbook.cell(stamp_name(key))
    return workbook.raw(found).text.strip() if found else ""


def _read(workbook: Workbook, plan: _Plan, name: str) -> Report:
    edition, notes = plan.edition, Notes()
    notes.observations.extend(_look_at_file(workbook, plan))
    figures: dict[Cell, Number] = {}
    stated: dict[Cell, Number] = {}
    for table in edition.tables:
        read = read_table(workbook, edition, table)
        figures |= read.figures
        stated |= dict(read_stated(workbook, edition, table, read.figures)) | read.stated
        notes.observations.extend(read.observations)
        notes.places |= {str(cell): found.spot for cell, found in read.found.items()}
    profile = read_profile(workbook, edition, notes)
    narrative, facts = read_prose(workbook, edition, notes), read_facts(workbook, edition, notes)
    notes.observations.extend(strays(workbook, edition, notes.places, notes.observations))
    return Report(
        edition_key=edition.key,
        profile=profile,
        figures=figures,
        stated=stated,
        narrative=narrative,
        facts=facts,
        drafted=read_drafted(workbook),
        reasons=read_reasons(workbook),
        observations=tuple(_with_use(notes)),
        places=notes.places,
        source=name,
    )


def _with_use(notes: Notes) -> Iterator[Observation]:
    """Yield what was observed; of an added sheet that figures are taken from, the first cell that does so is noted."""
    used = sheets_in_use(notes.observations, notes.places)
    for seen in notes.observations:
        taken = used.get(seen.text) if seen.kind is Oddity.ADDED_SHEET else None
        yield seen._replace(note=f"{taken.sheet}!{taken.cell}") if taken else seen


def _look_at_file(workbook: Workbook, plan: _Plan) -> Iterator[Observation]:
    """Yield what is odd about the workbook as a whole."""
    version, mark = _stamp(workbook, "template"), _stamp(workbook, "fingerprint")
    if (version, mark) != (TEMPLATE_VERSION, plan.fingerprint):
        yield Observation(Oddity.OTHER_VERSION, "", version)
    linked = workbook.package.linked
    for link in linked:
        yield Observation(Oddity.EXTERNAL_LINK, "", link, "登记簿" if is_log_linked(linked) else "")
    for found in workbook.package.active:
        yield Observation(Oddity.ACTIVE_CONTENT, "", found)
    yield from _look_at_sheets(workbook, plan)


def _look_at_sheets(workbook: Workbook, plan: _Plan) -> Iterator[Observation]:
    """Yield what is odd about its sheets, without what stands in them."""
    own = workbook.used(OWN_NAMES)
    used = [name for name in workbook.used(plan.names) if name not in own]
    for name in used:
        if not workbook.sheet(name).protected:
            yield Observation(Oddity.UNPROTECTED, "", name)
        if workbook.entry(name).hidden:
            yield Observation(Oddity.HIDDEN, "", name)
    for name in added_sheets(workbook, plan.edition):
        yield _added(workbook, plan, name, used)


def _added(workbook: Workbook, plan: _Plan, name: str, used: Sequence[str]) -> Observation:
    """Return what a sheet is that the template does not have."""
    original = _COPY.sub("", name)
    if original in used and _differs(workbook, plan, original, name):
        return Observation(Oddity.COPIED_SHEET, "", name, original)
    return Observation(Oddity.ADDED_SHEET, "", name)


# What programs append to the name of a sheet that was copied.
_COPY = pattern_of(r"\s*[(（]\d+[)）]$|\s*[-_]?\s*副本\s*\d*$")


def _differs(workbook: Workbook, plan: _Plan, original: str, copy: str) -> bool:
    """Tell whether the copy of a sheet holds something else where the original is read."""
    here, there = workbook.sheet(original).cells, workbook.sheet(copy).cells
    places = [
        found.place
        for name in plan.names
        if (found := workbook.cell(name)) is not None and found.sheet == original
    ]
    return any(here.get(place, BLANK).text != there.get(place, BLANK).text for place in places)
