"""Type into a workbook in LibreOffice as a person does; started with the system's Python, which has UNO.

stdin: {"file": path, "steps": [[sheet, cell, text], ...], "watch": [[sheet, cell], ...]}
stdout: for every step {"cell": what stands there after it, "seen": [what the watched cells show]}
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException
from com.sun.star.uno import RuntimeException


def main() -> None:
    """Type every step and report what the sheet shows after it."""
    request = json.load(sys.stdin)
    with tempfile.TemporaryDirectory(prefix="lo-keys-") as folder, _office(folder) as context:
        desktop = context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
        book = desktop.loadComponentFromURL(Path(request["file"]).as_uri(), "_blank", 0, ())
        keyboard = context.ServiceManager.createInstance("org.libreoffice.uitest.UITest")
        answers = []
        for sheet, cell, text in request["steps"]:
            _type(book, keyboard, (sheet, cell), text)
            seen = [_shown(book, *place) for place in request["watch"]]
            answers.append({"cell": _shown(book, sheet, cell), "seen": seen})
        book.close(True)
        with contextlib.suppress(DisposedException):
            desktop.terminate()
    json.dump(answers, sys.stdout)


@contextlib.contextmanager
def _office(folder: str):
    pipe = f"pipe,name={Path(folder).name};urp;"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    command = ["soffice", f"-env:UserInstallation=file://{folder}", f"--accept={pipe}"]
    office = subprocess.Popen(
        [*command, "--headless", "--norestore", "--nologo", "--nodefault"], **quiet
    )
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    try:
        yield _patiently(lambda: resolver.resolve(f"uno:{pipe}StarOffice.ComponentContext"))
        office.wait(30)
    finally:
        office.kill()


def _patiently(connect):
    for _ in range(240):
        with contextlib.suppress(NoConnectException, RuntimeException):
            return connect()
        time.sleep(0.25)
    raise SystemExit("LibreOffice does not answer")


def _shown(book, sheet: str, cell: str) -> str:
    return book.Sheets.getByName(sheet).getCellRangeByName(cell).String


def _type(book, keyboard, place: tuple[str, str], text: str) -> None:
    """Select a cell, type, press Enter, and close the message if one appears."""
    sheet, cell = place
    grid = _patiently(lambda: keyboard.getTopFocusWindow().getChild("grid_window"))
    book.CurrentController.select(book.Sheets.getByName(sheet).getCellRangeByName(cell))
    grid.executeAction("TYPE", _properties("TEXT", text))
    grid.executeAction("TYPE", _properties("KEYCODE", "RETURN"))
    time.sleep(0.3)
    window = keyboard.getTopFocusWindow()
    children = window.getChildren()
    if "grid_window" not in children:
        button = "cancel" if "cancel" in children else "ok"
        window.getChild(button).executeAction("CLICK", ())
        time.sleep(0.3)
    grid.executeAction("TYPE", _properties("KEYCODE", "ESC"))


def _properties(key: str, value: str) -> tuple[PropertyValue, ...]:
    return (PropertyValue(Name=key, Value=value),)


if __name__ == "__main__":
    main()
