"""Files of a folder, the register, what an officer wrote -> which file of which unit counts: one judgement.

Every command over a folder asks here, so that no two of them can count different files.
"""

from __future__ import annotations

import datetime
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from xlsheets.basics.digests import digest_of
from xlsheets.county.collection import (
    Answers,
    Collection,
    FileState,
    Filing,
    Remark,
    RoundSaid,
)
from xlsheets.county.judging import commonest_year, judge_files
from xlsheets.county.rollup import ExclusionReason, LeftOut
from xlsheets.report.findings import Finding, Severity
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from xlsheets.county.collection import Confirmation, FileRow
    from xlsheets.county.register import Register, Unit
    from xlsheets.report import Report
    from xlsheets.report.outcome import Outcome, Source

_ANSWERED = (FileState.REPEATED, FileState.SUPERSEDED, FileState.EXCLUDED, FileState.LOG)
_REASONS = {
    Remark.CONTRADICTORY: ExclusionReason.UNDECIDED,
    Remark.DISSOLVED: ExclusionReason.DISSOLVED,
}
# Control characters, surrogates, line and paragraph separators.
_UNWRITTEN = ("Cc", "Cs", "Zl", "Zp")


def filing(outcome: Outcome, confirmed: Mapping[str, Confirmation]) -> Filing:
    """Return a file as the collection takes it.

    Args:
        outcome: the file, read and checked.
        confirmed: what an officer wrote beside files, by file as the ledger writes it.
    """
    file = legible_name(outcome.source.label)
    answer, digest = confirmed.get(file), digest_of(outcome.source.path)
    outdated = answer if answer and not answer.holds_for(digest) else None
    answer = None if outdated else answer
    return Filing(
        file=file,
        report=outcome.report,
        findings=outcome.findings,
        modified=_modified(outcome.source.path),
        confirmed=answer.unit if answer else "",
        received=answer.received if answer else None,
        excluded=answer.excluded if answer else "",
        digest=digest,
        outdated=outdated,
        log=outcome.log,
    )


def legible_name(name: str) -> str:
    """Return a file name as it can be written down: characters that no document can hold are replaced."""
    return "".join(
        "�"
        if unicodedata.category(character) in _UNWRITTEN or character in "\ufffe\uffff"
        else character
        for character in name
    )


def _modified(path: Path) -> datetime.datetime:
    """Return when a file was last changed; the first day of the clock when nobody can say."""
    try:
        return datetime.datetime.fromtimestamp(max(0, path.lstat().st_mtime), datetime.UTC)
    except (OSError, OverflowError, ValueError):
        return datetime.datetime.fromtimestamp(0, datetime.UTC)


def read_confirmations(path: Path) -> Mapping[str, Confirmation]:
    """Return what the officer wrote beside the files in a ledger.

    Raises:
        UnreadableError: it is no sound workbook.
        UsageError: it is no ledger.
    """
    from xlsheets.workbook.lists.ledger_answers import read_confirmations as read

    return read(path)


def read_answers(path: Path) -> Answers:
    """Return what the officer wrote into a ledger, beside the files and of the round as a whole.

    Raises:
        UnreadableError: it is no sound workbook.
        UsageError: it is no ledger, or a day in it is none.
    """
    from xlsheets.workbook.lists.ledger_answers import is_compared, read_round_said

    confirmed = read_confirmations(path)
    return Answers(confirmed, read_round_said(path), is_compared(path))


def judge_outcomes(
    outcomes: Iterable[Outcome],
    register: Register,
    answers: Answers,
    earlier: Iterable[Report] = (),
) -> Collection:
    """Judge the files of a folder by the register.

    Args:
        outcomes: the files, read and checked.
        register: who has to report.
        answers: what an officer wrote into the ledger; where it says no year, it is the one most files are of.
        earlier: reports of earlier years.
    """
    filings = [filing(outcome, answers.files) for outcome in outcomes]
    year = answers.said.year or commonest_year(filings) or 0
    return judge_files(filings, register, year, said=answers.said, earlier=earlier)


class Chosen(NamedTuple):
    """What a roll-up adds up: the reports that may count, those that may not, and names of files passed over.

    Args:
        reports: those that may count, under the names and kinds that the register has for their units.
        unread: what is said of the files that cannot be read.
        left_open: how many 强制性 and 核实性 findings files still have, by file; of those that were only read nobody knows.
        left_out: reports that were judged not to count, and why.
        outdone: files from whose units another file counts.
        excluded: files that an officer excluded, with the reason.
    """

    reports: tuple[Report, ...]
    unread: tuple[Finding, ...] = ()
    left_open: Mapping[str, tuple[int, int]] = {}
    left_out: tuple[LeftOut, ...] = ()
    outdone: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


