"""Report -> the hidden sheet: which template this is, and totals as their source stated them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.report.inputs import inputs_digest
from xlsheets.workbook.fingerprint import TEMPLATE_VERSION, fingerprint
from xlsheets.workbook.layout import DIGEST_COLUMN, DRAFTED, STAMP
from xlsheets.workbook.own_sentences import dump_drafted
from xlsheets.workbook.template.writer.checkcode_formula import sums
from xlsheets.workbook.template.writer.verdict_formulas import counts

if TYPE_CHECKING:
    from xlsheets.workbook.template.writer.writer import BookWriter

_NOTE = "这一页由程序使用，请不要改动。"


def write(book: BookWriter) -> None:
    """Write the sheet."""
    edition = book.report.edition
    sheet = book.sheet(STAMP, tab="#7F7F7F")
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, 1, 24)
    stamped = {
        "edition": edition.key,
        "template": TEMPLATE_VERSION,
        "fingerprint": fingerprint(edition),
    }
    labels = {"edition": "格式版本", "template": "模板版本", "fingerprint": "模板指纹"}
    for row, (key, spot) in enumerate(book.layout.stamp.items()):
        sheet.write_string(row, 0, labels[key], book.style())
        book.text(sheet, spot, stamped[key], "text")
    sheet.write_string(0, 2, _NOTE, book.style("note"))
    for spot, count in (*sums(book.account), *counts(book.account)):
        book.live(sheet, spot.cell, count)
    for cell, spot in book.layout.stated.items():
        sheet.write_string(spot.place.row - 1, 0, edition.path(cell), book.style())
        book.number(sheet, spot, book.report.stated.get(cell))
        if cell in book.report.stated:
            digest = inputs_digest(edition.table_of[cell.block], book.report.figures)
            sheet.write_string(spot.place.row - 1, DIGEST_COLUMN, digest, book.style())
    if book.report.drafted:
        book.text(sheet, DRAFTED, dump_drafted(book.report.drafted), "text")
    sheet.hide()
