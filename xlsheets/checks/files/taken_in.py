"""A report that did not come as a workbook of ours -> what somebody has to compare with the file: family F3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.numbers import Oddity
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

# A page of a site may have much beside the report; more of it would say no more.
_MOST, _LONGEST = 40, 400


@check("F301", "由别的文件读入", Severity.CONFIRM)
def taken_from_elsewhere(case: Case) -> Iterator[Hit]:
    """由 Word、网页、PDF 等读入的，要与原件核对一遍，看数字和文字读得对不对。

    依据：填报工作簿说明：只报送本程序发出、填好后保存的 .xlsx 填报工作簿
    错误：没有填报工作簿，报来一份 Word 报告，读出来就算数。
    正确：与原件核对数字和文字，或者存成填报工作簿，改好后报送工作簿。
    """
    for seen in case.report.observed(Oddity.TAKEN_FROM):
        yield Hit(
            message=f"由{_spaced(seen.text)}读入，请核对。",
            found=seen.text,
            hint="请与原件核对数字和文字；要改的改在原件里，或者先存成填报工作簿（import 命令）再改。批注和标记只写进填报工作簿。",
        )


@check("F302", "原件里有没有读入的内容", Severity.CONFIRM)
def not_taken_in(case: Case) -> Iterator[Hit]:
    """由别的文件读入的，没有认出来、没有地方放的内容逐条列出，核对有没有该写进报告的。

    依据：填报工作簿说明：只报送本程序发出、填好后保存的 .xlsx 填报工作簿
    错误：Word 报告的表格里少一行，没有人发现。
    正确：对照原件补上没有读入的数字和文字；是网页的菜单、附件链接之类的，不用管。
    """
    left = list(case.report.observed(Oddity.NOT_TAKEN))
    for seen in left[:_MOST]:
        shown = seen.text if len(seen.text) <= _LONGEST else f"{seen.text[:_LONGEST]}…"
        yield Hit(message=shown, hint="请对照原件核对，该写进报告的补上。")
    if len(left) > _MOST:
        yield Hit(
            message=f"另外还有 {len(left) - _MOST} 处没有读入。",
            hint="先存成填报工作簿（import 命令），没有读入的会逐条列出。",
        )


def _spaced(label: str) -> str:
    """Set off a name in letters from the Chinese around it."""
    before, after = (" " if label[at : at + 1 or None].isascii() else "" for at in (0, -1))
    return f"{before}{label}{after}"
