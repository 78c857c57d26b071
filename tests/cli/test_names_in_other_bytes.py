"""Files whose names are bytes of another encoding, as an archive from Windows leaves them on Linux."""

from __future__ import annotations

import os
from pathlib import Path

import openpyxl
import pytest

from xlsheets.county.register import Register, Unit
from xlsheets.workbook.lists.register import write_register
from xlsheets.workflows import samples

pytestmark = pytest.mark.skipif(os.name == "nt", reason="names of files are no bytes on Windows")

NAME = os.fsdecode("某镇政府".encode("gbk"))
REGISTER = ("--register", "名录.xlsx")
COUNTY = ("--unit", "示例县人民政府", "--year", "2025")
ONE = f"收件/{NAME}.xlsx"
COMMANDS = [
    ("new", "某镇", "--year", 2026, "--from", ONE, "-o", f"{NAME}新.xlsx"),
    ("fill", ONE, "-o", f"{NAME}新.xlsx"),
    ("validate", ONE),
    ("validate", ONE, "--last", ONE),
    ("validate", "收件"),
    ("validate", "收件", "-f", "json"),
    ("validate", "收件", "--annotate", f"{NAME}退"),
    ("narrate", ONE, "-o", f"{NAME}新.xlsx"),
    ("convert", ONE, "-o", f"{NAME}新.docx"),
    ("convert", "收件", "--draft", "-o", f"{NAME}新"),
    ("repair", ONE, "-o", f"{NAME}新.xlsx"),
    ("register", "-o", f"{NAME}名录.xlsx"),
    ("collect", "收件", *REGISTER, "-o", f"{NAME}台账.xlsx", "--page", "页.html"),
    ("return", "收件", *REGISTER, "-o", f"{NAME}退"),
    ("rollup", "收件", *COUNTY, "-o", f"{NAME}县.xlsx"),
    ("rollup", "收件", *COUNTY, *REGISTER, "-o", "县.xlsx"),
    ("compare", "收件", "收件", *REGISTER, "-o", "比较.xlsx"),
    ("template", "-o", f"{NAME}模板.xlsx"),
]


@pytest.fixture
def county(tmp_path: Path, monkeypatch, filled: Path, faulty: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("收件").mkdir()
    filled.rename(ONE)
    faulty.rename(f"收件/{NAME}错.xlsx")
    Path(f"收件/{NAME}断.xlsx").write_bytes(b"PK\3\4")
    unit = samples.sound().profile.unit
    Path("名录.xlsx").write_bytes(write_register(Register((Unit(unit),))))
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_every_command_comes_to_its_end(command, county, run):
    """Nothing crashes where a name is printed, written into a list or led to by a link."""
    code, out, err = run(*command)
    assert code in (0, 1)
    assert out + err


def test_a_remark_beside_such_a_file_is_written_again(county, run):
    given = ("rollup", "收件", *COUNTY, "-o", "县.xlsx", "--force")
    run(*given)
    paper = Path("县汇总底稿.xlsx")
    book = openpyxl.load_workbook(paper)
    units = book["单位"]
    units.cell(4, units.max_column, "打过电话")
    assert "�" in units.cell(4, units.max_column - 1).value
    book.save(paper)
    run(*given)
    again = openpyxl.load_workbook(paper)
    assert again["单位"].cell(4, units.max_column).value == "打过电话"
    assert "旧备注" not in again.sheetnames
