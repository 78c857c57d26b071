"""Whatever was done to a workbook, its inputs are in the repaired one or are listed, each of them."""

import io
import os
import random
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from functools import cache

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Protection
from openpyxl.workbook.defined_name import DefinedName

from tests.tools import office
from tests.tools.make import EDITION, report
from tests.tools.parts import zipped
from xlsheets.basics.numbers import show
from xlsheets.cli import main
from xlsheets.errors import OutputError, UnreadableError
from xlsheets.ooxml.identify import parts_of
from xlsheets.report import Report
from xlsheets.schema.spec import Measure
from xlsheets.workbook.layout import FINDINGS_TOP
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workbook.template import write_workbook
from xlsheets.workflows.repair import repair

TYPED = len(EDITION.typed_cells)
TOP = FINDINGS_TOP
TWO, THREE, FOUR, PANEL, PROFILE = (
    "二、主动公开",
    "三、申请办理",
    "四、复议诉讼",
    "校验",
    "基本信息",
)
ONE = EDITION.section("overview").sheet
REASON = "与去年的口径不同，已经核对。"


@cache
def whole() -> Report:
    """Return a report in which no two figures are alike."""
    numbers = random.Random(1).sample(range(100, 10_000), len(EDITION.typed_cells))
    figures = {
        cell: Decimal(number) / 100 if EDITION.measure(cell) is Measure.WAN_YUAN else number
        for cell, number in zip(EDITION.typed_cells, numbers, strict=True)
    }
    return replace(
        report(narrative={"preamble": ("根据有关规定编制本报告。",)}),
        figures={cell: int(v) if v == int(v) else v for cell, v in figures.items()},
        facts={"website_items": 20_001, "board_items": 20_002},
        reasons={"0123abcd": REASON},
    )


@cache
def sound() -> bytes:
    return write_workbook(whole())


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opened():
    return openpyxl.load_workbook(io.BytesIO(sound()))


