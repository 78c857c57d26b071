"""Reports -> shares worth telling: each with its formula, the cells it is made of, and a guard for small numbers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from xlsheets.county.rollup import exact_sum
from xlsheets.report import Profile, Report
from xlsheets.schema import edition_for
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from xlsheets.basics.numbers import Number
    from xlsheets.county.collection import Collection
    from xlsheets.schema import Cell
    from xlsheets.schema.cells import NamedCells

    Cells = Callable[[NamedCells], tuple[Cell, ...]]

# Of fewer than these a share says nothing.
LEAST_BASE = 10


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share of some cells in others.

    Args:
        label: what it is called.
        formula: how it is computed, in words.
        top: the cells that are added up above the line.
        base: those below it.
    """

    label: str
    formula: str
    top: Cells
    base: Cells

    def of(self, report: Report) -> RatioValue:
        """Return the share in a report."""
        named = report.edition.named
        return RatioValue(_sum(report, self.top(named)), _sum(report, self.base(named)))


class RatioValue(NamedTuple):
    """What stands above and below the line; None where a cell is blank."""

    top: Number | None
    base: Number | None

    @property
    def share(self) -> Decimal | None:
        """The share; None where something is blank, or the base is too small to say anything."""
        if self.top is None or self.base is None or self.base < LEAST_BASE:
            return None
        return Decimal(f"{Decimal(self.top) / Decimal(self.base):.4f}")


def _sum(report: Report, cells: tuple[Cell, ...]) -> Number | None:
    values = [report.usable(cell) for cell in cells]
    return None if None in values else exact_sum(value for value in values if value is not None)


RATIOS = (
    Ratio(
        "实质公开率",
        "（予以公开＋部分公开）÷办理总计",
        lambda named: (
            named.requests.total(named.requests.granted),
            named.requests.total(named.requests.partial),
        ),
        lambda named: (named.requests.total(named.requests.handled),),
    ),
    Ratio(
        "结转率",
        "结转下年度÷（本年新收＋上年结转）",
        lambda named: (named.requests.total(named.requests.carried_forward),),
        lambda named: (
            named.requests.total(named.requests.received),
            named.requests.total(named.requests.carried_over),
        ),
    ),
    Ratio(
        "复议诉讼纠正占比",
        "结果纠正÷已经审结（结果维持＋结果纠正＋其他结果），行政复议和行政诉讼合计",
        lambda named: tuple(remedy.corrected for remedy in named.remedies),
        lambda named: tuple(cell for remedy in named.remedies for cell in remedy.results[:3]),
    ),
    Ratio(
        "自然人申请占比",
        "自然人新收÷新收总计",
        lambda named: (named.requests.received.at(named.requests.person),),
        lambda named: (named.requests.total(named.requests.received),),
    ),
)


class Totals(NamedTuple):
    """The figures of many units as those of one report.

    Args:
        report: the sums of this year.
        units: how many units are in them.
        comparable: how many of them have a report of last year, too.
        now, before: the sums of those units this year and last; None without any.
    """

    report: Report
    units: int
    comparable: int
    now: Report | None
    before: Report | None


def totals(collection: Collection) -> Totals | None:
    """Return the sums of the units whose figures are all there; None without any."""
    held = {
        row.unit.name: report for row, report in collection.counted if not report.find_unusable()
    }
    if not held:
        return None
    pairs = [
        (report, last)
        for unit, report in held.items()
        if (last := collection.earlier.get(unit)) and not last.find_unusable()
        if last.edition_key == report.edition_key
    ]
    now, before = ([pair[side] for pair in pairs] for side in (0, 1))
    return Totals(
        _added(held.values(), collection.year),
        len(held),
        len(pairs),
        _added(now, collection.year) if now else None,
        _added(before, collection.year - 1) if before else None,
    )


def _added(reports: Iterable[Report], year: int) -> Report:
    added, edition = list(reports), edition_for(year)
    figures = {
        cell: exact_sum(report.figures[cell] for report in added) for cell in edition.typed_cells
    }
    return Report(edition.key, Profile(year=year), figures)


class ApplicantShare(NamedTuple):
    """How many requests came from one kind of applicant."""

    label: str
    requests: Number
    value: RatioValue


def applicant_shares(report: Report) -> Iterator[ApplicantShare]:
    """Yield the kinds of applicant_shares with the requests received from each."""
    edition, asked = report.edition, report.edition.named.requests
    whole = report.usable(asked.total(asked.received))
    for leaf in edition.blocks[asked.block].column_leaves:
        count = report.usable(asked.received.at(leaf.key))
        if leaf.key != asked.everyone and count is not None:
            label = edition.column_labels[asked.block, leaf.key][-1]
            yield ApplicantShare(label, count, RatioValue(count, whole))


def ratio_rows(collection: Collection) -> Iterator[tuple[str | Number | None, ...]]:
    """Yield the sum of the units and each unit: its name, the requests it received, its shares."""
    summed = totals(collection)
    if summed:
        yield _ratio_row(f"合计（{summed.units} 个单位）", summed.report)
    for row, report in collection.counted:
        yield _ratio_row(row.unit.name, report)


def _ratio_row(name: str, report: Report) -> tuple[str | Number | None, ...]:
    asked = report.edition.named.requests
    received = report.usable(asked.total(asked.received))
    return (name, received, *(ratio.of(report).share for ratio in RATIOS))
