"""Which unit a file comes from: certain by code or name, otherwise proposed and never decided."""

import os
import subprocess
import sys

import pytest

from xlsheets.county.register import How, Office, Register, Unit
from xlsheets.errors import UsageError

RIVER = Unit("示例县清河镇人民政府", code="A01", aliases=("清河镇",), level="township")
HILL = Unit("示例县青山镇人民政府", code="A02", level="township")
EDUCATION = Unit("示例县教育局", code="B01", aliases=("教体局",), level="county_department")
REGISTER = Register((RIVER, HILL, EDUCATION))


@pytest.mark.parametrize(
    ("name", "file", "unit", "how"),
    [
        ("", "A01-随便什么.xlsx", RIVER, How.CODE),
        ("", "收件/a01-清河.xlsx", RIVER, How.CODE),
        ("", "收件/A01.xlsx", RIVER, How.CODE),
        ("", "A01 (2).xlsx", RIVER, How.CODE),
        ("", "Ａ０１－清河镇.xlsx", RIVER, How.CODE),
        ("示例县教育局", "B01-年报.xlsx", EDUCATION, How.CODE),
        ("示例县青山镇人民政府", "年报.xlsx", HILL, How.NAME),
        (" 示例县青山镇 人民政府", "年报.xlsx", HILL, How.NAME),
        ("教体局", "最终版.xlsx", EDUCATION, How.ALIAS),
    ],
)
def test_a_code_or_a_name_decides(name, file, unit, how):
    assert REGISTER.match(name, file)[:2] == (unit, how)


@pytest.mark.parametrize(
    "file",
    ["A0123.xlsx", "XA01.xlsx", "2025年报.xlsx", "A01清河.xlsx", "A01.2报来.xlsx", "A01_1.xlsx"],
)
def test_part_of_a_word_is_no_code(file):
    assert REGISTER.match("", file).unit is None


def test_a_name_nearly_right_is_proposed_and_not_decided():
    match = REGISTER.match("示例县清河镇政府", "年报.xlsx")
    assert match.unit is None
    assert match.proposed[0] is RIVER


def test_words_every_unit_shares_propose_nobody():
    assert REGISTER.match("别的县人民政府", "年报.xlsx").proposed == ()


def test_a_file_that_cannot_be_read_is_proposed_by_its_path():
    assert REGISTER.match("", "示例县教育局/损坏的.xlsx").proposed == (EDUCATION,)


@pytest.mark.parametrize("area", ["", "示例县", "别的县"])
def test_a_file_called_by_the_name_without_the_county_is_proposed(area):
    """Of 民政局 nothing is its own but 县民 and 政局: every town has 人民政府 in its name."""
    civil = Unit("示例县民政局")
    towns = tuple(Unit(f"示例县{name}镇人民政府") for name in ("甲山", "乙水", "丙口", "丁家"))
    register = Register((civil, Unit("示例县财政局"), *towns), Office(area=area))
    assert register.match("", "民政局.wps").proposed == (civil,)
    assert register.match("", "财政.wps").proposed == ()


def test_a_code_and_a_name_of_two_units_decide_nothing():
    match = REGISTER.match("示例县教育局", "A01.xlsx")
    assert (match.unit, match.proposed) == (None, (RIVER, EDUCATION))


def test_a_code_and_a_name_that_nobody_has_decide_nothing_either():
    match = REGISTER.match("示例县古阳镇人民政府", "A01-报送稿.xlsx")
    assert (match.unit, match.coded, match.proposed[0]) == (None, RIVER, RIVER)


def test_a_date_is_no_code():
    numbered = Register((Unit("示例县清河镇人民政府", code="2"), Unit("示例县教育局", code="12")))
    assert numbered.match("", "2月3日古阳镇报来.xlsx").unit is None
    assert numbered.match("", "12.30报送稿.xlsx").unit is None


def test_codes_that_the_register_accepts_are_found_again():
    codes = ("01", "01-02", "1.2", "乡-1", "x y")
    units = tuple(Unit(f"第{number}单位", code=code) for number, code in enumerate(codes))
    coded = Register(units)
    for unit in units:
        assert coded.match("", f"{unit.code}-{unit.name}2025年填报.xlsx")[:2] == (unit, How.CODE)
        assert coded.match("", f"{unit.code}.xlsx")[:2] == (unit, How.CODE)


@pytest.mark.parametrize("code", ["A/1", "1:2", "x" * 60, "a*"])
def test_a_code_that_no_file_name_can_begin_with_is_refused(code):
    with pytest.raises(UsageError, match="写不进文件名"):
        Register((Unit("示例县教育局", code=code),))


def test_brackets_of_either_width_and_a_former_name_are_the_unit():
    both = Unit("示例县教育局（体育局）", former=("示例县文教局",))
    register = Register((both,))
    assert register.match("示例县教育局(体育局)", "年报.xlsx")[:2] == (both, How.NAME)
    assert register.match("示例县文教局", "年报.xlsx")[:2] == (both, How.ALIAS)


def test_what_the_officer_confirmed_outweighs_code_and_name():
    match = REGISTER.match("示例县教育局", "A01.xlsx", confirmed="示例县青山镇人民政府")
    assert match[:2] == (HILL, How.CONFIRMED)


def test_a_confirmed_name_that_is_in_no_register_decides_nothing():
    match = REGISTER.match("示例县教育局", "B01.xlsx", confirmed="清河镇政府")
    assert (match.unit, match.proposed) == (None, (RIVER,))


def test_one_name_for_two_units_is_refused():
    with pytest.raises(UsageError, match="清河镇"):
        Register((RIVER, Unit("清河镇")))


def test_units_a_text_resembles_equally_keep_their_order_in_every_process():
    code = (
        "from xlsheets.county.register import Register, Unit;"
        "r = Register(tuple(Unit(f'示例{n}乡人民政府') for n in range(5)));"
        "print([r.match(f'示例{n}乡人民政府', 'a').proposed for n in range(10, 20)])"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
        ).stdout
        for seed in range(8)
    }
    assert len(found) == 1
