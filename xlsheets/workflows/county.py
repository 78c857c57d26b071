"""Many reports -> the county's: roll-up with its working paper, comparison, copies to send back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from xlsheets.basics.filenames import going_with
from xlsheets.basics.files import seen_from, write_atomically
from xlsheets.county.compact import Shelf
from xlsheets.county.rollup import Rollup, Scope, add_up
from xlsheets.errors import UnreadableError, UsageError
from xlsheets.report.findings import Finding, Severity, order
from xlsheets.report.outcome import Outcome
from xlsheets.workflows import one_report
from xlsheets.workflows.filing import filing, legible_name
from xlsheets.workflows.outcomes import refused
from xlsheets.workflows.sources import files_in, reports_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from xlsheets.county.collection import Confirmation
    from xlsheets.county.comparison import Comparison
    from xlsheets.county.register import Register
    from xlsheets.county.rollup import Adjustment
    from xlsheets.report import Profile, Report
    from xlsheets.report.outcome import Source
    from xlsheets.schema import Edition

# All that is kept of what was found in a readable file: that its report may not be made.
_BLOCKED = (Finding(code="", severity=Severity.ERROR, message=""),)


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


def examine_unit(source: Source) -> Outcome:
    """Read and check a file, where findings say which copy of a unit counts."""
    outcome = one_report.examine(source)
    if outcome.report is None:
        return outcome
    findings = _BLOCKED if outcome.blocked else ()
    return replace(outcome, report=_bare(outcome.report), findings=findings)


def _bare(report: Report) -> Report:
    """Drop what need not be handed from process to process."""
    return replace(report, stated={}, narrative={}, drafted={}, reasons={}, places={})


def slimmed(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Yield the outcomes with their reports kept small."""
    shelf = Shelf()
    for outcome in outcomes:
        # What comes from another process brings names of its own for what is here already.
        yield replace(outcome, report=outcome.report and shelf.slim(outcome.report))


def scope_of(register: Register, level: str) -> Scope:
    """Return who has to report by the register; a unit of the aggregate's own kind is no part of it."""
    units = [unit for unit in register.units if unit.level != level]
    return Scope(
        expected=tuple(unit.name for unit in units if not unit.vertical),
        vertical=tuple(unit.name for unit in units if unit.vertical),
    )


def chosen(
    files: Iterable[Outcome],
    register: Register | None,
    year: int,
    confirmed: Mapping[str, Confirmation],
) -> tuple[list[Outcome], list[str]]:
    """Judge files as a collection does: which copy of a unit counts, and which unit a file comes from.

    Args:
        files: the files, examined and not only read.
        register: who has to report; without one every file may count.
        year: the report year.
        confirmed: what an officer wrote beside files in the ledger, by file.

    Returns:
        Those that may count, under the names the register has for their units; and the names of those
        from whose units another file counts.
    """
    from xlsheets.county.judging import judge_files

    files = list(files)
    if register is None:
        return files, []
    judged = judge_files([filing(each, confirmed) for each in files], register, year)
    units = {row.filing.file: row.match.unit for row in judged.files}
    counted = {row.unit.name: row.counted.file for row in judged.units if row.counted}
    kept, outdone = [], []
    for each in files:
        file, report = legible_name(each.source.label), each.report
        unit = units[file]
        if unit and counted.get(unit.name, file) != file:
            outdone.append(each.source.label)
            continue
        if report and unit:
            report = replace(report, profile=replace(report.profile, unit=unit.name))
        kept.append(replace(each, report=report))
    return kept, sorted(outdone)


def roll_up(
    profile: Profile,
    files: Iterable[Outcome],
    *,
    register: Register | None = None,
    adjustments: Sequence[Adjustment] = (),
    typed: Report | None = None,
    last: Sequence[Report] = (),
) -> Aggregate:
    """Add up the reports of a folder, check the aggregate as any report, and draft its text.

    Args:
        profile: unit, level and year of the aggregate.
        files: the files that may count.
        register: who has to report.
        adjustments: what to add by hand.
        typed: the aggregate somebody typed.
        last: earlier aggregates.
    """
    from xlsheets.checks import county_findings

    kept = list(files)
    rollup = add_up(
        profile,
        [each.report for each in kept if each.report],
        scope=scope_of(register, profile.level) if register else None,
        adjustments=adjustments,
        typed=typed,
    )
    revision = one_report.narrate(rollup.report, last=last)
    report = replace(rollup.report, narrative=revision.paragraphs, drafted=revision.drafted)
    # The text is a draft with gaps to fill in: it is judged when the aggregate is validated by itself.
    own = one_report.validate(report, last=last, ignore=("N", "T"))
    about = [replace(each, unit=profile.unit) for each in county_findings(rollup)]
    unread = [finding for each in kept if each.report is None for finding in each.findings]
    told = (*order(unread), *order(about), *own)
    return Aggregate(rollup, report, told)


