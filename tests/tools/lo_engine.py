"""An xlwings engine on LibreOffice, from xlwings' BSD parts: the buttons' own code works on real cells.

It behaves as Excel where LibreOffice is milder: a locked cell of a protected sheet refuses a value unless the sheet
was protected anew for the keyboard only, a wrong password is refused, and text that looks like a number becomes one
unless the cell is formatted as text. Message boxes and file dialogs answer as told.
"""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.append("/usr/lib/python3/dist-packages")

import uno
import xlwings as xw
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException, IllegalArgumentException
from xlwings import base_classes as base
from xlwings import utils

_XLSX = "Calc MS Excel 2007 XML"
_ADDIN = "Calc MS Excel 2007 VBA XML"
_TEXT_FORMAT = 256
_NUMBER = re.compile(r"[+-]?\d+(\.\d*)?([eE][+-]?\d+)?")
_ALWAYS_RUN = 4


# LibreOffice ------------------------------------------------------------------------------------


@contextlib.contextmanager
def office() -> Iterator[str]:
    """Run a LibreOffice with a profile of its own; yield where it listens."""
    with tempfile.TemporaryDirectory(prefix="lo-x-", ignore_cleanup_errors=True) as folder:
        pipe = f"pipe,name={Path(folder).name};urp;"
        flags = ("--headless", "--norestore", "--nologo", "--nodefault", f"--accept={pipe}")
        program = subprocess.Popen(
            ["soffice", f"-env:UserInstallation=file://{folder}", *flags],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        address = f"uno:{pipe}StarOffice.ComponentContext"
        try:
            yield address
        finally:
            with contextlib.suppress(DisposedException):
                _desktop(address).terminate()
            program.wait(30)


def _desktop(address: str):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(240):
        with contextlib.suppress(NoConnectException):
            context = resolver.resolve(address)
            return context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
        time.sleep(0.25)
    raise SystemExit("LibreOffice did not start")


def _properties(**wanted) -> tuple[PropertyValue, ...]:
    return tuple(PropertyValue(Name=name, Value=value) for name, value in wanted.items())


def attach(address: str, *, picks: str = "", says: str = "yes") -> App:
    """Make this LibreOffice what xlwings talks to; ``picks`` and ``says`` answer its dialogs and boxes."""
    impl = Engine()
    impl.apps = Apps(App(impl, _desktop(address), picks, says))
    engine = xw.Engine(impl=impl)
    xw.engines.add(engine)
    engine.activate()
    return impl.apps.app


# The engine -------------------------------------------------------------------------------------


class Engine:
    name, type = "libreoffice", "desktop"

    @staticmethod
    def clean_value_data(data, datetime_builder, empty_as, number_builder, err_to_str):
        def clean(value):
            if value is None or value == "":
                return empty_as
            if isinstance(value, float) and number_builder is not None:
                return number_builder(value)
            return value

        return [[clean(value) for value in row] for row in data]

    @staticmethod
    def prepare_xl_data_element(value, options):
        if value is None:
            return ""
        return float(value) if isinstance(value, int) else value


class Apps(base.Apps):
    def __init__(self, app):
        self.app = app

    def keys(self):
        return [self.app.pid]

    def __iter__(self):
        return iter([self.app])

    def __len__(self):
        return 1

    def __getitem__(self, pid):
        return self.app


class Dialogs:
    """The one thing of Excel's application object that the buttons need: picking a file."""

    def __init__(self, app):
        self.app = app

    def GetOpenFilename(self, filter_, index, title):  # noqa: N802
        return self.app.picks or False


class App(base.App):
    pid, version, visible = 1, "16.0", True
    screen_updating, status_bar = True, False

    def __init__(self, engine, desktop, picks, says):
        self._engine, self.desktop, self.picks, self.says = engine, desktop, picks, says
        self.boxes: list[str] = []
        self.meanwhile = lambda: None
        self.let_in: set[str] = set()
        self.protected_with: dict[str, tuple] = {}

    @property
    def engine(self):
        return self._engine

    @property
    def api(self):
        return Dialogs(self)

    @property
    def books(self):
        return Books(self)

    @property
    def selection(self):
        book = self.books.active
        area = book.document.CurrentSelection.RangeAddress
        return Range(book.sheets(area.Sheet + 1), area)

    def activate(self, steal_focus):
        """There is one LibreOffice, and it has no screen."""

    def alert(self, prompt, title, buttons, mode, callback):
        self.boxes.append(prompt)
        if buttons == "yes_no":
            self.meanwhile()
            return self.says
        return "ok"


class Books(base.Books):
    def __init__(self, app):
        self.app = app

    def __iter__(self):
        found = self.app.desktop.Components.createEnumeration()
        while found.hasMoreElements():
            document = found.nextElement()
            if document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
                yield Book(self.app, document)

    def __len__(self):
        return sum(1 for _ in self)

    def __call__(self, key):
        for book in self:
            if key == book.name:
                return book
        raise KeyError(key)

    @property
    def active(self):
        return Book(self.app, self.app.desktop.getCurrentComponent())

    def open(self, fullname, *arguments, **options):
        url = Path(fullname).resolve().as_uri()
        wanted = _properties(MacroExecutionMode=_ALWAYS_RUN)
        return Book(self.app, self.app.desktop.loadComponentFromURL(url, "_blank", 0, wanted))

    def open_addin(self, path):
        wanted = _properties(MacroExecutionMode=_ALWAYS_RUN, FilterName=_ADDIN, Hidden=True)
        url = Path(path).resolve().as_uri()
        return self.app.desktop.loadComponentFromURL(url, "_blank", 0, wanted)


class Workbook:
    """What Excel's own workbook object does that the buttons need."""

    def __init__(self, book):
        self.book = book

    @property
    def Path(self):  # noqa: N802
        return str(Path(self.book.fullname).parent) if self.book.document.URL else ""

    def SaveCopyAs(self, path):  # noqa: N802
        self.book.document.storeToURL(Path(path).as_uri(), _properties(FilterName=_XLSX))


class Book(base.Book):
    app = None

    def __init__(self, app, document):
        self.app, self.document = app, document

    @property
    def api(self):
        return Workbook(self)

    @property
    def fullname(self):
        url = self.document.URL
        return uno.fileUrlToSystemPath(url) if url else self.document.Title

    @property
    def name(self):
        return Path(self.fullname).name

    @property
    def sheets(self):
        return Sheets(self)

    def activate(self):
        self.document.CurrentController.Frame.activate()

    @property
    def names(self):
        return Names(self)


class Sheets(base.Sheets):
    book = None

    def __init__(self, book):
        self.book = book

    def __call__(self, key):
        sheets = self.book.document.Sheets
        if isinstance(key, int):
            return Sheet(self.book, sheets.getByIndex(key - 1))
        if not sheets.hasByName(key):
            raise KeyError(key)
        return Sheet(self.book, sheets.getByName(key))

    def __contains__(self, key):
        return self.book.document.Sheets.hasByName(key)

    def __len__(self):
        return self.book.document.Sheets.Count

    def __iter__(self):
        return (self(number + 1) for number in range(len(self)))

    @property
    def active(self):
        return Sheet(self.book, self.book.document.CurrentController.ActiveSheet)


class Protection:
    """What the sheets of the template allow though they are protected."""

    def __getattr__(self, name):
        return name in ("AllowFormattingColumns", "AllowFormattingRows")


class PageSetup:
    """What a sheet prints, as Excel's own objects say it."""

    def __init__(self, sheet):
        self._sheet = sheet

    @property
    def PrintArea(self):  # noqa: N802
        areas = self._sheet.getPrintAreas()
        return f"$A$1:$G${areas[0].EndRow + 1}" if areas else ""

    @PrintArea.setter
    def PrintArea(self, area):  # noqa: N802
        self._sheet.setPrintAreas((self._sheet.getCellRangeByName(area).getRangeAddress(),))


class Worksheet:
    """What Excel's own sheet object does that the buttons need."""

    ProtectDrawingObjects = ProtectScenarios = True
    Protection = Protection()

    def __init__(self, sheet):
        self.sheet = sheet

    @property
    def PageSetup(self):  # noqa: N802
        return PageSetup(self.sheet.grid)

    @property
    def ProtectContents(self):  # noqa: N802
        return self.sheet.grid.isProtected()

    def Protect(self, password, *arguments):  # noqa: N802
        name, cells = self.sheet.name, self.sheet.grid
        with contextlib.suppress(IllegalArgumentException):
            cells.unprotect(password)
        if cells.isProtected():
            raise xw.XlwingsError(f"wrong password for {name}")
        cells.protect(password)
        self.sheet.book.app.protected_with[name] = arguments
        if arguments[3]:  # UserInterfaceOnly
            self.sheet.book.app.let_in.add(name)


class Sheet(base.Sheet):
    book = None

    def __init__(self, book, cells):
        self.book, self.grid = book, cells

    @property
    def api(self):
        return Worksheet(self)

    @property
    def name(self):
        return self.grid.Name

    @property
    def index(self):
        return self.grid.RangeAddress.Sheet + 1

    def activate(self):
        self.book.document.CurrentController.setActiveSheet(self.grid)

    @contextlib.contextmanager
    def writable(self, locked):
        """Let a program write as Excel does: not into locked cells unless protected for the keyboard only."""
        protected, let_in = self.grid.isProtected(), self.book.app.let_in
        if protected and locked and self.name not in let_in:
            raise xw.XlwingsError(f"{locked[0].AbsoluteName} is locked")
        if protected:
            self.grid.unprotect("")
        yield
        if protected:
            self.grid.protect("")

    def range(self, first, second=None):
        if isinstance(first, Range):
            top, last = first.area, second.area
            area = (top.StartColumn, top.StartRow, last.EndColumn, last.EndRow)
            return Range(self, self.grid.getCellRangeByPosition(*area).RangeAddress)
        return Range(self, self.grid.getCellRangeByName(first).RangeAddress)


class Range(base.Range):
    options = sheet = None
    max_cells_per_read = max_cells_per_write = None

    def __init__(self, sheet, area):
        self.sheet, self.area = sheet, area

    @property
    def api(self):
        area = self.area
        return self.sheet.grid.getCellRangeByPosition(
            area.StartColumn, area.StartRow, area.EndColumn, area.EndRow
        )

    @property
    def row(self):
        return self.area.StartRow + 1

    @property
    def column(self):
        return self.area.StartColumn + 1

    @property
    def shape(self):
        area = self.area
        return area.EndRow - area.StartRow + 1, area.EndColumn - area.StartColumn + 1

    @property
    def coords(self):
        return self.sheet.name, self.row, self.column, *self.shape

    def __len__(self):
        return self.shape[0] * self.shape[1]

    def __call__(self, row, column=None):
        top, left = self.area.StartRow + row - 1, self.area.StartColumn + (column or 1) - 1
        return Range(
            self.sheet,
            self.sheet.grid.getCellRangeByPosition(left, top, left, top).RangeAddress,
        )

    @property
    def address(self):
        return self.get_address(True, True, False)

    def get_address(self, row_absolute, col_absolute, external):
        corners = [(self.row, self.column)]
        if len(self) > 1:
            corners.append((self.area.EndRow + 1, self.area.EndColumn + 1))
        return ":".join(
            f"{'$' * col_absolute}{utils.col_name(column)}{'$' * row_absolute}{row}"
            for row, column in corners
        )

    @property
    def raw_value(self):
        rows = [[None if value == "" else value for value in row] for row in self.api.DataArray]
        return rows[0][0] if len(self) == 1 else rows

    @raw_value.setter
    def raw_value(self, wanted):
        if not isinstance(wanted, (list, tuple)):
            wanted = [[wanted] * self.shape[1]] * self.shape[0]
        first = [self.api.getCellByPosition(column, 0) for column in range(self.shape[1])]
        formats = self.sheet.book.document.NumberFormats
        plain = [formats.getByKey(cell.NumberFormat).Type & _TEXT_FORMAT for cell in first]
        rows = tuple(
            tuple(
                value if is_text else _understood(value)
                for value, is_text in zip(row, plain, strict=True)
            )
            for row in wanted
        )
        with self.sheet.writable([cell for cell in first if cell.CellProtection.IsLocked]):
            self.api.setDataArray(rows)

    def select(self):
        self.sheet.book.document.CurrentController.select(self.api)


def _understood(value):
    """Return what Excel makes of a value put into a cell that is not formatted as text."""
    return float(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else value


class Names(base.Names):
    def __init__(self, book):
        self.book = book

    def contains(self, name):
        return self.book.document.NamedRanges.hasByName(name)

    def __call__(self, name):
        return Name(self.book, name)

    def __len__(self):
        return self.book.document.NamedRanges.Count


class Name(base.Name):
    def __init__(self, book, name):
        self.book, self.called = book, name

    @property
    def name(self):
        return self.called

    @property
    def refers_to(self):
        return f"={self.book.document.NamedRanges.getByName(self.called).Content}"

    @property
    def refers_to_range(self):
        area = self.book.document.NamedRanges.getByName(self.called).ReferredCells.RangeAddress
        return Range(self.book.sheets(area.Sheet + 1), area)
