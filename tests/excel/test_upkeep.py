"""The computer around the buttons: what doctor says of it, the commands for the add-in, the frozen program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools import make
from xlsheets.addin.doctor import report_on
from xlsheets.addin.install import Machine, install
from xlsheets.addin.ribbon import ACTIONS as BUTTONS
from xlsheets.errors import UsageError
from xlsheets.excel.actions import ACTIONS
from xlsheets.excel.open_workbook import place_in
from xlsheets.report.next_year import next_year
from xlsheets.schema import Cell

ROOT = Path(__file__).parents[2]
FONTS = ("simfang.ttf", "simhei.ttf", "simkai.ttf", "simsun.ttc")


def windows(root: Path, *files: str) -> Machine:
    """Return a Windows computer with these files on it."""
    for file in files:
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    folders = {
        "APPDATA": "用户/张三/AppData/Roaming",
        "LOCALAPPDATA": "用户/张三/AppData/Local",
        "USERPROFILE": "用户/张三",
        "ProgramFiles": "Program Files",
        "WINDIR": "Windows",
        "PATH": "bin",
    }
    return Machine(
        "win32",
        {name: str(root / folder) for name, folder in folders.items()},
        r"C:\程序\python.exe",
    )


def wanting(machine: Machine) -> list[str]:
    return [line for line in report_on(machine) if line.startswith("✗")]


def test_nothing_is_wanting_on_a_computer_that_is_ready(tmp_path):
    excel = "Program Files/Microsoft Office/root/Office16/EXCEL.EXE"
    machine = windows(tmp_path, excel, *(f"Windows/Fonts/{name}" for name in FONTS))
    install(machine)
    assert wanting(machine) == []
    assert f"✓ Excel：{tmp_path / excel}" in report_on(machine)


def test_everything_missing_is_named_with_what_to_do(tmp_path):
    told = wanting(windows(tmp_path, "Windows/Fonts/simhei.ttf"))
    assert told == [
        "✗ 加载项还没有安装，请运行 xlsheets addin install。",
        "✗ 没有找到 Excel、WPS 或者 LibreOffice。",
        "✗ 缺少字体：仿宋、楷体、宋体。Word 报告会用别的字体显示，字体装好后自动正常。",
    ]


def test_who_has_only_wps_is_sent_to_the_page(tmp_path):
    wps = "用户/张三/AppData/Local/Kingsoft/WPS Office/12.1.0/office6/et.exe"
    lines = report_on(windows(tmp_path, wps))
    assert "· 只有 WPS：功能区按钮是给 Excel 用的，WPS 里请运行 xlsheets serve。" in lines


def test_a_settings_file_that_keeps_xlwings_from_starting_is_found(tmp_path):
    machine = windows(tmp_path, "用户/张三/.xlwings/xlwings.conf")
    path = tmp_path / "用户/张三/.xlwings/xlwings.conf"
    assert any(line.startswith("· 有 xlwings 的设置文件") for line in report_on(machine))
    path.write_bytes(b'"INTERPRETER_WIN","\xff\xfe\xb1"')
    assert f"✗ {path} 读不了，xlwings 会因此启动不了。请把它改名或者删除。" in wanting(machine)


def run(*arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def test_the_exit_code_of_doctor_says_whether_anything_is_wanting():
    told = run("-m", "xlsheets", "doctor")
    assert "✓ xlwings" in told.stdout
    assert told.returncode == int("✗" in told.stdout)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is a place for it here")
def test_the_add_in_is_not_installed_where_there_is_no_excel():
    for command in ("install", "status", "remove"):
        told = run("-m", "xlsheets", "addin", command)
        assert told.returncode == 2
        assert told.stderr.startswith("没有完成：加载项只能装在有 Excel 的")


def test_the_frozen_program_is_the_command_line():
    told = run("addin/frozen/entry.py", "rules", "S303")
    assert told.returncode == 0
    assert told.stdout.startswith("S303")


def test_the_frozen_program_does_a_button_and_no_other_code(tmp_path):
    code = "open('made','w'); import xlsheets.excel; xlsheets.excel.run('guide')"
    entry = str(ROOT / "addin/frozen/entry.py")
    told = run(entry, "-B", "-c", code, "--wb=甲.xlsx", "--from_xl=1", folder=tmp_path)
    assert "找不到发出命令的工作簿" in told.stderr
    assert "Traceback" not in told.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "longest"), [("报告.docx", 255), ("填报.xlsx", 218)])
def test_a_path_too_long_for_the_program_is_told_before_anything_is_written(name, longest):
    fits = Path("/" + "年" * (longest - len(name) - 2))
    assert place_in(fits, name) == fits / name
    with pytest.raises(UsageError, match=f"有 {longest + 1} 个字.*最多打开 {longest} 个字"):
        place_in(Path(f"{fits}年"), name)


def test_xlwings_needs_no_key():
    told = run("-c", "import xlsheets.excel, xlwings; print(xlwings.__pro__)")
    assert told.stdout.strip() == "False"


def test_every_button_has_an_action_and_every_action_a_button():
    assert tuple(ACTIONS) == BUTTONS


def test_a_click_loads_no_library_before_it_is_needed():
    heavy = {"docx", "openpyxl", "xlsxwriter", "jinja2", "lxml", "click", "pydantic", "starlette"}
    told = run("-c", f"import xlsheets.excel, sys; print(sorted({heavy!r} & set(sys.modules)))")
    assert told.stdout.strip() == "[]", told.stderr


def test_the_next_year_starts_with_what_this_one_left_open():
    cells = {"req.carried_forward.business": 3, "req.received.business": 3}
    following = next_year(make.report(cells))
    assert (following.profile.year, following.profile.signed) == (2026, None)
    assert following.profile.unit == make.PROFILE.unit
    assert set(following.figures) == {
        Cell("req", "carried_over", cell.column)
        for cell in make.report().figures
        if cell.block == "req"
    }
    assert following.figures[Cell("req", "carried_over", "business")] == 3


def test_no_next_year_follows_a_report_without_a_year():
    with pytest.raises(UsageError, match="没有填报告年度"):
        next_year(make.report(year=None))
