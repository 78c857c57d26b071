"""Which earlier reports are a unit's: by its name, an alias, a former name, or the units merged into it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from xlsheets.basics.characters import comparable
from xlsheets.county.register import Register, Unit
from xlsheets.report import Profile, Report
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_NOBODY = Register()


class EarlierReports(NamedTuple):
    """A unit's reports of earlier years, newest first, one a year; and what keeps others from being used."""

    reports: tuple[Report, ...]
    remarks: tuple[str, ...] = ()

    def of(self, year: int) -> Report | None:
        """Return the report of a year, if there is one."""
        return next((report for report in self.reports if report.profile.year == year), None)


@lru_cache(maxsize=8192)
def unit_key(name: str) -> str:
    """Return what a unit's name is compared by: blanks, width, brackets and case do not count."""
    return comparable(name)


def same_unit(one: Report, other: Report, register: Register = _NOBODY) -> bool:
    """Tell whether two reports are of one unit; without names only when they say the same."""
    names = (one.profile.unit, other.profile.unit)
    if not any(map(unit_key, names)):
        return one.narrative == other.narrative and one.figures == other.figures
    units = [register.called(name) for name in names]
    if units[0] is not None:
        return units[0] is units[1]
    return unit_key(names[0]) == unit_key(names[1])


def earlier_reports(
    name: str, year: int | None, reports: Iterable[Report], register: Register = _NOBODY
) -> EarlierReports:
    """Return a unit's own reports of years before one, under the name it has now.

    Where it has none of a year, the sum of its predecessors' stands for it; where it is one of them itself,
    because others were merged into it, their sum comes first. Of copies that differ none is used, because
    nobody said which.

    Args:
        name: the unit.
        year: the year of its report; None when it does not say.
        reports: whatever earlier reports were given.
        register: knows aliases, former names and predecessors.
    """
    before = [
        report
        for report in reports
        if year is None or report.profile.year is None or report.profile.year < year
    ]
    unit = register.called(name) or Unit(name)
    own, remarks = _one_a_year(_of_unit(unit, before))
    merged = list(_merged(unit, before, register)) if unit.predecessors else []
    first, second = (merged, own) if is_part_of_itself(unit) else (own, merged)
    years = {report.profile.year for report in first}
    found = [*first, *(report for report in second if report.profile.year not in years)]
    newest_first = sorted(found, key=lambda report: -(report.profile.year or 0))
    return EarlierReports(tuple(_named(report, name) for report in newest_first), tuple(remarks))


def is_part_of_itself(unit: Unit) -> bool:
    """Tell whether a unit kept its name when others were merged into it: it is one of its predecessors."""
    return not set(map(unit_key, unit.names)).isdisjoint(map(unit_key, unit.predecessors))


def _of_unit(unit: Unit, reports: Iterable[Report]) -> Iterator[Report]:
    keys = set(map(unit_key, unit.names))
    return (report for report in reports if unit_key(report.profile.unit) in keys)


def _one_a_year(reports: Iterable[Report]) -> tuple[list[Report], list[str]]:
    """Return one report of each year, and of which years there are copies that differ."""
    years: dict[int | None, list[Report]] = defaultdict(list)
    for report in reports:
        years[report.profile.year].append(report)
    kept, remarks = [], []
    for year, copies in years.items():
        if all(_says_the_same(copy, copies[0]) for copy in copies[1:]):
            kept.append(copies[0])
        else:
            files = "、".join(f"“{copy.source}”" for copy in copies)
            remarks.append(
                f"“{copies[0].profile.unit}”{year} 年度的报告有 {len(copies)} 份，内容不同（{files}），都没有采用，请只留一份。"
            )
    return kept, remarks


def _says_the_same(one: Report, other: Report) -> bool:
    return one.figures == other.figures and one.narrative == other.narrative


def _merged(unit: Unit, reports: Sequence[Report], register: Register) -> Iterator[Report]:
    """Yield, for every year in which each predecessor has a report, their sum."""
    years: dict[int | None, list[Report]] = defaultdict(list)
    for name in unit.predecessors:
        predecessor = register.called(name) or Unit(name)
        for report in _one_a_year(_of_unit(predecessor, reports))[0]:
            years[report.profile.year].append(report)
    for parts in years.values():
        if len(parts) == len(unit.predecessors) and len({part.edition_key for part in parts}) == 1:
            yield sum_of(parts)


def sum_of(parts: Sequence[Report]) -> Report:
    """Return the sum of reports of one year; what one of them leaves blank is blank."""
    if len(parts) == 1:
        return parts[0]
    from xlsheets.county.rollup import exact_sum

    first = parts[0]
    figures = {
        cell: exact_sum(part.figures[cell] for part in parts)
        for cell in first.edition.typed_cells
        if all(part.usable(cell) is not None for part in parts)
    }
    profile = Profile(level=first.profile.level, year=first.profile.year)
    source = "、".join(part.source for part in parts)
    return Report(first.edition_key, profile, figures, source=source)


def _named(report: Report, name: str) -> Report:
    return replace(report, profile=replace(report.profile, unit=name))
