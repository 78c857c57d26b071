"""The writer: right in every number, right in its grammar, and nothing invented."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.make import EDITION, balanced, report
from tests.tools.wording import wording
from xlsheets.checks import Case, run_checks
from xlsheets.errors import UsageError
from xlsheets.narrative.context import context
from xlsheets.narrative.draft import narrate
from xlsheets.narrative.number_words import (
    CountedMember,
    change,
    composition,
    how_cases_ended,
    in_quotation_marks,
    listed_counts,
    share,
)
from xlsheets.narrative.phrases import load_phrases
from xlsheets.report import Report
from xlsheets.schema import Cell
from xlsheets.schema.facts import FACTS
from xlsheets.workflows import samples


@pytest.fixture(autouse=True)
def first_wording(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sentences are named here as their first wording has them."""
    monkeypatch.setattr("xlsheets.narrative.phrases.chooser", wording(0))


def text_of(drafted: Report, previous: Report | None = None) -> str:
    narrative = narrate(drafted, previous).narrative
    return "\n".join(paragraph for texts in narrative.values() for paragraph in texts)


def test_the_manual_names_everything_a_phrase_may_use() -> None:
    page = (Path(__file__).parents[2] / "docs/zh/reference/phrases.md").read_text("utf-8")
    assert [name for name in context(report()) if f"`{name}`" not in page] == []


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.key)
def test_a_fact_of_0_is_told_where_its_sheet_says_so_and_nowhere_else(fact) -> None:
    given = samples.sound()
    without = text_of(replace(given, facts={}))
    assert (text_of(replace(given, facts={fact.key: 0})) != without) is fact.denied


COUNTS = st.dictionaries(
    st.sampled_from([cell for cell in EDITION.typed_cells if cell.block in ("req", "rem")]),
    st.integers(0, 300),
    max_size=25,
)


@settings(max_examples=30, deadline=None)
@given(COUNTS)
def test_every_number_told_is_the_number_in_the_table(counts: dict[Cell, int]) -> None:
    drafted = balanced(report({str(cell): count for cell, count in counts.items()}))
    told = "".join(narrate(drafted).narrative["overview"])
    value = drafted.values

    def everyone(row: str) -> int:
        return int(value[Cell("req", row, "all")])

    def number(pattern: str) -> int:
        match = re.search(pattern, told)
        return int(match[1]) if match else 0

    assert number(r"新收政府信息公开申请(\d+)件") == everyone("received")
    assert number(r"上年结转(?:的申请)?(\d+)件") == everyone("carried_over")
    assert number(r"共办结(\d+)件") == everyone("handled")
    assert number(r"结转下年度继续办理(\d+)件") == everyone("carried_forward")
    assert number(r"申请行政复议(\d+)件") == value[Cell("rem", "cases", "review_all")]
    assert (
        number(r"提起行政诉讼(\d+)件")
        == value[Cell("rem", "cases", "direct_all")]
        + value[Cell("rem", "cases", "after_review_all")]
    )


@settings(max_examples=30, deadline=None)
@given(COUNTS)
def test_every_list_told_adds_up_and_descends(counts: dict[Cell, int]) -> None:
    drafted = balanced(report({str(cell): count for cell, count in counts.items()}))
    told = "".join(narrate(drafted).narrative["overview"])
    for total, members in re.findall(r"(\d+)件，其中([^；。]+)", told):
        numbers = [int(number) for number in re.findall(r"(\d+)件", members)]
        assert sum(numbers) == int(total)
        assert numbers == sorted(numbers, reverse=True)


@settings(max_examples=20, deadline=None)
@given(COUNTS)
def test_the_checks_of_text_against_tables_agree(counts: dict[Cell, int]) -> None:
    drafted = balanced(report({str(cell): count for cell, count in counts.items()}))
    narrated = replace(drafted, narrative=narrate(drafted).narrative)
    assert [finding.message for finding in run_checks(Case(narrated), select=("N",))] == []


def test_of_tables_that_do_not_balance_nothing_is_told() -> None:
    drafted = narrate(report({"req.received.business": 3}))
    overview = "".join(drafted.narrative["overview"])
    assert drafted.unbalanced == ("表三",)
    assert "新收" not in overview
    assert "【表三的数字前后不符，改正表格以后再写这一段】" in overview
    assert "行政复议" in overview


def test_of_a_table_whose_stated_total_is_wrong_nothing_is_told() -> None:
    drafted = narrate(report({"rem.cases.review_upheld": 2}, stated={"rem.cases.review_all": 3}))
    assert drafted.unbalanced == ("表四",)
    assert "行政复议2件" not in "".join(drafted.narrative["overview"])


def test_what_no_figure_and_no_fact_supports_is_asked_and_not_told() -> None:
    told = text_of(report(level="county_department"))
    for claim in ("保密审查", "公开指南", "认真", "依法保障", "接受公众监督", "没有其他需要报告"):
        assert claim not in re.sub("【[^】]*】", "", told)
    asked = re.findall("【[^】]*】", told)
    # 渠道, 管理, 平台, 保障; 问题, 改进; 其他事项.
    assert len(asked) == 7