def rewritten(change) -> bytes:
    """Return the workbook with its parts changed as bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sound())) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            new.writestr(entry.filename, change(entry.filename, old.read(entry)))
    return out.getvalue()


def without_names(book, wanted=lambda name: True):
    for name in [name_defined for name_defined in book.defined_names if wanted(name_defined)]:
        del book.defined_names[name]


def named_anew(book, move):
    """Let every name lead where ``move`` says: (sheet, row, column letters) -> the same changed."""
    for name, defined in list(book.defined_names.items()):
        match = re.fullmatch(r"'([^']+)'!\$([A-Z]+)\$(\d+)", defined.attr_text)
        if match:
            sheet, column, row = match[1], match[2], int(match[3])
            sheet, row, column = move(sheet, row, column)
            book.defined_names[name] = DefinedName(name, attr_text=f"'{sheet}'!${column}${row}")


def unprotected(book):
    for sheet in book:
        sheet.protection.sheet = False


def all_unlocked(book):
    unprotected(book)
    for row in book[THREE].iter_rows():
        for cell in row:
            cell.protection = Protection(locked=False)


def renamed(book):
    for name, new in ((THREE, "申请"), (ONE, "总体"), (PROFILE, "信息")):
        book[name].title = new


def renamed_with_apostrophes(book):
    for name, new in ((TWO, "'公开"), (THREE, "乡'镇"), (FOUR, "复议''"), (ONE, "总'体")):
        book[name].title = new


def renamed_and_unnamed(book):
    renamed(book)
    without_names(book)


def row_inserted(book):
    """Insert a row as Excel does: what stands below moves, and so do the names."""
    unprotected(book)
    sheet = book[THREE]
    for area in list(sheet.merged_cells.ranges):
        if area.max_row >= 8:
            sheet.unmerge_cells(str(area))
    sheet.insert_rows(8)
    named_anew(book, lambda s, r, c: (s, r + (s == THREE and r >= 8), c))


def row_inserted_names_left_behind(book):
    unprotected(book)
    sheet = book[THREE]
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    sheet.insert_rows(8)


def row_inserted_no_names(book):
    row_inserted_names_left_behind(book)
    without_names(book)


def column_inserted_no_names(book):
    sheet = book[THREE]
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    sheet.insert_cols(6)
    without_names(book)


def row_on_top_no_names(book):
    for name in (TWO, FOUR, PROFILE):
        for area in list(book[name].merged_cells.ranges):
            book[name].unmerge_cells(str(area))
        book[name].insert_rows(1, 2)
    without_names(book)


def names_one_row_down(book):
    named_anew(book, lambda s, r, c: (s, r + (s == THREE), c))


def some_names_lost(book):
    without_names(book, lambda name: name.startswith("req_") and hash_of(name) % 3 == 0)


def hash_of(name):
    return sum(map(ord, name))


def profile_names_lost(book):
    without_names(book, lambda name: name.startswith(("profile_", "fact_", "text_")))


def stamp_deleted(book):
    del book["_xlsheets"]


def stamp_and_panel_deleted(book):
    del book["_xlsheets"]
    del book[PANEL]


def guide_deleted(book):
    del book["填报说明"]


def sheets_turned_round(book):
    book._sheets.reverse()


def label_overwritten(book):
    book[THREE]["A6"] = "一、今年收到的"


def labels_spaced_out(book):
    for row in book[THREE].iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and not cell.value.startswith("="):
                cell.value = " ".join(cell.value)


def labels_spaced_out_no_names(book):
    labels_spaced_out(book)
    without_names(book)


def one_label_gone_no_names(book):
    book[THREE]["C11"] = None
    without_names(book)


def totals_overwritten(book):
    for row in (6, 7, 30):
        book[THREE][f"J{row}"] = 7


def total_replaced_by_sum_of_less(book):
    book[THREE]["J6"] = "=SUM(D6:H6)"


def everything_hidden(book):
    for name in (TWO, THREE):
        book[name].row_dimensions[7].hidden = True
    book[FOUR].sheet_state = "hidden"


def own_sheet_added(book):
    sheet = book.create_sheet("我的底稿")
    sheet["A1"], sheet["B1"] = "窗口登记", 54_321


def note_beside_the_table(book):
    book[THREE]["L6"] = "其中邮寄 5 件"
    book[THREE]["L7"] = 65_432


def numbers_as_text(book):
    for row in range(6, 12):
        for column in "DEFGHI":
            book[THREE][f"{column}{row}"] = f" {book[THREE][f'{column}{row}'].value}件"


def full_width_digits(book):
    for column in "DEFGHI":
        text = str(book[THREE][f"{column}6"].value)
        book[THREE][f"{column}6"] = text.translate(
            str.maketrans("0123456789", "０１２３４５６７８９")
        )


def a_note_in_a_cell(book):
    book[TWO]["B6"] = f"{book[TWO]['B6'].value}（其中修订16件）"


def dashes_and_words(book):
    book[THREE]["D6"], book[THREE]["E6"], book[THREE]["F6"] = "/", "约十二件", "见附件"


def formulas_typed(book):
    book[THREE]["D6"] = "=5+7"
    book[THREE]["E6"] = "=D6"


def validation_and_marks_gone(book):
    for sheet in book:
        sheet.data_validations.dataValidation = []
        sheet.conditional_formatting = type(sheet.conditional_formatting)()


def formats_gone(book):
    for name in (TWO, THREE, FOUR):
        for row in book[name].iter_rows():
            for cell in row:
                cell.style = "Normal"


def merges_gone(book):
    for sheet in book:
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))


def comments_added(book):
    book[THREE]["D6"].comment = Comment("请核对", "县政务公开办")


def paragraphs_beyond_the_cells(book):
    book[ONE]["D60"] = "写在格子旁边的一段话。"


def reasons_left_without_fingerprint(book):
    row = next(r for r in range(TOP + 1, TOP + 5) if book[PANEL].cell(r, 8).value)
    book[PANEL].cell(row, 8).value = None


def cells_cut_and_pasted(book):
    for column in "DEFGHI":
        book[THREE][f"{column}40"] = book[THREE][f"{column}7"].value
        book[THREE][f"{column}7"] = None


KEEPS_ALL = [
    unprotected, all_unlocked, without_names, renamed, renamed_with_apostrophes,
    renamed_and_unnamed, row_inserted,
    row_inserted_names_left_behind, row_inserted_no_names, column_inserted_no_names,
    row_on_top_no_names, names_one_row_down, some_names_lost, profile_names_lost, stamp_deleted,
    guide_deleted, sheets_turned_round, label_overwritten, labels_spaced_out,
    labels_spaced_out_no_names, one_label_gone_no_names, totals_overwritten,
    total_replaced_by_sum_of_less, everything_hidden, own_sheet_added, note_beside_the_table,
    numbers_as_text, full_width_digits, a_note_in_a_cell, validation_and_marks_gone, formats_gone,
    merges_gone, comments_added,
]  # fmt: skip
LOSES_SOME = [
    stamp_and_panel_deleted, dashes_and_words, formulas_typed, paragraphs_beyond_the_cells,
    reasons_left_without_fingerprint, cells_cut_and_pasted,
]  # fmt: skip


@cache
def damaged(damage) -> bytes:
    book = opened()
    damage(book)
    return saved(book)


@cache
def repaired_after(damage):
    return repair(damaged(damage), "坏.xlsx")


@pytest.mark.parametrize("damage", KEEPS_ALL, ids=lambda damaging: damaging.__name__)
def test_after_this_every_input_is_back_in_its_place(damage):
    repaired = repaired_after(damage)
    assert inputs(read_workbook(repaired.content)) == inputs(whole())


def inputs(read):
    return read.figures, read.narrative, read.facts, read.profile, read.reasons


@pytest.mark.parametrize(
    "damage", [*KEEPS_ALL, *LOSES_SOME], ids=lambda damaging: damaging.__name__
)
def test_whatever_a_cell_holds_is_in_the_repaired_workbook_or_is_listed(damage):
    content, repaired = damaged(damage), repaired_after(damage)
    listed = "\n".join(repaired.left)
    for cell, value in whole().figures.items():
        there = repaired.report.figures.get(cell) == value
        assert there or f"“{show(value)}”" in listed or not still_stands(content, value), cell
    for name, added in ADDED.items():
        if damage.__name__ == name:
            assert all(sentence in listed for sentence in added)


ADDED = {
    "own_sheet_added": ["“窗口登记”", "“54321”", "我的底稿!B1"],
    "note_beside_the_table": ["“其中邮寄 5 件”", "“65432”", "三、申请办理!L6"],
    "a_note_in_a_cell": ["（其中修订16件）”，只移入了数字"],
    "dashes_and_words": ["“/”", "“约十二件”", "“见附件”", "三、申请办理!D6", "自然人"],
    "paragraphs_beyond_the_cells": ["“写在格子旁边的一段话。”"],
    "reasons_left_without_fingerprint": [REASON],
    "totals_overwritten": ["三、申请办理!J6", "原来是 7，已改回自动计算"],
    "cells_cut_and_pasted": ["三、申请办理!D40"],
}


def still_stands(content: bytes, value) -> bool:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return any(cell.value == value for sheet in book for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize(
    "damage", [*KEEPS_ALL, *LOSES_SOME], ids=lambda damaging: damaging.__name__
)
def test_a_repaired_workbook_needs_no_second_repair(damage):
    again = repair(repaired_after(damage).content, "好.xlsx")
    assert (again.mended, again.left) == ((), ())


def rows_moved_with_their_numbers(book, chance=None):
    """Exchange two rows of 表三, label and figures, as a clerk does by cutting and pasting."""
    sheet = book[THREE]
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    for _ in range(2 if chance else 1):
        one, other = chance.sample(range(10, 29), 2) if chance else (10, 21)
        for column in "CDEFGHI":
            first, second = sheet[f"{column}{one}"], sheet[f"{column}{other}"]
            first.value, second.value = second.value, first.value


def a_row_deleted(book):
    sheet = book[THREE]
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    sheet.delete_rows(14)


def numbers_moved_beside_the_label_of_another_row(book):
    """Exchange two rows but for the label of one, which stands further left: neither can be trusted."""
    sheet = book[THREE]
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    for column in "CDEFGHI":
        first, second = sheet[f"{column}9"], sheet[f"{column}14"]
        first.value, second.value = second.value, first.value


def headings_that_lie(book):
    book[THREE]["H5"] = "其他"
    without_names(book)


def rows_swapped_with_their_labels(book):
    sheet = book[THREE]
    for column in "CDEFGHI":
        one, other = sheet[f"{column}12"], sheet[f"{column}15"]
        one.value, other.value = other.value, one.value
    without_names(book)


MISPLACES = [
    headings_that_lie, rows_swapped_with_their_labels, rows_moved_with_their_numbers, a_row_deleted,
    numbers_moved_beside_the_label_of_another_row,
]  # fmt: skip


@pytest.mark.parametrize("damage", [headings_that_lie, rows_swapped_with_their_labels,
                                    numbers_moved_beside_the_label_of_another_row])  # fmt: skip
def test_where_headings_leave_a_doubt_numbers_are_listed_and_never_misplaced(damage):
    repaired = repaired_after(damage)
    figures, listed = repaired.report.figures, "\n".join(repaired.left)
    assert TYPED - 26 < len(figures) < TYPED
    for cell, value in whole().figures.items():
        assert figures.get(cell) == value or (cell not in figures and f"“{value}”" in listed)


def several(seed: int):
    """Return the names of two or three damages, and a workbook that has suffered them all."""
    chance, book = random.Random(seed), opened()
    names = []
    for damage in chance.sample([*KEEPS_ALL, *LOSES_SOME, *MISPLACES], chance.choice((2, 3))):
        try:
            damage(book, chance) if damage is rows_moved_with_their_numbers else damage(book)
        except (KeyError, AttributeError, StopIteration):
            continue  # what it damages is gone already
        names.append(damage.__name__)
    return names, saved(book)


# XLSHEETS_REPAIRS=300 for as many as the goal asks for.
@pytest.mark.parametrize("seed", range(int(os.environ.get("XLSHEETS_REPAIRS", "12"))))
def test_after_several_damages_no_input_is_wrong_and_what_is_missing_is_listed(seed):
    names, content = several(seed)
    repaired = repair(content, "坏.xlsx")
    read, listed = repaired.report, "\n".join(repaired.left)
    stands = {cell.value for sheet in openpyxl.load_workbook(io.BytesIO(content))
              for row in sheet.iter_rows() for cell in row}  # fmt: skip
    for cell, value in whole().figures.items():
        missing = cell not in read.figures
        assert missing or read.figures[cell] == value, (names, cell)
        assert not missing or value not in stands or f"“{show(value)}”" in listed, (names, cell)
    for place, text in whole().prose:
        section, number = place.split(".")[1:]
        there = read.paragraphs(section)[int(number) - 1 : int(number)]
        assert there in ((text,), ()), (names, place)
        assert there or text not in stands or text in listed, (names, place)
    for key, value in whole().facts.items():
        assert read.facts.get(key, value) == value, (names, key)
        assert key in read.facts or value not in stands or f"“{value}”" in listed, (names, key)
    assert REASON in read.reasons.values() or REASON not in stands or REASON in listed, names


def test_a_sound_workbook_comes_back_byte_for_byte():
    repaired = repair(sound(), "好.xlsx")
    assert (repaired.mended, repaired.left) == ((), ())
    assert repaired.content == sound()


def test_a_workbook_of_an_older_template_becomes_one_of_the_present():
    older = rewritten(
        lambda name, part: part.replace(b"<t>3</t>", b"<t>1</t>") if "shared" in name else part
    )
    assert older != sound()
    repaired = repair(older, "旧.xlsx")
    assert repaired.mended == ("模板不是现在的版本，已换成现在的。",)
    assert repaired.content == sound()


def test_what_was_put_right_is_told_in_sentences():
    told = repaired_after(renamed_and_unnamed).mended
    assert any(
        sentence.startswith(
            f"表三：{len(EDITION.blocks['req'].cells)} 个格子的名称丢失或者指错了地方"
        )
        for sentence in told
    )
    assert all(
        sentence.endswith("。") and not re.search(r"[a-z_]{4,}", sentence) for sentence in told
    )


def test_a_workbook_that_was_never_ours_is_refused():
    book = openpyxl.Workbook()
    book.active["A1"] = "别的表"
    with pytest.raises(UnreadableError, match="不是本填报工作簿"):
        repair(saved(book), "别的.xlsx")


def test_half_a_file_is_refused_because_its_numbers_cannot_be_trusted():
    with pytest.raises(UnreadableError):
        repair(sound()[: len(sound()) // 2], "半个.xlsx")


@pytest.mark.office
def test_a_workbook_saved_by_libreoffice_without_names_is_repaired(tmp_path):
    path = tmp_path / "坏.xlsx"
    path.write_bytes(damaged(renamed_and_unnamed))
    [resaved] = office.convert([path], "xlsx", tmp_path / "out")
    repaired = repair(resaved, resaved.name)
    assert inputs(repaired.report) == inputs(whole())
    assert repaired.left == ()


def test_the_command_writes_the_workbook_and_lists_what_is_left(tmp_path, capsys):
    path, out = tmp_path / "坏.xlsx", tmp_path / "好.xlsx"
    path.write_bytes(damaged(note_beside_the_table))
    with pytest.raises(SystemExit) as left:
        main(["repair", str(path), "-o", str(out)])
    told = capsys.readouterr().out
    assert left.value.code == 1
    assert f"已移入 {TYPED} 个数（应填 {TYPED} 个）" in told
    assert "“其中邮寄 5 件”没有移入" in told
    assert inputs(read_workbook(out)) == inputs(whole())


def test_the_command_overwrites_nothing(tmp_path, capsys):
    path = tmp_path / "好.xlsx"
    path.write_bytes(sound())
    with pytest.raises(SystemExit) as left:
        main(["repair", str(path), "-o", str(path)])
    assert left.value.code == 2
    assert path.read_bytes() == sound()
    assert "是这次要读的文件" in capsys.readouterr().err
    other = tmp_path / "别的.xlsx"
    other.write_bytes(b"old")
    with pytest.raises(SystemExit):
        main(["repair", str(path), "-o", str(other)])
    assert other.read_bytes() == b"old"
    assert "已经存在" in capsys.readouterr().err


def kept_as_values() -> bytes:
    """Return the workbook as a program exports it that keeps no names and no formulas, and renames the sheets."""
    shown = openpyxl.load_workbook(io.BytesIO(write_workbook(whole())), data_only=True)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in shown:
        copy = book.create_sheet(f"{sheet.title} - 表格 1")
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None and not isinstance(cell, openpyxl.cell.cell.MergedCell):
                    copy[cell.coordinate] = cell.value
    return saved(book)


def test_a_workbook_exported_as_values_keeps_its_prose_and_lists_nothing_that_was_computed():
    repaired = repair(kept_as_values(), "导出.xlsx")
    assert read_workbook(repaired.content).figures == whole().figures
    assert read_workbook(repaired.content).narrative == whole().narrative
    assert [line for line in repaired.left if re.search("✓|✗| 字”|年度）", line)] == []


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet12.xml"])
def test_a_sheet_the_report_does_not_stand_on_may_be_damaged(part):
    """The guide, and a sheet of the clerk's own: nobody needs them to read the report."""
    content = damaged(own_sheet_added)
    parts = parts_of(content)
    broken = zipped({**parts, part: parts[part][:-20]})
    assert read_workbook(broken).figures == whole().figures
    found = repair(broken, "坏.xlsx")
    assert found.report.figures == whole().figures
    assert any(f"（部件 {part}）" in sentence for sentence in found.left)


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet6.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"]
)
def test_a_damaged_part_is_named_alike_by_every_command(part, tmp_path, capsys):
    parts = parts_of(sound())
    path = tmp_path / "坏.xlsx"
    path.write_bytes(zipped({**parts, part: parts[part][:-20]}))
    target = str(tmp_path / "好")
    for command in (
        ["validate", path],
        ["convert", path, "-o", f"{target}.docx"],
        ["repair", path, "-o", f"{target}.xlsx"],
        ["narrate", path, "-o", f"{target}.xlsx"],
    ):
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in command])
        assert ended.value.code
        said = "".join(capsys.readouterr())
        assert f"文件已损坏（部件 {part}），数字不可信，没有读取。" in said, command


def test_a_second_reader_has_to_find_the_same_figures(monkeypatch):
    from xlsheets.workbook.reading import witness

    content = write_workbook(whole())
    assert witness.witnessed(content, whole().edition) == whole().figures
    monkeypatch.setattr(witness, "witnessed", lambda *_: {})
    with pytest.raises(OutputError, match="没有写出"):
        repair(content, "坏.xlsx")
