"""The workbook open in Excel -> its content, unsaved changes included; and values written back to its cells."""

from __future__ import annotations

import contextlib
import ntpath
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import xlwings as xw

from xlsheets.basics.addresses import Spot, address
from xlsheets.errors import OutputError, UsageError
from xlsheets.xlsx.limits import length

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsheets.report import Report

# What a protected sheet still allows; Protect takes them in this order and forgets those not given.
_ALLOWANCES = (
    "AllowFormattingCells",
    "AllowFormattingColumns",
    "AllowFormattingRows",
    "AllowInsertingColumns",
    "AllowInsertingRows",
    "AllowInsertingHyperlinks",
    "AllowDeletingColumns",
    "AllowDeletingRows",
    "AllowSorting",
    "AllowFiltering",
    "AllowUsingPivotTables",
)
# What Office opens, in characters of folder and name together; Windows itself ends at 259.
_LONGEST_PATHS = {".xlsx": ("Excel", 218), ".docx": ("Word", 255)}
_WORKBOOKS = "Excel 工作簿 (*.xlsx),*.xlsx"


def calling_book() -> OpenBook:
    """Return the workbook whose ribbon was clicked."""
    asked = next((text[5:].strip() for text in sys.argv if text.startswith("--wb=")), "")
    books = [book for app in xw.apps for book in app.books]
    # xlwings would take the name to end at its first equals sign.
    if "=" not in asked and (not asked or any(book.name == asked for book in books)):
        return OpenBook(xw.Book.caller())
    # The command line puts the value of a variable in place of its name between two percent signs.
    found = (book for book in books if asked in (book.name, ntpath.expandvars(book.name)))
    return OpenBook(next(found))


