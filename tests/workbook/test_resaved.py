"""A workbook that other programs have opened and saved says what it said before."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

import xlsheets as xs
from tests.tools.engines import SAVE
from tests.tools.made import made
from tests.tools.outside import lack_program, need
from tests.tools.slots import saved_by_openpyxl
from xlsheets.report import Report
from xlsheets.report.json_format import to_json
from xlsheets.workbook.reading.reader import read_workbook

ROOT = Path(__file__).parents[2]
KINDS = ("faulty", "filled", "listed", "narrated", "annotated")
LIBRARIES = {"ExcelJS": "exceljs", "SheetJS": "xlsx", "excelize": "excelize-wasm"}
# The free SheetJS keeps neither protection nor validations, and that is told: nothing else is.
TOLD = {"SheetJS": {"F207", "F208"}}


def said(report: Report, but: set[str] = frozenset()) -> list[tuple]:
    """Return what is found in a report: rules, places, words, reasons."""
    found = xs.validate(report)
    return [(one.code, one.places, one.message, one.reason) for one in found if one.code not in but]


def saved_by(program: str, sources: list[Path]) -> list[Path]:
    """Have a program open files and save them again; return the results in order."""
    folder = sources[0].parent / program
    if program in SAVE:
        return SAVE[program](sources, "xlsx", folder)
    folder.mkdir()
    targets = [folder / source.name for source in sources]
    if program == "openpyxl":
        for source, target in zip(sources, targets, strict=True):
            target.write_bytes(saved_by_openpyxl(source.read_bytes()))
        return targets
    packages = Path(os.environ.get("XLSHEETS_NODE_MODULES", ROOT / "node_modules"))
    if not (packages / LIBRARIES[program]).is_dir():
        lack_program(f"{program} (npm i {LIBRARIES[program]})")
    pairs = [path for pair in zip(sources, targets, strict=True) for path in pair]
    subprocess.run(
        [need("node", "Node"), ROOT / "tests/tools/resave.cjs", program, *pairs],
        env={**os.environ, "NODE_PATH": str(packages)},
        check=True,
        timeout=120,
    )
    return targets


@pytest.mark.office
@pytest.mark.parametrize("program", ["openpyxl", *SAVE, *LIBRARIES])
def test_a_workbook_saved_by_another_program_says_the_same(program, tmp_path):
    sources = [tmp_path / f"{kind}.xlsx" for kind in KINDS]
    for source in sources:
        source.write_bytes(made(source.stem))
    for source, saved in zip(sources, saved_by(program, sources), strict=True):
        before, after = (read_workbook(path.read_bytes(), "甲.xlsx") for path in (source, saved))
        assert to_json(after) == to_json(before), source.stem
        assert said(after, TOLD.get(program, set())) == said(before), source.stem
        assert after.reasons == before.reasons, source.stem
