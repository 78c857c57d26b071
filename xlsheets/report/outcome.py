"""One file of a run, and what came of it: whether it could be read, its findings, its report or document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from xlsheets.basics.numbers import Number
    from xlsheets.report import Report
    from xlsheets.report.findings import Finding
    from xlsheets.schema import Cell


class Source(NamedTuple):
    """A file of a run: its path, and what to call it in messages (relative to the folder given).

    ``unit`` is the unit that the register says it comes from; "" where no register was asked.
    """

    path: Path
    label: str
    unit: str = ""


class SentLog(NamedTuple):
    """What a case log that was sent comes to; nothing else of it leaves the file.

    Args:
        unit, year: whose it is, and for which year.
        figures: the typed cells of the report that it counts, in 件.
        doubtful: how many places of it cannot be counted; its figures are no measure then.
    """

    unit: str
    year: int
    figures: Mapping[Cell, Number]
    doubtful: int = 0


class Outcome(NamedTuple):
    """What came of one file of a run, the same for every command; each keeps what it needs.

    Args:
        source: the file.
        readable: whether it could be read; a process that met one that could not is not trusted again.
        findings: what there is to say about it.
        report: what it holds, as far as it is needed: nothing of it where findings are all that is.
        digest: sha-256 of the file; "" where nobody asks, or when the next run must look again.
        document: what was made of the report.
        complaint: why nothing was made of it.
        log: what it comes to, where it is a case log.
    """

    source: Source
    readable: bool
    findings: tuple[Finding, ...] = ()
    report: Report | None = None
    digest: str = ""
    document: bytes | None = None
    complaint: str = ""
    log: SentLog | None = None

    @property
    def blocked(self) -> bool:
        """Whether it has a finding that has to be put right first."""
        return any(finding.blocking for finding in self.findings)


def unit_read(result: object) -> str:
    """Return whose report came of a file, as an outcome or by itself; "" where none was read."""
    report = getattr(result, "report", result)
    return report.profile.unit if hasattr(report, "profile") else ""
