"""The sources in addin/ -> xlsheets.xlam, byte for byte the same on every machine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, unescape

from xlsheets.addin.ovba import Module, ModuleKind, vba_project
from xlsheets.addin.ribbon import ribbon_parts
from xlsheets.basics.files import write_atomically
from xlsheets.basics.patterns import pattern_of
from xlsheets.errors import UnreadableError, UsageError
from xlsheets.ooxml.archive import unzip
from xlsheets.ooxml.writing import OWN_FILE, STORED, Header, pack, zip_up

FILE = "xlsheets.xlam"
PROJECT = "xlsheets"
XLWINGS = "0.37.8"  # the version whose VBA module is borrowed, see addin/vba/THIRD-PARTY.txt

_SOURCES = Path(__file__).parents[2] / "addin"
_SETTINGS_PART = "xl/worksheets/sheet1.xml"

# Everything xlwings.bas looks up. A setting missing here would be looked for in a file beside the clerk's workbook,
# and several of them end up on a command line: so all are named, the unused ones as empty text.
_SETTINGS = {
    "INTERPRETER_WIN": "",
    "INTERPRETER_MAC": "",
    "INTERPRETER": "python",
    "PYTHONPATH": "",
    "ADD_WORKBOOK_TO_PYTHONPATH": "False",
    "CONDA PATH": "",
    "CONDA ENV": "",
    "LICENSE_KEY": "",
    "ONEDRIVE_CONSUMER_WIN": "",
    "ONEDRIVE_CONSUMER_MAC": "",
    "ONEDRIVE_COMMERCIAL_WIN": "",
    "ONEDRIVE_COMMERCIAL_MAC": "",
    "SHAREPOINT_WIN": "",
    "SHAREPOINT_MAC": "",
    "SHOW CONSOLE": "False",
    "SHOW_ERROR_POPUPS": "True",
    "TEMP DIR": "%TEMP%",
    "UDF MODULES": "",
    "DEBUG UDFS": "False",
    "USE UDF SERVER": "False",
}
# Said by the VBA module, which itself cannot hold Chinese; in column D, beside the settings.
SENTENCES = (
    "请先打开填报工作簿。已经打开、上边有一条黄色的“受保护的视图”的，先点“启用编辑”，再点按钮。",
    "这个工作簿里有名为“xlsheets.conf”或者以“.py”结尾的工作表，它不是填报模板，没有对它做任何操作。",
    "找不到 Python，加载项没有装好。请运行 xlsheets addin install，然后重新打开 Excel。",
    "清单里没有带单元格的问题。改过数字以后，请先点“校验”；打开的不是填报工作簿的，请先点一下填报工作簿。",
)


# What is changed in the borrowed module.
_CHANGES = {
    # The name decides which settings sheet and which user's file are read.
    'PROJECT_NAME As String = "myaddin"': f'PROJECT_NAME As String = "{PROJECT}"',
    # On a command line ^ takes away the meaning of what follows, so one in the workbook's path comes twice.
    'Replace(PYTHONPATH, "&", "^&")': 'Replace(Replace(PYTHONPATH, "^", "^^"), "&", "^&")',
}
_NAMED_INTERPRETER = pattern_of(r"INTERPRETER_(?:WIN|MAC)</t></is></c><c [^>]+><is><t>([^<]+)</t>")


@dataclass(frozen=True, slots=True)
class Interpreter:
    """The Python that the buttons start; ``setting`` is INTERPRETER_WIN or INTERPRETER_MAC."""

    setting: str
    path: str


def addin_files(sources: Path = _SOURCES) -> dict[str, bytes]:
    """Return everything that is generated in addin/: both ribbon parts and the add-in itself.

    Raises:
        UsageError: the sources are not there, as in an installed copy of the program.
    """
    if not (sources / "vba").is_dir():
        raise UsageError("加载项的源文件不在这里；只有在项目的源代码文件夹里才能重新生成加载项。")
    ribbon = ribbon_parts()
    package = sources / "package"
    parts = {
        path.relative_to(package).as_posix(): _text(path).encode()
        for path in package.rglob("*")
        if path.is_file()
    }
    parts |= ribbon
    parts[_SETTINGS_PART] = _settings_sheet(_SETTINGS)
    parts["xl/vbaProject.bin"] = vba_project(PROJECT, _modules(sources / "vba"))
    return {f"package/{part}": content for part, content in ribbon.items()} | {FILE: _zipped(parts)}


def build(sources: Path = _SOURCES) -> bytes:
    """Return xlsheets.xlam as it is shipped: for no machine in particular."""
    return addin_files(sources)[FILE]


def rebuild(sources: Path = _SOURCES) -> list[Path]:
    """Write everything that is generated in addin/ back to its place; return the files."""
    files = {sources / name: content for name, content in addin_files(sources).items()}
    for path, content in files.items():
        write_atomically(path, content, force=True)
    return list(files)


def shipped() -> bytes:
    """Return the add-in that came with the program.

    Raises:
        UsageError: it is missing.
    """
    for place in (Path(__file__).parent / FILE, _SOURCES / FILE):
        if place.is_file():
            return place.read_bytes()
    raise UsageError("程序里缺少加载项文件 xlsheets.xlam，请重新安装 xlsheets。")


def set_up(addin: bytes, interpreter: Interpreter) -> bytes:
    """Return the add-in for one machine: only its settings sheet differs."""
    parts = unzip(addin).parts
    settings = _SETTINGS | {interpreter.setting: interpreter.path}
    return _zipped(parts | {_SETTINGS_PART: _settings_sheet(settings)})


def interpreter_of(addin: bytes) -> str:
    """Return the Python an installed add-in starts; "" where it names none or cannot be read."""
    try:
        sheet = unzip(addin).parts[_SETTINGS_PART].decode()
    except (UnreadableError, KeyError, UnicodeDecodeError):
        return ""
    named = _NAMED_INTERPRETER.search(sheet)
    return unescape(named[1]) if named else ""


def _modules(folder: Path) -> tuple[Module, ...]:
    ours = _text(folder / "xlwings.bas")
    for theirs, instead in _CHANGES.items():
        ours = ours.replace(theirs, instead)
    return (
        Module("ThisWorkbook", ModuleKind.WORKBOOK),
        Module("Sheet1", ModuleKind.SHEET),
        Module("RibbonXlsheets", ModuleKind.STANDARD, _text(folder / "RibbonXlsheets.bas")),
        Module("xlwings", ModuleKind.STANDARD, ours),
        Module("Dictionary", ModuleKind.CLASS, _text(folder / "Dictionary.cls")),
    )


def _text(path: Path) -> str:
    """Read a source whatever line ends the checkout gave it."""
    return path.read_text(encoding="utf-8")


def _settings_sheet(settings: dict[str, str]) -> bytes:
    """Return the sheet that GetConfigFromSheet of xlwings reads: names in A, values in B."""
    rows = []
    for number, (name, value) in enumerate(settings.items(), 1):
        cells = _cell("A", number, name) + _cell("B", number, value)
        if number <= len(SENTENCES):
            cells += _cell("D", number, SENTENCES[number - 1])
        rows.append(f'<row r="{number}">{cells}</row>')
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<sheetPr codeName="Sheet1"/><sheetData>{"".join(rows)}</sheetData></worksheet>'
    ).encode()


def _cell(column: str, row: int, text: str) -> str:
    """Return a text cell; without a text it is blank, for a stored empty text counts as filled in Excel."""
    if not text:
        return f'<c r="{column}{row}" s="1"/>'
    return f'<c r="{column}{row}" s="1" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def _zipped(parts: dict[str, bytes]) -> bytes:
    """Store the parts uncompressed, so that no version of zlib can change a byte."""
    header = Header(method=STORED, attributes=OWN_FILE)
    # "[Content_Types].xml" sorts first, as readers like it.
    return zip_up(pack(name, parts[name], header) for name in sorted(parts))
