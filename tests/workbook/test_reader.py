"""What a clerk did to a workbook is read as a person sees it, or observed; never taken silently."""

from __future__ import annotations

import datetime
import io
import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Protection
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.formula import ArrayFormula

from tests.tools.make import EDITION, PROFILE, report
from tests.tools.office import convert
from tests.tools.outside import need_uno
from tests.tools.parts import (
    BOOK,
    SHEET,
    STYLES,
    cell,
    changed,
    sound,
    sound_parts,
    swapped,
    zipped,
)
from xlsheets.basics.numbers import Oddity
from xlsheets.errors import UnreadableError
from xlsheets.report import Observation, Report
from xlsheets.schema import Cell
from xlsheets.workbook.layout import Layout
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workbook.template import write_workbook

THREE = "三、申请办理"
FIRST = Cell.parse("req.received.natural_person")
ALL = Cell.parse("req.received.all")


def edited(edit: Callable[[openpyxl.Workbook], object], content: bytes | None = None) -> Report:
    """Return what is read after an edit with another program."""
    book = openpyxl.load_workbook(io.BytesIO(content or sound()))
    edit(book)
    out = io.BytesIO()
    book.save(out)
    return read_workbook(out.getvalue(), "某乡.xlsx")


def typed(value: object, code: str = "General", address: str = "D6", sheet: str = THREE) -> Report:
    """Return what is read after typing a value and choosing a number format."""

    def edit(book: openpyxl.Workbook) -> None:
        book[sheet][address] = value
        book[sheet][address].number_format = code

    return edited(edit)


def kinds(read: Report) -> list[Oddity]:
    return list(dict.fromkeys(observation.kind for observation in read.observations))


# Round trips ------------------------------------------------------------------------------------

FULL = report(
    {
        **{str(cell): number for number, cell in enumerate(EDITION.typed_cells)},
        "pro8.fees.amount": "36.802501",
    },
    narrative={"preamble": ("前言第一段。", "=1+1 不是公式", "@某人 +86 -1")},
    email="a@b.cn",
)


def same(read: Report, due: Report) -> bool:
    return (read.figures, read.profile, read.narrative) == (due.figures, due.profile, due.narrative)


def test_a_written_workbook_reads_back_equal():
    read = read_workbook(write_workbook(FULL), "某乡.xlsx")
    assert same(read, FULL)
    assert (read.observations, read.stated, read.source) == ((), {}, "某乡.xlsx")


def test_facts_reasons_stated_totals_and_drafts_read_back():
    full = replace(
        report(stated={"req.received.all": 7}),
        facts={"board_items": 46, "fee_amount": Decimal("12.5"), "late_replies": 0},
        reasons={"0123abcd": "情况属实", "89abcdef": "见台账"},
        drafted={"overview.lead": "示例一句。"},
    )
    read = read_workbook(write_workbook(full))
    assert (read.facts, read.reasons) == (full.facts, full.reasons)
    assert (read.stated, read.drafted) == (full.stated, full.drafted)
    assert read.observations == ()


def test_the_blank_template_reads_as_a_blank_report():
    read = read_workbook(write_workbook())
    assert (read.figures, read.narrative, read.facts, read.observations) == ({}, {}, {}, ())
    assert read.profile == Report().profile


def test_a_workbook_saved_by_openpyxl_reads_the_same():
    read = edited(lambda _: None, write_workbook(FULL))
    assert same(read, FULL)
    assert read.observations == ()


@pytest.mark.office
def test_a_workbook_saved_by_libreoffice_reads_the_same(tmp_path):
    source = tmp_path / "in.xlsx"
    source.write_bytes(write_workbook(FULL))
    read = read_workbook(convert(source, "xlsx", tmp_path / "out")[0])
    assert same(read, FULL)
    assert read.observations == ()


def test_every_place_of_the_report_is_located():
    read = read_workbook(write_workbook(FULL))
    layout = Layout(EDITION).places
    assert {place: layout[place] for place in read.places} == dict(read.places)
    assert {str(cell) for cell in EDITION.cells} <= set(read.places)


