"""The one sentence at the top of 校验, as it stands after each step of a clerk and of the program."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest

import xlsheets as xs
from tests.tools import validator
from tests.tools.make import report
from xlsheets.basics.addresses import Spot
from xlsheets.report.checkcode import check_code
from xlsheets.report.findings import Severity
from xlsheets.workbook.editing.annotate import annotate
from xlsheets.workbook.editing.finding_list import Checked, list_findings
from xlsheets.workbook.editing.patch import patch_workbook
from xlsheets.workbook.layout import CHECKS_SHEET, FINDINGS_TOP, PANEL, STAMP, Layout, typed_name
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workflows import samples
from xlsheets.workflows.one_report import workbook

LAYOUT = Layout(xs.newest())
WHOLE = Checked(whole=True, time="2026-01-20 10:35")
FIRST = FINDINGS_TOP + 1
# A figure that no sum rests on.
OTHER = LAYOUT.numbers[xs.newest().named.documents[-1].in_force]


def _opened(source: bytes, *, values: bool = True) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(source), data_only=values)


def _said(source: bytes) -> str:
    return str(_opened(source)[PANEL]["A2"].value)


def _checked(source: bytes, check: Checked = WHOLE) -> bytes:
    found = read_workbook(source, "示例乡.xlsx")
    return list_findings(source, xs.validate(found), found.places, check=check)


@pytest.fixture(scope="module")
def sound() -> bytes:
    return workbook(samples.sound())


def test_a_sound_workbook_goes_from_unchecked_to_checked_to_outdated(sound):
    assert _said(sound) == "… 填齐了，还没有用程序校验"
    checked = _checked(sound)
    code = check_code(read_workbook(sound, ""))
    assert _said(checked) == f"✓ 校验过，没有问题（2026-01-20 10:35，校对码 {code}）"
    changed = patch_workbook(checked, {OTHER: 7})
    assert _said(changed) == "… 校验以后数字改过，请再校验一次"


def test_what_was_asked_only_in_part_does_not_count_as_checked(sound):
    assert _said(_checked(sound, Checked(whole=False))) == "… 填齐了，还没有用程序校验"


def test_without_a_time_only_the_code_is_told(sound):
    found = read_workbook(sound, "")
    assert _said(annotate(sound, [], found.places)).startswith("✓ 校验过，没有问题（校对码 ")


def test_no_tick_while_a_mandatory_finding_stands(sound):
    found = read_workbook(sound, "")
    [finding, *_] = [one for one in xs.validate(samples.faulty()) if one.severity is Severity.ERROR]
    marked = list_findings(sound, [finding], found.places, check=WHOLE)
    assert _said(marked) == "还差 1 项 → 点这里"
    changed = patch_workbook(marked, {OTHER: 7})
    assert _said(changed).startswith("还差 1 项 → 点这里（校验以后数字改过")


def test_a_reason_settles_a_doubt(sound):
    found = read_workbook(sound, "")
    [doubt, *_] = [one for one in xs.validate(samples.faulty()) if one.severity is Severity.CONFIRM]
    marked = list_findings(sound, [doubt], found.places, check=WHOLE)
    assert _said(marked) == "还差 1 项 → 点这里"
    explained = patch_workbook(marked, {Spot(PANEL, f"G{FIRST}"): "台账如此"})
    assert _said(explained).startswith("✓ 校验过")


@pytest.mark.parametrize(
    ("text", "begins"),
    [("【请写明收费情况】", "还差 1 项"), ("没有其他需要报告的事项。", "… 填齐了")],
)
def test_brackets_that_wait_for_the_clerk_are_counted(sound, text, begins):
    spot = LAYOUT.prose["other_matters"][2]
    changed = patch_workbook(sound, {spot: text})
    assert _said(changed).startswith(begins)
    told = _opened(changed)[spot.sheet]["A3"].value
    assert told.endswith("　… 有 1 段里有【】没有写好") == ("【" in text)


def test_headings_in_brackets_which_the_program_let_pass_are_not_counted(sound):
    spot = LAYOUT.prose["other_matters"][2]
    changed = patch_workbook(sound, {spot: "【平台建设】没有需要报告的事项。"})
    found = read_workbook(changed, "")
    assert _said(changed).startswith("还差 1 项")
    assert _said(list_findings(changed, [], found.places, check=WHOLE)).startswith("✓ 校验过")


def test_one_wrong_column_is_one_thing_to_do():
    wrong = workbook(report({"req.received.business": 3, "req.granted.business": 2}))
    sheet = _opened(wrong)[CHECKS_SHEET]
    assert [row[5].value for row in sheet["A16:G60"] if str(row[5].value).startswith("✗")] == [
        "✗ 收进来的比办出去的多 1 件，多半在本列的结转"
    ]
    # What the verdict leads to first among the parts: texts are not written yet in this one.
    assert _opened(wrong)[STAMP]["F7"].value == 1 + sum(
        str(row[2].value).startswith("…") for row in sheet["A4:C11"]
    )


def test_every_finding_is_a_link_and_the_workbook_opens_at_them():
    faulty = workbook(samples.faulty())
    marked = _checked(faulty)
    book, values = _opened(marked, values=False), _opened(marked)
    assert book.active.title == PANEL
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == [PANEL]
    findings = xs.validate(read_workbook(faulty, ""))
    for row, finding in enumerate(findings, FIRST):
        assert str(book[PANEL][f"D{row}"].value).startswith("=IF(")
        shown, target = values[PANEL][f"D{row}"].value, values[PANEL][f"I{row}"].value
        assert shown.startswith(finding.sheet)
        assert target.startswith(f"'{finding.sheet}'!")
    hidden = [key for key, column in book[PANEL].column_dimensions.items() if column.hidden]
    assert hidden == ["H"]
    assert book[PANEL].print_area == f"'{PANEL}'!$A$1:$G${FIRST + len(findings) - 1}"
    cleared = list_findings(marked, [], read_workbook(marked, "").places, check=WHOLE)
    assert _opened(cleared)[PANEL][f"D{FIRST}"].value in ("", None)


@pytest.mark.validator
def test_microsofts_validator_finds_no_error_in_a_marked_workbook(tmp_path):
    path = tmp_path / "标记.xlsx"
    path.write_bytes(_checked(workbook(samples.faulty())))
    assert validator.errors(path) == []


def test_only_the_names_a_clerk_picks_are_shown(sound):
    names = _opened(sound).defined_names
    shown = [name for name, defined in names.items() if not defined.hidden]
    assert sorted(shown) == sorted(typed_name(table) for table in xs.newest().tables)
    assert len(names) > len(xs.newest().cells)


def test_a_list_of_an_earlier_version_is_written_as_it_was(sound):
    """Eight columns, no links, no note of the check: what that workbook cannot hold is left out."""
    book = _opened(sound, values=False)
    area = LAYOUT.findings.cell.replace("J", "H")
    first, last = area.split(":")
    book.defined_names[
        "findings"
    ].attr_text = f"{PANEL}!${first[0]}${first[1:]}:${last[0]}${last[1:]}"
    for row in book[PANEL][area]:
        row[3].value = None
    del book.defined_names["xlsheets_checked"], book.defined_names["xlsheets_checkcode"]
    stored = io.BytesIO()
    book.save(stored)
    found = read_workbook(stored.getvalue(), "")
    findings = xs.validate(samples.faulty())
    sheet = _opened(list_findings(stored.getvalue(), findings, found.places, check=WHOLE))[PANEL]
    assert "!" in sheet[f"D{FIRST}"].value
    assert [sheet[f"{column}{FIRST}"].value for column in "IJ"] == [None, None]


def test_a_repaired_workbook_keeps_its_reasons_where_the_list_stands_now(sound):
    given = replace(samples.sound(), reasons={"1a2b3c4d": "上年漏报一件。"})
    assert read_workbook(workbook(given), "").reasons == given.reasons
    with zipfile.ZipFile(io.BytesIO(sound)) as archive:
        assert b"xlsheets_checked" in archive.read("xl/workbook.xml")
