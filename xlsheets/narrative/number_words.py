"""Numbers -> words of a sentence: lists in descending order, shares, changes against last year."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

from xlsheets.basics.numbers import Number, show

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


def present(parts: Sequence[CountedMember]) -> list[CountedMember]:
    """Return the parts that are not zero, the largest first, equal ones in the order given."""
    counted = [CountedMember(label, number) for label, number in parts if number]
    return sorted(counted, key=lambda part: -(part.number or 0))


# How a member of a list is told unless a phrase says otherwise: 名 is what it is called, 数 how many there are.
_PLAIN = "名数"


def listed_counts(
    parts: Sequence[CountedMember], unit: str = "件", style: str = _PLAIN, mark: str = "、"
) -> str:
    """Write 予以公开4件、无法提供2件; "" when there is nothing to list.

    Args:
        parts: the members.
        unit: what they are counted in.
        style: how each is told: 名的数 is 予以公开的4件, 数名 is 4件予以公开.
        mark: what stands between them.
    """
    return mark.join(
        "".join({"名": label, "数": f"{show(number)}{unit}"}.get(one, one) for one in style)
        for label, number in present(parts)
    )


def composition(
    parts: Sequence[CountedMember],
    name: str,
    unit: str = "件",
    style: str = _PLAIN,
    mark: str = "、",
) -> str:
    """Write what a number consists of, to stand after it.

    Several parts are listed with 其中; a single one is not counted twice but named, as in
    申请人均为自然人, or 申请人为自然人 where the number is one.
    """
    counted = present(parts)
    if len(counted) > 1:
        return f"其中{listed_counts(counted, unit, style, mark)}"
    return "".join(f"{name}{'均为' if number != 1 else '为'}{label}" for label, number in counted)


_VERDICTS = {
    "结果维持": "结果{both}为维持",
    "结果纠正": "结果{both}为纠正",
    "其他结果": "{both}以其他结果结案",
    "尚未审结": "{both}尚未审结",
}


def how_cases_ended(results: Sequence[CountedMember], style: str = _PLAIN, mark: str = "、") -> str:
    """Write how cases ended: 其中结果维持2件、尚未审结1件, or 结果均为维持 where all ended alike."""
    counted = present(results)
    if len(counted) > 1:
        return f"其中{listed_counts(counted, style=style, mark=mark)}"
    return "".join(
        _VERDICTS[label].format(both="" if number == 1 else "均") for label, number in counted
    )


def share(part: Number, whole: Number) -> str:
    """Write a share with as many decimals as it needs, two at most: 62.5%."""
    return f"{show((Decimal(part) * 100 / Decimal(whole)).quantize(_CENT, ROUND_HALF_UP))}%"


def change(now: Number, before: Number, unit: str = "件") -> str:
    """Write how a number moved against last year: 增加2件，增长33.33%.

    A share of next to nothing, or a manifold growth, says less than the step alone.
    """
    if now == before:
        return "持平"
    rose = now > before
    step = now - before if rose else before - now
    moved = f"{'增加' if rose else '减少'}{show(step)}{unit}"
    telling = before >= _WORTH_A_SHARE and now and step <= before * _MANIFOLD
    return f"{moved}，{'增长' if rose else '下降'}{share(step, before)}" if telling else moved


def in_quotation_marks(label: str) -> str:
    """Write an official label in quotation marks, those within it as inner ones."""
    return f"“{label.replace('“', '‘').replace('”', '’')}”"
