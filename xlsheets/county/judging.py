"""Files of a folder and the register -> Collection: which copy counts, who is missing, late or unknown."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.county.collection import (
    NOTHING_SAID,
    Collection,
    FileRow,
    FileState,
    Remark,
    UnitRow,
    UnitState,
)
from xlsheets.county.identity import earlier_reports
from xlsheets.report.next_year import filled_in
from xlsheets.schema import edition_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xlsheets.county.collection import Filing, RoundSaid
    from xlsheets.county.register import Match, Register, Unit
    from xlsheets.report import Report
    from xlsheets.report.outcome import SentLog

# Findings of files that are sound, yet no workbook of ours; every other file without a report is damaged.
_FOREIGN = ("F104", "F105", "F108", "F109")
_OTHER_EDITION = "F109"


def judge_files(
    filings: Iterable[Filing],
    register: Register,
    year: int,
    *,
    said: RoundSaid = NOTHING_SAID,
    earlier: Iterable[Report] = (),
) -> Collection:
    """Judge the files of a folder by the register, in whatever order they come.

    Args:
        filings: the files.
        register: the units that have to report.
        year: the report year.
        said: what an officer said of the round as a whole.
        earlier: reports of earlier years.
    """
    due = said.due or register.office.due
    listed = sorted(filings, key=lambda filing: filing.file)
    matches = {
        filing.file: register.match(filing.name, filing.file, filing.confirmed) for filing in listed
    }
    sent: dict[str, list[Filing]] = defaultdict(list)
    for filing in listed:
        unit = matches[filing.file].unit
        if unit and not filing.excluded and _belongs(filing, unit, year):
            sent[unit.name].append(filing)
    counted = {name: _latest(copies) for name, copies in sent.items()}
    files = tuple(
        _asked_again(_settled(_placed(filing, matches[filing.file], counted, year), counted))
        for filing in listed
    )
    about = _about(files)
    units = tuple(
        _unit_row(
            unit,
            counted.get(unit.name),
            sent.get(unit.name, ()),
            about.get(unit.name, ()),
            year,
            due,
        )
        for unit in register.units
    )
    last = _last_year(register, year, list(earlier))
    return Collection(year, units, files, earlier=last, said=said)


def _last_year(register: Register, year: int, earlier: Sequence[Report]) -> Mapping[str, Report]:
    """Return last year's report of each unit that has one, by the unit's name."""
    found = (
        (unit.name, earlier_reports(unit.name, year, earlier, register).of(year - 1))
        for unit in register.units
        if unit.reporting
    )
    return {name: report for name, report in found if report}


def _about(files: Iterable[FileRow]) -> Mapping[str, list[FileRow]]:
    """Return the files of every unit by its name, those that may be its own included."""
    found: dict[str, list[FileRow]] = defaultdict(list)
    for row in files:
        for unit in (row.match.unit, *row.match.proposed):
            if unit:
                found[unit.name].append(row)
    return found


def commonest_year(filings: Iterable[Filing]) -> int | None:
    """Return the report year most files are of, the later one when equal; None without any."""
    years = Counter(filing.report.profile.year for filing in filings if filing.report)
    return max(filter(None, years), key=lambda year: (years[year], year), default=None)


def _belongs(filing: Filing, unit: Unit, year: int) -> bool:
    """Tell whether a file can count for a unit."""
    report = filing.report
    return (
        report is not None
        and unit.reporting
        and report.profile.year == year
        and report.edition_key == edition_for(year).key
        and not _is_blank(report)
    )


def _is_blank(report: Report) -> bool:
    """Tell whether nobody filled anything in: what the workbook was sent out with does not count."""
    return not (filled_in(report) or report.narrative or report.observations)


def _latest(copies: Sequence[Filing]) -> Filing:
    """Return the copy that counts: the latest, or the workbook that a Word report came with or was made from."""
    able = [copy for copy in copies if not copy.blocked] or copies
    latest = max(able, key=lambda copy: copy.lateness)
    beside = [copy for copy in able if copy.is_workbook and _goes_with(latest, copy)]
    return max(beside or [latest], key=lambda copy: copy.lateness)


def _goes_with(foreign: Filing, workbook: Filing) -> bool:
    """Tell whether a report in another kind of file came with a workbook: the same day, or with its numbers."""
    same_day = foreign.arrival == workbook.arrival
    return not foreign.is_workbook and (same_day or _same_numbers(foreign, workbook))


def _same_numbers(one: Filing, other: Filing) -> bool:
    held = [dict(filing.report.figures) for filing in (one, other) if filing.report]
    return held[0] == held[-1]


def _placed(filing: Filing, match: Match, counted: Mapping[str, Filing], year: int) -> FileRow:
    if filing.log and not filing.excluded:
        return _of_log(filing, filing.log, match, counted, year)
    return _file_row(filing, match, counted, year)


def _file_row(filing: Filing, match: Match, counted: Mapping[str, Filing], year: int) -> FileRow:
    if filing.excluded:
        return FileRow(filing, match, FileState.EXCLUDED, note=f"不计入：{filing.excluded}")
    if filing.report is None:
        code = filing.findings[0].code
        state = FileState.FOREIGN if code in _FOREIGN else FileState.UNREADABLE
        remarks = (Remark.OTHER_EDITION,) if code == _OTHER_EDITION else ()
        return FileRow(filing, match, state, remarks, filing.findings[0].message)
    state, unit = _worst(filing), match.unit
    if unit is None:
        return _of_nobody(filing, match)
    if not unit.reporting:
        said = "实行垂直管理，向本系统报送" if unit.vertical else "在名录里已经撤销"
        remark = Remark.VERTICAL if unit.vertical else Remark.DISSOLVED
        return FileRow(filing, match, state, (remark,), f"“{unit.name}”{said}，没有计入。")
    if not _belongs(filing, unit, year):
        return _of_another_year(filing, match, year)
    return _copy(filing, match, counted[unit.name])


def _of_log(
    filing: Filing, log: SentLog, match: Match, counted: Mapping[str, Filing], year: int
) -> FileRow:
    """Say of a case log whether the report of its unit says what it comes to; a log is never counted itself."""
    unit = match.unit
    if unit is None:
        return _of_nobody(filing, match)._replace(state=FileState.LOG)
    kept = counted.get(unit.name)
    remarks: tuple[Remark, ...] = (Remark.LOGGED,) if log.year == year else ()
    if log.year != year:
        note = f"是 {log.year} 年的登记簿，不是 {year} 年的，没有与报告核对。"
    elif log.doubtful:
        note = f"是登记簿，里面有 {log.doubtful} 处数不准，没有与报告核对。"
    elif kept is None or kept.report is None:
        note = "是登记簿，没有计入；还没有可以核对的报告。"
    else:
        remarks, note = _beside_log(kept.file, kept.report, log)
    return FileRow(filing, match, FileState.LOG, remarks, note)


def _beside_log(file: str, report: Report, log: SentLog) -> tuple[tuple[Remark, ...], str]:
    """Say where the report that counts is not what the case log comes to."""
    others = [
        (cell, report.figures.get(cell), count)
        for cell, count in log.figures.items()
        if report.figures.get(cell) != count
    ]
    if not others:
        return (Remark.LOGGED,), f"是登记簿，计入的“{file}”与它逐格相同。"
    cell, stated, count = others[0]
    shown = "空着" if stated is None else f"填的是 {show(stated)}"
    note = (
        f"是登记簿，计入的“{file}”有 {len(others)} 格与它不同，如“{report.edition.path(cell)}”"
        f"{shown}，登记簿里是 {show(count)}，请问清。"
    )
    return (Remark.LOGGED, Remark.OFF_LOG), note


def _settled(row: FileRow, counted: Mapping[str, Filing]) -> FileRow:
    """Say of a file that could not count that its unit has sent another since, which does: nobody need mend it."""
    kept = counted.get(row.match.unit.name) if row.match.unit else None
    if not row.open or kept is None or row.filing.lateness >= kept.lateness:
        return row
    note = f"{row.note}后来收到的“{kept.file}”已经计入，这一份不用再改。"
    return row._replace(state=FileState.SUPERSEDED, remarks=(Remark.SEVERAL,), note=note)


def _asked_again(row: FileRow) -> FileRow:
    """Say of a file that took the place of another what was written beside that one."""
    answer = row.filing.outdated
    if answer is None:
        return row
    written = (answer.unit, answer.received.isoformat() if answer.received else "", answer.excluded)
    told = "，".join(filter(None, written))
    note = f"{row.note}同名的文件换过内容，上次填的“{told}”没有沿用，仍然算数的请再填一次。"
    return row._replace(note=note)


def _of_nobody(filing: Filing, match: Match) -> FileRow:
    """Say why a file that can be read comes from no unit of the register for certain."""
    state = _worst(filing)
    if match.coded:
        note = f"文件名是“{match.coded.name}”的代码，报告里的单位名称却是“{filing.name}”，没有计入，请确认是哪个单位的。"
        return FileRow(filing, match, state, (Remark.CONTRADICTORY,), note)
    called = filing.confirmed or filing.name
    said = f"名录里没有“{called}”这个单位" if called else "没有写单位名称"
    return FileRow(filing, match, state, (Remark.UNKNOWN,), f"{said}，没有计入。")


def _of_another_year(filing: Filing, match: Match, year: int) -> FileRow:
    stated = filing.report.profile.year if filing.report else None
    if filing.report and _is_blank(filing.report):
        return FileRow(filing, match, FileState.BLANK, note="什么也没有填，没有计入。")
    if stated == year:
        note = f"用的不是 {year} 年度的报告格式，没有计入。"
        return FileRow(filing, match, FileState.FAULTY, (Remark.OTHER_EDITION,), note)
    said = f"是 {stated} 年度的报告，不是 {year} 年度的" if stated else "没有写报告年度"
    return FileRow(filing, match, FileState.FAULTY, (Remark.OTHER_YEAR,), f"{said}，没有计入。")


def _copy(filing: Filing, match: Match, counted: Filing) -> FileRow:
    """Say what one of a unit's copies is beside the one that counts."""
    if filing is counted:
        return FileRow(filing, match, _worst(filing), note="计入。")
    if _substance(filing) == _substance(counted):
        note = f"与计入的“{counted.file}”内容相同。"
        return FileRow(filing, match, FileState.REPEATED, (Remark.SEVERAL,), note)
    if counted.is_workbook and _goes_with(filing, counted):
        if _same_numbers(filing, counted):
            note = f"与计入的填报工作簿“{counted.file}”数字相同。"
            return FileRow(filing, match, FileState.REPEATED, (Remark.SEVERAL,), note)
        note = f"计入的是同一天收到的填报工作簿“{counted.file}”，数字与它不同，请问清哪一份是对的。"
        return FileRow(filing, match, _worst(filing), (Remark.SEVERAL,), note)
    if filing.lateness < counted.lateness:
        note = f"计入的是更晚收到的“{counted.file}”。"
        return FileRow(filing, match, FileState.SUPERSEDED, (Remark.SEVERAL,), note)
    note = f"比计入的“{counted.file}”晚，但有强制性问题，没有计入。"
    return FileRow(filing, match, _worst(filing), (Remark.SEVERAL,), note)


