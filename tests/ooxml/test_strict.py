"""No file we write makes Excel or Word offer to repair it: every kind of output, of plain and of hostile texts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

import xlsheets as xs
from tests.hostile.outputs import DOCUMENTS, HARMLESS, WORKBOOKS
from tests.hostile.texts import TEXTS
from tests.tools.strict import in_bytes, violations
from xlsheets.cli import app
from xlsheets.documents.word.report import render
from xlsheets.workbook.template import write_workbook
from xlsheets.workflows import samples

ROOT = Path(__file__).parents[2]
BOOK, SHEET, STYLES = "xl/workbook.xml", "xl/worksheets/sheet4.xml", "xl/styles.xml"
BODY, RELS_OF_BOOK = "word/document.xml", "xl/_rels/workbook.xml.rels"
# Harmless texts differ in a number alone: a batch of them fills every kind of file.
ALL_TEXTS = {"harmless": HARMLESS[:60], "hostile": TEXTS}


@pytest.mark.parametrize("make", WORKBOOKS, ids=lambda make: make.__name__)
@pytest.mark.parametrize("texts", ALL_TEXTS)
def test_workbooks_need_no_repair(make, texts):
    made = make(ALL_TEXTS[texts])
    assert [problem for content in made for problem in in_bytes(content, ".xlsx")] == []


@pytest.mark.parametrize("make", DOCUMENTS, ids=lambda make: make.__name__)
@pytest.mark.parametrize("texts", ALL_TEXTS)
def test_documents_need_no_repair(make, texts):
    made = make(ALL_TEXTS[texts])
    assert [problem for content in made for problem in in_bytes(content, ".docx")] == []


def test_what_is_shipped_needs_no_repair():
    for name in ("workbook_template.xlsx", "addin/xlsheets.xlam"):
        assert violations(ROOT / name) == []


@pytest.mark.parametrize("name", ["sound", "faulty"])
def test_a_workbook_needs_no_repair_after_any_command(name, tmp_path):
    book = xs.write(getattr(samples, name)(), tmp_path / "表.xlsx")
    for command in ("validate", "narrate", "repair"):
        assert violations(_after(command, book, tmp_path)) == [], command


def _after(command: str, book: Path, folder: Path) -> Path:
    made = folder / "修好.xlsx"
    options = {"validate": ["--mark"], "repair": ["-o", str(made)]}.get(command, [])
    CliRunner().invoke(app, [command, str(book), *options])
    return made if made.exists() else book


EMPTY = '<c r="XFC1" t="inlineStr"><is><t></t></is></c>'
# A damage, and what is said of it.
WRONG_BOOKS = {
    "a relationship to nothing": (RELS_OF_BOOK, "theme/theme1.xml", "theme/x.xml", "is not there"),
    "a part nobody leads to": ("xl/x.xml", "", "<a/>", "no relationship leads to it"),
    "the same sheet name": (BOOK, 'name="三、申请办理"', 'name="校验"', "twice"),
    "a sheet name too long": (BOOK, 'name="校验"', f'name="{"长" * 32}"', "not allowed"),
    "a name like a cell": (BOOK, '<definedName name="', '<definedName name="AB12" a="', "AB12"),
    "a hidden active sheet": (BOOK, "<workbookView ", '<workbookView activeTab="99" ', "active"),
    "a row too high": (SHEET, ' ht="', ' ht="99', "high"),
    "no such style": (SHEET, ' s="', ' s="9', "style"),
    "an empty text": (SHEET, "</row>", f"{EMPTY}</row>", "an empty text"),
    "a cell in another's row": (SHEET, "</row>", '<c r="A9"/></row>', "stands in row"),
    "an unknown function": (SHEET, "<f>", "<f>XLOOKUP(1)+", "Excel 2007"),
    "parentheses": (SHEET, "<f>", "<f>(", "pair"),
    "a sheet that is not there": (SHEET, "<f>", "<f>'无'!A1+", "no sheet"),
    "a name that is not there": (SHEET, "<f>", "<f>没有的名称+", "no name"),
    "elements out of order": (SHEET, "</worksheet>", "<sheetPr/></worksheet>", "order"),
    "a count": (STYLES, '<fonts count="', '<fonts count="9', "says"),
    "a number format below 164": (
        STYLES,
        'numFmtId="164" formatCode',
        'numFmtId="99" formatCode',
        "99",
    ),
}
WRONG_DOCUMENTS = {
    "no such style": (BODY, '<w:pStyle w:val="', '<w:pStyle w:val="x', "no style"),
    "properties out of order": (BODY, "<w:rPr>", '<w:rPr><w:lang w:val="zh"/>', "order"),
    "a cell of another width": (BODY, '<w:tcW w:w="', '<w:tcW w:w="9', "width"),
    "a cell too many": (BODY, "</w:tr>", "<w:tc><w:p/></w:tc></w:tr>", "columns of"),
    "a line end in a text": (BODY, "</w:t>", "\n</w:t>", "line end"),
    "an older Word": ("word/settings.xml", 'w:val="15"', 'w:val="12"', "compatibility"),
}


@pytest.mark.parametrize("damage", WRONG_BOOKS)
def test_a_workbook_that_excel_would_repair_is_blamed(damage):
    content, said = damaged(sound(write_workbook), WRONG_BOOKS[damage])
    assert any(said in problem for problem in in_bytes(content, ".xlsx"))


@pytest.mark.parametrize("damage", WRONG_DOCUMENTS)
def test_a_document_that_word_would_repair_is_blamed(damage):
    content, said = damaged(sound(render), WRONG_DOCUMENTS[damage])
    assert any(said in problem for problem in in_bytes(content, ".docx"))


@cache
def sound(write: Callable) -> bytes:
    """Return a sound report, written."""
    return write(samples.sound())


def damaged(content: bytes, damage: tuple[str, str, str, str]) -> tuple[bytes, str]:
    """Return a file with one thing in one part exchanged, and what is to be said of it."""
    part, old, new, said = damage
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    assert old in parts.setdefault(part, "")
    parts[part] = parts[part].replace(old, new, 1)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue(), said
