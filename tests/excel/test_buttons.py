"""Every button on a workbook open in LibreOffice: what the cells hold afterwards, and what the clerk is told."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from tests.cli.test_log import UNIT, day, fill, logged
from tests.tools import make, narrated
from tests.tools.outside import lack_program, need
from tests.tools.parts import unzipped, zipped
from xlsheets.addin.ovba import Module, ModuleKind, vba_project
from xlsheets.addin.package import PROJECT, Interpreter, set_up, shipped
from xlsheets.addin.ribbon import ACTIONS
from xlsheets.report import Report
from xlsheets.workbook.layout import FINDINGS_TOP, PANEL, Layout
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workbook.template import write_workbook
from xlsheets.workflows import samples
from xlsheets.workflows.one_report import read, validate

ROOT = Path(__file__).parents[2]
LAYOUT = Layout(make.report().edition)
FIRST = FINDINGS_TOP + 1
# Press a button as the ribbon does; then what RunPython does on Windows, in as few lines: a process of its own.
STAND_IN = """
Option Explicit
Public Sub Press(ByVal action As String)
    Dim pressed As Button
    Set pressed = New Button
    pressed.ID = action
    RibbonXlsheets.OnButton pressed
End Sub
Public Function RunPython(PythonCommand As String)
    Dim runner As String
    runner = ThisWorkbook.Worksheets(1).Range("H1").Value
    ThisWorkbook.Worksheets(1).Range("F1").Value = PythonCommand
    ThisWorkbook.Worksheets(1).Range("G1").Value = ActiveWorkbook.Name
    Shell runner, 0, "", False
End Function
Public Function GetConfig(configKey As String) As String
    GetConfig = "python"
End Function
Public Function FileExists(ByVal FileSpec As String) As Boolean
    FileExists = True
End Function
"""

pytestmark = pytest.mark.office


def click(file: Path | None, *actions: str | list, watch=(), **more: str | list) -> list[dict]:
    """Open a workbook, press buttons or type into cells without saving; return what is seen after each press."""
    need("soffice", "LibreOffice")
    _need_uno()
    request = {
        "file": str(file or ""),
        "clicks": list(actions),
        "watch": list(watch),
        "picks": "",
        "meanwhile": [],
        "says": "yes",
        "password": "",
        "addin": "",
        **more,
    }
    opener = {"BROWSER": str(_opener(file.parent))} if file else {}
    run = subprocess.run(
        [sys.executable, ROOT / "tests/tools/clicks.py"],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
        env=os.environ | opener,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@cache
def _need_uno() -> None:
    """Skip where this Python cannot talk to LibreOffice: its modules are built for the system's own."""
    attempt = [sys.executable, "-c", "import tests.tools.lo_engine"]
    if subprocess.run(attempt, cwd=ROOT, capture_output=True, check=False).returncode:
        lack_program("LibreOffice's modules for this Python")


def _opener(folder: Path) -> Path:
    """Return a program that is told what to open and notes it."""
    script = folder / "opener.sh"
    script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >> "{folder}/opened.txt"\n')
    script.chmod(0o700)
    return script


def workbook(folder: Path, report: Report, name: str = "填报 =终稿 100%,%PATH%^&.xlsx") -> Path:
    path = folder / name
    path.write_bytes(write_workbook(report))
    return path


def spot(cell: str) -> list[str]:
    return list(LAYOUT.places[cell])


def test_unsaved_changes_are_checked_and_listed(tmp_path):
    path = workbook(tmp_path, make.report())
    before = path.read_bytes()
    edits = [[*spot("req.received.business"), 5], [*spot("rem.cases.direct_upheld"), "无"]]
    listed = [[PANEL, f"{column}{FIRST + row}"] for row in range(4) for column in "ACDH"]
    checked, cleared = click(path, *edits, "validate", "clear_marks", watch=listed)
    expected = _after(path, edits)
    assert (
        _panel(checked)
        == [
            (
                finding.code,
                finding.severity.label,
                finding.address.split(",")[0],
                finding.fingerprint,
            )
            for finding in expected
        ][:4]
    )
    assert checked["boxes"][0].startswith(f"发现 {len(expected)} 项问题：强制性")
    assert set(cleared["cells"]) == {""}
    assert path.read_bytes() == before
    for seen in (checked, cleared):
        assert seen["locked"]
        assert seen["status"] == [False, True]
        assert seen["here"] != [PANEL, f"A{FIRST}"]


