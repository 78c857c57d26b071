"""Comparing: figures and per cent, the chain between years, text by sentence, units new and gone."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.tools.make import report
from xlsheets.county.comparison import Comparison, FigureChange, compare_reports
from xlsheets.errors import UsageError
from xlsheets.schema import Cell

LICENSING = Cell("pro5", "licensing", "decisions")


def test_a_change_has_its_difference_and_its_share():
    change = FigureChange(LICENSING, 8, 11)
    assert (change.delta, change.percent) == (3, Decimal("37.5"))


@pytest.mark.parametrize(("before", "after"), [(0, 3), (None, 3), (3, None)])
def test_a_share_of_nothing_is_not_made_up(before, after):
    assert FigureChange(LICENSING, before, after).percent is None


def test_only_what_changed_is_listed_totals_included():
    was, now = report({}), report({"req.received.business": 2, "req.carried_forward.business": 2})
    (found,) = compare_reports([was], [now])
    assert [str(change.cell) for change in found.changes] == [
        "req.received.business",
        "req.received.all",
        "req.carried_forward.business",
        "req.carried_forward.all",
    ]


def test_a_total_over_a_blank_is_no_number():
    was = report({"req.received.natural_person": 5})
    now = report({"req.received.natural_person": 5, "req.received.business": None})
    (found,) = compare_reports([was], [now])
    changed = {str(change.cell): change.after for change in found.changes}
    assert changed == {"req.received.business": None, "req.received.all": None}


def test_a_total_of_totals_over_a_blank_is_no_number():
    was = report({"req.granted.natural_person": 5, "req.granted.business": None})
    now = report({"req.granted.natural_person": 5, "req.granted.business": 7})
    (found,) = compare_reports([was], [now])
    changed = {str(change.cell): (change.before, change.percent) for change in found.changes}
    assert changed["req.handled.all"] == (None, None)


def test_a_year_that_does_not_take_over_what_was_carried_forward_is_told():
    was = report({"req.carried_forward.business": 3}, year=2024)
    now = report({"req.carried_over.business": 2}, year=2025)
    (found,) = compare_reports([was], [now])
    assert [
        (year_break.cell.column, year_break.closing, year_break.opening)
        for year_break in found.breaks
    ] == [
        ("business", 3, 2),
        ("all", 3, 2),
    ]


def test_two_submissions_of_a_year_have_no_chain():
    was, now = report({"req.carried_forward.business": 3}), report({})
    assert Comparison(was, now).carries == ()


def test_text_is_compared_sentence_by_sentence():
    was = report(narrative={"problems": ("问题一。问题二。", "问题三。")})
    now = report(narrative={"problems": ("问题一。新问题。", "问题三。又一句。")})
    assert [rewording[1:] for rewording in Comparison(was, now).rewordings] == [
        ("问题二。", "新问题。"),
        ("", "又一句。"),
    ]


def test_units_are_paired_by_name_and_the_rest_is_new_or_gone():
    was = [report(unit="甲镇人民政府"), report(unit="乙镇人民政府")]
    now = [report(unit="乙镇 人民政府"), report(unit="丙镇人民政府")]
    found = {
        pair.unit: (pair.before is None, pair.after is None) for pair in compare_reports(was, now)
    }
    assert found == {
        "甲镇人民政府": (False, True),
        "乙镇 人民政府": (False, False),
        "丙镇人民政府": (True, False),
    }


def test_a_unit_that_comes_twice_on_one_side_is_refused():
    twice = [replace(report(), source=name) for name in ("a.xlsx", "b.xlsx")]
    with pytest.raises(UsageError, match="有两份"):
        compare_reports(twice, twice)
