"""Every rule is documented, has a case file that makes it speak, and speaks like a person."""

import re

import pytest

from tests.tools.cases import CASES, build, walk
from xlsheets.checks import rules_for, run_checks
from xlsheets.checks.caselog import LOG_RULES
from xlsheets.checks.county import COUNTY_RULES
from xlsheets.checks.files.unreadable import FILE_RULES
from xlsheets.schema import newest

RULES = {rule.code: rule for rule in rules_for(newest())}
# Rules that judge files, roll-ups and case logs have their cases in basics/test_files.py, checks/test_rollup_rules.py and
# caselog/test_rules.py.
ELSEWHERE = {rule.code for rule in (*FILE_RULES, *COUNTY_RULES, *LOG_RULES)}
OF_REPORTS = [code for code in RULES if code not in ELSEWHERE]
WALK = dict(walk())


def test_no_two_rules_share_a_code():
    assert len(RULES) == len(rules_for(newest()))
    assert all(re.fullmatch(r"[FCSNTYUL]\d{3}", code) for code in RULES)


@pytest.mark.parametrize("code", RULES)
def test_a_rule_says_what_it_demands_and_why(code):
    rule = RULES[code]
    for text in (rule.title, *rule.doc):
        assert re.search(r"[\u4e00-\u9fff]", text)
    assert rule.doc.summary.endswith("。")
    assert rule.doc.wrong != rule.doc.right
    assert not rule.title.endswith("。")


@pytest.mark.parametrize("code", OF_REPORTS)
def test_a_rule_has_a_case_file_in_which_it_speaks(code):
    expected = [
        line
        for name, case in WALK.items()
        if name.startswith(f"{code}:")
        for line in case["expect"]
    ]
    assert any(line.split()[0] == code for line in expected), f"tests/cases/{code}.toml"


def test_every_case_file_belongs_to_a_rule():
    assert {path.stem for path in CASES.glob("*.toml")} <= set(RULES)


@pytest.mark.parametrize("name", WALK)
def test_a_finding_reads_as_one_chinese_sentence(name):
    for finding in run_checks(build(WALK[name])):
        repeated = finding.many.format(n=2) if finding.many else finding.message
        for said in (finding.message, repeated):
            assert said.endswith(("。", "？")), said
            assert len(said) <= 300, said
            assert not re.search(r"[a-z]+_[a-z]+|\bNone\b|\b(?:req|pro\d|rem)\.", said), said
            assert not re.search(
                r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]", _own(said)
            ), said
        assert finding.hint, finding.code
        assert not re.search(r"[a-z]+_[a-z]+", finding.hint), finding.hint


def _own(said: str) -> str:
    """Return a sentence without what it quotes from the report."""
    return re.sub(r"“[^”]*”", "", said)
