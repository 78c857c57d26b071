"""Click buttons on workbooks open in LibreOffice; the code behind them is the real one, on ``lo_engine``.

stdin: {"file": path or "", "clicks": [action, or [sheet, cell, what is typed there], ...], "watch": [[sheet, cell],
...], "meanwhile": [sheet, cell, what is typed while a question is open] or [], "picks": path, "says": "yes" or "no",
"password": sheet or "", "addin": path or ""}
stdout: for every click {"boxes": [...], "cells": [...], "here": [sheet, cell], "status": [words in the status bar,
whether the screen is drawn], "locked": all sheets still protected, "allowed": {sheet: what Protect was told},
"books": [names]}

With an add-in, its VBA is called and starts a second process of this script, which takes the command from the
add-in's own sheet: ``clicks.py ADDRESS RESULT``.
"""

from __future__ import annotations

import json
import ntpath
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import xlwings as xw

from tests.tools import lo_engine


def main() -> None:
    """Answer one request."""
    request = json.load(sys.stdin)
    with lo_engine.office() as address:
        app = lo_engine.attach(address, picks=request["picks"], says=request["says"])
        # As in Excel, the add-in is there before any workbook; what was opened last is the active one.
        addin = app.books.open_addin(request["addin"]) if request["addin"] else None
        book = app.books.open(request["file"]) if request["file"] else _unsaved(app)
        if request["password"]:
            sheet = book.document.Sheets.getByName(request["password"])
            sheet.unprotect("")
            sheet.protect("secret")
        if request["meanwhile"]:
            app.meanwhile = lambda: _type(book, request["meanwhile"])
        press = _through_vba(addin, address, request["addin"]) if addin else _directly(book)
        answers = []
        for action in request["clicks"]:
            if isinstance(action, list):
                _type(book, action)
                continue
            boxes = press(action)
            answers.append(_seen(app, book, boxes, request["watch"]))
        while len(app.books):
            next(iter(app.books)).document.close(True)
    json.dump(answers, sys.stdout)


def _unsaved(app):
    return lo_engine.Book(
        app, app.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
    )


def _type(book, edit: list) -> None:
    sheet, cell, value = edit
    _cell(book, sheet, cell).setFormula(str(value))


def _cell(book, sheet: str, cell: str):
    return book.document.Sheets.getByName(sheet).getCellRangeByName(cell).getCellByPosition(0, 0)


def _directly(book):
    """Call what VBA calls; the command line is the one xlwings.bas makes and cmd.exe passes on, without the window's number."""
    from xlsheets.excel import run

    def press(action: str) -> list[str]:
        xw.Book(impl=book).set_mock_caller()
        sys.argv = ["-c", f"--wb={ntpath.expandvars(book.name)}", "--from_xl=1"]
        run(action)
        boxes, book.app.boxes = book.app.boxes, []
        return boxes

    return press


def _through_vba(addin, address: str, path: str):
    """Let the VBA behind a button run; it starts Python by itself."""
    result = Path(path).with_suffix(".json")
    runner = Path(path).with_suffix(".sh")
    line = f'exec "{sys.executable}" "{__file__}" "{address}" "{result}" > "{runner}.log" 2>&1'
    runner.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    runner.chmod(0o700)
    addin.Sheets.getByIndex(0).getCellRangeByName("H1").String = str(runner)
    script = "vnd.sun.star.script:xlsheets.xlwings.Press?language=Basic&location=document"

    def press(action: str) -> list[str]:
        result.unlink(missing_ok=True)
        addin.getScriptProvider().getScript(script).invoke((action,), (), ())
        for _ in range(240):
            if result.exists():
                return json.loads(result.read_text(encoding="utf-8"))
            time.sleep(0.25)
        log = Path(f"{runner}.log")
        seen = [
            addin.Sheets.getByIndex(0).getCellRangeByName(f"{column}1").String for column in "FGH"
        ]
        raise SystemExit(
            log.read_text(encoding="utf-8") if log.exists() else f"nothing started: {seen}"
        )

    return press


def _follow(address: str, result: Path) -> None:
    """Be the Python that RunPython started: take the command and the workbook's name, and do it."""
    app = lo_engine.attach(address)
    for book in app.books:
        if book.name.endswith(".xlam"):
            sheet = book.document.Sheets.getByIndex(0)
            command, name = (sheet.getCellRangeByName(cell).String for cell in ("F1", "G1"))
    xw.Book(impl=app.books(name)).set_mock_caller()
    sys.argv = ["-c", f"--wb={name}", "--from_xl=1"]
    exec(command, {})
    half = result.with_suffix(".half")
    half.write_text(json.dumps(app.boxes), encoding="utf-8")
    half.replace(result)


def _seen(app, book, boxes: list[str], watch: list[list[str]]) -> dict:
    area = book.document.CurrentSelection
    sheets = book.document.Sheets
    return {
        "boxes": boxes,
        "cells": [_cell(book, *place).String for place in watch],
        "here": [area.Spreadsheet.Name, area.AbsoluteName.rpartition(".")[2].replace("$", "")],
        "status": [app.status_bar, app.screen_updating],
        "locked": all(sheets.getByIndex(index).isProtected() for index in range(sheets.Count)),
        "allowed": {sheet: list(given) for sheet, given in app.protected_with.items()},
        "books": sorted(book.name for book in app.books),
    }


if __name__ == "__main__":
    if len(sys.argv) > 1:
        os.environ["XLSHEETS_DEBUG"] = "1"
        _follow(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
