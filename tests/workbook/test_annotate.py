"""Copies sent back: marked where something was found, otherwise the clerk's own file; marks do not pile up."""

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from tests.tools import office, validator
from tests.tools.make import EDITION, report
from tests.tools.parts import zipped
from xlsheets.basics.addresses import Spot
from xlsheets.report import Report
from xlsheets.report.findings import Finding, Severity
from xlsheets.schema import Cell
from xlsheets.workbook.editing.annotate import annotate, notes_of
from xlsheets.workbook.editing.comments import AUTHOR, put_notes
from xlsheets.workbook.layout import FINDINGS_TOP, Layout
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workbook.template import write_workbook
from xlsheets.workflows import one_report

FAULTY = report(
    {"req.received.business": 2, "pro5.licensing.decisions": None, "rem.cases.review_upheld": None}
)
LICENSING = Layout(EDITION).numbers[Cell("pro5", "licensing", "decisions")]
CLEAN = write_workbook(report())


def findings_of(source: bytes) -> tuple[Report, list[Finding]]:
    read = read_workbook(source, "示例.xlsx")
    return read, one_report.validate(read)


def marked(source: bytes) -> bytes:
    read, findings = findings_of(source)
    return annotate(source, findings, read.places)


def comments(source: bytes) -> dict[str, Comment]:
    """Return the comments as another library reads them, by address."""
    book = openpyxl.load_workbook(io.BytesIO(source))
    return {
        f"{sheet.title}!{cell.coordinate}": cell.comment
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def parts(source: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(source)) as package:
        return {name: package.read(name) for name in package.namelist()}


SENT = write_workbook(FAULTY)
BACK = marked(SENT)


def test_every_cell_with_a_finding_has_its_note():
    _, findings = findings_of(SENT)
    notes = {str(spot): text for spot, text in notes_of(findings).items()}
    assert notes
    assert {place: comment.text for place, comment in comments(BACK).items()} == notes
    assert {comment.author for comment in comments(BACK).values()} == {AUTHOR}


def test_a_note_says_what_is_wrong_and_what_to_do():
    note = comments(BACK)[str(LICENSING)].text
    assert note.startswith("【强制性 C101】")
    assert "怎么办：" in note


def test_a_note_says_once_what_several_findings_ask_for():
    one, other, last = (
        Finding(
            code=f"N30{number}",
            severity=Severity.CONFIRM,
            message=f"第{number}处对不上。",
            hint=hint,
            sheet="一、总体情况",
            cell="B7",
        )
        for number, hint in enumerate(("请核对台账。", "请核对台账。", "请改正标点。"), 1)
    )
    [note] = notes_of([one, other, last]).values()
    assert note == (
        "【核实性 N301】第1处对不上。\n\n【核实性 N302】第2处对不上。\n怎么办：请核对台账。"
        "\n\n【核实性 N303】第3处对不上。\n怎么办：请改正标点。"
    )


def test_the_list_on_the_check_sheet_names_the_findings():
    sheet = openpyxl.load_workbook(io.BytesIO(BACK))["校验"]
    column = [
        str(row[0].value)
        for row in sheet.iter_rows(min_row=FINDINGS_TOP + 1, max_row=FINDINGS_TOP + 10)
    ]
    assert "C101" in column


def test_the_inputs_are_those_that_were_sent():
    sent, back = read_workbook(SENT, "x"), read_workbook(BACK, "x")
    for part in ("profile", "figures", "narrative", "facts", "drafted", "observations", "places"):
        assert getattr(back, part) == getattr(sent, part), part


def test_what_is_said_of_the_copy_is_what_was_said_of_the_file():
    assert findings_of(BACK)[1] == findings_of(SENT)[1]


def test_marking_a_marked_copy_again_changes_nothing():
    assert parts(marked(BACK)) == parts(BACK)


def test_the_same_file_gives_the_same_bytes():
    assert marked(SENT) == BACK


def test_the_next_run_takes_the_marks_away():
    read = read_workbook(BACK, "x")
    cleared = annotate(BACK, [], read.places)
    assert comments(cleared) == {}
    sheet = openpyxl.load_workbook(io.BytesIO(cleared))["校验"]
    assert {
        row[0].value for row in sheet.iter_rows(min_row=FINDINGS_TOP + 1, max_row=FINDINGS_TOP + 10)
    } <= {None, ""}


def test_a_clean_file_without_marks_gets_no_new_part():
    read = read_workbook(CLEAN, "x")
    assert set(parts(annotate(CLEAN, [], read.places))) == set(parts(CLEAN))


def test_sheets_without_a_finding_are_taken_over_byte_for_byte():
    before, after = parts(SENT), parts(BACK)
    touched = {name for name in before if before[name] != after[name]}
    book = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "[Content_Types].xml")
    assert all(name.startswith("xl/worksheets/") or name in book for name in touched)
    assert len(touched) < len([name for name in before if name.startswith("xl/worksheets/")])


def numbers_of_boxes(source: bytes) -> dict[str, tuple[set[int], list[int]]]:
    """Return the blocks each drawing of notes reserves, and the numbers of its boxes."""
    return {
        name: (
            {
                int(number)
                for data in re.findall(rb'idmap[^>]*data="([^"]*)"', part)
                for number in data.split(b",")
            },
            [int(number) for number in re.findall(rb'<v:shape [^>]*id="_x0000_s(\d+)"', part)],
        )
        for name, part in parts(source).items()
        if name.endswith(".vml")
    }