def _after(path: Path, edits: list[list]) -> list:
    """Return the findings of the same changes made in the file."""
    from xlsheets.basics.addresses import Spot
    from xlsheets.workbook.editing.patch import patch_workbook

    changed = {Spot(sheet, cell): value for sheet, cell, value in edits}
    return validate(read_workbook(patch_workbook(path.read_bytes(), changed)))


def _panel(seen: dict) -> list[tuple[str, ...]]:
    cells = seen["cells"]
    rows = [tuple(cells[start : start + 4]) for start in range(0, len(cells), 4)]
    return [(code, kind, where.split(" ")[0], mark) for code, kind, where, mark in rows if code]


def test_what_the_panel_says_is_where_the_sheets_mark(tmp_path):
    path = workbook(tmp_path, samples.faulty())
    (checked,) = click(path, "validate", watch=[[PANEL, f"A{FIRST}"], [PANEL, f"D{FIRST}"]])
    first = validate(read(path))[0]
    assert checked["cells"][0] == first.code
    assert checked["cells"][1].startswith(f"{first.sheet}!")


def test_a_reason_once_written_outlives_its_finding(tmp_path):
    report = replace(make.report(), reasons={"0a1b2c3d": "已经核实。"})
    path = workbook(tmp_path, report)
    place = [[PANEL, f"{column}{FIRST}"] for column in "AGH"]
    for seen in click(path, "validate", "clear_marks", watch=place):
        assert seen["cells"] == ["", "已经核实。", "0a1b2c3d"]


def test_zeros_go_into_blank_cells_only_and_only_when_the_clerk_agrees(tmp_path):
    cells = {"req.received.business": None, "pro8.fees.amount": None, "req.granted.business": 4}
    path = workbook(tmp_path, make.report(cells))
    watch = [spot(cell) for cell in cells]
    edits = [[*spot("rem.cases.direct_upheld"), "无"]]
    (asked,) = click(path, *edits, "fill_zeros", watch=watch, says="no")
    assert asked["boxes"][0].startswith("有 2 个数字格是空的")
    assert asked["cells"] == ["", "", "4"]
    filled, again = click(path, *edits, "fill_zeros", "fill_zeros", watch=watch)
    assert [float(cell) for cell in filled["cells"]] == [0, 0, 4]
    assert again["boxes"] == ["没有空着的数字格，什么也没有改。"]


def test_text_is_drafted_and_follows_the_figures_later(tmp_path):
    path = workbook(tmp_path, narrated.department())
    recount = [*spot("fact.meetings"), 5]
    text = spot("text.overview.6")
    drafted, again, refreshed, checked = click(
        path, "draft_text", "draft_text", recount, "draft_text", "check_text", watch=[text]
    )
    assert drafted["boxes"][0].startswith("将写入或者更新")
    assert drafted["boxes"][1].startswith("已经写好")
    assert re.search("研究部署[^，。]*2次|2次[^，。]*研究部署", drafted["cells"][0])
    assert drafted["locked"]
    assert again["boxes"] == ["正文与表里的数字一致，没有要改的。"]
    assert re.search("研究部署[^，。]*5次|5次[^，。]*研究部署", refreshed["cells"][0])
    assert "请写本单位今年真实存在的" in checked["boxes"][0]


def test_text_in_lines_is_joined_when_that_is_wanted(tmp_path):
    lines = (
        "存在的主要问题是村级公开栏更新不够及时，政策解读以",
        "文字为主，老年人看不明白，网站上有三个栏目超过半年没",
        "有更新。",
    )
    path = workbook(tmp_path, make.report(narrative={"problems": (*lines, "改进措施有两条。")}))
    watch = [spot(f"text.problems.{number}") for number in (1, 2, 3, 4)]
    (joined,) = click(path, "draft_text", watch=watch)
    assert joined["boxes"][0].startswith("有 1 处一段话断成了几行，每行成了一段，合成一段吗？")
    assert joined["boxes"][1].startswith("已经把 1 处断成几行的合成一段")
    assert joined["cells"] == ["".join(lines), "", "", "改进措施有两条。"]


