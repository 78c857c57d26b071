"""What a case log takes over of somebody's own list -> text for a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.caselog.columns import SHEETS
from xlsheets.notices.listing import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.caselog.own_list.adoption import Adoption
    from xlsheets.caselog.own_list.heads import OwnHead


def adoption_text(found: Adoption) -> str:
    """Tell which heading and which word means what, what is taken over, and what is not."""
    return "\n".join(harmless(line) for line in _lines(found))


def _lines(found: Adoption) -> Iterator[str]:
    for head in found.heads:
        yield from _head(head)
    if found.words:
        yield "这样的写法，登记簿里写成："
    for use, count in found.words.items():
        meant = f"“{use.official}”" if use.official else "空着"
        yield f"  {use.sheet.name} › {use.heading}：“{use.word}” → {meant}（{count} 行）"
    yield _summary(found)
    if found.listed:
        yield f"没有带的 {len(found.listed)} 项："
        yield from (f"  {sentence}" for sentence in found.listed)


def _head(head: OwnHead) -> Iterator[str]:
    yield f"{head.own.path}，表头在第 {head.last} 行，记到“{head.sheet.name}”："
    for column in head.taken:
        known = column.key in head.sheet.places
        yield f"  {column.heading} → {head.sheet.heading(column.key) if known else column.heading}"


def _summary(found: Adoption) -> str:
    new = "、".join(
        f"“{sheet.name}”{len(found.new[sheet.key])} 行" for sheet in SHEETS if found.new[sheet.key]
    )
    rows = len({(blank.sheet.key, blank.row) for blank in found.filled})
    parts = [f"新增 {new}" if new else "没有新增的行"]
    if found.known:
        parts.append(f"登记簿里已经有的 {found.known} 行")
    if rows:
        parts.append(f"其中 {rows} 行补填 {len(found.filled)} 个空格")
    return "，".join(parts) + "。"
