"""Batches of open files -> folders on disk, as the commands would find them."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from xlsheets.serve.board.batches import INCOMING, LAST_YEAR, batches_of, by_part
from xlsheets.serve.board.pile import Pile
from xlsheets.serve.desk.opening import LEDGER

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from xlsheets.serve.board.batches import Batch
    from xlsheets.serve.desk.session import OpenDocument, Session


def laid_out(
    session: Session,
    register: OpenDocument,
    said: Mapping[str, object],
    due: datetime.date | None,
) -> tuple[Pile, Path | None]:
    """Write what is open where the commands would find it: what came in, and last year's if there is any.

    Args:
        session: what is open.
        register: the register.
        said: what each batch is to the round, by its name, where somebody said so.
        due: the county's own last day; None for none.

    Raises:
        UsageError: nothing of it is what came in.
    """
    place = Path(tempfile.mkdtemp(prefix="xlsheets-"))
    try:
        return _filled(place, session, register, said, due)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise


def _filled(
    place: Path,
    session: Session,
    register: OpenDocument,
    said: Mapping[str, object],
    due: datetime.date | None,
) -> tuple[Pile, Path | None]:
    parts = by_part(batches_of(session.all()), said)
    # Each in a folder of its own: a folder that came in may be called anything.
    folder = lay_out(parts[INCOMING], place / "来件", INCOMING)
    last = lay_out(parts[LAST_YEAR], place / "以前", LAST_YEAR) if parts[LAST_YEAR] else None
    ledger = session.of_role(LEDGER)
    pile = Pile(
        folder,
        write_list(place / "清单", "名录.xlsx", register),
        write_list(place / "清单", "台账.xlsx", ledger) if ledger else None,
        due=due,
    )
    return pile, last


def lay_out(batches: Sequence[Batch], place: Path, name: str) -> Path:
    """Write the files of batches into a folder, with their dates; return it.

    A single folder that was dropped keeps its name, and its files the names they have in it, whatever came
    by itself beside it; of several, each is a folder in one of the name given.
    """
    dropped = [batch for batch in batches if not batch.alone]
    root = dropped[0] if len(dropped) == 1 else batches[0] if len(batches) == 1 else None
    folder = place / (root.name if root and not root.alone else name)
    folder.mkdir(parents=True)
    for batch in batches:
        within = folder if batch is root else folder / batch.name
        for path, document in batch.files:
            write_document(document, within / path)
    return folder


def write_document(document: OpenDocument, path: Path) -> None:
    """Write a document as it came in, or as it was changed on the page, with the date it came with."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = document.file.content if document.before else document.received.content
    path.write_bytes(content)
    if document.received.modified:
        os.utime(path, (document.received.modified,) * 2)


def write_list(place: Path, name: str, document: OpenDocument) -> Path:
    """Write a list as it came in into a folder; return its path."""
    path = place / name
    place.mkdir(exist_ok=True)
    path.write_bytes(document.received.content)
    return path
