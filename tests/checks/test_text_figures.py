"""Text against tables: lawful phrasings are silent, each wrong figure in them is found, real reports are read right."""

import re
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.faults import FAULTS, case_of
from benchmarks.samples import sample
from tests.tools.make import report
from tests.tools.shared import shared_case, shared_names
from xlsheets.checks import Case, run_checks
from xlsheets.checks.text_figures.claims import claims
from xlsheets.narrative.draft import narrate
from xlsheets.report.findings import Finding, Severity

COUNTY = {
    "req.received.natural_person": 112,
    "req.received.business": 8,
    "req.carried_over.natural_person": 9,
    "req.granted.natural_person": 60,
    "req.granted.business": 8,
    "req.partial.natural_person": 13,
    "req.internal_affairs.natural_person": 4,
    "req.state_secret.natural_person": 2,
    "req.not_held.natural_person": 26,
    "req.petition.natural_person": 3,
    "req.other_outcome.natural_person": 11,
    "req.carried_forward.natural_person": 2,
    "rem.cases.review_upheld": 3,
    "rem.cases.review_corrected": 1,
    "rem.cases.direct_upheld": 2,
    "rem.cases.after_review_pending": 1,
    "pro1.normative.issued": 4,
    "pro1.normative.repealed": 1,
    "pro1.normative.in_force": 32,
    "pro6.penalty.decisions": 120,
    "pro5.licensing.decisions": 500,
}
BEFORE = {
    "req.received.natural_person": 100,
    "req.granted.natural_person": 91,
    "req.carried_forward.natural_person": 9,
}


def judged(text: str, level: str = "county") -> list[Finding]:
    """Return what is said of a sentence in a county's report whose tables are COUNTY and BEFORE."""
    narrative = {
        "overview": (f"（二）依申请公开情况。{text}",),
        "problems": (),
        "other_matters": (),
    }
    case = Case(
        report(COUNTY, narrative=narrative, level=level, unit="示例县人民政府"),
        previous=(report(BEFORE, year=2024),),
    )
    return run_checks(case, select=("N",))


# Every figure of these is one a table answers for, so each of them, changed, is a mistake.
STATED = [
    "全县共收到政府信息公开申请120件，上年结转9件，办结127件，结转下年度2件。",
    "受理政府信息公开申请129件（其中本年度新收120件，上年结转9件），已答复127件，另2件结转。",
    "全年新收政府信息公开申请120件，答复127件（含上年度结转申请9件，另有2件顺延到下年度答复）。",
    "收到129件申请，及时依法依规办结127件，2件结转下年度继续办理。",
    "全县收办政府信息公开申请129件，其中自然人121、法人或其他组织8；共办理127件，结转下一年2件。",
    "收到申请129件，涉及自然人121件、商业企业8件，均在法定期限内予以答复。",
    "新收申请120件，同意公开68件，部分公开13件，不同意公开的6件，无法提供26件，不予处理3件，其他处理11件。",
    "办结127件，予以公开及部分公开81件，不予公开中属于国家秘密2件、属于三类内部事务信息4件。",
    "予以公开、部分公开、不予公开分别为68件、13件、6件。",
    "因政府信息公开被申请行政复议4件，其中结果维持3件，结果纠正1件；被提起行政诉讼3件，其中维持2件，尚未审结1件。",
    "发生行政复议4起，行政诉讼3起，相关案件7件。",
    "未经复议直接起诉2件，复议后起诉1件。",
    "制发行政规范性文件4件，废止1件，现行有效32件。",
    "集中公开现行有效行政规范性文件32件，更新本年度制发的规范性文件4件。",
    "收到申请129件，办结127件，结转至2026年2件。",
    "作出行政许可决定500件、行政处罚决定120件。",
    "全年收到政府信息公开申请一百二十件，办结一百二十七件。",
    "全年收到政府信息公开申请１２０件，办结 １２７ 件。",
]

