"""Characters that look like others, or like nothing: read as they look, and named when they stay."""

import pytest

from xlsheets.basics.characters import comparable, named, normal, peculiar, typed_lines


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("乙乡人⺠政府", "乙乡人民政府"),
        ("⽤户⻓期申请", "用户长期申请"),
        ("示\u200b例\u2060乡\ufeff", "示例乡"),
        ("申请9\u202c件", "申请9件"),
        ("公\u00ad开", "公开"),
        ("示例\u00a0乡\u2003镇", "示例 乡 镇"),
        ("\u3000\u3000全年", "\u3000\u3000全年"),
        ("１２件", "１２件"),
        ("\uf900", "豈"),
    ],
)
def test_a_text_is_read_as_it_looks(written, seen):
    assert normal(written) == seen
    assert normal(seen) == seen


def test_what_was_replaced_and_what_nobody_can_read_is_named_once():
    told = peculiar("人⺠政府⺠\u200b\ue001")
    assert told == ("“⺠”（U+2EA0）", "零宽空格（U+200B）", "自造字（U+E001）")
    assert peculiar("示例乡人民政府，１２件　") == ()


def test_an_ideograph_of_its_own_in_the_compatibility_block_is_no_oddity():
    assert peculiar("\ufa0e") == ()


def test_every_invisible_character_has_a_name_with_its_number():
    for code in (0xAD, 0x200B, 0x202E, 0x2062, 0xFEFF, 0xE0041):
        assert f"U+{code:04X}" in named(chr(code))


def test_names_compare_without_blanks_width_and_case():
    assert comparable("教育局（体育局）") == comparable("教育局 (体育局)")
    assert comparable("A01\u200b示例⺠政局") == comparable("ａ01示例民政局")


def test_lines_of_a_cell_end_where_somebody_pressed_return():
    assert typed_lines("一\r\n 二\n\n三\u2028四") == ("一", "二", "三\u2028四")
