"""Two batches or two files that are open -> what changed from one to the other, as ``compare`` says it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from xlsheets.errors import UnreadableError, UsageError
from xlsheets.notices.changes import changes_as_text
from xlsheets.serve.board.batches import batches_of
from xlsheets.serve.board.laying import lay_out, write_document
from xlsheets.serve.desk.saving import WORKBOOK, Download
from xlsheets.values import NamedTuple
from xlsheets.workflows import collect, county
from xlsheets.workflows.outcomes import here
from xlsheets.workflows.selection import read_confirmations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from xlsheets.county.collection import Confirmation
    from xlsheets.report.outcome import Source
    from xlsheets.serve.board.steps import Steps
    from xlsheets.serve.desk.session import OpenDocument

R = TypeVar("R")


class LaidOutSides(NamedTuple):
    """What is compared, as it lies in folders: the earlier side and the later one, and what judges them."""

    before: Path
    after: Path
    register: Path | None = None
    ledger: Path | None = None
    answers: Mapping[str, Confirmation] = {}


def side(documents: Sequence[OpenDocument], chosen: str, place: Path) -> Path:
    """Lay out the batch or the single file that somebody chose; return its path.

    Raises:
        UsageError: it is no longer open.
    """
    place.mkdir()
    batch = next((batch for batch in batches_of(documents) if batch.name == chosen), None)
    if batch:
        return lay_out([batch], place, batch.name)
    document = next((document for document in documents if document.file.name == chosen), None)
    if document is None:
        raise UsageError(f"“{chosen}”已经不在页面上了，请重新选。")
    path = place / document.file.name.rpartition("/")[2]
    write_document(document, path)
    return path


def compared(sides: LaidOutSides, steps: Steps) -> tuple[Download, list[str]]:
    """Write what changed as a workbook, and say it line by line; the steps tell which file is read.

    Raises:
        UsageError: there is no report on either side, or one has two of a unit.
    """
    units = collect.read_register(sides.register) if sides.register else None
    confirmed = read_confirmations(sides.ledger) if sides.ledger and units else {}
    passed: list[str] = []
    found = county.compare(
        sides.before,
        sides.after,
        units,
        {**confirmed, **sides.answers},
        lambda file, reason: passed.append(f"没有比较“{file}”：{reason}"),
        partial(_one_by_one, steps=steps),
    )
    if not found:
        raise UsageError("两边都没有读到填报工作簿，请另选。")
    *lines, closing = changes_as_text(found).splitlines()
    written = Download("比较.xlsx", WORKBOOK, county.comparison_workbook(found))
    return written, [closing, *lines, *passed]


def _one_by_one(
    work: Callable[[Source], R], sources: Iterable[Source], *, steps: Steps
) -> Iterator[R | UnreadableError]:
    """Do what ``here`` does, and tell before each file which one it is."""
    listed = list(sources)
    for done, source in enumerate(listed):
        steps.tell(done, len(listed), source.label)
        yield from here(work, [source])
