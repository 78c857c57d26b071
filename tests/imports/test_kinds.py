"""One small input of each kind that once lost a text or made a number nobody wrote."""

from __future__ import annotations

import datetime

import pytest

import xlsheets as xs
from tests.tools.deviations import printed
from tests.tools.make import report
from tests.tools.steps import calls
from tests.tools.word import rewritten
from xlsheets.documents.word.report import render
from xlsheets.errors import UnreadableError
from xlsheets.imports import read_published
from xlsheets.imports.opening import open_published
from xlsheets.imports.outline.reading import read_outline
from xlsheets.report import PREAMBLE
from xlsheets.report.checkcode import code_as_printed
from xlsheets.schema import Cell

VALID = Cell("pro1", "normative", "in_force")
TITLE = "示例县林业局2025年政府信息公开工作年度报告"
HEAD = "一、总体情况", "2025年，我局公开信息30条。"


def page(cell: str) -> bytes:
    """A page on which a cell of 表二 is written so."""
    text = printed(report({str(VALID): 4321}), 1).html().decode()
    return text.replace("<td>4321</td>", f"<td>{cell}</td>").encode()


def lines(*texts: str):
    return read_published("\n".join(texts).encode(), "a.txt")


def quoted(found, text: str) -> bool:
    return any(text in line for line in found.unread)


# Numbers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        "7<sup>2</sup>", "7<sub>2</sub>", '7<span style="vertical-align: super">2</span>',
        "<s>5</s>7", "<strike>5</strike>7", "<del>5</del>7", "7⑤", "7²", "7₂", "7 0", "7&nbsp;0",
        '<span style="text-decoration:line-through">5</span>7', "71<br>30", "<p>7</p><p>3</p>",
        '7<font color="#ffffff">2</font>', "7&#8203;2", "7*", "约7", "7余", "07", "七", "7，含废止2",
    ],
)  # fmt: skip
def test_a_figure_with_anything_else_in_it_is_listed_as_it_stands(cell):
    found = read_published(page(cell), "a.html")
    assert VALID not in found.report.figures
    assert quoted(found, "行政规范性文件 › 现行有效件数：写着“")


@pytest.mark.parametrize("cell", ["７", " 7 ", "<u>7</u>", '7<span style="display:none">2</span>'])
def test_what_a_person_sees_as_a_figure_is_read(cell):
    assert read_published(page(cell), "a.html").report.figures[VALID] == 7


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ('<w:vertAlign w:val="superscript"/>', "7¹"),
        ("<w:strike/>", "划去"),
        ('<w:color w:val="FFFFFF"/>', "白色"),
        ('<w:position w:val="8"/><w:sz w:val="14"/>', "7¹"),
    ],
)
def test_the_formats_of_a_run_in_word_are_looked_at(before, behind):
    document = rewritten(
        render(report({str(VALID): 4321})),
        lambda xml: xml.replace(
            "<w:t>4321</w:t>",
            f"<w:t>7</w:t></w:r><w:r><w:rPr>{before}</w:rPr><w:t>1</w:t>",
        ),
    )
    found = read_published(document, "a.docx")
    assert VALID not in found.report.figures
    assert quoted(found, behind)


def test_one_figure_in_a_row_of_three_is_not_cut():
    found = lines(
        *HEAD, "二、主动公开政府信息情况", "规章 0 0 0", "行政规范性文件 305", "行政许可 9"
    )
    assert VALID not in found.report.figures
    assert quoted(found, "“305”")
    assert found.report.figures[Cell("pro5", "licensing", "decisions")] == 9


def test_a_cell_over_three_columns_is_one_number_under_one_heading_and_none_under_three():
    rows = "<tr><td>信息内容</td>{}</tr><tr><td>行政许可</td><td colspan=3>213</td></tr>"
    text = "<p>一、总体情况</p><p>二、主动公开政府信息情况</p><table>{}</table>"
    one = rows.format("<td colspan=3>处理决定数量</td>")
    three = rows.format("<td>上一年项目数量</td><td>本年增/减</td><td>处理决定数量</td>")
    cell = Cell("pro5", "licensing", "decisions")
    assert read_published(text.format(one).encode(), "a.html").report.figures[cell] == 213
    found = read_published(text.format(three).encode(), "a.html")
    assert (found.report.figures, quoted(found, "“213”")) == ({}, True)


@pytest.mark.parametrize("blanks", ["", "| "])
def test_a_row_with_a_total_only_has_it_under_its_heading(blanks):
    head = "| | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |"
    row = f"| 一、本年新收政府信息公开申请数量 | | | | | | | 13 {blanks}|"
    found = lines(*HEAD, "三、收到和处理政府信息公开申请情况", head, row).report
    assert (found.figures, found.stated) == ({}, {Cell("req", "received", "all"): 13})


