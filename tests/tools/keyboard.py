"""Type into a workbook in LibreOffice as a person does; started with the system's Python, which has UNO.

stdin: {"file": path, "steps": [[sheet, cell, text], ...], "watch": [[sheet, cell], ...]}
stdout: for every step {"cell": what stands there after it, "message": whether the program answered
with a message, "seen": [what the watched cells show]}
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.uno import RuntimeException

if TYPE_CHECKING:
    from collections.abc import Iterator


def main() -> None:
    """Type every step and report what the sheet shows after it; a message ends the session."""
    request = json.load(sys.stdin)
    with tempfile.TemporaryDirectory(prefix="lo-keys-", ignore_cleanup_errors=True) as folder:
        pipe = f"pipe,name={Path(folder).name};urp;"
        office = _office(folder, pipe)
        try:
            answers = list(_answers(f"uno:{pipe}StarOffice.ComponentContext", request))
        finally:
            # The command starts further processes; a message left open keeps them from ending.
            os.killpg(office.pid, signal.SIGKILL)
            office.wait()
    json.dump(answers, sys.stdout)


def _office(folder: str, pipe: str) -> subprocess.Popen:
    flags = ("--headless", "--norestore", "--nologo", "--nodefault", f"--accept={pipe}")
    return subprocess.Popen(
        ["soffice", f"-env:UserInstallation=file://{folder}", *flags],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _answers(address: str, request: dict) -> Iterator[dict]:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    context = _patiently(lambda: resolver.resolve(address))
    desktop = context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
    book = desktop.loadComponentFromURL(Path(request["file"]).as_uri(), "_blank", 0, ())
    keyboard = context.ServiceManager.createInstance("org.libreoffice.uitest.UITest")
    for sheet, cell, text in request["steps"]:
        message = _type(book, keyboard, (sheet, cell), text)
        seen = [_shown(book, *place) for place in request["watch"]]
        yield {"cell": _shown(book, sheet, cell), "message": message, "seen": seen}
        if message:
            return


def _patiently(connect):
    for _ in range(240):
        with contextlib.suppress(NoConnectException, RuntimeException):
            return connect()
        time.sleep(0.25)
    raise SystemExit("LibreOffice does not answer")


def _shown(book, sheet: str, cell: str) -> str:
    return book.Sheets.getByName(sheet).getCellRangeByName(cell).String


def _type(book, keyboard, place: tuple[str, str], text: str) -> bool:
    """Select a cell, type, press Enter; return whether the program answers with a message."""
    sheet, cell = place
    grid = _patiently(lambda: keyboard.getTopFocusWindow().getChild("grid_window"))
    book.CurrentController.select(book.Sheets.getByName(sheet).getCellRangeByName(cell))
    for key, value in (("TEXT", text), ("KEYCODE", "RETURN")):
        grid.executeAction("TYPE", _properties(key, value))
        time.sleep(0.3)
        if "grid_window" not in keyboard.getTopFocusWindow().getChildren():
            return True
    return False


def _properties(key: str, value: str) -> tuple[PropertyValue, ...]:
    return (PropertyValue(Name=key, Value=value),)


if __name__ == "__main__":
    main()
