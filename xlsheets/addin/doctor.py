"""One computer -> lines that say what of it is ready for the buttons, and what to do about the rest."""

from __future__ import annotations

import platform
import shutil
import struct
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from xlsheets.addin.install import State, status
from xlsheets.errors import XlsheetsError
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.addin.install import Machine

_VIRUS_HINT = (
    "· 点按钮没有反应、又没有提示，多半是安全软件不让 Excel 启动 Python：请单位的管理员把上面的 Python 加入信任，"
    "或者改用 xlsheets serve。"
)
_FONTS = {"仿宋": "simfang.ttf", "黑体": "simhei.ttf", "楷体": "simkai.ttf", "宋体": "simsun.ttc"}


class ProgramFolder(NamedTuple):
    """Where a program usually is on Windows, below a folder that an environment variable names."""

    variable: str
    pattern: str


_PROGRAMS = {
    "Excel": (
        ProgramFolder("ProgramFiles", "Microsoft Office/root/Office*/EXCEL.EXE"),
        ProgramFolder("ProgramFiles(x86)", "Microsoft Office/root/Office*/EXCEL.EXE"),
        ProgramFolder("ProgramFiles", "Microsoft Office/Office*/EXCEL.EXE"),
        ProgramFolder("ProgramFiles(x86)", "Microsoft Office/Office*/EXCEL.EXE"),
    ),
    "WPS": (
        ProgramFolder("LOCALAPPDATA", "Kingsoft/WPS Office/*/office6/et.exe"),
        ProgramFolder("ProgramFiles(x86)", "Kingsoft/WPS Office/*/office6/et.exe"),
        ProgramFolder("ProgramFiles", "Kingsoft/WPS Office/*/office6/et.exe"),
    ),
    "LibreOffice": (ProgramFolder("ProgramFiles", "LibreOffice/program/soffice.exe"),),
}
_COMMANDS = {"WPS": "et", "LibreOffice": "soffice"}


def report_on(machine: Machine) -> list[str]:
    """Return one line for everything that matters; ✓ is ready, ✗ wants doing, · is for information."""
    return [
        f"· xlsheets {_version('xlsheets')}",
        f"· Python {platform.python_version()}（{struct.calcsize('P') * 8} 位）：{machine.python}",
        *([f"✗ {machine.objection}"] if machine.objection else []),
        _xlwings(),
        *_addin(machine),
        _settings_file(machine),
        *_programs(machine),
        *_fonts(machine),
        _VIRUS_HINT,
    ]


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _xlwings() -> str:
    version = _version("xlwings")
    if version:
        return f"✓ xlwings {version}"
    return "✗ 没有安装 xlwings，按钮用不了。请运行 python -m pip install xlwings。"


def _addin(machine: Machine) -> Iterator[str]:
    try:
        found = status(machine)
    except XlsheetsError as error:
        yield f"· {error}"
        return
    ready = found.state is State.CURRENT and found.startable
    first, *more = found.lines
    yield f"{'✓' if ready else '✗'} {first}"
    yield from (f"  {line}" for line in more)


def _settings_file(machine: Machine) -> str:
    """Look at a file that xlwings reads in the code page of the computer; if it cannot, it does not start at all."""
    home = machine.environment.get("USERPROFILE") or machine.environment.get("HOME", "")
    path = Path(home) / ".xlwings/xlwings.conf"
    try:
        path.read_text()  # in the code page of the computer, on purpose
    except FileNotFoundError:
        return "✓ 没有多余的 xlwings.conf"
    except (OSError, UnicodeDecodeError):
        return f"✗ {path} 读不了，xlwings 会因此启动不了。请把它改名或者删除。"
    return f"· 有 xlwings 的设置文件：{path}"


def _programs(machine: Machine) -> Iterator[str]:
    found = {name: _found(name, machine) for name in _PROGRAMS}
    yield from (f"✓ {name}：{path}" for name, path in found.items() if path)
    if not any(found.values()):
        yield "✗ 没有找到 Excel、WPS 或者 LibreOffice。"
    if found["WPS"] and not found["Excel"]:
        yield "· 只有 WPS：功能区按钮是给 Excel 用的，WPS 里请运行 xlsheets serve。"


def _found(name: str, machine: Machine) -> str:
    for variable, pattern in _PROGRAMS[name]:
        folder = machine.environment.get(variable)
        if folder:
            path = next(iter(sorted(Path(folder).glob(pattern))), None)
            if path:
                return str(path)
    command = _COMMANDS.get(name)
    return (shutil.which(command, path=machine.environment.get("PATH")) or "") if command else ""


def _fonts(machine: Machine) -> Iterator[str]:
    """Only Windows has them as files of known names; elsewhere Word documents fall back by themselves."""
    root = machine.environment.get("WINDIR")
    if root:
        folder = Path(root) / "Fonts"
        missing = [name for name, file in _FONTS.items() if not (folder / file).is_file()]
        if missing:
            yield f"✗ 缺少字体：{'、'.join(missing)}。Word 报告会用别的字体显示，字体装好后自动正常。"
        else:
            yield "✓ 报告用的字体都有"