def test_one_part_is_no_sum() -> None:
    only = balanced(report({"req.granted.business": 30, "req.not_held.business": 10}))
    told = text_of(only)
    assert "合计" not in told
    assert "予以公开30件，占办结总数的75%。" in told


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"req.state_secret.business": 1}, "不予公开的情形为“属于国家秘密”。"),
        ({"req.state_secret.business": 2}, "不予公开2件，情形均为“属于国家秘密”。"),
        ({"req.security_stability.business": 1}, "不予公开的情形为“危及‘三安全一稳定’”。"),
    ],
)
def test_a_single_ground_is_quoted(cells: dict[str, int], sentence: str) -> None:
    assert sentence in text_of(balanced(report(cells)))


def test_late_answers_are_counted_as_answers() -> None:
    busy = balanced(report({"req.granted.business": 9}))
    assert "超过法定期限才答复的有2件。" in text_of(replace(busy, facts={"late_replies": 2}))


REQUEST = {
    (0, 0): "全年没有收到政府信息公开申请，也没有上年结转的申请。",
    (0, 2): "全年没有新收政府信息公开申请，继续办理上年结转的申请2件。",
    (1, 0): "全年新收政府信息公开申请1件，申请人为自然人；没有上年结转的申请。",
    (3, 0): "全年新收政府信息公开申请3件，申请人均为自然人；没有上年结转的申请。",
    (3, 2): "全年新收政府信息公开申请3件，申请人均为自然人；上年结转2件，两项合计5件。",
}


@pytest.mark.parametrize("counts", REQUEST)
def test_requests_are_told_right_for_none_one_and_many(counts: tuple[int, int]) -> None:
    new, old = counts
    cells = {"req.received.natural_person": new, "req.carried_over.natural_person": old}
    drafted = balanced(report(cells))
    assert REQUEST[counts] in text_of(drafted)


def test_a_year_without_a_decision_says_so_and_counts_what_goes_on() -> None:
    drafted = report({"req.received.business": 2, "req.carried_forward.business": 2})
    assert "到年底都还没有办结，结转下年度继续办理2件。" in text_of(drafted)


def test_the_preamble_names_the_unit_even_without_an_address() -> None:
    bare = report(address="", postcode="", phone="", email="")
    assert narrate(bare).narrative["preamble"][0].endswith("请与示例乡人民政府联系。")


def test_other_organisations_are_not_called_just_others() -> None:
    assert "申请人为其他组织" in text_of(balanced(report({"req.received.other_entity": 1})))


def test_last_year_is_compared_only_when_it_is_known() -> None:
    now = balanced(report({"req.received.business": 30}))
    before = balanced(report({"req.received.business": 40}))
    assert "与上年相比，新收申请减少10件，下降25%。" in text_of(now, before)
    assert "上年没有新收申请。" in text_of(now, report())
    assert "新收申请数量与上年持平。" in text_of(now, now)
    assert "与上年相比" not in text_of(now)


def test_after_nobody_asked_last_year_is_told_without_a_share() -> None:
    before = balanced(report({"req.received.business": 40}))
    told = text_of(report(), before)
    assert "上年新收申请40件。" in told
    assert "下降" not in told


def test_last_years_blank_table_is_not_compared() -> None:
    before = report({"req.received.business": None})
    assert "上年没有新收申请" not in text_of(report({"req.received.business": 3}), before)


def test_cases_that_ended_alike_are_not_listed() -> None:
    assert "行政复议1件，尚未审结。" in text_of(report({"rem.cases.review_pending": 1}))
    assert "行政复议2件，结果均为纠正。" in text_of(report({"rem.cases.review_corrected": 2}))


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"fee_amount": 0, "fee_requests": 0}, "没有收取政府信息公开信息处理费。"),
        ({"fee_requests": 0}, "没有收取政府信息公开信息处理费。"),
        ({"fee_amount": 20, "fee_requests": 1}, "信息处理费共计20元，涉及申请1件。"),
        ({"fee_amount": 2950}, "收取政府信息公开信息处理费2950元。"),
        ({}, "【请写明本年度收取信息处理费的件数和金额；"),
        ({"fee_amount": 20, "fee_requests": 0}, "【请写明本年度收取信息处理费"),
        ({"fee_amount": 0, "fee_requests": 2}, "【请写明本年度收取信息处理费"),
        ({"fee_requests": 2}, "【请写明本年度收取信息处理费"),
    ],
)
def test_the_fee_is_told_or_asked_for_but_never_invented(
    facts: dict[str, int], sentence: str
) -> None:
    asked = replace(balanced(report({"req.received.business": 3})), facts=facts)
    assert sentence in "".join(narrate(asked).narrative["other_matters"])


def test_where_nobody_asked_nobody_paid() -> None:
    assert "没有收取政府信息公开信息处理费。" in text_of(report())