def test_what_is_typed_while_a_question_is_open_is_not_overwritten(tmp_path):
    cells = {"req.received.business": None, "req.granted.business": None}
    path = workbook(tmp_path, make.report(cells, narrative={"problems": ()}))
    typed = [*spot("req.received.business"), 7]
    watch = [spot(cell) for cell in (*cells, "text.problems.1")]
    (filled,) = click(path, "fill_zeros", watch=watch, meanwhile=typed)
    assert filled["cells"][:2] == ["7", "0"]
    assert filled["boxes"][-1] == "已经把 1 个空格填上 0。"
    (drafted,) = click(path, "draft_text", watch=watch, meanwhile=typed)
    assert drafted["boxes"][-1] == "这期间工作簿有改动，没有写入，请再点一次“生成文字”。"
    assert drafted["cells"] == ["7", "", ""]


def test_the_report_is_saved_beside_the_workbook_and_opened(tmp_path):
    folder = tmp_path / "我的 报告"
    folder.mkdir()
    path = workbook(folder, samples.sound())
    exported, shown, following = click(path, "export", "preview", "new_year")
    unit, title = samples.sound().title_lines
    formal, draft = folder / f"{unit}{title}.docx", folder / f"{unit}{title}（草稿）.docx"
    assert exported["boxes"] == [f"已经生成 Word 报告，和工作簿放在一起：\n{formal}"]
    assert shown["boxes"] == [f"已经生成草稿：\n{draft}"]
    assert formal.read_bytes()[:2] == draft.read_bytes()[:2] == b"PK"
    opened = (folder / "opened.txt").read_text().splitlines()
    assert opened == [formal.as_uri(), draft.as_uri()]
    year = samples.sound().profile.year + 1
    name = f"{unit}{year}年填报.xlsx"
    assert following["books"] == sorted([path.name, name])
    begun = read(folder / name)
    assert begun.profile.year == year
    assert begun.figures == {
        cell._replace(row="carried_over"): count
        for cell, count in samples.sound().figures.items()
        if cell.row == "carried_forward"
    }


def test_a_faulty_workbook_gets_a_draft_but_no_formal_report(tmp_path):
    path = workbook(tmp_path, samples.faulty())
    exported, shown = click(path, "export", "preview", watch=[[PANEL, f"A{FIRST}"]])
    assert "项强制性问题，不能生成正式报告" in exported["boxes"][0]
    assert exported["cells"][0] == validate(read(path))[0].code
    assert shown["boxes"][0].startswith("已经生成草稿")
    assert [file.name for file in tmp_path.glob("*.docx")] == [
        f"{''.join(samples.faulty().title_lines)}（草稿）.docx"
    ]


def test_last_year_comes_into_blank_cells_and_differences_are_left_to_the_clerk(tmp_path):
    before = make.report(
        {"req.carried_forward.business": 3, "req.carried_forward.research": 2}, year=2024
    )
    last = workbook(tmp_path, before, "去年.xlsx")
    now = make.report({"req.carried_over.business": None, "req.carried_over.research": 1}, phone="")
    path = workbook(tmp_path, now)
    watch = [spot(f"req.carried_over.{column}") for column in ("business", "research")]
    watch.append(spot("profile.phone"))
    (brought,) = click(path, "bring_last_year", watch=watch, picks=str(last))
    assert brought["cells"] == ["3", "1", before.profile.phone]
    assert brought["boxes"][0].startswith("从“去年.xlsx”带入了 2 格。")
    where = "!".join(spot("req.carried_over.research"))
    assert f"{where} 填的是 1，上年报告是 2" in brought["boxes"][0]
    (wrong,) = click(path, "bring_last_year", picks=str(path))
    assert wrong["boxes"] == ["选的是 2025 年度的工作簿，没有带入；请选 2024 年度的。"]


