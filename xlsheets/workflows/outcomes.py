"""What executors yield -> one outcome a file, also for a file that ended the process that read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from xlsheets.errors import UnreadableError
from xlsheets.report.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from xlsheets.report.outcome import Source

R = TypeVar("R")


class Executor(Protocol):
    """Whoever works through files: yields a result, or why there is none, in their order."""

    def __call__(
        self, work: Callable[[Source], R], sources: Iterable[Source], /
    ) -> Iterator[R | UnreadableError]: ...


def here(work: Callable[[Source], R], sources: Iterable[Source]) -> Iterator[R | UnreadableError]:
    """Work through files one after the other in this process."""
    for source in sources:
        try:
            yield work(source)
        except UnreadableError as error:
            yield error


def refused(source: Source, error: UnreadableError) -> Outcome:
    """Return the outcome of a file that cannot be read: the one finding that says so."""
    from xlsheets.checks import unreadable

    return Outcome(source, readable=False, findings=(unreadable(error, source.label),))


def settled(
    sources: Iterable[Source], results: Iterable[Outcome | UnreadableError]
) -> Iterator[Outcome]:
    """Yield the outcome of every file; one that ended its process counts as unreadable."""
    for source, result in zip(sources, results, strict=True):
        if isinstance(result, UnreadableError):
            yield refused(source, result)
        else:
            # What comes from another process brings a copy of its file's name and path.
            yield result._replace(source=source)
