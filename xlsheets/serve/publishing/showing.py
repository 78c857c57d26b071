"""A workbook of the page and a file that was made of it -> what differs, as the commands tell it, as JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.errors import of_file
from xlsheets.imports import read_published
from xlsheets.notices.verification import told_difference, told_verdict
from xlsheets.serve.desk.showing import report_in
from xlsheets.workflows.publishing.absorbing import absorb, absorbed_workbook
from xlsheets.workflows.publishing.folders import is_page
from xlsheets.workflows.publishing.verifying import verify_published

if TYPE_CHECKING:
    from xlsheets.report.absorbed import Absorbed
    from xlsheets.serve.desk.opening import PageFile


def verification_shown(book: PageFile, published: PageFile) -> dict[str, object]:
    """Return what ``verify`` says of a published file.

    Raises:
        UnreadableError: it has no words to compare, or cannot be read.
    """
    found = read_published(published.content, published.name)
    verified = verify_published(report_in(book), found, is_page=is_page(published.name))
    return {
        "equal": verified.equal,
        "verdict": told_verdict(verified),
        "differences": [
            [line.strip() for line in told_difference(difference)]
            for difference in verified.differences
        ],
        "left": list(verified.left),
        "around": list(verified.around),
    }


def draft_changes(book: PageFile, draft: PageFile) -> dict[str, object]:
    """Return what ``absorb`` would write of a revised draft, and what it leaves to people.

    Raises:
        UnreadableError: it is no Word document, or was made of another report.
    """
    found = _absorbed(book, draft)
    return {
        "sentences": [
            {"path": edit.path, "before": edit.before, "after": edit.after, "own": edit.own}
            for edit in found.sentences
        ],
        "figures": [
            {
                "path": edit.path,
                "address": str(edit.address),
                "before": "空" if edit.before is None else show(edit.before),
                "after": show(edit.after),
            }
            for edit in found.figures
        ],
        "told": list(found.told),
        "listed": list(found.listed),
    }


def draft_absorbed(book: PageFile, draft: PageFile) -> bytes:
    """Return the workbook with what a revised draft changes, as ``absorb`` writes it.

    Raises:
        UnreadableError: it is no Word document, or was made of another report.
        OutputError: a cell cannot take its text.
    """
    return absorbed_workbook(report_in(book), _absorbed(book, draft), book.content)


def _absorbed(book: PageFile, draft: PageFile) -> Absorbed:
    with of_file(draft.name):
        return absorb(report_in(book), draft.content, draft.name)
