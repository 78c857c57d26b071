"""The files that are open -> batches: each folder that was dropped, and what came by itself, with what each is to a round."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from xlsheets.errors import UsageError
from xlsheets.serve.desk.opening import LOG
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xlsheets.serve.desk.session import OpenDocument

INCOMING, LAST_YEAR, UNUSED = "收件", "上年", "不用"
PARTS = (INCOMING, LAST_YEAR, UNUSED)
_ALONE = "单独的文件"


class Batch(NamedTuple):
    """Files that came together.

    Args:
        name: the folder, or that they came by themselves; no two batches have the same.
        files: each with its path below the folder.
        year: the report year most of them are of; None when none says one.
        part: what they are to the round when nobody says otherwise.
    """

    name: str
    files: tuple[tuple[PurePosixPath, OpenDocument], ...]
    year: int | None
    part: str = INCOMING

    @property
    def alone(self) -> bool:
        """Whether these came by themselves, not in a folder."""
        return self.name.startswith(_ALONE)

    def to_dict(self) -> dict[str, object]:
        """Return what the page shows of it as JSON values."""
        return {
            "name": self.name,
            "count": len(self.files),
            "year": self.year,
            "part": self.part,
        }


def batches_of(documents: Iterable[OpenDocument]) -> tuple[Batch, ...]:
    """Return the batches of everything open that may be a report or belong to one, in the order in which they came.

    A batch of the latest year is what came in, one of an earlier year is what it is compared with. Files that
    came by themselves are parted by that, too.
    """
    listed = [document for document in documents if document.look.role in ("", LOG)]
    latest = max((document.look.year or 0 for document in listed), default=0)
    found: dict[str, list[tuple[PurePosixPath, OpenDocument]]] = defaultdict(list)
    for document in listed:
        folder, *rest = _parts(document.file.name)
        if rest:
            found[folder].append((PurePosixPath(*rest), document))
        else:
            found[_alone(document, latest)].append((PurePosixPath(folder), document))
    return tuple(_batch(name, files, latest) for name, files in found.items())


def _alone(document: OpenDocument, latest: int) -> str:
    year = document.look.year
    return f"{_ALONE}（{year} 年度）" if year and year < latest else _ALONE


def _batch(name: str, files: Sequence[tuple[PurePosixPath, OpenDocument]], latest: int) -> Batch:
    years = Counter(document.look.year for _, document in files if document.look.year)
    most = max(years.values(), default=0)
    year = max((year for year, count in years.items() if count == most), default=None)
    return Batch(name, tuple(files), year, LAST_YEAR if year and year < latest else INCOMING)


def _parts(name: str) -> list[str]:
    """Return the folders and the file of a name that came from a browser, none of which leads anywhere else."""
    parts = [part for part in PurePosixPath(name).parts if part not in ("/", "..", ".")]
    return [part.replace("\\", "_").replace(":", "_").replace("\0", "_") for part in parts] or [
        "未命名"
    ]


def by_part(batches: Iterable[Batch], said: Mapping[str, object]) -> dict[str, list[Batch]]:
    """Return the batches by what they are to the round: what was said of them, else what they seem to be.

    Raises:
        UsageError: none is what came in.
    """
    found: dict[str, list[Batch]] = {part: [] for part in PARTS}
    for batch in batches:
        part = str(said.get(batch.name, batch.part))
        found[part if part in found else batch.part].append(batch)
    if not found[INCOMING]:
        raise UsageError("没有收件的文件。请把收件文件夹拖进来，或者在“哪些是收件”里选一个“收件”。")
    return found
