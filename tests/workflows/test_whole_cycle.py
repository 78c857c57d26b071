"""An officer's January to March, command by command: what comes out against a truth kept in plain numbers."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from tests.tools import officers_year as year
from tests.tools.officers_year import ASKED, Unit
from xlsheets.cli import app

SENDER = {
    "县（市、区）": "示例县",
    "落款单位": "示例县政务公开办公室",
    "报送截止日期": "2026-01-26",
    "重新报送截止日期": "2026-02-10",
    "联系人": "张某",
    "联系电话": "0357-7654321",
}
GOVERNMENT = "示例县人民政府"


class Officer:
    """Somebody at the keyboard: every command is counted."""

    def __init__(self, desk: Path) -> None:
        self.desk, self.commands = desk, 0

    def does(self, *given: object) -> tuple[int, str]:
        self.commands += 1
        words = [str(self.desk / one) if isinstance(one, Path) else str(one) for one in given]
        result = CliRunner().invoke(app, words)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    def types(self, book: str, sheet: str, row: str, heading: str, text: object) -> None:
        """Write into a list, beside the row that has this entry, as in Excel."""
        path = self.desk / book
        opened = openpyxl.load_workbook(path)
        page = opened[sheet]
        titles = {cell.value: cell.column for cell in page[3]}
        (number,) = [
            cells[0].row for cells in page.iter_rows(min_row=4) if row in [c.value for c in cells]
        ]
        page.cell(number, titles[heading]).value = text
        opened.save(path)

    def reads(self, book: str, sheet: str) -> list[dict[str, object]]:
        rows = list(
            openpyxl.load_workbook(self.desk / book)[sheet].iter_rows(min_row=3, values_only=True)
        )
        return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


LISTED = (Path("收件"), "--register", Path("名录.xlsx"), "--jobs", 1)
LEDGER = ("-o", Path("台账.xlsx"), "--page", Path("收件情况.html"), "--brief", Path("简报.docx"))


@pytest.fixture(scope="module")
def played(tmp_path_factory) -> tuple[Officer, list[Unit], dict[str, object]]:
    """Play the whole cycle once; return the officer, the truth, and what was seen on the way."""
    officer, county, seen = Officer(tmp_path_factory.mktemp("officer")), year.units(3), {}
    officer.does("register", "-o", Path("名录.xlsx"))
    _fill_register(officer, county)
    officer.does("new", "-y", year.YEAR, "--register", Path("名录.xlsx"), "-o", Path("下发"))
    _january(officer.desk, county)
    seen["first"] = officer.does("collect", *LISTED, *LEDGER, "--as-of", "2026-01-28")
    seen["units of the first round"] = officer.reads("台账.xlsx", "状态总表")
    _answer(officer)
    january = (
        Path("收件"),
        "--register",
        Path("名录.xlsx"),
        "--ledger",
        Path("台账.xlsx"),
        "--jobs",
        1,
    )
    seen["returned"] = officer.does(
        "return", *january, "--record", "-o", Path("退回"), "--as-of", "2026-01-29"
    )
    officer.does("close", *january, "-o", Path("一月定稿.json"))
    _february(officer.desk, county)
    seen["second"] = officer.does("collect", *LISTED, *LEDGER, "--as-of", "2026-02-12", "--force")
    seen["units of the second round"] = officer.reads("台账.xlsx", "状态总表")
    seen["reports"] = officer.does("convert", *january, "-o", Path("报告"))
    _typed_by_hand(officer.desk, county)
    target = ("--unit", GOVERNMENT, "--year", year.YEAR, "-o", Path("县.xlsx"))
    seen["rollup"] = officer.does("rollup", *january, *target, "--typed", Path("手工.xlsx"))
    officer.types("县汇总底稿.xlsx", "单位", county[0].name, "备注", "电话里核过")
    seen["again"] = officer.does(
        "rollup", *january, *target, "--typed", Path("手工.xlsx"), "--force"
    )
    seen["since"] = officer.does("close", *january, "--since", Path("一月定稿.json"))
    return officer, county, seen


def _fill_register(officer: Officer, county: list[Unit]) -> None:
    path = officer.desk / "名录.xlsx"
    book = openpyxl.load_workbook(path)
    page = book["名录"]
    titles = {cell.value: cell.column for cell in page[3]}
    (offered,) = [
        rule.formula1.strip('"').split(",")
        for rule in page.data_validations.dataValidation
        if "乡镇" in rule.formula1
    ]
    kinds = {"乡镇": "乡镇", "部门": "县级政府部门"}
    for number, unit in enumerate(county, 4):
        page.cell(number, titles["代码"]).value = unit.code
        page.cell(number, titles["单位名称"]).value = unit.name
        page.cell(number, titles["单位类别"]).value = next(
            label for label in offered if kinds[unit.kind] in label
        )
    last = 4 + len(county)
    page.cell(last, titles["单位名称"]).value = "示例县税务局"
    page.cell(last, titles["垂直管理"]).value = "是"
    office = book["主管部门"]
    for row in office.iter_rows(min_row=4):
        row[1].value = SENDER.get(row[0].value)
    book.save(path)


def _sent(desk: Path, unit: Unit) -> Path:
    (path,) = (desk / "下发").glob(f"{unit.code}-*.xlsx")
    return path


def _january(desk: Path, county: list[Unit]) -> None:
    """Put into the folder what comes in January; the first units are those something is wrong with."""
    inbox = desk / "收件"
    inbox.mkdir()
    wrong, blank, cell, broken, late, missing, twice, other, *rest = county
    mistaken = {**wrong.figures, (ASKED, "D6"): wrong.figures[ASKED, "D6"] + 3}
    year.fill(_sent(desk, wrong), inbox / _sent(desk, wrong).name, wrong, 20, mistaken)
    year.sent_back_blank(_sent(desk, blank), inbox / _sent(desk, blank).name, 20)
    empty = {place: number for place, number in cell.figures.items() if place != (ASKED, "E9")}
    year.fill(_sent(desk, cell), inbox / _sent(desk, cell).name, cell, 20, empty)
    year.truncated(_sent(desk, broken), inbox / f"{broken.code}-报来.xlsx", 20)
    late.counted = year.fill(_sent(desk, late), inbox / _sent(desk, late).name, late, 27)
    old = {**twice.figures, ("二、主动公开", "B9"): 999}
    year.fill(_sent(desk, twice), inbox / f"{twice.code}-初稿.xlsx", twice, 10, old)
    twice.counted = year.fill(_sent(desk, twice), inbox / f"{twice.code}-定稿.xlsx", twice, 22)
    other.counted = year.fill(_sent(desk, other), inbox / "1月22日报来.xlsx", other, 22)
    for unit in rest:
        unit.counted = year.fill(_sent(desk, unit), inbox / _sent(desk, unit).name, unit, 19)
    year.fill(_sent(desk, missing), inbox / "外县.xlsx", missing, 21)
    book = openpyxl.load_workbook(inbox / "外县.xlsx")
    book["基本信息"]["C4"] = "邻县水务局"
    book.save(inbox / "外县.xlsx")
    year.came(inbox / "外县.xlsx", 21)
    (inbox / "Thumbs.db").write_bytes(b"x")


def _answer(officer: Officer) -> None:
    officer.types("台账.xlsx", "文件", "外县.xlsx", "不计入的理由", "外县的")


def _february(desk: Path, county: list[Unit]) -> None:
    """Put into the folder what comes in after the return: mended where somebody was asked to, and the missing one."""
    inbox = desk / "收件"
    wrong, blank, cell, broken, _, missing, *_ = county
    for unit in (wrong, cell):
        mended = desk / "退回" / f"{unit.code}-{unit.name}" / f"{unit.code}-{unit.name}.xlsx"
        unit.counted = year.fill(mended, inbox / f"{unit.code}-重报.xlsx", unit, 38)
    for unit in (blank, broken, missing):
        unit.counted = year.fill(_sent(desk, unit), inbox / f"{unit.code}-补报.xlsx", unit, 38)


def _typed_by_hand(desk: Path, county: list[Unit]) -> None:
    """Type the county's own form, one unit forgotten in one cell."""
    forgotten = max(county, key=lambda unit: unit.figures["二、主动公开", "B9"])
    sums = year.total(county)
    sums["二、主动公开", "B9"] -= forgotten.figures["二、主动公开", "B9"]
    whole = Unit("县", GOVERNMENT, "县")
    shutil.copyfile(_sent(desk, county[0]), desk / "空.xlsx")
    year.fill(desk / "空.xlsx", desk / "手工.xlsx", whole, 40, sums)


