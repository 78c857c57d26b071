"""Folder of workbooks -> folder of reports and a run record, resumable and the same every time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from xlsheets import __version__
from xlsheets.basics.digests import digest_of, sha256
from xlsheets.basics.filenames import unique_stem
from xlsheets.documents import DEFAULT_KIND, output_kind
from xlsheets.errors import XlsheetsError
from xlsheets.report import Report
from xlsheets.runs.record import Manifest, Record
from xlsheets.values import NamedTuple
from xlsheets.workflows import one_report
from xlsheets.workflows.outcomes import settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from xlsheets.report.findings import Finding
    from xlsheets.report.outcome import Outcome, Source
    from xlsheets.runs.output_folder import OutputFolder
    from xlsheets.workflows.outcomes import Executor

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Job:
    """What to make of every file: kind of document, draft or formal, Word template, 校对码 or not.

    ``registered`` says that reports are titled with the names of a register, ``examine`` how a file is read
    and checked, where that was not done already.
    """

    kind: str = DEFAULT_KIND
    draft: bool = False
    template: bytes | None = None
    checkcode: bool | None = None
    registered: bool = False
    examine: Callable[[Source], Outcome] = one_report.examine

    @property
    def options(self) -> dict[str, object]:
        """Return everything that decides the bytes of a report, for the run record."""
        template = sha256(self.template) if self.template else ""
        registered = {"registered": True} if self.registered else {}
        return {
            "program": f"xlsheets {__version__}",
            "kind": self.kind,
            "draft": self.draft,
            "template": template,
            "checkcode": self.checkcode,
            **registered,
        }


def convert_folder(
    sources: Sequence[Source], job: Job, folder: OutputFolder, executor: Executor
) -> Iterator[tuple[Record, bool]]:
    """Yield the record of every file as its report is written, and whether it is as the last run left it.

    Raises:
        OutputError: the disk refuses; the next run goes on from here.
    """
    work = partial(make, job=job)
    known = [_known(folder, source) for source in sources]
    changed = [source for source, kept in zip(sources, known, strict=True) if not kept]
    made = settled(changed, executor(work, changed))
    manifest = Manifest()
    names = _Names(job.kind)
    for source, kept in zip(sources, known, strict=True):
        record, document = (kept, None) if kept else _recorded(next(made))
        name = names.give(record)
        unchanged = kept is not None and name.on(kept, printed=bool(kept.output)) == kept
        if kept and not unchanged:
            record, document = _recorded(next(settled([source], executor(work, [source]))))
        if not unchanged:
            record = folder.keep(name.on(record, printed=document is not None), document)
        manifest.add(record)
        yield record, unchanged
    folder.finish(manifest)


def _known(folder: OutputFolder, source: Source) -> Record | None:
    """Return the record of a file that has not changed, nor the name that the register gives its unit."""
    record = folder.known(source.path, source.label)
    return None if record and source.unit not in ("", record.unit) else record


def _recorded(outcome: Outcome) -> tuple[Record, bytes | None]:
    """Return what a run keeps of a file, and the document made of it."""
    from xlsheets.notices.listing import worst

    report, findings = outcome.report, outcome.findings
    record = Record(
        file=outcome.source.label,
        state=worst(findings),
        digest=outcome.digest,
        unit=report.profile.unit if report else "",
        title="".join(report.title_lines) if report else "",
        findings=_counts(findings),
        reasons={
            f"{finding.code}-{finding.fingerprint}": finding.reason
            for finding in findings
            if finding.reason
        },
        complaint=outcome.complaint if outcome.readable else findings[0].message,
    )
    return record, outcome.document


class _Name(NamedTuple):
    """What the report of a file is called, and an earlier file that reports for the same unit and year."""

    output: str
    same_as: str

    def on(self, record: Record, *, printed: bool) -> Record:
        return replace(record, output=self.output if printed else "", same_as=self.same_as)


class _Names:
    """Names of reports, given in the order of the files, each once."""

    def __init__(self, kind: str) -> None:
        self._ending = output_kind(kind).ending
        self._first: dict[str, str] = {}
        self._taken: set[str] = set()

    def give(self, record: Record) -> _Name:
        """Name the report of a file, whether or not it can be written this time."""
        if not record.title:
            return _Name("", "")
        same_as = self._first.get(record.title, "")
        self._first.setdefault(record.title, record.file)
        stem = unique_stem(record.title, self._taken)
        self._taken.add(stem.casefold())
        return _Name(f"{stem}{self._ending}", same_as)


def make(source: Source, job: Job) -> Outcome:
    """Read, check and print one file: a pure function, run wherever an executor likes."""
    # Once more where it failed: without a digest the record of the run would not be the same as ever.
    digest = digest_of(source.path) or digest_of(source.path)
    outcome = job.examine(source)
    if any(finding.code == "F101" for finding in outcome.findings):
        digest = ""
    outcome = outcome._replace(digest=digest)
    report = outcome.report
    if report is None:
        return outcome
    if source.unit:
        report = replace(report, profile=replace(report.profile, unit=source.unit))
    titled = Report(report.edition_key, report.profile)
    try:
        document = one_report.convert(
            report,
            job.kind,
            draft=job.draft,
            template=job.template,
            findings=outcome.findings,
            checkcode=job.checkcode,
        )
    except XlsheetsError as error:
        return outcome._replace(report=titled, complaint=str(error))
    return outcome._replace(report=titled, document=document)


def _counts(findings: Iterable[Finding]) -> dict[str, int]:
    counts = Counter(finding.severity.label for finding in findings if finding.open)
    return dict(sorted(counts.items()))


def judge(source: Source, examine: Callable[[Source], Outcome]) -> Outcome:
    """Examine a file for a listing: its findings are all that is needed, and small enough to send."""
    return examine(source)._replace(report=None)
