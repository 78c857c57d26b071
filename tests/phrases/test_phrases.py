"""Sentences of the open sets raise exactly what they should; what the writer writes has a reader; long texts are read in time."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.phrases.__main__ import PAGE, page
from tests.phrases.corpus import OPEN_SETS, entries, faults
from tests.tools.make import report
from tests.tools.steps import steps
from xlsheets.checks import Case, run_checks
from xlsheets.narrative.draft import narrate
from xlsheets.schema.facts import FACTS

# What is left unsaid, with the reason: a reading that is not certain is not judged.
UNSAID = {
    # A part that a table contradicts is not told a second time as a list that does not add up.
    "无法提供3件，包括不掌握2件、需另行制作2件。": ["missing N701"],
    # “连同上年结转的3件” beside 上述申请: the last figure is not what 均 speaks of.
    "全年共登记申请46件，其中线上38件、线下8件。至12月31日，上述申请连同上年结转的3件均已答复申请人，无一件逾期。": [
        "missing N310"
    ],
    # 均在期限内办结 is said of those due; many published reports say it beside what goes over.
    "办理上年遗留申请1件、本年申请6件，总计7件，均在20个工作日内办结。": ["missing N310"],
    # No row is called 撤回: offices count it in different ones.
    "申请人自行撤回申请3件，占其他处理的全部。": ["missing N304"],
    # Figures of speech, and a comparison whose subject is another class.
    "因信息公开引起的行政诉讼两起，一胜一败。": ["missing N401"],
    "商业企业申请数量为自然人的一半，分别为3件和6件。": ["missing N305"],
    # 许可 and 处罚 alone are everyday words; only 行政许可 or 处罚决定 is read.
    "许可、处罚、强制决定分别为12件、5件和1件。": ["missing N202"],
    # In whose name a document was issued makes its figure a part.
    "2025年以县政府名义印发行政规范性文件6件，以县政府办公室名义印发4件，合计制发10件。": [
        "missing N201"
    ],
    # 信访事项转办 may count what is no request, so that the figures after it may be parts.
    "信访事项转办1件、重复申请2件、无正当理由大量反复申请1件，共4件不予处理。": ["missing N304"],
    # 计 alone is part of too many words to mean a total.
    "本年度行政复议：维持1件，纠正0件，其他0件，尚未审结0件，计1件。": ["missing N401"],
}
ENTRIES = {
    f"{name}: {number}": entry
    for name in OPEN_SETS
    for number, entry in enumerate(entries(name), 1)
}


@pytest.mark.parametrize("name", ENTRIES)
def test_a_sentence_raises_exactly_what_it_should(name):
    entry = ENTRIES[name]
    assert faults(entry) == UNSAID.get(entry.text, []), f"{entry.text}（{entry.why}）"


def test_the_page_says_what_the_sets_show():
    assert PAGE.read_text("utf-8") == page(), "run: python -m tests.phrases --write"


def judged(text: str) -> Callable[[], object]:
    case = Case(report(narrative={"overview": (text,)}), units=("样板镇人民政府", "示例县民政局"))
    return lambda: run_checks(case, select=("N", "T"))


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "共1条，其中",
            "10件，占10%，",
            "甲1条、",
            "（其中1条）",
            "上年1件，增长5%，",
            "没有收到申请，也没有",
        ),
        *(
            "行政复议、行政诉讼各",
            "2024年",
            "百",
            "县局办委乡镇",
            "一是甲；",
            "信息件",
            "由8件增至9件，",
        ),
    ],
)
def test_twice_the_text_is_twice_the_work(piece):
    judged(piece * 40)()
    once, twice = steps(judged(piece * 150)), steps(judged(piece * 300))
    assert twice < 2.4 * once


@pytest.mark.parametrize(
    "text", ["1" * 4301 + "件", "百" * 1000 + "件", "收到申请" + "9" * 400 + "件。"]
)
def test_a_numeral_no_count_has_is_no_figure(text):
    assert [finding.code for finding in judged(text)() if finding.code[0] == "N"] == []


# N601 reads what is said of the fee.
UNREAD = {"fee_amount", "fee_requests"}
# The writer picks its wording by unit and year.
UNITS = (
    "示例乡人民政府",
    "样板镇人民政府",
    "示例县水利局",
    "云溪县人民政府",
    "东关街道办事处",
    "河沿乡人民政府",
)


def written_with(fact, unit):
    cells = {
        "req.received.natural_person": 60,
        "req.granted.natural_person": 60,
        "pro1.normative.issued": 60,
    }
    given = replace(report(cells, unit=unit), narrative={}, facts={fact.key: 37})
    return replace(given, narrative=narrate(given).narrative)


@pytest.mark.parametrize(
    "fact", [fact for fact in FACTS if fact.key not in UNREAD], ids=lambda fact: fact.key
)
def test_every_fact_the_writer_writes_has_a_reader(fact):
    for unit in UNITS:
        written = written_with(fact, unit)
        said = [text for _, text in written.prose if re.search(r"(?<!\d)37(?!\d)", text)]
        changed = replace(written, facts={fact.key: 38})
        found = run_checks(Case(changed), select=["N501"])
        assert {finding.places[1] for finding in found} == (
            {f"fact.{fact.key}"} if said else set()
        ), said
        assert run_checks(Case(written), select=["N501"]) == []
