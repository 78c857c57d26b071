"""Report and Word document -> where the document says anything else than the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.documents.printed.comparing import compare_pieces
from xlsheets.extract.docx import read_back

if TYPE_CHECKING:
    from xlsheets.report import Report


def verify(report: Report, document: bytes) -> list[str]:
    """Read a document back and compare every number, paragraph and heading; nothing means identical.

    What a template brings along before and after the report does not count.

    Raises:
        UnreadableError: the document cannot be read at all.
    """
    return compare_pieces(report, read_back(document))
