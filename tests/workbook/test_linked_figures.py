"""Formulas in cells to be filled in: from the unit's own sheets and case log they are read, from anywhere else told of."""

from __future__ import annotations

import io
from functools import cache

import openpyxl
import pytest

from tests.tools.make import EDITION, report
from tests.tools.parts import unzipped, zipped
from xlsheets.basics.addresses import Spot
from xlsheets.basics.numbers import Oddity
from xlsheets.report import Report
from xlsheets.schema import Cell
from xlsheets.workbook.layout import Layout
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workflows import one_report

CELL = Cell("req", "received", "business")
SPOT = Layout(EDITION).places[str(CELL)]
LINK = "xl/externalLinks/externalLink1.xml"


PLACEHOLDER = "1+987654"


@cache
def parts_with(where: Spot) -> dict[str, bytes]:
    """Return a workbook with a sheet 台账 of its own, and a formula in a cell."""
    book = openpyxl.load_workbook(io.BytesIO(one_report.workbook(report())))
    own = book.create_sheet("台账")
    for row, kind in enumerate(("企业", "企业", "个人"), 1):
        own.append([row, kind])
    book[where.sheet][where.cell] = f"={PLACEHOLDER}"
    stream = io.BytesIO()
    book.save(stream)
    return unzipped(stream.getvalue())


def fed(formula: str, shown: str, linked: str = "", where: Spot = SPOT) -> Report:
    """Read a workbook with this formula in a cell, what a program last stored beside it, and a link to a file."""
    blank = f"<f>{PLACEHOLDER}</f><v></v>".encode()
    filled = f"<f>{formula}</f><v>{shown}</v>".encode("ascii", "xmlcharrefreplace")
    parts = {name: part.replace(blank, filled) for name, part in parts_with(where).items()}
    if linked:
        relation = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
            ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"'
            f' Target="{linked}" TargetMode="External"/></Relationships>'
        )
        parts[LINK] = b"<externalLink/>"
        parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = relation.encode()
    return read_workbook(zipped(parts), "填报.xlsx")


def codes(read: Report) -> list[str]:
    return sorted(
        f"{found.code} {found.severity.label}"
        for found in one_report.validate(read)
        if found.code in ("C101", "C113", "C117", "F210", "F211")
    )


@pytest.mark.parametrize("formula", ['COUNTIF(台账!B1:B3,"企业")', "台账!A2", "SUM(台账!A1:A1)+1"])
def test_the_result_of_a_formula_from_an_own_sheet_is_read_and_said(formula):
    read = fed(formula, "2")
    assert read.figures[CELL] == 2
    assert codes(read) == ["C117 提示性", "F211 提示性"]
    (sheet,) = (found for found in one_report.validate(read) if found.code == "F211")
    assert f"“{SPOT.sheet}!{SPOT.cell}”的公式用到它" in sheet.message


def test_a_result_that_was_not_computed_again_is_not_read():
    read = fed("台账!A2", "7")
    assert CELL not in read.figures
    assert codes(read) == ["C113 强制性", "F211 提示性"]


@pytest.mark.parametrize(
    "formula", ["1+2", "台账!A2+D7", "D7", "没有!A1", "台账!A2+名称", "[1]三张表!C5", "FOO(台账!A2"]
)
def test_any_other_formula_is_told_of_as_before(formula):
    read = fed(formula, "2")
    assert list(read.observed(Oddity.LINKED)) == []
    assert CELL not in read.figures


@pytest.mark.parametrize(
    "formula", ["[1]三张表!$C$5", "'[1]三张表'!C5", "[1]三张表!C5+[1]三张表!C6"]
)
def test_the_own_case_log_is_a_source_and_another_file_is_none(formula):
    read = fed(formula, "2", "file:///C:/%E7%99%BB%E8%AE%B0%E7%B0%BF2025.xlsx")
    assert read.figures[CELL] == 2
    assert codes(read) == ["C117 提示性", "F210 提示性", "F211 提示性"]
    other = fed(formula, "2", "汇总.xlsx")
    assert CELL not in other.figures
    assert codes(other) == ["C113 强制性", "F210 核实性", "F211 提示性"]


def test_a_fact_may_come_from_an_own_sheet_too():
    spot = Layout(EDITION).places["fact.late_replies"]
    read = fed("台账!A2", "2", where=spot)
    assert read.facts["late_replies"] == 2
    assert "C117 提示性" in codes(read)