def test_the_cycle_takes_no_more_than_a_dozen_commands(played):
    assert played[0].commands <= 12


def test_the_first_round_stands_as_it_came(played):
    _, county, seen = played
    wrong, blank, cell, broken, late, missing, *_ = county
    rows = {row["单位"]: row for row in seen["units of the first round"]}
    assert rows[wrong.name]["状态"] == rows[cell.name]["状态"] == "有错"
    assert {unit.name for unit in county if rows[unit.name]["状态"] == "未报"} == {
        unit.name for unit in (blank, broken, missing)
    }
    assert rows[late.name]["情况"] == "迟报"
    assert rows["示例县税务局"]["状态"] == "不用报"
    truth = {unit.name: unit.counted or None for unit in county}
    truth |= {unit.name: rows[unit.name]["计入的文件"] for unit in (wrong, cell)}
    truth |= {unit.name: None for unit in (blank, broken, missing)}
    assert {unit.name: rows[unit.name]["计入的文件"] for unit in county} == truth


def test_exactly_those_with_something_to_put_right_get_it_back(played):
    officer, county, _ = played
    wrong, blank, cell, broken, _, missing, *_ = county
    folders = {path.name for path in (officer.desk / "退回").iterdir() if path.is_dir()}
    assert folders == {f"{unit.code}-{unit.name}" for unit in (wrong, blank, cell, broken)}
    urged = (officer.desk / "退回/催报.txt").read_text("utf-8-sig")
    assert all(unit.name in urged for unit in (blank, broken, missing))
    assert wrong.name not in urged


