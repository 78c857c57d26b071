"""Why a file could not be read -> its one finding: family F1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.checks.spec import Case, Doc, Hit, Rule
from xlsheets.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.errors import UnreadableError

_TEMPLATE = "填报工作簿说明：只收本程序发出的 .xlsx 填报工作簿"


def _of_no_report(_: Case) -> Iterator[Hit]:
    """Yield nothing: a file that was read has none of these."""
    return iter(())


def _rule(code: str, title: str, wrong: str, right: str) -> Rule:
    doc = Doc(f"{title}，一个数字也读不出来。", _TEMPLATE, wrong, right)
    return Rule(code, title, Severity.ERROR, doc, _of_no_report)


_KINDS = {
    "missing": _rule(
        "F101",
        "文件不存在或者打不开",
        "文件已经移走，或者没有读取权限。",
        "文件在原处，本人有权打开。",
    ),
}
_OTHER = _rule(
    "F199",
    "文件读不出来",
    "文件已经损坏，或者不是填报工作簿。",
    "用本程序发出的填报工作簿填写并保存。",
)
FILE_RULES = (*dict.fromkeys(_KINDS.values()), _OTHER)


def unreadable(error: UnreadableError, file: str) -> Finding:
    """Return the one finding of a file that could not be read."""
    rule = _KINDS.get(error.kind, _OTHER)
    return Finding(
        code=rule.code,
        severity=rule.severity,
        message=str(error),
        basis=rule.doc.basis,
        file=file,
    )
