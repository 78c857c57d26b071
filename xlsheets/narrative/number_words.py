"""Numbers -> words of a sentence: lists in descending order, shares, changes against last year."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import Number, show
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_CENT = Decimal("0.01")
# Below so many a share of them is no news, and a growth beyond so many times is told by the step alone.
_WORTH_A_SHARE = 10
_MANIFOLD = 2


class CountedMember(NamedTuple):
    """One member of a list: what it is called and how many there are; None for not known."""

    label: str
    number: Number | None


def present(parts: Sequence[CountedMember], order: str = "大小") -> list[CountedMember]:
    """Return the parts that are not zero, the largest first, equal ones in the order given; all so for 表序."""
    counted = [CountedMember(label, number) for label, number in parts if number]
    return counted if order == "表序" else sorted(counted, key=lambda part: -(part.number or 0))


# How a member of a list is told unless a phrase says otherwise: 名 is what it is called, 数 how many there are.
_PLAIN = "名数"
# What leads to a list unless a phrase says otherwise.
_LEAD = "其中"


def listed_counts(
    parts: Sequence[CountedMember],
    unit: str = "件",
    style: str = _PLAIN,
    mark: str = "、",
    order: str = "大小",
) -> str:
    """Write 予以公开4件、无法提供2件; "" when there is nothing to list.

    Args:
        parts: the members.
        unit: what they are counted in.
        style: how each is told: 名的数 is 予以公开的4件, 数名 is 4件予以公开.
        mark: what stands between them.
        order: 大小 for the largest first, 表序 as the table has them.
    """
    return mark.join(
        "".join({"名": label, "数": f"{show(number)}{unit}"}.get(one, one) for one in style)
        for label, number in present(parts, order)
    )


def composition(
    parts: Sequence[CountedMember], name: str, unit: str = "件", lead: str = _LEAD, **told: str
) -> str:
    """Write what a number consists of, to stand after it.

    Several parts are listed after ``lead``, such as 其中, and ``told`` as in ``listed_counts``; a single one is
    not counted twice but named, as in 申请人均为自然人, or 申请人为自然人 where the number is one.
    """
    counted = present(parts)
    if len(counted) > 1:
        return f"{lead}{listed_counts(parts, unit, **told)}"
    return "".join(f"{name}{'均为' if number != 1 else '为'}{label}" for label, number in counted)


_VERDICTS = {
    "结果维持": "结果{both}为维持",
    "结果纠正": "结果{both}为纠正",
    "其他结果": "{both}以其他结果结案",
    "尚未审结": "{both}尚未审结",
}


def how_cases_ended(
    results: Sequence[CountedMember], lead: str = _LEAD, both: str = "均", **told: str
) -> str:
    """Write how cases ended: 其中结果维持2件、尚未审结1件, or 结果均为维持 where all ended alike."""
    counted = present(results)
    if len(counted) > 1:
        return f"{lead}{listed_counts(results, **told)}"
    return "".join(
        _VERDICTS[label].format(both="" if number == 1 else both) for label, number in counted
    )


def share(part: Number, whole: Number) -> str:
    """Write a share with as many decimals as it needs, two at most: 62.5%."""
    return f"{show((Decimal(part) * 100 / Decimal(whole)).quantize(_CENT, ROUND_HALF_UP))}%"


# How a step and its share are told: 步 the one, 率 the other.
_MOVED = "步，率"


def change(now: Number, before: Number, unit: str = "件", style: str = _MOVED) -> str:
    """Write how a number moved against last year: 增加2件，增长33.33%, as ``style`` orders them.

    A share of next to nothing, or a manifold growth, says less than the step alone.
    """
    if now == before:
        return "持平"
    rose = now > before
    step = now - before if rose else before - now
    moved = f"{'增加' if rose else '减少'}{show(step)}{unit}"
    telling = before >= _WORTH_A_SHARE and now and step <= before * _MANIFOLD
    if not telling:
        return moved
    told = {"步": moved, "率": f"{'增长' if rose else '下降'}{share(step, before)}"}
    return "".join(told.get(one, one) for one in style)


def in_quotation_marks(label: str) -> str:
    """Write an official label in quotation marks, those within it as inner ones."""
    return f"“{label.replace('“', '‘').replace('”', '’')}”"
