"""Figures in prose: what is read as a figure, what it is worth, and what is not a figure at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.samples import chinese as in_chinese
from xlsheets.checks.prose.numerals import chinese, matchable, numerals, without_blanks


def read(text: str) -> list[tuple[object, str, bool]]:
    """Return value, unit and exactness of every figure of a paragraph."""
    return [
        (numeral.value, numeral.unit, numeral.exact)
        for numeral in numerals(matchable(without_blanks(text)))
    ]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("十", 10),
        ("十二", 12),
        ("一百二十", 120),
        ("一百零二", 102),
        ("一百二", 120),
        ("两千零五", 2005),
        ("三千零五十", 3050),
        ("一万二千三百", 12300),
        ("二十万", 200_000),
        ("一亿零三万", 100_030_000),
        ("二〇二五", 2025),
        ("〇", 0),
    ],
)
def test_chinese_digits_mean_what_a_reader_takes_them_for(written, value):
    assert chinese(written) == value


@given(st.integers(min_value=1, max_value=99_999))
def test_a_number_spelt_in_chinese_is_read_back(number):
    assert chinese(in_chinese(number)) == number


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("收到申请1234件", [(1234, "件", True)]),
        ("收到申请１，２３４ 件", [(1234, "件", True)]),
        ("收到申请1,234件", [(1234, "件", True)]),
        ("收到申请１２３４件", [(1234, "件", True)]),
        ("收到申请一千二百三十四件", [(1234, "件", True)]),
        ("自然人741、法人或其他组织8；", [(741, "", True), (8, "", True)]),
        ("占17.46%，约占三成", [(Decimal("17.46"), "%", True)]),
        ("占百分之二十", [(20, "%", True)]),
        ("收取0.38万元", [(3800, "元", True)]),
    ],
)
def test_every_way_to_write_a_figure_is_understood(text, figures):
    assert read(text) == figures


@pytest.mark.parametrize(
    "text",
    [
        "5500余条",
        "18万余条",
        "近30件",
        "约30件",
        "30多件",
        "30件左右",
        "30件以上",
        "超过30件",
        "数十件",
        "十余件",
        "1.2万件",
    ],
)
def test_an_approximate_figure_is_never_exact(text):
    assert [exact for *_, exact in read(text)] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "国办公开办函〔2021〕30号",
        "条例第三十九条、第20条第（一）项",
        "2025年1月1日至12月31日",
        "电话0357-1234567",
        "《关于推进12件民生实事的通知》",
        "落实“三审三校”，坚持一事一审",
        "对每一件申请都认真办理，办好一件事",
        "保护第三方合法权益",
        "统一受理、一律公开",
    ],
)
def test_what_counts_nothing_is_no_figure(text):
    assert [figure for figure in read(text) if figure[1]] == []


@given(
    st.text(
        alphabet="0123456789０１２一二三十百千万亿余近件条元%，,。、（）第年月〔〕“”《》 ",
        max_size=40,
    )
)
def test_any_text_is_read_without_an_accident(text):
    squeezed = without_blanks(text)
    same = matchable(squeezed)
    assert len(same) == len(squeezed)
    ends = [0]
    for numeral in numerals(same):
        assert ends[-1] <= numeral.start < numeral.end <= len(same)
        ends.append(numeral.end)
