"""Which earlier reports are a unit's: never a stranger's, never one of two that differ."""

from dataclasses import replace

import pytest

from tests.tools.make import report
from xlsheets.basics.numbers import Oddity
from xlsheets.county.comparison import compare_reports
from xlsheets.county.identity import earlier_reports, same_unit
from xlsheets.county.register import Register, Unit
from xlsheets.report import Observation
from xlsheets.schema import Cell
from xlsheets.workflows import one_report

NEW = Unit("示例县新河镇人民政府", former=("示例县老河镇人民政府",))
MERGED = Unit("示例县文旅局", predecessors=("示例县文化局", "示例县旅游局"))
REGISTER = Register((NEW, MERGED, Unit("示例县旅游局", aliases=("旅游委",), dissolved=True)))
RECEIVED = Cell.parse("req.received.business")


def of(unit, year=2024, received=0):
    return report({str(RECEIVED): received}, unit=unit, year=year)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("示例县教育局", "示例县 教育局"),
        ("示例县教育局（体育局）", "示例县教育局(体育局)"),
        (NEW.name, NEW.former[0]),
        (NEW.former[0], NEW.name),
    ],
)
def test_a_unit_is_known_by_any_of_its_names(now, then):
    found = earlier_reports(now, 2025, [of(then)], REGISTER)
    assert [counted.profile.unit for counted in found.reports] == [now]
    assert same_unit(of(now), of(then), REGISTER)


def test_a_stranger_is_never_last_year():
    found = earlier_reports("示例县教育局", 2025, [of("示例县水利局"), of("")], REGISTER)
    assert found.reports == ()


def test_this_years_own_report_is_no_earlier_one():
    own = [of(NEW.name, 2025), of(NEW.name, 2026), of(NEW.name, 2024)]
    found = earlier_reports(NEW.name, 2025, own, REGISTER)
    assert [counted.profile.year for counted in found.reports] == [2024]


def test_of_copies_that_differ_none_is_used_in_either_order():
    copies = [of(NEW.name, received=1), of(NEW.name, received=2)]
    for given in (copies, copies[::-1]):
        found = earlier_reports(NEW.name, 2025, given)
        assert found.reports == ()
        assert "2 份" in found.remarks[0]
    same = earlier_reports(NEW.name, 2025, [copies[0], copies[0]])
    assert (len(same.reports), same.remarks) == (1, ())


def test_a_merged_unit_is_the_sum_of_its_predecessors_or_nothing():
    parts = [of("示例县文化局", received=3), of("旅游委", received=4)]
    (summed,) = earlier_reports(MERGED.name, 2025, parts, REGISTER).reports
    assert (summed.profile.unit, summed.value(RECEIVED)) == (MERGED.name, 7)
    assert earlier_reports(MERGED.name, 2025, parts[:1], REGISTER).reports == ()


def test_a_unit_that_kept_its_name_when_others_were_merged_into_it_is_their_sum():
    bureau = Unit("示例县发改局", predecessors=("示例县发改局", "示例县粮食局"))
    register = Register((bureau,))
    parts = [of(bureau.name, received=3), of("示例县粮食局", received=4)]
    now = of(bureau.name, 2025, 9)
    (summed,) = earlier_reports(bureau.name, 2025, parts, register).reports
    (pair,) = compare_reports(parts, [now, of("示例县教育局", 2025)], register)[:1]
    assert summed.value(RECEIVED) == pair.before.value(RECEIVED) == 7
    # The year after, it alone has a report of the year before.
    (alone,) = earlier_reports(bureau.name, 2026, [now], register).reports
    assert alone.value(RECEIVED) == 9


def test_the_year_before_knows_predecessors_and_what_is_dissolved_since():
    then = REGISTER.a_year_before()
    assert then.called("示例县文化局").reporting
    assert then.called("旅游委").reporting
    assert [unit.name for unit in then.units] == [*REGISTER.unit_names, "示例县文化局"]


