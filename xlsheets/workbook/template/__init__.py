"""Report -> workbook: the locked template of its edition, filled with what the report holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.addresses import reference
from xlsheets.report import Report
from xlsheets.workbook.fingerprint import TEMPLATE_VERSION, fingerprint, formula_of
from xlsheets.workbook.layout import (
    CHECKED,
    CHECKED_NAME,
    CODE,
    CODE_NAME,
    MARKED,
    MARKED_NAME,
    typed_name,
)

if TYPE_CHECKING:
    from xlsheets.workbook.template.writer.writer import BookWriter

__all__ = ["TEMPLATE_VERSION", "fingerprint", "formula_of", "write_workbook"]


def write_workbook(report: Report | None = None, last: Report | None = None) -> bytes:
    """Return the workbook of a report, or the blank template of the newest edition.

    With ``last``, last year's figures stand beside the inputs and its text on a sheet of its own.

    Raises:
        OutputError: a paragraph is longer than a cell can hold.
    """
    from xlsheets.workbook.template.sheets import (
        arithmetic,
        check_panel,
        facts,
        guide,
        hidden_stamp,
        last_year,
        profile,
        prose,
        signing,
        tables,
    )
    from xlsheets.workbook.template.writer.writer import BookWriter

    book = BookWriter(report or Report(), last)
    guide.write(book)
    profile.write(book)
    facts.write(book)
    for section in book.report.edition.sections:
        if section.table:
            tables.write(book, section, section.table)
        else:
            prose.write(book, section)
    check_panel.write(book)
    arithmetic.write(book)
    signing.write(book)
    if last:
        last_year.write(book, last)
    hidden_stamp.write(book)
    _name(book)
    return book.finish()


def _name(book: BookWriter) -> None:
    """Give every cell the reader looks for its name, out of sight, and the clerk the names that select a table."""
    ours = {MARKED_NAME: MARKED, CHECKED_NAME: CHECKED, CODE_NAME: CODE}
    for name, spot in {**book.layout.names, **ours}.items():
        book.name(name, reference(spot), hidden=True)
    for table in book.report.edition.tables:
        areas = book.account.areas(book.account.typed(table))
        book.name(typed_name(table), ",".join(areas))
