"""Reports as they were read -> a table that says of each unit which file it is from and what is missing in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.numbers import Oddity
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.report import Report


class ArrivalRow(NamedTuple):
    """A line of the table: a unit, the file its report is from, and what is missing."""

    unit: str
    file: str
    missing: str


HEADINGS = ArrivalRow("单位", "文件", "缺什么")
WHOLE = "不缺"


def arrival_row(report: Report, unit: str = "") -> ArrivalRow:
    """Return the line of a report; ``unit`` is what a register calls its unit."""
    missing = "；".join(what_is_missing(report)) or WHOLE
    return ArrivalRow(unit or report.profile.unit or "（没有单位名称）", report.source, missing)


def what_is_missing(report: Report) -> Iterator[str]:
    """Yield what a report lacks: name, year, figures by table, sections, and what was not understood."""
    if not report.profile.unit:
        yield "单位名称"
    if report.profile.year is None:
        yield "年度"
    for table in report.edition.tables:
        typed = [cell for cell in table.cells if cell not in report.edition.sum_of]
        blank = sum(cell not in report.figures for cell in typed)
        if blank:
            yield f"{table.number} {blank} 个数" if blank < len(typed) else f"{table.number}全部"
    for section in report.edition.prose:
        if not any(text.strip() for text in report.paragraphs(section.key)):
            yield section.title
    left = sum(1 for _ in report.observed(Oddity.NOT_TAKEN))
    if left:
        yield f"有 {left} 处没有读入"
