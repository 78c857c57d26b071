"""Where a line stands, and what stands around it, tells a heading, a name and a signature from the text."""

from __future__ import annotations

import datetime

import pytest

from tests.imports.test_kinds import HEAD, TITLE, lines, quoted
from xlsheets.imports import read_published
from xlsheets.report import PREAMBLE

REPORT = "2025年政府信息公开工作年度报告"
LAST = "六、其他需要报告的事项", "没有收费。"
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


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_short_heading_glued_to_both_sides_is_found(end):
    found = lines(
        TITLE,
        f"如有疑问，请与我局联系。一、概述{end}本年度公开信息8条。",
        "五、存在的主要问题",
        "更新慢。",
    )
    assert found.report.paragraphs(PREAMBLE) == ("如有疑问，请与我局联系。",)
    assert found.report.paragraphs("overview") == ("本年度公开信息8条。",)


@pytest.mark.parametrize("line", ["一、基本情况良好，公开信息8条。", "一、概述的写法见附件。"])
def test_a_sentence_that_goes_on_with_the_words_of_a_heading_is_not_cut(line):
    found = lines(TITLE, line, *HEAD, "五、存在的主要问题", "更新慢。").report
    assert found.paragraphs("overview") == HEAD[1:]
    assert found.paragraphs(PREAMBLE) == (line,)


# The unit ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("top", "unit"),
    [
        (("示例县柳塘镇", f"人民政府{REPORT}"), "示例县柳塘镇人民政府"),
        (("示例县柳塘镇", "人民政府", REPORT), "示例县柳塘镇人民政府"),
        (("示例县柳塘", f"镇人民政府{REPORT}"), "示例县柳塘镇人民政府"),
        (("城关", f"街道办事处{REPORT}"), "城关街道办事处"),
        (("示例县市场监督", f"管理局{REPORT}"), "示例县市场监督管理局"),
        (("示例县人力资源", f"和社会保障局{REPORT}"), "示例县人力资源和社会保障局"),
        (("示例县人民政府", f"办公室{REPORT}"), "示例县人民政府办公室"),
    ],
)
def test_a_name_broken_over_two_lines_is_put_together(top, unit):
    assert lines(*top, *HEAD).report.profile.unit == unit


@pytest.mark.parametrize(
    "top",
    [
        (f"人民政府{REPORT}",),
        ("人民政府", REPORT),
        (f"县政府办公室{REPORT}",),
        ("首页", "走进柳塘镇", f"人民政府{REPORT}"),
        ("首页", "走进柳塘镇", "人民政府", REPORT),
        ("政策文件", f"管理局{REPORT}"),
    ],
)
def test_a_name_that_names_nobody_is_never_taken(top):
    found = lines(*top, *HEAD, "本报告可在示例县人民政府网站和示例县文物管理局网站查阅。")
    assert (found.report.profile.unit, found.report.profile.year) == ("", 2025)
    assert quoted(found, "没有找到标题里的单位名称")


def test_the_end_of_another_name_does_not_speak_for_the_end_of_a_broken_one():
    said = "本报告可在示例县民政服务局网站查阅。"
    found = lines("首页", "城市", f"服务局{REPORT}", *HEAD, said)
    assert found.report.profile.unit == ""
    assert quoted(found, "可能是“服务局”，也可能是“城市服务局”")


def test_the_title_of_the_page_tells_how_a_broken_name_goes():
    page = (
        f"<h1>示例县柳塘镇人民政府{REPORT}</h1><p>发布日期：2026-01-29</p><p>示例县柳塘镇</p>"
        f"<p>人民政府{REPORT}</p><p>一、总体情况</p><p>公开信息8条。</p>"
    )
    assert read_published(page.encode(), "a.html").report.profile.unit == "示例县柳塘镇人民政府"


# What stands below a title, and at the end ---------------------------------------------------------


@pytest.mark.parametrize(
    "below",
    ["（2026年3月3日）。", "（2026年3月3日）", "2026年3月3日。", "（公开稿）", "（2025年度）"],
)
def test_what_stands_by_itself_below_a_title_is_no_text(below):
    said = "统计期限为2025年1月1日至12月31日。"
    found = lines(f"{TITLE}。{below} {said} 一、总体情况 公开信息8条。")
    assert found.report.paragraphs(PREAMBLE) == (said,)
    assert (found.report.profile.unit, found.report.profile.year) == ("示例县林业局", 2025)


def test_a_day_that_begins_a_sentence_below_a_title_is_text():
    found = lines(f"{TITLE}。2025年1月1日起，公开信息8条。 一、总体情况 公开信息8条。").report
    assert found.paragraphs(PREAMBLE) == ("2025年1月1日起，公开信息8条。",)


@pytest.mark.parametrize("between", [(), ("第 1 页 共 5 页",), ("- 5 -",)])
def test_the_number_of_a_page_does_not_part_a_signature_from_its_end(between):
    for day in ((), ("2026年1月9日",)):
        found = lines(TITLE, *HEAD, *LAST, "示例县林业局", *between, *day, *between, "打印时间：2026-02-16")  # fmt: skip
        assert found.report.paragraphs("other_matters") == ("没有收费。",)
        assert found.report.profile.signed == (datetime.date(2026, 1, 9) if day else None)
        assert not quoted(found, "“示例县林业局”")


def test_a_short_answer_above_the_number_of_a_page_is_kept():
    found = lines(TITLE, *HEAD, LAST[0], "无", "第 5 页").report
    assert found.paragraphs("other_matters") == ("无",)


def test_a_signature_broken_over_two_lines_is_put_together():
    found = lines(REPORT, *HEAD, *LAST, "示例县柳塘镇", "人民政府", "2026年1月9日").report
    assert found.profile.unit == "示例县柳塘镇人民政府"
    assert found.paragraphs("other_matters") == ("没有收费。",)


@pytest.mark.parametrize("said", ["没有收费。", "无"])
def test_a_signature_that_names_nobody_names_no_unit(said):
    found = lines(REPORT, *HEAD, LAST[0], said, "人民政府", "2026年1月9日")
    assert found.report.profile.unit == ""
    assert found.report.paragraphs("other_matters") == (said,)
    assert quoted(found, "没有找到标题里的单位名称（署名是“人民政府”）")


@pytest.mark.parametrize("line", ["打印时间：2026-02-16", "发布日期：2026-02-16"])
def test_the_day_a_report_was_printed_or_published_signs_nothing(line):
    found = lines(TITLE, *HEAD, *LAST, "示例县林业局", line)
    assert found.report.profile.signed is None
    assert quoted(found, line)