def write_working_paper(
    aggregate: Aggregate, path: Path, *, folder: Path | None = None, force: bool = False
) -> None:
    """Write the workbook that shows how the sums came about.

    Args:
        aggregate: the roll-up.
        path: where to write it.
        folder: where the files are, to link them.
        force: replace a file that exists.

    Raises:
        OutputError: the file exists and ``force`` is not given, it cannot be written, or there are more
            units than a sheet has columns.
    """
    from xlsheets.workbook.lists.working_paper import write_working_paper as write

    seen = seen_from(path, folder) if folder else ""
    content = partial(write, aggregate.rollup, aggregate.findings, folder=seen)
    write_atomically(path, content, force=force)


def adjustments_in(path: Path, edition: Edition) -> tuple[Adjustment, ...]:
    """Read the adjustments out of a working paper.

    Raises:
        UnreadableError: the file is no working paper.
        UsageError: a line of it cannot be understood.
    """
    from xlsheets.workbook.lists.working_paper import read_adjustments

    return read_adjustments(one_report.content(path), edition, path.name)


def compare(before: Path, after: Path, register: Register | None = None) -> tuple[Comparison, ...]:
    """Compare two files, or two folders unit by unit; what is no report in a folder is passed over.

    Args:
        before: a file or folder.
        after: the one to compare it with.
        register: says which copy of a unit counts where a folder has several, and what its units are called.

    Raises:
        UnreadableError: a single file cannot be read.
        UsageError: a path does not exist, or one side has two reports of a unit.
    """
    from xlsheets.county.comparison import compare_reports as pair

    return pair(*(_side(path, register) for path in (before, after)))


def _side(path: Path, register: Register | None) -> list[Report]:
    """Return the reports to compare: of a folder that a register judges, those that count."""
    from xlsheets.county.judging import commonest_year

    if register is None or not path.is_dir():
        return reports_in([path])
    examined = [one_report.examine(source) for source in files_in([path])]
    year = commonest_year(filing(each, {}) for each in examined)
    kept, _ = chosen(examined, register, year or 0, {}) if year else (examined, [])
    return [each.report for each in kept if each.report]


def comparison_workbook(comparisons: Sequence[Comparison]) -> bytes:
    """Return the workbook that shows what changed."""
    from xlsheets.workbook.lists.comparison import write_comparison

    return write_comparison(comparisons)


def send_back(outcome: Outcome, folder: Path, *, force: bool = False) -> None:
    """Write what goes back to a unit: its own file with marks, a letter, and a paragraph for a message.

    Of a file that cannot be read there are the letter and the paragraph alone.

    Raises:
        OutputError: a file is there already and ``force`` is not given, or it cannot be written.
        UsageError: the folder is the one the files came from.
    """
    from xlsheets.notices.feedback_letter import letter, paragraph
    from xlsheets.workbook.editing.annotate import annotate

    source, report = outcome.source, outcome.report
    target = folder / source.label
    if target.resolve() == source.path.resolve():
        raise UsageError("带批注的文件不能放回原来的文件夹，请另选一个文件夹。")
    unit = report.profile.unit if report else ""
    unit, year = unit or target.stem, report.profile.year if report else None
    if report and report.places:
        marked = annotate(
            one_report.content(source.path),
            outcome.findings,
            report.places,
            "".join(report.title_lines),
        )
        write_atomically(target, marked, force=force)
    document = letter(unit, year, outcome.findings)
    words = paragraph(unit, outcome.findings).encode("utf-8-sig")
    for ending, content in ((".docx", document), (".txt", words)):
        path = target.with_name(going_with(target.name, f"的反馈意见{ending}"))
        write_atomically(path, content, force=force)
