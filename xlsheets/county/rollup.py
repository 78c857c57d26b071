"""Reports of the units -> the report of the whole: sums, who is in them, who is not, and why."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum, auto
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING

from xlsheets.basics.characters import comparable
from xlsheets.basics.numbers import as_number
from xlsheets.county.adjustment import refuse_adjustment, refuse_below_zero
from xlsheets.report import Profile, Report
from xlsheets.schema import edition_for
from xlsheets.schema.facts import FACTS
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from xlsheets.basics.numbers import Number
    from xlsheets.county.adjustment import Adjustment
    from xlsheets.schema import Cell, Edition


class ExclusionReason(Enum):
    """Why a report is left out of the sums."""

    NAMELESS = auto()
    OTHER_YEAR = auto()
    OTHER_EDITION = auto()
    VERTICAL = auto()
    UNKNOWN = auto()
    AGGREGATE = auto()
    TWICE = auto()
    REPEATED = auto()
    UNUSABLE = auto()
    UNDECIDED = auto()
    DISSOLVED = auto()


# A unit that such a report names has not reported yet.
_NOT_OF_THE_YEAR = (
    ExclusionReason.OTHER_YEAR,
    ExclusionReason.OTHER_EDITION,
    ExclusionReason.UNDECIDED,
)


@dataclass(frozen=True)
class Scope:
    """Who should report. Nothing is known of it when both are empty.

    Args:
        expected: names of the units that have to report.
        vertical: names of the units that report inside their own system, never to the local government.
    """

    expected: tuple[str, ...] = ()
    vertical: tuple[str, ...] = ()

    @cached_property
    def due(self) -> frozenset[str]:
        """The expected names as reports are known by."""
        return frozenset(map(comparable, self.expected))

    @cached_property
    def exempt(self) -> frozenset[str]:
        """The names of vertical units as reports are known by."""
        return frozenset(map(comparable, self.vertical))


class LeftOut(NamedTuple):
    """A report that is in no sum."""

    report: Report
    fault: ExclusionReason


class Difference(NamedTuple):
    """A cell in which a typed aggregate is not the sum; ``typed`` is None where it is blank."""

    cell: Cell
    typed: Number | None
    summed: Number


@dataclass(frozen=True)
class Rollup:
    """The aggregate and how it came about.

    Args:
        report: the aggregate as a report, adjustments included.
        units: the reports that count, by unit.
        left_out: the reports that do not.
        scope: who should report.
        adjustments: what was added by hand.
        typed: the aggregate as somebody typed it, to tie out with.
        left_open: how many 强制性 and 核实性 findings the files still have that count, by file; files that
            were only read are not in it.
    """

    report: Report
    units: tuple[Report, ...]
    left_out: tuple[LeftOut, ...] = ()
    scope: Scope = field(default_factory=Scope)
    adjustments: tuple[Adjustment, ...] = ()
    typed: Report | None = None
    left_open: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def edition(self) -> Edition:
        """The official format of the aggregate."""
        return self.report.edition

    @cached_property
    def counted(self) -> tuple[str, ...]:
        """Names of the units that count."""
        return tuple(unit.unit_name for unit in self.units)

    @property
    def received(self) -> frozenset[str]:
        """Names of all units a report of this year came from, counted or not; of thousands too many to be kept."""
        others = (out.report for out in self.left_out if out.fault not in _NOT_OF_THE_YEAR)
        return frozenset(comparable(report.profile.unit) for report in (*self.units, *others))

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Expected units from which nothing came."""
        received = self.received
        return tuple(name for name in self.scope.expected if comparable(name) not in received)

    @cached_property
    def coverage(self) -> str:
        """Say how much of the whole the sums cover: 应报 42 个单位，已收 37 个，计入 36 个."""
        due = len(self.scope.expected)
        if due:
            came = due - len(self.missing)
            return f"应报 {due} 个单位，已收 {came} 个，计入 {len(self.units)} 个。"
        return f"收到 {len(self.received)} 个单位，计入 {len(self.units)} 个；没有名录，不知道应报多少。"

    def of(self, fault: ExclusionReason) -> tuple[Report, ...]:
        """Return the reports left out for this reason."""
        return tuple(out.report for out in self.left_out if out.fault is fault)

    def parts(self, cell: Cell) -> tuple[tuple[str, Number], ...]:
        """Return what each unit adds to a cell, units with 0 left out."""
        pairs = zip(self.counted, self.column(cell), strict=True)
        return tuple((unit, value) for unit, value in pairs if value)

    def column(self, cell: Cell) -> list[Number]:
        """Return the number of a cell in each unit that counts."""
        figures = [unit.figures for unit in self.units]
        parts = (map(itemgetter(part), figures) for part in self.edition.addends[cell])
        return list(map(sum, zip(*parts, strict=True)))

    def adjusted(self, cell: Cell) -> Number:
        """Return what was added to a typed cell by hand."""
        return exact_sum(
            adjustment.amount for adjustment in self.adjustments if adjustment.cell == cell
        )

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Cells in which the typed aggregate and the sums differ, in printed order."""
        if self.typed is None:
            return ()
        typed = {**self.typed.values, **self.typed.stated}
        unusable = self.typed.unusable
        pairs = (
            Difference(cell, None if cell in unusable else typed.get(cell), summed)
            for cell in self.report.edition.cells
            for summed in (self.report.values[cell],)
        )
        return tuple(difference for difference in pairs if difference.typed != difference.summed)


def exact_sum(values: Iterable[Number]) -> Number:
    """Add numbers without any rounding, whatever their order."""
    return as_number(sum(map(Decimal, values), Decimal()))


def add_up(
    profile: Profile,
    reports: Sequence[Report],
    *,
    scope: Scope | None = None,
    adjustments: Sequence[Adjustment] = (),
    typed: Report | None = None,
    left_out: Sequence[LeftOut] = (),
) -> Rollup:
    """Add up the reports of units, in the order of the scope; the result is the same in whatever order they come.

    A report is left out rather than half counted: a blank is never taken for 0, and nothing is counted twice.

    Args:
        profile: the unit and year of the aggregate.
        reports: one for each unit, the government's own office (本机关) included.
        scope: who should report.
        adjustments: what to add by hand.
        typed: the aggregate somebody typed, to tie out with.
        left_out: reports that were judged already not to count.

    Raises:
        UnknownEditionError: no format was in force in the year.
        UsageError: a total is to be adjusted, or an adjustment makes a number that no report may have.
    """
    edition, scope = edition_for(profile.year or 0), scope or Scope()
    for adjustment in adjustments:
        refuse_adjustment(adjustment, edition)
    places = {comparable(name): number for number, name in enumerate(scope.expected)}
    ordered = sorted(
        reports,
        key=lambda report: (
            places.get(comparable(report.profile.unit), len(places)),
            report.unit_name,
            report.source,
        ),
    )
    faults = dict(_faults(profile, ordered, scope))
    units = tuple(report for number, report in enumerate(ordered) if number not in faults)
    figures = {
        cell: exact_sum(
            (
                *(unit.figures[cell] for unit in units),
                *(adjustment.amount for adjustment in adjustments if adjustment.cell == cell),
            )
        )
        for cell in edition.typed_cells
    }
    refuse_below_zero(adjustments, figures, edition)
    return Rollup(
        report=Report(edition.key, profile, figures, facts=dict(_facts(units))),
        units=units,
        left_out=(
            *(LeftOut(ordered[number], fault) for number, fault in faults.items()),
            *left_out,
        ),
        scope=scope,
        adjustments=tuple(adjustments),
        typed=typed,
    )


def _faults(
    profile: Profile, reports: Sequence[Report], scope: Scope
) -> Iterator[tuple[int, ExclusionReason]]:
    """Yield the positions of reports that may not be counted; the first reason found is given."""
    copies: dict[str, list[int]] = defaultdict(list)
    for number, report in enumerate(reports):
        fault = _fault(profile, report, scope)
        if fault:
            yield number, fault
        else:
            copies[comparable(report.profile.unit)].append(number)
    for numbers in copies.values():
        yield from _doubles(reports, numbers)


def _fault(profile: Profile, report: Report, scope: Scope) -> ExclusionReason | None:
    """Return why a report may not be counted, seen by itself."""
    name, highest = comparable(report.profile.unit), max(1, tier(Report(profile=profile)))
    holds = {
        ExclusionReason.NAMELESS: not name,
        ExclusionReason.OTHER_YEAR: report.profile.year != profile.year,
        ExclusionReason.OTHER_EDITION: report.edition_key != edition_for(profile.year or 0).key,
        ExclusionReason.VERTICAL: name in scope.exempt,
        ExclusionReason.AGGREGATE: name == comparable(profile.unit) or tier(report) >= highest,
        ExclusionReason.UNKNOWN: bool(scope.due) and name not in scope.due,
        ExclusionReason.UNUSABLE: bool(report.find_unusable()),
    }
    return next((fault for fault, held in holds.items() if held), None)


def tier(report: Report) -> int:
    """Return 1 to 3 for the aggregate of a county, city or province, 0 for a single organ."""
    level = report.edition.level(report.profile.level)
    return level.tier if level and level.aggregate else 0


def _doubles(
    reports: Sequence[Report], numbers: Sequence[int]
) -> Iterator[tuple[int, ExclusionReason]]:
    """Of equal copies the first counts; of copies that differ none does, because nobody said which."""
    first, *others = numbers
    if all(reports[number].figures == reports[first].figures for number in others):
        yield from ((number, ExclusionReason.REPEATED) for number in others)
    else:
        yield from ((number, ExclusionReason.TWICE) for number in numbers)


def _facts(units: Sequence[Report]) -> Iterator[tuple[str, Number]]:
    """Yield the sums of the facts that every unit gave; a partial sum would say too little."""
    for fact in FACTS:
        if units and all(fact.key in unit.facts for unit in units):
            yield fact.key, exact_sum(unit.facts[fact.key] for unit in units)
