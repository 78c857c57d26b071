"""Lines that were pasted each as a paragraph make one again; real paragraphs stay as they are."""

from __future__ import annotations

from tests.tools import make
from xlsheets.report.broken_lines import joined_lines, joined_texts

LINES = (
    "存在的主要问题是村级公开栏更新不够及时，政策解读以",
    "文字为主，老年人看不明白，网站上有三个栏目超过半年没",
    "有更新。",
)


def joined(*paragraphs: str) -> dict[str, str]:
    return joined_texts(joined_lines(make.report(narrative={"problems": paragraphs})))


def test_lines_become_the_paragraph_they_were():
    assert joined(*LINES, "改进措施有两条。") == {
        "text.problems.1": "".join(LINES),
        "text.problems.2": "",
        "text.problems.3": "",
    }


def test_words_in_letters_stay_apart():
    lines = (
        "网站改版以后按照国家标准提供英文版 Government",
        "Information 栏目，每月更新一次，由专人负责翻译和",
        "校对。",
    )
    text = joined(*lines)["text.problems.1"]
    assert "Government Information 栏目" in text
    assert text.endswith("翻译和校对。")


def test_real_paragraphs_are_left_alone():
    assert not joined(
        "一是村级公开栏更新不够及时，个别村超过半年没有更新过",
        "二是政策解读以文字为主，老年人看不明白，图解也比较少",
        "三是信息员更换以后没有交接，有的栏目没有人管",
    )
    assert not joined(
        "存在的主要问题", "村级公开栏更新不够及时。", "改进措施", "每月检查一次公开栏。"
    )
    assert not joined(LINES[0], LINES[2])


def test_it_is_said_where_the_lines_stand():
    (paragraph,) = joined_lines(make.report(narrative={"problems": LINES}))
    assert paragraph.where == "“五、存在的主要问题及改进情况”第 1 段至第 3 段"
