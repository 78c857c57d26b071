"""Writing into a clerk's own file: the cells asked for change, and nothing else is lost."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.tools import office, validator
from xlsheets.basics.addresses import Spot
from xlsheets.errors import OutputError, UnreadableError
from xlsheets.workbook.editing.patch import patch_workbook
from xlsheets.workbook.own_sentences import dump_drafted, load_drafted

# openpyxl, which only reads here, says of sparklines that it would lose them.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
SHEET = "一、总体情况"
PRINTER = "xl/printerSettings/printerSettings1.bin"


def picture() -> io.BytesIO:
    """A red dot as PNG."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    dot = zlib.compress(b"\x00\xff\x00\x00")
    return io.BytesIO(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", dot) + chunk(b"IEND", b"")
    )


def clerks_workbook() -> bytes:
    """A workbook with everything a clerk adds: shapes, pictures, comments, widths, a chart, print set-up."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet(SHEET)
    other = book.add_worksheet("三、申请办理")
    wrap = book.add_format({"text_wrap": True, "locked": False, "font_name": "仿宋"})
    red = book.add_format({"bold": True, "font_color": "red"})
    sheet.set_column("B:B", 61.5, wrap)
    sheet.set_row(6, 45, wrap)
    sheet.write("B5", "第一段。", wrap)
    sheet.write_rich_string("B6", "人写的", red, "红字", "。", wrap)
    sheet.write("B7", "第三段。", wrap)
    sheet.write_comment("B5", "请核对")
    sheet.insert_textbox("D2", "提醒：一月三十一日前报送")
    sheet.insert_image("D8", "dot.png", {"image_data": picture()})
    sheet.set_header("&C&G", {"image_center": "dot.png", "image_data_center": picture()})
    sheet.data_validation("B5", {"validate": "length", "criteria": "<=", "value": 3000})
    sheet.conditional_format(
        "B5:B9", {"type": "text", "criteria": "containing", "value": "【", "format": red}
    )
    sheet.protect("", {"format_columns": True})
    sheet.set_landscape()
    sheet.freeze_panes(3, 0)
    other.write("A1", 4)
    other.write_formula("A2", "=A1*2", None, 8)
    other.write_formula("A3", "=SUM(A1:A2)", None, 12)
    other.add_sparkline("B1", {"range": "A1:A3"})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='三、申请办理'!$A$1:$A$3"})
    other.insert_chart("D2", chart)
    book.define_name("text_overview", f"='{SHEET}'!$B$5:$B$9")
    book.close()
    return with_excels_own_parts(stream.getvalue())


def with_excels_own_parts(source: bytes) -> bytes:
    """Add what only Excel writes: printer settings of the first sheet and the order of calculation."""
    parts = unzipped(source)
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    parts[PRINTER] = b"\x00DEVMODE\xff" * 40
    office_kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    edit(
        parts,
        rels,
        "</Relationships>",
        f'<Relationship Id="rIdP" Type="{office_kind}/printerSettings" Target="../printerSettings/printerSettings1.bin"/></Relationships>',
    )
    edit(
        parts,
        "xl/worksheets/sheet1.xml",
        'orientation="landscape"',
        'orientation="landscape" r:id="rIdP"',
    )
    parts["xl/calcChain.xml"] = (
        b'<?xml version="1.0"?><calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="A2" i="2"/><c r="A3" i="2"/></calcChain>'
    )
    edit(
        parts,
        "xl/_rels/workbook.xml.rels",
        "</Relationships>",
        f'<Relationship Id="rIdC" Type="{office_kind}/calcChain" Target="calcChain.xml"/></Relationships>',
    )
    edit(
        parts,
        "[Content_Types].xml",
        "</Types>",
        f'<Default Extension="bin" ContentType="{main}.printerSettings"/><Override PartName="/xl/calcChain.xml" ContentType="{main}.calcChain+xml"/></Types>',
    )
    return zipped(parts)


def edit(parts: dict[str, bytes], name: str, old: str, new: str) -> None:
    text = parts[name].decode()
    assert old in text
    parts[name] = text.replace(old, new, 1).encode()


def unzipped(source: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(source)) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return stream.getvalue()


def sheet_of(source: bytes, name: str = SHEET) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(source))[name]


def differing(before: bytes, after: bytes) -> set[str]:
    old, new = unzipped(before), unzipped(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def elements(part: bytes) -> dict[str, int]:
    found = re.findall(r"<([A-Za-z0-9:]+)[ />]", part.decode())
    return {name: found.count(name) for name in found}


EDITS = {Spot(SHEET, "B5"): "改过的第一段。", Spot(SHEET, "B8"): "新的第四段。"}


def test_only_the_edited_sheet_and_the_order_to_recalculate_change() -> None:
    source = clerks_workbook()
    patched = patch_workbook(source, EDITS)
    assert differing(source, patched) == {"xl/worksheets/sheet1.xml", "xl/workbook.xml"}
    assert list(unzipped(source)) == list(unzipped(patched))


def test_the_edited_sheet_loses_no_element() -> None:
    source = clerks_workbook()
    old = elements(unzipped(source)["xl/worksheets/sheet1.xml"])
    new = elements(unzipped(patch_workbook(source, EDITS))["xl/worksheets/sheet1.xml"])
    # Two texts now stand in the cell itself, one of them was the <v> of a shared text.
    assert {
        name: new.get(name, 0) - old.get(name, 0)
        for name in old | new
        if new.get(name) != old.get(name)
    } == {
        "is": 2,
        "t": 2,
        "c": 1,
        "row": 1,
        "v": -1,
    }


def test_the_new_values_are_read_back_and_the_others_stand() -> None:
    patched = sheet_of(patch_workbook(clerks_workbook(), EDITS))
    assert [patched[f"B{row}"].value for row in range(5, 10)] == [
        "改过的第一段。",
        "人写的红字。",
        "第三段。",
        "新的第四段。",
        None,
    ]


def test_a_new_cell_looks_like_its_column() -> None:
    patched = sheet_of(patch_workbook(clerks_workbook(), EDITS))
    assert patched["B8"].font.name == "仿宋"
    assert patched["B8"].alignment.wrap_text
    assert patched["B5"].font.name == "仿宋"


def test_a_height_set_by_hand_stays_and_another_is_worked_out_anew() -> None:
    parts = unzipped(clerks_workbook())
    edit(parts, "xl/worksheets/sheet1.xml", '<row r="5"', '<row r="5" ht="15"')
    patched = patch_workbook(
        zipped(parts), {Spot(SHEET, "B5"): "长" * 200, Spot(SHEET, "B7"): "长" * 200}
    )
    heights = sheet_of(patched).row_dimensions
    assert heights[5].height == 10 + 16 * 8
    assert heights[7].height == 45


def test_the_workbook_is_told_to_recalculate_once() -> None:
    twice = patch_workbook(patch_workbook(clerks_workbook(), EDITS), EDITS)
    workbook = unzipped(twice)["xl/workbook.xml"].decode()
    assert workbook.count('fullCalcOnLoad="1"') == 1
    assert workbook.index("definedName") < workbook.index("calcPr")


@pytest.mark.validator
def test_a_workbook_without_calculation_settings_gets_them_in_their_place(tmp_path: Path) -> None:
    parts = unzipped(clerks_workbook())
    parts["xl/workbook.xml"] = re.sub(rb"<calcPr[^>]*/>", b"", parts["xl/workbook.xml"])
    patched = patch_workbook(zipped(parts), EDITS)
    target = tmp_path / "p.xlsx"
    target.write_bytes(patched)
    assert b'fullCalcOnLoad="1"' in unzipped(patched)["xl/workbook.xml"]
    assert validator.errors(target) == []


def test_numbers_are_written_exactly_and_none_empties_a_cell() -> None:
    name = "三、申请办理"
    edits = {Spot(name, "A1"): Decimal("12.3605"), Spot(name, "C9"): 2**53, Spot(name, "A2"): None}
    patched = sheet_of(patch_workbook(clerks_workbook(), edits), name)
    assert (patched["A1"].value, patched["C9"].value, patched["A2"].value) == (12.3605, 2**53, None)


@pytest.mark.validator
def test_a_lost_formula_takes_the_order_of_calculation_with_it(tmp_path: Path) -> None:
    patched = patch_workbook(clerks_workbook(), {Spot("三、申请办理", "A2"): 7})
    parts = unzipped(patched)
    assert "xl/calcChain.xml" not in parts
    assert b"calcChain" not in parts["[Content_Types].xml"] + parts["xl/_rels/workbook.xml.rels"]
    assert PRINTER in parts
    target = tmp_path / "p.xlsx"
    target.write_bytes(patched)
    assert validator.errors(target) == []


def test_the_formula_beside_an_edited_cell_stays_and_has_its_new_result() -> None:
    patched = patch_workbook(clerks_workbook(), {Spot("三、申请办理", "A1"): 5})
    part = unzipped(patched)["xl/worksheets/sheet2.xml"]
    assert b"<f>A1*2</f><v>10</v></c>" in part
    assert b"<f>SUM(A1:A2)</f><v>15</v></c>" in part
    assert sheet_of(patched, "三、申请办理")["A3"].value == "=SUM(A1:A2)"
    assert "xl/calcChain.xml" in unzipped(patched)


@pytest.mark.validator
def test_the_patched_file_is_as_valid_as_before(tmp_path: Path) -> None:
    source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    source.write_bytes(clerks_workbook())
    target.write_bytes(patch_workbook(source.read_bytes(), EDITS))
    assert validator.errors(source) == []
    assert validator.errors(target) == []


def test_odd_texts_arrive_as_they_are() -> None:
    text = "  前后有空格 \n第二行 <&>“引号”\t制表 𠮷 "
    assert (
        sheet_of(patch_workbook(clerks_workbook(), {Spot(SHEET, "B5"): text}))["B5"].value == text
    )


@pytest.mark.parametrize(
    ("text", "stored"),
    [("甲\x0b乙", "甲_x000B_乙"), ("甲_x000B_乙", "甲_x005F_x000B_乙"), ("甲_x_乙", "甲_x_乙")],
)
def test_a_sign_xml_cannot_hold_is_written_as_excel_does(text: str, stored: str) -> None:
    patched = patch_workbook(clerks_workbook(), {Spot(SHEET, "B5"): text})
    assert f">{stored}<" in unzipped(patched)["xl/worksheets/sheet1.xml"].decode()


def test_the_same_edits_give_the_same_bytes() -> None:
    source = clerks_workbook()
    assert patch_workbook(source, EDITS) == patch_workbook(source, EDITS)


def test_no_edits_change_no_part() -> None:
    source = clerks_workbook()
    assert differing(source, patch_workbook(source, {})) == set()


def openpyxls(source: bytes, folder: Path) -> bytes:
    stream = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(source)).save(stream)
    return stream.getvalue()


def libreoffices(source: bytes, folder: Path) -> bytes:
    path = folder / "saved.xlsx"
    path.write_bytes(source)
    return office.convert(path, "xlsx", folder / "out")[0].read_bytes()


def bare(source: bytes, folder: Path) -> bytes:
    """A file without addresses on rows and cells, with absolute targets: lawful, and some programs write it."""
    parts = unzipped(source)
    sheet = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row/><row/><row/><row/><row><c/><c><v>1</v></c></row></sheetData></worksheet>'
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    edit(
        parts,
        "xl/_rels/workbook.xml.rels",
        '"worksheets/sheet1.xml"',
        '"/xl/worksheets/sheet1.xml"',
    )
    return zipped(parts)


@pytest.mark.parametrize(
    "saved_by",
    [openpyxls, pytest.param(libreoffices, marks=pytest.mark.office), bare],
)
def test_files_saved_by_other_programs_are_patched_alike(
    saved_by: Callable[[bytes, Path], bytes], tmp_path: Path
) -> None:
    """openpyxl stores no results; they are added, which changes the sheet with the formulas too."""
    source = saved_by(clerks_workbook(), tmp_path)
    patched = patch_workbook(source, EDITS)
    assert sheet_of(patched)["B5"].value == "改过的第一段。"
    assert sheet_of(patched)["B8"].value == "新的第四段。"
    assert len(differing(source, patched)) == 2 + (saved_by is openpyxls)


def test_a_missing_sheet_or_a_text_too_long_is_refused() -> None:
    with pytest.raises(OutputError, match="没有“不存在”这张表"):
        patch_workbook(clerks_workbook(), {Spot("不存在", "A1"): 1})
    with pytest.raises(OutputError, match="最多 32767 字"):
        patch_workbook(clerks_workbook(), {Spot(SHEET, "B5"): "字" * 32_768})


def test_the_first_cell_of_a_shared_formula_is_not_torn_out() -> None:
    parts = unzipped(clerks_workbook())
    edit(
        parts,
        "xl/worksheets/sheet2.xml",
        "<f>A1*2</f>",
        '<f t="shared" ref="A2:A3" si="0">A1*2</f>',
    )
    with pytest.raises(OutputError, match="一组公式"):
        patch_workbook(zipped(parts), {Spot("三、申请办理", "A2"): 1})


@pytest.mark.parametrize(("length", "told"), [(0, "空文件"), (10, "不完整"), (4000, "不完整")])
def test_a_damaged_file_is_refused_in_words(length: int, told: str) -> None:
    with pytest.raises(UnreadableError, match=told):
        patch_workbook(clerks_workbook()[:length], EDITS)


def test_a_part_that_is_no_xml_is_refused_in_words() -> None:
    parts = unzipped(clerks_workbook()) | {"xl/worksheets/sheet1.xml": b"<worksheet"}
    with pytest.raises(UnreadableError, match=r"已损坏（部件 xl/worksheets/sheet1\.xml）"):
        patch_workbook(zipped(parts), EDITS)


def test_the_record_of_own_sentences_comes_back_and_a_broken_one_is_empty() -> None:
    own = {"overview.requests.received": "全年新收政府信息公开申请“1”件。"}
    assert load_drafted(dump_drafted(own)) == own
    assert load_drafted("") == load_drafted("[1]") == load_drafted('{"a":1}') == {}


def with_formulas(*formulas: str) -> bytes:
    """Return a workbook with formulas below each other in B of one sheet, each stored as 7, and 3 in A1."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet(SHEET)
    sheet.write("A1", 3)
    for row, formula in enumerate(formulas):
        sheet.write_formula(row, 1, f"={formula}", None, 7)
    book.close()
    return stream.getvalue()


def results(content: bytes) -> list[object]:
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)[SHEET]
    return [row[1] for row in sheet.iter_rows(values_only=True)]


def test_a_formula_of_the_clerks_own_keeps_its_result_unless_it_may_have_changed():
    content = with_formulas("VLOOKUP(A2,C1:D9,2)", "SUMSQ(A1)", "B2+1", "INDIRECT(A9)", "A1&B1")
    patched = patch_workbook(content, {Spot(SHEET, "A1"): 4})
    assert results(patched) == [7, None, None, None, None]


def test_results_that_were_stale_are_put_right():
    content = with_formulas("A1*2", 'IF(A1>2,"多","少")', "1/0", "A1=3", "LEN(A5)")
    assert results(patch_workbook(content, {Spot(SHEET, "D1"): 1})) == [6, "多", "#DIV/0!", True, 0]
    assert results(patch_workbook(content, {Spot(SHEET, "A1"): 2})) == [
        4,
        "少",
        "#DIV/0!",
        False,
        0,
    ]
