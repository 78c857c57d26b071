"""A name longer than a line breaks between words."""

import pytest

from xlsheets.documents.printed.line_breaks import line_width

NAMES = [
    "示例市示例区住房和城乡建设局|住房保障与房地产管理服务中心",
    "示例市市场监督管理局经济技术开发区|分局综合行政执法大队",
    "示例经济技术开发区管理委员会|规划建设和生态环境局",
    "示例生产建设兵团第十三师红星二场|农业农村发展服务中心及附属机构",
    "示例市示例区市场监督管理局|（示例区知识产权局）",
    "示例州示例民族自治县人力资源和社会保障局|就业服务中心",
]


@pytest.mark.parametrize("marked", NAMES)
def test_a_line_ends_where_a_word_ends(marked):
    name = marked.replace("|", "")
    width = line_width(name, 20)
    lines = [name[at : at + width] for at in range(0, len(name), width)]
    assert "|".join(lines) == marked


@pytest.mark.parametrize("name", ["示例乡人民政府", "示例乡" * 6 + "政府", ""])
def test_what_fits_is_left_alone(name):
    assert line_width(name, 20) == 20


def test_no_more_lines_are_needed_than_before():
    for length in range(21, 80):
        name = ("示例市某某区" * 20)[:length]
        width = line_width(name, 20)
        assert -(-length // width) == -(-length // 20)


def test_a_name_that_is_not_all_chinese_is_left_to_the_engine():
    assert line_width("示例市 ABC 管理委员会" * 3, 20) == 20
