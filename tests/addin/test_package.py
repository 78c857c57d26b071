"""xlsheets.xlam is whole, is what the sources say, and is built as xlwings' own add-in is built."""

from __future__ import annotations

import hashlib
import io
import posixpath
import re
import shutil
import subprocess
import sys
import warnings
import zipfile
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.tools import validator
from xlsheets.addin.package import (
    XLWINGS,
    Interpreter,
    addin_files,
    build,
    interpreter_of,
    rebuild,
    set_up,
    shipped,
)
from xlsheets.addin.ribbon import BUTTONS
from xlsheets.errors import UsageError

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from oletools.olevba import VBA_Parser

ADDIN = Path(__file__).parents[2] / "addin"
THEIRS = Path(find_spec("xlwings").origin).parent
RIBBONS = ("customUI/customUI.xml", "customUI/customUI14.xml")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _parts(addin: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(addin)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


PARTS = _parts(shipped())


@pytest.mark.parametrize("name", addin_files())
def test_the_committed_file_is_what_the_sources_give(name):
    assert (ADDIN / name).read_bytes() == addin_files()[name], "run: xlsheets addin build"


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_the_line_ends_of_a_checkout_change_nothing(tmp_path, line_end):
    sources = shutil.copytree(ADDIN, tmp_path / "addin")
    for path in sources.rglob("*"):
        if path.suffix in {".bas", ".cls", ".xml", ".rels"}:
            path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", line_end))
    assert build(sources) == shipped()


def test_rebuilding_puts_every_generated_file_back(tmp_path):
    sources = shutil.copytree(ADDIN, tmp_path / "addin")
    for name in addin_files():
        (sources / name).write_bytes(b"old")
    assert rebuild(sources) == [sources / name for name in addin_files()]
    for name, content in addin_files().items():
        assert (sources / name).read_bytes() == content


def test_without_the_sources_building_says_so(tmp_path):
    with pytest.raises(UsageError, match="源代码"):
        build(tmp_path)


def test_no_clock_and_no_compression_enters_the_file():
    with zipfile.ZipFile(io.BytesIO(shipped())) as archive:
        entries = archive.infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
    assert {entry.create_system for entry in entries} == {0}
    assert entries[0].filename == "[Content_Types].xml"


def _relations(parts: dict[str, bytes]) -> set[tuple[str, str]]:
    """Return (type, target part) of every relationship of a package."""
    found = set()
    for name, content in parts.items():
        if name.endswith(".rels"):
            base = posixpath.dirname(posixpath.dirname(name))
            for element in ET.fromstring(content):
                found.add((element.get("Type"), posixpath.join(base, element.get("Target"))))
    return found


def _content_types(parts: dict[str, bytes]) -> dict[str, str]:
    root = ET.fromstring(parts["[Content_Types].xml"])
    return {
        element.get("PartName", element.get("Extension")).lstrip("/"): element.get("ContentType")
        for element in root
    }


def test_every_part_is_related_and_has_a_content_type():
    described = {name for name in PARTS if name.endswith(".rels") or name == "[Content_Types].xml"}
    assert {target for _, target in _relations(PARTS)} == set(PARTS) - described
    types = _content_types(PARTS)
    assert [
        name for name in PARTS if name not in types and name.rsplit(".", 1)[-1] not in types
    ] == []


def test_the_package_is_xlwings_own_without_theme_and_shared_strings_and_with_a_second_ribbon():
    theirs = _parts((THEIRS / "addin/xlwings.xlam").read_bytes())
    optional = {"xl/theme/theme1.xml", "xl/sharedStrings.xml"}
    assert set(PARTS) == set(theirs) - optional | {RIBBONS[1]}
    assert _content_types(PARTS) == {
        name: kind for name, kind in _content_types(theirs).items() if name not in optional
    }
    kept = {relation for relation in _relations(theirs) if relation[1] not in optional}
    newer = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
    assert _relations(PARTS) == kept | {(newer, RIBBONS[1])}


@pytest.mark.validator
def test_the_validator_of_microsoft_finds_nothing():
    assert validator.errors(ADDIN / "xlsheets.xlam") == []


@pytest.mark.validator
@pytest.mark.parametrize("ribbon", RIBBONS)
def test_the_validator_would_find_a_wrong_ribbon(tmp_path, ribbon):
    wrong = tmp_path / "wrong.xlam"
    with zipfile.ZipFile(wrong, "w") as archive:
        for name, content in PARTS.items():
            archive.writestr(
                name, content.replace(b'"large"', b'"huge"') if name == ribbon else content
            )
    assert any("huge" in error for error in validator.errors(wrong))


def _macros(addin: bytes) -> dict[str, str]:
    parser = VBA_Parser("xlsheets.xlam", data=addin)
    return {stream.split("/")[-1]: code for _, stream, _, code in parser.extract_macros()}


MACROS = _macros(shipped())


def test_the_modules_are_ours_and_the_two_of_xlwings():
    assert list(MACROS) == ["ThisWorkbook", "Sheet1", "RibbonXlsheets", "xlwings", "Dictionary"]


def test_the_code_names_of_workbook_and_sheet_are_modules():
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml"):
        assert re.search(r'codeName="(\w+)"', PARTS[part].decode())[1] in MACROS


def test_the_source_of_every_module_is_plain_ascii():
    for path in ADDIN.glob("vba/*.[bc][al]s"):
        assert path.read_bytes().isascii(), path.name


def _buttons(ribbon: str) -> list[dict[str, str]]:
    return [
        element.attrib
        for element in ET.fromstring(PARTS[ribbon]).iter()
        if element.tag.endswith("}button")
    ]


@pytest.mark.parametrize("ribbon", RIBBONS)
def test_every_button_calls_a_procedure_that_exists(ribbon):
    for button in _buttons(ribbon):
        module, procedure = button["onAction"].split(".")
        assert f"Public Sub {procedure}(control As Object)" in MACROS[module]


@pytest.mark.parametrize("ribbon", RIBBONS)
def test_no_id_is_used_twice_and_the_ids_of_buttons_are_the_actions(ribbon):
    ids = [
        element.get("id") for element in ET.fromstring(PARTS[ribbon]).iter() if element.get("id")
    ]
    assert len(ids) == len(set(ids))
    assert [button["id"] for button in _buttons(ribbon)] == [button.id for button in BUTTONS]


@pytest.mark.parametrize("ribbon", RIBBONS)
def test_what_a_clerk_reads_on_the_ribbon_is_chinese(ribbon):
    for element in ET.fromstring(PARTS[ribbon]).iter():
        for name in {"label", "screentip", "supertip"} & set(element.attrib):
            assert CHINESE.search(element.get(name))
            assert len(element.get(name)) < 1024, "longer texts stop the ribbon from loading"
    for button in _buttons(ribbon):
        assert button["supertip"].endswith("。")
        assert button["imageMso"].isalpha()


def test_the_tab_has_the_groups_and_buttons_the_manual_shows():
    tab = next(
        element
        for element in ET.fromstring(PARTS[RIBBONS[1]]).iter()
        if element.tag.endswith("}tab")
    )
    assert tab.get("label") == "信息公开年报"
    assert {group.get("label"): [button.get("label") for button in group] for group in tab} == {
        "填报": ["校验", "下一个问题", "全部填零", "清除标记"],
        "文字": ["生成文字", "核对文字"],
        "报告": ["导出报告", "草稿预览"],
        "数据": ["从登记簿计数", "带入上年", "新建年度"],
        "帮助": ["填报说明", "关于/自检"],
    }


def test_both_ribbons_differ_in_the_namespace_alone():
    older, newer = (PARTS[ribbon].decode() for ribbon in RIBBONS)
    assert older.replace("2006/01/customui", "2009/07/customui") == newer
    assert older != newer


def test_the_borrowed_modules_are_those_whose_version_and_hash_are_written_down():
    notice = (ADDIN / "vba/THIRD-PARTY.txt").read_text(encoding="utf-8")
    for name in ("xlwings.bas", "Dictionary.cls"):
        text = (ADDIN / "vba" / name).read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        assert f"sha256 {hashlib.sha256(text).hexdigest()}" in notice
    version = re.search(r'XLWINGS_VERSION As String = "([\d.]+)"', MACROS["xlwings"])[1]
    assert version == XLWINGS
    assert notice.count(f"xlwings {version}") == 2


def test_the_borrowed_module_is_changed_in_the_project_name_and_in_how_a_path_is_written():
    source = (ADDIN / "vba/xlwings.bas").read_text(encoding="ascii").rstrip()
    built = MACROS["xlwings"].replace("\r\n", "\n")
    changed = [
        pair
        for pair in zip(source.splitlines(), built.splitlines(), strict=True)
        if len(set(pair)) > 1
    ]
    assert changed == [
        (
            'Public Const PROJECT_NAME As String = "myaddin"',
            'Public Const PROJECT_NAME As String = "xlsheets"',
        ),
        *[
            (
                '    PYTHONPATH = Replace(PYTHONPATH, "&", "^&")',
                '    PYTHONPATH = Replace(Replace(PYTHONPATH, "^", "^^"), "&", "^&")',
            )
        ]
        * 2,
    ]


def test_every_setting_that_could_come_from_elsewhere_is_settled_in_the_add_in():
    asked = set(re.findall(r'GetConfig\("([^"]+)"', MACROS["xlwings"] + MACROS["RibbonXlsheets"]))
    settled = re.findall(
        r'<c r="A\d+"[^>]*><is><t>([^<]*)', PARTS["xl/worksheets/sheet1.xml"].decode()
    )
    assert asked == set(settled)
    assert len(settled) == len(set(settled)), "reading the same name twice stops RunPython"


@pytest.mark.parametrize(
    "path", [r"C:\Users\张三\Python 3.11\python.exe", r"D:\A&B <新>\python.exe"]
)
def test_setting_up_changes_the_settings_sheet_alone(path):
    changed = set_up(shipped(), Interpreter("INTERPRETER_WIN", path))
    after = _parts(changed)
    assert [name for name in PARTS if after[name] != PARTS[name]] == ["xl/worksheets/sheet1.xml"]
    assert list(after) == list(PARTS)
    assert interpreter_of(changed) == path
    assert interpreter_of(shipped()) == ""


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip at all" * 50])
def test_a_damaged_add_in_names_no_interpreter(content):
    assert interpreter_of(content) == ""


def test_neither_building_nor_installing_needs_xlwings():
    script = "import sys, xlsheets.addin.install; sys.exit('xlwings' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
