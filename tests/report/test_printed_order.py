"""Findings of one weight stand as a reader meets the cells: sheet, row, column, never by an internal key."""

import random

from tests.tools.make import report
from xlsheets.report.findings import Finding, Severity, order
from xlsheets.workflows import one_report

PLACES = (
    ("", ""),
    ("基本信息", "B4"),
    ("一、总体情况", "B5"),
    ("二、主动公开", "C9"),
    ("二、主动公开", "B10"),
    ("三、申请办理", "E8"),
    ("三、申请办理", "D9:E10,D30"),
    ("三、申请办理", "E9"),
    ("四、复议诉讼", "A1"),
    ("六、其他事项", "B5"),
    ("基础数据", "B2"),
)


def finding(number: int, sheet: str, cell: str, severity=Severity.ERROR) -> Finding:
    places = ("profile.unit",) if sheet == "基本信息" else (f"x{100 - number}",)
    code = f"S{900 - number}"
    return Finding(
        code=code, severity=severity, message="。", places=places, sheet=sheet, cell=cell
    )


def test_findings_stand_in_the_order_of_sheets_rows_and_columns():
    expected = [finding(number, *place) for number, place in enumerate(PLACES)]
    for seed in range(5):
        shuffled = random.Random(seed).sample(expected, len(expected))
        assert order(shuffled) == expected


def test_what_weighs_more_comes_first():
    hint = finding(0, "一、总体情况", "B5", Severity.HINT)
    error = finding(1, "六、其他事项", "B5")
    assert order([hint, error]) == [error, hint]


def test_the_findings_of_a_report_follow_its_pages():
    typed = report().edition.typed_cells
    held = report({str(cell): None for cell in (typed[0], typed[30], typed[-1])}, narrative={})
    errors = [found for found in one_report.validate(held) if found.blocking]
    sheets = [error.sheet for error in errors]
    assert len(errors) > 1
    assert sheets == sorted(sheets, key=lambda name: "一二三四五六".find(name[:1]))
