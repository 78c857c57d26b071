"""A figure near a number of the tables may be a slip of it; one far from all of them is asked about where it is plainly said."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.checks.test_text_figures import judged
from xlsheets.checks.prose.slips import near_any


@pytest.mark.parametrize(
    ("written", "right"),
    [
        *((129, 120), (1286, 1268), (95, 85), (12, 21)),  # a few, digits changed, one wrong
        *((1111, 111), (50, 5), (12347, 1247), (Decimal("321.57"), Decimal("312.57"))),
        *((168, 200), (2, 0)),
    ],
)
def test_what_people_write_for_a_number_is_near_it(written, right):
    assert near_any(written, (right,))
    assert near_any(right, (7777777, written))


@pytest.mark.parametrize(("written", "right"), [(74, 127), (12, 65), (1, 21), (14, 55), (207, 50)])
def test_what_counts_something_else_is_far(written, right):
    assert not near_any(written, (right,))


def codes(text: str) -> set[str]:
    return {finding.code for finding in judged(text) if finding.code[0] == "N"}


@pytest.mark.parametrize(
    "text",
    [
        "收到政府信息公开申请57件。",
        "2025年，收到政府信息公开申请57件，其中自然人41件，办结49件，结转下年度8件。",
        "办结申请46件。",
    ],
)
def test_a_text_left_from_another_year_is_told_however_far_it_is(text):
    assert codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "涉及投诉举报处理过程的申请有74件，超过新收总数的一半。",
        "6个街道共收到申请14件，2个镇共收到申请8件。",
        "全年征地、更新两类申请共67件。",
    ],
)
def test_what_is_of_some_of_them_is_left_alone(text):
    assert codes(text) == set()
