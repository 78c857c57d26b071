"""A whole county with a known truth: every file and every unit stands where it must, in every output."""

import html
import os
import re
import shutil
from dataclasses import replace

import openpyxl
import pytest

import xlsheets as xs
from tests.tools import office, validator
from tests.tools.county import YEAR, make_county
from tests.tools.make import address_of
from xlsheets.cli import main
from xlsheets.county.register import Register, Unit
from xlsheets.schema import Cell
from xlsheets.workbook.lists.register import write_register
from xlsheets.workflows import collect, one_report
from xlsheets.workflows.sources import files_in

SHEETS = ["状态总表", "问题明细", "未报", "相似度", "跨年", "指标", "文件", "这一轮"]


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    """Return the folder of a county of 64 units, and the truth about it."""
    folder = tmp_path_factory.mktemp("county") / "收件"
    return folder, make_county(folder, 64, seed=20)


@pytest.fixture(scope="module")
def collection(county):
    folder, truth = county
    examined = [xs.examine(source) for source in xs.files_in([folder])]
    return xs.collect(reversed(examined), truth.register)


@pytest.fixture(scope="module")
def book(collection, tmp_path_factory):
    path = tmp_path_factory.mktemp("ledger") / "台账.xlsx"
    path.write_bytes(collect.ledger(collection, "收件"))
    return path


def rows(path, sheet):
    """Return the rows of a sheet of the ledger as dictionaries."""
    head, *entries = openpyxl.load_workbook(path)[sheet].iter_rows(min_row=3, values_only=True)
    return [dict(zip(head, entry, strict=True)) for entry in entries]


def test_every_file_is_judged_as_it_was_made(county, collection):
    _, truth = county
    judged = {row.filing.file: row for row in collection.files}
    assert judged.keys() == truth.files.keys()
    for file, expected in truth.files.items():
        row = judged[file]
        found = {finding.code for finding in row.filing.findings}
        assert row.state.value == expected.state, file
        assert {remark.value for remark in row.remarks} == expected.remarks, file
        assert expected.codes <= found, file
        assert found or expected.state != "有错" or expected.remarks, file


def test_every_unit_stands_where_its_files_put_it(county, collection):
    _, truth = county
    found = {
        row.unit.name: (
            row.state.value,
            frozenset(remark.value for remark in row.remarks),
            row.counted.file if row.counted else "",
        )
        for row in collection.units
    }
    assert found == truth.units


def test_the_figures_that_count_are_those_that_were_sent(county, collection):
    _, truth = county
    counted = {row.unit.name: report.figures for row, report in collection.counted}
    assert truth.reports.keys() <= counted.keys()
    assert all(counted[unit] == held.figures for unit, held in truth.reports.items())


def test_exactly_the_copied_texts_are_called_alike(county, collection):
    _, truth = county
    assert len(truth.alike) == 2
    assert {frozenset(pair[:2]) for pair in collection.alike if pair.suspect} == truth.alike


def test_whom_a_doubtful_file_may_come_from_is_proposed_first(county, collection):
    _, truth = county
    proposed = {row.filing.file: row.match.proposed for row in collection.files}
    assert {file: proposed[file][0].name for file in truth.proposed} == truth.proposed


def test_the_ledger_says_what_the_collection_says(collection, book):
    assert openpyxl.load_workbook(book).sheetnames == SHEETS
    units = [(row["单位"], row["状态"], row["计入的文件"] or "") for row in rows(book, "状态总表")]
    assert units == [
        (row.unit.name, row.state.value, row.counted.file if row.counted else "")
        for row in collection.units
    ]
    files = [(row["文件"], row["状态"]) for row in rows(book, "文件")]
    assert files == [(row.filing.file, row.state.value) for row in collection.files]
    missing = [row.unit.name for row in collection.units if row.state.value == "未报"]
    assert [row["单位"] for row in rows(book, "未报")] == missing
    problems = sum(len(row.filing.findings) for row in collection.current)
    assert len(rows(book, "问题明细")) == problems


def test_the_links_of_the_ledger_lead_to_the_files_and_the_cells(county, book):
    folder, _ = county
    links = [
        cell.hyperlink
        for sheet in openpyxl.load_workbook(book)
        for row in sheet.iter_rows(min_row=4)
        for cell in row
        if cell.hyperlink
    ]
    targets = {link.target.replace("\\", "/").replace("%20", " ") for link in links}
    assert all((folder.parent / target).is_file() for target in targets)
    places = {link.location for link in links if link.location}
    assert all(re.fullmatch(r"'[^']+'![A-Z]+\d+(:[A-Z]+\d+)?", place) for place in places)
    assert f"'三、申请办理'!{address_of('req.carried_forward.business')}" in places


def test_nothing_in_the_ledger_is_locked_and_every_list_can_be_filtered(book):
    for sheet in openpyxl.load_workbook(book):
        assert not sheet.protection.sheet
        assert sheet.auto_filter.ref
        assert sheet.freeze_panes == "B4"


def _letters(sheet) -> dict[str, str]:
    """Return the letter of each column by its heading."""
    return {cell.value: cell.column_letter for cell in sheet[3]}


