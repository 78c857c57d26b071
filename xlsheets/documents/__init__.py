"""Report -> the document of a kind, read back and compared before it is called done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.errors import OutputError, UsageError
from xlsheets.report.checkcode import check_code

if TYPE_CHECKING:
    from xlsheets.documents.pdf import Printed
    from xlsheets.report import Report

# Kinds of documents, and how the names of their files end.
ENDINGS = {
    "docx": ".docx",
    "pdf": ".pdf",
    "html": ".html",
    "fragment": "（网页片段）.html",
    "json": ".json",
}


def document(
    report: Report, kind: str, *, draft: bool, template: bytes | None, checkcode: bool
) -> bytes:
    """Return a report as a document.

    Args:
        report: the report to print.
        kind: one of ``ENDINGS``.
        draft: mark it 草稿.
        template: a Word document whose look is used, for docx and pdf.
        checkcode: print the 校对码 at the foot.

    Raises:
        OutputError: it differs from the report when read back, or cannot be made on this computer.
        UsageError: there is no such kind.
    """
    code = _code(report) if checkcode else ""
    if kind == "json":
        from xlsheets.report.json_format import to_json

        return to_json(report).encode("utf-8", "backslashreplace")
    if kind in ("html", "fragment"):
        return _html(report, code, draft=draft, whole=kind == "html").encode()
    if kind not in ENDINGS:
        raise UsageError(f"不能生成“{kind}”，可以生成 {'、'.join(ENDINGS)}。")
    made = _docx(report, code, draft=draft, template=template)
    return print_out(made).pdf if kind == "pdf" else made


def print_out(made: bytes) -> Printed:
    """Return a Word document as PDF, and the typefaces that had to be replaced.

    Raises:
        OutputError: no program on this computer can do it.
    """
    from xlsheets.documents.pdf import to_pdf

    return to_pdf(made)


def _code(report: Report) -> str:
    code = check_code(report)
    if not code:
        raise OutputError("还有格子没有填上能用的数字，算不出校对码；填完后再试，或者不印校对码。")
    return code


def _docx(report: Report, code: str, *, draft: bool, template: bytes | None) -> bytes:
    from xlsheets.documents.word.report import render
    from xlsheets.documents.word.verify import verify

    made = render(report, draft=draft, template=template, code=code)
    _refuse("Word 报告", verify(report, made))
    return made


def _html(report: Report, code: str, *, draft: bool, whole: bool) -> str:
    """Write page or fragment; both are judged by the page, whose title the fragment leaves out."""
    from xlsheets.documents.web.page import fragment, page
    from xlsheets.documents.web.verify import verify_html

    made = page(report, draft=draft, code=code)
    _refuse("网页", verify_html(report, made))
    return made if whole else fragment(report, code=code)


def _refuse(what: str, differences: list[str]) -> None:
    if differences:
        raise OutputError(f"生成的{what}与工作簿不一致，没有写出：{differences[0]}")
