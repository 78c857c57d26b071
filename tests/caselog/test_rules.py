"""What is said about a case log: each case file exactly, each rule heard, every sentence one a clerk can act on."""

import re

import pytest

from tests.tools.cases import LOGS, walk
from tests.tools.logs import built
from xlsheets.checks.caselog import LOG_RULES, log_findings

CASES = dict(walk(LOGS))


@pytest.mark.parametrize("name", CASES)
def test_a_case_file_lists_every_finding_of_the_log(name):
    found = [
        " ".join((finding.code, *finding.places[:1]))
        for finding in log_findings(built(CASES[name]))
    ]
    assert sorted(found) == sorted(CASES[name]["expect"])


@pytest.mark.parametrize("code", [rule.code for rule in LOG_RULES])
def test_a_rule_has_a_case_in_which_it_speaks(code):
    expected = [
        line.split()[0]
        for name, case in CASES.items()
        if name.startswith(f"{code}:")
        for line in case["expect"]
    ]
    assert code in expected


@pytest.mark.parametrize("name", CASES)
def test_what_is_said_of_a_log_is_a_chinese_sentence_with_one_thing_to_do(name):
    for finding in log_findings(built(CASES[name])):
        assert finding.message.endswith("。")
        assert finding.hint.endswith("。")
        assert finding.path
        assert not re.search(r"[a-z]+_[a-z]+|\bNone\b", finding.message)


@pytest.mark.parametrize("name", CASES)
def test_a_finding_about_a_row_names_sheet_and_row(name):
    for finding in log_findings(built(CASES[name])):
        place = finding.places[0]
        if place.startswith("log."):
            assert f"第 {place.split('.')[2]} 行" in finding.message


def test_what_was_typed_where_a_word_belongs_is_not_repeated():
    """It may be the name of an applicant."""
    case = CASES["L102: 类别不在列表里，原文不说出来"]
    (finding,) = log_findings(built(case))
    assert "王小明" not in str(finding.to_dict())
