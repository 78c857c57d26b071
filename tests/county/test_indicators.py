"""The numbers an officer compares: last year beside this one, and the units far above the others."""

import datetime
from decimal import Decimal

import pytest

from tests.tools.make import report
from xlsheets.county.collection import Filing
from xlsheets.county.indicators import INDICATORS, indicator_changes, spreads
from xlsheets.county.judging import judge_files
from xlsheets.county.register import Register, Unit
from xlsheets.schema import EDITIONS, edition_named

RECEIVED = "req.received.business"


def collection(counts, earlier=()):
    """Return a collection of units that received so many requests."""
    when = datetime.datetime(2026, 1, 9, tzinfo=datetime.UTC)
    names = [f"{chr(0x4E00 + number)}镇人民政府" for number in range(len(counts))]
    filings = [
        Filing(f"{name}.xlsx", report({RECEIVED: count}, unit=name), (), when)
        for name, count in zip(names, counts, strict=True)
    ]
    return judge_files(filings, Register(tuple(map(Unit, names))), 2025, earlier=earlier)


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.key)
def test_every_indicator_is_made_of_cells_of_the_edition(edition):
    cells = {cell for indicator in INDICATORS for cell in indicator.cells(edition.named)}
    assert cells - {None} <= set(edition.cells)


def test_an_indicator_the_edition_does_not_ask_for_is_not_compared():
    found = {
        indicator.label: indicator.of(report(edition=edition_named("2019")))
        for indicator in INDICATORS
    }
    assert found["行政事业性收费"] is found["现行有效规范性文件"] is None
    assert found["行政许可"] == found["行政诉讼"] == 0


def test_a_change_is_told_for_every_indicator_of_a_unit_whose_last_year_is_known():
    last = report({RECEIVED: 8}, unit="一镇人民政府", year=2024)
    found = {
        change.indicator.label: change for change in indicator_changes(collection([6, 3], [last]))
    }
    assert len(found) == len(INDICATORS)
    received = found["新收申请"]
    assert (received.unit, received.before, received.now) == ("一镇人民政府", 8, 6)
    assert received.share == Decimal("-0.25")
    assert found["行政许可"].share is None


def test_a_report_of_two_years_ago_is_not_last_year():
    old = report({RECEIVED: 8}, unit="一镇人民政府", year=2023)
    assert list(indicator_changes(collection([6], [old]))) == []


def test_a_unit_far_above_the_others_stands_out():
    (spread,) = spreads(collection([1, 2, 3, 4, 5, 6, 7, 8, 900]))
    assert (spread.indicator.label, spread.middle) == ("新收申请", 5)
    assert [value for _, value in spread.outliers] == [900]


def test_small_numbers_and_even_spreads_have_no_outliers():
    (few,) = spreads(collection([0, 0, 0, 0, 0, 0, 0, 9]))
    (even,) = spreads(collection([10, 20, 30, 40, 50, 60, 70, 80]))
    assert few.outliers == even.outliers == ()


def test_a_handful_of_units_is_not_compared():
    assert list(spreads(collection([1, 2, 900]))) == []
