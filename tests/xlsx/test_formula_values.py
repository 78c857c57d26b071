"""What formulas compute, and that nothing is said of what programs may compute differently."""

from __future__ import annotations

import io
from contextlib import suppress
from decimal import Decimal

import pytest
import xlsxwriter

from tests.tools.steps import calls
from xlsheets.basics.addresses import place_of
from xlsheets.ooxml.contents import open_package
from xlsheets.ooxml.identify import parts_of
from xlsheets.xlsx.formula_functions import UnknownValueError
from xlsheets.xlsx.formula_parser import CellError
from xlsheets.xlsx.formula_values import Calculation
from xlsheets.xlsx.workbook import Workbook

SHEET, OTHER = "表", "乡'镇 2"
CELLS = {"A1": 3, "A2": 0.1, "A3": 0.2, "A4": "甲", "A5": "12件", "A7": True, "A8": -7, "A9": "a"}


def calculation(formulas: dict[str, str]) -> Calculation:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet, other = book.add_worksheet(SHEET), book.add_worksheet(OTHER)
    for address, value in CELLS.items():
        sheet.write(address, value)
        other.write(address, value)
    for address, formula in formulas.items():
        sheet.write_formula(address, f"={formula}")
    book.define_name("figures", f"={SHEET}!$A$1:$A$4")
    book.define_name("one", f"={SHEET}!$A$1")
    book.close()
    return Calculation(Workbook(open_package(parts_of(stream.getvalue()))))


def value(formula: str) -> object:
    return calculation({"F1": formula}).value(SHEET, place_of("F1"))


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("1+2*3-4/2", 5),
        ("2^1", None),
        ("2*-3", -6),
        ("50%", Decimal("0.5")),
        ("1/3", Decimal("0.333333333333333")),
        ("(1+2)*3", 9),
        ("A6", 0),
        ("A4", "甲"),
        ("A2+A3", Decimal("0.3")),
        ("SUM(A1:A9)", Decimal("-3.7")),
        ("SUM(A1,A8,5)", 1),
        ("SUM(figures)", Decimal("3.3")),
        ("SUM('乡''镇 2'!A1:A3)", Decimal("3.3")),
        ("SUM($A$1:A$3)", Decimal("3.3")),
        ("COUNT(A1:A9)", 4),
        ("COUNTA(A1:A9)", 8),
        ("COUNTBLANK(A1:A9)", 1),
        ("COUNTBLANK(A6)", 1),
        ('IF(A1>2,"多","少")', "多"),
        ('IF(A1="","空",one&"")', "3"),
        ('IF(A6="","空","不空")', "空"),
        ("A6=0", True),
        ("A4=\"甲\"", True),
        ('A9="A"', True),
        ('A1="3"', False),
        ("A1<>3", False),
        ("A7=1", False),
        ("IF(A7,1,2)", 1),
        ('A1&"件"&A2', "3件0.1"),
        ('"“"&A4&"”"', "“甲”"),
        ('"a""b"', 'a"b'),
        ("LEN(A4)", 1),
        ("LEN(\"𠮷\")", 2),
        ("LEN(A1*100)", 3),
        ("ROUND(2.5,0)", 3),
        ("ROUND(-2.5,0)", -3),
        ("ROUND(A2+A3,6)", Decimal("0.3")),
        ("ROUND(1234,-2)", 1200),
        ("INT(-0.5)", -1),
        ("INT(7.9)", 7),
        ("MOD(-7,3)", 2),
        ("MOD(7,-3)", -2),
        ("MOD(7.5,2)", Decimal("1.5")),
        ('MID("甲乙丙",2,1)', "乙"),
        ('MID("甲乙丙",9,1)', ""),
        ('REPT("■",3)', "■■■"),
        ('HYPERLINK("#表!A1","转到")', "转到"),
        ("SUMPRODUCT(LEN(A4:A6))", 4),
        ('SUMPRODUCT(--(A4:A9="甲"))', 1),
        ('SUMPRODUCT((A1:A3>0)*(LEN(A1:A3)>1))', 2),
        ("SUMPRODUCT(A1:A2,{2;3})", Decimal("6.3")),
        ("SUMPRODUCT(MOD(A1:A2,2)*{1;10})", 2),
        ('SUMIF(A4:A6,"甲",A1:A3)', 3),
        ("IFERROR(1/0,9)", 9),
        ("IFERROR(A1,9)", 3),
        ("1/0", CellError("#DIV/0!")),
        ("A4*2", CellError("#VALUE!")),
        ("SUM(1/0,1)", CellError("#DIV/0!")),
        ("SUM(F2)", CellError("#REF!")),
        ("#REF!+1", CellError("#REF!")),
        ("COUNT(F2)", 0),
    ],
)  # fmt: skip
def test_a_formula_computes_what_a_sheet_computes(formula, expected):
    found = calculation({"F1": formula, "F2": "#REF!"})
    if expected is None:
        with pytest.raises(UnknownValueError):
            found.value(SHEET, place_of("F1"))
    else:
        assert found.value(SHEET, place_of("F1")) == expected


