"""Run functions of an add-in's VBA in LibreOffice; started with the system's Python, which has UNO.

stdin: {"addin": path, "beside": path or null, "drop": [modules], "calls": [[function, argument, ...], ...], "cells": [addresses]}
stdout: {"modules": {name: source}, "answers": [...], "cells": {address: text}}
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

_ADDIN_FILTER = "Calc MS Excel 2007 VBA XML"
_ALWAYS_RUN = 4


def main() -> None:
    """Answer one request."""
    request = json.load(sys.stdin)
    with (
        tempfile.TemporaryDirectory(prefix="lo-macro-") as folder,
        _desktop(Path(folder)) as desktop,
    ):
        addin = _open(desktop, request["addin"], FilterName=_ADDIN_FILTER, Hidden=True)
        if request["beside"]:
            _open(desktop, request["beside"], Hidden=False)
        library = addin.BasicLibraries.getByName("xlsheets")
        modules = {name: library.getByName(name) for name in library.getElementNames()}
        for name in request["drop"]:
            library.removeByName(name)
        answers = [_call(addin, *call) for call in request["calls"]]
        sheet = addin.Sheets.getByIndex(0)
        cells = {name: sheet.getCellRangeByName(name).String for name in request["cells"]}
        addin.close(True)
    json.dump({"modules": modules, "answers": answers, "cells": cells}, sys.stdout)


@contextlib.contextmanager
def _desktop(folder: Path):
    pipe = f"pipe,name={folder.name};urp;"
    office = subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation=file://{folder}",
            "--headless",
            "--norestore",
            "--nologo",
            "--nodefault",
            f"--accept={pipe}",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    context = _connect(f"uno:{pipe}StarOffice.ComponentContext")
    desktop = context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
    try:
        yield desktop
    finally:
        with contextlib.suppress(DisposedException):
            desktop.terminate()
        office.wait(30)


def _connect(address: str):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(240):
        with contextlib.suppress(NoConnectException):
            return resolver.resolve(address)
        time.sleep(0.25)
    raise SystemExit("LibreOffice did not start")


def _open(desktop, path: str, **options):
    wanted = {"MacroExecutionMode": _ALWAYS_RUN, **options}
    properties = tuple(PropertyValue(Name=name, Value=value) for name, value in wanted.items())
    return desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, properties)


def _call(addin, function: str, *arguments):
    address = f"vnd.sun.star.script:xlsheets.{function}?language=Basic&location=document"
    script = addin.getScriptProvider().getScript(address)
    return script.invoke(arguments, (), ())[0]


if __name__ == "__main__":
    main()