def test_blank_facts_write_nothing_and_zero_writes_only_where_zero_is_news() -> None:
    every_zero = replace(report(), facts={fact.key: 0 for fact in FACTS})
    zeroes = re.findall(r"[^\d.]0[件条次场期个家名处起]", text_of(every_zero))
    assert zeroes == []
    assert "全年没有因政府信息公开工作进行责任追究。" in text_of(every_zero)


def test_every_fact_has_a_sentence() -> None:
    busy = report(
        {"pro1.normative.issued": 9, "req.received.business": 9, "req.granted.business": 9}
    )
    many = {fact.key: 1000 + number for number, fact in enumerate(FACTS)} | {
        "normative_readings": 7
    }
    told = text_of(replace(busy, facts=many))
    assert [key for key, count in many.items() if str(count) not in told] == []


def test_a_government_is_asked_for_the_results_only_it_knows() -> None:
    assert "【请写工作考核、社会评议、责任追究的结果】" in text_of(report())
    assert "责任追究的结果" not in text_of(report(level="county_department"))


def test_a_table_with_a_blank_cell_is_not_told() -> None:
    drafted = narrate(report({"req.granted.business": None}))
    overview = "".join(drafted.narrative["overview"])
    assert drafted.lacking == ("表三",)
    assert "新收" not in overview
    assert "行政复议" in overview


def test_without_unit_or_year_nothing_is_written() -> None:
    for profile in ({"unit": ""}, {"year": None}):
        with pytest.raises(UsageError, match="单位名称和报告年度"):
            narrate(report(**profile))


def test_a_list_descends_and_leaves_out_what_is_none() -> None:
    assert (
        listed_counts(
            [
                CountedMember("甲", 1),
                CountedMember("乙", 0),
                CountedMember("丙", 5),
                CountedMember("丁", None),
            ]
        )
        == "丙5件、甲1件"
    )
    assert composition([CountedMember("甲", 2), CountedMember("乙", 0)], "结果") == "结果均为甲"
    assert composition([CountedMember("甲", 0)], "结果") == ""
    assert how_cases_ended([CountedMember("其他结果", 1)]) == "以其他结果结案"
    assert how_cases_ended([CountedMember("其他结果", 2)]) == "均以其他结果结案"


def test_shares_and_changes_are_rounded_half_up() -> None:
    assert share(1, 3) == "33.33%"
    assert share(1, 800) == "0.13%"
    assert change(5, 5) == "持平"
    assert share(5, 8) == "62.5%"
    assert share(1, 2) == "50%"
    assert change(12, 10) == "增加2件，增长20%"
    assert change(8, 12) == "减少4件，下降33.33%"
    assert change(2, 0) == "增加2件"


@pytest.mark.parametrize(("now", "before"), [(300, 1), (3, 9), (31, 10), (0, 40)])
def test_a_share_that_says_less_than_the_step_is_left_out(now: int, before: int) -> None:
    assert "%" not in change(now, before)


def test_a_label_in_quotation_marks_has_inner_ones() -> None:
    assert in_quotation_marks("危及“三安全一稳定”") == "“危及‘三安全一稳定’”"


COUNTY = """
[overview.requests]
duty = ""
received = "本机关收到申请{{ requests.received }}件。"
closing = "以上均已登记。"
"""


def test_a_county_file_changes_drops_and_adds_sentences() -> None:
    told = narrate(report(), phrases=load_phrases(COUNTY.encode(), "县.toml")).narrative[
        "overview"
    ][2]
    assert told.startswith("（二）依申请公开情况。本机关收到申请0件。")
    assert told.endswith("以上均已登记。")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"[overview", "写法不对"),
        (b"[overview]\nduty = 'x'", "写法不对"),
        (b"[overview.requests]\nduty = 3", "写法不对"),
        (b"[nowhere.p]\nduty = 'x'", "不是年度报告的一个部分"),
        ("[overview.p]\nduty = '数'".encode("gb18030"), "不是 UTF-8 编码"),
    ],
)
def test_a_county_file_that_cannot_be_used_is_refused_in_words(
    content: bytes, complaint: str
) -> None:
    with pytest.raises(UsageError, match=complaint):
        load_phrases(content, "县.toml")


@pytest.mark.parametrize(
    "template",
    [
        "{{ nothing_of_that_name }}",
        "{{ requests.nothing }}",
        "{% if %}",
        "{{ unit.__class__.__mro__ }}",
        "{{ 'x' * 1000000000 }}",
        "{{ 1 / 0 }}",
        "{% include 'phrases.toml' %}",
        "{% for n in range(10000000) %}x{% endfor %}",
        "{{ 1 | share(0) }}",
    ],
)
def test_a_faulty_phrase_is_named_and_nothing_is_run(template: str) -> None:
    phrases = load_phrases(f"[overview.requests]\nduty = {template!r}".encode(), "县.toml")
    with pytest.raises(UsageError, match=r"overview\.requests\.duty"):
        narrate(report(), phrases=phrases)
