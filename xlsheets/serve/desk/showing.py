"""A workbook of the page -> what is to be said of it, and everything that is shown of it, as JSON values."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from xlsheets.errors import UnreadableError, UsageError
from xlsheets.notices.listing import verdict, worst
from xlsheets.report.broken_lines import joined_lines
from xlsheets.report.findings import Severity, order, with_sentences
from xlsheets.report.outcome import Source
from xlsheets.serve.desk.opening import LOG
from xlsheets.serve.desk.origins import numbers_read
from xlsheets.serve.desk.preview import report_parts
from xlsheets.serve.desk.sentences import suggestions
from xlsheets.serve.desk.wording import REPAIR, said_here
from xlsheets.values import NamedTuple
from xlsheets.workbook.caselog.reading import read_case_log
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workflows import one_report
from xlsheets.workflows.logs import case_log
from xlsheets.workflows.logs.telling import tally_for
from xlsheets.workflows.outcomes import refused

if TYPE_CHECKING:
    from xlsheets.caselog.counting import Tally
    from xlsheets.imports import Imported
    from xlsheets.report import Report
    from xlsheets.report.broken_lines import JoinedLines
    from xlsheets.report.findings import Finding
    from xlsheets.serve.desk.opening import PageFile
    from xlsheets.serve.desk.sentences import Suggestions
    from xlsheets.workbook.caselog.reading import FilledLog


class Beside(NamedTuple):
    """What a report is compared with on the page: last year's of the same unit, and the case log it is counted from."""

    last: PageFile | None = None
    log: PageFile | None = None

    @property
    def earlier(self) -> list[Report]:
        """The reports of earlier years."""
        return [report_in(self.last)] if self.last else []

    def tally_for(self, report: Report) -> Tally | None:
        """Return what the case log comes to; None without one, or where rows of it cannot be counted."""
        if self.log is None:
            return None
        try:
            return tally_for(log_in(self.log), report)
        except UsageError:
            return None


class Examined(NamedTuple):
    """What a list of files says of one."""

    unit: str
    year: int | None
    findings: tuple[Finding, ...]
    readable: bool = True
    role: str = ""

    def to_dict(self) -> dict[str, object]:
        """Return it as JSON values."""
        counts = dict.fromkeys(("强制性", "核实性", "提示性"), 0)
        for finding in self.findings:
            counts[finding.severity.label] += 1
        return {
            "readable": self.readable,
            "unit": self.unit,
            "year": self.year,
            "role": self.role,
            "standing": self.role or worst(self.findings),
            "verdict": verdict(self.findings)
            if self.readable or self.role
            else "这个文件没有读取。",
            "blocked": bool(self.role) or any(finding.blocking for finding in self.findings),
            "counts": {kind.label: counts[kind.label] for kind in Severity},
        }


def report_in(file: PageFile) -> Report:
    """Return the report in a workbook, called by the name of its file."""
    return replace(read_workbook(file.content, file.name), source=file.name)


def of_report(report: Report, name: str) -> Examined:
    """Check a report that was read from a file of this name."""
    findings = one_report.validate(replace(report, source=name))
    return Examined(report.profile.unit, report.profile.year, tuple(findings))


# A log is read anew for every change in the report beside it, which would keep people waiting.
@lru_cache(maxsize=2)
def log_in(file: PageFile) -> FilledLog:
    """Return the case log in a workbook."""
    return read_case_log(file.content, file.name)


def of_log(file: PageFile) -> Examined:
    """Check the rows of a case log."""
    filled = log_in(file)
    found = case_log.validate_log(filled)
    return Examined(filled.log.unit, filled.log.year, tuple(found), readable=False, role=LOG)


def findings_of(report: Report, beside: Beside) -> list[Finding]:
    """Return what is to be said of a report, and where it is not what its case log comes to."""
    findings = one_report.validate(report, last=beside.earlier)
    if beside.log is None:
        return findings
    return order((*findings, *case_log.differences_of(log_in(beside.log), report)))


def looked(file: PageFile, beside: Beside) -> Examined:
    """Read and check a workbook."""
    report = report_in(file)
    findings = findings_of(report, beside)
    return Examined(report.profile.unit, report.profile.year, tuple(findings))


def refusal_of(name: str, error: UnreadableError) -> Examined:
    """Return what is said of a file that cannot be read."""
    outcome = refused(Source(Path(name), name), error)
    return Examined("", None, outcome.findings, readable=False)


class Shown(NamedTuple):
    """One workbook, whole: what the list says of it, and what the page shows."""

    look: Examined
    detail: dict[str, object]


def displayed(file: PageFile, beside: Beside, found: Imported | None = None) -> Shown:
    """Return everything the page shows of a workbook; ``found`` is the published report it was made of."""
    report = report_in(file)
    findings = tuple(findings_of(report, beside))
    proposed, note = _proposed(report, beside)
    joined = joined_lines(report)
    look = Examined(report.profile.unit, report.profile.year, findings)
    detail = {
        **look.to_dict(),
        "findings": [
            finding_as_json(finding) | _remedies(finding, report, joined) | {"sentence": sentence}
            for finding, sentence in with_sentences(findings)
        ],
        "note": said_here(note),
        "sentences": len(proposed.names),
        "report": report_parts(report, findings, proposed),
        "last": beside.last.name if beside.last else "",
        "log": beside.log.name if beside.log else "",
        **(numbers_read(found, report) if found else {"read": []}),
    }
    return Shown(look, detail)


def _proposed(report: Report, beside: Beside) -> tuple[Suggestions, str]:
    """Return the sentences that the writer would change, and why it writes none or not all."""
    try:
        revision = one_report.narrate(report, last=beside.earlier, tally=beside.tally_for(report))
    except UsageError as error:
        return suggestions(report, None), str(error)
    blank = "、".join(revision.lacking)
    crossed = "、".join(revision.unbalanced)
    notes = (
        f"{blank}还有空格没有填，用到它们的句子没有写。" if blank else "",
        f"{crossed}的数字前后不符，用到它们的句子没有写。" if crossed else "",
        revision.log_note,
    )
    return suggestions(report, revision), "".join(notes)


def finding_as_json(finding: Finding) -> dict[str, object]:
    """Return what the page shows of every finding as JSON values."""
    return {
        "code": finding.code,
        "severity": finding.severity.label,
        "address": finding.address,
        "path": finding.path,
        "message": said_here(finding.message),
        "suspect": finding.suspect,
        "hint": said_here(finding.hint),
        "reason": finding.reason,
        "basis": finding.basis,
        "places": [*finding.places, *(operand.place for operand in finding.operands)],
        "fingerprint": finding.fingerprint,
    }


def _remedies(
    finding: Finding, report: Report, joined: tuple[JoinedLines, ...]
) -> dict[str, object]:
    """Return what can be done about a finding at one press."""
    empty = {str(cell) for cell in report.blank_cells}
    blank = [place for place in finding.places if place in report.places and place in empty]
    return {
        # What stands in a template that was changed moves into a sound one.
        "repair": finding.code.startswith("F2") or REPAIR in finding.hint,
        "join": any(finding.places[0] in lines.places for lines in joined)
        if finding.places
        else False,
        "zeros": blank if len(blank) == len(finding.places) else [],
    }
