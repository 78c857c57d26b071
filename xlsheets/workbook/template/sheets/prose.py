"""Prose section -> its sheet: what the notice asks, how long it is, one paragraph a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.addresses import address
from xlsheets.workbook.layout import PROSE_COLUMN, PROSE_TOP
from xlsheets.workbook.template.writer.formats import FAILED, line_count

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
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 118)
    sheet.set_column(2, 2, 9)
    book.banner(sheet, "A1:C1", book.account.title(section.title), "title")
    sheet.merge_range("A2:C2", section.guidance, book.style("roomy"))
    gauge = book.account.gauge(section.key, section.advised_length)
    book.banner(sheet, "A3:C3", gauge, "status", "left")
    book.mark(sheet, "A3:C3", 'ISNUMBER(FIND("✗",$A$3))', FAILED)
    for row, height in enumerate((30, 36, 22)):
        sheet.set_row(row, height)
    for column, text in enumerate(("段", f"正文　　{_HINT}", "字数")):
        sheet.write_string(PROSE_TOP - 1, column, text, book.style("head", "small"))
    write_paragraphs(book, sheet, section.key, _LINE)
    sheet.freeze_panes(PROSE_TOP, 0)
    sheet.repeat_rows(0)
    sheet.set_selection(PROSE_TOP, PROSE_COLUMN, PROSE_TOP, PROSE_COLUMN)


def write_paragraphs(book: BookWriter, sheet: SheetWriter, section: str, width: int) -> None:
    """Write the numbered cells of a prose section and the length of each.

    ``width`` is how many Chinese characters a line of the cell holds.
    """
    spots = book.layout.prose[section]
    texts = book.account.texts(section)
    for number, spot in enumerate(spots):
        text = texts[number] if number < len(texts) else ""
        book.text(sheet, spot, text, "input", "text", "roomy", "top")
        left, right = _beside(spot, -1), _beside(spot, 1)
        sheet.write_number(left, number + 1, book.style("stub", "center", "note"))
        book.live(sheet, right, book.account.size(spot.cell, text), "stub", "center", "note")
        sheet.let_grow(spot.place.row - 1, 10 + 16 * line_count(text, width))
    book.flag(sheet, f"{spots[0].cell}:{spots[-1].cell}")


def _beside(spot: Spot, step: int) -> str:
    row, column = spot.place.zero_based
    return address(row, column + step)
