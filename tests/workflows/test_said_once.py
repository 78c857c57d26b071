"""What an officer says in one command of a round is what every later command goes by: no day and no year is lost."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from tests.tools.make import report
from tests.workflows.test_return import CLEAN, FAULTY, MISSING, county, filed, lines, run
from xlsheets.cli import app
from xlsheets.workflows import one_report

__all__ = ["county"]
OWN_DAY = "2026-01-15"
URGED_BY_IT = "报送期限（2026 年 1 月 15 日）已过"


def states(ledger: Path) -> dict[str, dict[str, object]]:
    rows = list(openpyxl.load_workbook(ledger)["状态总表"].iter_rows(min_row=3, values_only=True))
    return {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}


def last_days(ledger: Path) -> set[str]:
    return {f"{row['截止日期']:%Y-%m-%d}" for row in states(ledger).values()}


def lateness(ledger: Path) -> dict[str, object]:
    return {unit: row["情况"] for unit, row in states(ledger).items()}


def write_in_round(ledger: Path, row: str, entry: object) -> None:
    """Write into the list of the round, as in Excel."""
    book = openpyxl.load_workbook(ledger)
    (cell,) = [cells[1] for cells in book["这一轮"].iter_rows(min_row=4) if cells[0].value == row]
    cell.value = entry
    book.save(ledger)


def alone(county: Path, command: str, *arguments: object) -> str:
    """Run a command that knows no day as of which it speaks; return what it prints."""
    given = [command, county / "收件", "--register", county / "名录.xlsx", *arguments]
    return CliRunner().invoke(app, [*map(str, given), "--jobs", "1"]).output


@pytest.fixture
def ledger(county: Path) -> Path:
    """The ledger of a round for which the officer named a day earlier than the register's."""
    assert run(county, "collect", "-o", county / "台账.xlsx", "--due", OWN_DAY)[0] == 1
    assert lateness(county / "台账.xlsx")[CLEAN.name] == "迟报"
    return county / "台账.xlsx"


def test_the_last_day_outlives_every_command_of_the_round(county: Path, ledger: Path):
    out = county / "退回"
    before = states(ledger)
    given = ("--ledger", ledger)
    _, said = run(county, "return", "-o", out, *given)
    assert f"按台账“这一轮”表里写的：报送截止日期 {OWN_DAY}。" in said
    assert URGED_BY_IT in (out / "催报.txt").read_text("utf-8-sig")
    assert "迟报 1 个" in "".join(lines(out / "通报.docx"))
    run(county, "return", "-o", out, *given, "--record", "--force")
    assert last_days(ledger) == {OWN_DAY}
    assert lateness(ledger) == {unit: row["情况"] for unit, row in before.items()}
    closed = county / "定稿.json"
    assert "已写好定稿" in alone(county, "close", "--ledger", ledger, "-o", closed)
    _, said = run(county, "collect", "-o", ledger, "--force")
    assert f"报送截止日期 {OWN_DAY}" in said
    assert last_days(ledger) == {OWN_DAY}
    assert states(ledger)[FAULTY.name]["退回日期"] == "2026-01-28"
    _, said = run(county, "collect", "-o", ledger, "--force", "--due", "2026-01-22")
    assert "这一轮" not in said
    assert last_days(ledger) == {"2026-01-22"}
    run(county, "return", "-o", out, *given, "--record", "--force")
    assert last_days(ledger) == {"2026-01-22"}


def test_the_year_that_was_named_outlives_every_command_of_the_round(county: Path):
    """Most files may be of another year: those of the last round that still lie there."""
    for number in range(4):
        filed(
            county / "收件",
            f"旧{number}.xlsx",
            one_report.workbook(report(unit=f"某{number}局", year=2024)),
            3,
        )
    ledger, out = county / "台账.xlsx", county / "退回"
    run(county, "collect", "-o", ledger, "--year", 2025)
    counted = {unit: row["计入的文件"] for unit, row in states(ledger).items()}
    assert counted[CLEAN.name] == "A01.xlsx"
    _, said = run(county, "return", "-o", out, "--ledger", ledger, "--record")
    assert "报告年度 2025" in said
    assert {unit: row["计入的文件"] for unit, row in states(ledger).items()} == counted
    assert "2025 年度" in (out / "催报.txt").read_text("utf-8-sig")
    run(county, "collect", "-o", ledger, "--force")
    assert {unit: row["计入的文件"] for unit, row in states(ledger).items()} == counted
    alone(county, "convert", "--ledger", ledger, "-o", county / "报告")
    assert [path.stem for path in (county / "报告").glob("*.docx")] == [
        f"{CLEAN.name}2025年政府信息公开工作年度报告"
    ]


def test_a_day_and_a_year_written_into_the_ledger_count_and_a_slip_is_told(
    county: Path, ledger: Path
):
    write_in_round(ledger, "报送截止日期", "2026年1月19日")
    run(county, "collect", "-o", ledger, "--force")
    assert last_days(ledger) == {"2026-01-19"}
    write_in_round(ledger, "报送截止日期", None)
    run(county, "collect", "-o", ledger, "--force")
    assert last_days(ledger) == {"2026-01-26"}
    for row, entry, said in (
        ("报送截止日期", "月底", "写的“月底”不是日期"),
        ("报告年度", "今年", "写的“今年”不是年度"),
    ):
        write_in_round(ledger, row, entry)
        content = ledger.read_bytes()
        code, told = run(county, "collect", "-o", ledger, "--force")
        assert (code, said in told, ledger.read_bytes() == content) == (2, True, True)
        write_in_round(ledger, row, None)


def test_a_round_that_was_compared_with_last_year_says_when_it_is_not(county: Path):
    (county / "上年").mkdir()
    one_report.write(report(unit=CLEAN.name, year=2024), county / "上年/A01.xlsx")
    ledger, said = county / "台账.xlsx", "这次没有写 --last，没有与上年比"
    last = ("--last", county / "上年")
    assert said not in run(county, "collect", "-o", ledger, *last)[1]
    for command, out in (("return", county / "退回"), ("close", county / "定稿.json")):
        given = ("--ledger", ledger, "-o", out)
        assert said in alone(county, command, *given)
        assert said not in alone(county, command, *given, "--force", *last)
    assert said in run(county, "collect", "-o", ledger, "--force")[1]


def test_until_when_to_answer_is_said_again_when_the_letters_are_written_again(
    county: Path, ledger: Path
):
    out = county / "退回"
    run(county, "return", "-o", out, "--ledger", ledger, "--due", "2026-02-11")
    _, said = run(county, "return", "-o", out, "--ledger", ledger, "--record", "--force")
    assert "上次写的是 2026-02-11 前报来，这次照着写" in said
    until = "请于 2026 年 2 月 11 日前"
    assert f"{until}报送。" in (out / "催报.txt").read_text("utf-8-sig")
    (document,) = (out / f"{FAULTY.code}-{FAULTY.name}").glob("*.docx")
    assert any(f"{until}改好，重新报送。" in line for line in lines(document))
    run(county, "return", "-o", out, "--ledger", ledger, "--force", "--due", "2026-02-20")
    run(county, "return", "-o", out, "--ledger", ledger, "--force")
    assert "请于 2026 年 2 月 20 日前报送。" in (out / "催报.txt").read_text("utf-8-sig")
    assert MISSING.name in (out / "催报.txt").read_text("utf-8-sig")