# These hold figures or statements that no table answers for, or that answer lawfully in another way.
LAWFUL = [
    "受理申请129件，同比增长29%，均依法依规按期答复，按时办结率100%。",
    "收到申请120件，较2024年增加20件，增长20%，占比93.3%的是自然人。",
    "收到申请120件，其中自然人112件，占93.3%，企业8件，占6.7%。",
    "办结127件，予以公开及部分公开81件（63.78%）。",
    "办理12345热线工单3200件，办结率99.8%，答复群众来信35件，均已答复。",
    "承办人大代表建议45件、政协提案60件，办结率100%。",
    "通过网上申请80件，当面申请20件，信函申请20件；一季度受理申请30件，上半年共受理申请70件。",
    "2024年收到申请100件，2025年收到申请120件；近三年累计收到申请350件。",
    "对每一件申请都专人负责，平均每件申请办理用时12个工作日，较法定时限缩短8个工作日。",
    "补正申请8件，延期答复5件，征求第三方意见3件，转送有关部门2件。",
    "涉及征地拆迁类申请50件，教育类申请20件，占全部申请的58.33%。",
    "未发生行政诉讼败诉案件，没有收到因收费提出的异议。",
    "上年度结转的9件均已办结；除2件正在办理外，其余申请均已答复。",
    "截至2026年1月15日，全部申请均已办结。",
    "办结政府信息公开申请127件，其中本年度新收118件、上年结转9件。",
    "收到行政复议答复通知书5件，参加行政诉讼出庭应诉3次。",
    "公示行政处罚信息98条，解读规范性文件6件，向社会公开规范性文件草案3件，报备规范性文件2件。",
    "收到申请约130件，受理申请100余件，答复近百件，制发规范性文件10多件。",
    "按照国办公开办函〔2021〕30号和条例第三十九条办理申请，受理电话0357-1234567。",
]


@pytest.mark.parametrize("text", [*STATED, *LAWFUL])
def test_a_lawful_sentence_is_silent(text):
    assert [finding.message for finding in judged(text)] == []


def slips() -> list[str]:
    """Return every sentence of STATED once for each of its figures, with 31 added to that figure."""
    return [
        text[: match.start()] + str(int(match[0]) + 31) + text[match.end() :]
        for text in STATED
        for match in re.finditer(r"\d+(?!\d*年)", text)
    ]


@pytest.mark.parametrize("text", slips())
def test_each_wrong_figure_is_found(text):
    assert judged(text)


def test_all_mistakes_of_a_sentence_are_found_not_only_the_first():
    found = judged("全县共收到政府信息公开申请110件，上年结转8件，办结126件，结转下年度3件。")
    assert [finding.code for finding in found] == ["N301", "N302", "N303", "N303"]


def test_a_finding_quotes_the_sentence_and_names_the_cell_and_both_numbers():
    (finding,) = judged(
        "落实登记、转办、会商、答复各个环节的责任，" * 3 + "全年办结128件，结转下年度2件。"
    )
    quoted = re.search("正文“([^”]*)”", finding.message)
    assert quoted
    assert "办结128件" in quoted[1]
    assert len(quoted[1]) <= 60
    assert "表三 › （七）总计 › 总计为 127" in finding.message
    assert (finding.found, finding.expected, finding.delta) == (128, 127, 1)
    assert finding.places[:2] == ("text.overview.1", "req.handled.all")
    assert finding.path == "一、总体情况 › 第 1 段"
    assert finding.severity is Severity.CONFIRM


def test_new_requests_told_with_those_carried_over_are_said_to_be_so():
    (finding,) = judged("本年新收政府信息公开申请129件。")
    assert "129 是新收加上年结转" in finding.message


def test_last_years_number_is_recognised():
    (finding,) = judged("收到政府信息公开申请100件。")
    assert "100 是上年度报告的数" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "代表县政府受理政府信息公开申请17件。",
        "县政府办公室收到申请17件。",
        "县自然资源局受理申请30件。",
        "各乡镇、各部门收到申请80件。",
        "备案的现行有效规范性文件15件。",
    ],
)
def test_a_figure_whose_other_scope_is_written_is_compared_with_nothing(text):
    assert judged(text) == []


def test_what_a_whole_government_calls_a_part_is_the_department_itself():
    text = "我局收到申请17件，全县收到申请300件。"
    assert [finding.found for finding in judged(text, "county_department")] == [17]


def test_parts_that_together_are_all_there_is_count_as_the_whole():
    (finding,) = judged("县政府及县直部门、乡镇共收到政府信息公开申请130件。")
    assert (finding.code, finding.found) == ("N301", 130)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("所有申请均已按要求办理完成。", "N310"),
        ("申请办结率达100%。", "N310"),
        ("收到的申请全部办结。", "N310"),
        ("全年未收到政府信息公开申请。", "N311"),
        ("全年政府信息公开申请为零。", "N311"),
        ("未发生因政府信息公开引起的行政复议、行政诉讼。", "N410"),
        ("全年无行政复议。", "N410"),
    ],
)
def test_a_statement_the_tables_refute_is_an_error(text, code):
    (finding,) = judged(text)
    assert (finding.code, finding.severity) == (code, Severity.ERROR)