def test_a_minus_among_glued_digits_is_no_dash():
    found = lines(
        TITLE.replace("2025", "2020"), *HEAD, "二、主动公开政府信息情况",
        "第二十条第（六）项信息内容上一年项目数量本年增/减处理决定数量行政处罚317-29406行政强制000",
    )  # fmt: skip
    assert not [cell for cell in found.report.figures if cell.row == "penalty"]
    assert quoted(found, "317-29406")


def test_the_old_form_without_a_year_is_placed_by_its_columns():
    found = lines(
        *HEAD, "二、主动公开政府信息情况", "| 信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量 |",
        "| 规章 | 0 | 0 | 0 |", "| 规范性文件 | 3 | 2 | 71 |",
    )  # fmt: skip
    assert found.report.edition_key == "2019"
    assert found.report.figures[Cell("pro1", "normative", "public_total")] == 71
    assert set(found.report.figures) <= set(found.report.edition.cells)


def test_a_printed_total_is_written_as_printed_and_a_blank_row_has_none(tmp_path):
    text = printed(report({"req.received.business": 5}), 1)
    row = next(row for row in text.table("勾稽") if "一、本年新收政府信息公开申请数量" in row)
    row[-1] = "6"
    empty = next(row for row in text.table("勾稽") if "（一）予以公开" in row)
    empty[-7:] = ["约3", *[""] * 6]
    found = read_published(text.html(), "a.html").report
    files = [tmp_path / "a.json", tmp_path / "a.xlsx"]
    read = [xs.read(xs.write(found, path)) for path in files]
    total = Cell("req", "received", "all")
    assert [one.stated.get(total) for one in read] == [6, 6]
    assert Cell("req", "granted", "all") not in read[0].stated
    assert code_as_printed(read[0]) == code_as_printed(read[1])
    codes = [[(finding.code, finding.found) for finding in xs.validate(one)] for one in read]
    assert codes[0] == codes[1]


def test_figures_of_any_size_are_weighed_with_little_work():
    big = "81234 70001 66500 59999 40404 12012345678"
    rows = [
        "一、本年新收政府信息公开申请数量 81234 70001 66500 59999 40404 12012330150",
        "二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0",
        f"（一）予以公开 {big}",
        f"（七）总计 {big}",
        "四、结转下年度继续办理 0 0 0 0 0 0 0",
    ]
    texts = (*HEAD, "三、收到和处理政府信息公开申请情况", *rows)
    assert calls(lambda: lines(*texts)) < 1_000_000
    assert quoted(lines(*texts), "予以公开")


# Text --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    ["五、工作中存在的不足及整改措施", "五、存在问题与下一步打算。", "第五部分 面临的困难和改进方向",
     "五、政府信息公开工作存在的主要问题及改进情况"],
)  # fmt: skip
def test_the_fifth_heading_is_known_in_other_words(heading):
    found = lines(
        TITLE, *HEAD, heading, "个别栏目更新慢。", "六、其他需要报告的事项", "无。"
    ).report
    assert found.paragraphs("problems") == ("个别栏目更新慢。",)


def test_text_beside_the_tables_is_quoted_in_full():
    text = printed(report(), 1)
    said = "全年公开信息210条，其中通知31条，政策文件12条，内容涵盖林木采伐、野生动物保护和森林防火等方面。"
    text.parts.insert(text.parts.index("三、收到和处理政府信息公开申请情况"), said)
    assert quoted(read_published(text.html(), "a.html"), said)


def test_a_paragraph_of_the_first_part_that_begins_like_a_later_heading_stays_there():
    said = (
        "二、主动公开政府信息情况。全年更新专栏12次。",
        "五、存在的主要问题。",
        "公开质量有提高。",
    )
    original = report(narrative={"overview": said, "problems": ("更新慢。",)})
    for content, name in (
        (render(original, draft=True), "a.docx"),
        (printed(original, 1).html(), "a.html"),
    ):
        assert read_published(content, name).report.narrative == original.narrative


def test_a_heading_glued_to_what_stands_before_it_is_found():
    found = lines(TITLE, "如有疑问，请与我局联系。一、总体情况", "2025年，公开信息8条。").report
    assert found.paragraphs(PREAMBLE) == ("如有疑问，请与我局联系。",)
    assert found.paragraphs("overview") == ("2025年，公开信息8条。",)


def test_a_report_in_one_paragraph_is_read():
    found = lines(
        f"{TITLE}。统计期限为2025年1月1日至12月31日。 一、总体情况 公开信息8条。 "
        "五、存在的主要问题及改进情况 更新慢。 六、其他需要报告的事项 无。"
    ).report
    assert (found.profile.unit, found.profile.year) == ("示例县林业局", 2025)
    assert found.paragraphs("problems") == ("更新慢。",)


def test_short_answers_under_the_last_heading_are_kept():
    for said in ("六、其他需要报告的事项：无", "六、其他需要报告的事项\n无"):
        assert lines(TITLE, *HEAD, *said.split("\n")).report.paragraphs("other_matters") == ("无",)


