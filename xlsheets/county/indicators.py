"""Collection -> the few numbers an officer compares: against last year, and between the units."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from statistics import median, quantiles
from typing import TYPE_CHECKING

from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xlsheets.basics.numbers import Number
    from xlsheets.county.collection import Collection
    from xlsheets.report import Report
    from xlsheets.schema import Cell
    from xlsheets.schema.cells import NamedCells

# Beyond the upper quartile by three times the spread of the middle half; Tukey's outer fence.
_FENCE = 3
_ENOUGH_UNITS = 8
_WORTH_TELLING = 10


@dataclass(frozen=True, slots=True)
class Indicator:
    """A number worth comparing: what an edition names, added up; nothing where the edition has none."""

    label: str
    unit: str
    cells: Callable[[NamedCells], tuple[Cell | None, ...]]

    def of(self, report: Report) -> Number | None:
        """Return the number; None while one of its cells is blank, or the edition does not ask for it."""
        counts = [cell and report.usable(cell) for cell in self.cells(report.edition.named)]
        return None if None in counts else sum(count or 0 for count in counts)


INDICATORS = (
    Indicator("现行有效规范性文件", "件", lambda named: (named.normative.in_force,)),
    Indicator("行政许可", "件", lambda named: (named.licensing,)),
    Indicator("行政处罚", "件", lambda named: (named.penalty,)),
    Indicator("行政强制", "件", lambda named: (named.coercion,)),
    Indicator("行政事业性收费", "万元", lambda named: (named.fees,)),
    Indicator("新收申请", "件", lambda named: (named.requests.total(named.requests.received),)),
    Indicator("上年结转", "件", lambda named: (named.requests.total(named.requests.carried_over),)),
    Indicator(
        "结转下年度", "件", lambda named: (named.requests.total(named.requests.carried_forward),)
    ),
    Indicator("行政复议", "件", lambda named: (named.review.total,)),
    Indicator("行政诉讼", "件", lambda named: (named.direct.total, named.after_review.total)),
)


class IndicatorChange(NamedTuple):
    """An indicator of a unit, this year and last."""

    unit: str
    indicator: Indicator
    before: Number
    now: Number

    @property
    def share(self) -> Decimal | None:
        """The change as a share of last year; None where there was nothing."""
        if not self.before:
            return None
        return Decimal(f"{(self.now - self.before) / self.before:.4f}")


class Spread(NamedTuple):
    """An indicator over all units: their values, the middle one, and the units far above the others."""

    indicator: Indicator
    values: tuple[tuple[str, Number], ...]
    middle: float
    outliers: tuple[tuple[str, Number], ...]


def indicator_changes(collection: Collection) -> Iterator[IndicatorChange]:
    """Yield every indicator of every unit whose report of last year is known."""
    for row, report in collection.counted:
        last = collection.earlier.get(row.unit.name)
        if last is None:
            continue
        for indicator in INDICATORS:
            before, now = indicator.of(last), indicator.of(report)
            if before is not None and now is not None:
                yield IndicatorChange(row.unit.name, indicator, before, now)


def spreads(collection: Collection) -> Iterator[Spread]:
    """Yield every indicator over the units, where enough of them have anything to compare."""
    for indicator in INDICATORS:
        found = [(row.unit.name, indicator.of(report)) for row, report in collection.counted]
        values = tuple((unit, value) for unit, value in found if value is not None)
        if len(values) >= _ENOUGH_UNITS and any(value for _, value in values):
            numbers = [float(value) for _, value in values]
            fence = _fence(numbers)
            outliers = tuple(pair for pair in values if pair[1] > max(fence, _WORTH_TELLING))
            yield Spread(indicator, values, median(numbers), outliers)


def _fence(numbers: list[float]) -> float:
    lower, _, upper = quantiles(numbers, n=4, method="inclusive")
    return upper + _FENCE * (upper - lower)
