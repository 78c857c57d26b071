"""The Word report says what the report says: every number, label, merge and paragraph, and nothing live."""

from __future__ import annotations

import datetime
import io
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from decimal import Decimal

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.make import EDITION, report
from tests.tools.official import TRANSCRIBED, official_tables
from tests.tools.shared import OFFICIAL, need_shared, shared_case, shared_names
from tests.tools.validator import errors
from tests.tools.word import main_part, rewritten
from xlsheets.documents.printed.numbering import HeadingLevel, heading_of
from xlsheets.documents.word.report import render
from xlsheets.documents.word.verify import verify
from xlsheets.extract.docx import read_docx
from xlsheets.schema.shape import boxes

FILLED = report(
    {
        "req.received.natural_person": 12,
        "req.granted.natural_person": 9,
        "req.partial.natural_person": 3,
        "rem.cases.direct_pending": 2,
        "pro5.licensing.decisions": 447228,
        "pro8.fees.amount": "96171.654321",
    }
)


# The official form -------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", TRANSCRIBED, ids=lambda edition: edition.key)
def test_the_tables_are_the_official_ones_cell_for_cell(edition):
    blank = replace(FILLED, figures={}, edition_key=edition.key)
    drawn = read_docx(render(blank, draft=True)).tables
    for official, grid, table in zip(official_tables(edition), drawn, edition.tables, strict=True):
        computed = {(box.row, box.column) for box in boxes(table) if box.cell in edition.sum_of}
        found = {
            (cell.row, cell.column): (cell.height, cell.width, cell.text) for cell in grid.cells
        }
        for place in computed:
            found[place] = (*found[place][:2], "")
        assert found == official


def test_the_golden_tables_are_those_of_the_blank_official_template():
    official = read_docx(need_shared(OFFICIAL / "blank-template.docx").read_bytes()).tables
    for expected, grid in zip(official_tables(EDITION), official, strict=True):
        found = {
            (cell.row, cell.column): (cell.height, cell.width, "".join(cell.text.split()))
            for cell in grid.cells
        }
        assert found == expected


def test_the_six_headings_are_real_headings_in_official_order():
    headings = [
        paragraph.text for paragraph in read_docx(render(FILLED)).paragraphs if paragraph.level == 1
    ]
    assert headings == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]


# Read again --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", shared_names())
def test_a_published_report_is_read_back_word_for_word_and_cell_for_cell(name):
    published = shared_case(name)
    assert verify(published, render(published)) == []


def test_every_number_stands_in_its_own_cell():
    cells = {str(cell): number for number, cell in enumerate(EDITION.typed_cells, 1001)}
    numbered = report(cells)
    document = render(numbered)
    assert verify(numbered, document) == []
    for table, grid in zip(EDITION.tables, read_docx(document).tables, strict=True):
        for box in boxes(table):
            if box.cell:
                assert grid.rows[box.row][box.column] == str(numbered.values[box.cell])


def test_money_is_printed_with_all_its_decimals_and_no_exponent():
    for amount, printed in (("96171.654321", "96171.654321"), ("1E+3", "1000"), ("0.50", "0.5")):
        figures = {**FILLED.figures, EDITION.blocks["pro8"].cells[0]: Decimal(amount)}
        assert read_docx(render(replace(FILLED, figures=figures))).tables[0].rows[13][1] == printed


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<w:t>447228</w:t>", "<w:t>447229</w:t>", "应为“447228”，文档里是“447229”"),
        ("现行有效件数", "现行件数", "现行件数"),
        ("拟公开的内容逐条审查", "拟公开的内容审查", "文档里是"),
        ('<w:gridSpan w:val="3"/>', '<w:gridSpan w:val="2"/>', "合并方式不同"),
        ('<w:pStyle w:val="AnnualHeading1"/>', '<w:pStyle w:val="AnnualBody"/>', "标题级别不对"),
        ("五、存在的主要问题及改进情况", "五、主要问题", "五、主要问题"),
    ],
)
def test_a_document_that_says_anything_else_is_found_out(old, new, said):
    document = render(FILLED)
    assert old in main_part(document)
    changed = rewritten(document, lambda xml: xml.replace(old, new, 1))
    assert said in "".join(verify(FILLED, changed))


def test_a_lost_paragraph_is_found_out_and_so_is_a_lost_table():
    document = render(FILLED)
    shorter = rewritten(
        document,
        lambda xml: re.sub(r"<w:p>(?:(?!</w:p>).)*信息处理费(?:(?!</w:p>).)*</w:p>", "", xml),
    )
    assert verify(FILLED, shorter)
    tableless = rewritten(document, lambda xml: re.sub(r"<w:tbl>.*?</w:tbl>", "", xml, count=1))
    assert verify(FILLED, tableless)


def test_the_same_report_gives_the_same_bytes_and_carries_no_clock():
    document = render(FILLED)
    assert document == render(FILLED)
    members = zipfile.ZipFile(io.BytesIO(document)).infolist()
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}


