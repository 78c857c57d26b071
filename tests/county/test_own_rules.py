"""Rules of a county's own: the form's arithmetic said as text finds the same, and what is malformed is refused."""

import random
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from tests.tools.make import report
from xlsheets.checks.county.own_rules import own_findings
from xlsheets.checks.rule.spec import Case
from xlsheets.checks.tables.sums import sum_rules
from xlsheets.cli import app
from xlsheets.county.register import Register, Unit
from xlsheets.county.rules.expressions import written_terms
from xlsheets.errors import UsageError
from xlsheets.report import Report
from xlsheets.schema import newest
from xlsheets.schema.equations import equations
from xlsheets.workbook.layout import Layout
from xlsheets.workbook.lists.register import read_register, write_register
from xlsheets.workflows.one_report import County, validate

PLACES = Layout(newest()).numbers
HEADINGS = (
    "规则名称",
    "程度",
    "左边",
    "比较",
    "右边",
    "允许误差",
    "适用年度",
    "怎么办",
    "依据",
    "正例",
    "反例",
)
LICENSING, PENALTY = (
    str(PLACES[cell]) for cell in (newest().named.licensing, newest().named.penalty)
)
GOOD = {
    "规则名称": "处罚不多于许可的两倍",
    "程度": "核实性",
    "左边": PENALTY,
    "比较": "≤",
    "右边": f"2×{LICENSING}",
    "怎么办": "请核对台账。",
    "依据": "示例县规定",
    "正例": f"{LICENSING}=2；{PENALTY}=4",
    "反例": f"{LICENSING}=2；{PENALTY}=5",
}


def register(folder: Path, *rules: dict) -> Path:
    """Return a register with these rules, as an officer types them."""
    path = folder / "名录.xlsx"
    path.write_bytes(write_register(Register((Unit("示例县甲镇人民政府"),))))
    book = openpyxl.load_workbook(path)
    for number, rule in enumerate(rules, 4):
        for column, heading in enumerate(HEADINGS, 1):
            book["规则"].cell(number, column).value = rule.get(heading)
    book.save(path)
    return path


def found(path: Path, held: Report) -> list[str]:
    return [finding.message for finding in own_findings(held, read_register(path).rules)]


def of_form() -> list[dict]:
    """Return every sum and every 勾稽关系 of the form as an officer would write it."""
    rules = []
    for equation in equations(newest().key):
        left, right = (
            "+".join(str(PLACES[cell]) for cell in side) for side in (equation.left, equation.right)
        )
        first = PLACES[equation.right[0]]
        total = f"；{PLACES[equation.left[0]]}=1" if equation.is_sum else ""
        rules.append(
            {
                "规则名称": f"{equation.code} {PLACES[equation.spot]}",
                "程度": "强制性",
                "左边": left,
                "比较": "=",
                "右边": right,
                "正例": f"{first}=0",
                "反例": f"{first}=2{total}",
            }
        )
    return rules


def test_the_arithmetic_of_the_form_said_as_rules_finds_the_same(tmp_path):
    rules = read_register(register(tmp_path, *of_form())).rules
    assert len(rules) == len(equations(newest().key))
    form = sum_rules(newest())
    chance = random.Random(7)
    totals = list(newest().sum_of)
    for _ in range(60):
        held = report({str(cell): chance.choice([0, 0, 0, 1, 2]) for cell in newest().typed_cells})
        stated = {
            cell: held.values[cell] + chance.choice([0, 0, 1]) for cell in chance.sample(totals, 9)
        }
        held = replace(held, stated=stated)
        case = Case(held)
        ours = {finding.message.partition("：")[0] for finding in own_findings(held, rules)}
        theirs = broken(case)
        assert ours == theirs
        assert bool(ours) == any(True for rule in form for _ in rule.findings(case))


def broken(case: Case) -> set[str]:
    """Return the equations of the form that a report breaks, added up here by hand."""
    given = {**case.report.values, **case.report.stated}
    return {
        f"{equation.code} {PLACES[equation.spot]}"
        for equation in equations(case.edition.key)
        if sum(given[cell] for cell in equation.left) != sum(given[cell] for cell in equation.right)
    }


