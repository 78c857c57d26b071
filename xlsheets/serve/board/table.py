"""Collection -> the units and files of the board as JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.county.collection import FileState
from xlsheets.report.findings import Severity
from xlsheets.schema import edition_for
from xlsheets.serve.board.pile import told_of

if TYPE_CHECKING:
    from xlsheets.county.collection import Collection, FileRow, Filing, UnitRow
    from xlsheets.serve.board.pile import Pile


def table(pile: Pile) -> dict[str, object]:
    """Return where every unit and every file stands."""
    found = told_of(pile)
    counted = {row.counted.file for row in found.units if row.counted}
    office = pile.units.office
    return {
        "year": found.year,
        "expected": found.expected,
        "filed": found.received,
        "area": office.area,
        "due": found.said.due.isoformat() if found.said.due else "",
        "kinds": [level.label for level in edition_for(found.year).levels],
        "names": [row.unit.name for row in found.units],
        "units": [_unit(row, found) for row in found.units],
        "files": [_file(row, counted) for row in found.files],
    }


def _unit(row: UnitRow, found: Collection) -> dict[str, object]:
    progress = found.progress.get(row.unit.name)
    return {
        "unit": row.unit.name,
        "state": row.state.value,
        "remarks": [remark.value for remark in row.remarks],
        "due": row.due.isoformat() if row.due else "",
        "progress": progress.told if progress else "",
        "awaited": progress is not None,
        "returned": [day.isoformat() for day in progress.kept.returned] if progress else [],
        "passed": bool(progress and progress.kept.passed),
        **_counted(row.counted),
    }


def _counted(filing: Filing | None) -> dict[str, object]:
    if filing is None:
        return {"file": "", "arrival": "", "counts": [0, 0, 0]}
    counts = [filing.count(kind) for kind in Severity]
    return {"file": filing.file, "arrival": filing.arrival.isoformat(), "counts": counts}


def _file(row: FileRow, counted: set[str]) -> dict[str, object]:
    filing, match = row.filing, row.match
    return {
        "file": filing.file,
        "state": row.state.value,
        "remarks": [remark.value for remark in row.remarks],
        "note": row.note,
        "open": (row.open or row.state is FileState.EXCLUDED) and filing.file not in counted,
        "unit": match.unit.name if match.unit else "",
        "proposed": [unit.name for unit in match.proposed],
        "confirmed": filing.confirmed,
        "came": filing.received.isoformat() if filing.received else "",
        "excluded": filing.excluded,
        "digest": filing.digest[:16],
    }
