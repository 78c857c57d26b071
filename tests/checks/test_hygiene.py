"""Text hygiene: word lists are read as Windows saves them, personal details are never repeated, real reports read right."""

import pytest

from tests.tools.make import report
from tests.tools.shared import shared_case, shared_names
from xlsheets.basics.sentences import excerpt, half_width, sentences
from xlsheets.checks import Case, run_checks
from xlsheets.checks.rule.spec import rules_in
from xlsheets.checks.text import basis, dates, hygiene, names, numbering, personal_data
from xlsheets.checks.text.lexicon import SLIPS, read_lexicon
from xlsheets.checks.text.personal_data import check_digit, passes_luhn
from xlsheets.errors import UsageError
from xlsheets.report.findings import Severity

FAMILY = tuple(
    rule.code
    for module in (dates, names, basis, numbering, hygiene, personal_data)
    for rule in rules_in(module)
)


def said(judged, **case):
    """Return what the text rules say, as (code, place)."""
    findings = run_checks(Case(judged, **case), select=FAMILY)
    return [(finding.code, finding.places[0]) for finding in findings]


def with_text(paragraph):
    return report(narrative={"other_matters": (paragraph,)})


# What the text of each published report is known to contain, read by eye; hints left out.
KNOWN = {
    "hongze-2023": [("T114", "text.overview.1")],
    "pingtan-2021": [("T112", "text.overview.1")],
    "shuyang-fagaiju-2023": [("T102", "text.problems.1")],
}


@pytest.mark.parametrize("name", shared_names())
def test_in_published_reports_every_known_slip_and_nothing_else_is_found(name):
    findings = run_checks(Case(shared_case(name)), select=FAMILY)
    weighty = [finding for finding in findings if finding.severity is not Severity.HINT]
    assert [(finding.code, finding.places[0]) for finding in weighty] == KNOWN.get(name, [])


def test_a_named_official_in_a_published_report_is_a_hint():
    findings = run_checks(Case(shared_case("xijiaokou-2023")), select=["T125"])
    assert [(finding.found, finding.severity) for finding in findings] == [("郭峰", Severity.HINT)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_word_list_is_read_as_windows_notepad_saves_it(encoding):
    content = "# 本县词库\r\n公开科＝公开股\r\n\r\n旧名称 # 机构改革前\r\n".encode(encoding)
    first, second = read_lexicon(content, "词库.txt")
    assert (first.pattern, first.right) == ("公开科", "公开股")
    assert (second.pattern, second.right) == ("旧名称", "")


def test_a_word_list_takes_its_words_literally():
    lexicon = read_lexicon("A.B（试行）=AB".encode(), "词库.txt")
    assert said(with_text("本年度没有收取信息处理费，见A.B（试行）。"), lexicon=lexicon) == [
        ("T115", "text.other_matters.1")
    ]
    assert said(with_text("本年度没有收取信息处理费，见AxB（试行）。"), lexicon=lexicon) == []


@pytest.mark.parametrize("content", [b"=\xe5\xaf\xb9", b"\xff\xff\xff"])
def test_a_broken_word_list_is_refused_with_a_sentence(content):
    with pytest.raises(UsageError, match=r"词库“词库.txt”.+。"):
        read_lexicon(content, "词库.txt")


@pytest.mark.parametrize("term", SLIPS, ids=lambda term: term.right)
def test_the_right_wording_is_not_itself_a_slip(term):
    assert not any(slip.expression.search(f"工作{term.right}情况") for slip in SLIPS)


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_the_check_digit_is_that_of_the_standard(number):
    assert check_digit(number[:17]) == number[17]


def test_a_card_number_with_one_wrong_digit_fails():
    assert passes_luhn("6222020200112233446")
    assert not any(passes_luhn(f"622202020011223344{digit}") for digit in "012345789")


@pytest.mark.parametrize(
    ("secret", "code"),
    [
        ("11010519491231002X", "T121"),
        ("13800138000", "T122"),
        ("6222020200112233446", "T123"),
        ("zhangsan@qq.com", "T124"),
    ],
)
def test_a_finding_does_not_repeat_the_personal_detail(secret, code):
    judged = with_text(f"本年度没有收取信息处理费，请联系{secret}。")
    (finding,) = run_checks(Case(judged), select=FAMILY)
    assert finding.code == code
    assert secret not in str(finding.to_dict())


def test_an_identity_number_blocks_and_one_with_a_wrong_check_digit_is_asked_about():
    (right,) = run_checks(Case(with_text("没有收取，11010519491231002X。")), select=["T121"])
    (wrong,) = run_checks(Case(with_text("没有收取，110105194912310021。")), select=["T121"])
    assert (right.severity, wrong.severity) == (Severity.ERROR, Severity.CONFIRM)


def test_an_excerpt_holds_the_word_and_shows_what_was_cut():
    text = "甲" * 100 + "关键" + "乙" * 100
    piece = excerpt(text, "关键", 20)
    assert "关键" in piece
    assert (piece[0], piece[-1], len(piece)) == ("…", "…", 22)
    assert excerpt("短句。", "短") == "短句。"
    assert excerpt("这是一句。畅通受理渠。后面一句。", "受理渠", 9) == "…畅通受理渠。后面…"
    assert excerpt("这是一句。畅通受理渠。后面一句。", "受理渠", 6) == "…畅通受理渠…"


def test_sentences_keep_their_closing_quotation_marks():
    assert sentences("他说：“好。”我们改。没有句号") == ["他说：“好。”", "我们改。", "没有句号"]


def test_half_width_keeps_length_and_punctuation():
    assert half_width("２０２５年，Ａ（ｂ）") == "2025年，A（b）"


def test_two_different_wrong_years_of_one_sentence_are_both_said():
    judged = with_text("2023年公开了制度；2024年收取信息处理费的情况没有发生。")
    findings = run_checks(Case(judged), select=["T101"])
    assert [finding.found for finding in findings] == ["2023", "2024"]


def test_without_a_year_nothing_is_said_about_years():
    assert said(report(year=None)) == []
