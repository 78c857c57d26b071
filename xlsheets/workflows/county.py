"""Many reports -> the county's: roll-up with its working paper, comparison, copies to send back."""

from __future__ import annotations

import gc
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from xlsheets.basics.files import seen_from, write_atomically
from xlsheets.county.analysis.facts import STATED_FEE
from xlsheets.county.collection import Answers, RoundSaid
from xlsheets.county.compact import Shelf
from xlsheets.county.rollup import Rollup, Scope, add_up
from xlsheets.errors import UnreadableError
from xlsheets.report.findings import Finding, Severity, merge, order
from xlsheets.report.outcome import Outcome
from xlsheets.values import NamedTuple
from xlsheets.workflows import one_report
from xlsheets.workflows.outcomes import here, refused, settled
from xlsheets.workflows.selection import (
    Chosen,
    all_chosen,
    as_registered,
    counted_only,
    judge_outcomes,
)
from xlsheets.workflows.sources import files_in, read_ones, tried

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from xlsheets.county.adjustment import Adjustment
    from xlsheets.county.collection import Confirmation
    from xlsheets.county.comparison import Comparison
    from xlsheets.county.register import Register
    from xlsheets.report import Profile, Report
    from xlsheets.report.outcome import Source
    from xlsheets.schema import Edition
    from xlsheets.workflows.outcomes import Executor

# All that is kept of what is open in a readable file: how much, and how it weighs.
_OPEN = {severity: Finding(code="", severity=severity, message="") for severity in Severity}


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A roll-up, ready to be written.

    Args:
        rollup: the sums, and who is in them.
        report: the aggregate with its drafted text.
        findings: what is to be said about the files, the roll-up and the aggregate, worst first.
    """

    rollup: Rollup
    report: Report
    findings: tuple[Finding, ...]


def read_unit(source: Source) -> Outcome:
    """Read a file."""
    try:
        report = replace(one_report.read(source.path), source=source.label)
    except UnreadableError as error:
        return refused(source, error)
    return Outcome(source, readable=True, report=_bare(report))


def examine_unit(
    source: Source, last: Sequence[Report] = (), county: one_report.County | None = None
) -> Outcome:
    """Read and check a file, where findings say which copy of a unit counts."""
    return as_examined(one_report.examine(source, last=last, county=county))


def as_examined(outcome: Outcome) -> Outcome:
    """Keep of a file that was read and checked what a roll-up needs."""
    if outcome.report is None:
        return outcome
    findings = tuple(_OPEN[finding.severity] for finding in outcome.findings if finding.open)
    return outcome._replace(report=_bare(outcome.report), findings=findings)


def _bare(report: Report) -> Report:
    """Drop what need not be handed from process to process; of the text, what it states of fees is kept."""
    from xlsheets.checks.facts.fees import stated_fee

    fee = stated_fee(report)
    facts = report.facts if fee is None else {**report.facts, STATED_FEE: fee}
    return replace(report, facts=facts, stated={}, narrative={}, drafted={}, reasons={}, places={})


def slimmed(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Yield the outcomes with their reports kept small."""
    shelf = Shelf()
    for outcome in outcomes:
        # What comes from another process brings names of its own for what is here already.
        report = outcome.report and shelf.slim(outcome.report, outcome.source.label)
        yield outcome._replace(report=report)


