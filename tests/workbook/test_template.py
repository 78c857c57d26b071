"""The workbook as written: names, formulas, locks, prompts, marks, and the same bytes every time."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import range_boundaries

from tests.tools import validator
from tests.tools.make import address_of, newest_report
from tests.tools.office import convert
from tests.tools.outside import need_package
from xlsheets.basics.addresses import Place, Spot
from xlsheets.errors import OutputError
from xlsheets.ooxml.contents import open_package
from xlsheets.ooxml.identify import parts_of
from xlsheets.schema import newest
from xlsheets.schema.spec import Measure
from xlsheets.workbook.editing.patch import patch_workbook
from xlsheets.workbook.fingerprint import formula_of
from xlsheets.workbook.layout import (
    CHECKS_SHEET,
    CHECKS_TOP,
    GUIDE,
    PANEL,
    SIGNING,
    STAMP,
    Layout,
    cell_name,
    profile_name,
    stated_name,
    typed_name,
)
from xlsheets.workbook.live_checks import live_checks
from xlsheets.workbook.template import fingerprint, write_workbook
from xlsheets.xlsx.formula_values import Calculation
from xlsheets.xlsx.workbook import Workbook

TEMPLATE = Path(__file__).parents[2] / "workbook_template.xlsx"
EDITION = newest()
LAYOUT = Layout(EDITION)
TYPED = len(EDITION.typed_cells)
UNBALANCED = {"req.received.business": 3, "req.granted.business": 2, "pro8.fees.amount": "12.34"}


def opened(source=None, *, values=False):
    return load_workbook(io.BytesIO(write_workbook(source)), data_only=values)


@pytest.fixture(scope="module")
def blank():
    return opened()


@pytest.fixture(scope="module")
def filled():
    return opened(newest_report(UNBALANCED), values=True)


def named(book, name):
    """Return the cell a defined name leads to."""
    [(sheet, area)] = book.defined_names[name].destinations
    return book[sheet][area.replace("$", "")]


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rules(sheet):
    """Yield (address, validation) for each cell of a sheet that has one."""
    for rule in sheet.data_validations.dataValidation:
        for area in str(rule.sqref).split():
            left, top, right, bottom = range_boundaries(area)
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    yield sheet.cell(row, column).coordinate, rule


def test_the_committed_template_is_the_one_the_program_writes():
    committed, written = parts(TEMPLATE.read_bytes()), parts(write_workbook())
    committed.pop("docProps/core.xml"), written.pop("docProps/core.xml")
    assert committed.keys() == written.keys()
    assert [name for name in written if committed[name] != written[name]] == []


def test_the_same_report_gives_the_same_bytes():
    assert write_workbook(newest_report(UNBALANCED)) == write_workbook(newest_report(UNBALANCED))


@pytest.mark.validator
@pytest.mark.parametrize("source", [None, newest_report(UNBALANCED)], ids=["blank", "filled"])
def test_microsofts_validator_finds_no_error(source, tmp_path):
    path = tmp_path / "工作簿.xlsx"
    path.write_bytes(write_workbook(source))
    assert validator.errors(path) == []


def test_every_number_has_its_own_name_and_place(blank):
    names = {cell_name(cell) for cell in EDITION.cells}
    places = {blank.defined_names[name].attr_text for name in names}
    assert len(names) == len(places) == len(EDITION.cells)


def test_the_sheets_stand_in_the_order_of_the_report(blank):
    sections = [section.sheet for section in EDITION.sections]
    assert blank.sheetnames == [
        "填报说明",
        "基本信息",
        "基础数据",
        *sections,
        PANEL,
        CHECKS_SHEET,
        SIGNING,
        STAMP,
    ]
    assert [sheet.title for sheet in blank if sheet.sheet_state != "visible"] == [STAMP]


def test_every_heading_is_printed_where_the_layout_says(blank):
    for spot, label in LAYOUT.labels.items():
        assert blank[spot.sheet][spot.cell].value == label


def test_every_total_holds_its_formula_and_is_locked(blank):
    for cell in EDITION.sum_of:
        found = named(blank, cell_name(cell))
        assert found.value == f"={formula_of(EDITION, cell)}"
        assert found.protection.locked


def test_a_formula_follows_the_cells_when_they_stand_elsewhere():
    moved = {
        cell: Spot(spot.sheet, f"{spot.cell[0]}{int(spot.cell[1:]) + 1}")
        for cell, spot in LAYOUT.numbers.items()
    }
    total = next(rule.total for rule in EDITION.sums if str(rule.total) == "req.received.all")
    assert formula_of(EDITION, total) == "SUM(D6:I6)"
    assert formula_of(EDITION, total, moved) == "SUM(D7:I7)"


def test_only_cells_to_be_filled_are_open(blank):
    expected = {LAYOUT.numbers[cell] for cell in EDITION.typed_cells}
    expected |= {*LAYOUT.profile.values(), *LAYOUT.facts.values()}
    expected |= {spot for spots in LAYOUT.prose.values() for spot in spots}
    reasons = LAYOUT.finding_column("说明理由")
    expected |= {Spot(PANEL, cell.coordinate) for (cell,) in blank[PANEL][reasons.cell]}
    found = {
        Spot(sheet.title, cell.coordinate)
        for sheet in blank
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked and not isinstance(cell, MergedCell)
    }
    assert found == expected


def test_every_sheet_is_protected_without_password_and_may_be_resized(blank):
    for sheet in blank:
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        assert not sheet.protection.formatColumns
        assert not sheet.protection.formatRows


def test_every_typed_cell_refuses_text_and_negative_numbers_and_says_why(blank):
    for table in EDITION.tables:
        found = dict(rules(blank[table.sheet]))
        cells = [cell for cell in EDITION.typed_cells if EDITION.table_of[cell.block] is table]
        assert set(found) == {LAYOUT.numbers[cell].cell for cell in cells}
        for cell in cells:
            rule = found[LAYOUT.numbers[cell].cell]
            decimal = EDITION.measure(cell) is Measure.WAN_YUAN
            assert rule.type == ("decimal" if decimal else "whole")
            assert (rule.operator, rule.formula1) == ("greaterThanOrEqual", "0")
            assert "没有就填 0" in rule.error


def test_every_prompt_says_what_to_count_and_on_what_basis(blank):
    for cell in EDITION.typed_cells:
        spot = LAYOUT.numbers[cell]
        row = EDITION.items[cell.block, cell.row]
        prompt = dict(rules(blank[spot.sheet]))[spot.cell].prompt
        assert row.help in prompt
        assert row.source in prompt


def test_no_prompt_or_refusal_is_longer_than_excel_allows(blank):
    for sheet in blank:
        for address, rule in rules(sheet):
            for text, longest in (
                (rule.promptTitle, 32),
                (rule.errorTitle, 32),
                (rule.prompt, 255),
                (rule.error, 255),
                (rule.formula1 if rule.type == "list" else "", 257),
            ):
                assert len(text or "") <= longest, (sheet.title, address, text)


def test_the_list_of_levels_and_the_years_are_offered(blank):
    profile = dict(rules(blank["基本信息"]))
    levels = profile[LAYOUT.profile["level"].cell].formula1.strip('"').split(",")
    assert levels == [level.label for level in EDITION.levels]
    year = profile[LAYOUT.profile["year"].cell]
    assert (year.type, year.formula1, year.formula2) == ("whole", str(EDITION.first_year), "2099")
    assert profile[LAYOUT.profile["signed"].cell].type == "date"


@pytest.mark.parametrize("table", EDITION.tables, ids=lambda table: table.number)
def test_one_name_selects_every_typed_cell_of_a_table(blank, table):
    found = set()
    for sheet, area in blank.defined_names[typed_name(table)].destinations:
        assert sheet == table.sheet
        left, top, right, bottom = range_boundaries(area)
        found |= {
            blank[sheet].cell(row, column).coordinate
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        }
    typed = (cell for cell in table.cells if cell not in EDITION.sum_of)
    assert found == {LAYOUT.numbers[cell].cell for cell in typed}


def test_the_guide_names_the_blocks_that_libreoffice_selects_one_by_one(blank):
    told = [
        row for row in blank[GUIDE].iter_rows(values_only=True) if row[1] == "用 LibreOffice 的"
    ]
    requests = next(table for table in EDITION.tables if table.number == "表三")
    areas = [
        area.replace("$", "") for _, area in blank.defined_names[typed_name(requests)].destinations
    ]
    assert [area for area in areas if area not in told[0][2]] == []


def test_what_the_report_holds_is_written(filled):
    source = newest_report(UNBALANCED)
    for cell, value in source.values.items():
        assert str(named(filled, cell_name(cell)).value) == str(value)
    assert named(filled, profile_name("level")).value == "乡镇人民政府"
    assert named(filled, profile_name("signed")).value.date() == source.profile.signed
    for key, spots in LAYOUT.prose.items():
        texts = [filled[spot.sheet][spot.cell].value for spot in spots]
        assert tuple(text for text in texts if text) == source.paragraphs(key)


def test_stated_totals_are_kept_beside_the_computed_ones():
    book = opened(newest_report(stated={"req.received.all": 9}), values=True)
    [total] = [cell for cell in EDITION.sum_of if str(cell) == "req.received.all"]
    assert named(book, stated_name(total)).value == 9
    assert named(book, cell_name(total)).value == 0


def test_text_that_looks_like_something_else_stays_text():
    texts = ("=1+1", "-一是", "@某", "2025", "https://example.org", " 空格 ", "_x0041_")
    book = opened(newest_report(narrative={"problems": texts}))
    spots = LAYOUT.prose["problems"][: len(texts)]
    cells = [book[spot.sheet][spot.cell] for spot in spots]
    assert [cell.data_type for cell in cells] == ["s"] * len(texts)
    assert [cell.value for cell in cells][:-1] == list(texts[:-1])
    assert {cell.number_format for cell in cells} == {"@"}


def test_paragraphs_beyond_the_last_cell_share_it_as_lines():
    spots = LAYOUT.prose["other_matters"]
    texts = tuple(f"第{n}段" for n in range(len(spots) + 2))
    book = opened(newest_report(narrative={"other_matters": texts}))
    found = "\n".join(book[spot.sheet][spot.cell].value for spot in spots)
    assert found.split("\n") == list(texts)


def test_a_paragraph_no_cell_can_hold_is_refused_in_words():
    with pytest.raises(OutputError, match="一个单元格放不下"):
        write_workbook(newest_report(narrative={"problems": ("长" * 32_768,)}))


@pytest.mark.parametrize("value", [2**53 + 1, "0.1234567890123456789"])
def test_a_number_excel_would_round_is_written_as_text(value):
    book = opened(newest_report({"pro8.fees.amount": value}))
    [cell] = [cell for cell in EDITION.typed_cells if cell.block == "pro8"]
    assert named(book, cell_name(cell)).value == str(value)


def test_reasons_already_given_stay_beside_their_fingerprint():
    book = opened(replace(newest_report(), reasons={"1a2b3c4d": "上年漏报一件，已经说明。"}))
    reason, mark = (LAYOUT.finding_column(heading).cell for heading in ("说明理由", "指纹"))
    assert book[PANEL][reason][0][0].value == "上年漏报一件，已经说明。"
    assert book[PANEL][mark][0][0].value == "1a2b3c4d"


def test_every_formula_has_its_value(blank):
    values = opened(values=True)
    formulas = [
        (sheet.title, cell.coordinate)
        for sheet in blank
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert len(formulas) > 300
    assert [place for place in formulas if values[place[0]][place[1]].value is None] == [
        (PANEL, cell.coordinate) for (cell,) in blank[PANEL][LAYOUT.finding_column("单元格").cell]
    ] + [
        # Where the next thing to do is, from each sum of a workbook in which none is wrong.
        (CHECKS_SHEET, f"I{row}")
        for row in (11, *range(16, 16 + len(live_checks(EDITION))))
    ] + [(SIGNING, "B4"), (SIGNING, "B5")]


def test_every_sum_and_identity_is_listed_with_the_side_that_has_more(filled):
    checks = live_checks(EDITION)
    # The identity of 总计 is off only where that of an applicant is.
    assert len(checks) == len(EDITION.sums) + len(EDITION.blocks["req"].column_leaves)
    rows = filled[CHECKS_SHEET].iter_rows(
        CHECKS_TOP + 1, CHECKS_TOP + len(checks), values_only=True
    )
    failed = [row for row in rows if row[5] != "✓ 相符"]
    assert [row[:7] for row in failed] == [
        (
            "S303",
            "表三 › 商业企业：新收 ＋ 上年结转 ＝ 办理总计 ＋ 结转下年度",
            3,
            2,
            -1,
            "✗ 收进来的比办出去的多 1 件，多半在本列的结转",
            f"转到 {address_of('req.carried_forward.business', EDITION)}",
        ),
    ]


def test_a_check_over_a_blank_cell_is_not_judged():
    book = opened(newest_report({"req.partial.business": None}), values=True)
    column = [
        row[5]
        for row in book[CHECKS_SHEET].iter_rows(CHECKS_TOP + 1, CHECKS_TOP + 7, values_only=True)
    ]
    assert column == ["✓ 相符", "… 未填完", *["✓ 相符"] * 4, "… 未填完"]
    assert f"{TYPED - 1}/{TYPED}" in book[PANEL]["C3"].value


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        (None, "收费金额的单位是万元：123456 元填 12.3456"),
        (0, "收费金额合 0 元"),
        (Decimal("12.3456"), "收费金额合 123456 元"),
        (Decimal("0.000001"), "收费金额合 0.01 元"),
        (2_000, "收费金额合 20000000 元"),
        (19_000, "？ 收费金额合 190000000 元，这类单位很少有这么多，请看是不是按元填的"),
        (10**9, "收费金额的单位是万元：123456 元填 12.3456"),
    ],
)
def test_money_is_told_in_yuan_where_it_is_typed(amount, told):
    """Of a township; who typed yuan sees ten thousand times as much below the table, and is asked."""
    fees = EDITION.named.fees
    given = newest_report(UNBALANCED)
    figures = {cell: number for cell, number in given.figures.items() if cell != fees}
    figures |= {} if amount is None else {fees: amount}
    profile = replace(given.profile, level=EDITION.levels[0].key)
    book = opened(replace(given, figures=figures, profile=profile), values=True)
    spot = LAYOUT.numbers[fees]
    below = book[spot.sheet].cell(spot.place.row + 1, 1).value
    assert below == told


@pytest.mark.parametrize(
    ("amount", "asked"), [(2_000, ""), (19_000, "，请看是不是按元填的（单位类别还没有选）")]
)
def test_money_typed_before_the_kind_of_unit_is_asked_about_too(amount, asked):
    """By what the smallest units hardly ever exceed, and without saying that this one is one of them."""
    fees = EDITION.named.fees
    given = newest_report(UNBALANCED)
    profile = replace(given.profile, level="")
    held = replace(given, figures={**given.figures, fees: amount}, profile=profile)
    spot = LAYOUT.numbers[fees]
    place = Place(spot.place.row + 1, 1)
    told = f"{'？ ' if asked else ''}收费金额合 {amount * 10_000} 元{asked}"
    assert opened(held, values=True)[spot.sheet].cell(*place).value == told
    calculation = Calculation(Workbook(open_package(parts_of(write_workbook(held)))))
    assert calculation.value(spot.sheet, place) == told


def lowest_frame(book: bytes, folder: Path) -> float:
    """Return how far down frames are printed on the page of the first text section, as a share of its height."""
    pdfplumber = need_package("pdfplumber")
    path = folder / "填报.xlsx"
    path.write_bytes(book)
    [printed] = convert(path, "pdf", folder)
    with pdfplumber.open(printed) as pdf:
        [page] = [page for page in pdf.pages if "全文" in page.extract_text()][:1]
        drawn = (*page.rects, *page.lines, *page.curves)
        return max(shape["bottom"] for shape in drawn) / float(page.height)


@pytest.mark.office
def test_of_the_text_sheets_only_what_is_filled_is_printed(tmp_path: Path):
    """What is typed below the last paragraph later is printed, too, though nobody sets what to print."""
    held = replace(newest_report({}), narrative={"overview": ("只有一段。",)})
    book = write_workbook(held)
    assert lowest_frame(book, tmp_path) < 0.25
    longer = patch_workbook(book, {LAYOUT.prose["overview"][29]: "后来在下面又写了一段。"})
    assert lowest_frame(longer, tmp_path) > 0.4


def test_only_functions_every_spreadsheet_knows_are_used(blank):
    used = {
        name
        for sheet in blank
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
        for name in re.findall(r"([A-Z]+)\(", cell.value)
    }
    assert used <= {
        "SUM", "IF", "COUNT", "COUNTA", "COUNTBLANK", "HYPERLINK", "REPT", "LEN", "SUMPRODUCT",
        "ROUND", "INT", "MOD", "MID", "IFERROR", "FIND",
    }  # fmt: skip


def test_tables_print_on_a4_with_their_headings_repeated(blank):
    for table in EDITION.tables:
        sheet = blank[table.sheet]
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows
        assert sheet.print_area
        assert sheet.freeze_panes


def test_every_sheet_fits_a_screen_1366_pixels_wide(blank):
    for sheet in blank:
        if sheet.sheet_state == "visible":
            pixels = sum(
                5 + 7 * column.width * (column.max - column.min + 1)
                for column in sheet.column_dimensions.values()
                if not column.hidden
            )
            assert pixels < 1366 - 60, sheet.title


def test_the_fingerprint_changes_with_a_label():
    first, *others = EDITION.sections
    sections = (first, *(section._replace(table=_renamed(section.table)) for section in others))
    assert fingerprint(EDITION._replace(sections=sections)) != fingerprint(EDITION)


def _renamed(table):
    if table is None or table.number != "表二":
        return table
    first, *others = table.blocks
    return table._replace(blocks=(first._replace(corner="内容"), *others))
