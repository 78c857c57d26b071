"""One machine -> where Excel loads add-ins from, and xlsheets.xlam put there, looked at, or taken away.

Nothing else on the machine is touched: Excel is not started, no registry key and no xlwings.conf is written.
"""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

from xlsheets.addin.package import FILE, XLWINGS, Interpreter, interpreter_of, set_up, shipped
from xlsheets.basics.files import write_atomically
from xlsheets.errors import OutputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

_WINDOWS, _MAC = "win32", "darwin"
_STORE = "windowsapps"
_FROM_THE_STORE = (
    "这是微软商店里的 Python，它写的文件 Excel 看不见，按钮用不了。"
    "请从 python.org 下载 Python 装好，用它重新安装 xlsheets，再运行 python -m xlsheets addin install。"
)
_WINDOWS_FOLDER = "Microsoft/Excel/XLSTART"
_MAC_FOLDER = (
    "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
)
# Excel for Mac is in a sandbox; only a script in this folder may start another program for it.
_MAC_SCRIPT = f"Library/Application Scripts/com.microsoft.Excel/xlwings-{XLWINGS}.applescript"


@dataclass(frozen=True, slots=True)
class Machine:
    """What has to be known of a computer.

    Args:
        python: the interpreter the buttons will start.
        base: the folder of the Python that it belongs to, another one where it is a virtual environment.
    """

    platform: str
    environment: Mapping[str, str]
    python: str
    base: str = ""

    @property
    def objection(self) -> str:
        """Why Excel could not start this Python, "" where it can.

        Windows keeps a program of the Store apart: what it writes below %APPDATA% no other program sees.
        """
        paths = (PureWindowsPath(path) for path in (self.python, self.base))
        stored = any(part.lower() == _STORE for path in paths for part in path.parts)
        return _FROM_THE_STORE if stored and self.platform == _WINDOWS else ""


class State(Enum):
    """How an installed add-in stands, as a sentence for the clerk."""

    ABSENT = "加载项还没有安装，请运行 xlsheets addin install。"
    CURRENT = "加载项已经装好，是当前版本。"
    OTHER_PYTHON = (
        "加载项已经安装，但是它用的是另一个 Python；要改用这一个，请运行 xlsheets addin install。"
    )
    OTHER_VERSION = (
        "加载项已经安装，但是和当前版本不一样，请关闭 Excel，再运行 xlsheets addin install。"
    )


@dataclass(frozen=True, slots=True)
class Status:
    """What is installed, and what would be.

    Args:
        python: the interpreter the installed add-in starts; "" when it is absent or names none.
        digest, expected: first sixteen hex digits of SHA-256 of the installed and of the right file.
        startable: False on a Mac that lacks the script through which Excel starts Python.
    """

    path: Path
    state: State
    python: str
    digest: str
    expected: str
    startable: bool

    @property
    def lines(self) -> list[str]:
        """The status as Chinese lines."""
        told = [self.state.value, f"位置：{self.path}"]
        if self.state is not State.ABSENT:
            told += [f"Python：{self.python or '没有写明'}", f"文件校验码：{self.digest}"]
        if self.state in (State.OTHER_PYTHON, State.OTHER_VERSION):
            told.append(f"应为：{self.expected}")
        if not self.startable:
            told.append(
                f"还要安装 xlwings {XLWINGS}，并运行一次 xlwings runpython install，按钮才能启动 Python。"
            )
        return told


def this_machine() -> Machine:
    """Return the computer the program runs on."""
    return Machine(sys.platform, os.environ, sys.executable, sys.base_prefix)


def addin_place(machine: Machine) -> Path:
    """Return where the add-in belongs: the folder whose files Excel opens, and trusts, at start.

    Raises:
        UsageError: there is no Excel for this system, or the user's folder is unknown.
    """
    variable, folder = {_WINDOWS: ("APPDATA", _WINDOWS_FOLDER), _MAC: ("HOME", _MAC_FOLDER)}.get(
        machine.platform, ("", "")
    )
    if not variable:
        raise UsageError(
            "加载项只能装在有 Excel 的 Windows 或者 macOS 上；其他系统请直接用 xlsheets validate 等命令。"
        )
    home = machine.environment.get(variable, "")
    if not home:
        raise UsageError(f"找不到您的用户文件夹（环境变量 {variable} 是空的），没有安装加载项。")
    return Path(home) / folder / FILE


def install(machine: Machine) -> Status:
    """Put the add-in in its place, set up for this Python; leave it alone when it is already right.

    Raises:
        OutputError: the folder refuses, or Excel has the old add-in open.
        UsageError: this machine has no place for it, or Excel could not start this Python.
    """
    path = addin_place(machine)
    if machine.objection:
        raise UsageError(machine.objection)
    if status(machine).state is not State.CURRENT:
        write_atomically(path, _right_file(machine), force=True)
    return status(machine)


def status(machine: Machine) -> Status:
    """Compare what is installed with what belongs there.

    Raises:
        OutputError: the installed file cannot be read.
        UsageError: this machine has no place for it.
    """
    path = addin_place(machine)
    right = _right_file(machine)
    found = _read(path)
    python = interpreter_of(found)
    state = _state(found, right, same_python=python == machine.python)
    return Status(path, state, python, _digest(found), _digest(right), _startable(machine))


def remove(machine: Machine) -> Path | None:
    """Delete the add-in; return where it was, None when there was none.

    Raises:
        OutputError: Excel has it open.
        UsageError: this machine has no place for it.
    """
    path = addin_place(machine)
    try:
        path.unlink()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OutputError(f"删不掉“{path}”，请先关闭 Excel 再试。") from error
    return path


def _right_file(machine: Machine) -> bytes:
    setting = "INTERPRETER_WIN" if machine.platform == _WINDOWS else "INTERPRETER_MAC"
    return set_up(shipped(), Interpreter(setting, machine.python))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise OutputError(f"读不了“{path}”，请先关闭 Excel 再试。") from error


def _state(found: bytes, right: bytes, *, same_python: bool) -> State:
    if not found:
        return State.ABSENT
    if found == right:
        return State.CURRENT
    return State.OTHER_VERSION if same_python else State.OTHER_PYTHON


def _startable(machine: Machine) -> bool:
    return machine.platform != _MAC or (Path(machine.environment["HOME"]) / _MAC_SCRIPT).is_file()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16] if content else ""
