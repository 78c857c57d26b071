"""Take a workbook apart in LibreOffice as a clerk might; started with the system's Python, which has UNO.

stdin: {"file": path, "out": path, "sheet": name}; the sheet gets two rows and a column more within its
table, one row above it, another name and the first place.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from keyboard import _office, _patiently


def main() -> None:
    """Rebuild the workbook and store it under another name."""
    request = json.load(sys.stdin)
    with tempfile.TemporaryDirectory(prefix="lo-build-", ignore_cleanup_errors=True) as folder:
        pipe = f"pipe,name={Path(folder).name};urp;"
        office = _office(folder, pipe)
        try:
            _rebuild(f"uno:{pipe}StarOffice.ComponentContext", request)
        finally:
            os.killpg(office.pid, signal.SIGKILL)
            office.wait()


def _rebuild(address: str, request: dict) -> None:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    context = _patiently(lambda: resolver.resolve(address))
    desktop = context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
    book = desktop.loadComponentFromURL(Path(request["file"]).as_uri(), "_blank", 0, ())
    sheet = book.Sheets.getByName(request["sheet"])
    sheet.unprotect("")
    sheet.Rows.insertByIndex(11, 2)
    sheet.Rows.insertByIndex(0, 1)
    sheet.Columns.insertByIndex(3, 1)
    sheet.Name = "改了名"
    book.Sheets.moveByName("改了名", 0)
    kind = PropertyValue(Name="FilterName", Value="Calc MS Excel 2007 XML")
    book.storeToURL(Path(request["out"]).as_uri(), (kind,))


if __name__ == "__main__":
    main()
