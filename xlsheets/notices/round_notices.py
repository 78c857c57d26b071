"""Collection -> what is said to all units at once: a text that urges those missing, a circular on how all stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.characters import plain
from xlsheets.county.collection import Remark, UnitState
from xlsheets.documents.printed.composition import PieceKind
from xlsheets.notices.notice_document import Signature, chinese_day, notice_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlsheets.county.collection import Collection, UnitRow

_REPORT = "年度政府信息公开工作年度报告"
_SENT = "（报来的文件没有计入，见反馈意见）"


def reminder(collection: Collection, signed: Signature) -> str:
    """Return one text that names every unit that is missing; "" when none is."""
    missing = [row for row in collection.units if row.state is UnitState.MISSING]
    if not missing:
        return ""
    return (
        f"截至 {chinese_day(signed.day)}，还有 {len(missing)} 个单位没有报送 {collection.year} {_REPORT}："
        f"{_names(missing)}。{_until(missing, signed)}{signed.contact}{signed.line}"
    )


def _until(missing: Iterable[UnitRow], signed: Signature) -> str:
    days = {row.due for row in missing if row.due}
    last = max(days, default=None)
    over = f"报送期限（{chinese_day(last)}）已过，" if last and last < signed.day else ""
    if signed.due:
        return f"{over}请于 {chinese_day(signed.due)}前报送。"
    if last is None:
        return "请尽快报送。"
    if over:
        return f"{over}请立即报送。"
    return f"请于 {chinese_day(min(days))}前报送。" if len(days) == 1 else "请按期限报送。"


def _names(rows: Iterable[UnitRow]) -> str:
    return "、".join(
        f"{plain(row.unit.name)}{_SENT if row.clues_of_its_own else ''}" for row in rows
    )


def bulletin(collection: Collection, signed: Signature) -> bytes:
    """Return a circular that says how every unit stands, as a Word document."""
    title = f"关于 {collection.year} {_REPORT}报送情况的通报".replace(" ", "")
    return notice_document(title, _bulletin(title, collection, signed))


def _bulletin(
    title: str, collection: Collection, signed: Signature
) -> Iterator[tuple[PieceKind, str]]:
    yield PieceKind.TITLE, title
    yield PieceKind.BODY, "各有关单位："
    late = [row for row in collection.units if Remark.LATE in row.remarks]
    yield (
        PieceKind.BODY,
        f"截至 {chinese_day(signed.day)}，应报 {collection.expected} 个单位，已报 {collection.received} 个，"
        f"未报 {collection.expected - collection.received} 个，迟报 {len(late)} 个。现将情况通报如下。",
    )
    came = [row for row in collection.units if row.counted]
    fine, asked, faulty = (
        [row for row in came if _asked_of(row, collection) is state]
        for state in (UnitState.SOUND, UnitState.DOUBTFUL, UnitState.FAULTY)
    )
    groups = [
        ("没有问题的", fine),
        ("要核实的", asked),
        ("必须改正的", faulty),
        ("没有报送的", [row for row in collection.units if row.state is UnitState.MISSING]),
        ("迟报的", late),
    ]
    numbered = ((name, rows) for name, rows in groups if rows)
    for numeral, (name, rows) in zip("一二三四五", numbered, strict=False):
        yield PieceKind.TOPIC, f"{numeral}、{name}（{len(rows)} 个）"
        yield PieceKind.BODY, f"{_names(rows)}。"
    wanted = "" if len(fine) == collection.expected else signed.reply_by
    yield PieceKind.BODY, f"{wanted}{signed.contact}"
    yield from signed.foot


def _asked_of(row: UnitRow, collection: Collection) -> UnitState:
    """Return how a unit's report stands as its unit has to know: what an officer passed is settled.

    What only the county has to look at, as how a Word report was read in, is no unit's business.
    """
    asked = row.counted.to_return if row.counted else ()
    settled = row.state is UnitState.DOUBTFUL and not any(finding.open for finding in asked)
    return UnitState.SOUND if settled or collection.is_passed(row) else row.state
