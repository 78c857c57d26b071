"""Prose section -> its sheet: what the notice asks, how long it is, one paragraph a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.addresses import address
from xlsheets.report import PREAMBLE
from xlsheets.workbook.layout import PROSE_COLUMN, PROSE_TOP
from xlsheets.workbook.template.writer.formats import FAILED, TYPED_INTO, WAITING, line_count

if TYPE_CHECKING:
    from xlsheets.basics.addresses import Spot
    from xlsheets.schema.edition import Section
    from xlsheets.workbook.template.writer.sheet_writer import SheetWriter
    from xlsheets.workbook.template.writer.writer import BookWriter

_HINT = "一格写一段，不用自己空两格；写到哪一行都可以，空行不影响报告。段首写“（一）”“1.”等序号，导出时自动套用标题格式。"

# A cell 118 wide holds this many Chinese characters of 12 points a line.
_LINE = 50


def write(book: BookWriter, section: Section) -> None:
    """Write the sheet of a prose section."""
    sheet = book.sheet(section.sheet, tab="#7F6000")
    for column, width in enumerate((2, 118, 2)):
        sheet.set_column(column, column, width)
    book.banner(sheet, "A1:C1", book.account.title(section.title), "title")
    sheet.merge_range("A2:C2", section.guidance, book.style("roomy"))
    gauge = book.account.gauge(section.key, section.advised_length)
    book.banner(sheet, "A3:C3", gauge, "status", "left")
    book.mark(sheet, "A3:C3", 'ISNUMBER(FIND("✗",$A$3))', FAILED)
    for row, height in enumerate((30, 36, 22)):
        sheet.set_row(row, height)
    heading = f"正文　　{_HINT}"
    sheet.write_string(PROSE_TOP - 1, PROSE_COLUMN, heading, book.style("head", "small"))
    _paragraphs(book, sheet, section.key, _LINE, "unseen")
    first, *_, last = book.layout.prose[section.key]
    book.mark(sheet, f"{first.cell}:{last.cell}", "1=1", TYPED_INTO)
    sheet.freeze_panes(PROSE_TOP, 0)
    sheet.repeat_rows(0)
    sheet.set_selection(PROSE_TOP, PROSE_COLUMN, PROSE_TOP, PROSE_COLUMN)


def write_preamble(book: BookWriter, sheet: SheetWriter, width: int) -> None:
    """Write the numbered cells of the text that stands before all sections.

    ``width`` is how many Chinese characters a line of a cell holds.
    """
    _paragraphs(book, sheet, PREAMBLE, width, "input")
    for number, spot in enumerate(book.layout.prose[PREAMBLE], 1):
        sheet.write_number(_beside(spot, -1), number, book.style("stub", "center", "note"))
        sheet.write_blank(_beside(spot, 1), None, book.style("stub"))


def _paragraphs(book: BookWriter, sheet: SheetWriter, section: str, width: int, look: str) -> None:
    """Write the cells of a section, one a paragraph; those that are flagged or have 【】 are marked."""
    spots = book.layout.prose[section]
    texts = book.account.texts(section)
    for number, spot in enumerate(spots):
        text = texts[number] if number < len(texts) else ""
        book.text(sheet, spot, text, look, "text", "roomy", "top")
        sheet.let_grow(spot.place.row - 1, 10 + 16 * line_count(text, width))
    area = f"{spots[0].cell}:{spots[-1].cell}"
    book.flag_texts(sheet, area)
    book.mark(sheet, area, 'ISNUMBER(FIND("【",@))', WAITING)


def _beside(spot: Spot, step: int) -> str:
    row, column = spot.place.zero_based
    return address(row, column + step)