def test_what_a_site_prints_around_a_report_is_furniture_and_listed():
    around = ("首页", "您现在的位置：首页 > 年报", TITLE, "发布时间：2026-01-20 来源：本站",
              "现将有关情况公布如下。", *HEAD, "六、其他需要报告的事项", "没有收费。",
              "示例县林业局", "二〇二六年一月十九日", "附件：年报.pdf", "上一篇：示例县水务局2025年政府信息公开工作年度报告",
              "主办：示例县人民政府", "备案号：某ICP备1号")  # fmt: skip
    found = lines(*around)
    assert found.report.narrative[PREAMBLE] == ("现将有关情况公布如下。",)
    assert found.report.paragraphs("other_matters") == ("没有收费。",)
    assert found.report.profile.signed == datetime.date(2026, 1, 19)
    assert all(quoted(found, text) for text in ("首页", "来源：本站", "附件：年报.pdf", "备案号"))


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2025年示例县林业局政府信息公开工作年度报告", 2025),
        ("示例县林业局政府信息公开工作年度报告（2024年度）", 2024),
        ("示例县林业局二〇二五年政府信息公开工作年度报告", 2025),
        ("示例县林业局\n2025年政府信息公开工作年度报告", 2025),
        ("示例县林业局2025年政府信息公开\n工作年度报告", 2025),
        ("• 名称：示例县林业局2025年政府信息公开工作年度报告\n示例县林业局2025年政府信息公开工作年度报告", 2025),
        ("示例县林业局政府信息公开工作年度报告\n统计期限为2023年1月1日至2023年12月31日。", 2023),
    ],
)  # fmt: skip
def test_unit_and_year_are_found_in_every_form_of_a_title(title, year):
    found = lines(*title.split("\n"), *HEAD).report.profile
    assert (found.unit, found.year) == ("示例县林业局", year)


@pytest.mark.parametrize(
    "top",
    [
        "示例县林业局编制了2025年政府信息公开年度报告。",
        "示例县人民政府\n首页\n2025年政府信息公开工作年度报告",
    ],
)
def test_a_name_that_is_not_certain_is_asked_for(top):
    found = lines(*top.split("\n"), *HEAD)
    assert (found.report.profile.unit, found.report.profile.year) == ("", 2025)
    assert quoted(found, "没有找到标题里的单位名称")


def test_struck_words_are_no_text_and_are_told():
    text = printed(report(), 1).html().decode().replace("<p>一、总体情况</p>",
        "<p>一、总体情况</p><p>公开信息<s>十万</s>8条。</p>")  # fmt: skip
    found = read_published(text.encode(), "a.html")
    assert "公开信息8条。" in found.report.paragraphs("overview")
    assert quoted(found, "“十万”")


NUMBERING = (
    '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%1）"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>'
)


def test_the_numbers_word_counts_stand_before_their_paragraphs():
    from xlsheets.extract.docx_styles import WordStyles, numbering
    from xlsheets.extract.formatting.word_numbering import NumberPlace

    counted = numbering(NUMBERING.encode(), WordStyles())
    assert [counted.printed(NumberPlace("7", 0)) for _ in range(3)] == [
        "（一）",
        "（二）",
        "（三）",
    ]


# Files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.mht", b"From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\nx", "网页存档"),
        ("a.eml", b"Received: from x\nFrom: a@b\nSubject: x\n\nx", "邮件"),
        ("a.rtf", b"{\\rtf1 x}", "RTF"),
        ("a.lnk", b"\x4c\x00\x00\x00\x01\x14\x02\x00x", "快捷方式"),
        ("a.odt", b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.text PK\x05\x06", "OpenDocument"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "直接校验"),
        ("a.xlsx", b"PK\x03\x04xl/workbook.xml PK\x05\x06", "工作簿"),
        ("a.zip", b"PK\x03\x04x PK\x05\x06", "压缩包"),
        ("a.json", b'{"edition": "2021"}', "JSON"),
        ("a.p7m", b"\x30\x82\x01", "签名"),
    ],
)  # fmt: skip
def test_another_file_is_named_with_the_way_out(name, content, word):
    with pytest.raises(UnreadableError, match=word):
        read_published(content, name)


# Nothing is lost -----------------------------------------------------------------------------------


def test_every_character_of_a_file_is_in_a_piece_with_a_role():
    text = printed(report(), 1)
    text.parts.insert(0, "首页")
    text.parts.append("示例乡人民政府")
    opened = open_published(text.html(), "a.html")
    outline = read_outline(opened.blocks)
    whole = "".join(
        "".join(cell.text for cell in block.cells) if hasattr(block, "cells") else block.text
        for block in opened.blocks
    )
    kept = "".join(piece.text for piece in outline.pieces)
    assert sorted("".join(kept.split())) == sorted("".join(whole.split()))
    assert "open" not in {piece.role.value for piece in outline.pieces}
