"""What a user would write today, and the floor: the same job, workbook to Word report, by other means."""

from __future__ import annotations

import importlib.util
import io
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.parsers import expat

import docx
import openpyxl
from openpyxl.utils.cell import coordinate_to_tuple

from tests.tools.make import EDITION
from xlsheets.report import PREAMBLE
from xlsheets.schema.shape import boxes, height
from xlsheets.workbook.layout import Layout, cell_name, prose_name

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table as DocxTable

    from xlsheets.schema.spec import Table

LAYOUT = Layout(EDITION)


def read_with_openpyxl(source: bytes) -> tuple[dict[str, object], dict[str, list[str]]]:
    """Return the 200 numbers and the paragraphs, by defined name, with cached totals trusted."""
    book = openpyxl.load_workbook(io.BytesIO(source), data_only=True)
    numbers = {}
    for cell in EDITION.cells:
        sheet, address = next(book.defined_names[cell_name(cell)].destinations)
        numbers[cell_name(cell)] = book[sheet][address].value
    texts = {}
    for section in (PREAMBLE, *(part.key for part in EDITION.prose)):
        sheet, area = next(book.defined_names[prose_name(section)].destinations)
        texts[section] = [row[0].value for row in book[sheet][area] if row[0].value]
    return numbers, texts


def read_only(source: bytes) -> dict[str, object]:
    """Return the 200 numbers in openpyxl's read-only mode, the three tables row by row."""
    book = openpyxl.load_workbook(io.BytesIO(source), read_only=True, data_only=True)
    rows = {
        table.sheet: [[cell.value for cell in row] for row in book[table.sheet].iter_rows()]
        for table in EDITION.tables
    }
    numbers = {}
    for cell in EDITION.cells:
        sheet, address = next(book.defined_names[cell_name(cell)].destinations)
        row, column = coordinate_to_tuple(address.replace("$", ""))
        numbers[cell_name(cell)] = rows[sheet][row - 1][column - 1]
    return numbers


def _put_table(document: Document, table: Table, texts: dict[str, object]) -> None:
    """Fill a table cell by cell as the documentation shows."""
    grid: DocxTable = document.add_table(rows=height(table), cols=len(table.widths))
    for box in boxes(table):
        cell = grid.cell(box.row, box.column)
        if box.height * box.width > 1:
            cell = cell.merge(grid.cell(box.row + box.height - 1, box.column + box.width - 1))
        cell.text = str(texts[cell_name(box.cell)]) if box.cell else box.text


def with_python_docx(source: bytes) -> bytes:
    """Do the whole job with openpyxl and plain python-docx."""
    numbers, texts = read_with_openpyxl(source)
    document = docx.Document()
    for section in EDITION.sections:
        document.add_heading(section.title)
        if section.table:
            _put_table(document, section.table, numbers)
        for paragraph in texts.get(section.key, ()):
            document.add_paragraph(paragraph)
    return _saved(document)


def docxtpl_template() -> bytes:
    """Return the Word template a docxtpl user would draw: the three tables with a tag in each number cell."""
    document = docx.Document()
    tags = {cell_name(cell): f"{{{{ {cell_name(cell)} }}}}" for cell in EDITION.cells}
    for section in EDITION.sections:
        document.add_heading(section.title)
        if section.table:
            _put_table(document, section.table, tags)
        else:
            document.add_paragraph(f"{{%p for text in texts.{section.key} %}}")
            document.add_paragraph("{{ text }}")
            document.add_paragraph("{%p endfor %}")
    return _saved(document)


def has_docxtpl() -> bool:
    """Return whether docxtpl, which nothing of ours needs, is installed; say so where it is not."""
    found = importlib.util.find_spec("docxtpl") is not None
    if not found:
        print("openpyxl + docxtpl is left out: pip install docxtpl")
    return found


def with_docxtpl(source: bytes, template: bytes) -> bytes:
    """Do the whole job with openpyxl and docxtpl."""
    from docxtpl import DocxTemplate

    numbers, texts = read_with_openpyxl(source)
    filled = DocxTemplate(io.BytesIO(template))
    filled.render({**numbers, "texts": texts}, autoescape=True)
    return _saved(filled)


def _saved(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


_COMMON = ("xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml")
EVERY = (*_COMMON, "xl/worksheets/")
# The sheets that names of the report lead to; 填表说明 and the sheet of the checks are not among them.
NEEDED = (
    *_COMMON,
    *(f"xl/worksheets/sheet{number}.xml" for number in (2, 3, 4, 5, 6, 7, 8, 9, 11)),
)


def floor(source: bytes, document_xml: bytes, needed: tuple[str, ...]) -> None:
    """Do what no program can leave out: inflate and parse the needed parts, deflate the document."""
    with zipfile.ZipFile(io.BytesIO(source)) as package:
        for name in package.namelist():
            if name.startswith(needed) and name.endswith(".xml"):
                expat.ParserCreate().ParseFile(io.BytesIO(package.read(name)))
    zlib.compress(document_xml, 6)
