"""基础数据: countable facts that reports quote and no official table asks for, each optional.

A fact that is filled in gets its sentence in the narrative; a blank one gets none.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """One countable fact of the year.

    Args:
        key: stable id.
        group: heading it stands under on the sheet 基础数据.
        label: what is counted.
        unit: unit printed after the number, such as 条、场、期.
        help: what to count and where the figure is usually kept.
    """

    key: str
    group: str
    label: str
    unit: str
    help: str = ""


FACTS: tuple[Fact, ...] = (
    Fact(
        "website_items",
        "主动公开",
        "政府网站公开信息",
        "条",
        "全年在政府网站各栏目公开的信息总数，按网站后台统计。",
    ),
    Fact(
        "policy_readings",
        "主动公开",
        "政策解读",
        "条",
        "全年发布的政策解读稿件数，同一政策的多种形式分别计。",
    ),
    Fact(
        "fee_amount",
        "依申请公开",
        "信息处理费金额",
        "元",
        "全年实际收取的政府信息公开信息处理费，没有收取填 0。",
    ),
    Fact(
        "fee_requests",
        "依申请公开",
        "收取信息处理费的申请",
        "件",
        "全年收取了信息处理费的申请件数，没有收取填 0。",
    ),
)
