"""Numbers as a sheet stores them, up to the largest a file can hold."""

from __future__ import annotations

import sys
from decimal import Decimal

import pytest

from xlsheets.xlsx.cell_value import number


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("0.30000000000000004", Decimal("0.3")),
        ("1E2", 100),
        ("-2.5", Decimal("-2.5")),
        ("1e999", None),
        ("-1e999", None),
        ("nan", None),
    ],
)
def test_a_number_is_read_as_it_is_shown(stored, read):
    assert number(stored) == read


@pytest.mark.parametrize("largest", [sys.float_info.max, -sys.float_info.max])
def test_rounding_never_leaves_the_range_of_numbers(largest):
    """With the fifteen digits that a sheet shows, the largest number would round to infinity."""
    assert number(repr(largest)) == int(Decimal(repr(largest)))


@pytest.mark.parametrize("smallest", ["5e-324", "1e-400"])
def test_the_smallest_numbers_are_read(smallest):
    assert number(smallest) == Decimal(repr(float(smallest)))
