"""Between years: what is compared, what is left alone, and how an accepted explanation lives and dies."""

import pytest

from tests.tools.make import report
from tests.tools.shared import shared_case
from xlsheets.checks import Case, run_checks
from xlsheets.report.findings import Severity, accept

BEFORE = {
    "req.received.natural_person": 5,
    "req.granted.natural_person": 2,
    "req.carried_forward.natural_person": 3,
}


def last_year(cells=None, **profile):
    return report(cells, year=2024, **profile)


def judged(cells=None, *previous):
    return run_checks(Case(report(cells), previous=previous), select=["Y"])


def test_a_unit_that_did_nothing_in_two_years_is_left_alone():
    assert judged({}, last_year()) == []


def test_without_earlier_reports_nothing_is_compared():
    assert judged({"pro1.normative.in_force": 9, "req.carried_over.natural_person": 4}) == []


def test_the_carry_over_message_names_each_column_and_both_numbers():
    (finding,) = judged(
        {"req.carried_over.natural_person": 2, "req.carried_over.business": 1}, last_year(BEFORE)
    )
    assert finding.message == (
        "上年结转与上年度报告的“结转下年度继续办理”不一致："
        "自然人填 2 件，上年度报告是 3 件；商业企业填 1 件，上年度报告是 0 件。"
    )
    assert [operand.value for operand in finding.operands] == [2, 3, 1, 0]
    assert finding.severity is Severity.CONFIRM


def test_only_the_total_is_compared_where_last_year_published_only_that():
    published = {f"{key}": None for key in BEFORE}
    before = report(published, year=2024, stated={"req.carried_forward.all": 3})
    (finding,) = judged({}, before)
    assert finding.places == ("req.carried_over.all",)
    assert judged({"req.carried_over.natural_person": 3}, before) == []


def test_a_blank_of_this_year_is_not_compared():
    assert judged({"req.carried_over.natural_person": None}, last_year(BEFORE)) == []
    assert (
        judged({"pro5.licensing.decisions": None}, last_year({"pro5.licensing.decisions": 900}))
        == []
    )


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (550, 9487, "是上年的 17.2 倍"),
        (9487, 550, "只有上年的 6%"),
        (0, 12, "上年没有"),
        (12, 0, "本年没有了"),
    ],
)
def test_a_swing_is_told_in_words(before, now, words):
    (finding,) = judged(
        {"pro5.licensing.decisions": now}, last_year({"pro5.licensing.decisions": before})
    )
    assert words in finding.message


def test_fees_in_yuan_are_said_once_and_not_as_a_swing_too():
    findings = judged({"pro8.fees.amount": "125800"}, last_year({"pro8.fees.amount": "12.36"}))
    assert [finding.code for finding in findings] == ["Y203"]


def test_the_published_pair_of_years_is_judged_as_its_readers_judged_it():
    case = Case(shared_case("pingtan-2022"), previous=(shared_case("pingtan-2021"),))
    assert [(finding.code, finding.places[0]) for finding in run_checks(case, select=["Y"])] == [
        ("Y202", "pro5.licensing.decisions"),
        ("Y202", "pro6.coercion.decisions"),
    ]


def test_earlier_reports_are_compared_with_each_other_too():
    two_years_ago = report(
        {"req.carried_forward.business": 4, "req.received.business": 4}, year=2023
    )
    (finding,) = judged({}, last_year(), two_years_ago)
    assert (finding.code, finding.severity) == ("Y302", Severity.HINT)
    assert finding.message.startswith(
        "2024 年度报告的上年结转是 0 件，2023 年度报告的结转下年度是 4 件"
    )


def test_an_explanation_holds_while_the_figures_do_and_not_longer():
    (finding,) = judged({"pro1.normative.in_force": 9}, last_year())
    reasons = {finding.fingerprint: " 集中清理后重新认定。 "}
    (accepted,) = accept([finding], reasons)
    assert (accepted.reason, accepted.open) == ("集中清理后重新认定。", False)
    changed = judged({"pro1.normative.in_force": 8}, last_year())
    assert [finding.open for finding in accept(changed, reasons)] == [True]
    other_last_year = judged(
        {"pro1.normative.in_force": 9}, last_year({"pro1.normative.in_force": 1})
    )
    assert [finding.open for finding in accept(other_last_year, reasons)] == [True]


def test_blank_reasons_and_reasons_for_what_must_be_put_right_accept_nothing():
    (asked,) = judged({"pro1.normative.in_force": 9}, last_year())
    (wrong,) = run_checks(Case(report({"req.received.business": 1})), select=["S303"])
    reasons = {asked.fingerprint: "  ", wrong.fingerprint: "就是这样。"}
    assert [finding.reason for finding in accept([asked, wrong], reasons)] == ["", ""]