# Values -----------------------------------------------------------------------------------------

FEE = Cell.parse("pro8.fees.amount")
ODD = {
    "full-width digits": ("１２", Oddity.TEXT_NUMBER, 12),
    "separators": ("1,234", Oddity.TEXT_NUMBER, 1234),
    "spaces": (" 3 ", Oddity.TEXT_NUMBER, 3),
    "unit": ("12件", Oddity.TEXT_NUMBER, 12),
    "note": ("22（其中修订16件）", Oddity.ANNOTATED, 22),
    "negative text": ("-3", Oddity.NEGATIVE, -3),
    "fraction as text": ("1.5", Oddity.FRACTION, Decimal("1.5")),
    "dash": ("—", Oddity.DASH, None),
    "none": ("无", Oddity.DASH, None),
    "words": ("见附件", Oddity.TEXT, None),
    "negative": (-1, Oddity.NEGATIVE, -1),
    "fraction": (12.5, Oddity.FRACTION, Decimal("12.5")),
    "beyond exact numbers": (2**53 + 2, Oddity.TOO_LARGE, 2**53 + 2),
    "immense": (1e300, Oddity.TOO_LARGE, int(Decimal("1e300"))),
    "truth": (True, Oddity.BOOLEAN, None),
    "error": ("#REF!", Oddity.ERROR_VALUE, None),
    "formula": ("=1+2", Oddity.FORMULA, None),
    "day": (datetime.date(2025, 1, 2), Oddity.DATE, None),
    "time": (datetime.time(12, 0), Oddity.DATE, None),
}
FINE = {"nought": 0, "seven": 7, "float": 12.0, "noise": 12.000000000000002, "exact": 2**53 - 1}
PLAIN = ("0", "0.00", "#,##0", '0"件"', "[Red]0", "@", "000", "0_ ", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ')  # fmt: skip
DISGUISE = ("0%", "0.00%", "0,", '0"0"', ";;;", "# ?/?", '[>5]"9";0', '"12"', '0"万"', "0.0,", "-0", "0-0")  # fmt: skip
CELLS = dict(
    zip(
        (*ODD, *FINE, *PLAIN, *DISGUISE),
        (typed for typed in EDITION.typed_cells if typed.block == "req"),
        strict=False,
    )
)


@cache
def all_typed() -> Report:
    """Read one workbook with each of the above in a cell of its own."""
    values = {name: value for name, (value, *_) in ODD.items()} | FINE
    layout = Layout(EDITION).numbers

    def edit(book: openpyxl.Workbook) -> None:
        for name, place in CELLS.items():
            target = book[THREE][layout[place].cell]
            target.value = values.get(name, 12)
            if name not in values:
                target.number_format = name

    return edited(edit)


def seen(name: str) -> list[Observation]:
    read = all_typed()
    return [
        observation for observation in read.observations if observation.place == str(CELLS[name])
    ]


@pytest.mark.parametrize("name", ODD)
def test_what_is_no_plain_number_is_observed(name):
    _, oddity, figure = ODD[name]
    assert [observation.kind for observation in seen(name)] == [oddity]
    assert all_typed().figures.get(CELLS[name]) == figure


@pytest.mark.parametrize("name", FINE)
def test_a_plain_number_is_taken_as_it_is_shown(name):
    assert seen(name) == []
    assert all_typed().figures[CELLS[name]] == round(FINE[name])


@pytest.mark.parametrize("code", PLAIN)
def test_a_format_that_shows_the_number_is_fine(code):
    assert seen(code) == []
    assert all_typed().figures[CELLS[code]] == 12


@pytest.mark.parametrize("code", DISGUISE)
def test_a_format_that_shows_another_number_is_observed(code):
    assert [(observation.kind, observation.note) for observation in seen(code)] == [
        (Oddity.DISGUISED, code)
    ]


def test_nothing_is_observed_where_nothing_was_typed():
    touched = {str(cell) for cell in CELLS.values()}
    assert {observation.place for observation in all_typed().observations} <= touched


def test_a_format_that_hides_nought_or_text_is_observed():
    assert kinds(typed(0, "0;-0;;@")) == [Oddity.DISGUISED]
    assert kinds(typed("12", ";;;")) == [Oddity.DISGUISED]
    assert kinds(typed(0, "#,##0;-#,##0;-")) == []


@pytest.mark.parametrize(
    ("stored", "shown"),
    [(36.800000000000004, "36.8"), (0.1 + 0.2, "0.3"), (1234567890.123456, "1234567890.123456")],
)
def test_noise_behind_the_fifteenth_digit_is_not_part_of_an_amount(stored, shown):
    spot = Layout(EDITION).numbers[FEE]
    read = typed(stored, address=spot.cell, sheet=spot.sheet)
    assert read.figures[FEE] == Decimal(shown)
    assert read.observations == ()


def test_an_amount_of_more_than_six_decimals_is_observed():
    spot = Layout(EDITION).numbers[FEE]
    assert kinds(typed(1.23456789, address=spot.cell, sheet=spot.sheet)) == [Oddity.TOO_PRECISE]


# Totals -----------------------------------------------------------------------------------------


def total(value: object) -> Report:
    return edited(lambda book: book[THREE].__setitem__("J6", value))


def test_a_total_typed_over_is_observed_and_stated():
    read = total(5)
    assert kinds(read) == [Oddity.TOTAL_OVERWRITTEN]
    assert read.stated == {ALL: 5}
    assert total("5件").stated == {ALL: 5}
    assert kinds(total(None)) == [Oddity.TOTAL_OVERWRITTEN]


CHANGED = ("=SUM(D{0}:H{0})", "=SUM(D{0}:I7)", "=SUM(D{0}:I{0},D{0})", "=SUM(D{0}:I{0})+1", "=12", "=SUM(D:I)", "=D{0}*1")  # fmt: skip
SAME = ("=SUM($D${0}:$I${0})", "=sum( D{0}:I{0} )", "=D{0}+E{0}+F{0}+G{0}+H{0}+I{0}", "=SUM(D{0}:F{0},G{0}:I{0})", "array")  # fmt: skip


def test_only_a_formula_that_adds_up_something_else_is_observed():
    """One workbook, a formula in each of twelve totals from J8 down."""

    def edit(book):
        for row, formula in enumerate((*CHANGED, *SAME), 8):
            spelt = formula.format(row)
            whole = ArrayFormula(f"J{row}", f"=SUM(D{row}:I{row})")
            book[THREE][f"J{row}"] = whole if formula == "array" else spelt

    read = edited(edit)
    assert set(kinds(read)) == {Oddity.TOTAL_CHANGED}
    rows = [int(read.places[observation.place].cell[1:]) for observation in read.observations]
    assert sorted(rows) == list(range(8, 8 + len(CHANGED)))


def test_shared_formulas_are_spelt_out():
    first = '<c r="J6" s="{s}"><f t="shared" ref="J6:J7" si="0">SUM(D6:I6)</f><v>12</v></c>'
    other = '<c r="J7" s="{s}"><f t="shared" si="0"/><v>0</v></c>'
    wrong = '<c r="J7" s="{s}"><f t="shared" si="0">SUM(D6:I6)</f><v>0</v></c>'
    one = cell("J6", first)
    assert read_workbook(cell("J7", other, one)).observations == ()
    assert kinds(read_workbook(cell("J7", wrong, one))) == [Oddity.TOTAL_CHANGED]


def test_a_stale_total_is_observed_and_never_used():
    read = read_workbook(cell("J6", '<c r="J6" s="{s}"><f>SUM(D6:I6)</f><v>99</v></c>'))
    assert [(observation.kind, observation.text) for observation in read.observations] == [
        (Oddity.TOTAL_STALE, "99")
    ]
    assert read.values[ALL] == 12
    assert read.stated == {}


def test_a_total_that_was_never_calculated_is_fine():
    assert read_workbook(cell("J6", '<c r="J6" s="{s}"><f>SUM(D6:I6)</f></c>')).observations == ()


# Structure --------------------------------------------------------------------------------------


def insert_rows(book: openpyxl.Workbook, sheet: str, at: int) -> None:
    """Insert a row as Excel does: names, merged cells and formulas move along."""
    table = book[sheet]
    merged = [str(area) for area in table.merged_cells.ranges]
    for area in merged:
        table.unmerge_cells(area)
    table.insert_rows(at)
    for area in merged:
        left, top, right, bottom = range_boundaries(area)
        table.merge_cells(None, top + (top >= at), left, bottom + (bottom >= at), right)
    for row in table.iter_rows():
        for formula in row:
            if isinstance(formula.value, str) and formula.value.startswith("=SUM("):
                formula.value = _grown(formula.value, at)
    for name in book.defined_names.values():
        if name.attr_text.startswith(f"'{sheet}'!"):
            name.attr_text = _grown(name.attr_text, at)


def _grown(text: str, at: int) -> str:
    import re

    def move(match):
        return f"{match[1]}{int(match[2]) + (int(match[2]) >= at)}"

    return re.sub(r"(\$?[A-Z]\$?)(\d+)", move, text)


@pytest.mark.parametrize("at", [1, 3, 4, 6, 7, 12, 20, 29, 31])
def test_a_row_inserted_anywhere_changes_nothing_that_is_read(at):
    read = edited(lambda book: insert_rows(book, THREE, at))
    assert read.observations == ()
    assert read.figures == read_workbook(sound()).figures
    assert read.places[str(FIRST)].cell == f"D{6 + (at <= 6)}"


def test_a_number_in_an_inserted_row_is_not_added_in_silence():
    def edit(book):
        insert_rows(book, THREE, 12)
        book[THREE]["D12"] = 5

    assert Oddity.TOTAL_CHANGED in kinds(edited(edit))


def test_inserted_paragraph_rows_are_read():
    def edit(book):
        insert_rows(book, "一、总体情况", 6)
        book["一、总体情况"]["B6"] = "新加的一段。"

    read = edited(edit)
    assert read.narrative["overview"][1] == "新加的一段。"
    assert len(read.narrative["overview"]) == 7
    assert read.observations == ()


def test_a_renamed_or_moved_sheet_is_followed():
    renamed = changed(BOOK, lambda xml: xml.replace(THREE.encode(), "表三".encode()))
    read = read_workbook(renamed)
    assert read.observations == ()
    assert read.places[str(FIRST)] == ("表三", "D6")
    assert edited(lambda book: book.move_sheet(THREE, -5)).observations == ()


@pytest.mark.office
def test_a_workbook_rebuilt_in_libreoffice_is_read_by_its_names(tmp_path):
    """Rows and a column inserted, the sheet renamed and moved: the same figures, from new places."""
    python = need_uno()
    source, out = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    source.write_bytes(write_workbook(FULL))
    request = json.dumps({"file": str(source), "out": str(out), "sheet": THREE})
    program = Path(__file__).parents[1] / "tools/rebuild.py"
    subprocess.run([python, program], check=True, input=request, text=True, timeout=120)
    read = read_workbook(out)
    assert same(read, FULL)
    assert kinds(read) == [Oddity.UNPROTECTED]
    assert read.places["req.received.business"] == ("改了名", "F7")


@pytest.mark.parametrize("at", [2, 4, 8, 15, 30])
def test_rows_shifted_under_their_names_are_noticed(at):
    read = edited(lambda book: book[THREE].insert_rows(at))
    assert Oddity.NAME_MOVED in kinds(read)
    told = {
        observation.place
        for observation in read.observations
        if observation.kind is Oddity.NAME_MOVED
    }
    sound_figures = read_workbook(sound()).figures
    assert all(
        read.figures[cell] == sound_figures[cell] for cell in read.figures if str(cell) not in told
    )


def test_columns_shifted_under_their_names_are_noticed():
    for at in (1, 4, 6, 10):
        assert Oddity.NAME_MOVED in kinds(edited(lambda book, at=at: book[THREE].insert_cols(at)))


def swap_names(*pairs: tuple[str, str]) -> Callable[[openpyxl.Workbook], None]:
    def edit(book: openpyxl.Workbook) -> None:
        names = book.defined_names
        for one, other in pairs:
            names[one].attr_text, names[other].attr_text = (
                names[other].attr_text,
                names[one].attr_text,
            )

    return edit


ROWS = [row.key for row in EDITION.blocks["req"].row_leaves]
COLUMNS = [column.key for column in EDITION.blocks["req"].column_leaves]


@pytest.mark.parametrize(
    "pairs",
    [
        [("req_received__business", "req_received__natural_person")],
        [("req_received__business", "req_granted__business")],
        [(f"req_received__{key}", f"req_granted__{key}") for key in COLUMNS],
        [(f"req_{key}__business", f"req_{key}__research") for key in ROWS],
        [("rem_cases__review_upheld", "rem_cases__direct_upheld")],
        [("pro5_licensing__decisions", "pro6_penalty__decisions")],
        [("pro1_rules__issued", "req_received__business")],
    ],
)
def test_swapped_names_never_swap_numbers_in_silence(pairs):
    read = edited(swap_names(*pairs))
    blocked = {
        observation.place
        for observation in read.observations
        if observation.kind is Oddity.NAME_MOVED
    }
    for name in (name for pair in pairs for name in pair):
        block, rest = name.split("_", 1)
        assert f"{block}.{rest.replace('__', '.')}" in blocked


def test_two_names_on_one_cell_are_noticed():
    def edit(book):
        names = book.defined_names
        names["req_received__business"].attr_text = names["req_received__research"].attr_text

    assert kinds(edited(edit)) == [Oddity.NAME_MOVED]


@pytest.mark.parametrize(
    "target",
    [
        "#REF!",
        "'没有'!$D$6",
        "'三、申请办理'!D6",
        "[1]表!$D$6",
        "12",
        "'三、申请办理'!$D$6:$E$6",
        "",
    ],
)
def test_a_broken_name_is_a_lost_cell(target):
    read = edited(
        lambda book: setattr(
            book.defined_names["req_received__natural_person"], "attr_text", target
        )
    )
    assert [(observation.kind, observation.place) for observation in read.observations] == [
        (Oddity.NAME_LOST, str(FIRST))
    ]
    assert FIRST not in read.figures


def test_deleted_names_and_sheets_are_noticed():
    read = edited(lambda book: book.defined_names.pop("req_received__natural_person"))
    assert kinds(read) == [Oddity.NAME_LOST]
    read = edited(lambda book: book.remove(book[THREE]))
    assert kinds(read) == [Oddity.NAME_LOST]
    assert len(read.observations) == len(EDITION.blocks["req"].cells)


def test_a_changed_heading_is_observed_with_the_official_one():
    (seen,) = edited(lambda book: book[THREE].__setitem__("A6", "一、新收")).observations
    assert (seen.kind, seen.text) == (Oddity.LABEL_CHANGED, "一、新收")
    assert seen.note == "一、本年新收政府信息公开申请数量"
    spaced = edited(
        lambda book: book[THREE].__setitem__("A6", "一、本年新收\n政府信息公开申请数量 ")
    )
    assert spaced.observations == ()


def test_what_is_hidden_is_observed():
    hidden = edited(lambda book: setattr(book[THREE].row_dimensions[8], "hidden", True))
    assert {observation.place for observation in hidden.observations} == {
        f"req.granted.{key}" for key in COLUMNS
    }
    column = edited(lambda book: setattr(book[THREE].column_dimensions["E"], "hidden", True))
    assert len(column.observations) == len(EDITION.blocks["req"].row_leaves)
    sheet = edited(lambda book: setattr(book[THREE], "sheet_state", "hidden"))
    assert [(observation.kind, observation.text) for observation in sheet.observations] == [
        (Oddity.HIDDEN, THREE)
    ]
    covered = read_workbook(swapped(SHEET, "<mergeCell ", '<mergeCell ref="D6:E6"/><mergeCell '))
    assert [(observation.kind, observation.place) for observation in covered.observations] == [
        (Oddity.HIDDEN, "req.received.business")
    ]


def test_protection_and_locks_are_observed():
    open_sheet = edited(lambda book: setattr(book[THREE].protection, "sheet", False))
    assert [(observation.kind, observation.text) for observation in open_sheet.observations] == [
        (Oddity.UNPROTECTED, THREE)
    ]

    def edit(book):
        book[THREE]["D6"].protection = Protection(locked=True)
        book[THREE]["J6"].protection = Protection(locked=False)

    assert {observation.place for observation in edited(edit).observed(Oddity.UNLOCKED)} == {
        str(FIRST),
        str(ALL),
    }


def test_added_sheets_and_links_to_other_files_are_observed():
    added = edited(lambda book: book.create_sheet("台账"))
    assert [(observation.kind, observation.text) for observation in added.observations] == [
        (Oddity.ADDED_SHEET, "台账")
    ]
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    target = "file:///C:/Users/zhang/Desktop/台账.xlsx"
    rels = f'<Relationships xmlns="{space}"><Relationship Id="rId1" Type="x/externalLinkPath" Target="{target}" TargetMode="External"/></Relationships>'
    parts = {
        **sound_parts(),
        "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
        "xl/externalLinks/_rels/externalLink1.xml.rels": rels.encode(),
    }
    (seen,) = read_workbook(zipped(parts)).observations
    assert (seen.kind, seen.text) == (Oddity.EXTERNAL_LINK, "台账.xlsx")


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ACTIVE = {
    "宏": (
        "xl/vbaProject.bin",
        "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
    ),
    "ActiveX 控件": ("xl/x/1.xml", f"{OFFICE}/control"),
    "嵌入的对象": ("xl/x/1.bin", f"{OFFICE}/oleObject"),
    "自定义功能区": (
        "x.xml",
        "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility",
    ),
    "网络加载项": (
        "x.xml",
        "http://schemas.microsoft.com/office/2011/relationships/webextensiontaskpanes",
    ),
}


@pytest.mark.parametrize("word", ACTIVE)
def test_what_programs_would_run_is_observed(word):
    part, kind = ACTIVE[word]
    link = f'<Relationship Id="rIdX" Type="{kind}" Target="/{part}"/></Relationships>'
    for where in ("xl/_rels/workbook.xml.rels", "_rels/.rels"):
        rels = sound_parts()[where].replace(b"</Relationships>", link.encode())
        (seen,) = read_workbook(zipped({**sound_parts(), where: rels, part: b"x"})).observations
        assert (seen.kind, seen.text) == (Oddity.ACTIVE_CONTENT, word)


def test_an_object_behind_a_sheet_is_observed_however_its_relationship_is_spelt():
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    link = f'<Relationship Id="r" Type="{OFFICE}/&#112;ackage" Target="x.docx"/>'
    rels = f'<Relationships xmlns="{space}">{link}</Relationships>'.encode()
    parts = {**sound_parts(), "xl/worksheets/_rels/sheet6.xml.rels": rels}
    (seen,) = read_workbook(zipped(parts)).observations
    assert (seen.kind, seen.text) == (Oddity.ACTIVE_CONTENT, "嵌入的对象")


def test_another_version_is_observed_and_read():
    def edit(book):
        book["_xlsheets"]["B2"] = "0"

    read = edited(edit)
    assert [(observation.kind, observation.text) for observation in read.observations] == [
        (Oddity.OTHER_VERSION, "0")
    ]
    assert len(read.figures) == len(EDITION.typed_cells)
    lost = edited(lambda book: book.remove(book["_xlsheets"]))
    assert kinds(lost) == [Oddity.OTHER_VERSION]


def test_an_unknown_edition_is_refused_by_name():
    with pytest.raises(UnreadableError, match="ogi2099") as caught:
        edited(lambda book: book["_xlsheets"].__setitem__("B1", "ogi2099"))
    assert caught.value.kind == "other_edition"


# Profile and text -------------------------------------------------------------------------------

PROFILE_CELLS = {name: spot.cell for name, spot in Layout(EDITION).profile.items()}


def profile(**values: object) -> Report:
    def edit(book: openpyxl.Workbook) -> None:
        for name, value in values.items():
            book["基本信息"][PROFILE_CELLS[name]] = value

    return edited(edit)


@pytest.mark.parametrize("value", [2025, 2025.0, "2025", "2025年", "２０２５年度", " 2025 年"])
def test_a_year_is_read_in_every_way_people_write_it(value):
    read = profile(year=value)
    assert (read.profile.year, read.observations) == (2025, ())


@pytest.mark.parametrize(
    "value", ["去年", 25, 2025.5, "=2025", True, "#N/A", datetime.date(2025, 1, 1)]
)
def test_a_year_that_is_none_is_observed(value):
    read = profile(year=value)
    assert read.profile.year is None
    assert [observation.place for observation in read.observations] == ["profile.year"]


@pytest.mark.parametrize(
    "value",
    [
        datetime.date(2026, 1, 20),
        "2026年1月20日",
        "2026-01-20",
        "2026/1/20",
        "２０２６.1.20",
        "2026 年 1 月 20 日",
    ],
)
def test_a_day_is_read_in_every_way_people_write_it(value):
    read = profile(signed=value)
    assert (read.profile.signed, read.observations) == (PROFILE.signed, ())


@pytest.mark.parametrize("value", ["年底", "2026年2月30日", "=TODAY()", 1e9, "#N/A"])
def test_a_day_that_is_none_is_observed(value):
    read = profile(signed=value)
    assert read.profile.signed is None
    assert [observation.place for observation in read.observations] == ["profile.signed"]


def test_days_counted_from_1904_are_the_same_days():
    content = changed(
        BOOK, lambda xml: xml.replace(b"<workbookPr ", b'<workbookPr date1904="1" ', 1)
    )
    shift = datetime.timedelta(days=1462)
    assert read_workbook(content).profile.signed == PROFILE.signed + shift


@pytest.mark.parametrize(("value", "code"), [(46042, "General"), (46042, "@"), ("46042", "@")])
def test_a_day_whose_format_was_dropped_is_read_and_noticed(value, code):
    def edit(book):
        signed = book["基本信息"][PROFILE_CELLS["signed"]]
        signed.value, signed.number_format = value, code

    read = edited(edit)
    assert read.profile.signed == datetime.date(2026, 1, 20)
    (seen,) = read.observations
    assert (seen.kind, seen.place, seen.text) == (
        Oddity.UNFORMATTED_DAY,
        "profile.signed",
        "46042",
    )


@pytest.mark.parametrize("number", [2026, 36525, 73051, 46042.5, 20260120])
def test_a_number_that_can_be_no_day_of_a_report_is_none(number):
    def edit(book):
        signed = book["基本信息"][PROFILE_CELLS["signed"]]
        signed.value, signed.number_format = number, "General"

    read = edited(edit)
    assert read.profile.signed is None
    assert [observation.kind for observation in read.observations] == [Oddity.TEXT]


def test_a_level_is_known_by_its_label_and_numbers_are_text():
    labels = {level.label: level.key for level in EDITION.levels}
    label, key = labels.popitem()
    read = profile(level=label, postcode=41600, phone=3571234567)
    assert read.profile.level == key
    assert (read.profile.postcode, read.profile.phone) == ("41600", "3571234567")


def test_a_postcode_shown_with_its_zero_keeps_it():
    def edit(book):
        postcode = book["基本信息"][PROFILE_CELLS["postcode"]]
        postcode.value, postcode.number_format = 41600, "000000"

    assert edited(edit).profile.postcode == "041600"


def test_paragraphs_are_lines_and_keep_what_is_inside_them():
    def edit(book):
        sheet = book["一、总体情况"]
        sheet["B5"] = "　　第一行  有两个空格 \r\n\n第二行_x000D_末"
        sheet["B6"] = None
        sheet["B7"] = 12

    read = edited(edit)
    assert read.narrative["overview"][:3] == ("第一行  有两个空格", "第二行", "末")
    assert read.narrative["overview"][3] == "12"
    assert [str(read.places[f"text.overview.{n}"].cell) for n in (1, 2, 3, 4)] == [
        "B5",
        "B5",
        "B5",
        "B7",
    ]


def test_a_formula_among_the_paragraphs_is_observed():
    read = edited(lambda book: book["一、总体情况"].__setitem__("B5", "=1+1"))
    (seen,) = read.observations
    assert (seen.kind, seen.place, seen.note) == (Oddity.FORMULA, "text.overview.@B5", "=1+1")


def test_swapped_text_names_are_noticed():
    read = edited(swap_names(("text_overview", "text_problems")))
    assert {observation.place for observation in read.observed(Oddity.NAME_MOVED)} == {
        "text.overview",
        "text.problems",
    }
    assert set(read.narrative) == {"other_matters"}


def test_a_fact_in_words_is_observed_and_a_counted_one_is_read():
    def edit(book):
        sheet = book["基础数据"]
        spots = Layout(EDITION).facts
        sheet[spots["website_items"].cell] = "约 300"
        sheet[spots["wechat_items"].cell] = "1204条"

    read = edited(edit)
    assert read.facts == {"wechat_items": 1204}
    assert [(observation.kind, observation.place) for observation in read.observations] == [
        (Oddity.TEXT, "fact.website_items"),
        (Oddity.TEXT_NUMBER, "fact.wechat_items"),
    ]


def test_swapped_names_of_profile_and_facts_are_noticed():
    read = edited(swap_names(("profile_unit", "profile_address"), ("fact_staff", "fact_meetings")))
    assert [(observation.kind, observation.note) for observation in read.observations] == [
        (Oddity.NAME_MOVED, "单位名称"),
        (Oddity.NAME_MOVED, "联系地址"),
    ]
    assert (read.profile.unit, read.profile.address) == ("", "")

    def edit(book):
        swap_names(("fact_staff", "fact_meetings"))(book)
        book["基础数据"][Layout(EDITION).facts["staff"].cell] = 3

    read = edited(edit)
    assert [(observation.kind, observation.place) for observation in read.observations] == [
        (Oddity.NAME_MOVED, "fact.meetings")
    ]
    assert read.facts == {}


def test_lost_names_and_changed_labels_around_the_tables_are_noticed():
    def edit(book):
        for name in ("fact_staff", "profile_unit", "text_problems"):
            del book.defined_names[name]
        book["基本信息"]["B5"] = "类型"

    read = edited(edit)
    assert {
        (observation.kind, observation.place or observation.note or observation.text)
        for observation in read.observations
    } == {
        (Oddity.NAME_LOST, "fact.staff"),
        (Oddity.NAME_LOST, "单位名称"),
        (Oddity.NAME_LOST, "text.problems"),
        (Oddity.LABEL_CHANGED, "单位类别"),
    }


def test_built_in_date_formats_are_known_by_number():
    content = changed(STYLES, lambda xml: xml.replace(b'numFmtId="0"', b'numFmtId="14"'))
    assert Oddity.DATE in kinds(read_workbook(content))
