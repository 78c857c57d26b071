"""Where a line stands, and what stands around it, tells a heading, a name and a signature from the text."""

from __future__ import annotations

import pytest

from tests.imports.test_kinds import HEAD, TITLE, lines
from xlsheets.report import PREAMBLE

TABLES = (
    "政府信息主动公开情况", "规章 0 0 0", "政府信息公开申请收到和处理情况",
    "一、本年新收政府信息公开申请数量 0 0 0 0 0 0 0",
    "政府信息公开行政复议和行政诉讼情况", "结果维持 0",
)  # fmt: skip


# Headings ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", ["概述", "基本情况", "工作概况"])
@pytest.mark.parametrize("last", ["其他事项", "其他情况"])
def test_a_heading_of_few_words_is_one_where_no_heading_has_a_number(first, last):
    found = lines(
        TITLE, first, "本年度公开信息8条。", *TABLES,
        "不足之处和改进措施", "更新慢。", last, "没有收费，也没有减免。",
    ).report  # fmt: skip
    assert found.narrative == {
        "overview": ("本年度公开信息8条。",),
        "problems": ("更新慢。",),
        "other_matters": ("没有收费，也没有减免。",),
    }


def test_the_same_words_in_a_menu_are_no_heading():
    found = lines(
        "概况", "机构职能", TITLE, "统计期限为2025年1月1日至12月31日。",
        "概述", "本年度公开信息8条。", *TABLES, "不足之处和改进措施", "更新慢。",
    ).report  # fmt: skip
    assert found.paragraphs(PREAMBLE) == ("统计期限为2025年1月1日至12月31日。",)
    assert found.paragraphs("overview") == ("本年度公开信息8条。",)


def test_the_same_words_are_text_where_the_headings_have_numbers():
    said = ("公开信息8条。", "其他情况", "新增事项3个。")
    found = lines(TITLE, "一、总体情况", *said, "五、存在的主要问题", "更新慢。").report
    assert found.paragraphs("overview") == said


@pytest.mark.parametrize("first", ["一、概述", "一、总体工作情况", "一、基本情况"])
@pytest.mark.parametrize("text", ["本年度，我乡公开信息8条。", "（一）主动公开。公开信息8条。"])
def test_a_short_heading_with_its_own_number_is_one_though_text_is_glued_to_it(first, text):
    found = lines(
        TITLE, "现将有关情况公布如下。", first + text, "二、主动公开政府信息情况", "规章 0 0 0",
        "五、问题和改进部分栏目更新慢。", "六、其他事项没有收费。",
    ).report  # fmt: skip
    assert found.narrative == {
        PREAMBLE: ("现将有关情况公布如下。",),
        "overview": (text,),
        "problems": ("部分栏目更新慢。",),
        "other_matters": ("没有收费。",),
    }


@pytest.mark.parametrize("line", ["一、基本情况良好，公开信息8条。", "一、概述的写法见附件。"])
def test_a_sentence_that_goes_on_with_the_words_of_a_heading_is_not_cut(line):
    found = lines(TITLE, line, *HEAD, "五、存在的主要问题", "更新慢。").report
    assert found.paragraphs("overview") == HEAD[1:]
    assert found.paragraphs(PREAMBLE) == (line,)