def test_rendering_needs_no_office_library():
    code = (
        "import sys; from xlsheets.documents.word.report import render; from xlsheets.report import Report\n"
        "render(Report()); print({'docx', 'openpyxl', 'lxml'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


# What is printed when ----------------------------------------------------------------------------


def test_a_blank_figure_is_printed_blank_and_never_as_zero():
    drafted = report({"req.granted.business": None, "pro1.rules.issued": None})
    document = render(drafted, draft=True)
    assert read_docx(document).tables[0].rows[2][1] == ""
    assert verify(drafted, document) == []


def test_a_section_without_text_is_its_heading_alone():
    silent = report(narrative={"overview": (), "problems": ("  ",), "other_matters": ()})
    texts = [paragraph.text for paragraph in read_docx(render(silent, draft=True)).paragraphs]
    assert texts[2:] == [section.title for section in EDITION.sections] + [
        "示例乡人民政府",
        "2026年1月20日",
    ]


def test_the_preamble_stands_between_title_and_first_section():
    prefaced = report(narrative={"preamble": ("本报告根据条例编制。",)})
    texts = [paragraph.text for paragraph in read_docx(render(prefaced)).paragraphs]
    assert texts[:4] == [
        "示例乡人民政府",
        "2025年政府信息公开工作年度报告",
        "本报告根据条例编制。",
        "一、总体情况",
    ]


def test_unit_and_date_sign_the_report_only_when_it_is_dated():
    undated = [paragraph.text for paragraph in read_docx(render(report(signed=None))).paragraphs]
    assert undated[-1].startswith("本年度没有收取")
    dated = [
        paragraph.text
        for paragraph in read_docx(render(report(signed=datetime.date(2026, 1, 5)))).paragraphs
    ]
    assert dated[-2:] == ["示例乡人民政府", "2026年1月5日"]


def test_a_line_end_typed_in_a_cell_starts_a_new_paragraph_and_typed_indents_go():
    typed = report(narrative={"other_matters": ("　　没有收取信息处理费。\n　　没有其他事项。",)})
    texts = [paragraph.text for paragraph in read_docx(render(typed)).paragraphs]
    assert texts[-4:-2] == ["没有收取信息处理费。", "没有其他事项。"]


@pytest.mark.parametrize(
    ("paragraph", "level", "lead"),
    [
        ("（一）主动公开情况。全年公开信息 12 条。", HeadingLevel.TOPIC, "（一）主动公开情况。"),
        ("(二) 改进措施", HeadingLevel.TOPIC, "(二) 改进措施"),
        ("（一）主动公开方面 平潭综合实验区落实要求。", HeadingLevel.TOPIC, "（一）主动公开方面 "),
        ("一、加强领导", HeadingLevel.PART, "一、加强领导"),
        ("1.规章 2 件。", HeadingLevel.POINT, ""),
        ("1.5 万元", HeadingLevel.BODY, ""),
        ("（1）修订 1 件。", HeadingLevel.ITEM, ""),
        ("一是政策解读不够。", HeadingLevel.BODY, ""),
        ("（十）" + "这一句话很长" * 8 + "。", HeadingLevel.TOPIC, ""),
    ],
)
def test_the_level_of_a_paragraph_is_read_from_its_own_numbering(paragraph, level, lead):
    found = heading_of(paragraph)
    assert (found.level, found.lead, found.lead + found.rest) == (level, lead, paragraph)


def test_a_heading_of_its_own_is_a_heading_and_a_lead_in_is_only_set_apart():
    mixed = report(narrative={"problems": ("（一）存在问题", "（二）改进措施。每月检查一次。")})
    document = render(mixed)
    levels = {paragraph.text: paragraph.level for paragraph in read_docx(document).paragraphs}
    assert (levels["（一）存在问题"], levels["（二）改进措施。每月检查一次。"]) == (2, 0)
    lead = next(
        run
        for paragraph in docx.Document(io.BytesIO(document)).paragraphs
        for run in paragraph.runs
        if run.text == "（二）改进措施。"
    )
    assert lead.style.name == "年报二级标题字"


# Hostile text ------------------------------------------------------------------------------------

HOSTILE = (
    "</w:t></w:r></w:p><w:p><w:r><w:t>伪造",
    "]]><!-- &lt;&amp; \"引号\" '单引号'",
    '=HYPERLINK("http://example.invalid","点我")',
    "{{ 7*7 }} {% for x in y %} ${7*7}",
    "前\x00\x07\x1b[31m\x0b后\ufffe",
    "金额\u202e321\u202c元\u2066x\u2069",
    "孤\ud800立",
    "制表\t符和\r\n换行",
    " PAGE \\* MERGEFORMAT ",
    "𠮷野家👨‍👩‍👧",
)


@pytest.mark.validator
def test_hostile_text_stays_text(tmp_path):
    hostile = report(narrative={"overview": HOSTILE}, unit='甲<乙>&"丙"\x01')
    document = render(hostile)
    assert verify(hostile, document) == []
    xml = main_part(document)
    assert not re.findall(r"<w:(?:instrText|fldSimple|hyperlink|fldChar|object|pict)\b", xml)
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", xml)
    plain_twin = report(narrative={"overview": ("字",) * (len(HOSTILE) + 2)})
    assert xml.count("<w:p>") == main_part(render(plain_twin)).count("<w:p>")
    texts = [paragraph.text for paragraph in docx.Document(io.BytesIO(document)).paragraphs]
    assert "金额321元x" in texts
    assert "前[31m" in texts
    path = tmp_path / "hostile.docx"
    path.write_bytes(document)
    assert errors(path) == []


ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)


@settings(max_examples=60, deadline=None)
@given(st.lists(ANYTHING, max_size=5), ANYTHING)
def test_whatever_is_typed_the_document_can_be_read_and_says_it(paragraphs, unit):
    typed = report(narrative={"overview": tuple(paragraphs)}, unit=unit)
    document = render(typed)
    assert verify(typed, document) == []
    docx.Document(io.BytesIO(document))


def test_hostile_text_brings_no_relationship_into_the_document():
    names = zipfile.ZipFile(io.BytesIO(render(report(narrative={"overview": HOSTILE})))).namelist()
    assert names == zipfile.ZipFile(io.BytesIO(render(report()))).namelist()