def test_a_log_fills_blank_cells_and_asks_before_it_changes_a_number(tmp_path):
    log = tmp_path / "登记簿.xlsx"
    fill(log)
    path = workbook(tmp_path, Report(profile=replace(make.report().profile, unit=UNIT)))
    received, granted = (f"req.{row}.natural_person" for row in ("received", "granted"))
    watch = [spot(place) for place in (received, granted, "fact.late_replies")]
    typed = [*spot(received), 9]
    (left,), (replaced,) = (
        click(path, typed, "count_log", watch=watch, picks=str(log), says=says)
        for says in ("no", "yes")
    )
    question, said = left["boxes"]
    assert "填的是 9，登记簿里是 3（“依申请”第 5、6、7 行）" in question
    assert said == "按“登记簿.xlsx”填了 164 格，0 格本来就相同。1 格填的数不同，没有改。"
    assert left["cells"] == ["9", "1", "1"]
    assert replaced["cells"] == ["3", "1", "1"]
    assert replaced["boxes"][1].endswith("1 格填的数不同，已经改成登记簿的数。")


def test_a_log_that_cannot_be_counted_leaves_the_workbook_as_it_is(tmp_path):
    log = tmp_path / "登记簿.xlsx"
    logged(log, [{"number": "1", "arrived": day(3, 5)}])
    path = workbook(tmp_path, Report(profile=replace(make.report().profile, unit=UNIT)))
    watch = [spot("req.received.natural_person")]
    (refused,) = click(path, "count_log", watch=watch, picks=str(log))
    assert refused["cells"] == [""]
    assert "有 1 处数不准，没有计数" in refused["boxes"][0]
    assert "依申请!F4" in refused["boxes"][0]


def test_a_foreign_workbook_is_refused_in_one_sentence_by_every_button(tmp_path):
    path = tmp_path / "别的表.xlsx"
    openpyxl.Workbook().save(path)
    before = path.read_bytes()
    seen = click(path, *ACTIONS, picks=str(path))
    for action, done in zip(ACTIONS, seen, strict=True):
        assert len(done["boxes"]) == 1, action
        assert "没有完成" not in done["boxes"][0], action
        assert done["status"] == [False, True]
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.glob("*.docx")] == []


def test_a_workbook_never_saved_is_asked_to_be_saved(tmp_path):
    for seen in click(None, "export", "preview", "new_year"):
        assert seen["boxes"] == [
            "这个工作簿还没有保存过。请先用“另存为”保存成 .xlsx 工作簿，再点一次。"
        ]


def test_a_password_on_a_sheet_ends_in_a_chinese_box(tmp_path):
    path = workbook(tmp_path, samples.faulty())
    (seen,) = click(path, "validate", password=PANEL, watch=[[PANEL, f"A{FIRST}"]])
    assert "工作表另外加了密码" in seen["boxes"][0]
    assert seen["cells"] == [""]
    assert (seen["locked"], seen["status"]) == (True, [False, True])


def test_protection_is_renewed_with_everything_it_allowed(tmp_path):
    (seen,) = click(workbook(tmp_path, make.report()), "validate")
    shapes, contents, scenarios, keyboard_only, *allowed = seen["allowed"][PANEL]
    assert (shapes, contents, scenarios, keyboard_only) == (True, True, True, True)
    assert allowed == [False, True, True, *[False] * 8]


def test_a_click_runs_through_vba_into_the_cells(tmp_path):
    parts = unzipped(set_up(shipped(), Interpreter("INTERPRETER_WIN", "python")))
    ribbon = (ROOT / "addin/vba/RibbonXlsheets.bas").read_text(encoding="ascii")
    parts["xl/vbaProject.bin"] = vba_project(
        PROJECT,
        (
            Module("ThisWorkbook", ModuleKind.WORKBOOK),
            Module("Sheet1", ModuleKind.SHEET),
            Module("RibbonXlsheets", ModuleKind.STANDARD, ribbon),
            Module("xlwings", ModuleKind.STANDARD, STAND_IN),
            Module("Button", ModuleKind.CLASS, "Option Explicit\nPublic ID As String\n"),
        ),
    )
    addin = tmp_path / "addin.xlam"
    addin.write_bytes(zipped(parts))
    path = workbook(tmp_path, samples.faulty(), "乡 填报.xlsx")
    watch = [[PANEL, f"A{FIRST}"], spot("text.problems.1")]
    checked, told = click(path, "validate", "check_text", addin=str(addin), watch=watch)
    assert checked["boxes"][0].startswith("发现")
    assert checked["cells"][0] == validate(read(path))[0].code
    assert told["boxes"][0].startswith("文字")
