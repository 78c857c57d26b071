"""What is said about a roll-up: each case file exactly, each rule documented and heard."""

import re

import pytest

from tests.tools.cases import COUNTY, changed, rolled, walk
from xlsheets.checks.county import COUNTY_RULES, county_findings
from xlsheets.report.findings import merge

CASES = dict(walk(COUNTY))


@pytest.mark.parametrize("name", CASES)
def test_a_case_file_lists_every_finding_of_the_roll_up(name):
    rollup = rolled(CASES[name])
    found = [" ".join((finding.code, *finding.places[:1])) for finding in county_findings(rollup)]
    assert sorted(found) == sorted(CASES[name]["expect"])
    assert list(rollup.counted) == CASES[name].get("counted", list(rollup.counted))


@pytest.mark.parametrize("code", [rule.code for rule in COUNTY_RULES])
def test_a_rule_has_a_case_in_which_it_speaks(code):
    expected = [
        line.split()[0]
        for name, case in CASES.items()
        if name.startswith(f"{code}:")
        for line in case["expect"]
    ]
    assert code in expected


@pytest.mark.parametrize("name", CASES)
def test_what_is_said_of_a_roll_up_is_a_chinese_sentence_with_one_thing_to_do(name):
    for finding in county_findings(rolled(CASES[name])):
        assert finding.message.endswith("。")
        assert finding.hint.endswith("。")
        assert finding.path
        assert not re.search(r"[a-z]+_[a-z]+|\bNone\b", finding.message)
        assert finding.basis


def test_many_differences_are_said_once():
    typed = {str(cell): 1 for cell in changed({}).edition.typed_cells}
    rollup = rolled({"units": [{"profile.unit": "甲镇人民政府"}], "typed": typed})
    differing = [finding for finding in county_findings(rollup) if finding.code == "U201"]
    assert len({finding.many for finding in differing}) == 1
    assert differing[0].many


def test_a_report_left_out_whole_is_said_once_and_cells_stand_in_printed_order():
    cells = [str(cell) for cell in changed({}).edition.typed_cells][:10]
    numbers = {cell: number for number, cell in enumerate(cells, 3)}
    units = [{"profile.unit": "甲镇{人民政府", **numbers}, {"profile.unit": "乙镇人民政府"}]
    typed = dict.fromkeys(cells, 0) | {cells[0]: 1}
    found = county_findings(rolled({"units": units, "typed": typed}))
    differing = [finding for finding in found if finding.code == "U201"]
    assert [finding.places[0] for finding in differing if finding.places[0] in cells] == cells
    (told,) = merge(differing)
    assert "其中 9 格可能漏加“甲镇{人民政府”。" in told.message