WORDS = re.findall(
    r"\S+",
    "收到 受理 申请 政府信息公开 件 120 9 一百二十 ， 、 。 （ ） ； 其中 自然人 企业 法人或其他组织 予以公开 部分公开 不予公开"
    " 办结 答复 结转下年 上年结转 占 百分之 30 % 同比 增长 下降 较上年 的 行政复议 行政诉讼 维持 尚未审结 规范性文件 制发 现行有效"
    " 信息处理费 元 收取 未 分别为 共 条 其他 2024年 全部 均已 1，234 万 余 约 第 “ ” 《 》 〔 〕 0 零 率 100% 由 增加到",
)

READ = {
    "huaian-2024": "N201 1, N301 3119, N302 3050, N303 34, N303 103, N401 351, N401 72, N401 64, N401 178, N401 37, "
    "N401 46, N401 25, N401 5, N401 9, N401 7",
    "pingtan-2021": "N301 70, N302 69, N303 1",
    "pingtan-2022": "N201 698, N201 88, N301 75, N305 72, N305 3, N401 1, N401 2",
    "hongze-2023": "N301 21",
    "shuyang-fagaiju-2023": "N301 26",
    "xijiaokou-2023": "",
}


@pytest.mark.parametrize(
    ("told", "denied", "code"),
    [
        ("被申请行政复议4件", "全年无行政复议", "N410"),
        ("新收申请120件", "全年未收到政府信息公开申请", "N311"),
        ("结转下年度2件", "所有申请均已办结", "N310"),
    ],
)
def test_a_denial_beside_the_right_figure_asks_and_blocks_nothing(told, denied, code):
    weights = {
        text: [found.severity for found in judged(text) if found.code == code]
        for text in (f"{denied}。", f"{told}。{denied}。")
    }
    assert list(weights.values()) == [[Severity.ERROR], [Severity.CONFIRM]]


@pytest.mark.parametrize("name", READ)
def test_the_figures_of_a_published_report_are_recognised(name):
    found = claims(Case(shared_case(name)))
    assert ", ".join(f"{claim.code} {claim.mention.numeral.value}" for claim in found) == READ[name]


@pytest.mark.parametrize("name", shared_names())
def test_a_published_report_that_agrees_with_its_tables_is_silent(name):
    assert run_checks(Case(shared_case(name)), select=("N",)) == []


def test_a_sample_without_a_mistake_is_silent():
    rng = Random(5)
    for number in range(20):
        assert run_checks(case_of(sample(number, rng)), select=("N",)) == []


@pytest.mark.parametrize(
    "fault", [fault for fault in FAULTS if fault.codes[0][0] == "N"], ids=lambda fault: fault.kind
)
def test_a_planted_mistake_of_each_kind_is_found(fault):
    rng = Random(11)
    samples = [sample(number, rng) for number in range(10)]
    planted = [(case, changed) for case in samples if (changed := fault.plant(case.report, rng))]
    assert planted
    for case, changed in planted:
        found = run_checks(case_of(case, changed), select=("N",))
        assert {finding.code for finding in found} & set(fault.codes), changed.narrative


def test_a_long_list_is_told_in_a_message_that_stays_readable():
    listed = "、".join(f"第一类事项第{number}种123456条" for number in range(40))
    (finding,) = judged(f"全年公开信息{123456 * 40 - 1}条，其中{listed}。")
    assert finding.code == "N701"
    assert len(finding.message) <= 300


@given(st.lists(st.sampled_from(WORDS), max_size=60).map("".join))
@settings(max_examples=150, deadline=None)
def test_no_text_makes_the_rules_fail(text):
    for finding in judged(text):
        assert finding.message.endswith("。")
        assert len(finding.message) <= 300


def drafted(number: int) -> tuple[Case, tuple[str, ...]]:
    """Return a sample with the text the program drafts for it, and section 一 of that text."""
    given = sample(number, Random(number))
    text = narrate(replace(given.report, narrative={}), given.last).narrative
    return case_of(given, replace(given.report, narrative=text)), text["overview"]


def test_a_drafted_text_is_silent_and_every_figure_in_it_is_watched():
    case, overview = drafted(3)
    assert run_checks(case, select=("N",)) == []
    for at, paragraph in enumerate(overview):
        for match in re.finditer(r"\d+(?=件)", paragraph):
            wrong = paragraph[: match.start()] + str(int(match[0]) + 31) + paragraph[match.end() :]
            text = {"overview": (*overview[:at], wrong, *overview[at + 1 :])}
            changed = Case(replace(case.report, narrative=text), previous=case.previous)
            assert run_checks(changed, select=("N",)), wrong
