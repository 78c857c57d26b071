"""One workbook the page sends -> what the page shows of it, or a file to keep; nothing stays on disk."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from xlsheets.basics.filenames import safe_stem
from xlsheets.documents import FORMATS, PrintOption, output_kind
from xlsheets.errors import UsageError
from xlsheets.notices.listing import as_text, verdict, worst
from xlsheets.report import PREAMBLE
from xlsheets.report.outcome import Source
from xlsheets.workflows import one_report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsheets.narrative.refresh import Revision
    from xlsheets.narrative.rewriting import SentenceChange
    from xlsheets.report import Report
    from xlsheets.report.findings import Finding

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Upload(NamedTuple):
    """A workbook as the browser sent it: its name below the folder that was dropped, and its bytes."""

    name: str
    content: bytes


class Download(NamedTuple):
    """A file for the browser to save."""

    name: str
    media: str
    content: bytes


def examined(upload: Upload, last: Upload | None = None) -> dict[str, object]:
    """Return everything the page shows of a workbook, as JSON values.

    Args:
        upload: the workbook.
        last: last year's workbook of the same unit.
    """
    earlier = [_read(last)] if last else []
    with _on_disk(upload) as source:
        found = one_report.examine(source, last=earlier)
    report = found.report
    return {
        "unit": report.profile.unit if report else "",
        "year": report.profile.year if report else None,
        "standing": worst(found.findings),
        "verdict": verdict(found.findings) if report else "",
        "blocked": any(finding.blocking for finding in found.findings),
        "readable": report is not None,
        "findings": [_shown(finding) for finding in found.findings],
        "listing": as_text(found.findings, [upload.name]),
        "prose": _prose(report, earlier) if report else None,
    }


def offered_kinds() -> list[dict[str, object]]:
    """Return the kinds of documents that can be made on this computer, as JSON values, the usual one first."""
    return [
        {"kind": kind, "label": form.label, "draft": PrintOption.DRAFT in form.takes}
        for kind, form in FORMATS.items()
        if form.possible()
    ]


def answered_document(upload: Upload, kind: str, *, draft: bool = False) -> Download:
    """Return the report of a workbook as a document of this kind.

    Raises:
        XlsheetsError: the workbook cannot be read, or the formal report is refused.
    """
    form = output_kind(kind)
    report = _read(upload)
    content = one_report.convert(report, kind, draft=draft)
    stem = safe_stem("".join(report.title_lines))
    return Download(f"{stem}{'（草稿）' if draft else ''}{form.ending}", form.media, content)


def narrated(upload: Upload, last: Upload | None = None) -> Download:
    """Return the workbook with its missing prose written and our own sentences up to date.

    Raises:
        XlsheetsError: the workbook cannot be read, has no unit or year, or has too few cells for the text.
    """
    with _on_disk(upload) as source:
        report = replace(one_report.read(source.path), source=source.label)
        revision = one_report.narrate(report, last=[_read(last)] if last else [])
        one_report.write_narrative(revision, source.path, source.path)
        content = source.path.read_bytes()
    return Download(Path(upload.name).name, WORKBOOK, content)


def marked_workbook(upload: Upload, last: Upload | None = None) -> Download:
    """Return the workbook with its findings listed on 校验, where reasons are typed, and its cells marked.

    Raises:
        XlsheetsError: the workbook cannot be read, or has no such list.
    """
    earlier = [_read(last)] if last else []
    with _on_disk(upload) as source:
        report = replace(one_report.read(source.path), source=source.label)
        findings = one_report.validate(report, last=earlier)
        one_report.list_findings(report, findings, source.path, source.path)
        content = source.path.read_bytes()
    return Download(Path(upload.name).name, WORKBOOK, content)


@contextmanager
def _on_disk(upload: Upload) -> Iterator[Source]:
    """Keep a workbook in a folder of its own for as long as it is being read."""
    with TemporaryDirectory(prefix="xlsheets-") as folder:
        path = Path(folder) / "workbook.xlsx"
        path.write_bytes(upload.content)
        yield Source(path, upload.name)


def _read(upload: Upload) -> Report:
    with _on_disk(upload) as source:
        return replace(one_report.read(source.path), source=source.label)


def _shown(finding: Finding) -> dict[str, str]:
    return {
        "code": finding.code,
        "severity": finding.severity.label,
        "address": finding.address,
        "path": finding.path,
        "message": finding.message,
        "suspect": finding.suspect,
        "hint": finding.hint,
        "reason": finding.reason,
        "basis": finding.basis,
    }


def _prose(report: Report, last: Sequence[Report]) -> dict[str, object]:
    """Return the prose as it would stand after a refresh, and how it differs from what stands now."""
    try:
        revision = one_report.narrate(report, last=last)
    except UsageError as error:
        return {"note": str(error), "changes": [], "sections": _sections(report, report.narrative)}
    return {
        "note": _lacking(revision),
        "changes": [
            *(_told(report, change, "replaced") for change in revision.replaced),
            *(_told(report, change, "added") for change in revision.added),
            *(_told(report, change, "kept") for change in revision.kept),
        ],
        "sections": _sections(report, revision.paragraphs),
    }


def _lacking(revision: Revision) -> str:
    if not revision.lacking:
        return ""
    return f"{'、'.join(revision.lacking)}还有空格没有填，用到它们的句子没有写。"


def _told(report: Report, change: SentenceChange, kind: str) -> dict[str, str]:
    title = _title(report, change.section)
    return {"section": title, "kind": kind, "before": change.before, "after": change.after}


def _sections(report: Report, paragraphs: Mapping[str, Sequence[str]]) -> list[dict[str, object]]:
    written = (PREAMBLE, *(part.key for part in report.edition.prose))
    return [
        {"title": _title(report, key), "paragraphs": list(filter(None, paragraphs[key]))}
        for key in written
        if any(paragraphs.get(key, ()))
    ]


def _title(report: Report, section: str) -> str:
    return "前言" if section == PREAMBLE else report.edition.section(section).title