def assert_distinct(source: bytes) -> None:
    found = numbers_of_boxes(source).values()
    blocks = [block for reserved, _ in found for block in reserved]
    numbers = [number for _, boxes in found for number in boxes]
    assert len(set(blocks)) == len(blocks)
    assert len(set(numbers)) == len(numbers)
    assert all({number // 1024 for number in boxes} <= reserved for reserved, boxes in found)


def test_the_boxes_of_all_sheets_have_numbers_of_their_own():
    assert len(numbers_of_boxes(BACK)) > 2
    assert_distinct(BACK)
    assert_distinct(marked(BACK))


def test_more_boxes_than_a_block_has_numbers_take_another_block():
    spots = [Spot(LICENSING.sheet, f"{letter}{row}") for letter in "AB" for row in range(1, 900)]
    spots += [Spot("三、申请办理", f"A{row}") for row in range(1, 9)]
    source = put_notes(CLEAN, dict.fromkeys(spots, "【提示性 T001】"))
    assert sorted(len(boxes) for _, boxes in numbers_of_boxes(source).values()) == [8, 1798]
    assert_distinct(source)


def test_boxes_of_a_workbook_marked_by_an_earlier_version_are_numbered_anew():
    """Every drawing had the first block, and numbered its boxes from its beginning."""
    old = {
        name: re.sub(
            rb'(id="_x0000_s)(\d+)"',
            lambda m: b'%s%d"' % (m[1], 1024 + int(m[2]) % 1024),
            re.sub(rb'data="\d+"', b'data="1"', part),
        )
        if name.endswith(".vml")
        else part
        for name, part in parts(BACK).items()
    }
    with pytest.raises(AssertionError):
        assert_distinct(zipped(old))
    assert_distinct(marked(zipped(old)))
    assert comments(marked(zipped(old))).keys() == comments(BACK).keys()


def _with_own_notes() -> bytes:
    """Return the file as it comes from a clerk who wrote notes of his own."""
    book = openpyxl.load_workbook(io.BytesIO(SENT))
    book[LICENSING.sheet][LICENSING.cell].comment = Comment("等办公室答复", "张某")
    book["二、主动公开"]["A2"].comment = Comment("看过了", "张某")
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_notes_of_people_stay_and_are_not_written_over():
    sent = _with_own_notes()
    back = marked(sent)
    found = comments(back)
    assert found[str(LICENSING)].text == "等办公室答复"
    assert found["二、主动公开!A2"].text == "看过了"
    assert [comment.author for comment in found.values()].count(AUTHOR) == len(
        notes_of(findings_of(sent)[1])
    ) - 1
    cleared = comments(annotate(back, [], read_workbook(back, "x").places))
    assert {comment.author for comment in cleared.values()} == {"张某"}


def test_boxes_and_notes_are_of_one_number():
    sent = _with_own_notes()
    for source in (BACK, marked(sent), annotate(BACK, [], read_workbook(BACK, "x").places)):
        boxes = b"".join(part for name, part in parts(source).items() if name.endswith(".vml"))
        assert len(re.findall(rb":Row>\d", boxes)) == len(comments(source))


def test_a_drawing_that_is_no_xml_is_changed_all_the_same():
    name = next(name for name in parts(BACK) if name.endswith(".vml"))
    broken = {**parts(BACK), name: parts(BACK)[name].replace(b"<div", b"<br><div", 1)}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for part, content in broken.items():
            package.writestr(part, content)
    cleared = put_notes(written.getvalue(), {LICENSING: "【提示性 T001】新的说明"})
    assert {place: comment.text for place, comment in comments(cleared).items()} == {
        str(LICENSING): "【提示性 T001】新的说明"
    }


def test_without_the_list_there_are_the_notes_alone():
    kept = parts(SENT)
    kept["xl/workbook.xml"] = kept["xl/workbook.xml"].replace(b'name="findings"', b'name="gone"')
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for name, content in kept.items():
            package.writestr(name, content)
    assert comments(marked(written.getvalue()))


@pytest.mark.validator
def test_a_marked_copy_is_valid(tmp_path: Path):
    sent, back = tmp_path / "sent.xlsx", tmp_path / "back.xlsx"
    for source in (SENT, _with_own_notes()):
        sent.write_bytes(source)
        back.write_bytes(marked(source))
        assert _told(back) == _told(sent)
    back.write_bytes(BACK)
    assert validator.errors(back) == []


def _told(path: Path) -> list[str]:
    """Return the errors without the name of the file; openpyxl's own files are not without."""
    return [error.replace(path.stem, "") for error in validator.errors(path)]


@pytest.mark.office
def test_a_marked_copy_opens_with_its_notes_and_numbers(tmp_path: Path):
    path = tmp_path / "back.xlsx"
    path.write_bytes(BACK)
    (opened,) = office.convert(path, "xlsx", tmp_path / "out")
    source = opened.read_bytes()
    assert set(comments(source)) == set(comments(BACK))
    assert read_workbook(source, "x").figures == FAULTY.figures
    read = read_workbook(source, "x")
    assert {
        comment.author for comment in comments(annotate(source, [], read.places)).values()
    } == set()
