"""Approved workbooks of a county and the files its units published -> every unit with what differs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from xlsheets.basics.characters import comparable
from xlsheets.errors import UnreadableError
from xlsheets.workflows.publishing.verifying import verify_published

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xlsheets.county.collection import Collection
    from xlsheets.county.register import Register, Unit
    from xlsheets.imports import Imported
    from xlsheets.report import Report
    from xlsheets.report.differences import Verification
    from xlsheets.report.outcome import Outcome, Source


class PublicationState(Enum):
    """Where a unit stands."""

    EQUAL = "一致"
    DIFFERENT = "不一致"
    UNPUBLISHED = "没有发布稿"
    UNAPPROVED = "没有审定的工作簿"


@dataclass(frozen=True, slots=True)
class UnitPublication:
    """A unit of the register, and every file it published against its workbook.

    Args:
        unit: its name.
        approved: whether a workbook of it counts.
        files: its published files as compared; none are compared without a workbook.
        published: how many files it published.
        refused: files of it that are no published reports, each with the reason.
    """

    unit: str
    approved: bool
    files: tuple[Verification, ...]
    published: int
    refused: tuple[tuple[str, str], ...] = ()

    @property
    def state(self) -> PublicationState:
        if not self.approved:
            return PublicationState.UNAPPROVED
        if not self.published:
            return PublicationState.UNPUBLISHED
        equal = all(file.equal for file in self.files)
        return PublicationState.EQUAL if equal else PublicationState.DIFFERENT


@dataclass(frozen=True, slots=True)
class CountyPublication:
    """The units that have to report, and the published files that are nobody's, each with the reason."""

    units: tuple[UnitPublication, ...]
    passed: tuple[tuple[str, str], ...]

    @property
    def equal(self) -> bool:
        """Whether every unit published what was approved, and nothing was passed over."""
        states = {unit.state for unit in self.units}
        return states <= {PublicationState.EQUAL} and not self.passed


def verify_folder(
    outcomes: Iterable[Outcome],
    judged: Collection,
    register: Register,
    published: Sequence[tuple[Source, Imported | UnreadableError]],
) -> CountyPublication:
    """Compare what each unit published with the workbook of it that counts.

    Args:
        outcomes: the approved workbooks, read.
        judged: which of them count.
        register: the units.
        published: the published files, read, or why they could not be.
    """
    reports = {outcome.source.label: outcome.report for outcome in outcomes}
    counted = {row.unit.name: reports.get(row.counted.file) for row in judged.units if row.counted}
    files: dict[str, list[tuple[Source, Imported]]] = {}
    passed = []
    for source, found in published:
        if isinstance(found, UnreadableError):
            passed.append((source.label, str(found)))
        elif unit := _unit_of(register, found, source.label):
            files.setdefault(unit.name, []).append((source, found))
        else:
            passed.append((source.label, "看不出是名录里哪个单位的，没有对照。"))
    units = tuple(
        _unit(unit.name, counted, files.get(unit.name, []))
        for unit in register.units
        if unit.reporting
    )
    passed += [refused for unit in units for refused in unit.refused]
    return CountyPublication(units, tuple(passed))


def _unit(
    name: str, counted: Mapping[str, Report | None], files: Sequence[tuple[Source, Imported]]
) -> UnitPublication:
    approved = counted.get(name)
    if approved is None:
        return UnitPublication(name, approved=False, files=(), published=len(files))
    verified: list[Verification] = []
    refused = []
    for source, found in files:
        try:
            verified.append(verify_published(approved, found, is_page=is_page(source.path.name)))
        except UnreadableError as error:
            refused.append((source.label, str(error)))
    published = len(files) - len(refused)
    return UnitPublication(
        name, approved=True, files=tuple(verified), published=published, refused=tuple(refused)
    )


def is_page(name: str) -> bool:
    """Tell by its name whether a file is a web page, around which a site prints its own words."""
    return name.lower().endswith((".html", ".htm", ".mht", ".mhtml"))


def _unit_of(register: Register, found: Imported, file: str) -> Unit | None:
    """Return the unit a file is of: by its title or signature, its code, else the one its file is named after."""
    match = register.match(found.report.profile.unit, file)
    if match.unit or found.report.profile.unit:
        return match.unit
    named = comparable(file)
    units = [
        unit for unit in register.units if any(comparable(name) in named for name in unit.names)
    ]
    longest = max(units, key=lambda unit: len(unit.name), default=None)
    return longest if all(unit.name in longest.name for unit in units if longest) else None
