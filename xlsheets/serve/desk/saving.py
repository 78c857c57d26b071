"""A workbook of the page -> the files somebody can keep of it."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from xlsheets.basics.dates import this_minute
from xlsheets.basics.filenames import safe_stem
from xlsheets.documents import output_kind
from xlsheets.errors import OutputError
from xlsheets.serve.desk.showing import findings_of, report_in
from xlsheets.values import NamedTuple
from xlsheets.workflows import one_report
from xlsheets.workflows.new_year import following

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsheets.report import Report
    from xlsheets.report.findings import Finding
    from xlsheets.serve.desk.opening import PageFile
    from xlsheets.serve.desk.showing import Beside

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Download(NamedTuple):
    """A file for the browser to save, and what is to be said with it."""

    name: str
    media: str
    content: bytes
    note: str = ""


def saved_workbook(file: PageFile, beside: Beside, *, touched: bool) -> Download:
    """Return the workbook with everything that was changed, and its findings listed on 校验 as they are now."""
    report = report_in(file)
    findings = findings_of(report, beside)
    return Download(
        _workbook_name(file.name, touched=touched), WORKBOOK, _listed(file, report, findings)
    )


def _listed(file: PageFile, report: Report, findings: Sequence[Finding]) -> bytes:
    from xlsheets.workbook.editing.finding_list import Checked, list_findings

    check = Checked(whole=True, time=this_minute())
    try:
        return list_findings(file.content, findings, report.places, check=check)
    except OutputError:
        # A workbook without such a list has its changes all the same.
        return file.content


def _workbook_name(name: str, *, touched: bool) -> str:
    stem = PurePath(name).stem
    return f"{stem}（{'已改正' if touched else '已校验'}）.xlsx"


def document_of(file: PageFile, kind: str, *, draft: bool, code: bool) -> Download:
    """Return the report in a workbook as a document of this kind.

    Raises:
        BlockedError: a formal document was asked for and 强制性 findings are open.
        OutputError: it differs from the report when read back, or cannot be made here.
        UsageError: there is no such kind.
    """
    form, report = output_kind(kind), report_in(file)
    content = one_report.convert(report, kind, draft=draft, checkcode=None if code else False)
    stem = safe_stem("".join(report.title_lines))
    return Download(f"{stem}{'（草稿）' if draft else ''}{form.ending}", form.media, content)


def next_years(file: PageFile) -> Download:
    """Return the workbook of the year after, with 上年结转 and last year's figures in it.

    Raises:
        UsageError: the report has no year.
    """
    last = report_in(file)
    report = following(last, (last.profile.year or 0) + 1)
    stem = safe_stem(f"{report.profile.unit}{report.profile.year}年填报")
    return Download(f"{stem}.xlsx", WORKBOOK, one_report.workbook(report, last))


def blank_template() -> Download:
    """Return the empty workbook."""
    return Download("空白填报模板.xlsx", WORKBOOK, one_report.workbook())


def sample_workbook() -> bytes:
    """Return a filled workbook of our own with the mistakes clerks make, to try things on."""
    from xlsheets.workflows import samples

    return one_report.workbook(samples.faulty())
