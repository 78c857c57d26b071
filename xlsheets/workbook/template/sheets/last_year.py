"""Last year's report -> what of it stands beside this year's inputs, and a sheet to look the rest up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.characters import whole
from xlsheets.basics.numbers import show
from xlsheets.report import PREAMBLE
from xlsheets.schema.across import counterpart
from xlsheets.workbook.layout import EARLIER, TABLE_TOP
from xlsheets.workbook.template.writer.formats import line_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.basics.numbers import Number
    from xlsheets.report import Report
    from xlsheets.schema import Cell, Edition
    from xlsheets.schema.spec import Table
    from xlsheets.workbook.template.writer.sheet_writer import SheetWriter
    from xlsheets.workbook.template.writer.writer import BookWriter

# A cell 100 wide holds this many Chinese characters a line.
_LINE = 54
_NOTE = "这一页只供对照，不会写进本年的报告，也不要照抄；看完可以删掉这一页。"


def write(book: BookWriter, last: Report) -> None:
    """Write the sheet with every figure and paragraph of last year."""
    sheet = book.sheet(EARLIER, tab="#7F7F7F")
    sheet.set_column(0, 0, 100)
    sheet.set_column(1, 1, 18)
    year = last.profile.year or "上"
    sheet.merge_range("A1:B1", f"{year}年度报告（供对照）", book.style("title"))
    sheet.set_row(0, 30)
    sheet.merge_range("A2:B2", _NOTE, book.style("note"))
    row = 3
    for title, paragraphs in _prose(last):
        sheet.merge_range(row, 0, row, 1, title, book.style("heading"))
        for text in paragraphs:
            row += 1
            sheet.merge_range(row, 0, row, 1, "", book.style("cell", "top"))
            sheet.write_string(row, 0, whole(text), book.style("cell", "top"))
            sheet.set_row(row, 10 + 16 * line_count(text, _LINE))
        row += 2
    _figures(book, sheet, last, row)


def _prose(last: Report) -> Iterator[tuple[str, tuple[str, ...]]]:
    titles = {PREAMBLE: "前言"} | {part.key: part.title for part in last.edition.prose}
    for key, title in titles.items():
        if last.paragraphs(key):
            yield title, last.paragraphs(key)


def _figures(book: BookWriter, sheet: SheetWriter, last: Report, top: int) -> None:
    for column, text in enumerate(("上年的格", "上年数")):
        sheet.write_string(top, column, text, book.style("head"))
    known = [
        (cell, number) for cell in last.edition.cells if (number := _shown(last, cell)) is not None
    ]
    for row, (cell, number) in enumerate(known, top + 1):
        sheet.write_string(row, 0, last.edition.path(cell), book.style("stub"))
        sheet.write_string(row, 1, show(number), book.style("cell", "center"))


def _shown(last: Report, cell: Cell) -> Number | None:
    """Return a number of last year's report: as stated there, or computed where nothing is blank."""
    return last.stated.get(cell, last.known(cell))


def beside(book: BookWriter, sheet: SheetWriter, table: Table, last: Report) -> None:
    """Write last year's figures to the right of the rows that go on from them, outside the print area."""
    column = len(table.widths)
    for number, text in _notes(book, table, last):
        sheet.write_string(TABLE_TOP + number, column, text, book.style("note", "left"))
        sheet.set_column(column, column, 34)


def _notes(book: BookWriter, table: Table, last: Report) -> Iterator[tuple[int, str]]:
    edition = book.report.edition
    for cell, before, words in _going_on(edition):
        source = counterpart(before, edition, last.edition)
        number = _shown(last, source) if source else None
        if number is not None and edition.table_of[cell.block] is table:
            row = book.layout.numbers[cell].place.row - 1 - TABLE_TOP
            yield row, f"上年数：{words.format(show(number))}"


def _going_on(edition: Edition) -> Iterator[tuple[Cell, Cell, str]]:
    """Yield the cells that go on from last year, what they go on from, and how it is said."""
    for held in edition.named.documents:
        if held.in_force:
            yield held.in_force, held.in_force, "现行有效 {} 件"
    asked = edition.named.requests
    opening, closing = asked.total(asked.carried_over), asked.total(asked.carried_forward)
    yield opening, closing, "结转下年度 {} 件，已逐格填入"
