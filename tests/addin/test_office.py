"""The add-in's VBA runs: LibreOffice loads the built file and answers what the buttons would do.

LibreOffice cannot compile the two borrowed modules, and one module that does not compile makes every call return 0
or "" without a word. So they are taken out, or replaced by a stand-in, and every answer expected here is positive.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from tests.tools.outside import need_uno
from tests.tools.parts import unzipped, zipped
from xlsheets.addin.ovba import Module, ModuleKind, vba_project
from xlsheets.addin.package import PROJECT, SENTENCES, Interpreter, set_up, shipped
from xlsheets.addin.ribbon import ACTIONS

ROOT = Path(__file__).parents[2]
BORROWED = ["xlwings", "Dictionary"]
# What the ribbon hands over: an object that knows its id.
BUTTON = "Option Explicit\nPublic ID As String\n"
# A press of a button, and what RunPython needs of Windows in as few lines: remember the command, look settings up,
# say whether a file exists.
STAND_IN = """
Option Explicit
Public Sub Press(ByVal action As String)
    Dim pressed As Button
    Set pressed = New Button
    pressed.ID = action
    RibbonXlsheets.OnButton pressed
End Sub
Public Function Here() As String
    Here = ActiveSheet.Name & "!" & ActiveCell.Address(False, False)
End Function
Public Function RunPython(PythonCommand As String)
    Dim row As Integer
    row = 1
    Do While ThisWorkbook.Worksheets(1).Cells(row, 6).Value <> ""
        row = row + 1
    Loop
    ThisWorkbook.Worksheets(1).Cells(row, 6).Value = PythonCommand
End Function
Public Function GetConfig(configKey As String) As String
    Dim row As Integer
    For row = 1 To 30
        If ThisWorkbook.Worksheets(1).Cells(row, 1).Value = configKey Then GetConfig = ThisWorkbook.Worksheets(1).Cells(row, 2).Value
    Next
End Function
Public Function FileExists(ByVal FileSpec As String) As Boolean
    FileExists = (FileSpec = "C:\\here\\python.exe")
