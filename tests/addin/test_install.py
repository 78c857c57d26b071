"""Installing is one file in Excel's start-up folder, and nothing else."""

from __future__ import annotations

import sys
import zipfile
from dataclasses import replace

import pytest

from xlsheets.addin.doctor import report_on
from xlsheets.addin.install import (
    Machine,
    State,
    addin_place,
    install,
    remove,
    status,
    this_machine,
)
from xlsheets.addin.package import XLWINGS, Interpreter, set_up, shipped
from xlsheets.errors import OutputError, UsageError

PYTHON = r"C:\Users\张 三\AppData\Local\xlsheets\python.exe"


@pytest.fixture
def windows(tmp_path):
    return Machine("win32", {"APPDATA": str(tmp_path / "用户 张三/AppData/Roaming")}, PYTHON)


@pytest.fixture
def mac(tmp_path):
    return Machine("darwin", {"HOME": str(tmp_path / "张三")}, "/Users/张三/venv/bin/python")


def test_on_windows_the_file_goes_into_xlstart_of_the_user(windows, tmp_path):
    done = install(windows)
    assert done.path == tmp_path / "用户 张三/AppData/Roaming/Microsoft/Excel/XLSTART/xlsheets.xlam"
    assert done.path.read_bytes() == set_up(shipped(), Interpreter("INTERPRETER_WIN", PYTHON))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [done.path]
    assert (done.state, done.python) == (State.CURRENT, PYTHON)


@pytest.mark.parametrize(
    ("python", "base"),
    [
        (r"C:\Users\a\AppData\Local\Microsoft\WindowsApps\python3.11.exe", ""),
        (PYTHON, r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.11_3.11.9_x64"),
    ],
)
def test_a_python_of_the_store_is_refused_for_excel_would_not_see_the_file(windows, python, base):
    machine = replace(windows, python=python, base=base)
    with pytest.raises(UsageError, match="微软商店"):
        install(machine)
    assert not addin_place(machine).exists()
    assert any("微软商店" in line for line in report_on(machine))
    assert replace(machine, platform="linux").objection == ""


def test_on_a_mac_the_file_goes_into_the_start_up_folder_of_office(mac, tmp_path):
    done = install(mac)
    folder = (
        "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
    )
    assert done.path == tmp_path / "张三" / folder / "xlsheets.xlam"
    assert done.path.read_bytes() == set_up(shipped(), Interpreter("INTERPRETER_MAC", mac.python))


def test_on_a_mac_the_script_that_starts_python_is_asked_for_until_it_is_there(mac, tmp_path):
    assert "xlwings runpython install" in install(mac).lines[-1]
    folder = tmp_path / "张三/Library/Application Scripts/com.microsoft.Excel"
    folder.mkdir(parents=True)
    (folder / f"xlwings-{XLWINGS}.applescript").touch()
    assert "runpython" not in "".join(install(mac).lines)


def test_installing_again_leaves_the_file_alone(windows):
    before = install(windows).path.stat()
    after = install(windows).path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_before_installing_the_status_says_so(windows):
    found = status(windows)
    assert (found.state, found.python, found.digest) == (State.ABSENT, "", "")
    assert found.lines == [
        "加载项还没有安装，请运行 xlsheets addin install。",
        f"位置：{addin_place(windows)}",
    ]


def test_a_file_of_another_version_is_recognised_and_replaced(windows):
    path = install(windows).path
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("docProps/extra.xml", "<extra/>")
    found = status(windows)
    assert found.state is State.OTHER_VERSION
    assert found.digest != found.expected
    assert found.lines[-1] == f"应为：{found.expected}"
    assert install(windows).state is State.CURRENT


def test_a_file_for_another_python_is_recognised_and_replaced(windows):
    install(Machine("win32", windows.environment, r"C:\Old\python.exe"))
    found = status(windows)
    assert (found.state, found.python) == (State.OTHER_PYTHON, r"C:\Old\python.exe")
    assert r"Python：C:\Old\python.exe" in found.lines
    assert install(windows).python == PYTHON


def test_a_damaged_file_is_replaced(windows):
    path = install(windows).path
    path.write_bytes(b"half of it")
    assert install(windows).state is State.CURRENT


def test_removing_deletes_the_file_and_the_second_time_nothing(windows):
    path = install(windows).path
    assert remove(windows) == path
    assert not path.exists()
    assert remove(windows) is None


def test_where_there_is_no_excel_the_commands_say_what_to_use_instead():
    for action in (install, status, remove):
        with pytest.raises(UsageError, match="xlsheets validate"):
            action(Machine("linux", {"HOME": "/root"}, "/usr/bin/python3"))


def test_without_a_user_folder_nothing_is_guessed():
    with pytest.raises(UsageError, match="APPDATA"):
        install(Machine("win32", {}, PYTHON))


def test_a_folder_in_the_way_is_reported_and_stays(windows):
    path = addin_place(windows)
    path.mkdir(parents=True)
    for action in (install, status, remove):
        with pytest.raises(OutputError, match="关闭 Excel"):
            action(windows)
    assert path.is_dir()


def test_a_file_where_the_folder_should_be_is_reported(tmp_path):
    (tmp_path / "Microsoft").write_text("in the way")
    with pytest.raises(OutputError):
        install(Machine("win32", {"APPDATA": str(tmp_path)}, PYTHON))


def test_this_machine_is_the_one_the_tests_run_on():
    assert (this_machine().platform, this_machine().python) == (sys.platform, sys.executable)
