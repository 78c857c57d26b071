"""Collection -> how the county stands on a day, in numbers: due, received, returned, passed, late, missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.county.collection import Remark, UnitState
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlsheets.county.collection import Collection, UnitRow


class UnitsByState(NamedTuple):
    """The units that have to report, by how they stand; a unit may be in several.

    Args:
        due: all that have to report.
        received: those with a report that counts.
        missing: those without.
        late: those whose first report came after the last day.
        returned: those whose report was returned and has not come back.
        passed: those whose report an officer passed.
        faulty: those whose report has something that must be put right.
    """

    due: tuple[str, ...]
    received: tuple[str, ...]
    missing: tuple[str, ...]
    late: tuple[str, ...]
    returned: tuple[str, ...]
    passed: tuple[str, ...]
    faulty: tuple[str, ...]


def units_by_state(collection: Collection) -> UnitsByState:
    """Return how the units stand."""
    due = [row for row in collection.units if row.state is not UnitState.EXEMPT]

    def those(test: Callable[[UnitRow], bool]) -> tuple[str, ...]:
        return tuple(row.unit.name for row in due if test(row))

    way = collection.progress
    return UnitsByState(
        due=those(lambda _: True),
        received=those(lambda row: row.counted is not None),
        missing=those(lambda row: row.counted is None),
        late=those(lambda row: Remark.LATE in row.remarks),
        returned=those(lambda row: row.unit.name in way and way[row.unit.name].is_returned),
        passed=those(lambda row: row.unit.name in way and way[row.unit.name].kept.passed),
        faulty=those(lambda row: row.state is UnitState.FAULTY),
    )
