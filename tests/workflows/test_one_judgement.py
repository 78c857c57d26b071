"""Which file of which unit counts is judged once: every command over a folder says the same."""

import datetime
import os
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from tests.tools.make import report
from xlsheets.cli import app
from xlsheets.county.register import Register, Unit
from xlsheets.report import Report
from xlsheets.report.next_year import next_year
from xlsheets.schema import Cell
from xlsheets.workbook.lists.register import read_register, write_register
from xlsheets.workflows import one_report
from xlsheets.workflows.county import compare
from xlsheets.workflows.one_report import read as reader
from xlsheets.workflows.rolled_before import last_year_of
from xlsheets.workflows.selection import read_confirmations

RIVER = Unit("示例县清河镇人民政府", code="A01", level="township")
HILL = Unit("示例县青山镇人民政府", code="A02", level="township")
SCHOOL = Unit("示例县教育局（体育局）", code="B01", level="county_department")
REGISTER = Register((SCHOOL, RIVER, HILL, Unit("示例县税务局", vertical=True)))
COUNTED = {"A01-清河镇（定稿）.xlsx", "教育局.xlsx"}
RECEIVED = "req.received.business"
FORWARD = "req.carried_forward.business"


def filed(folder: Path, name: str, held: Report, day: int = 20) -> None:
    """Put the workbook of a unit into a folder, dated as it came in."""
    one_report.write(held, folder / name, force=True)
    when = 1_767_225_600 + day * 86_400
    os.utime(folder / name, (when, when))


def of(unit: str, level: str = "township", received: int = 0, **more) -> Report:
    return report({RECEIVED: received, FORWARD: received}, unit=unit, level=level, **more)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    where = tmp_path_factory.mktemp("county")
    inbox = where / "收件"
    inbox.mkdir()
    filed(inbox, "A01-清河镇.xlsx", of(RIVER.name, received=1), 10)
    filed(inbox, "A01-清河镇（定稿）.xlsx", of(RIVER.name, received=2))
    filed(inbox, "A02-青山镇.xlsx", of("示例县教育局(体育局)", received=4))
    filed(inbox, "教育局.xlsx", of("示例县 教育局(体育局)", "county", 8), 5)
    filed(inbox, "2月3日外县报来.xlsx", of("外县某局", "county_department", 16))
    (inbox / "Thumbs.db").write_bytes(b"x")
    (inbox / "地址.url").write_bytes(b"[InternetShortcut]")
    (where / "名录.xlsx").write_bytes(write_register(REGISTER))
    return where


@pytest.fixture
def county(made, tmp_path) -> Path:
    """Return a folder with what came in and the register, dates included."""
    return shutil.copytree(made, tmp_path / "县")


def run(county: Path, command: str, *arguments: object) -> tuple[int, str]:
    given = [command, county / "收件", "--register", county / "名录.xlsx", *arguments]
    result = CliRunner().invoke(app, list(map(str, given)))
    if result.exception and not isinstance(result.exception, SystemExit):
        return 2, f"{result.output}{result.exception}"
    return result.exit_code, result.output


def ledger_of(county: Path, *arguments: object, day: str = "2026-02-01") -> tuple[int, str]:
    asked = ("-o", county / "台账.xlsx", "--as-of", day, "--jobs", 1)
    return run(county, "collect", *asked, *arguments)


def roll_up(county: Path, *arguments: object) -> tuple[int, str]:
    target = ("--unit", "示例县人民政府", "--year", 2025, "-o", county / "县.xlsx")
    return run(county, "rollup", *target, "--jobs", 1, *arguments)


def column(county: Path, sheet: str, heading: str) -> dict[str, object]:
    """Return a column of the ledger by the entry in the first one."""
    found = openpyxl.load_workbook(county / "台账.xlsx")[sheet]
    (number,) = [cell.column for cell in found[3] if cell.value == heading]
    return {row[0].value: row[number - 1].value for row in found.iter_rows(min_row=4)}


