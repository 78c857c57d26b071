"""What an earlier ledger said of a unit, and how it stands now -> how far it has come, round after round."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from xlsheets.county.collection import Collection, FileRow, UnitRow

PROGRESS_RULE = (
    "“进度”：退回单位的，在“退回日期”里写哪天退的，退了几次写几个日期，用“、”隔开；此后收到的算重报；"
    "审完的，在“审核通过”里写“是”，以后计入的一份换了内容，要再审一次。"
)


class Round(NamedTuple):
    """What a ledger says of a unit's way.

    Args:
        first: the day anything came from it.
        returned: the days its report was returned.
        passed: whether an officer passed it.
        digest: begins the sha-256 of the file that counted then; "" without one.
    """

    first: datetime.date | None = None
    returned: tuple[datetime.date, ...] = ()
    passed: bool = False
    digest: str = ""


class Progress(NamedTuple):
    """How far a unit has come, in words; and what of its way the next ledger keeps."""

    told: str
    kept: Round


def progress_of(collection: Collection, before: Mapping[str, Round]) -> Mapping[str, Progress]:
    """Return how far each unit that has to report has come, by its name."""
    came: dict[str, list[FileRow]] = {}
    for file in collection.files:
        if file.match.unit and file.filing.excluded == "":
            came.setdefault(file.match.unit.name, []).append(file)
    return {
        row.unit.name: _progress(row, came.get(row.unit.name, []), before.get(row.unit.name))
        for row in collection.units
        if row.unit.reporting
    }


def _progress(row: UnitRow, files: list[FileRow], before: Round | None) -> Progress:
    before = before or Round()
    days = [file.filing.arrival for file in files] + ([before.first] if before.first else [])
    counted, returned = row.counted, before.returned
    same = counted is not None and counted.digest.startswith(before.digest)
    passed = before.passed and same
    kept = Round(min(days, default=None), returned, passed, before.digest)
    if not files:
        return Progress("未报", kept)
    if passed:
        return Progress("通过", kept)
    if before.passed:
        return Progress("重报（审核通过以后换了内容，要再审）", kept)
    if not returned:
        return Progress("已报待审", kept)
    if counted and counted.arrival > returned[-1]:
        return Progress(f"重报（第 {len(returned)} 次退回以后）", kept)
    return Progress(f"已退回（第 {len(returned)} 次，{returned[-1].isoformat()}）", kept)