def all_chosen(outcomes: Iterable[Outcome], *, examined: bool) -> Chosen:
    """Take all files for a roll-up, and keep of each only what that asks for.

    Args:
        outcomes: the files.
        examined: whether they were checked and not only read.
    """
    reports, unread, left_open = [], list[Finding](), {}
    for outcome in outcomes:
        if not outcome.readable:
            unread += outcome.findings
        if outcome.report:
            reports.append(outcome.report)
            if examined:
                left_open[outcome.source.label] = _left_open(outcome.findings)
    return Chosen(tuple(reports), tuple(unread), left_open)


def _left_open(findings: Sequence[Finding]) -> tuple[int, int]:
    errors, doubts = (
        sum(finding.severity is severity for finding in findings)
        for severity in (Severity.ERROR, Severity.CONFIRM)
    )
    return errors, doubts


def chosen(
    outcomes: Iterable[Outcome],
    register: Register | None,
    year: int,
    confirmed: Mapping[str, Confirmation],
) -> Chosen:
    """Judge files for a roll-up; without a register every file may count.

    Args:
        outcomes: the files, examined and not only read.
        register: who has to report.
        year: the report year.
        confirmed: what an officer wrote beside files in the ledger, by file.
    """
    if register is None:
        return all_chosen(outcomes, examined=False)
    outcomes = tuple(outcomes)
    judged = judge_outcomes(outcomes, register, Answers(confirmed, RoundSaid(year)))
    rows = {row.filing.file: row for row in judged.files}
    counted = {row.unit.name: row.counted.file for row in judged.units if row.counted}
    files, left_out, outdone, excluded = [], [], [], []
    for outcome in outcomes:
        row, label = rows[legible_name(outcome.source.label)], outcome.source.label
        reason = next((_REASONS[remark] for remark in row.remarks if remark in _REASONS), None)
        if row.state is FileState.EXCLUDED:
            excluded.append(f"{label}（{row.filing.excluded}）")
        elif _is_outdone(row, counted):
            outdone.append(label)
        elif reason and outcome.report:
            left_out.append(LeftOut(outcome.report, reason))
        else:
            report = outcome.report and as_registered(outcome.report, row.match.unit)
            files.append(outcome._replace(report=report))
    return all_chosen(files, examined=True)._replace(
        left_out=tuple(left_out), outdone=tuple(sorted(outdone)), excluded=tuple(sorted(excluded))
    )


def _is_outdone(row: FileRow, counted: Mapping[str, str]) -> bool:
    unit, file = row.match.unit, row.filing.file
    return unit is not None and counted.get(unit.name, file) != file


def as_registered(report: Report, unit: Unit | None) -> Report:
    """Return a report under the name and kind that the register has for its unit."""
    if unit is None:
        return report
    level = unit.level or report.profile.level
    return replace(report, profile=replace(report.profile, unit=unit.name, level=level))


class Known:
    """Files as they were read and checked, to be asked for again: no file is read twice in a run."""

    def __init__(self, outcomes: Iterable[Outcome]) -> None:
        self._outcomes = {outcome.source.path: outcome for outcome in outcomes}

    def __call__(self, source: Source) -> Outcome:
        return self._outcomes[source.path]._replace(source=source)


class Selection(NamedTuple):
    """The files of a folder that a command works on, and what is said of the others, by file."""

    sources: tuple[Source, ...]
    passed: tuple[tuple[str, str], ...]


def counted_only(outcomes: Sequence[Outcome], judged: Collection) -> Selection:
    """Select the files that count, in the order of the register."""
    sources = {legible_name(outcome.source.label): outcome.source for outcome in outcomes}
    kept = tuple(
        sources[row.counted.file]._replace(unit=row.unit.name)
        for row in judged.units
        if row.counted
    )
    files = {source.label for source in kept}
    rows = (row for row in judged.files if sources[row.filing.file].label not in files)
    return Selection(kept, tuple((row.filing.file, row.note) for row in rows))


def to_be_answered(outcomes: Sequence[Outcome], judged: Collection) -> Selection:
    """Select the files whose findings somebody has to read: none that another took the place of."""
    sources = {legible_name(outcome.source.label): outcome.source for outcome in outcomes}
    ordered = list(_by_register(judged))
    kept = tuple(
        sources[row.filing.file]._replace(unit=row.match.unit.name if row.match.unit else "")
        for row in ordered
        if row.state not in _ANSWERED
    )
    passed = ((row.filing.file, row.note) for row in ordered if row.state in _ANSWERED)
    return Selection(kept, tuple(passed))


def _by_register(judged: Collection) -> Iterator[FileRow]:
    """Yield the files in the order of the register, those of no unit at the end."""
    places = {row.unit.name: number for number, row in enumerate(judged.units)}
    last = len(places)
    yield from sorted(
        judged.files,
        key=lambda row: (
            places.get(row.match.unit.name, last) if row.match.unit else last,
            row.filing.file,
        ),
    )