@pytest.mark.parametrize("name", ["状态总表", "文件"])
def test_the_colours_of_the_states_stand_on_the_column_of_the_states(book, name):
    sheet = openpyxl.load_workbook(book)[name]
    coloured = {area.coord.rstrip("0123456789").partition(":")[2] for area in _areas(sheet)}
    assert coloured == {_letters(sheet)["状态"]}


def _areas(sheet):
    return [area for rule in sheet.conditional_formatting for area in rule.sqref.ranges]


def test_the_units_to_choose_from_are_those_of_the_list_of_units(book, collection):
    ledger = openpyxl.load_workbook(book)
    units, files = ledger["状态总表"], ledger["文件"]
    (rule,) = files.data_validations.dataValidation
    letter = _letters(units)["单位"]
    last = 3 + len(collection.units)
    assert rule.formula1 == f"'状态总表'!${letter}$4:${letter}${last}"
    assert {area.coord.rstrip("0123456789").partition(":")[2] for area in rule.sqref.ranges} == {
        _letters(files)["确认单位"]
    }


def test_the_same_county_gives_the_same_bytes(collection, book):
    assert collect.ledger(collection, "收件") == book.read_bytes()
    assert collect.status_page(collection) == collect.status_page(collection)


@pytest.mark.validator
def test_the_ledger_is_valid_open_xml(book):
    assert validator.errors(book) == []


@pytest.mark.office
def test_the_ledger_opens_in_libreoffice(book, tmp_path):
    (again,) = office.convert(book, "xlsx:Calc MS Excel 2007 XML", tmp_path)
    assert rows(again, "状态总表") == rows(book, "状态总表")


def test_the_page_names_every_unit_and_every_file_and_loads_nothing(collection):
    page = collect.status_page(collection).decode()
    shown = html.unescape(page)
    assert all(row.unit.name in shown for row in collection.units)
    assert all(row.filing.file in shown for row in collection.files)
    assert not re.search(r"""src\s*=|url\(|<script|<link|@import""", page)
    assert set(re.findall(r"""href=["']?([^"'>]*)""", page)) == {
        f"#u{number}" for number in range(1, len(collection.units) + 1)
    }


def test_a_file_name_cannot_put_markup_into_the_page(tmp_path):
    truth = make_county(tmp_path, 1)
    (tmp_path / "<img src=x onerror=alert(1)>.xlsx").write_bytes(b"")
    examined = [one_report.examine(source) for source in files_in([tmp_path])]
    page = collect.status_page(collect.collect(examined, truth.register)).decode()
    assert "<img" not in page
    assert "&lt;img src=x" in page


@pytest.mark.validator
def test_any_file_name_finds_its_way_into_the_ledger_and_the_page(tmp_path):
    names = [
        "a#b.xlsx",
        "50%.xlsx",
        "a\x01b.xlsx",
        "a\nb.xlsx",
        "\udcff.xlsx",
        "长" * 80 + ".xlsx",
        "=1+1.xlsx",
    ]
    for name in names:
        (tmp_path / name).write_bytes(b"")
    os.utime(tmp_path / names[0], (2**40, 2**40))
    os.utime(tmp_path / names[1], (-(2**30), -(2**30)))
    examined = [one_report.examine(source) for source in files_in([tmp_path])]
    collection = collect.collect(examined, Register((Unit("示例县教育局"),)), year=YEAR)
    path = tmp_path / "台账.xlsx"
    path.write_bytes(collect.ledger(collection, "."))
    assert len(rows(path, "文件")) == len(names)
    assert {row["状态"] for row in rows(path, "文件")} == {"打不开"}
    assert all(
        row["文件"] in collect.status_page(collection).decode() for row in rows(path, "文件")
    )
    assert validator.errors(path) == []


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small")
    truth = make_county(folder / "收件", 18, seed=3)
    (folder / "名录.xlsx").write_bytes(write_register(truth.register))
    return folder, truth


@pytest.fixture
def small(made, tmp_path):
    """Return a folder with a county of eighteen units and its register, and the truth."""
    folder, truth = made
    return shutil.copytree(folder, tmp_path / "县"), truth


def run(folder, *options):
    paths = [
        str(folder / "收件"),
        "--register",
        str(folder / "名录.xlsx"),
        "-o",
        str(folder / "台账.xlsx"),
    ]
    with pytest.raises(SystemExit) as stopped:
        main(["collect", *paths, *options])
    return stopped.value.code


def confirm(book, file, *, day, unit=None):
    """Answer for a file as an officer does: the unit it comes from, the day it arrived."""
    sheet = book["文件"]
    columns = _letters(sheet)
    row = next(cell.row for cell in sheet[columns["文件"]][3:] if cell.value == file)
    sheet[f"{columns['确认单位']}{row}"] = unit
    sheet[f"{columns['确认收到日期']}{row}"] = day


