"""What is said about a roll-up: each case file exactly, each rule documented and heard."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from tests.tools.cases import changed
from tests.tools.make import figure
from xlsheets.basics.numbers import Oddity
from xlsheets.checks.county import COUNTY_RULES, county_findings
from xlsheets.county.adjustment import Adjustment
from xlsheets.county.rollup import Rollup, Scope, add_up
from xlsheets.report import Observation, Profile
from xlsheets.schema import Cell

FILES = sorted((Path(__file__).parents[1] / "cases/county").glob("*.toml"))
CASES = {
    f"{path.stem}: {written['name']}": written
    for path in FILES
    for written in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
}


def rolled(written: dict) -> Rollup:
    target = {"unit": "示例县人民政府", "level": "county", "year": 2025} | written.get("target", {})
    observations = tuple(
        Observation(**{**given, "kind": Oddity(given["kind"])}) for given in written.get("odd", ())
    )
    units = [
        replace(changed(places), source=f"{number}.xlsx", observations=observations)
        for number, places in enumerate(written["units"])
    ]
    adjustments = [
        Adjustment(Cell.parse(given["cell"]), figure(given["amount"]), given["reason"])
        for given in written.get("adjustments", ())
    ]
    scope = Scope(tuple(written.get("expected", ())), tuple(written.get("vertical", ())))
    typed = changed(written["typed"]) if "typed" in written else None
    rollup = add_up(Profile(**target), units, scope=scope, adjustments=adjustments, typed=typed)
    left_open = {file: tuple(counts) for file, counts in written.get("left_open", {}).items()}
    return replace(rollup, left_open=left_open)


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
