"""Whichever of several files cannot be read, the sentence says which one; nothing is written, and it stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlsheets.county.register import Register, Unit
from xlsheets.workbook.lists.register import write_register
from xlsheets.workflows import samples

BAD = "剪断的.xlsx"
UNIT, YEAR = "示例乡人民政府", ("--year", "2025")
COUNTY = ("--unit", "示例县人民政府", *YEAR)
REGISTER, LEDGER = ("--register", "名录.xlsx"), ("--ledger", "台账.xlsx")
# What each command is given, with the damaged file in each of the places where a workbook may stand.
COMMANDS = [
    ("new", UNIT, *YEAR, "--from", BAD, "-o", "新.xlsx"),
    ("new", *YEAR, "--register", BAD, "-o", "新"),
    ("fill", BAD, "-o", "新.xlsx"),
    ("validate", "乡.xlsx", "--last", BAD),
    ("validate", "乡.xlsx", "--neighbours", BAD),
    ("validate", "乡.xlsx", "--register", BAD),
    ("validate", "乡.xlsx", "--log", BAD),
    ("validate", "收件", *REGISTER, "--ledger", BAD),
    ("narrate", BAD, "-o", "新.xlsx"),
    ("narrate", "乡.xlsx", "--last", BAD, "-o", "新.xlsx"),
    ("narrate", "乡.xlsx", "--register", BAD, "-o", "新.xlsx"),
    ("narrate", "乡.xlsx", "--phrases", BAD, "-o", "新.xlsx"),
    ("narrate", "乡.xlsx", "--log", BAD, "-o", "新.xlsx"),
    ("convert", "乡.xlsx", "--template", BAD, "-o", "新.docx"),
    ("convert", "收件", "--template", BAD, "-o", "新"),
    ("convert", "收件", "--register", BAD, "-o", "新"),
    ("convert", "收件", *REGISTER, "--ledger", BAD, "-o", "新"),
    ("absorb", "乡.docx", BAD, "-o", "新.xlsx"),
    ("absorb", BAD, "乡.xlsx", "-o", "新.xlsx"),
    ("verify", BAD, "乡.docx"),
    ("verify", "乡.xlsx", BAD),
    ("verify", "收件", "收件", "--register", BAD),
    ("verify", "收件", "收件", *REGISTER, "--ledger", BAD),
    ("import", BAD, "-o", "新.xlsx"),
    ("import", "乡.docx", "--last", BAD, "-o", "新.xlsx"),
    ("import", "乡.docx", "--corrected", BAD, "-o", "新.xlsx"),
    ("repair", BAD, "-o", "新.xlsx"),
    ("log", "new", UNIT, *YEAR, "--from", BAD, "-o", "新.xlsx"),
    ("log", "import", BAD, "--unit", UNIT, *YEAR, "-o", "新.xlsx"),
    ("log", "count", BAD, "-o", "新.xlsx"),
    ("log", "strip", BAD, "-o", "新.xlsx"),
    ("register", "-o", BAD, "--force"),
    ("register", "-o", "新.xlsx", "--rules", BAD),
    ("collect", "收件", "--register", BAD, "-o", "新.xlsx"),
    ("collect", "收件", *REGISTER, "-o", BAD, "--force"),
    ("collect", "收件", *REGISTER, "--last", BAD, "-o", "新.xlsx"),
    ("return", "收件", "--register", BAD, "-o", "新"),
    ("return", "收件", *REGISTER, "--ledger", BAD, "-o", "新"),
    ("return", "收件", *REGISTER, "--last", BAD, "-o", "新"),
    ("close", "收件", "--register", BAD, "-o", "新.json"),
    ("close", "收件", *REGISTER, "--ledger", BAD, "-o", "新.json"),
    ("close", "收件", *REGISTER, *LEDGER, "--since", BAD, "-o", "新.json"),
    ("close", "收件", *REGISTER, *LEDGER, "--last", BAD, "-o", "新.json"),
    ("rollup", "收件", *COUNTY, "--register", BAD, "-o", "新.xlsx"),
    ("rollup", "收件", *COUNTY, *REGISTER, "--ledger", BAD, "-o", "新.xlsx"),
    ("rollup", "收件", *COUNTY, "--typed", BAD, "-o", "新.xlsx"),
    ("rollup", "收件", *COUNTY, "--adjust", BAD, "-o", "新.xlsx"),
    ("rollup", "收件", *COUNTY, "--last", BAD, "-o", "新.xlsx"),
    ("rollup", "收件", *COUNTY, "-o", BAD, "--force"),
    ("compare", BAD, "乡.xlsx"),
    ("compare", "乡.xlsx", BAD),
    ("compare", "乡.xlsx", "乡.xlsx", "--register", BAD),
    ("compare", "乡.xlsx", "乡.xlsx", *REGISTER, "--ledger", BAD),
]


@pytest.fixture
def county(tmp_path: Path, monkeypatch, filled: Path, run) -> Path:
    """Return a folder with a workbook, its report, an inbox, a register and a ledger, and one damaged workbook."""
    monkeypatch.chdir(tmp_path)
    filled.rename("乡.xlsx")
    sound = Path("乡.xlsx").read_bytes()
    Path(BAD).write_bytes(sound[: len(sound) * 2 // 3])
    Path("收件").mkdir()
    Path("收件", "乡.xlsx").write_bytes(sound)
    assert run("convert", "乡.xlsx", "-o", "乡.docx")[0] == 0
    unit = samples.sound().profile.unit
    Path("名录.xlsx").write_bytes(write_register(Register((Unit(unit),))))
    assert run("collect", "收件", *REGISTER)[0] == 0
    return tmp_path


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_damaged_file_is_named(command, county, run):
    before = _contents(county)
    code, out, err = run(*command)
    assert code in (1, 2)
    assert "剪断的" in out + err
    assert _contents(county) == before


def test_a_damaged_working_paper_is_named_and_stays(county, run):
    given = ("rollup", "收件", *COUNTY, "-o", "县.xlsx")
    run(*given)
    paper = Path("县汇总底稿.xlsx")
    paper.write_bytes(paper.read_bytes()[:3000])
    before = _contents(county)
    code, _, err = run(*given, "--force")
    assert code == 2
    assert "“县汇总底稿.xlsx”" in err
    assert "移到别处" in err
    assert _contents(county) == before
