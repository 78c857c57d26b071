"""Collection -> the brief for a leader: a page of sentences, each a number that can be checked, and nothing else."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.county.analysis.likeness import alike_groups
from xlsheets.county.analysis.ratios import LEAST_BASE, RATIOS, applicant_shares, totals
from xlsheets.county.analysis.states import units_by_state
from xlsheets.documents.printed.composition import PieceKind
from xlsheets.notices.notice_document import Signature, chinese_day, notice_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsheets.county.analysis.ratios import Totals
    from xlsheets.county.collection import Collection

# Names that are written out; of more, the first and their number.
_NAMED, _PAIR = 3, 2


def brief_document(collection: Collection, signed: Signature) -> bytes:
    """Return the brief as a Word document of one page."""
    title = f"{signed.office.area}{collection.year}年度政府信息公开工作年度报告编报情况"

    def pieces() -> Iterator[tuple[PieceKind, str]]:
        yield PieceKind.TITLE, title
        for topic, sentences in brief_sentences(collection, signed):
            yield PieceKind.TOPIC, topic
            yield PieceKind.BODY, "".join(sentences)
        yield from signed.foot

    return notice_document(title, pieces(), on_one_page=True)


def brief_sentences(
    collection: Collection, signed: Signature
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the sections of the brief: the heading and its sentences."""
    yield "一、报送进度", tuple(_progress(collection, signed))
    summed = totals(collection)
    if summed:
        yield "二、主要数据", tuple(_figures(summed))
    # The same units may be alike in two sections.
    groups: dict[tuple[str, ...], Decimal] = {}
    for group in alike_groups(collection.alike):
        groups.setdefault(group.units, group.most)
    if groups:
        more = "等" if len(groups) > _NAMED else ""
        first = list(groups.items())[:_NAMED]
        told = "；".join(
            f"{_names(units)}（重复率{_at_most(units)} {share:.0%}）" for units, share in first
        )
        told += more
        heading = "三、需要关注" if summed else "二、需要关注"
        yield heading, (f"文字雷同的有 {len(groups)} 组：{told}。",)


def _progress(collection: Collection, signed: Signature) -> Iterator[str]:
    now = units_by_state(collection)
    yield (
        f"截至 {chinese_day(signed.day)}，{signed.office.area}应报 {len(now.due)} 个单位，已报 {len(now.received)} 个，"
        f"未报 {len(now.missing)} 个。"
    )
    yield (
        f"其中迟报 {len(now.late)} 个，退回还没有重报 {len(now.returned)} 个，审核通过 {len(now.passed)} 个，"
        f"还有必须改正的问题 {len(now.faulty)} 个。"
    )
    if now.missing:
        yield f"未报的是{_names(now.missing)}。"


def _at_most(units: Sequence[str]) -> str:
    return "最高" if len(units) > _PAIR else ""


def _names(units: Sequence[str]) -> str:
    more = f"等 {len(units)} 个单位" if len(units) > _NAMED else ""
    return "、".join(units[:_NAMED]) + more


def _figures(summed: Totals) -> Iterator[str]:
    report = summed.report
    asked = report.edition.named.requests
    new, handled, left = (
        show(report.values[asked.total(row)])
        for row in (asked.received, asked.handled, asked.carried_forward)
    )
    yield f"已报并且数字齐全的 {summed.units} 个单位，新收申请 {new} 件，办理 {handled} 件，结转下年度 {left} 件。"
    yield from _change(summed)
    shares = {ratio.label: ratio.of(report) for ratio in RATIOS}
    for label, value in shares.items():
        if value.share is not None:
            yield f"{label} {percent(value.share)}（{show(value.top or 0)}/{show(value.base or 0)} 件）。"
    few = [label for label, value in shares.items() if value.share is None]
    if few:
        yield f"{'、'.join(few)}的分母不到 {LEAST_BASE} 件，不算比例。"
    people = [
        f"{kind.label} {show(kind.requests)} 件"
        for kind in applicant_shares(report)
        if kind.requests
    ]
    if people:
        yield f"申请人中，{'、'.join(people)}。"


def _change(summed: Totals) -> Iterator[str]:
    """Say how many requests came in, compared with last year, over the units of which both years are known."""
    if summed.now is None or summed.before is None:
        return
    asked = summed.now.edition.named.requests
    cell = asked.total(asked.received)
    now, before = summed.now.values[cell], summed.before.values[cell]
    told = f"两年都有报告的 {summed.comparable} 个单位，新收 {show(now)} 件，上年 {show(before)} 件"
    if before < LEAST_BASE:
        yield f"{told}，上年不到 {LEAST_BASE} 件，不算增减幅度。"
    elif now == before:
        yield f"{told}，持平。"
    else:
        change = Decimal(now - before) / Decimal(before)
        yield f"{told}，{'增加' if change > 0 else '减少'} {abs(change) * 100:.1f}%。"


def percent(share: Decimal) -> str:
    """Return a share as it stands in a text: 37.5%."""
    return f"{share * 100:.1f}%"
