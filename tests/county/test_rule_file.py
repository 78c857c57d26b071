"""Rules of a county's own in a TOML file: as in the sheet, for the older forms too; what is malformed is refused."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.county.test_own_rules import GOOD, LICENSING, PENALTY, register
from tests.tools.make import report
from xlsheets.checks.county.own_rules import own_findings
from xlsheets.cli import app
from xlsheets.errors import ExistingFileError, UsageError
from xlsheets.report import Profile, Report
from xlsheets.schema import edition_for
from xlsheets.workbook.layout import Layout
from xlsheets.workbook.lists.register import read_register
from xlsheets.workbook.lists.rules.rule_file import written_rules

PAGE = Path(__file__).parents[2] / "docs/zh/howto/own-rules.md"
RULE = {
    "name": "处罚不多于许可的两倍",
    "weight": "核实性",
    "left": PENALTY,
    "compare": "≤",
    "right": f"2×{LICENSING}",
    "advice": "请核对台账。",
    "basis": "示例县规定",
    "good": f"{LICENSING}=2；{PENALTY}=4",
    "bad": f"{LICENSING}=2；{PENALTY}=5",
}


def toml(*rules: dict) -> bytes:
    lines = []
    for rule in rules:
        lines += ["[[rule]]", *(f'{key} = "{value}"' for key, value in rule.items())]
    return "\n".join(lines).encode()


def test_a_rule_of_the_file_is_the_rule_of_the_sheet(tmp_path):
    sheet = read_register(register(tmp_path, GOOD)).rules
    assert written_rules(toml(RULE), "规则.toml") == sheet


def test_the_example_in_the_documentation_holds():
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (rule,) = written_rules(example.encode(), "规则.toml")
    assert (rule.title, rule.years) == (RULE["name"], (2025, 2027))


def test_the_command_puts_them_into_the_register_and_keeps_the_others(tmp_path):
    path = register(tmp_path, GOOD, {**GOOD, "规则名称": "手工写的"})
    before = read_register(path)
    text = tmp_path / "规则.toml"
    text.write_bytes(toml({**RULE, "weight": "强制性"}, {**RULE, "name": "新的"}))
    given = ["register", "-o", str(path), "--rules", str(text)]
    assert isinstance(CliRunner().invoke(app, given).exception, ExistingFileError)
    assert read_register(path) == before
    told = CliRunner().invoke(app, [*given, "--force"])
    after = read_register(path)
    assert "“规则”表里现在有 3 条规则。" in told.output
    assert [(rule.code, rule.title) for rule in after.rules] == [
        ("K001", RULE["name"]),
        ("K002", "手工写的"),
        ("K003", "新的"),
    ]
    assert after.rules[0].severity.label == "强制性"
    assert after.units == before.units


@pytest.mark.parametrize("years", ["2019", "2019-2020", "-2020"])
def test_a_rule_for_the_older_form_names_its_cells(years):
    edition = edition_for(2019)
    places = Layout(edition).numbers
    licensing, penalty = (
        str(places[cell]) for cell in (edition.named.licensing, edition.named.penalty)
    )
    rule = {
        **RULE,
        "left": penalty,
        "right": f"2×{licensing}",
        "years": years,
        "good": f"{licensing}=2；{penalty}=4",
        "bad": f"{licensing}=2；{penalty}=5",
    }
    rules = written_rules(toml(rule), "规则.toml")
    held = Report(
        edition.key,
        Profile(unit="示例县甲镇人民政府", year=2019),
        {edition.named.licensing: 1, edition.named.penalty: 3},
    )
    (finding,) = own_findings(held, rules)
    assert (finding.found, finding.expected) == (3, 2)
    assert finding.path == edition.path(edition.named.penalty)
    assert list(own_findings(report({"pro6.penalty.decisions": 3}), rules)) == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"years": "2019-2025"}, "“适用年度”：2021 年度起报告格式变了"),
        ({"years": "2018"}, "“适用年度”：没有 2018 年度适用的报告格式。"),
        ({"years": "2026-2025"}, "“适用年度”：“2026-2025”前一个年度比后一个晚。"),
        ({"weight": "严重"}, "“程度”：“严重”不在"),
        ({"left": "二、主动公开!A1"}, "“左边”：“二、主动公开!A1”不是填报格"),
        ({"left": "__import__('os')"}, "“左边”"),
        ({"bad": f"{PENALTY}=0"}, "“反例”：这个例子应当不合规则，试下来却符合"),
        ({"kind": "x"}, "里不认识“kind”，可以写 name、weight"),
        ({"name": ""}, "没有写 name（规则名称）。"),
    ],
)
def test_a_malformed_rule_is_refused_with_its_number_and_key(changed, told):
    with pytest.raises(UsageError) as refused:
        written_rules(toml({**RULE, "name": "先写的"}, {**RULE, **changed}), "规则.toml")
    assert str(refused.value).startswith("“规则.toml”的第 2 条")
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"[[rule]\n", "“规则.toml”的写法不对"),
        ("[[rule]]\nname = '乙'".encode("gb18030"), "“规则.toml”不是 UTF-8 编码"),
        (b"", "要以 [[rule]] 开头，现在是没有一条规则。"),
        (b"[rules]\nname = 'x'\n", "要以 [[rule]] 开头，现在是“rules”。"),
        (b"rule = [1]\n", "“规则.toml”的第 1 条不是规则"),
        (b"[[rule]]\nname = ['x']\n", "“规则.toml”的第 1 条的“name”应当是文字或者数"),
        (b"[[rule]]\nname = 'x'\nyears = true\n", "的“years”应当是文字或者数"),
        (toml(RULE, RULE), "里有两条规则都叫“处罚不多于许可的两倍”"),
    ],
)
def test_a_file_that_is_none_is_refused_in_a_sentence(content, told):
    with pytest.raises(UsageError) as refused:
        written_rules(content, "规则.toml")
    assert told in str(refused.value)
