"""The scale of 国办函〔2020〕109号, for whole counts piece by piece and page by page."""

from __future__ import annotations

import datetime
from decimal import Decimal

from tests.tools.story import facts, log_of
from xlsheets.caselog.counting import Tally
from xlsheets.caselog.fees import fee_by_pages, fee_by_pieces, fees_due
from xlsheets.caselog.records import Request
from xlsheets.workflows.logs.case_log import summary

MARCH = datetime.date(2025, 3, 5)


def piece(number: int) -> int:
    """Return what the piece with this number costs: 10 are free, up to 30 cost 100, every ten more cost 100 more each."""
    if number <= 10:
        return 0
    return 100 if number <= 30 else 100 * (2 + (number - 31) // 10)


def page(number: int) -> int:
    """Return what the page with this number costs."""
    return 0 if number <= 30 else 10 if number <= 100 else 20 if number <= 200 else 40


def test_the_whole_scale_by_the_piece():
    for count in range(301):
        assert fee_by_pieces(count) == sum(map(piece, range(1, count + 1)))


def test_the_whole_scale_by_the_page():
    for count in range(501):
        assert fee_by_pages(count) == sum(map(page, range(1, count + 1)))


def request(row: int, **given) -> Request:
    return Request(row=row, **({"arrived": MARCH} | given))


def test_pieces_are_added_up_by_applicant_and_month_and_pages_are_not():
    april = datetime.date(2025, 4, 1)
    requests = [
        request(4, requester="甲01", pieces=8, charged=100),
        request(5, requester="甲02", pieces=8),
        request(6, requester="甲01", pieces=7, charged=Decimal("400.5")),
        request(7, requester="甲01", pieces=8, arrived=april),
        request(8, pieces=12),
        request(9, pieces=12),
        request(10, requester="甲01", pages=40, charged=100),
        request(11, requester="甲01", pages=40),
        request(12, pieces=2, pages=400),
        request(13, pieces=Decimal("2.5"), pages=-3),
        request(14, pieces=3, arrived=None),
    ]
    found = [
        ([one.row for one in fee.requests], fee.unit, fee.amount, fee.due, fee.charged)
        for fee in fees_due(requests)
    ]
    assert found == [
        ([4, 6], "件", 15, 500, Decimal("500.5")),
        ([5], "件", 8, 0, 0),
        ([7], "件", 8, 0, 0),
        ([8], "件", 12, 200, 0),
        ([9], "件", 12, 200, 0),
        ([12], "件", 2, 0, 0),
        ([10], "页", 40, 100, 100),
        ([11], "页", 40, 100, 0),
    ]


def test_what_is_due_is_told_by_rows():
    lines = summary(Tally(log_of(facts()), datetime.date(2026, 1, 20)))
    assert [line for line in lines if line.startswith("信息处理费（")] == [
        "信息处理费（“依申请”第 36 行）：同一申请人当月 14 件，按标准应收 400 元，已收 400 元",
        "信息处理费（“依申请”第 23 行）：86 页，按标准应收 560 元，已收 560 元",
        "信息处理费（“依申请”第 30 行）：240 页，按标准应收 4300 元，已收 0 元",
    ]
