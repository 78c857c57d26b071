"""The action that counts a case log into the open workbook: blank cells are filled, others only when the clerk says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.errors import OutputError, UsageError
from xlsheets.excel.open_workbook import refuse_changes
from xlsheets.workflows.logs import case_log

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsheets.excel.open_workbook import OpenBook
    from xlsheets.report import Report
    from xlsheets.report.findings import Finding
    from xlsheets.workflows.logs.case_log import LogCount

# A message box is no place for a long text.
_SHOWN = 8


def count_log(book: OpenBook) -> str:
    """Fill in what the case log of the unit comes to; a number that stands there already is the clerk's to decide."""
    report = book.read()
    path = book.choose_workbook("选择本单位的登记簿")
    if path is None:
        return ""
    filled = case_log.read_log(path)
    _refuse_doubtful(path.name, case_log.validate_log(filled))
    counts = case_log.compare_counts(filled, report)
    _refuse_lost((*counts.blank, *counts.differing), report)
    replaced = (
        counts.differing if counts.differing and book.ask(_question(counts.differing)) else ()
    )
    refuse_changes(book, report, "从登记簿计数")
    writing = (*counts.blank, *replaced)
    book.write({report.places[count.place]: float(count.counted) for count in writing})
    same = f"{counts.equal} 格本来就相同。"
    if not counts.differing:
        return f"按“{path.name}”填了 {len(counts.blank)} 格，{same}"
    done = "已经改成登记簿的数" if replaced else "没有改"
    return f"按“{path.name}”填了 {len(counts.blank)} 格，{same}{len(counts.differing)} 格填的数不同，{done}。"


def _refuse_doubtful(name: str, findings: Sequence[Finding]) -> None:
    """Refuse a log with rows that cannot be counted: a number without them would be wrong."""
    blocking = [finding for finding in findings if finding.blocking]
    if blocking:
        told = _listed([f"{finding.address}：{finding.message}" for finding in blocking])
        raise UsageError(
            f"“{name}”里有 {len(blocking)} 处数不准，没有计数。请在登记簿里改正、保存，再点一次：\n\n{told}"
        )


def _refuse_lost(counts: Sequence[LogCount], report: Report) -> None:
    lost = [count.path for count in counts if count.place not in report.places]
    if lost:
        raise OutputError(
            f"这个工作簿里找不到 {len(lost)} 个填报格（如“{lost[0]}”），没有改动它；请用县里发的填报工作簿。"
        )


def _question(differing: Sequence[LogCount]) -> str:
    told = _listed([_told(count) for count in differing])
    return (
        f"有 {len(differing)} 格填的数与登记簿不同，改成登记簿的数吗？（选“否”，只填空格，这些格不动。）"
        f"\n\n{told}"
    )


def _told(count: LogCount) -> str:
    stated = count.stated if isinstance(count.stated, str) else show(count.stated)
    return f"{count.path}：填的是 {stated}，登记簿里是 {show(count.counted)}{count.rows}"


def _listed(lines: Sequence[str]) -> str:
    more = [f"……还有 {len(lines) - _SHOWN} 处。"] if len(lines) > _SHOWN else []
    return "\n".join([*lines[:_SHOWN], *more])