def test_what_a_predecessor_left_blank_is_blank_in_the_sum():
    parts = [of("示例县文化局", received=3), of("示例县旅游局", received=None)]
    (summed,) = earlier_reports(MERGED.name, 2025, parts, REGISTER).reports
    assert RECEIVED not in summed.figures


def test_a_comparison_pairs_renamed_and_merged_units_and_lists_a_dissolved_one_once():
    before = [
        of(NEW.former[0], received=1),
        of("示例县文化局", received=3),
        of("示例县旅游局", received=4),
        of("示例县撤掉的局"),
    ]
    after = [of(NEW.name, 2025, 2), of(MERGED.name, 2025, 9)]
    found = {pair.unit: pair for pair in compare_reports(before, after, REGISTER)}
    assert found.keys() == {NEW.name, MERGED.name, "示例县撤掉的局"}
    assert found[NEW.name].before.value(RECEIVED) == 1
    assert found[MERGED.name].before.value(RECEIVED) == 7
    assert found["示例县撤掉的局"].after is None


def codes(now, *last, **county):
    findings = one_report.validate(now, last=last, county=one_report.County(**county))
    return {finding.code for finding in findings}


def test_the_rules_of_the_years_see_a_renamed_unit_and_say_what_is_not_compared():
    now, then = of(NEW.name, 2025), of(NEW.former[0], received=5)
    assert "Y102" in codes(now, then)
    assert not {"Y101", "Y102"} & codes(now, then, register=REGISTER)
    assert "Y101" in codes(now, of("示例县甲局"), of("示例县乙局"))
    assert "Y101" in codes(now, of(NEW.name, received=1), of(NEW.name, received=2))
    assert "Y102" not in codes(now, then, many=True)


def test_a_neighbour_is_another_unit_whatever_its_file_is_called():
    text = (
        "本机关全年主动公开政府信息若干条，" + "各股室按月核对栏目更新情况并逐条登记整改结果，" * 8
    )
    own = report(unit="示例县甲局", narrative={"overview": (text,)})
    other = report(unit="示例县乙局", narrative={"overview": (text,)})
    assert own.source == other.source
    assert "T132" in codes(own, neighbours=(other,))
    assert "T132" not in codes(
        own, neighbours=(report(unit="示例县 甲局", narrative=own.narrative),)
    )


def test_the_register_says_what_kind_a_unit_is():
    office = Unit("示例县教育局", level="county_department")
    chosen = report(unit=office.name, level="county")
    assert "C207" in codes(chosen, register=Register((office,)))
    assert "C207" not in codes(
        report(unit=office.name, level=office.level), register=Register((office,))
    )


def test_the_kind_that_the_register_has_is_asked_of_nobody_who_published():
    office = Unit("示例县教育局", level="county_department")
    register = Register((office,))
    silent = report(unit=office.name, level="")
    published = replace(silent, observations=(Observation(Oddity.TAKEN_FROM, "", "Word"),))
    assert "C202" in codes(silent)
    assert "C202" not in codes(published, register=register)
    rules = {"pro1.rules.issued": 1, "pro1.rules.in_force": 1}
    for level in ("", office.level):
        assert "S201" in codes(report(rules, unit=office.name, level=level), register=register)


@pytest.mark.parametrize("written", ["示例县教育局(体育局)", "示例县 教育局（体育局）", "县教体局"])
def test_a_units_own_name_as_the_register_has_it_is_nobody_elses(written):
    units = (Unit("示例县教育局（体育局）", aliases=("县教体局",)), Unit("示例县新河镇人民政府"))
    register = Register(units)
    known = {"register": register, "units": register.unit_names}
    own = report(unit=written, narrative={"overview": (f"{units[0].name}认真公开政府信息。",)})
    assert not {"T103", "T104"} & codes(own, **known)
    strange = report(unit=written, narrative={"overview": (f"{units[1].name}认真公开政府信息。",)})
    assert "T103" in codes(strange, **known)


def test_what_people_call_a_unit_is_the_unit():
    own = report(unit="新河镇", narrative={"overview": ("示例县新河镇人民政府认真公开政府信息。",)})
    assert "T103" not in codes(own, units=("示例县新河镇人民政府", "示例县教育局"))
