"""Published files against what was approved -> text for a screen, or JSON for another program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.notices.listing import harmless, harmless_json
from xlsheets.report.differences import DiscrepancyKind
from xlsheets.report.wording import marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlsheets.report.differences import Discrepancy, Verification

_BLANK = "空着"


def verification_as_text(found: Verification) -> str:
    """List what differs, what was not compared and what stands around the report, with a verdict."""
    return "\n".join(harmless(line) for line in _lines(found))


def _lines(found: Verification) -> Iterator[str]:
    yield f"{found.unit or '没有单位名称'}：工作簿“{found.workbook}”，发布稿“{found.published}”"
    for difference in found.differences:
        yield from told_difference(difference)
    if found.left:
        yield f"  没有对照、请看原文的（{len(found.left)} 项）："
        yield from (f"    {sentence}" for sentence in found.left)
    if found.around:
        yield "  报告以外的字，不算不一致："
        yield from (f"    {sentence}" for sentence in found.around)
    yield f"  结论：{told_verdict(found)}"


def told_difference(difference: Discrepancy) -> Iterator[str]:
    """Yield what is said of one difference, line by line, the deeper the further in."""
    where = difference.path + (f"（{difference.address}）" if difference.address else "")
    approved, published = difference.approved, difference.published
    if difference.kind in (DiscrepancyKind.FIGURE, DiscrepancyKind.CODE):
        yield f"  {where}：审定 {approved or _BLANK}，发布 {published or _BLANK}"
        return
    if not approved:
        yield f"  {where}以后多出：{published}"
    elif not published:
        yield f"  {where}缺少：{approved}"
    else:
        before, after = marked(approved, published)
        yield f"  {where}"
        yield f"    审定：{before}"
        yield f"    发布：{after}"


def told_verdict(found: Verification) -> str:
    """Say in a sentence what came of it."""
    code = f"校对码 {found.code}" if found.code else ""
    if found.equal:
        printed = f"；{code}，发布稿上也印着" if found.printed else ""
        unprinted = f"；{code}，发布稿上没有印" if code and not found.printed else ""
        return f"数字和文字都与审定的一致{printed or unprinted}。"
    count, left = len(found.differences), len(found.left)
    parts = [f"有 {count} 处不一致"] if count else ["对照过的都一致"]
    parts += [f"还有 {left} 项没有对照"] if left else []
    return "，".join(parts) + "。"


def verifications_as_json(found: Iterable[Verification]) -> str:
    """Write one JSON array with every file and its differences."""
    listed = [
        {
            "unit": one.unit,
            "workbook": one.workbook,
            "file": one.published,
            "equal": one.equal,
            "differences": [_as_json(difference) for difference in one.differences],
            "not_compared": list(one.left),
            "around": list(one.around),
            "checkcode": one.code,
            "checkcode_printed": one.printed,
        }
        for one in found
    ]
    return harmless_json(listed, indent=1)


def _as_json(difference: Discrepancy) -> dict[str, str]:
    return {
        "kind": difference.kind.value,
        "place": difference.place,
        "cell": difference.address,
        "path": difference.path,
        "approved": difference.approved,
        "actual": difference.published,
    }
