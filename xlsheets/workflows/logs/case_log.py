"""登记簿 -> a new one, its numbers, a report filled in from it, and what is to be said about both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsheets.basics.dates import today_in_china
from xlsheets.basics.numbers import show
from xlsheets.basics.sentences import rows_named
from xlsheets.county.identity import unit_key
from xlsheets.errors import OutputError, UsageError, of_file
from xlsheets.report.findings import accept, locate, merge, order
from xlsheets.schema import edition_for
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xlsheets.basics.numbers import Number
    from xlsheets.caselog.counting import Tally
    from xlsheets.caselog.fees import FeeDue
    from xlsheets.report import Report
    from xlsheets.report.findings import Finding
    from xlsheets.schema.cells import TableRow
    from xlsheets.workbook.caselog.reading import FilledLog


def blank_log(unit: str, year: int) -> bytes:
    """Return an empty case log of a unit for a year.

    Raises:
        UsageError: the unit has no name.
        UnknownEditionError: there was no official format in that year.
    """
    from xlsheets.caselog.records import case_log
    from xlsheets.caselog.workdays import moved_days
    from xlsheets.workbook.caselog.writer import write_case_log

    if not unit.strip():
        raise UsageError("请写单位全称，例如 xlsheets log new 示例乡人民政府 --year 2025。")
    edition_for(year)
    log = case_log(unit.strip(), year, {}, days_off=moved_days(year))
    return write_case_log(log, {}, today_in_china())


def unknown_days_off(year: int) -> int | None:
    """Return the first year of a log whose days off the calendar does not know yet; None where it knows all."""
    from xlsheets.caselog.workdays import AFTER, last_known_year

    return next((later for later in (year, year + AFTER) if later > last_known_year()), None)


def read_log(source: Path) -> FilledLog:
    """Read a case log.

    Raises:
        UnreadableError: it cannot be opened, or is no case log.
    """
    from xlsheets.workbook.caselog.reading import read_case_log
    from xlsheets.workflows.one_report import content

    with of_file(source.name):
        return read_case_log(content(source), source.name)


def tally_of(filled: FilledLog) -> Tally:
    """Return what a log comes to today."""
    from xlsheets.caselog.counting import Tally

    return Tally(filled.log, today_in_china())


def summary(tally: Tally) -> list[str]:
    """Return what a log comes to, a line each: the stages of 表三, every other number that is not 0, the fees due."""
    from xlsheets.caselog.fees import fees_due
    from xlsheets.workbook.caselog.count_formulas import told

    edition, figures = tally.log.edition, tally.figures
    asked, classes = edition.named.requests, tally.words.classes.values()

    def everyone(row: TableRow) -> int:
        return sum(figures[row.at(column)] for column in classes)

    done = sum(map(everyone, tally.words.outcomes.values()))
    new, old, left = map(everyone, (asked.received, asked.carried_over, asked.carried_forward))
    lines = [f"表三：新收 {new} 件 ＋ 上年结转 {old} 件 ＝ 办理 {done} 件 ＋ 结转下年度 {left} 件"]
    for word, row in tally.words.outcomes.items():
        if everyone(row):
            lines.append(f"  {word}：{everyone(row)} 件")
    for cell, number in figures.items():
        if number and cell.block != asked.block:
            lines.append(f"{edition.path(cell)}：{number} 件")
    lines += [f"{fact.label}：{show(fact.value)} {fact.unit}" for fact in told(tally) if fact.value]
    return [*lines, *map(_fee_line, fees_due(tally.log.requests))]


def _fee_line(fee: FeeDue) -> str:
    """Tell what the scale gives, by rows: who is charged is not told."""
    rows = rows_named(request.row for request in fee.requests)
    who = "同一申请人当月 " if fee.unit == "件" else ""
    return f"信息处理费（“依申请”{rows}）：{who}{fee.amount} {fee.unit}，按标准应收 {fee.due} 元，已收 {show(fee.charged)} 元"


def validate_log(filled: FilledLog) -> list[Finding]:
    """Return what is to be said about the rows of a log, worst first."""
    from xlsheets.checks.caselog import row_findings
    from xlsheets.checks.caselog.subject import LogCase

    found = row_findings(LogCase(filled.log, today_in_china()))
    log = filled.log
    return order(locate(found, filled.places, file=log.source, unit=log.unit))


def differences_of(filled: FilledLog, report: Report) -> list[Finding]:
    """Return where a report differs from the log it should be counted from.

    Raises:
        UsageError: the report is of another unit or year.
    """
    from xlsheets.checks.caselog import differences
    from xlsheets.checks.caselog.subject import LogCase

    refuse_other(filled, report)
    found = differences(LogCase(filled.log, today_in_china(), report))
    located = locate(found, report.places, file=report.source, unit=report.profile.unit)
    return order(accept(merge(located), report.reasons))


def refuse_other(filled: FilledLog, report: Report) -> None:
    """Refuse a report that a log has nothing to do with.

    Raises:
        UsageError: it is of another unit or year.
    """
    log, profile = filled.log, report.profile
    if profile.year != log.year:
        year = f"{profile.year} 年度的" if profile.year else "没有填年度的"
        raise UsageError(
            f"“{log.source}”是 {log.year} 年的登记簿，“{report.source}”是{year}报告，不能对照。"
        )
    if profile.unit and log.unit and unit_key(profile.unit) != unit_key(log.unit):
        raise UsageError(
            f"“{log.source}”是“{log.unit}”的登记簿，“{report.source}”是“{profile.unit}”的报告，不能对照；"
            "是同一个单位的，把单位名称改成一样。"
        )


class LogCount(NamedTuple):
    """A number of the report and of the log: its place, and what stands there; None for a blank."""

    place: str
    path: str
    stated: Number | str | None
    counted: Number
    rows: str


@dataclass(frozen=True)
class LogCounts:
    """What filling in a report from a log would do.

    Args:
        blank: numbers that are filled in.
        differing: numbers that stand there already, and are others.
        equal: how many agree.
    """

    blank: tuple[LogCount, ...]
    differing: tuple[LogCount, ...]
    equal: int


def compare_counts(filled: FilledLog, report: Report) -> LogCounts:
    """Return what the log says of a report, number by number.

    Raises:
        UsageError: the report is of another unit or year.
    """
    from xlsheets.checks.caselog.against_report import rows_counted
    from xlsheets.checks.caselog.subject import LogCase
    from xlsheets.checks.rule.spec import path_of

    refuse_other(filled, report)
    case = LogCase(filled.log, today_in_china(), report)
    odd = {seen.place: seen.text for seen in report.observations}

    def stands(place: str, number: Number | str | None) -> Number | str | None:
        """Return what stands in a cell: its number, or the text that is none."""
        return odd.get(place) or None if number is None else number

    counts = [
        LogCount(
            str(cell),
            case.edition.path(cell),
            stands(str(cell), report.figures.get(cell)),
            counted,
            rows_counted(case, cell),
        )
        for cell, counted in case.tally.figures.items()
    ]
    for key, fact in case.tally.facts.items():
        place = f"fact.{key}"
        stated = stands(place, report.facts.get(key))
        counts.append(LogCount(place, path_of(case, place), stated, fact, ""))
    blank = tuple(count for count in counts if count.stated is None)
    differing = tuple(count for count in counts if count.stated not in (None, count.counted))
    return LogCounts(blank, differing, len(counts) - len(blank) - len(differing))


def with_counts(report: Report, source: bytes, counts: Sequence[LogCount]) -> bytes:
    """Return the workbook a report was read from with these numbers in it, and nothing else changed.

    Raises:
        OutputError: the workbook has no cell for one of them.
    """
    from xlsheets.workbook.editing.patch import patch_workbook

    lost = [count.path for count in counts if count.place not in report.places]
    if lost:
        raise OutputError(
            f"“{report.source}”里找不到 {len(lost)} 个填报格（如“{lost[0]}”），没有改动它；"
            "请先修复（repair 命令），再写进去。"
        )
    return patch_workbook(source, {report.places[count.place]: count.counted for count in counts})