def slimmed_with_text(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Yield the outcomes with reports kept small, text included, and what findings have in common kept once."""
    shelf, known = Shelf(), dict[str, str]()
    for outcome in outcomes:
        findings = tuple(_shared(finding, known) for finding in outcome.findings)
        report = outcome.report and shelf.with_text(outcome.report)
        yield outcome._replace(report=report, findings=findings)


def _shared(finding: Finding, known: dict[str, str]) -> Finding:
    """Return a finding whose texts are those of earlier ones where they are equal."""

    def same(text: str) -> str:
        return known.setdefault(text, text)

    return replace(
        finding,
        code=same(finding.code),
        many=same(finding.many),
        path=same(finding.path),
        hint=same(finding.hint),
        basis=same(finding.basis),
        file=same(finding.file),
        unit=same(finding.unit),
        sheet=same(finding.sheet),
        cell=same(finding.cell),
        places=tuple(map(same, finding.places)),
        operands=tuple(
            one._replace(place=same(one.place), label=same(one.label), cell=same(one.cell))
            for one in finding.operands
        ),
    )


def scope_of(register: Register, level: str) -> Scope:
    """Return who has to report by the register; a unit of the aggregate's own kind is no part of it."""
    units = [unit for unit in register.units if unit.level != level]
    return Scope(
        expected=tuple(unit.name for unit in units if unit.reporting),
        vertical=tuple(unit.name for unit in units if unit.vertical),
    )


def roll_up(
    profile: Profile,
    files: Iterable[Outcome] | Chosen,
    *,
    register: Register | None = None,
    adjustments: Sequence[Adjustment] = (),
    typed: Report | None = None,
    last: Sequence[Report] = (),
) -> Aggregate:
    """Add up the reports of a folder, check the aggregate as any report, and draft its text.

    Args:
        profile: unit, level and year of the aggregate.
        files: the files that may count, or what was chosen among the files of a folder.
        register: who has to report.
        adjustments: what to add by hand.
        typed: the aggregate somebody typed.
        last: earlier aggregates.
    """
    from xlsheets.checks.county import county_findings

    if not isinstance(files, Chosen):
        files = all_chosen(files, examined=register is not None)
    rollup = add_up(
        profile,
        files.reports,
        scope=scope_of(register, profile.level) if register else None,
        adjustments=adjustments,
        typed=typed,
        left_out=files.left_out,
    )
    rollup = replace(rollup, left_open=files.left_open)
    revision = one_report.narrate(rollup.report, last=last)
    report = replace(rollup.report, narrative=revision.paragraphs, drafted=revision.drafted)
    # The text is a draft with gaps to fill in: it is judged when the aggregate is validated by itself.
    own = one_report.validate(report, last=last, ignore=("N", "T"))
    about = [replace(finding, unit=profile.unit) for finding in merge(county_findings(rollup))]
    # What is about the roll-up stands nowhere in a workbook: its rules go through the cells in printed order.
    worst_first = sorted(about, key=lambda finding: finding.severity.rank)
    told = (*order(files.unread), *worst_first, *own)
    return Aggregate(rollup, report, told)


def write_working_paper(
    aggregate: Aggregate,
    path: Path,
    *,
    folder: Path | None = None,
    before: Path | None = None,
    force: bool = False,
) -> None:
    """Write the workbook that shows how the sums came about.

    Args:
        aggregate: the roll-up.
        path: where to write it.
        folder: where the files are, to link them.
        before: an earlier paper, of which is kept what people wrote into it.
        force: replace a file that exists.

    Raises:
        OutputError: the file exists and ``force`` is not given, it cannot be written, or there are more
            units than a sheet has columns.
    """
    from xlsheets.workbook.lists.paper_answers import NO_REMARKS, read_remarks
    from xlsheets.workbook.lists.working_paper import write_working_paper as write

    # The workbook of the sums, written before, is a reference cycle that would stay beside the paper.
    gc.collect()
    seen = seen_from(path, folder) if folder else ""
    kept = read_remarks(one_report.content(before), before.name) if before else NO_REMARKS
    content = partial(write, aggregate.rollup, aggregate.findings, folder=seen, kept=kept)
    write_atomically(path, content, force=force)


def adjustments_in(path: Path, edition: Edition) -> tuple[Adjustment, ...]:
    """Read the adjustments out of a working paper.

    Raises:
        UnreadableError: the file is no working paper.
        UsageError: a line of it cannot be understood.
    """
    from xlsheets.workbook.lists.paper_answers import read_adjustments

    return read_adjustments(one_report.content(path), edition, path.name)


def compare(
    before: Path,
    after: Path,
    register: Register | None = None,
    confirmed: Mapping[str, Confirmation] | None = None,
    passed: Callable[[str, str], None] | None = None,
    executor: Executor = here,
) -> tuple[Comparison, ...]:
    """Compare two files, or two folders unit by unit; what is no report in a folder is passed over.

    Args:
        before: a file or folder.
        after: the one to compare it with.
        register: says which copy of a unit counts where a folder has several, and what its units are called.
        confirmed: what an officer wrote beside files in the ledger, by file.
        passed: is told of each file that is not compared, and why.
        executor: who reads the files.

    Raises:
        UnreadableError: a single file cannot be read.
        UsageError: a path does not exist, or one side has two reports of a unit.
    """
    from xlsheets.county.comparison import compare_reports as pair

    judged_by = (register, confirmed or {})
    later = _side(after, judged_by, executor)
    earlier = _side(before, judged_by, executor, later.year)
    if passed:
        for path, side in ((before, earlier), (after, later)):
            for file, reason in side.others:
                passed(f"{path.name}/{file}", reason)
    return pair(earlier.reports, later.reports, register)


class _Side(NamedTuple):
    """The reports of one side of a comparison, and why files that are there too are not compared."""

    reports: list[Report]
    others: tuple[tuple[str, str], ...]
    year: int | None = None


def _side(
    path: Path,
    judged_by: tuple[Register | None, Mapping[str, Confirmation]],
    executor: Executor,
    later: int | None = None,
) -> _Side:
    """Return the reports to compare: of a folder that a register judges, those that count.

    ``later`` is the year of the other side: what is of a year before is judged by the units of then.
    """
    register, confirmed = judged_by
    if register is None or not path.is_dir():
        files = list(tried([path], executor))
        unread = (file for file in files if isinstance(file.report, UnreadableError))
        return _Side(
            read_ones(files), tuple((file.source.label, str(file.report)) for file in unread)
        )
    sources = list(files_in([path]))
    work = partial(one_report.examine, county=one_report.of_units(register))
    outcomes = list(settled(sources, executor(work, sources)))
    judged = judge_outcomes(outcomes, register, Answers(confirmed))
    if later and judged.year < later:
        of_then = Answers(confirmed, RoundSaid(judged.year))
        judged = judge_outcomes(outcomes, register.a_year_before(), of_then)
    counted = [as_registered(report, row.unit) for row, report in judged.counted]
    return _Side(counted, counted_only(outcomes, judged).passed, judged.year)


def comparison_workbook(comparisons: Sequence[Comparison]) -> bytes:
    """Return the workbook that shows what changed."""
    from xlsheets.workbook.lists.comparison import write_comparison

    return write_comparison(comparisons)