def test_what_an_officer_confirms_is_read_by_the_next_run(small):
    folder, truth = small
    ledger = folder / "台账.xlsx"
    assert run(folder) == 1
    file, unit = next((file, unit) for file, unit in truth.proposed.items() if "来件" in file)
    book = openpyxl.load_workbook(ledger)
    confirm(book, file, unit=unit, day="2026年2月5日")
    book.save(ledger)
    for _ in range(2):
        assert run(folder, "--force") == 1
        found = {row["单位"]: row for row in rows(ledger, "状态总表")}[unit]
        assert (found["状态"], found["情况"], found["计入的文件"]) == ("合格", "迟报", file)


def test_a_day_alone_is_read_too(small):
    folder, truth = small
    ledger = folder / "台账.xlsx"
    run(folder)
    unit, file = next(
        (unit, file)
        for unit, (state, told, file) in truth.units.items()
        if state == "合格" and not told
    )
    book = openpyxl.load_workbook(ledger)
    confirm(book, file, day="2026-02-20")
    book.save(ledger)
    run(folder, "--force")
    found = {row["单位"]: row for row in rows(ledger, "状态总表")}[unit]
    assert (found["状态"], found["情况"]) == ("合格", "迟报")


def test_what_is_no_ledger_is_not_taken_for_one(small, capsys):
    folder, _ = small
    shutil.copy(folder / "名录.xlsx", folder / "台账.xlsx")
    assert run(folder, "--force") == 2
    assert "不是 collect 写的台账" in capsys.readouterr().err
    assert (folder / "台账.xlsx").read_bytes() == (folder / "名录.xlsx").read_bytes()


def test_a_ledger_is_not_overwritten_unasked(small, capsys):
    folder, _ = small
    run(folder)
    before = (folder / "台账.xlsx").read_bytes()
    assert run(folder) == 2
    assert "已经存在" in capsys.readouterr().err
    assert (folder / "台账.xlsx").read_bytes() == before


def test_outputs_kept_in_the_folder_are_not_taken_for_filings(small):
    folder, truth = small
    (folder / "名录.xlsx").rename(folder / "收件/名录.xlsx")
    paths = [str(folder / "收件"), "--register", str(folder / "收件/名录.xlsx")]
    outputs = ["-o", str(folder / "收件/台账.xlsx"), "--page", str(folder / "收件/状态.html")]
    for options in ([], ["--force"]):
        with pytest.raises(SystemExit):
            main(["collect", *paths, *outputs, *options])
    files = {row["文件"] for row in rows(folder / "收件/台账.xlsx", "文件")}
    assert files == truth.files.keys()


def test_last_years_figures_stand_beside_this_years(small):
    folder, truth = small
    unit, held = next(iter(truth.reports.items()))
    received = Cell("req", "received", "natural_person")
    before = replace(
        held,
        profile=replace(held.profile, year=YEAR - 1),
        figures={**held.figures, received: held.figures[received] * 2},
    )
    one_report.write(before, folder / "上年.xlsx")
    run(folder, "--last", str(folder / "上年.xlsx"))
    compared = {row["指标"]: row for row in rows(folder / "台账.xlsx", "跨年")}
    assert {row["单位"] for row in compared.values()} == {unit}
    assert compared["新收申请"]["增减"] == -held.figures[received]
    assert compared["新收申请"]["增减幅度"] == -0.5
    assert compared["行政许可"]["增减幅度"] is None


def test_the_workbooks_of_all_units_are_begun_from_the_register(county):
    _, truth = county
    unit, held = next(iter(truth.reports.items()))
    begun = list(collect.begin(truth.register, YEAR + 1, [held]))
    reporting = [unit.name for unit in truth.register.units if not unit.vertical]
    assert [case.report.profile.unit for case in begun] == reporting
    assert len({case.stem for case in begun}) == len(begun)
    (own,) = [case for case in begun if case.last]
    assert (own.report.profile.unit, own.report.profile.year) == (unit, YEAR + 1)
    left = {key: number for key, number in held.figures.items() if key.row == "carried_forward"}
    assert {key.row for key in own.report.figures} == {"carried_over"}
    assert sum(own.report.figures.values()) == sum(left.values()) > 0


def test_a_register_gives_a_folder_of_workbooks_or_nothing(tmp_path, capsys):
    units = [Unit("示例县清河镇人民政府", "A1", level="township"), Unit("示例县教育局")]
    register = tmp_path / "名录.xlsx"
    register.write_bytes(write_register(Register((*units, Unit("示例县税务局", vertical=True)))))
    command = ["new", "-y", "2026", "--register", str(register), "-o", str(tmp_path / "发")]
    with pytest.raises(SystemExit, match="0"):
        main(command)
    written = sorted(path.name for path in (tmp_path / "发").iterdir())
    assert written == ["A1-示例县清河镇人民政府2026年填报.xlsx", "示例县教育局2026年填报.xlsx"]
    assert one_report.read(tmp_path / "发" / written[0]).profile.level == "township"
    (tmp_path / "发" / written[0]).unlink()
    with pytest.raises(SystemExit, match="2"):
        main(command)
    assert "已经存在" in capsys.readouterr().err
    assert not (tmp_path / "发" / written[0]).exists()
