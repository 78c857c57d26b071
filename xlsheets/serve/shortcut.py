"""This computer -> a shortcut that opens the page by a double click, without a terminal."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from xlsheets.basics.files import write_atomically
from xlsheets.errors import OutputError, UsageError

NAME = "信息公开年报"
_SECONDS = 60
# Names travel in the environment, where nothing has to be quoted; the desktop may be a folder of OneDrive.
_SCRIPT = (
    "$place = Join-Path ([Environment]::GetFolderPath('Desktop')) ($env:XLSHEETS_NAME + '.lnk');"
    "$link = (New-Object -ComObject WScript.Shell).CreateShortcut($place);"
    "$link.TargetPath = $env:XLSHEETS_TARGET; $link.Arguments = $env:XLSHEETS_ARGUMENTS; $link.Save()"
)
_ENTRY = """[Desktop Entry]
Type=Application
Name={name}
Exec={command}
Icon=x-office-spreadsheet
Terminal=false
"""


def make_shortcut() -> str:
    """Make the shortcut; return where it is, in words.

    Raises:
        OutputError: it could not be made.
        UsageError: this system has no such thing.
    """
    program, *arguments = _command()
    if sys.platform == "win32":
        return _on_windows(program, " ".join(arguments))
    if sys.platform == "darwin":
        raise UsageError(
            "苹果电脑上没有这种快捷方式，请在终端里运行 xlsheets-serve，或者把它加到“登录项”。"
        )
    folder = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "applications"
    place = folder / "xlsheets.desktop"
    quoted = " ".join([f'"{program}"', *arguments])
    write_atomically(place, _ENTRY.format(name=NAME, command=quoted).encode(), force=True)
    return f"应用程序菜单里的“{NAME}”（{place}）"


def _command() -> list[str]:
    """Return what a double click runs: the program that shows no terminal, where it is installed."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "serve", "--until-closed"]
    scripts = Path(sysconfig.get_path("scripts"))
    found = next(scripts.glob("xlsheets-serve*"), None)
    return [str(found)] if found else [sys.executable, "-m", "xlsheets", "serve", "--until-closed"]


def _on_windows(program: str, arguments: str) -> str:
    powershell = shutil.which("powershell") or "powershell"
    names = {
        "XLSHEETS_NAME": NAME,
        "XLSHEETS_TARGET": program,
        "XLSHEETS_ARGUMENTS": arguments,
    }
    command = [powershell, "-NoProfile", "-NonInteractive", "-Command", _SCRIPT]
    try:
        subprocess.run(  # noqa: S603 - a fixed script; names are in the environment
            command, env=os.environ | names, check=True, capture_output=True, timeout=_SECONDS
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise OutputError(
            f"没有做成快捷方式。请在资源管理器里右键点“{program}”，选“发送到” → “桌面快捷方式”。"
        ) from error
    return f"桌面上的“{NAME}”"