def write_beside(county: Path, file: str, heading: str, text: str) -> None:
    book = openpyxl.load_workbook(county / "台账.xlsx")
    sheet = book["文件"]
    (number,) = [cell.column for cell in sheet[3] if cell.value == heading]
    (row,) = [row[0].row for row in sheet.iter_rows(min_row=4) if row[0].value == file]
    sheet.cell(row, number).value = text
    book.save(county / "台账.xlsx")


def test_every_command_counts_the_same_files(county):
    code, said = ledger_of(county)
    assert code == 1
    assert "不是报送文件 2 个" in said
    assert set(filter(None, column(county, "状态总表", "计入的文件").values())) == COUNTED
    _, said = roll_up(county)
    assert "计入 2 个" in said
    summed = one_report.read(county / "县.xlsx")
    assert summed.values[Cell.parse(RECEIVED)] == 2 + 8
    run(county, "convert", "-t", "json", "-o", county / "报告", "--jobs", 1)
    reports = [path.stem for path in (county / "报告").iterdir() if path.name != "运行记录.json"]
    assert sorted(reports) == sorted(
        "".join(replace(held, profile=replace(held.profile, unit=unit.name)).title_lines)
        for unit, held in ((RIVER, of(RIVER.name)), (SCHOOL, of(SCHOOL.name)))
    )


def test_reports_stand_in_the_order_of_the_register_and_the_rest_is_told(county):
    _, said = run(county, "convert", "-t", "json", "-o", county / "报告", "--jobs", 1)
    assert said.index(SCHOOL.name) < said.index(RIVER.name)
    assert "2月3日外县报来.xlsx：名录里没有“外县某局”这个单位" in said
    assert "A02-青山镇.xlsx：文件名是“示例县青山镇人民政府”的代码" in said


def test_the_register_says_what_kind_of_unit_it_is(county):
    ledger_of(county)
    problems = openpyxl.load_workbook(county / "台账.xlsx")["问题明细"]
    told = [row for row in problems.iter_rows(min_row=4, values_only=True) if row[2] == "C207"]
    assert {row[1] for row in told} == {"教育局.xlsx", "A02-青山镇.xlsx"}
    assert all("按名录算" in row[6] for row in told)


def test_validate_does_not_list_what_another_file_took_the_place_of(county):
    _, said = run(county, "validate", "-f", "concise", "--jobs", 1)
    assert "A01-清河镇.xlsx:" not in said
    assert "A01-清河镇.xlsx：计入的是更晚收到的" in said
    assert "2月3日外县报来.xlsx" in said


def test_what_goes_back_is_addressed_by_the_name_of_the_register(county):
    run(county, "validate", "--annotate", county / "退回", "--jobs", 1)
    letters = {path.name for path in (county / "退回").glob("*.txt")}
    assert "教育局.xlsx的反馈意见.txt" in letters
    assert "A01-清河镇.xlsx的反馈意见.txt" not in letters
    text = (county / "退回/教育局.xlsx的反馈意见.txt").read_text(encoding="utf-8-sig")
    assert SCHOOL.name in text


def test_what_an_officer_excludes_stays_excluded_and_leaves_a_clean_folder(county):
    ledger_of(county)
    write_beside(county, "2月3日外县报来.xlsx", "不计入的理由", "外县的，已转交")
    write_beside(county, "A02-青山镇.xlsx", "确认单位", HILL.name)
    for _ in range(2):
        code, said = ledger_of(county, "--force")
        assert code == 0, said
        assert column(county, "文件", "状态")["2月3日外县报来.xlsx"] == "不计入"
        assert column(county, "文件", "不计入的理由")["2月3日外县报来.xlsx"] == "外县的，已转交"
    _, said = roll_up(county, "--ledger", county / "台账.xlsx")
    assert "计入 3 个" in said
    assert "台账里写明不计入的，没有用：2月3日外县报来.xlsx（外县的，已转交）" in said
    assert "名录里没有" not in said


