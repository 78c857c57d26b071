"""Rolling up: exact sums in any order and grouping, nothing counted twice, what is left out is said."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.make import EDITION, report
from xlsheets.checks.county import county_findings
from xlsheets.county.adjustment import Adjustment
from xlsheets.county.rollup import ExclusionReason, Scope, add_up, exact_sum
from xlsheets.errors import UsageError
from xlsheets.report import Profile, Report
from xlsheets.schema import Cell

COUNTY = Profile(unit="示例县人民政府", level="county", year=2025)
CITY = Profile(unit="示例市人民政府", level="city", year=2025)
LICENSING = Cell("pro5", "licensing", "decisions")
TYPED = EDITION.typed_cells
MONEY = st.integers(0, 10**12).map(lambda millionths: Decimal(millionths) / 10**6)


@st.composite
def units(draw, most: int = 5) -> list[Report]:
    """Return units with random figures in random cells."""
    made = []
    for number in range(draw(st.integers(1, most))):
        cells = draw(st.lists(st.sampled_from(TYPED), max_size=12, unique=True))
        figures = {
            str(cell): draw(MONEY) if cell.block == "pro8" else draw(st.integers(0, 10**6))
            for cell in cells
        }
        made.append(report({}, unit=f"第{number}镇人民政府"))
        made[-1] = replace(
            made[-1],
            figures={
                **made[-1].figures,
                **{Cell.parse(key): count for key, count in figures.items()},
            },
        )
    return made


@given(units(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_units_changes_nothing(made, random):
    shuffled = random.sample(made, len(made))
    assert add_up(COUNTY, shuffled) == add_up(COUNTY, made)


@given(units(6), st.integers(1, 3))
@settings(max_examples=40, deadline=None)
def test_town_to_county_to_city_is_town_to_city(made, counties):
    direct = add_up(CITY, made).report
    by_county = [
        add_up(replace(COUNTY, unit=f"第{number}县人民政府"), made[number::counties]).report
        for number in range(counties)
    ]
    assert add_up(CITY, by_county).report.values == direct.values


@given(units())
@settings(max_examples=40, deadline=None)
def test_every_cell_totals_included_is_the_sum_of_the_units(made):
    rollup = add_up(COUNTY, made)
    for cell in EDITION.cells:
        assert rollup.report.values[cell] == sum(town.values[cell] for town in made)
        assert exact_sum(value for _, value in rollup.parts(cell)) == rollup.report.values[cell]


def test_tenths_of_money_add_up_exactly():
    made = [report({"pro8.fees.amount": "0.1"}, unit=f"第{n}镇人民政府") for n in range(10)]
    amount = add_up(COUNTY, made).report.figures[Cell("pro8", "fees", "amount")]
    assert amount == 1
    assert isinstance(amount, int)


def test_a_unit_with_a_blank_is_left_out_whole():
    whole = report({"pro5.licensing.decisions": 4}, unit="甲镇人民政府")
    blank = report(
        {"pro5.licensing.decisions": 9, "req.received.business": None}, unit="乙镇人民政府"
    )
    rollup = add_up(COUNTY, [whole, blank])
    assert rollup.report.values[LICENSING] == 4
    assert [(addend.report.profile.unit, addend.fault) for addend in rollup.left_out] == [
        ("乙镇人民政府", ExclusionReason.UNUSABLE)
    ]


def test_the_coverage_counts_what_came_and_what_counts():
    scope = Scope(("甲镇人民政府", "乙镇人民政府", "丙镇人民政府"))
    made = [
        report({}, unit="甲镇人民政府"),
        report({"req.received.business": None}, unit="乙镇人民政府"),
    ]
    rollup = add_up(COUNTY, made, scope=scope)
    assert rollup.coverage == "应报 3 个单位，已收 2 个，计入 1 个。"
    assert rollup.missing == ("丙镇人民政府",)


def test_a_unit_that_sent_last_years_report_has_not_reported():
    scope = Scope(("甲镇人民政府", "乙镇人民政府"))
    made = [report({}, unit="甲镇人民政府"), report({}, unit="乙镇人民政府", year=2024)]
    rollup = add_up(COUNTY, made, scope=scope)
    assert rollup.coverage == "应报 2 个单位，已收 1 个，计入 1 个。"
    assert rollup.missing == ("乙镇人民政府",)


def test_an_adjustment_is_added_and_kept_apart():
    made = [report({"pro5.licensing.decisions": 4}, unit="甲镇人民政府")]
    adjustments = [Adjustment(LICENSING, -1, "重复登记"), Adjustment(LICENSING, 3, "漏报")]
    rollup = add_up(COUNTY, made, adjustments=adjustments)
    assert rollup.report.values[LICENSING] == 6
    assert rollup.adjusted(LICENSING) == 2
    assert rollup.parts(LICENSING) == (("甲镇人民政府", 4),)


def test_a_total_cannot_be_adjusted():
    with pytest.raises(UsageError, match="是合计"):
        add_up(COUNTY, [], adjustments=[Adjustment(Cell("req", "handled", "all"), 1, "理由")])


def test_facts_are_added_only_when_every_unit_gave_them():
    first = replace(report(unit="甲镇人民政府"), facts={"website_items": 3, "wechat_items": 2})
    second = replace(report(unit="乙镇人民政府"), facts={"website_items": 4})
    assert add_up(COUNTY, [first, second]).report.facts == {"website_items": 7}


def test_a_typed_aggregate_that_agrees_has_no_difference():
    made = [report({"pro8.fees.amount": "1.50"}, unit="甲镇人民政府")]
    typed = report({"pro8.fees.amount": "1.5"}, unit="示例县人民政府", level="county")
    assert add_up(COUNTY, made, typed=typed).differences == ()


def test_a_report_in_another_format_is_left_out():
    other = replace(report({}, unit="甲镇人民政府"), edition_key="2019")
    (left,) = add_up(COUNTY, [other]).left_out
    assert left.fault is ExclusionReason.OTHER_EDITION
    assert any(
        "另一版报告格式" in finding.message for finding in county_findings(add_up(COUNTY, [other]))
    )
