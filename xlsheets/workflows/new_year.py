"""Unit and year, or last year's report -> the report that a new year begins with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xlsheets.errors import UnreadableError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from xlsheets.report import Report


def blank_report(unit: str, year: int, kind: str = "") -> Report:
    """Return an empty report of a unit for a year, in the format in force that year.

    Raises:
        UsageError: there is no such kind of unit.
        UnknownEditionError: no format was in force.
    """
    from xlsheets.report import Profile, Report
    from xlsheets.schema import edition_for

    edition = edition_for(year)
    level = edition.level(kind)
    if kind and level is None:
        kinds = "、".join(level.label for level in edition.levels)
        raise UsageError(f"没有“{kind}”这个单位类别，可以用：{kinds}。")
    return Report(edition.key, Profile(unit=unit, level=level.key if level else "", year=year))


def following(last: Report, year: int, unit: str = "", kind: str = "") -> Report:
    """Return the report that follows last year's: 上年结转 filled in, unit and address taken over.

    Raises:
        UsageError: it is not the report of the year before, or there is no such kind of unit.
    """
    from xlsheets.report.next_year import next_year

    start = blank_report(unit or last.profile.unit, year, kind)
    if last.profile.year != year - 1:
        was = f" {last.profile.year} 年度的" if last.profile.year else "没有写明年度的"
        raise UsageError(f"“{last.source}”是{was}报告，请给出 {year - 1} 年度的报告。")
    report = next_year(last)
    level = start.profile.level or last.profile.level
    return replace(report, profile=replace(report.profile, unit=start.profile.unit, level=level))


def what_was_filled_in(path: Path) -> str:
    """Say what people filled into a workbook: 12 个数、正文 3 段、理由 1 条; "" when nothing, or it is none of ours.

    What a workbook is sent out with, such as last year's carry-over, is nothing that anybody filled in.
    """
    from xlsheets.report.next_year import filled_in
    from xlsheets.workflows import one_report

    try:
        report = one_report.read(path)
    except UnreadableError:
        return ""
    paragraphs = sum(map(len, report.narrative.values()))
    counts = (
        (len(filled_in(report)), " {} 个数"),
        (paragraphs, "正文 {} 段"),
        (len(report.reasons), "理由 {} 条"),
    )
    return "、".join(words.format(count) for count, words in counts if count)
