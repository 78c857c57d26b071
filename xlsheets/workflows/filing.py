"""Files read and checked, and what an officer wrote beside them -> filings, as a register judges them."""

from __future__ import annotations

import datetime
import unicodedata
from typing import TYPE_CHECKING

from xlsheets.basics.digests import digest_of
from xlsheets.county.collection import Filing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from xlsheets.county.collection import Confirmation
    from xlsheets.report.outcome import Outcome

# Control characters, halves of characters, line and paragraph separators.
_UNWRITTEN = ("Cc", "Cs", "Zl", "Zp")


def filing(outcome: Outcome, confirmed: Mapping[str, Confirmation]) -> Filing:
    """Return a file as the collection takes it.

    Args:
        outcome: the file, read and checked.
        confirmed: what an officer wrote beside files, by file as the ledger writes it.
    """
    file = legible_name(outcome.source.label)
    answer, digest = confirmed.get(file), digest_of(outcome.source.path)
    outdated = answer if answer and not answer.holds_for(digest) else None
    answer = None if outdated else answer
    return Filing(
        file=file,
        report=outcome.report,
        findings=outcome.findings,
        modified=_modified(outcome.source.path),
        confirmed=answer.unit if answer else "",
        received=answer.received if answer else None,
        excluded=answer.excluded if answer else "",
        digest=digest,
        outdated=outdated,
    )


def legible_name(name: str) -> str:
    """Return a file name as it can be written down: characters that no document can hold are replaced."""
    return "".join(
        "�"
        if unicodedata.category(character) in _UNWRITTEN or character in "\ufffe\uffff"
        else character
        for character in name
    )


def _modified(path: Path) -> datetime.datetime:
    """Return when a file was last changed; the first day of the clock when nobody can say."""
    try:
        return datetime.datetime.fromtimestamp(max(0, path.lstat().st_mtime), datetime.UTC)
    except (OSError, OverflowError, ValueError):
        return datetime.datetime.fromtimestamp(0, datetime.UTC)


def read_confirmations(path: Path) -> Mapping[str, Confirmation]:
    """Return what the officer wrote beside the files in a ledger.

    Raises:
        UnreadableError: it is no sound workbook.
        UsageError: it is no ledger.
    """
    from xlsheets.workbook.lists.ledger_answers import read_confirmations as read

    return read(path)