def test_what_was_confirmed_for_one_file_does_not_hold_for_another_of_its_name(county):
    ledger_of(county)
    write_beside(county, "A02-青山镇.xlsx", "确认单位", HILL.name)
    filed(county / "收件", "A02-青山镇.xlsx", of("示例县教育局(体育局)", received=5))
    ledger_of(county, "--force")
    assert column(county, "状态总表", "状态")[HILL.name] == "未报"
    note = column(county, "文件", "说明")["A02-青山镇.xlsx"]
    assert HILL.name in note
    assert "没有沿用" in note


def test_a_register_keeps_what_units_were_called_and_made_of(tmp_path):
    changed = (
        Unit("新局", code="01-02", former=("旧局", "老局")),
        Unit("合局", predecessors=("甲局", "乙局")),
        Unit("撤局", dissolved=True),
    )
    (tmp_path / "名录.xlsx").write_bytes(write_register(Register(changed)))
    assert read_register(tmp_path / "名录.xlsx").units == changed


def test_a_unit_begins_with_the_report_it_had_under_another_name(county):
    renamed = Register((RIVER._replace(name="示例县新河镇人民政府", former=(RIVER.name,)), HILL))
    (county / "名录.xlsx").write_bytes(write_register(renamed))
    given = ["new", "-y", "2026", "--register", county / "名录.xlsx", "--from"]
    options = [county / "收件/A01-清河镇（定稿）.xlsx", "-o", county / "发"]
    result = CliRunner().invoke(app, list(map(str, [*given, *options])))
    table = result.output.partition("缺什么")[2].splitlines()
    assert any(HILL.name in line and "没有 2025 年度的报告可以带入" in line for line in table)
    assert "没有带入" not in result.output
    begun = one_report.read(county / "发/A01-示例县新河镇人民政府2026年填报.xlsx")
    assert begun.figures == {Cell.parse("req.carried_over.business"): 2} | {
        cell: 0 for cell in begun.figures if cell.column != "business"
    }


@pytest.mark.parametrize("number", [-2, 1.5])
def test_what_no_report_may_have_is_not_taken_over(number):
    last = report(unit=RIVER.name, year=2024)
    wrong = {**last.figures, Cell.parse(FORWARD): Decimal(str(number))}
    begun = next_year(replace(last, figures=wrong))
    assert Cell.parse("req.carried_over.business") not in begun.figures


def test_a_roll_up_is_never_compared_with_a_stranger(county):
    last = county / "上年"
    last.mkdir()
    for unit in (RIVER, HILL):
        filed(last, f"{unit.code}.xlsx", of(unit.name, received=1, year=2024))
    _, said = roll_up(county, "--last", last)
    assert "没有上年数" in said
    assert f"没有能用的：“{SCHOOL.name}”。" in said
    filed(last, "B01.xlsx", of(SCHOOL.name, SCHOOL.level, 3, year=2024))
    _, said = roll_up(county, "--last", last, "--force")
    assert "上年数由 3 个单位 2024 年度的报告按名录汇总。" in said


def test_last_year_is_everybody_who_reported_then(county):
    gone = Unit("示例县乡村振兴局", level="county_department", dissolved=True)
    followed = Unit("示例县文化局", level="county_department", dissolved=True)
    merged = Unit("示例县文旅局", level="county_department", predecessors=(followed.name,))
    begun = Unit("示例县大数据局", level="county_department", is_new=True)
    register = Register((RIVER, gone, followed, merged, begun))
    (county / "名录.xlsx").write_bytes(write_register(register))
    assert read_register(county / "名录.xlsx").units == register.units
    last = county / "上年"
    last.mkdir()
    for number, unit in enumerate((RIVER, gone, followed)):
        held = of(unit.name, unit.level, 10**number, year=2024)
        filed(last, f"{unit.name}.xlsx", held)
    _, said = roll_up(county, "--last", last)
    assert "上年数由 3 个单位 2024 年度的报告按名录汇总。" in said
    profile = report(unit="示例县人民政府", level="county").profile
    reports = [one_report.read(path) for path in last.iterdir()]
    (then,), _ = last_year_of(profile, reports, register)
    assert then.values[Cell.parse(RECEIVED)] == 111


