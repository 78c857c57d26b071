"""An earlier roll-up -> what the next one keeps of it, and what it is compared with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.basics.sentences import quoted_names
from xlsheets.county.identity import earlier_reports, unit_key
from xlsheets.county.register import Register
from xlsheets.county.rollup import add_up
from xlsheets.errors import OutputError, UnreadableError
from xlsheets.workflows import one_report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from xlsheets.county.register import Unit
    from xlsheets.report import Profile, Report
    from xlsheets.workflows.county import Aggregate


# Cells that are named when figures were typed over.
_MOST_TOLD = 5


def with_words(aggregate: Aggregate, before: Report, last: Sequence[Report] = ()) -> Aggregate:
    """Return a roll-up with what people wrote into an earlier one: text, contacts, reasons, 基础数据.

    Sentences of the program's own are brought up to date; what people wrote or changed stays.
    """
    summed = aggregate.rollup.report
    asked = summed.profile
    written = replace(
        summed,
        profile=replace(before.profile, unit=asked.unit, level=asked.level, year=asked.year),
        facts={**before.facts, **summed.facts},
        narrative=before.narrative,
        drafted=before.drafted,
        reasons=before.reasons,
    )
    revision = one_report.narrate(written, last=last)
    report = replace(written, narrative=revision.paragraphs, drafted=revision.drafted)
    return replace(aggregate, report=report)


def written_before(path: Path, paper: Path, profile: Profile) -> Report | None:
    """Return the roll-up that stands where a new one is to go; None when there is none.

    Args:
        path: the roll-up.
        paper: its working paper.
        profile: unit and year of the new one.

    Raises:
        OutputError: what stands there is no roll-up of this unit, or something people wrote into it would be
            lost: figures typed over the sums, sheets of their own, a paper that cannot be read.
    """
    if not path.exists():
        return None
    try:
        report = one_report.read(path)
    except UnreadableError as error:
        raise OutputError(
            f"“{path.name}”不是“{profile.unit}”的汇总，没有覆盖它：{error}"
        ) from error
    was = report.profile
    if (unit_key(was.unit), was.year) != (unit_key(profile.unit), profile.year):
        raise OutputError(
            f"“{path.name}”是“{was.unit}”{was.year or ''} 年度的报告，不是“{profile.unit}”{profile.year} 年度的汇总，"
            "没有覆盖它，请换一个文件名。"
        )
    _refuse_losses(path, paper, report)
    return report


def _refuse_losses(out: Path, paper: Path, before: Report) -> None:
    """Refuse to write over what people wrote and the new roll-up does not have; say where it belongs."""
    from xlsheets.workbook.lists.kept import refuse_added_sheets, sheets_of
    from xlsheets.workbook.lists.paper_answers import read_sums
    from xlsheets.workbook.lists.paper_columns import SHEETS

    if out.suffix.lower() != ".json":
        refuse_added_sheets(out, sheets_of(one_report.workbook(before)))
    if not paper.exists():
        return
    edition = before.edition
    try:
        refuse_added_sheets(paper, SHEETS)
        sums = read_sums(one_report.content(paper), edition, paper.name)
    except UnreadableError as error:
        raise OutputError(
            f"“{paper.name}”里写了什么读不出来，没有覆盖它：{error}里面的备注、调整都不要了的，把它移到别处，再运行一次。"
        ) from error
    typed = [
        f"“{edition.path(cell)}”汇总是 {show(sums[cell])}，现在写着 {show(before.figures[cell])}"
        for cell in edition.typed_cells
        if cell in sums and cell in before.figures and before.figures[cell] != sums[cell]
    ]
    if typed:
        raise OutputError(
            f"“{out.name}”里有 {len(typed)} 格是汇总以后手工改的：{'；'.join(typed[:_MOST_TOLD])}。再汇总会把它们冲掉，没有改动它；"
            f"请把差数和理由写进“{paper.name}”的“调整”表，在“{out.name}”里改回原数，再运行一次。"
        )


def last_year_of(
    profile: Profile, reports: Sequence[Report], register: Register | None
) -> tuple[tuple[Report, ...], str]:
    """Return what a roll-up is compared with: the aggregate's own earlier reports, or the roll-up of its units'.

    Args:
        profile: unit, level and year of the aggregate.
        reports: whatever earlier reports were given.
        register: who has to report.

    Returns:
        The earlier reports of the aggregate, and what is to be said about them; "" when nothing is.
    """
    if not reports:
        return (), ""
    year = (profile.year or 0) - 1
    own = earlier_reports(profile.unit, profile.year, reports, register or Register())
    if own.of(year):
        return own.reports, ""
    if own.remarks or register is None:
        return own.reports, "".join(
            own.remarks
        ) or f"没有上年数：给出的报告里没有“{profile.unit}”{year} 年度的。"
    found = {
        unit.name: report
        for unit in _reported_then(register, profile.level)
        if (report := earlier_reports(unit.name, profile.year, reports, register).of(year))
    }
    rollup = add_up(replace(profile, year=year), list(found.values()))
    usable = {report.profile.unit for report in rollup.units}
    lacking = [
        unit.name
        for unit in register.units
        if unit.reporting and unit.level != profile.level
        if unit.name not in usable and not (unit.is_new and unit.name not in found)
    ]
    if lacking or not usable:
        return (), (
            f"没有上年数：没有“{profile.unit}”{year} 年度的报告，各单位 {year} 年度的报告也不全，"
            f"没有能用的：{quoted_names(lacking)}。{profile.year} 年新设立的单位，请在名录的“前身”一栏写“新设”。"
        )
    return (rollup.report,), f"上年数由 {len(usable)} 个单位 {year} 年度的报告按名录汇总。"


def _reported_then(register: Register, level: str) -> Iterator[Unit]:
    """Yield the units whose reports of the year before make up the aggregate's, each case once.

    A unit that was dissolved since had its own, unless another stands for it as its successor.
    """
    followed = {unit_key(name) for unit in register.units for name in unit.predecessors}
    for unit in register.units:
        is_followed = unit.dissolved and unit_key(unit.name) in followed
        if unit.level != level and not unit.vertical and not is_followed:
            yield unit
