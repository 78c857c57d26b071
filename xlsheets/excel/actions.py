"""The actions behind the buttons: each takes the open workbook and returns what to tell the clerk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.addresses import Spot
from xlsheets.basics.filenames import safe_stem
from xlsheets.basics.files import write_atomically
from xlsheets.errors import UsageError
from xlsheets.excel.counting import count_log
from xlsheets.excel.finding_list import replace_list
from xlsheets.excel.open_workbook import open_document, place_in, refuse_changes
from xlsheets.excel.years import bring_last_year, new_year
from xlsheets.report.broken_lines import joined_lines, joined_texts
from xlsheets.report.findings import Severity
from xlsheets.workbook.layout import GUIDE, PANEL
from xlsheets.workflows import one_report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from xlsheets.excel.open_workbook import OpenBook
    from xlsheets.report import Report
    from xlsheets.report.broken_lines import JoinedLines
    from xlsheets.report.findings import Finding

# A message box is no place for a long text.
_SHOWN_FINDINGS, _SHOWN_SIGNS = 5, 900


def validate(book: OpenBook) -> str:
    """Check everything, list the findings on the panel, let the sheets mark their cells."""
    report = book.read()
    findings = _listed(book, report)
    if not findings:
        return "没有发现问题，可以导出报告。"
    return f"{_count(findings)}清单在“{PANEL}”表，有问题的格子有 ● 标记；点清单里的单元格，或者点“下一个问题”逐个查看。"


def _listed(book: OpenBook, report: Report) -> list[Finding]:
    findings = one_report.validate(report)
    replace_list(book, report, findings)
    return findings


def _count(findings: Sequence[Finding]) -> str:
    parts = [
        f"{kind.label} {number} 项"
        for kind in Severity
        if (number := sum(finding.severity is kind for finding in findings))
    ]
    return f"发现 {len(findings)} 项问题：{'，'.join(parts)}。"


def fill_zeros(book: OpenBook) -> str:
    """Write 0 into every figure cell that holds nothing at all."""
    report = book.read()
    places = report.places
    blank = [places[str(cell)] for cell in report.blank_cells if str(cell) in places]
    if not blank:
        return "没有空着的数字格，什么也没有改。"
    question = (
        f"有 {len(blank)} 个数字格是空的，都填上 0 吗？（填了以后不能撤销，填过的数字不动。）"
    )
    if not book.ask(question):
        return ""
    zeros = {spot: 0 for spot in blank if book.is_blank(spot)}
    book.write(zeros)
    return f"已经把 {len(zeros)} 个空格填上 0。"


def clear_marks(book: OpenBook) -> str:
    """Empty the list of findings, and with it the marks; reasons already given stay."""
    replace_list(book, book.read(), [], checked=False)
    return "问题清单和标记已经清除；写过的说明理由还留着。"


def draft_text(book: OpenBook) -> str:
    """Write or refresh the prose; what a person wrote stays."""
    from xlsheets.workbook.editing.paragraphs import text_edits

    content = book.content()
    report = book.read(content)
    joined = joined_lines(report)
    if joined and book.ask(_offer_to_join(joined)):
        refuse_changes(book, report, "生成文字")
        book.write(text_edits(content, report, joined_texts(joined), report.drafted))
        return f"已经把 {len(joined)} 处断成几行的合成一段，请再点一次“生成文字”。"
    revision = one_report.narrate(report)
    if not revision.texts:
        return "正文与表里的数字一致，没有要改的。"
    changes = f"{len(revision.texts)} 段"
    if not book.ask(f"将写入或者更新 {changes}，您自己写的句子不动。\n\n{_short(revision.diff)}"):
        return ""
    refuse_changes(book, report, "生成文字")
    book.write(text_edits(content, report, revision.texts, revision.drafted))
    return f"已经写好 {changes}，请通读一遍，再点“核对文字”。"


def _offer_to_join(joined: Sequence[JoinedLines]) -> str:
    texts = "\n".join(paragraph.text for paragraph in joined)
    question = f"有 {len(joined)} 处一段话断成了几行，每行成了一段，合成一段吗？"
    return f"{question}\n\n{_short(texts)}"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN_SIGNS else f"{text[:_SHOWN_SIGNS]}……"


def check_text(book: OpenBook) -> str:
    """Check everything anew, and tell what concerns the text."""
    findings = [finding for finding in _listed(book, book.read()) if finding.code[0] in "NT"]
    if not findings:
        return "文字没有发现问题，里面的数字和表里的一致。"
    return f"文字{_count(findings)}\n\n{_first(findings)}\n\n全部问题列在“{PANEL}”表里。"


def _first(findings: Iterable[Finding]) -> str:
    shown = list(findings)
    lines = [f"{finding.address}：{finding.message}" for finding in shown[:_SHOWN_FINDINGS]]
    if len(shown) > _SHOWN_FINDINGS:
        lines.append(f"……还有 {len(shown) - _SHOWN_FINDINGS} 项。")
    return "\n".join(lines)


def export(book: OpenBook) -> str:
    """Write the formal report beside the workbook and open it."""
    folder, report = book.folder(), book.read()
    blocking = [finding for finding in _listed(book, report) if finding.blocking]
    if blocking:
        raise UsageError(
            f"还有 {len(blocking)} 项强制性问题，不能生成正式报告：\n\n{_first(blocking)}\n\n"
            f"全部问题列在“{PANEL}”表里。只想先看样子，请点“草稿预览”。"
        )
    target = place_in(folder, f"{_stem(report)}.docx")
    if target.exists() and not book.ask(f"“{target.name}”已经有了，要用新的代替它吗？"):
        return ""
    write_atomically(target, one_report.convert(report), force=True)
    open_document(target)
    return f"已经生成 Word 报告，和工作簿放在一起：\n{target}"


def _stem(report: Report) -> str:
    return safe_stem("".join(report.title_lines))


def preview(book: OpenBook) -> str:
    """Write a report with a draft mark beside the workbook and open it, whatever is still wrong."""
    folder, report = book.folder(), book.read()
    target = place_in(folder, f"{_stem(report)}（草稿）.docx")
    write_atomically(target, one_report.convert(report, draft=True), force=True)
    open_document(target)
    return f"已经生成草稿：\n{target}"


def guide(book: OpenBook) -> str:
    """Show the sheet that explains how to fill in the others."""
    book.select(Spot(GUIDE, "A1"))
    return ""


def about(book: OpenBook) -> str:  # noqa: ARG001  # every action is called with the workbook
    """Tell the version and how this computer is set up."""
    from xlsheets.addin.doctor import report_on
    from xlsheets.addin.install import this_machine

    return "\n".join(report_on(this_machine()))


ACTIONS: dict[str, Callable[[OpenBook], str]] = {
    action.__name__: action
    for action in (
        validate,
        fill_zeros,
        clear_marks,
        draft_text,
        check_text,
        export,
        preview,
        count_log,
        bring_last_year,
        new_year,
        guide,
        about,
    )
}
