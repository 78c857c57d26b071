"""What an earlier ledger said of a unit, and how it stands now -> how far it has come, round after round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from xlsheets.county.collection import Collection, FileRow, Filing, UnitRow

PROGRESS_RULE = (
    "“进度”：退回单位的，在“退回日期”里写哪天退的，退了几次写几个日期，用“、”隔开；此后收到的算重报；"
    "审完的，在“审核通过”里写“是”，以后计入的一份换了内容，要再审一次。"
    "“历时天数”从首次送达算到审核通过，没有通过的算到今天。"
)


_RETURNED = "已退回"
# Rules that compare with last year's report: figures of family Y, and the text.
_AGAINST_LAST_YEAR = ("Y", "T131")
# What was returned where no file could count, in place of the rules that a report broke.
NOT_COUNTED = "没有计入"


class Came(NamedTuple):
    """A file that an earlier ledger lists: what its sha-256 begins with, and the day it came in."""

    digest: str
    day: datetime.date


class Asked(NamedTuple):
    """What the report is compared with: the rules that an earlier copy broke.

    Args:
        number: the return at which they were told; 0 when the copy was replaced before it was returned,
            None when there is no earlier copy.
        codes: the rules.
    """

    number: int | None = None
    codes: tuple[str, ...] = ()


class Round(NamedTuple):
    """What a ledger says of a unit's way.

    Args:
        first: the day anything came from it.
        read: the day the first file came that can be read as its report.
        files: the files that were there then.
        returned: the days its report was returned.
        passed: whether an officer passed it.
        passed_on: the day of the first ledger that knew of it.
        digest: begins the sha-256 of the file that counted then; "" without one.
        codes: the rules that the file that counted then broke.
        asked: the rules that the file broke which was returned last, and by which return they are known.
    """

    first: datetime.date | None = None
    read: datetime.date | None = None
    files: tuple[Came, ...] = ()
    returned: tuple[datetime.date, ...] = ()
    passed: bool = False
    digest: str = ""
    codes: tuple[str, ...] = ()
    asked: Asked = Asked()
    passed_on: datetime.date | None = None


class Progress(NamedTuple):
    """How far a unit has come, in words; and what of its way the next ledger keeps.

    Args:
        told: in words.
        kept: what the next ledger keeps.
        closed: rules that the report broke when it was returned, and breaks no more.
        new: rules that it breaks only since.
        days: how long the unit has been at it, from the first file to the day it was passed, or to today.
        is_returned: whether its report was returned and has not come back.
    """

    told: str
    kept: Round
    closed: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    days: int | None = None
    is_returned: bool = False


def said_of(
    row: UnitRow, progress: Progress, returned: Sequence[datetime.date], *, passed: bool
) -> Round:
    """Return what a ledger written now says of a unit's way, with an officer's two answers in it.

    Args:
        row: how the unit stands.
        progress: how far it has come.
        returned: the days its report was returned.
        passed: whether the officer passes the file that counts now.
    """
    return progress.kept._replace(
        returned=tuple(sorted(set(returned))),
        passed=passed,
        digest=row.counted.digest if row.counted else "",
        codes=codes_of(row.counted) if row.counted else (NOT_COUNTED,),
    )


def progress_of(collection: Collection, before: Mapping[str, Round]) -> Mapping[str, Progress]:
    """Return how far each unit that has to report has come, by its name."""
    came: dict[str, list[FileRow]] = {}
    for file in collection.files:
        if file.match.unit and file.filing.excluded == "" and _was_sent(file, collection.year):
            came.setdefault(file.match.unit.name, []).append(file)
    return {
        row.unit.name: _progress(
            row,
            came.get(row.unit.name, []),
            before.get(row.unit.name) or Round(),
            collection,
        )
        for row in collection.units
        if row.unit.reporting
    }


def _was_sent(file: FileRow, year: int) -> bool:
    """Tell whether a file was sent in for a year: a report of an earlier one may just lie there from then."""
    report, came = file.filing.report, file.filing.arrival
    return report is None or report.profile.year in (None, year) or came.year > year


def is_late(row: UnitRow, progress: Progress) -> bool:
    """Tell whether the first report of a unit that could be read came after the last day."""
    read = progress.kept.read
    return bool(row.counted and row.due and read and read > row.due)


def _progress(
    row: UnitRow, files: list[FileRow], before: Round, collection: Collection
) -> Progress:
    today = collection.today
    passed = before.passed and _is_same(row.counted, before.digest)
    kept = before._replace(
        first=_first([file.filing for file in files], before.first, before),
        read=_first(row.copies, before.read, before),
        passed=passed,
        asked=_asked(row, before),
        passed_on=(before.passed_on or today) if passed else None,
    )
    words = _told(row, files, before, kept)
    told = Progress(
        words, kept, days=_days_open(kept, today), is_returned=words.startswith(_RETURNED)
    )
    if row.counted is None or kept.asked.number is None:
        return told
    asked, now = kept.asked.codes, codes_of(row.counted)
    return told._replace(
        closed=tuple(
            code
            for code in asked
            if code not in now and _can_be_closed(code, row, before, collection)
        ),
        new=tuple(code for code in now if code not in asked),
    )


def _can_be_closed(code: str, row: UnitRow, before: Round, collection: Collection) -> bool:
    """Tell whether a rule that finds nothing any more may have been seen to.

    Nothing was put right in a copy from before the return; and what rests on last year's report is not looked
    for without it.
    """
    last = before.returned[-1] if before.returned else None
    untouched = last and row.counted and row.counted.arrival < last
    unseen = code.startswith(_AGAINST_LAST_YEAR) and row.unit.name not in collection.earlier
    return not (untouched or unseen)


def _first(
    now: Sequence[Filing], then: datetime.date | None, before: Round
) -> datetime.date | None:
    """Return the day of the first of some files; an earlier one when that file is there no more.

    A day that rests on a file that is still there is not kept: an officer may have put it right.
    """
    digests = [filing.digest for filing in now if filing.digest]
    still = [
        file.day
        for file in before.files
        if file.digest and any(digest.startswith(file.digest) for digest in digests)
    ]
    days = [filing.arrival for filing in now]
    if then and not (still and min(still) <= then):
        days.append(then)
    return min(days, default=None)


def _asked(row: UnitRow, before: Round) -> Asked:
    """Return what the report is compared with: what was returned last, or else the copy before this one."""
    if len(before.returned) != (before.asked.number or 0):
        # What the ledger said when the day of the return was written into it is what was returned.
        return Asked(len(before.returned), before.codes)
    replaced = row.counted and before.digest and not _is_same(row.counted, before.digest)
    return Asked(0, before.codes) if replaced and not before.returned else before.asked


def _days_open(kept: Round, today: datetime.date | None) -> int | None:
    until = kept.passed_on or today
    return max(0, (until - kept.first).days) if until and kept.first else None


def codes_of(filing: Filing) -> tuple[str, ...]:
    """Return the rules that a report breaks and that somebody has to act on."""
    return tuple(sorted({finding.code for finding in filing.to_return if finding.open}))


def _is_same(counted: Filing | None, digest: str) -> bool:
    return counted is not None and counted.digest.startswith(digest)


def _told(row: UnitRow, files: list[FileRow], before: Round, kept: Round) -> str:
    counted, returned = row.counted, before.returned
    if not files:
        return "未报"
    if kept.passed:
        return "通过"
    if before.passed and counted:
        return "重报（审核通过以后换了内容，要再审）"
    if not returned:
        return "已报待审" if counted else "送来的都没有计入"
    if counted and counted.arrival > returned[-1]:
        return f"重报（第 {len(returned)} 次退回以后）"
    return f"{_RETURNED}（第 {len(returned)} 次，{returned[-1].isoformat()}）"