@pytest.mark.parametrize(
    "formula",
    [
        "VLOOKUP(1,A1:A3,1)", "TODAY()", "A5*2", 'A9>"B"', "A1:A3*2", "A1:A3", "LEN(A1:A3)",
        "SUM((A1,A2))", "SUM(A:A)", "missing+1", "没有!A1", "1E+14*1000", '""&1E+20', '""&0.00001',
        "SUM(A1:XFD1048576)", "1E+999", "{1,2}", "SUMPRODUCT(A1:A2,A1:A3)", 'SUMIF(A1:A3,">1",A1:A3)',
        "F1+1", "F3", "IF(A4,1,2)", "IF(TRUE)", "+\"1\"", "SUM(\"3\")", "1 2", "(1", "",
    ],
)  # fmt: skip
def test_nothing_is_said_of_what_is_not_known_for_certain(formula):
    found = calculation({"F1": formula or '""+1', "F3": "F4", "F4": "F3"})
    with pytest.raises(UnknownValueError):
        found.value(SHEET, place_of("F1"))


@pytest.mark.parametrize(
    "formula",
    [
        "(" * 3000 + "1" + ")" * 3000,
        "+".join(["A1"] * 2_500),
        "-" * 5_000 + "1",
        "SUM(" * 60 + "1" + ")" * 60,
    ],
)
def test_an_absurd_formula_ends_soon(formula):
    def calculated() -> None:
        found = calculation({"F1": formula})
        with suppress(UnknownValueError):
            assert found.value(SHEET, place_of("F1")) in (1, 7500)

    assert calls(calculated) < 200_000


def test_a_long_chain_of_formulas_ends_soon():
    chain = {f"F{row}": f"F{row + 1}+1" for row in range(1, 3000)}
    found = calculation(chain)
    for row in (1, 2999):
        try:
            assert found.value(SHEET, place_of(f"F{row}")) == 3000 - row
        except UnknownValueError:
            assert row == 1


def test_what_a_formula_rests_on_is_followed_through_other_formulas():
    found = calculation({"F1": "F2+1", "F2": "SUM(A1:A3)", "F3": "A9", "F4": "VLOOKUP(A8,A1:A2,1)"})
    edited = {(SHEET, place_of("A2"))}
    assert found.resting_on(edited) == {(SHEET, place_of(cell)) for cell in ("F1", "F2", "F4")}


@pytest.mark.parametrize("unclear", ["INDIRECT(B1)", "A1:", "没有的表!A1", "NO_SUCH_NAME"])
def test_what_is_not_clear_may_rest_on_any_cell(unclear):
    found = calculation({"F1": unclear, "F2": "F1+1", "F3": "A9"})
    assert found.resting_on({(SHEET, place_of("A2"))}) == {
        (SHEET, place_of(cell)) for cell in ("F1", "F2")
    }


def test_formulas_that_read_alike_are_each_computed_for_their_own_cell():
    """Even when what looks like an address in them is a text, a part of a name or a fixed one."""
    formulas = {
        "B1": 'A1&"A1"',
        "B2": 'A2&"A2"',
        "C1": "$A$1+a1",
        "C2": "$A$1+a1",
        "C3": "$A$1+A2",
        "D2": "SUM(A$1:A2)",
        "E2": "SUM(A$1:A1)",
    }
    found = calculation(formulas)
    values = {cell: found.value(SHEET, place_of(cell)) for cell in formulas}
    assert values == {
        "B1": "3A1",
        "B2": "0.1A2",
        "C1": 6,
        "C2": 6,
        "C3": Decimal("3.1"),
        "D2": Decimal("3.1"),
        "E2": 3,
    }