def test_the_second_round_counts_every_unit_once(played):
    _, county, seen = played
    rows = {row["单位"]: row for row in seen["units of the second round"]}
    assert {unit.name: rows[unit.name]["计入的文件"] for unit in county} == {
        unit.name: unit.counted for unit in county
    }
    assert {rows[unit.name]["状态"] for unit in county} == {"合格"}
    returned = {unit.name for unit in county if rows[unit.name]["退回日期"]}
    assert returned == {unit.name for unit in county[:4]}
    assert {rows[name]["进度"] for name in returned} == {"重报（第 1 次退回以后）"}
    assert seen["second"][0] == 0, seen["second"][1]


def test_every_unit_has_one_report(played):
    officer, county, seen = played
    assert seen["reports"][0] == 0, seen["reports"][1]
    names = sorted(path.name for path in (officer.desk / "报告").glob("*.docx"))
    assert names == sorted(
        f"{unit.name}{year.YEAR}年政府信息公开工作年度报告.docx" for unit in county
    )


def test_the_sums_are_those_of_the_truth_cell_by_cell(played):
    officer, county, seen = played
    book = openpyxl.load_workbook(officer.desk / "县.xlsx", data_only=True)
    truth = year.total(county)
    actual = {(sheet, cell): book[sheet][cell].value for sheet, cell in truth}
    differing = {
        place: (truth[place], actual[place]) for place in truth if truth[place] != actual[place]
    }
    assert differing == {}
    assert (
        f"应报 {len(county)} 个单位，已收 {len(county)} 个，计入 {len(county)} 个。"
        in seen["rollup"][1]
    )


def test_the_forgotten_unit_is_named_and_remarks_stay(played):
    officer, county, _ = played
    forgotten = max(county, key=lambda unit: unit.figures["二、主动公开", "B9"])
    (row,) = officer.reads("县汇总底稿.xlsx", "差异")
    assert row["差"] == -forgotten.figures["二、主动公开", "B9"]
    assert row["可能的原因"] == f"可能漏加“{forgotten.name}”"
    units = officer.reads("县汇总底稿.xlsx", "单位")
    assert [unit["填报单位"] for unit in units] == [unit.name for unit in county]
    assert units[0]["备注"] == "电话里核过"


def test_march_can_say_what_changed_since_january(played):
    _, county, seen = played
    code, said = seen["since"]
    assert code == 1
    for unit in county[:4]:
        assert f"“{unit.counted}”是定稿以后收到的。" in said
