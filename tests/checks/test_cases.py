"""What the checks say: each case file exactly, the published reports, and wording as a clerk reads it."""

import pytest

from tests.tools.cases import build, found, walk
from tests.tools.make import report
from tests.tools.shared import shared_case, shared_names
from xlsheets.checks import Case, run_checks, unreadable
from xlsheets.errors import UnreadableError
from xlsheets.ooxml import refusals
from xlsheets.report import Report
from xlsheets.report.findings import Finding, Severity, locate, merge
from xlsheets.workbook.layout import Layout

WALK = dict(walk())


def said(judged: Report) -> list[Finding]:
    """Return the findings as a clerk gets them: with addresses, repeats drawn together."""
    return merge(locate(run_checks(Case(judged)), Layout(judged.edition).places))


def errors(name: str) -> list[str]:
    """Return the 强制性 findings of a published report, as code and primary place."""
    return [
        f"{finding.code} {finding.places[0]}"
        for finding in said(shared_case(name))
        if finding.severity is Severity.ERROR
    ]


@pytest.mark.parametrize("name", WALK)
def test_a_case_file_lists_every_finding(name):
    written = WALK[name]
    assert found(build(written)) == sorted(written["expect"])


def test_what_has_to_be_put_right_is_never_asked_to_be_explained():
    """A reason settles what is 核实性 only: offered beside a mistake, it is written in vain."""
    told = [
        (finding, name)
        for name, written in WALK.items()
        for finding in run_checks(build(written))
        if finding.severity is Severity.ERROR
    ]
    assert len(told) > 50
    assert [(name, finding.code) for finding, name in told if "写明理由" in finding.hint] == []


def test_no_message_uses_words_of_programmers():
    words = ("逻辑值", "错误值", "字段", "字符串", "进程", "左边", "右边", "来源把", "向填报人要")
    for name, written in WALK.items():
        for finding in run_checks(build(written)):
            assert not any(word in finding.message + finding.hint for word in words), name


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("全年行政许可、行政处罚和行政强制决定均没有作出。", "没有作出"),
        (
            "我乡认真履职，行政许可、行政处罚和行政强制三类决定本年度都没有作出，其他工作有序。",
            "没有作出",
        ),
    ],
)
def test_what_a_text_denies_is_quoted_with_the_words_that_deny_it(text, quoted):
    judged = build({"cells": {"pro6.coercion.decisions": 4, "text.overview.2": text}})
    told = [one for one in run_checks(judged) if one.code == "N804"]
    assert [quoted in finding.message.partition("说没有")[0] for finding in told] == [True]


def test_the_complete_all_zero_report_says_nothing():
    assert run_checks(Case(report())) == []


@pytest.mark.parametrize("name", ["huaian-2024", "pingtan-2021", "pingtan-2022", "xijiaokou-2023"])
def test_a_published_report_without_mistakes_has_no_error(name):
    assert errors(name) == []


def test_hongze_has_its_two_sums_and_its_blank_cells():
    assert errors("hongze-2023") == [
        "C101 req.not_supplemented.natural_person",
        "S401 rem.cases.review_all",
        "S403 rem.cases.after_review_all",
    ]


def test_shuyang_has_nothing_but_blank_cells():
    (blank,) = [
        finding for finding in said(shared_case("shuyang-fagaiju-2023")) if finding.blocking
    ]
    assert (blank.code, len(blank.places)) == ("C101", 120)


def test_the_unbalanced_report_has_its_identity_once():
    assert [error for error in errors("anonymous-unbalanced") if error.startswith("S")] == [
        "S303 req.carried_forward.natural_person"
    ]


@pytest.mark.parametrize("name", shared_names())
def test_what_is_said_of_a_published_report_is_a_sentence(name):
    for finding in said(shared_case(name)):
        assert finding.message.endswith("。")
        assert finding.path
        assert finding.basis


def test_an_identity_shows_both_sides_and_the_difference():
    (finding,) = run_checks(
        Case(
            report(
                {
                    "req.received.business": 12,
                    "req.carried_over.business": 3,
                    "req.granted.business": 14,
                }
            )
        )
    )
    assert (
        finding.message
        == "商业企业一列：新收 12 + 上年结转 3 = 15，办理总计 14 + 结转下年度 0 = 14，收进来的比办出去的多 1 件。"
    )
    assert (finding.found, finding.expected, finding.delta) == (14, 15, -1)
    assert [operand.value for operand in finding.operands] == [12, 3, 14, 0]


def test_a_single_wrong_cell_is_named_with_its_right_value():
    totals = {
        "req.received.all": 28,
        "req.granted.all": 28,
        "req.handled.business": 28,
        "req.handled.all": 28,
    }
    judged = report({"req.received.business": 28, "req.granted.business": 27}, stated=totals)
    (finding,) = run_checks(Case(judged))
    assert (finding.code, finding.suspect) == ("S302", "表三 › （一）予以公开 › 商业企业")
    assert finding.hint.startswith(
        "若“表三 › （一）予以公开 › 商业企业”由 27 改为 28，则各处同时相符"
    )


def test_a_total_that_was_overwritten_is_said_once():
    told = build(
        {
            "stated": {"req.received.all": 5},
            "observations": [
                {"kind": "total_overwritten", "place": "req.received.all", "text": "5"}
            ],
        }
    )
    assert found(told) == ["F201 req.received.all"]


def test_blanks_of_one_sheet_are_one_finding_with_ranges():
    blank = report({f"req.granted.{key}": None for key in ("business", "research", "other_entity")})
    (finding,) = said(blank)
    assert finding.message.startswith("有 3 个数字格是空的。")
    assert finding.cell.count(",") == 1
    assert ":" in finding.cell


def test_codes_or_families_can_be_selected_and_ignored():
    judged = Case(report({"req.received.business": 1, "pro1.rules.issued": None}))
    assert [finding.code for finding in run_checks(judged)] == ["C101", "S303"]
    assert [finding.code for finding in run_checks(judged, select=["S3"])] == ["S303"]
    assert [finding.code for finding in run_checks(judged, ignore=["S3", "T"])] == ["C101"]


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("missing", "F101"),
        ("lock", "F102"),
        ("encrypted", "F103"),
        ("xls", "F104"),
        ("not_ours", "F105"),
        ("case_log", "F105"),
        ("truncated", "F106"),
        ("dtd", "F107"),
        ("json", "F108"),
        ("memory", "F110"),
        ("never heard of", "F199"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_finding(kind, code):
    finding = unreadable(UnreadableError(kind, "打不开“甲.xlsx”。"), "甲.xlsx")
    assert (finding.code, finding.file, finding.message) == (code, "甲.xlsx", "打不开“甲.xlsx”。")
    assert finding.blocking


def test_every_reason_to_refuse_a_workbook_has_a_rule_of_its_own():
    for kind in refusals._SENTENCES:
        assert unreadable(refusals.refusal(kind), "甲.xlsx").code != "F199", kind