def test_two_folders_are_compared_by_the_units_of_their_years(county):
    merged = Unit(
        "示例县文旅局", level="county_department", predecessors=("示例县文化局", "示例县旅游局")
    )
    gone = Unit("示例县乡村振兴局", level="county_department", dissolved=True)
    (county / "名录.xlsx").write_bytes(write_register(Register((merged, RIVER, gone))))
    for year, names in (
        (2024, (*merged.predecessors, RIVER.name, gone.name)),
        (2025, (merged.name, RIVER.name)),
    ):
        (county / str(year)).mkdir()
        for number, name in enumerate(names):
            filed(county / str(year), f"{number}.xlsx", of(name, received=number + 1, year=year))
    register = read_register(county / "名录.xlsx")
    pairs = compare(county / "2024", county / "2025", register)
    cell = Cell.parse(RECEIVED)
    assert [
        (pair.unit, *(side and side.values[cell] for side in (pair.before, pair.after)))
        for pair in pairs
    ] == [(merged.name, 3, 1), (RIVER.name, 3, 2), (gone.name, 4, None)]


def test_a_unit_that_an_officer_confirmed_is_compared_under_its_name(county):
    ledger_of(county)
    write_beside(county, "A02-青山镇.xlsx", "确认单位", HILL.name)
    last = county / "上年"
    last.mkdir()
    filed(last, "A02.xlsx", of(HILL.name, received=1, year=2024))
    filed(last, "A01.xlsx", of(RIVER.name, received=1, year=2024))
    register = read_register(county / "名录.xlsx")
    confirmed = read_confirmations(county / "台账.xlsx")
    pairs = {
        pair.unit: pair.before is not None
        for pair in compare(last, county / "收件", register, confirmed)
    }
    assert pairs == {SCHOOL.name: False, RIVER.name: True, HILL.name: True}


def test_a_second_roll_up_keeps_what_people_wrote(county):
    roll_up(county)
    first = one_report.read(county / "县.xlsx")
    ours = (*first.narrative["problems"], "这一段是县里自己写的。")
    phoned = replace(first.profile, phone="0357-7654321")
    written = replace(first, narrative={**first.narrative, "problems": ours}, profile=phoned)
    one_report.write(written, county / "县.xlsx", force=True)
    paper = openpyxl.load_workbook(county / "县汇总底稿.xlsx")
    place = first.edition.path(Cell.parse(RECEIVED))
    for number, text in enumerate((place, 5, "联合受理的一件")):
        paper["调整"].cell(4, number + 1).value = text
    paper.save(county / "县汇总底稿.xlsx")
    for _ in range(2):
        roll_up(county, "--force")
        again = one_report.read(county / "县.xlsx")
        assert ours[-1] in again.narrative["problems"]
        assert again.profile.phone == "0357-7654321"
        assert again.values[Cell.parse(RECEIVED)] == 2 + 8 + 5
        kept = openpyxl.load_workbook(county / "县汇总底稿.xlsx")["调整"]
        assert [cell.value for cell in kept[4]][2] == "联合受理的一件"


