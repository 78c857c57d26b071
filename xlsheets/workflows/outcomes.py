"""What executors yield -> one outcome a file, also for a file that ended the process that read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.errors import UnreadableError
from xlsheets.report.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlsheets.report.outcome import Source


def refused(source: Source, error: UnreadableError) -> Outcome:
    """Return the outcome of a file that cannot be read: the one finding that says so."""
    from xlsheets.checks import unreadable

    return Outcome(source, readable=False, findings=(unreadable(error, source.label),))


def settled(
    sources: Iterable[Source], results: Iterable[Outcome | UnreadableError]
) -> Iterator[Outcome]:
    """Yield the outcome of every file; one that ended its process counts as unreadable."""
    for source, result in zip(sources, results, strict=True):
        yield refused(source, result) if isinstance(result, UnreadableError) else result
