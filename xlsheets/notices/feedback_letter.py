"""Findings of one unit -> what to send back to it: one paragraph for a message, a letter for Word."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from xlsheets.basics.characters import plain
from xlsheets.documents.printed.composition import PieceKind
from xlsheets.documents.word.table import text_run
from xlsheets.documents.word.template import base, prepare
from xlsheets.ooxml.writing import pack, zip_up
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsheets.report.findings import Finding

_TOPICS = {
    Severity.ERROR: ("必须改正", "一项一项改正后重新报送。"),
    Severity.CONFIRM: ("请核实", "填错的改正；确实如此的，在“校验”表的“说明理由”里写明原因。"),
    Severity.HINT: ("供参考", "可以不改。"),
}
_NUMERALS = "一二三"
_STYLES = {
    PieceKind.TITLE: "AnnualTitle",
    PieceKind.TOPIC: "AnnualHeading1",
    PieceKind.BODY: "AnnualBody",
}
# Items a message names; a letter names them all.
_NAMED = 3


def paragraph(unit: str, findings: Sequence[Finding]) -> str:
    """Return the feedback as one paragraph, ready to be pasted into a message."""
    unit, left = plain(unit), [finding for finding in findings if finding.open]
    if not left:
        return f"{unit}：你单位的年度报告已经核对，没有需要改正的问题。"
    if not _readable(left):
        return f"{unit}：你单位报来的文件读不出来。{_item(left[0])}"
    items = "".join(f"（{n}）{_item(finding)}" for n, finding in enumerate(left[:_NAMED], 1))
    more = f"其余 {len(left) - _NAMED} 项见所附工作簿。" if len(left) > _NAMED else ""
    return (
        f"{unit}：你单位的年度报告经核对，{_counts(left)}。{items}{more}"
        "所附工作簿的第一张表“问题”是完整清单，点一下跳到要改的单元格，请改正后重新报送。"
    )


def letter(unit: str, year: int | None, findings: Sequence[Finding]) -> bytes:
    """Return the feedback as a Word document that names every finding."""
    prepared = prepare(base(), draft=False)
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{prepared.styles[_STYLES[kind]]}"/></w:pPr>{text_run(text)}</w:p>'
        for kind, text in _pieces(unit, year, findings)
    )
    parts = [*prepared.parts, pack(prepared.main, prepared.head + body.encode() + prepared.tail)]
    if prepared.core:
        parts.append(pack(prepared.core, _properties(unit).encode()))
    return zip_up(parts)


def _pieces(
    unit: str, year: int | None, findings: Sequence[Finding]
) -> Iterator[tuple[PieceKind, str]]:
    name = f"{year or ''}{'年' if year else ''}政府信息公开工作年度报告"
    left = [finding for finding in findings if finding.open or finding.severity is Severity.HINT]
    yield PieceKind.TITLE, f"关于{plain(unit)}{name}的反馈意见"
    yield PieceKind.BODY, f"{plain(unit)}："
    if not left:
        yield PieceKind.BODY, f"你单位报来的{name}已经核对，没有需要改正的问题。"
        return
    if not _readable(left):
        yield PieceKind.BODY, f"你单位报来的文件读不出来。{_item(left[0])}"
        return
    yield (
        PieceKind.BODY,
        f"你单位报来的{name}已经核对，{_counts(left)}。所附工作簿的第一张表“问题”里有同样的清单，"
        "点一下跳到要改的单元格，单元格上也加了批注。",
    )
    found = [(severity, [one for one in left if one.severity is severity]) for severity in Severity]
    topics = ((severity, listed) for severity, listed in found if listed)
    for numeral, (severity, listed) in zip(_NUMERALS, topics, strict=False):
        title, advice = _TOPICS[severity]
        yield PieceKind.TOPIC, f"{numeral}、{title}的（{len(listed)} 项）"
        yield PieceKind.BODY, advice
        for number, finding in enumerate(listed, 1):
            yield PieceKind.BODY, f"{number}. {_item(finding)}{plain(finding.hint)}"


def _readable(findings: Sequence[Finding]) -> bool:
    """Tell whether the file could be read at all; the one finding of another says why it could not."""
    return not any(finding.blocking and finding.code.startswith("F1") for finding in findings)


def _item(finding: Finding) -> str:
    where = f"{finding.address}：" if finding.address else ""
    return plain(f"{where}{finding.message}")


def _counts(findings: Sequence[Finding]) -> str:
    """Say how many findings of each weight there are: 有 2 项必须改正，1 项请核实."""
    counts = {
        title: sum(finding.severity is severity for finding in findings)
        for severity, (title, _) in _TOPICS.items()
    }
    return "有 " + "，".join(f"{count} 项{title}" for title, count in counts.items() if count)


def _properties(unit: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties'
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(plain(unit), quote=False)}年度报告反馈意见</dc:title></cp:coreProperties>"
    )
