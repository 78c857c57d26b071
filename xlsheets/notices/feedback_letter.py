"""Findings of one unit -> what to send back to it: one paragraph for a message, a letter for Word."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import shortest_ranges
from xlsheets.basics.characters import plain
from xlsheets.documents.printed.composition import PieceKind
from xlsheets.notices.notice_document import Signature, notice_document
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsheets.report.findings import Finding

_TOPICS = {
    Severity.ERROR: ("必须改正", "一项一项改正后重新报送。"),
    Severity.CONFIRM: ("请核实", "填错的改正；确实如此的，在“校验”表的“说明理由”里写明原因。"),
    Severity.HINT: ("供参考", "可以不改，逐项列在“问题”表里。"),
}
# The same to who sent no workbook and has no sheets to look into.
_WITHOUT_BOOK = {
    Severity.ERROR: _TOPICS[Severity.ERROR][1],
    Severity.CONFIRM: "填错的改正；确实如此的，重新报送时一起写明原因。",
    Severity.HINT: "可以不改。",
}
_NUMERALS = "一二三"
# Items a message names; a letter names them all.
_NAMED = 3
# So many items of one rule are told as one, with the cells of the others.
_REPEATS = 4


def paragraph(
    unit: str,
    findings: Sequence[Finding],
    signed: Signature | None = None,
    *,
    attached: bool = True,
) -> str:
    """Return the feedback as one paragraph, ready to be pasted into a message.

    Args:
        unit: the unit it goes to.
        findings: what was found in its file.
        signed: who sends it, and when.
        attached: whether a marked copy of its workbook goes with it.
    """
    unit, left = plain(unit), [finding for finding in findings if finding.open]
    if not left:
        return f"{unit}：你单位的年度报告已经核对，没有需要改正的问题。"
    if not _readable(left):
        return (
            f"{unit}：你单位报来的文件读不出来。{_item(left[0], attached=attached)}{_asked(signed)}"
        )
    told = (_item(finding, attached=attached) for finding in left[:_NAMED])
    items = "".join(f"（{n}）{text}" for n, text in enumerate(told, 1))
    whole = "所附工作簿" if attached else "反馈意见"
    more = f"其余 {len(left) - _NAMED} 项见{whole}。" if len(left) > _NAMED else ""
    ask = _asked(signed) or "请改正后重新报送。"
    where = "所附工作簿的第一张表“问题”是完整清单，点一下跳到要改的单元格，" if attached else ""
    return f"{unit}：你单位的年度报告经核对，{_counts(left)}。{items}{more}{where}{ask}"


def paragraph_about_files(unit: str, notes: Sequence[str], signed: Signature) -> str:
    """Return a message about files that do not count, one sentence each."""
    return f"{plain(unit)}：{_about_files(notes)}{''.join(map(plain, notes))}{_asked(signed)}"


def _asked(signed: Signature | None) -> str:
    return f"{signed.reply_by}{signed.contact}{signed.line}" if signed else ""


def letter(
    unit: str,
    year: int | None,
    findings: Sequence[Finding],
    signed: Signature | None = None,
    *,
    attached: bool = True,
) -> bytes:
    """Return the feedback as a Word document that names every finding somebody has to act on.

    Args:
        unit: the unit it goes to.
        year: the year of its report.
        findings: what was found in its file.
        signed: who sends it, and when.
        attached: whether a marked copy of its workbook goes with it; without one hints are named, too.
    """
    return _signed_letter(unit, year, _findings(_name(year), findings, attached=attached), signed)


def letter_about_files(
    unit: str, year: int | None, notes: Sequence[str], signed: Signature
) -> bytes:
    """Return a letter about files that do not count, one sentence each."""
    told = [_about_files(notes), *(f"{n}. {plain(note)}" for n, note in enumerate(notes, 1))]
    return _signed_letter(unit, year, ((PieceKind.BODY, text) for text in told), signed)


def _about_files(notes: Sequence[str]) -> str:
    return f"你单位报来的 {len(notes)} 个文件没有计入，还要重新报送。"


def _signed_letter(
    unit: str, year: int | None, pieces: Iterator[tuple[PieceKind, str]], signed: Signature | None
) -> bytes:
    def whole() -> Iterator[tuple[PieceKind, str]]:
        yield PieceKind.TITLE, f"关于{plain(unit)}{_name(year)}的反馈意见"
        yield PieceKind.BODY, f"{plain(unit)}："
        yield from pieces
        if signed:
            yield PieceKind.BODY, f"{signed.reply_by}{signed.contact}"
            yield from signed.foot

    return notice_document(f"{unit}年度报告反馈意见", whole())


def _name(year: int | None) -> str:
    return f"{year or ''}{'年' if year else ''}政府信息公开工作年度报告"


def _findings(
    name: str, findings: Sequence[Finding], *, attached: bool
) -> Iterator[tuple[PieceKind, str]]:
    left = [finding for finding in findings if finding.open or finding.severity is Severity.HINT]
    if not left:
        yield PieceKind.BODY, f"你单位报来的{name}已经核对，没有需要改正的问题。"
        return
    if not _readable(left):
        yield PieceKind.BODY, f"你单位报来的文件读不出来。{_item(left[0], attached=attached)}"
        return
    where = (
        "所附工作簿的第一张表“问题”里有同样的清单，点一下跳到要改的单元格，单元格上也加了批注。"
        if attached
        else ""
    )
    yield PieceKind.BODY, f"你单位报来的{name}已经核对，{_counts(left)}。{where}"
    found = [(severity, [one for one in left if one.severity is severity]) for severity in Severity]
    topics = ((severity, listed) for severity, listed in found if listed)
    for numeral, (severity, listed) in zip(_NUMERALS, topics, strict=False):
        title, advice = _TOPICS[severity]
        yield PieceKind.TOPIC, f"{numeral}、{title}的（{len(listed)} 项）"
        folded = attached and severity is Severity.HINT
        yield PieceKind.BODY, advice if attached else _WITHOUT_BOOK[severity]
        if not folded:
            for number, text in enumerate(_items(listed, attached=attached), 1):
                yield PieceKind.BODY, f"{number}. {text}"


def _items(findings: Sequence[Finding], *, attached: bool) -> Iterator[str]:
    """Yield the findings in printed order, many of one rule as one: the first, and where the others are."""
    alike: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.cell:
            alike[finding.code, finding.sheet].append(finding)
    for finding in findings:
        group = alike.get((finding.code, finding.sheet), [])
        told = f"{_item(finding, attached=attached)}{plain(finding.hint)}"
        if len(group) < _REPEATS or not finding.cell:
            yield told
        elif finding is group[0]:
            yield f"{told}同样的问题还有 {len(group) - 1} 处：{_where_else(group[1:], attached=attached)}。"


def _where_else(findings: Sequence[Finding], *, attached: bool) -> str:
    if not attached:
        return "；".join(plain(finding.path) for finding in findings)
    cells = (cell for finding in findings for cell in finding.cell.split(","))
    return f"{findings[0].sheet}!{shortest_ranges(cells)}"


def _readable(findings: Sequence[Finding]) -> bool:
    """Tell whether the file could be read at all; the one finding of another says why it could not."""
    return not any(finding.blocking and finding.code.startswith("F1") for finding in findings)


def _item(finding: Finding, *, attached: bool) -> str:
    """Say where and what; who sent no workbook sees no columns with letters, but the table as it is printed."""
    place = finding.address if attached else finding.path
    return plain(f"{place}：{finding.message}" if place else finding.message)


def _counts(findings: Sequence[Finding]) -> str:
    """Say how many findings of each weight there are: 有 2 项必须改正，1 项请核实."""
    counts = {
        title: sum(finding.severity is severity for finding in findings)
        for severity, (title, _) in _TOPICS.items()
    }
    return "有 " + "，".join(f"{count} 项{title}" for title, count in counts.items() if count)