def test_a_rule_speaks_with_both_sides_and_is_asked_for_by_its_code(tmp_path):
    path = register(tmp_path, GOOD)
    held = report({"pro5.licensing.decisions": 1, "pro6.penalty.decisions": 3})
    assert found(path, held) == [
        "处罚不多于许可的两倍：“表二 › 行政处罚 › 本年处理决定数量”是 3，"
        "2×“表二 › 行政许可 › 本年处理决定数量”是 2，前一个数应当不大于后一个，相差 1。"
    ]
    county = County(register=read_register(path))
    (finding,) = validate(held, county=county, select=("K",))
    assert (finding.code, finding.severity.label, finding.basis) == ("K001", "核实性", "示例县规定")
    assert finding.address == PENALTY
    assert validate(held, county=county, select=("S",)) == validate(held, select=("S",))


# An address such as D6, a key such as req.received, or what the officer calls the two halves of a rule.
OF_THE_OFFICER = re.compile(r"[A-Z]+\d|[a-z_]+\.[a-z_]+|左边|右边")


def test_a_unit_is_told_the_cells_by_their_names_in_the_form(tmp_path):
    """Whatever is compared: one cell, a range, a multiple, a difference, a plain number, more than anyone reads."""
    asked = newest().named.requests
    row = [
        PLACES[asked.received.at(kind)]
        for kind in ("natural_person", "business", "research", "public_welfare")
    ]
    columns = ("左边", "比较", "右边", "正例", "反例")
    long = "+".join(str(PLACES[cell]) for cell in newest().typed_cells[:9])
    written = [
        (f"{row[0]}:{row[1].place}", "=", "0", f"{row[0]}=0", f"{row[0]}=1"),
        (f"{PENALTY} - 1", "≤", f"2×{LICENSING}", f"{PENALTY}=1", f"{PENALTY}=2"),
        (f"{row[0]}:{row[3].place}", "<", long, f"{LICENSING}=1", f"{row[0]}=1"),
        (PENALTY, "≠", f"5×{LICENSING}", f"{PENALTY}=1", f"{PENALTY}=0"),
    ]
    rules = [
        {**GOOD, "规则名称": f"规则{number}", **dict(zip(columns, texts, strict=True))}
        for number, texts in enumerate(written)
    ]
    held = report(
        {
            "req.received.natural_person": 8,
            "pro6.penalty.decisions": 5,
            "pro5.licensing.decisions": 1,
        }
    )
    told = found(register(tmp_path, *rules), held)
    assert told == [
        "规则0：“表三 › 一、本年新收政府信息公开申请数量 › 自然人”、“表三 › 一、本年新收政府信息公开申请数量 › 商业企业”之和是 8，规定的数是 0，两个数应当相等，相差 8。",
        "规则1：“表二 › 行政处罚 › 本年处理决定数量”－1是 4，2×“表二 › 行政许可 › 本年处理决定数量”是 2，前一个数应当不大于后一个，相差 2。",
        "规则2：“表三 › 一、本年新收政府信息公开申请数量 › 自然人”到“表三 › 一、本年新收政府信息公开申请数量 › 社会公益组织”的 4 格之和是 8，“表二 › 规章 › 本年制发件数”＋“表二 › 规章 › 本年废止件数”＋“表二 › 规章 › 现行有效件数”等 9 项合计是 6，前一个数应当小于后一个，相差 2。",
        "规则3：“表二 › 行政处罚 › 本年处理决定数量”是 5，5×“表二 › 行政许可 › 本年处理决定数量”是 5，两个数不应当相等。",
    ]
    assert [text for text in told if OF_THE_OFFICER.search(text)] == []


def test_a_star_is_every_column_in_which_there_are_figures(tmp_path):
    asked = newest().named.requests
    new, old = (PLACES[row.at("natural_person")] for row in (asked.received, asked.carried_over))
    star = {
        **GOOD,
        "左边": f"{new.sheet}!*{new.place.row}",
        "比较": "≥",
        "右边": f"{old.sheet}!*{old.place.row} - 1",
        "正例": f"{old}=1",
        "反例": f"{old}=2",
    }
    rules = read_register(register(tmp_path, star)).rules
    assert len(rules[0].compared) == 7
    held = report({str(asked.carried_over.at("business")): 5})
    assert len(list(own_findings(held, rules))) == 2


