"""What a workbook is read as, and how to forget what is kept of those read before."""

from __future__ import annotations

from xlsheets.errors import UnreadableError
from xlsheets.ooxml import archive, contents, relationships
from xlsheets.report import Report
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.xlsx import rows, sheet, strings_and_styles, workbook

KEPT = (
    archive._inflated_before,
    contents._ways_before,
    contents._names_alone,
    relationships._relations_before,
    rows._known,
    sheet._around,
    sheet._laid_out_before,
    strings_and_styles._styles,
    workbook._context,
    workbook._met,
    workbook._referred_in_bare_rows,
)


def outcome(content: bytes) -> Report | str:
    """Return what a workbook is read as, or the kind of its refusal."""
    try:
        return read_workbook(content, "a.xlsx")
    except UnreadableError as error:
        return error.kind


def forget() -> None:
    """Forget everything that is kept of workbooks read before."""
    for kept in KEPT:
        kept.cache_clear()
