"""Folder of workbooks -> folder of reports and a run record, resumable and the same every time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from xlsheets import __version__
from xlsheets.basics.filenames import unique_stem
from xlsheets.documents import DEFAULT_KIND, output_kind
from xlsheets.errors import UnreadableError, XlsheetsError
from xlsheets.runs.record import Manifest, Record, digest_of, sha256
from xlsheets.workflows import one_report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from xlsheets.report.findings import Finding
    from xlsheets.runs.output_folder import OutputFolder
    from xlsheets.workflows.one_report import Source

R = TypeVar("R")


class Executor(Protocol):
    """Whoever works through files: yields a result, or why there is none, in their order."""

    def __call__(
        self, work: Callable[[Source], R], sources: Iterable[Source], /
    ) -> Iterator[R | UnreadableError]: ...


@dataclass(frozen=True, slots=True)
class Job:
    """What to make of every file: kind of document, draft or formal, Word template, 校对码 or not."""

    kind: str = DEFAULT_KIND
    draft: bool = False
    template: bytes | None = None
    checkcode: bool = False

    @property
    def options(self) -> dict[str, object]:
        """Return everything that decides the bytes of a report, for the run record."""
        template = sha256(self.template) if self.template else ""
        return {
            "program": f"xlsheets {__version__}",
            "kind": self.kind,
            "draft": self.draft,
            "template": template,
            "checkcode": self.checkcode,
        }


class Made(NamedTuple):
    """What came of one file: its record, and its document if there is one."""

    record: Record
    document: bytes | None = None

    @property
    def readable(self) -> bool:
        """Whether the file could be read: only then is there a title."""
        return bool(self.record.title)


class Row(NamedTuple):
    """One file of a run: its record, and whether it is as the last run left it."""

    record: Record
    kept: bool


def convert_folder(
    sources: Sequence[Source], job: Job, folder: OutputFolder, executor: Executor
) -> Iterator[Row]:
    """Yield the row of every file as its report is written; a file that has not changed is kept.

    Raises:
        OutputError: the disk refuses; the next run goes on from here.
    """
    work = partial(make, job=job)
    known = [folder.known(source.path, source.label) for source in sources]
    made = executor(work, (each for each, kept in zip(sources, known, strict=True) if not kept))
    manifest = Manifest()
    names = _Names(job.kind)
    for source, kept in zip(sources, known, strict=True):
        result = Made(kept) if kept else _settled(next(made), source)
        name = names.give(result.record)
        unchanged = kept is not None and name.on(kept, printed=bool(kept.output)) == kept
        if kept and not unchanged:
            result = _settled(next(executor(work, [source])), source)
        record = result.record
        if not unchanged:
            record = name.on(record, printed=result.document is not None)
            record = folder.keep(record, result.document)
        manifest.add(record)
        yield Row(record, unchanged)
    folder.finish(manifest)


def _settled(result: Made | UnreadableError, source: Source) -> Made:
    """Return what came of a file, also when its process died: then the next run looks again."""
    if isinstance(result, UnreadableError):
        return Made(Record(file=source.label, state="打不开", complaint=str(result)))
    return result


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
        origin = record.file
        while (stem := unique_stem(record.title, origin, self._taken)).casefold() in self._taken:
            origin += "/"
        self._taken.add(stem.casefold())
        return _Name(f"{stem}{self._ending}", same_as)


def make(source: Source, job: Job) -> Made:
    """Read, check and print one file: a pure function, run wherever an executor likes."""
    from xlsheets.notices.listing import worst

    # Once more where it failed: without a digest the record of the run would not be the same as ever.
    digest = digest_of(source.path) or digest_of(source.path)
    examined = one_report.examine(source)
    findings = examined.findings
    record = Record(
        file=source.label,
        state=worst(findings),
        digest="" if any(each.code == "F101" for each in findings) else digest,
        findings=_counts(findings),
        reasons={
            f"{each.code}-{each.fingerprint}": each.reason for each in findings if each.reason
        },
    )
    report = examined.report
    if report is None:
        return Made(replace(record, complaint=findings[0].message))
    record = replace(record, unit=report.profile.unit, title="".join(report.title_lines))
    try:
        document = one_report.convert(
            report,
            job.kind,
            draft=job.draft,
            template=job.template,
            findings=findings,
            checkcode=job.checkcode,
        )
    except XlsheetsError as error:
        return Made(replace(record, complaint=str(error)))
    return Made(record, document)


def _counts(findings: Iterable[Finding]) -> dict[str, int]:
    counts = Counter(each.severity.label for each in findings if each.open)
    return dict(sorted(counts.items()))


class Judged(NamedTuple):
    """The findings of one file alone: all a listing needs, and small enough to send."""

    findings: tuple[Finding, ...]
    readable: bool


def judge(source: Source, examine: Callable[[Source], one_report.Examined]) -> Judged:
    """Examine a file for a listing."""
    examined = examine(source)
    return Judged(examined.findings, examined.readable)