def test_facts_and_words_can_be_demanded(tmp_path):
    fact = {**GOOD, "左边": "基础数据!政府网站公开信息", "比较": "必填", "右边": None}
    fact |= {"正例": "基础数据!政府网站公开信息=3", "反例": None}
    word = {**GOOD, "左边": "一", "比较": "必写", "右边": "政务公开专区、示范区"}
    word |= {"正例": "建成政务公开专区和示范区。", "反例": "建成政务公开专区。"}
    path = register(tmp_path, fact, word)
    assert found(path, report()) == [
        "处罚不多于许可的两倍：没有填“基础数据 › 政府网站公开信息”。",
        "处罚不多于许可的两倍：“一、总体情况”没有写“政务公开专区”“示范区”。",
    ]


def test_a_rule_holds_for_its_years_alone_and_within_its_tolerance(tmp_path):
    held = report({"pro6.penalty.decisions": 3})
    assert (
        found(register(tmp_path, {**GOOD, "适用年度": "2026-2027", "正例": f"{PENALTY}=0"}), held)
        == []
    )
    equal = {
        **GOOD,
        "比较": "=",
        "右边": LICENSING,
        "允许误差": 3,
        "正例": f"{PENALTY}=3",
        "反例": f"{PENALTY}=4",
    }
    assert found(register(tmp_path, equal), held) == []


def test_what_is_blank_is_not_judged(tmp_path):
    blank = report({"pro5.licensing.decisions": None, "pro6.penalty.decisions": 3})
    assert found(register(tmp_path, GOOD), blank) == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"程度": "严重"}, "“程度”：“严重”不在"),
        ({"比较": "约等于"}, "“比较”：“约等于”不在"),
        ({"左边": "二、主动公开!A1"}, "“左边”：“二、主动公开!A1”不是填报格"),
        ({"左边": "__import__('os')"}, "“左边”"),
        ({"右边": f"{LICENSING}++{LICENSING}"}, "“右边”"),
        ({"右边": None}, "“右边”：是空的"),
        ({"左边": "基础数据!没有这一项"}, "没有“没有这一项”这一项"),
        ({"允许误差": "一点"}, "“允许误差”"),
        ({"适用年度": "明年"}, "“适用年度”"),
        ({"正例": f"{PENALTY}=9"}, "“正例”：这个例子应当符合规则，试下来却不合"),
        ({"反例": f"{PENALTY}=0"}, "“反例”：这个例子应当不合规则，试下来却符合"),
        ({"反例": f"{PENALTY}"}, "“反例”"),
        ({"比较": "必写", "左边": "九", "右边": "专区"}, "“左边”：“九”不是"),
        ({"左边": "二、主动公开!*999"}, "“左边”：星号"),
    ],
)
def test_a_malformed_rule_is_refused_with_its_row_and_column(tmp_path, changed, told):
    path = register(tmp_path, {**GOOD, **changed})
    with pytest.raises(UsageError) as refused:
        read_register(path)
    assert "“名录.xlsx”的“规则”表第 4 行" in str(refused.value)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("表!D6", [(1, "表!D6")]),
        ("－表!D6＋2×表!D7-1.5", [(-1, "表!D6"), (2, "表!D7"), ("-1.5", "")]),
        ("2*表!D6:I6 + 3", [(2, "表!D6:I6"), (3, "")]),
    ],
)
def test_a_side_is_a_sum_of_references_and_numbers(text, parts):
    assert [(str(part.factor), part.reference) for part in written_terms(text)] == [
        (str(factor), reference) for factor, reference in parts
    ]


def test_rules_stay_when_the_register_is_written_anew(tmp_path):
    path = register(tmp_path, GOOD, *of_form()[:2])
    before = read_register(path)
    CliRunner().invoke(app, ["register", "-o", str(path), "--force"])
    assert read_register(path) == before
