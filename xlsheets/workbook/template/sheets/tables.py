"""Table -> its sheet: the official form, its typed cells open, its totals and marks live."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import address, letters
from xlsheets.schema.shape import Role, boxes, header_rows, height
from xlsheets.schema.spec import Measure
from xlsheets.workbook.fingerprint import formula_of
from xlsheets.workbook.layout import TABLE_TOP, profile_name
from xlsheets.workbook.template.sheets.input_rules import allow_number, prompt
from xlsheets.workbook.template.sheets.last_year import beside
from xlsheets.workbook.template.writer.formats import (
    FAILED,
    MONEY,
    WRONG,
    characters,
    line_count,
    signed,
)
from xlsheets.workbook.template.writer.live_formulas import Count
from xlsheets.workbook.template.writer.money_formulas import in_yuan

if TYPE_CHECKING:
    from xlsheets.schema.edition import Section
    from xlsheets.schema.shape import Box
    from xlsheets.schema.spec import Cell, Table
    from xlsheets.workbook.template.writer.sheet_writer import SheetWriter
    from xlsheets.workbook.template.writer.writer import BookWriter

# On a screen 1366 pixels wide 表三 takes a little over a thousand of them.
_SCREEN = 10_400
# A bold Chinese character of a heading in characters of a column, and how many stay on one line.
_A_SIGN, _UNBROKEN = 2.2, 6
# What one Chinese character needs of the official width.
_TWIPS_A_SIGN = 150
_NOTE = "浅黄色的格是填写格，单位：{units}；没有就填 0，不能空着。不要写成 1-2 这样，会变成日期。"
_SUMS_NOTE = "灰色的格自动合计，不用填。"
# Whoever types 1-2 gets a day of the year in which the report is written, which is a number of five digits.
_YEAR = profile_name("year")
_A_DATE = f"IF(ISNUMBER({_YEAR}),AND(ISNUMBER(@),@>=DATE({_YEAR},1,1),@<DATE({_YEAR}+2,1,1)),FALSE)"


def write(book: BookWriter, section: Section, table: Table) -> None:
    """Write the sheet of a table."""
    sheet = book.sheet(table.sheet, tab="#2F5597", landscape=table.stub_depth == 0)
    last = len(table.widths) - 1
    for column, width in enumerate(_widths(table)):
        sheet.set_column(column, column, width)
    book.banner(sheet, f"A1:{address(0, last)}", book.account.title(section.title), "title")
    sheet.set_row(0, 30)
    _head(book, sheet, table)
    for box in boxes(table):
        _draw(book, sheet, box)
    _rows(sheet, table)
    _rules(book, sheet, table)
    _marks(book, sheet, table)
    if book.last:
        beside(book, sheet, table, book.last)
    _print(sheet, table)


def _widths(table: Table) -> list[float]:
    """Return the widths of the columns; a short heading such as 社会公益组织 is not broken within a word."""
    needed = {
        box.column: _A_SIGN * len(box.text)
        for box in boxes(table)
        if box.role is Role.HEADER and box.width == 1 and len(box.text) <= _UNBROKEN
    }
    official = (characters(twips, _SCREEN) for twips in table.widths)
    return [max(width, needed.get(column, 0)) for column, width in enumerate(official)]


def _head(book: BookWriter, sheet: SheetWriter, table: Table) -> None:
    """Row 2: what to know while typing on the left, how far it is on the right."""
    last = len(table.widths) - 1
    split = max(last // 2, table.stub_depth - 1)
    units = "、".join(dict.fromkeys(block.measure.unit for block in table.blocks))
    sums = any(cell in book.report.edition.sum_of for cell in table.cells)
    note = _NOTE.format(units=units) + _SUMS_NOTE * sums
    sheet.merge_range(1, 0, 1, split, note, book.style("note"))
    right = f"{address(1, split + 1)}:{address(1, last)}"
    book.banner(sheet, right, book.account.status(table), "status", "right", "underlined")
    book.mark(sheet, right, f'LEFT(${address(1, split + 1)},1)="✗"', FAILED)
    sheet.set_row(1, 30)


def _draw(book: BookWriter, sheet: SheetWriter, box: Box) -> None:
    top, left = TABLE_TOP + box.row, box.column
    looks = _looks(book, box)
    if box.height * box.width > 1:
        bottom, right = top + box.height - 1, left + box.width - 1
        sheet.merge_range(top, left, bottom, right, box.text, book.style(*looks))
    if box.cell:
        _number(book, sheet, box.cell, looks)
    elif box.height * box.width == 1:
        sheet.write_string(top, left, box.text, book.style(*looks))


def _looks(book: BookWriter, box: Box) -> tuple[str, ...]:
    if box.cell:
        edition = book.report.edition
        if box.cell in edition.sum_of:
            return ("sum",)
        money = edition.measure(box.cell) is Measure.WAN_YUAN
        return ("input", "center", "money") if money else ("input", "center")
    return {
        Role.BANNER: ("banner",),
        Role.CORNER: ("head", "small"),
        Role.HEADER: ("head",),
        Role.STUB: ("stub",),
    }[box.role]


def _number(book: BookWriter, sheet: SheetWriter, cell: Cell, looks: tuple[str, ...]) -> None:
    edition, spot = book.report.edition, book.layout.numbers[cell]
    if cell in edition.sum_of:
        formula = formula_of(edition, cell, book.layout.numbers)
        value = book.account.added((cell,)).value
        book.live(sheet, spot.cell, Count(formula, value), *looks)
    else:
        book.number(sheet, spot, book.report.figures.get(cell), *looks)


def _rows(sheet: SheetWriter, table: Table) -> None:
    """Give every row the height its longest wrapped heading needs."""
    lines = [1] * height(table)
    for box in boxes(table):
        room = sum(table.widths[box.column : box.column + box.width]) // _TWIPS_A_SIGN
        if box.height == 1:
            lines[box.row] = max(lines[box.row], line_count(box.text, room))
    for row, count in enumerate(lines):
        sheet.set_row(TABLE_TOP + row, 8 + 15 * count)


def _rules(book: BookWriter, sheet: SheetWriter, table: Table) -> None:
    """Refuse what is no count while typing, and mark it where it was pasted or looks like a date."""
    edition, prompts = book.report.edition, defaultdict(list)
    for cell in book.account.typed(table):
        prompts[prompt(edition, cell), edition.measure(cell)].append(cell)
    for (words, measure), cells in prompts.items():
        allow_number(sheet, book.account.local(cells), words, measure)
    for measure in Measure:
        cells = [cell for cell in book.account.typed(table) if edition.measure(cell) is measure]
        if cells:
            areas, digits = book.account.local(cells), MONEY if measure.decimals else "General"
            book.flag(sheet, areas, digits)
            look = WRONG | {"num_format": signed("✗", digits)}
            book.mark(sheet, areas, _wrong(measure), look)
            if not measure.decimals:
                book.mark(sheet, areas, _A_DATE, look | {"num_format": signed("？")})
    sums = [cell for cell in table.cells if cell in edition.sum_of]
    if sums:
        book.flag(sheet, book.account.local(sums))


def _wrong(measure: Measure) -> str:
    whole = "" if measure.decimals else ",@<>INT(@)"
    return f'IF(@="",FALSE,IF(ISNUMBER(@),OR(@<0{whole}),TRUE))'


def _marks(book: BookWriter, sheet: SheetWriter, table: Table) -> None:
    """Below the table, outside the print area: does each column agree, is each total complete."""
    edition = book.report.edition
    row = TABLE_TOP + height(table)
    spots = book.layout.numbers
    _money(book, sheet, table, row)
    checks = [check for check in book.account.checks if edition.table_of[check.jump.block] is table]
    identities = {identity.code for identity in edition.identities}
    shown = [check for check in checks if check.code in identities] or checks
    if not shown:
        return
    if table.stub_depth:
        text = "勾稽关系（每填一个数就重新核对，不打印）"
        sheet.merge_range(row, 0, row, table.stub_depth - 1, text, book.style("note", "right"))
    for check in shown:
        here = address(row, spots[check.jump].place.column - 1)
        book.live(sheet, here, book.account.under(check), "center", "bold", "small")
        column = letters(spots[check.jump].place.column - 1)
        book.mark(
            sheet,
            f"{column}{TABLE_TOP + header_rows(table) + 1}:{here}",
            f'LEFT(${column}${row + 1},1)="✗"',
            FAILED,
        )
    sheet.set_row(row, 30)


def _money(book: BookWriter, sheet: SheetWriter, table: Table, row: int) -> None:
    """Below a sum in 万元: how much it is in 元, and whether so much is likely, while it is typed."""
    cell = book.report.edition.named.fees
    if cell is None or cell not in table.cells:
        return
    last = len(table.widths) - 1
    area = f"{address(row, 0)}:{address(row, last)}"
    book.banner(sheet, area, in_yuan(book.account, cell), "note", "left")
    book.mark(sheet, area, f'LEFT(${address(row, 0)},1)="？"', FAILED)
    sheet.set_row(row, 30)


def _print(sheet: SheetWriter, table: Table) -> None:
    last = TABLE_TOP + height(table) - 1
    sheet.print_area(0, 0, last, len(table.widths) - 1)
    body = TABLE_TOP + header_rows(table)
    sheet.repeat_rows(TABLE_TOP, body - 1)
    sheet.freeze_panes(body if len(table.blocks) == 1 else TABLE_TOP, table.stub_depth)
    sheet.set_selection(body, table.stub_depth, body, table.stub_depth)
