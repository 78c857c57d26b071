"""Commands of the officer who collects: the register, workbooks to send out, who has reported."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from click import DateTime

from xlsheets.basics.characters import comparable
from xlsheets.basics.files import refuse_existing, refuse_sources, seen_from, write_atomically
from xlsheets.cli.folder_run import (
    Run,
    executor,
    jobs,
    read_beside,
    tell_aside,
    tell_said,
    tell_table,
    tell_uncompared,
)
from xlsheets.cli.options import (
    PAGE,
    PATH,
    WORKBOOK,
    Written,
    argument,
    as_of,
    command,
    day_of,
    force,
    last,
    leave,
    option,
    say,
    tell_replaced,
)
from xlsheets.county.collection import Answers, RoundSaid
from xlsheets.errors import OutputError, UnreadableError, UsageError
from xlsheets.runs.earlier import guarded
from xlsheets.values import NamedTuple
from xlsheets.workflows import one_report
from xlsheets.workflows.sources import files_in, read_ones, set_aside, tried
from xlsheets.workflows.sources.lacking import ArrivalRow, arrival_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from xlsheets.county.collection import Collection
    from xlsheets.county.register import Register
    from xlsheets.report import Report
    from xlsheets.report.outcome import Outcome, Source
    from xlsheets.workflows.collect import Begun
    from xlsheets.workflows.sources import Tried


# The title of a page stands in its first characters.
_HEAD = 2000
_BRIEF = Written("简报", ".docx")


@command()
@option(
    "--out", "-o", type=WORKBOOK, default=Path("名录.xlsx"), show_default=True, help="写到哪里。"
)
@option("--rules", type=PATH, help="写着县里自己的规则的文本文件（.toml），写进名录的“规则”表。")
@force
def register(out: Path, *, rules: Path | None, force: bool) -> None:
    """生成空白的报送单位名录，填上该报的单位；填过的再生成一次，填的都留着，补上新增的栏和表。"""
    from xlsheets.workflows import collect as intake

    refuse_existing([out], force=force)
    refuse_sources([out], [rules])
    known = intake.read_register(out, blank=True) if out.exists() else None
    if rules:
        known = intake.with_rules_of(rules, known)
    write_atomically(out, intake.blank_register(known), force=force)
    kept = f"（原来的 {len(known.units)} 个单位都留着）" if known and known.units else ""
    say(f"已生成名录：{out}{kept}")
    if rules and known:
        say(f"“规则”表里现在有 {len(known.rules)} 条规则。")


@command()
@argument("folder", type=PATH, metavar="文件夹", help="收件文件夹。")
@option(
    "--register", type=PATH, required=True, help="报送单位名录，用 xlsheets register 生成后填写。"
)
@option(
    "--out",
    "-o",
    type=WORKBOOK,
    default=Path("台账.xlsx"),
    show_default=True,
    help="台账写到哪里。",
)
@option("--page", type=PAGE, help="另写一份网页（.html），带图，给领导看。")
@option("--brief", type=_BRIEF, help="另写一页给领导看的简报（.docx）。")
@option(
    "--year", "-y", type=int, help="报告年度；不写就按台账里写明的，没有写明的按多数文件的年度。"
)
@option(
    "--due",
    type=DateTime(["%Y-%m-%d"]),
    help="县里规定的截止日期；不写就按台账里写明的、名录里的，都没有的按国家规定的。",
)
@as_of
@last
@jobs
@executor
@force
def collect(
    folder: Path,
    register: Path,
    *,
    out: Path,
    page: Path | None,
    brief: Path | None,
    year: int | None,
    due: datetime | None,
    as_of: datetime | None,
    last: Sequence[Path],
    jobs: int,
    executor: str,
    force: bool,
) -> None:
    """对照名录看谁报了、谁没报、谁迟报，哪一份算数，各有什么问题，写成台账。

    台账已经有了的，先读里面填的“确认单位”“确认收到日期”“不计入的理由”“退回日期”“审核通过”和自己加的栏，再加
    --force 更新它。
    """
    from xlsheets.runs.outcome_journal import OutcomeJournal
    from xlsheets.workflows import collect as intake
    from xlsheets.workflows.county import slimmed_with_text
    from xlsheets.workflows.selection import read_answers

    if not folder.is_dir():
        raise UsageError(f"“{folder}”不是文件夹，请指定收件文件夹。")
    _refuse_targets(_Outputs(out, page, brief), [register, *last], force=force)
    units = intake.read_register(register)
    answers = read_answers(out) if out.exists() else Answers()
    said = _said(answers.said, year, due.date() if due else None)
    tell_uncompared(answers, last)
    beside = read_beside(last)
    earlier = read_ones(beside)
    own = {path.resolve() for path in (register, out, page, brief) if path}
    sources = [source for source in files_in([folder]) if source.path.resolve() not in own]
    run = Run(sources, jobs, executor)
    journal = OutcomeJournal(out, [register, *(file.source.path for file in beside)])
    collection = intake.collect(
        slimmed_with_text(journal.continued(sources, partial(_examined, run, earlier, units))),
        units,
        year=said.year,
        due=said.due,
        earlier=earlier,
        confirmed=answers.files,
    )
    collection = collection._replace(aside=set_aside([folder]), today=day_of(as_of))
    _write(collection, units, folder, _Outputs(out, page, brief), force=force)
    journal.finish()
    _tell_states(collection)
    tell_aside(collection.aside)
    leave(int(any(row.open for row in collection.files)))


def _said(before: RoundSaid, year: int | None, due: date | None) -> RoundSaid:
    """Return what is said of the round, now or in the ledger; what only the ledger says is told."""
    tell_said(RoundSaid(None if year else before.year, None if due else before.due))
    return RoundSaid(year or before.year, due or before.due)


class _Outputs(NamedTuple):
    """What is written of a collection: the ledger, the page, the brief."""

    ledger: Path
    page: Path | None
    brief: Path | None


def _write(
    collection: Collection, units: Register, folder: Path, written: _Outputs, *, force: bool
) -> None:
    """Write the ledger and what was asked for beside it; what an earlier ledger says of units is kept."""
    from xlsheets.workflows import collect as intake

    out, page, brief = written
    before = out if out.exists() else None
    told = intake.with_progress(collection, intake.rounds_in(before) if before else {})
    write_atomically(out, intake.ledger(told, seen_from(out, folder), before), force=force)
    say(f"已写好台账：{out}")
    if page:
        shown = intake.status_page(told, seen_from(page, folder), units.office.area)
        write_atomically(page, shown, force=force)
        say(f"已写好网页：{page}")
    if brief and told.today:
        write_atomically(brief, intake.brief(told, units.office, told.today), force=force)
        say(f"已写好简报：{brief}")


def _tell_states(collection: Collection) -> None:
    from xlsheets.county.collection import UnitState

    states = [row.state for row in collection.units]
    told = "，".join(
        f"{state.value} {states.count(state)}" for state in UnitState if state in states
    )
    say(f"应报 {collection.expected} 个单位，已收 {collection.received} 个：{told}。")


def _refuse_targets(written: _Outputs, read: Sequence[Path], *, force: bool) -> None:
    """Refuse to write over what is read, or the page over a web page that may be a report that came in.

    Raises:
        OutputError: a file is there already and ``force`` is not given, or must not be written over.
    """
    refuse_existing(written, force=force)
    refuse_sources(written, read)
    page = written.page
    if page and page.is_file():
        with page.open("rb") as stream:
            head = stream.read(_HEAD).decode(errors="replace")
        if "收件情况" not in head:
            raise OutputError(f"“{page.name}”不是 collect 写的网页，没有覆盖它，请换一个文件名。")


def _examined(
    run: Run, earlier: Sequence[Report], units: Register, sources: Sequence[Source]
) -> Iterator[Outcome]:
    """Yield files of a run read and checked."""
    work = partial(one_report.examine, last=earlier, county=one_report.of_units(units))
    return run._replace(sources=sources).watched(work)


def write_begun(
    register: Path, year: int, start: Path | None, out: Path | None, *, force: bool
) -> None:
    """Write the workbooks of all units of a register into a folder.

    Raises:
        OutputError: one of them exists and ``force`` is not given; nothing is written then.
    """
    from xlsheets.workflows import collect as intake

    units = intake.read_register(register)
    found = list(tried([start], guarded)) if start else []
    earlier = read_ones(found)
    begun = list(intake.begin(units, year, earlier))
    targets = [(out or Path()) / f"{started.stem}.xlsx" for started in begun]
    refuse_existing(targets, force=force)
    refuse_sources(targets, [register, *(file.source.path for file in found)])
    if force:
        tell_replaced(targets)
    for target, started in zip(targets, begun, strict=True):
        write_atomically(target, one_report.workbook(started.report, started.last), force=force)
        say(f"已生成填报工作簿：{target}")
    if start:
        _tell_arrived(begun, found, units, year - 1)


def _tell_arrived(
    begun: Sequence[Begun],
    found: Sequence[Tried],
    units: Register,
    year: int,
) -> None:
    """Say of each unit which of last year's files it begins with and what is missing there, and of files that are none."""
    without = f"没有 {year} 年度的报告可以带入"
    rows = [
        arrival_row(started.last, started.report.profile.unit)
        if started.last
        else ArrivalRow(started.report.profile.unit, "", without)
        for started in begun
    ]
    used = {
        name for started in begun if started.last for name in _carried_by(units, started.report)
    }
    others = [
        ArrivalRow("", source.label, str(report))
        if isinstance(report, UnreadableError)
        else ArrivalRow(report.profile.unit, source.label, _why_unused(report, year, units))
        for source, report in found
        if isinstance(report, UnreadableError)
        or report.profile.year != year
        or comparable(report.profile.unit) not in used
    ]
    tell_table((*rows, *others))


def _carried_by(units: Register, report: Report) -> Iterator[str]:
    """Yield the names, as they are compared, under which a unit's last report may have come: its own and its predecessors'."""
    unit = units.called(report.profile.unit)
    for name in (report.profile.unit, *(unit.predecessors if unit else ())):
        called = units.called(name)
        yield from map(comparable, called.names if called else (name,))


def _why_unused(report: Report, year: int, units: Register) -> str:
    if report.profile.year != year:
        return (
            f"没有带入：是 {report.profile.year} 年度的"
            if report.profile.year
            else "没有带入：没有写年度"
        )
    unit = units.called(report.profile.unit)
    if unit and not unit.reporting:
        return f"没有带入：名录里写着这个单位{'是垂直管理的' if unit.vertical else '已经撤销'}"
    if unit is None and not units.a_year_before().called(report.profile.unit):
        return "没有带入：名录里没有这个单位"
    return "没有带入：这个单位有几份不同的，或者一起合并的单位还缺报告"
