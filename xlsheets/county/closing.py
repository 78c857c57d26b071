"""Collection -> a round as it was closed, so that a later run can prove it and say what has changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.county.rollup import exact_sum
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlsheets.county.collection import Collection
    from xlsheets.report.findings import Finding


class ClosedFile(NamedTuple):
    """A file of a round: its sha-256, where it stands, whose it is, and why it does not count."""

    digest: str
    state: str
    unit: str = ""
    excluded: str = ""


class ClosedUnit(NamedTuple):
    """A unit of a round: where it stands, the file that counts, and the reasons it gave for findings."""

    state: str
    file: str = ""
    reasons: tuple[tuple[str, str], ...] = ()


class ClosedRound(NamedTuple):
    """A round as it was closed.

    Args:
        year: the report year.
        units: where each unit of the register stands, by its name.
        files: what was in the folder, by file.
        sums: the sum of each typed cell over the units whose figures are all there.
        left_out: units that have a report that counts, but not all figures in it.
    """

    year: int
    units: Mapping[str, ClosedUnit]
    files: Mapping[str, ClosedFile]
    sums: Mapping[str, str]
    left_out: tuple[str, ...] = ()


def close_round(collection: Collection) -> ClosedRound:
    """Return a round as it stands now."""
    counted = list(collection.counted)
    whole = [report for _, report in counted if not report.find_unusable()]
    cells = whole[0].edition.typed_cells if whole else ()
    return ClosedRound(
        year=collection.year,
        units={
            row.unit.name: ClosedUnit(
                row.state.value,
                row.counted.file if row.counted else "",
                _reasons(row.counted.findings) if row.counted else (),
            )
            for row in collection.units
        },
        files={
            row.filing.file: ClosedFile(
                row.filing.digest,
                row.state.value,
                row.match.unit.name if row.match.unit else "",
                row.filing.excluded,
            )
            for row in collection.files
        },
        sums={
            str(cell): show(exact_sum(report.figures[cell] for report in whole)) for cell in cells
        },
        left_out=tuple(row.unit.name for row, report in counted if report.find_unusable()),
    )


def _reasons(findings: tuple[Finding, ...]) -> tuple[tuple[str, str], ...]:
    given = ((f"{one.code}-{one.fingerprint}", one.reason) for one in findings if one.reason)
    return tuple(sorted(given))


def changes_since(closed: ClosedRound, now: ClosedRound) -> Iterator[str]:
    """Yield a sentence for everything that is no longer as it was when the round was closed."""
    for unit in dict.fromkeys((*closed.units, *now.units)):
        yield from _unit_changes(unit, closed, now)
    for file in sorted({*closed.files, *now.files}):
        before, after = closed.files.get(file), now.files.get(file)
        if before is None:
            yield f"“{file}”是定稿以后收到的。"
        elif after is None:
            yield f"“{file}”定稿时在，现在没有了。"
        elif before.digest != after.digest:
            yield f"“{file}”定稿以后换过内容。"
    moved = sum(closed.sums.get(cell) != total for cell, total in now.sums.items())
    if moved:
        yield f"各单位之和有 {moved} 格与定稿时不同。"


def _unit_changes(unit: str, closed: ClosedRound, now: ClosedRound) -> Iterator[str]:
    before, after = closed.units.get(unit), now.units.get(unit)
    if before is None:
        yield f"“{unit}”是定稿以后列入名录的。"
    elif after is None:
        yield f"“{unit}”定稿时在名录里，现在没有了。"
    else:
        if before.file != after.file:
            yield f"“{unit}”计入的原来是“{before.file or '没有'}”，现在是“{after.file or '没有'}”。"
        if before.state != after.state:
            yield f"“{unit}”原来是“{before.state}”，现在是“{after.state}”。"
        if before.reasons != after.reasons:
            yield f"“{unit}”说明的理由与定稿时不同。"