def written(path: Path, sheet: str) -> list[dict[str, object]]:
    """Return the rows of a list by heading."""
    rows = list(openpyxl.load_workbook(path)[sheet].iter_rows(min_row=3, values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def put(path: Path, sheet: str, key: str, heading: str, content: object) -> None:
    """Write into a list, beside the row that has this entry; a heading that is not there is added."""
    book = openpyxl.load_workbook(path)
    titles = {cell.value: cell.column for cell in book[sheet][3]}
    number = titles.setdefault(heading, book[sheet].max_column + 1)
    book[sheet].cell(3, number).value = heading
    (row,) = [
        row[0].row
        for row in book[sheet].iter_rows(min_row=4)
        if any(cell.value == key for cell in row)
    ]
    book[sheet].cell(row, number).value = content
    book.save(path)


def test_a_second_roll_up_keeps_what_stands_beside_its_rows(county):
    roll_up(county)
    paper = county / "县汇总底稿.xlsx"
    place = report().edition.path(Cell.parse(RECEIVED))
    put(paper, "单位", SCHOOL.name, "备注", "电话里核过")
    put(paper, "单位", RIVER.name, "经办", "老张")
    put(paper, "明细", place, "核对人", "小李")
    put(paper, "基础数据", "正文写明的信息处理费", "备注", 7)
    inbox = county / "收件"
    aside = (inbox / "教育局.xlsx").rename(county / "教育局.xlsx")
    for _ in range(2):
        roll_up(county, "--force")
    beside = {row["填报单位"]: row for row in written(paper, "单位")}
    assert beside[RIVER.name]["经办"] == "老张"
    assert {row["位置"]: row for row in written(paper, "明细")}[place]["核对人"] == "小李"
    assert written(paper, "基础数据")[0]["备注"] == 7
    assert [row["写的"] for row in written(paper, "旧备注")] == ["电话里核过"]
    aside.rename(inbox / "教育局.xlsx")
    roll_up(county, "--force")
    beside = {row["填报单位"]: row for row in written(paper, "单位")}
    assert beside[SCHOOL.name]["备注"] == "电话里核过"
    assert "旧备注" not in openpyxl.load_workbook(paper).sheetnames


def test_a_roll_up_does_not_lose_figures_and_sheets_of_people(county):
    roll_up(county)
    whole, paper = county / "县.xlsx", county / "县汇总底稿.xlsx"
    held = one_report.read(whole)
    cell = Cell.parse(RECEIVED)
    changed = replace(held, figures={**held.figures, cell: held.figures[cell] + 1})
    one_report.write(changed, whole, force=True)
    before = whole.read_bytes()
    code, said = roll_up(county, "--force")
    assert code == 2
    assert held.edition.path(cell) in said
    assert whole.read_bytes() == before
    one_report.write(held, whole, force=True)
    for path in (whole, paper):
        book = openpyxl.load_workbook(path)
        book.create_sheet("我的")["A1"] = "记一笔"
        book.save(path)
        code, said = roll_up(county, "--force")
        assert code == 2
        assert f"“{path.name}”里有自己加的工作表“我的”" in said
        del book["我的"]
        book.save(path)
    roll_up(county, "--force")


@pytest.mark.parametrize("amount", [-11, 0.5])
def test_an_adjustment_is_judged_like_a_typed_number(county, amount):
    roll_up(county)
    paper = openpyxl.load_workbook(county / "县汇总底稿.xlsx")
    place = report().edition.path(Cell.parse(RECEIVED))
    for number, text in enumerate((place, amount, "试")):
        paper["调整"].cell(4, number + 1).value = text
    paper.save(county / "县汇总底稿.xlsx")
    code, said = roll_up(county, "--force")
    assert code == 2
    assert place in said


def test_no_command_writes_over_what_it_reads(county):
    own = county / "收件/教育局.xlsx"
    before = own.read_bytes()
    target = ("--unit", "示例县人民政府", "--year", 2025, "--force", "-o", own)
    commands = [
        ("rollup", county / "收件", *target),
        ("fill", own, "-o", own, "--force"),
        ("repair", own, "-o", own, "--force"),
        ("new", "-y", 2026, "--from", own, "-o", own, "--force"),
        ("collect", county / "收件", "--register", county / "名录.xlsx", "-o", own, "--force"),
        ("compare", own, own, "-o", own, "--force"),
    ]
    for command in commands:
        result = CliRunner().invoke(app, list(map(str, command)))
        assert result.exit_code != 0, command
        assert own.read_bytes() == before, command


def test_a_report_is_not_written_over_the_file_it_is_made_of(county):
    inbox = county / "收件"
    held = of(RIVER.name)
    stem = "".join(held.title_lines)
    one_report.write(held, inbox / f"{stem}.json")
    before = (inbox / f"{stem}.json").read_bytes()
    given = ["convert", inbox, "-t", "json", "-o", inbox, "--force", "--jobs", "1"]
    result = CliRunner().invoke(app, list(map(str, given)))
    assert "没有写在它上面" in result.output
    assert (inbox / f"{stem}.json").read_bytes() == before


def status_of(county: Path, unit: Unit, heading: str) -> object:
    return column(county, "状态总表", heading)[unit.name]


def write_status(county: Path, unit: Unit, heading: str, content: object) -> None:
    book = openpyxl.load_workbook(county / "台账.xlsx")
    sheet = book["状态总表"]
    titles = {cell.value: cell.column for cell in sheet[3]}
    number = titles.setdefault(heading, sheet.max_column + 1)
    sheet.cell(3, number).value = heading
    (row,) = [row[0].row for row in sheet.iter_rows(min_row=4) if row[0].value == unit.name]
    sheet.cell(row, number).value = content
    book.save(county / "台账.xlsx")


def test_columns_that_an_officer_adds_to_the_ledger_stay(county):
    ledger_of(county)
    write_status(county, RIVER, "经办人", "老张")
    write_status(county, HILL, "催过几次", 3)
    write_status(county, HILL, "哪天催的", datetime.date(2026, 1, 25))
    book = openpyxl.load_workbook(county / "台账.xlsx")
    book["文件"].cell(3, book["文件"].max_column + 1).value = "批注"
    book["文件"].cell(4, book["文件"].max_column).value = "=1+1 是文字"
    book["文件"].cell(4, book["文件"].max_column).data_type = "s"
    first = book["文件"].cell(4, 1).value
    book.save(county / "台账.xlsx")
    for _ in range(2):
        ledger_of(county, "--force")
        assert status_of(county, RIVER, "经办人") == "老张"
        assert status_of(county, HILL, "催过几次") == 3
        assert status_of(county, HILL, "哪天催的").date() == datetime.date(2026, 1, 25)
        assert status_of(county, SCHOOL, "经办人") is None
    assert column(county, "文件", "批注")[first] == "=1+1 是文字"


def test_the_ledger_knows_the_rounds_of_a_unit(county):
    ledger_of(county)
    assert status_of(county, HILL, "进度") == "未报"
    assert status_of(county, RIVER, "进度") == "已报待审"
    assert status_of(county, RIVER, "首次送达").date() == datetime.date(2026, 1, 11)
    write_status(county, RIVER, "退回日期", "2026-01-22、2026年1月25日")
    ledger_of(county, "--force")
    assert status_of(county, RIVER, "进度") == "已退回（第 2 次，2026-01-25）"
    assert status_of(county, RIVER, "退回日期") == "2026-01-22、2026-01-25"
    filed(county / "收件", "A01-清河镇（定稿）.xlsx", of(RIVER.name, received=3), 27)
    ledger_of(county, "--force")
    assert status_of(county, RIVER, "进度") == "重报（第 2 次退回以后）"
    write_status(county, RIVER, "审核通过", "是")
    for _ in range(2):
        ledger_of(county, "--force")
        assert status_of(county, RIVER, "进度") == "通过"
    filed(county / "收件", "A01-清河镇（定稿）.xlsx", of(RIVER.name, received=4), 28)
    ledger_of(county, "--force")
    assert status_of(county, RIVER, "进度") == "重报（审核通过以后换了内容，要再审）"
    assert status_of(county, RIVER, "首次送达").date() == datetime.date(2026, 1, 11)


def test_a_workbook_that_came_back_blank_is_not_filled_in(county):
    blank = next_year(of(HILL.name, received=2, year=2024))
    filed(county / "收件", "A02-青山镇.xlsx", blank)
    code, _ = ledger_of(county)
    assert code == 1
    assert column(county, "文件", "状态")["A02-青山镇.xlsx"] == "未填"
    assert status_of(county, HILL, "状态") == "未报"


def test_a_closed_round_can_be_proved_and_says_what_changed(county):
    closed = county / "定稿.json"
    code, _ = run(county, "close", "-o", closed, "--jobs", 1)
    assert code == 0
    first = closed.read_bytes()
    run(county, "close", "-o", closed, "--jobs", 1, "--force")
    assert closed.read_bytes() == first
    code, said = run(county, "close", "--since", closed, "--jobs", 1)
    assert (code, said) == (0, "与“定稿.json”完全一致。\n")
    filed(county / "收件", "A01-清河镇（定稿）.xlsx", of(RIVER.name, received=3))
    filed(county / "收件", "A02.xlsx", of(HILL.name))
    (county / "收件/2月3日外县报来.xlsx").unlink()
    code, said = run(county, "close", "--since", closed, "--jobs", 1)
    assert code == 1
    assert "“A01-清河镇（定稿）.xlsx”定稿以后换过内容。" in said
    assert "“A02.xlsx”是定稿以后收到的。" in said
    assert "“2月3日外县报来.xlsx”定稿时在，现在没有了。" in said
    assert f"“{HILL.name}”计入的原来是“没有”，现在是“A02.xlsx”。" in said
    assert "各单位之和有 2 格与定稿时不同。" in said


def test_a_closed_round_that_somebody_changed_proves_nothing(county):
    closed = county / "定稿.json"
    run(county, "close", "-o", closed, "--jobs", 1)
    closed.write_text(closed.read_text("utf-8").replace("A01-清河镇.xlsx", "A09.xlsx"), "utf-8")
    code, said = run(county, "close", "--since", closed, "--jobs", 1)
    assert code == 2
    assert "有人改过" in said
    closed.write_text("[]", "utf-8")
    assert "不是 close 写的定稿" in run(county, "close", "--since", closed, "--jobs", 1)[1]


def test_the_ledger_says_what_was_put_right_since_the_report_was_returned(county):
    inbox = county / "收件"
    wrong = of(RIVER.name)
    wrong = replace(wrong, figures={**wrong.figures, Cell.parse(RECEIVED): 3})
    for name in ("A01-清河镇.xlsx", "A01-清河镇（定稿）.xlsx"):
        filed(inbox, name, wrong)
    ledger_of(county)
    assert status_of(county, RIVER, "退回时的问题") is None
    write_status(county, RIVER, "退回日期", "2026-01-22")
    ledger_of(county, "--force")
    asked = status_of(county, RIVER, "退回时的问题")
    assert asked.startswith("第 1 次：")
    assert "S303" in asked
    filed(inbox, "A01-清河镇（定稿）.xlsx", of(RIVER.name, phone="不知道"), 27)
    for _ in range(2):
        ledger_of(county, "--force")
        assert status_of(county, RIVER, "退回时的问题") == asked
        assert "S303" in status_of(county, RIVER, "已改好")
        assert status_of(county, RIVER, "新出现")


def test_the_ledger_says_how_long_a_unit_has_been_at_it(county):
    ledger_of(county)
    assert status_of(county, RIVER, "历时天数") == 21
    assert status_of(county, HILL, "历时天数") is None
    write_status(county, RIVER, "审核通过", "是")
    ledger_of(county, "--force", day="2026-02-03")
    ledger_of(county, "--force", day="2026-03-01")
    assert status_of(county, RIVER, "通过日期").date() == datetime.date(2026, 2, 3)
    assert status_of(county, RIVER, "历时天数") == 23
    assert status_of(county, SCHOOL, "历时天数") == 54


def test_the_ledger_says_what_changed_between_two_copies_that_nobody_returned(county):
    inbox = county / "收件"
    wrong = of(RIVER.name)
    wrong = replace(wrong, figures={**wrong.figures, Cell.parse(RECEIVED): 3})
    for name in ("A01-清河镇.xlsx", "A01-清河镇（定稿）.xlsx"):
        filed(inbox, name, wrong)
    ledger_of(county)
    filed(inbox, "A01-清河镇（定稿）.xlsx", of(RIVER.name, phone="不知道"), 27)
    for _ in range(2):
        ledger_of(county, "--force")
        assert status_of(county, RIVER, "退回时的问题").startswith("上一份：")
        assert "S303" in status_of(county, RIVER, "已改好")
        assert status_of(county, RIVER, "新出现")


def test_the_ledger_has_the_shares_of_every_unit_with_the_sum_first(county):
    more = {FORWARD: 0, "req.granted.business": 9, "req.partial.business": 3}
    sound = of(RIVER.name, received=12)
    changed = {Cell.parse(key): number for key, number in more.items()}
    held = replace(sound, figures={**sound.figures, **changed})
    filed(county / "收件", "A01-清河镇（定稿）.xlsx", held, 25)
    ledger_of(county)
    rows = {row["单位"]: row for row in written(county / "台账.xlsx", "指标")}
    assert rows[RIVER.name]["实质公开率"] == 1
    assert rows[RIVER.name]["结转率"] == 0
    assert rows[SCHOOL.name]["结转率"] is None
    assert next(iter(rows)) == "合计（2 个单位）"


def test_a_ledger_with_sheets_of_people_is_not_written_over(county):
    ledger_of(county)
    book = openpyxl.load_workbook(county / "台账.xlsx")
    book.create_sheet("催办记录")["A1"] = "1月20日电话催过"
    book.save(county / "台账.xlsx")
    code, said = ledger_of(county, "--force")
    assert code == 2
    assert "“催办记录”" in said


@pytest.mark.parametrize(("sheet", "heading"), [("状态总表", "退回日期"), ("文件", "确认收到日期")])
def test_a_day_that_cannot_be_read_is_asked_for_again_and_not_lost(county, sheet, heading):
    ledger_of(county)
    if sheet == "文件":
        write_beside(county, "教育局.xlsx", heading, "上周三")
    else:
        write_status(county, RIVER, heading, "上周三")
    before = (county / "台账.xlsx").read_bytes()
    code, said = ledger_of(county, "--force")
    assert code == 2
    assert "上周三" in said
    assert (county / "台账.xlsx").read_bytes() == before


def test_what_was_written_beside_a_file_waits_until_it_comes_back(county):
    stranger = county / "收件/2月3日外县报来.xlsx"
    ledger_of(county)
    write_beside(county, stranger.name, "不计入的理由", "外县的")
    aside = stranger.rename(county / "别处.xlsx")
    ledger_of(county, "--force")
    assert column(county, "文件", "状态")[stranger.name] == "不在了"
    aside.rename(stranger)
    ledger_of(county, "--force")
    assert column(county, "文件", "状态")[stranger.name] == "不计入"


@pytest.mark.parametrize("command", ["validate", "convert", "return"])
def test_with_a_register_no_file_is_read_twice(county, command, monkeypatch):
    read = []
    monkeypatch.setattr(
        "xlsheets.workflows.one_report.read", lambda path: read.append(path) or reader(path)
    )
    monkeypatch.setattr("xlsheets.cli.folder_run.executor_for", lambda *_, **__: map)
    where = {"validate": ("--annotate", county / "退"), "return": ("-o", county / "退")}
    run(county, command, *where.get(command, ("-o", county / "成品")))
    assert len(read) == len(set(read)) == 5


def test_what_was_asked_for_does_not_decide_which_copy_counts(county):
    inbox = county / "收件"
    wrong = of(RIVER.name, received=1)
    wrong = replace(wrong, figures={**wrong.figures, Cell.parse(RECEIVED): 3})
    filed(inbox, "A01-清河镇（定稿）.xlsx", wrong)
    _, said = run(county, "validate", "--select", "T", "-f", "concise", "--jobs", 1)
    assert "S303" not in said
    _, said = run(county, "validate", "-f", "concise", "--jobs", 1)
    assert "S303" in said
