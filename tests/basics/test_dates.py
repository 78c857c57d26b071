"""Written days and years, in Arabic or Chinese figures."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlsheets.basics.dates import written_day, written_year

_DIGITS = "〇一二三四五六七八九"


def _small(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2999, 12, 31)))
def test_a_day_is_read_however_it_is_written(day):
    chinese = "".join(_DIGITS[int(digit)] for digit in f"{day.year:04}")
    for written in (
        f"{day.year}年{day.month}月{day.day}日", day.isoformat(), f"{day.year}.{day.month}.{day.day}",
        f"{day.year}/{day.month}/{day.day}", f"{chinese}年{_small(day.month)}月{_small(day.day)}日",
        f"{chinese.replace('〇', '零')}年{_small(day.month)}月{_small(day.day)}日",
    ):  # fmt: skip
        assert written_day(written) == day


@pytest.mark.parametrize(
    "written", ["2026年2月30日", "年底", "1月20日", "2026", "二〇二六年十三月一日", "2026年1月"]
)
def test_what_is_no_day_is_none(written):
    assert written_day(written) is None


@pytest.mark.parametrize(
    "written", ["2025", "2025年", "2025年度", "二〇二五年", "二零二五年度", "２０２５"]
)
def test_a_year_is_read(written):
    assert written_year(written) == 2025


@pytest.mark.parametrize("written", ["去年", "25年", "20251", "二五年", "十十十十"])
def test_what_is_no_year_is_none(written):
    assert written_year(written) is None
