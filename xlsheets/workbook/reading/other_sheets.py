"""The sheets around the tables -> profile, facts, prose, and the reasons given for findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from xlsheets.basics.addresses import Spot
from xlsheets.basics.characters import typed_lines
from xlsheets.basics.numbers import Oddity
from xlsheets.report import PREAMBLE, PROFILE_LABELS, Observation, Profile
from xlsheets.schema.facts import FACTS
from xlsheets.workbook.layout import (
    DRAFTED_NAME,
    FINDING_COLUMNS,
    FINDINGS_NAME,
    fact_name,
    profile_name,
    prose_name,
)
from xlsheets.workbook.linked_figures import linked_figure
from xlsheets.workbook.own_sentences import load_drafted
from xlsheets.workbook.reading.headings import headed, label_oddity
from xlsheets.workbook.reading.strays import reach
from xlsheets.xlsx import cell_value
from xlsheets.xlsx.workbook import BLANK, NameTarget, Range, Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.basics.numbers import Number
    from xlsheets.schema import Edition
    from xlsheets.schema.facts import Fact
    from xlsheets.xlsx.rows import Raw

_Value = TypeVar("_Value")


class Notes:
    """What is noted along the way: where things stand, and what was odd there."""

    def __init__(self) -> None:
        self.places: dict[str, Spot] = {}
        self.observations: list[Observation] = []

    def observe(self, oddity: Oddity, place: str, text: str = "", note: str = "") -> None:
        self.observations.append(Observation(oddity, place, text, note))


def read_profile(workbook: Workbook, edition: Edition, notes: Notes) -> Profile:
    """Read 基本信息; what is not understood stays empty and is noted."""
    raws = {name: _labelled(workbook, name, notes) for name in PROFILE_LABELS}
    texts = {
        name: _taken(cell_value.text(raw, workbook.book), name, notes) or ""
        for name, raw in raws.items()
        if name not in ("year", "signed")
    }
    level = edition.level(texts["level"])
    texts["level"] = level.key if level else texts["level"]
    year = _taken(cell_value.year(raws["year"], workbook.book), "year", notes)
    signed = _taken(cell_value.day(raws["signed"], workbook.book), "signed", notes)
    return Profile(**texts, year=year, signed=signed)


def _labelled(workbook: Workbook, name: str, notes: Notes) -> Raw:
    """Return the cell of a profile field; blank when it is lost or stands beside another label."""
    label = PROFILE_LABELS[name]
    found = workbook.cell(profile_name(name))
    if found is None:
        notes.observe(Oddity.NAME_LOST, "", label)
        return BLANK
    notes.places[f"profile.{name}"] = found.spot
    oddity = label_oddity(workbook.sheet(found.sheet), found.place, label)
    if oddity:
        notes.observe(oddity, "", "", label)
    if oddity is Oddity.NAME_MOVED:
        return BLANK
    return workbook.raw(found)


def _taken(seen: cell_value.Seen[_Value], name: str, notes: Notes) -> _Value | None:
    """Return the value of a profile field, unless what is odd about it makes it doubtful."""
    if seen.peculiar:
        notes.observe(Oddity.PECULIAR, f"profile.{name}", seen.text, "、".join(seen.peculiar))
    if seen.oddity:
        notes.observe(seen.oddity, f"profile.{name}", seen.text, seen.note)
    return seen.value if seen.oddity in (None, Oddity.UNFORMATTED_DAY) else None


def read_facts(workbook: Workbook, edition: Edition, notes: Notes) -> dict[str, Number]:
    """Read 基础数据; a workbook of another version may not have asked for all of them."""
    read = {fact.key: _fact(workbook, edition, fact, notes) for fact in FACTS}
    return {key: value for key, value in read.items() if value is not None}


def _fact(workbook: Workbook, edition: Edition, fact: Fact, notes: Notes) -> Number | None:
    found, place = workbook.cell(fact_name(fact.key)), f"fact.{fact.key}"
    if found is None:
        if all(observation.kind is not Oddity.OTHER_VERSION for observation in notes.observations):
            notes.observe(Oddity.NAME_LOST, place)
        return None
    notes.places[place] = found.spot
    raw = workbook.raw(found)
    if not raw.kind and raw.formula is None:
        return None
    seen = linked_figure(workbook, edition, found, fact.decimals, money=False)
    if seen.oddity:
        notes.observe(seen.oddity, place, seen.text, seen.note)
    if seen.faint:
        notes.observe(Oddity.HIDDEN, place, seen.text)
    label = label_oddity(workbook.sheet(found.sheet), found.place, fact.label)
    if label and (raw.text or raw.formula is not None):
        notes.observe(label, place, "", fact.label)
    return None if label is Oddity.NAME_MOVED else seen.value


def read_prose(workbook: Workbook, edition: Edition, notes: Notes) -> dict[str, tuple[str, ...]]:
    """Read the preamble and the prose sections, one paragraph for every line that holds anything."""
    titles = {PREAMBLE: edition.preamble_heading}
    titles |= {section.key: section.heading for section in edition.prose}
    read = {}
    for section, heading in titles.items():
        found = workbook.range(prose_name(section))
        if found is None:
            notes.observe(Oddity.NAME_LOST, f"text.{section}")
            continue
        notes.places[f"text.{section}"] = Spot(found.sheet, str(found.area.first))
        if not _in_place(workbook, found, heading):
            notes.observe(Oddity.NAME_MOVED, f"text.{section}")
            continue
        column = reach(workbook, found, heading)
        paragraphs = tuple(_paragraphs(workbook, section, column, notes))
        if paragraphs:
            read[section] = paragraphs
    return read


def _in_place(workbook: Workbook, found: Range, heading: str) -> bool:
    first, last = found.area
    return first.column == last.column and headed(workbook.sheet(found.sheet), first, heading)


def _paragraphs(workbook: Workbook, section: str, found: Range, notes: Notes) -> Iterator[str]:
    number = 0
    for cell, raw in workbook.cells_in(found):
        seen = cell_value.text(raw, workbook.book)
        first = number + 1
        for line in typed_lines(seen.value or ""):
            number += 1
            notes.places[f"text.{section}.{number}"] = cell.spot
            yield line
        # What is no text has no paragraph: it is told of at the cell itself.
        place = f"text.{section}.{first}" if number >= first else f"text.{section}.@{cell.place}"
        _look_at_text(workbook, place, cell, seen, notes)


def _look_at_text(
    workbook: Workbook, place: str, cell: NameTarget, seen: cell_value.Seen[str], notes: Notes
) -> None:
    if seen.oddity or seen.peculiar or seen.faint:
        notes.places.setdefault(place, cell.spot)
    if seen.oddity:
        notes.observe(seen.oddity, place, seen.text, seen.note)
    if seen.peculiar:
        notes.observe(Oddity.PECULIAR, place, seen.text, "、".join(seen.peculiar))
    if seen.text and (seen.faint or workbook.sheet(cell.sheet).hides(cell.place)):
        notes.places.setdefault(place, cell.spot)
        notes.observe(Oddity.HIDDEN, place, seen.text)


def read_reasons(workbook: Workbook) -> dict[str, str]:
    """Read the reasons written beside findings, by the fingerprint of the finding."""
    found = workbook.range(FINDINGS_NAME)
    if found is None or workbook.ends_blank(found.sheet, found.area.first.row):
        return {}
    shift = {heading: FINDING_COLUMNS.index(heading) for heading in ("说明理由", "指纹")}
    left = found.area.first.column
    rows: dict[int, dict[str, str]] = {}
    for cell, raw in workbook.cells_in(found):
        for heading, column in shift.items():
            if raw.text and cell.place.column == left + column:
                rows.setdefault(cell.place.row, {})[heading] = raw.text.strip()
    return {row["指纹"]: row["说明理由"] for row in rows.values() if len(row) == len(shift)}


def read_drafted(workbook: Workbook) -> dict[str, str]:
    """Read the sentences the program wrote last time."""
    found = workbook.cell(DRAFTED_NAME)
    text = workbook.raw(found).text if found else ""
    return load_drafted(text) if text else {}
