"""The sheet 问题 in a copy sent back: every finding, links that lead there, one sheet however often it is written."""

import io
from pathlib import Path

import openpyxl
import pytest

from tests.tools import office, validator
from tests.tools.make import report
from xlsheets.basics.numbers import Oddity
from xlsheets.report import Report
from xlsheets.report.findings import Finding, Severity
from xlsheets.workbook.editing.annotate import annotate
from xlsheets.workbook.layout import FINDING_COLUMNS, PANEL, Layout
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workbook.template import write_workbook
from xlsheets.workflows import one_report
from xlsheets.workflows.repair import repair

FAULTY = report(
    {"req.received.business": 2, "pro1.normative.issued": 3, "rem.cases.review_upheld": None}
)
SENT = write_workbook(FAULTY)
REASON = FINDING_COLUMNS.index("说明理由")


def findings_of(source: bytes) -> tuple[Report, list[Finding]]:
    read = read_workbook(source, "示例.xlsx")
    return read, one_report.validate(read)


def marked(source: bytes) -> bytes:
    read, findings = findings_of(source)
    return annotate(source, findings, read.places, "示例县教育局2025年报告")


def opened(source: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(source))


def saved(book: openpyxl.Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def listed(source: bytes, name: str = "问题") -> list[dict[str, object]]:
    """Return the rows of the sheet by heading, cells and not values."""
    head, *rows = opened(source)[name].iter_rows(min_row=3)
    return [dict(zip([cell.value for cell in head], row, strict=True)) for row in rows]


BACK = marked(SENT)


def test_every_finding_is_listed_in_order_in_words():
    _, findings = findings_of(SENT)
    rows = listed(BACK)
    assert {finding.severity for finding in findings} >= {Severity.ERROR, Severity.CONFIRM}
    assert [(row["规则"].value, row["类别"].value) for row in rows] == [
        (finding.code, finding.severity.label) for finding in findings
    ]
    assert [row["问题"].value for row in rows] == [finding.message for finding in findings]
    assert [row["序号"].value for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    assert any(row["应当是"].value for row in rows)


def test_the_links_lead_to_the_cells():
    _, findings = findings_of(SENT)
    for row, finding in zip(listed(BACK), findings, strict=True):
        link = row["单元格"].hyperlink
        assert (link.location if link else "") == (
            f"'{finding.sheet}'!{finding.cell.partition(',')[0]}" if finding.cell else ""
        )


def test_it_says_where_the_reason_is_typed_and_reads_what_was_typed():
    _, findings = findings_of(SENT)
    book = opened(BACK)
    rows = [row for row in listed(BACK) if row["类别"].value == "核实性"]
    assert rows
    for row in rows:
        sheet, cell = row["理由写在哪里"].hyperlink.location.replace("'", "").split("!")
        book[sheet][cell].value = f"理由{row['规则'].value}"
    again = saved(book)
    _, found = findings_of(again)
    doubts = [finding for finding in found if finding.severity is Severity.CONFIRM]
    assert [doubt.reason for doubt in doubts] == [f"理由{finding.code}" for finding in doubts]
    assert len(found) == len(findings)
    third = marked(again)
    said = [row["理由写在哪里"].value for row in listed(third) if row["类别"].value == "核实性"]
    assert said == [f"已写：理由{finding.code}" for finding in doubts]
    assert [finding.reason for finding in findings_of(third)[1]] == [
        finding.reason for finding in found
    ]


def test_the_workbook_opens_on_it_and_prints_it_on_wide_pages():
    book = opened(BACK)
    sheet = book["问题"]
    assert (book.sheetnames[0], book.active.title) == ("问题", "问题")
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == ["问题"]
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.freeze_panes == "A4"


def test_what_belongs_to_single_sheets_still_does():
    for back in (BACK, marked(BACK)):
        before, after = opened(SENT), opened(back)
        for sheet in before:
            if sheet.title != PANEL:  # which is printed down to the last finding
                assert after[sheet.title].print_area == sheet.print_area
            assert after[sheet.title].print_title_rows == sheet.print_title_rows


def test_it_is_no_added_sheet_and_does_no_harm_when_it_comes_back():
    sent, _ = findings_of(SENT)
    back, _ = findings_of(BACK)
    assert not list(back.observed(Oddity.ADDED_SHEET))
    assert back == sent


def test_the_next_run_replaces_it_and_the_last_takes_it_away():
    read, findings = findings_of(BACK)
    fewer = annotate(BACK, findings[:1], read.places)
    assert opened(fewer).sheetnames == opened(BACK).sheetnames
    assert len(listed(fewer)) == 1
    cleared = opened(annotate(fewer, [], read.places))
    assert cleared.sheetnames == opened(SENT).sheetnames
    assert "xlsheets_problems" not in cleared.defined_names
    assert cleared.active.title == cleared.sheetnames[0]


def test_it_is_replaced_though_somebody_renamed_moved_and_saved_it():
    book = opened(BACK)
    book["问题"].title = "给小张看"
    book.move_sheet("给小张看", 4)
    book.defined_names["xlsheets_problems"].attr_text = "'给小张看'!$A$1"
    book["给小张看"]["K1"] = "=1+1"
    again = marked(saved(book))
    assert opened(again).sheetnames == opened(BACK).sheetnames
    assert [row["规则"].value for row in listed(again)] == [
        row["规则"].value for row in listed(BACK)
    ]


def test_a_sheet_of_the_clerks_own_that_is_called_so_stays():
    book = opened(SENT)
    book.create_sheet("问题")["A1"] = "我自己记的"
    back = marked(saved(book))
    assert opened(back).sheetnames[0] == "问题2"
    assert opened(back)["问题"]["A1"].value == "我自己记的"
    read, _ = findings_of(back)
    assert [observation.text for observation in read.observed(Oddity.ADDED_SHEET)] == ["问题"]
    cleared = opened(annotate(back, [], read.places))
    assert cleared["问题"]["A1"].value == "我自己记的"


def test_without_the_list_it_says_that_reasons_have_no_place():
    book = opened(SENT)
    del book[PANEL], book.defined_names["findings"]
    back = marked(saved(book))
    doubts = [row for row in listed(back) if row["类别"].value == "核实性"]
    assert doubts
    assert all("修复好的工作簿" in row["理由写在哪里"].value for row in doubts)


def test_it_lists_what_has_no_room_on_the_check_sheet():
    read, findings = findings_of(SENT)
    doubt = next(finding for finding in findings if finding.severity is Severity.CONFIRM)
    many = [*[finding for finding in findings if finding.blocking] * 400, doubt]
    back = annotate(SENT, many, read.places)
    rows = listed(back)
    assert len(rows) == len(many)
    assert "清单放不下" in rows[-1]["理由写在哪里"].value


def test_the_row_it_names_is_the_row_of_the_finding():
    _, findings = findings_of(SENT)
    first = int(Layout(FAULTY.edition).findings.cell.partition(":")[0][1:])
    panel = opened(BACK)[PANEL]
    for row, finding in zip(listed(BACK), findings, strict=True):
        link = row["理由写在哪里"].hyperlink
        if link:
            place = panel[link.location.rpartition("!")[2]]
            assert place.column == REASON + 1
            assert place.row >= first
            assert panel.cell(place.row, len(FINDING_COLUMNS)).value == finding.fingerprint


def test_repair_drops_it_without_a_word():
    fixed, plain = repair(BACK, "x.xlsx"), repair(SENT, "x.xlsx")
    assert "问题" not in opened(fixed.content).sheetnames
    assert fixed.left == plain.left


@pytest.mark.validator
def test_it_is_valid_open_xml(tmp_path: Path):
    read, findings = findings_of(SENT)
    copies = {"once": BACK, "twice": marked(BACK), "cleared": annotate(BACK, [], read.places)}
    copies["many"] = annotate(SENT, findings * 200, read.places)
    for name, content in copies.items():
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(content)
        assert validator.errors(path) == [], name


@pytest.mark.office
def test_it_survives_libreoffice_and_is_still_replaced(tmp_path: Path):
    path = tmp_path / "back.xlsx"
    path.write_bytes(BACK)
    (again,) = office.convert(path, "xlsx:Calc MS Excel 2007 XML", tmp_path / "out")
    content = again.read_bytes()
    assert opened(content).sheetnames[0] == "问题"
    assert read_workbook(content, "x").figures == FAULTY.figures
    assert not list(read_workbook(content, "x").observed(Oddity.ADDED_SHEET))
    assert opened(marked(content)).sheetnames == opened(BACK).sheetnames
