"""Figures typed as text: a number is read only when every character is a digit or a known mark in its place."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlsheets.basics.numbers import Oddity, parse_figure


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12", 12), ("１２", 12), (" 12 ", 12), ("12件", 12), ("12 件", 12), ("1,234", 1234),
        ("1，234", 1234), ("1 234", 1234), ("1\u00a0234\u00a0567", 1234567), ("12.50", Decimal("12.5")),
        (".5", Decimal("0.5")), ("+3", 3),
    ],
)  # fmt: skip
def test_digits_and_known_marks_are_a_number(written, value):
    figure = parse_figure(written)
    assert (figure.value, figure.oddity, figure.note) == (value, Oddity.TEXT_NUMBER, "")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("4①", ("4", "41")), ("4²", ("4", "42")), ("4₁", ("4", "41")), ("4 0", ("4", "0", "40")),
        ("126\n18", ("126", "18", "12618")), ("4\u200b0", ("4", "0", "40")), ("9\u202c", ("9",)),
        ("④", ("4",)), ("1234 567", ("1234", "567", "1234567")),
    ],
)  # fmt: skip
def test_what_would_have_to_be_dropped_joined_or_mapped_is_no_number_and_says_what_it_could_be(
    written, meant
):
    figure = parse_figure(written)
    assert figure.value is None
    assert figure.oddity is Oddity.TEXT
    assert figure.note.endswith("，也".join(f"可能是 {number}" for number in meant))


@pytest.mark.parametrize(
    "written", ["12,34", "3.", "约30", "见附件", "½", "Ⅳ", "٣", "1-2", "2648-18538"]
)
def test_what_is_no_figure_is_left_alone(written):
    figure = parse_figure(written)
    assert figure.value is None
    assert figure.oddity is Oddity.TEXT


@pytest.mark.parametrize("written", ["/", "—", "——", "－", "无", " / ", "无 "])
def test_a_dash_is_no_number(written):
    assert parse_figure(written) == (None, Oddity.DASH, "")


@pytest.mark.parametrize("written", ["9" * 5000, "1" * 61 + "件", "(" * 5000, "1," * 4000])
def test_a_figure_beyond_all_measure_is_not_reckoned_with(written):
    assert parse_figure(written).value is None


@given(st.integers(0, 10**12), st.sampled_from("①²₁\u200b\u202e⺠\ue000xⅣ"), st.data())
def test_one_strange_character_anywhere_takes_the_number_away(value, strange, data):
    digits = str(value)
    at = data.draw(st.integers(0, len(digits)))
    assert parse_figure(digits[:at] + strange + digits[at:]).value is None


@given(st.integers(0, 10**12))
def test_groups_of_three_mean_the_number(value):
    for mark in (",", "，", " ", "\u00a0"):
        assert parse_figure(f"{value:,}".replace(",", mark)).value == value