def _substance(filing: Filing) -> object:
    """Return what makes two copies the same report, wherever and whenever they were saved."""
    report = filing.report
    return report and (
        report.profile,
        dict(report.figures),
        dict(report.narrative),
        dict(report.facts),
        dict(report.reasons),
        report.observations,
    )


def _worst(filing: Filing) -> FileState:
    if filing.blocked:
        return FileState.FAULTY
    return (
        FileState.DOUBTFUL if any(finding.open for finding in filing.findings) else FileState.SOUND
    )


def _unit_row(
    unit: Unit,
    counted: Filing | None,
    copies: Sequence[Filing],
    about: Iterable[FileRow],
    year: int,
    due: datetime.date | None,
) -> UnitRow:
    remarks = {remark for row in about if row.match.unit is unit for remark in row.remarks}
    if not unit.reporting:
        remarks |= {Remark.DISSOLVED} if unit.dissolved else set()
        return UnitRow(unit, UnitState.EXEMPT, _in_order(remarks))
    last_day = due or _due(unit, counted, year)
    if counted is None:
        clues = tuple(about)
        remarks |= {_UNUSABLE[row.state] for row in clues if _is_unusable(row, unit)}
        return UnitRow(unit, UnitState.MISSING, _in_order(remarks), due=last_day, clues=clues)
    if last_day and min(copy.arrival for copy in copies) > last_day:
        remarks.add(Remark.LATE)
    state = UnitState(_worst(counted).value)
    return UnitRow(unit, state, _in_order(remarks), counted, last_day, copies=tuple(copies))


# What is said of a unit none of whose files can count.
_UNUSABLE = {
    FileState.UNREADABLE: Remark.UNREADABLE,
    FileState.BLANK: Remark.BLANK,
    FileState.FOREIGN: Remark.FOREIGN,
}


def _is_unusable(row: FileRow, unit: Unit) -> bool:
    return row.match.unit is unit and row.state in _UNUSABLE


def _in_order(remarks: set[Remark]) -> tuple[Remark, ...]:
    return tuple(remark for remark in Remark if remark in remarks)


def _due(unit: Unit, counted: Filing | None, year: int) -> datetime.date | None:
    """Return the official last day for a unit; None when nobody says what kind of unit it is."""
    stated = counted.report.profile.level if counted and counted.report else ""
    level = edition_for(year).level(unit.level or stated)
    return datetime.date(year + 1, *level.due) if level else None