End Function
"""

pytestmark = pytest.mark.office


def _ask(
    addin: Path, *calls: list[str], beside: Path | None = None, drop: list[str] = (), cells=()
) -> dict:
    python = need_uno()
    request = {
        "addin": str(addin),
        "beside": beside and str(beside),
        "drop": list(drop),
        "calls": [list(call) for call in calls],
        "cells": list(cells),
    }
    run = subprocess.run(
        [python, ROOT / "tests/tools/macro.py"],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def _with_stand_in(path: Path, interpreter: str) -> Path:
    ribbon = (ROOT / "addin/vba/RibbonXlsheets.bas").read_text(encoding="ascii")
    modules = (
        Module("ThisWorkbook", ModuleKind.WORKBOOK),
        Module("Sheet1", ModuleKind.SHEET),
        Module("RibbonXlsheets", ModuleKind.STANDARD, ribbon),
        Module("xlwings", ModuleKind.STANDARD, STAND_IN),
        Module("Button", ModuleKind.CLASS, BUTTON),
    )
    parts = unzipped(set_up(shipped(), Interpreter("INTERPRETER_WIN", interpreter)))
    parts["xl/vbaProject.bin"] = vba_project(PROJECT, modules)
    path.write_bytes(zipped(parts))
    return path


def _workbook(path: Path, *sheets: str) -> Path:
    book = openpyxl.Workbook()
    for name in sheets:
        book.create_sheet(name)
    book.save(path)
    return path


def test_the_built_file_loads_with_all_modules_and_its_own_code_runs(tmp_path):
    answer = _ask(
        Path(shutil.copy(ROOT / "addin/xlsheets.xlam", tmp_path)),
        ["RibbonXlsheets.SelfTest"],
        ["RibbonXlsheets.CommandFor", "export"],
        drop=BORROWED,
        cells=["A1", "D1"],
    )
    assert set(answer["modules"]) == {"ThisWorkbook", "Sheet1", "RibbonXlsheets", *BORROWED}
    expected = "import xlsheets.excel; xlsheets.excel.run('{}')"
    assert answer["answers"] == [len(expected.format("validate")), expected.format("export")]
    assert answer["cells"] == {"A1": "INTERPRETER_WIN", "D1": SENTENCES[0]}


def test_every_action_of_the_ribbon_reaches_python(tmp_path):
    addin = _with_stand_in(tmp_path / "addin.xlam", r"C:\here\python.exe")
    book = _workbook(tmp_path / "填报 工作簿.xlsx")
    calls = [["xlwings.Press", action] for action in ACTIONS]
    answer = _ask(addin, *calls, beside=book, cells=[f"F{row + 1}" for row in range(len(ACTIONS))])
    assert list(answer["cells"].values()) == [
        f"import xlsheets.excel; xlsheets.excel.run('{action}')" for action in ACTIONS
    ]


def test_the_next_finding_is_shown_without_python(tmp_path):
    addin = _with_stand_in(tmp_path / "addin.xlam", r"C:\gone\python.exe")
    book = openpyxl.Workbook()
    for name in ("三、申请 办理", "marks"):
        book.create_sheet(name)
    marked = ["Sheet!B2", "三、申请 办理!D7", "Sheet!B2", "Sheet!C3"]
    book["marks"]["A1"], book["marks"]["A2"] = " ".join(marked[:2]), " ".join(marked[2:])
    book.defined_names["findings_cells"] = DefinedName(
        "findings_cells", attr_text="marks!$A$1:$A$2"
    )
    path = tmp_path / "填报.xlsx"
    book.save(path)
    steps = [["RibbonXlsheets.JumpOn"], ["xlwings.Here"]]
    answer = _ask(addin, *steps * 3, beside=path)
    assert answer["answers"] == ["", marked[0], "", marked[1], "", marked[0]]


def test_after_the_last_finding_comes_the_first(tmp_path):
    addin = _with_stand_in(tmp_path / "addin.xlam", r"C:\gone\python.exe")
    asked = {
        ("Sheet!B2 Sheet!C3", "Sheet!C3"): "Sheet!B2",
        ("Sheet!B2 Sheet!B2 Sheet!C3", "Sheet!B2"): "Sheet!C3",
        ("Sheet!B2", "Sheet!B2"): "Sheet!B2",
        ("Sheet!B2 Sheet!C3", "Other!A1"): "Sheet!B2",
    }
    answer = _ask(addin, *[["RibbonXlsheets.NextPlace", *question] for question in asked])
    assert answer["answers"] == list(asked.values())


def test_without_a_marked_cell_the_jump_says_so(tmp_path):
    addin = _with_stand_in(tmp_path / "addin.xlam", r"C:\here\python.exe")
    book = _workbook(tmp_path / "工作簿.xlsx")
    answer = _ask(addin, ["RibbonXlsheets.JumpOn"], beside=book)
    assert answer["answers"] == [SENTENCES[3]]


@pytest.mark.parametrize(
    ("sheets", "interpreter", "sentence"),
    [
        (["XLSheets.conf"], r"C:\here\python.exe", "没有对它做任何操作"),
        (["main.py"], r"C:\here\python.exe", "没有对它做任何操作"),
        (["表一"], r"C:\gone\python.exe", "找不到 Python"),
        (["表一"], "", "找不到 Python"),
    ],
)
def test_what_must_not_run_is_refused_with_a_chinese_sentence(
    tmp_path, sheets, interpreter, sentence
):
    addin = _with_stand_in(tmp_path / "addin.xlam", interpreter)
    book = _workbook(tmp_path / "工作簿.xlsx", *sheets)
    answer = _ask(addin, ["RibbonXlsheets.Objection"], ["RibbonXlsheets.SelfTest"], beside=book)
    assert sentence in answer["answers"][0]
    assert answer["answers"][1] > 0