class OpenBook:
    """A workbook as it is open in Excel."""

    def __init__(self, book: xw.Book) -> None:
        self._book = book

    # Reading --------------------------------------------------------------------------------

    def content(self) -> bytes:
        """Return the workbook as a file would hold it now; Excel writes a copy, the workbook stays unsaved."""
        suffix = Path(self._book.name).suffix or ".xlsx"
        with tempfile.TemporaryDirectory(prefix="xlsheets-", ignore_cleanup_errors=True) as folder:
            copy = Path(folder) / f"copy{suffix}"
            self._book.api.SaveCopyAs(str(copy))
            return copy.read_bytes()

    def read(self, content: bytes = b"") -> Report:
        """Return the report as the file reader sees it, now or in content taken before.

        Raises:
            UnreadableError: it is not a workbook of ours.
        """
        from xlsheets.workbook.reading.reader import read_workbook

        return read_workbook(content or self.content(), self._book.name)

    def folder(self) -> Path:
        """Return the folder the workbook is saved in.

        Raises:
            UsageError: it was never saved, or only somewhere on the net.
        """
        if not self._book.api.Path:
            raise UsageError(
                "这个工作簿还没有保存过。请先用“另存为”保存成 .xlsx 工作簿，再点一次。"
            )
        try:
            return Path(self._book.fullname).parent
        except xw.XlwingsError as error:
            raise UsageError(
                "这个工作簿保存在网上（OneDrive 或者 SharePoint），找不到它在这台电脑上的文件夹。请用“另存为”把它保存到本机，再点一次。"
            ) from error

    def texts(self, name: str) -> list[str | None]:
        """Return the texts of the cell, or of the column of cells, that a defined name stands for."""
        values: list[str | None] | str | None = self._named(name).value
        return values if isinstance(values, list) else [values]

    def has(self, name: str) -> bool:
        """Tell whether the workbook has this defined name."""
        return name in self._book.names

    def width(self, name: str) -> int:
        """Return how many columns the cells have that a defined name stands for."""
        return int(self._named(name).shape[1])

    def is_blank(self, spot: Spot) -> bool:
        """Tell whether a cell holds nothing at this moment."""
        return self._range(spot).value is None

    # Writing --------------------------------------------------------------------------------

    def write(self, edits: Mapping[Spot, str | float | None]) -> None:
        """Write single values; protected sheets stay protected."""
        for sheet in dict.fromkeys(spot.sheet for spot in edits):
            self._let_in(self._sheet(sheet))
        for spot, value in edits.items():
            self._range(spot).value = value

    def print_down_to(self, name: str, count: int) -> None:
        """Have the sheet printed on which a defined name stands, down to the last of so many of its rows."""
        block = self._named(name)
        setup = block.sheet.api.PageSetup
        setup.PrintArea = re.sub(r"\d+$", str(block.row + max(0, count - 1)), setup.PrintArea)

    def write_rows(self, name: str, rows: Sequence[Sequence[str]], column: int = 0) -> None:
        """Write a block of texts over the cells a defined name stands for, from one of its columns on."""
        named = self._named(name)
        top, left = named.row - 1, named.column - 1 + column
        last = address(top + len(rows) - 1, left + len(rows[0]) - 1)
        block = named.sheet.range(f"{address(top, left)}:{last}")
        self._let_in(block.sheet)
        block.value = [[text or None for text in row] for row in rows]

    @staticmethod
    def _let_in(sheet: xw.Sheet) -> None:
        """Protect a protected sheet anew, against the keyboard only; what it allows stays allowed.

        A password must be given, if only an empty one: without it Excel asks for one in a box of its own.
        """
        api = sheet.api
        if api.ProtectContents:
            allowed = [getattr(api.Protection, allowance) for allowance in _ALLOWANCES]
            shapes, scenarios = api.ProtectDrawingObjects, api.ProtectScenarios
            api.Protect("", shapes, True, scenarios, True, *allowed)  # noqa: FBT003  # COM takes no names here

    # The screen -----------------------------------------------------------------------------

    @contextlib.contextmanager
    def busy(self, words: str) -> Iterator[None]:
        """Say in the status bar that something is going on, and spare the eyes; both end in any case."""
        with self._book.app.properties(screen_updating=False, status_bar=words):
            yield

    def select(self, spot: Spot) -> None:
        """Show a cell and put the cursor there."""
        self._sheet(spot.sheet).activate()
        self._range(spot).select()

    def tell(self, text: str, title: str, *, failed: bool = False) -> None:
        """Show a message box."""
        self._book.app.alert(text, title, mode="critical" if failed else "info")

    def ask(self, question: str) -> bool:
        """Show a question; return whether the answer is yes."""
        return self._book.app.alert(question, "请确认", buttons="yes_no") == "yes"

    def choose_workbook(self, title: str) -> Path | None:
        """Let the clerk pick a file; None when nothing was picked."""
        chosen = self._book.app.api.GetOpenFilename(_WORKBOOKS, 1, title)
        return Path(chosen) if chosen else None

    def open_workbook(self, path: Path) -> None:
        """Open a workbook beside this one."""
        self._book.app.books.open(path)

    # ----------------------------------------------------------------------------------------

    def _sheet(self, name: str) -> xw.Sheet:
        if name not in self._book.sheets:
            raise OutputError(f"工作簿里没有“{name}”这张表了，没有改动它。")
        return self._book.sheets[name]

    def _range(self, spot: Spot) -> xw.Range:
        return self._sheet(spot.sheet).range(spot.cell)

    def _named(self, name: str) -> xw.Range:
        names = self._book.names
        if name not in names or "#REF!" in (names[name].refers_to or ""):
            raise UsageError(
                "这个工作簿里找不到“校验”表的问题清单。它不是本填报工作簿，或者清单被删掉了；请用县里发的填报工作簿。"
            )
        return names[name].refers_to_range


def refuse_changes(book: OpenBook, report: Report, button: str) -> None:
    """Refuse to write what was made of a report that is no longer the one in the workbook.

    Raises:
        UsageError: somebody changed the workbook while a question was open.
    """
    if book.read() != report:
        raise UsageError(f"这期间工作簿有改动，没有写入，请再点一次“{button}”。")


def place_in(folder: Path, name: str) -> Path:
    """Return where a file of this name goes in a folder.

    Raises:
        UsageError: the program that opens such files takes no path as long as that.
    """
    path = folder / name
    program, longest = _LONGEST_PATHS[path.suffix]
    if length(str(path)) > longest:
        raise UsageError(
            f"“{name}”连同文件夹有 {length(str(path))} 个字，{program} 最多打开 {longest} 个字的。"
            "请把工作簿另存到名称短一些、层数少一些的文件夹，再点一次。"
        )
    return path


def open_document(path: Path) -> None:
    """Open a document with the program that belongs to it."""
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606  # our own document, by whatever opens documents here
    else:
        import webbrowser  # no click on Windows needs it, and each would wait for it

        webbrowser.open(path.as_uri())
