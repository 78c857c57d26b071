"""Paths that somebody named -> the files of a run, in a fixed order, and the earlier reports in them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from xlsheets.basics.filenames import RUN_RECORD
from xlsheets.basics.patterns import pattern_of
from xlsheets.errors import UnreadableError, UsageError
from xlsheets.report.outcome import Source
from xlsheets.values import NamedTuple
from xlsheets.workflows.one_report import read
from xlsheets.workflows.outcomes import here
from xlsheets.workflows.sources.packed import is_packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from xlsheets.report import Report
    from xlsheets.workflows.outcomes import Executor


# What Windows, Office and this program leave in a folder; nobody sent it.
_NOBODYS = pattern_of(
    r"thumbs\.db|ehthumbs.*\.db|desktop\.ini|~w(?:rd|rl).*|.*\.(?:lnk|url|tmp)"
    r"|.*的反馈意见\.(?:docx|txt)|.*汇总底稿\.xlsx|台账\.xlsx|名录\.xlsx",
    re.IGNORECASE,
)


class Sources(Collection[Source]):
    """Many files of a run, each made anew when it is asked for: a path takes five times the room of its name."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._labels: list[str] = []
        self._folders: list[Path] = []
        # What is called by another name than that below its folder, such as what was packed.
        self._others: dict[int, Source] = {}
        folders: dict[Path, Path] = {}
        for number, source in enumerate(sources):
            above = source.path.parents
            folder = above[min(source.label.count("/"), len(above) - 1)]
            folder = folders.setdefault(folder, folder)
            if source != Source(folder / source.label, source.label):
                self._others[number] = source
            self._labels.append(source.label)
            self._folders.append(folder)

    def __len__(self) -> int:
        return len(self._labels)

    def __iter__(self) -> Iterator[Source]:
        pairs = zip(self._folders, self._labels, strict=True)
        for number, (folder, label) in enumerate(pairs):
            yield self._others.get(number) or Source(folder / label, label)

    def __contains__(self, source: object) -> bool:
        return any(source == one for one in self)


def files_in(paths: Iterable[Path]) -> Iterator[Source]:
    """Yield the files named, and every file below the folders named, in a fixed order.

    A packed file (.zip, .eml, .msg) yields the files in it. In folders, hidden files, the lock files of Excel and WPS (``~$…``) and what nobody sent are passed over.

    Raises:
        UsageError: a path does not exist.
    """
    for path in paths:
        if path.is_dir():
            found = sorted(file for file in path.rglob("*") if _counts(file, path))
            for file in found:
                yield from _opened(file, file.relative_to(path).as_posix())
        elif path.exists() or path.is_symlink():
            yield from _opened(path, path.name)
        else:
            raise UsageError(f"没有“{path}”这个文件或者文件夹，请检查路径。")


def _opened(path: Path, label: str) -> Iterator[Source]:
    """Yield the files in a packed file; one that cannot be opened stands for itself, and is refused when it is read."""
    if not is_packed(path.name):
        yield Source(path, label)
        return
    try:
        inside = unpacked(path, label)
    except UnreadableError:
        yield Source(path, label)
        return
    sent = [file for file in inside if not _is_nobodys(file.path.name)]
    yield from (Source(file.path, file.label) for file in sent)
    if not sent:
        yield Source(path, label)


def set_aside(paths: Iterable[Path]) -> int:
    """Return how many files below folders are nothing that anybody sent: the system's, links, our own."""
    folders = [path for path in paths if path.is_dir()]
    return sum(
        _is_nobodys(file.name) and not file.is_dir() and not _is_hidden(file, folder)
        for folder in folders
        for file in folder.rglob("*")
    )


def _counts(path: Path, folder: Path) -> bool:
    return not (_is_hidden(path, folder) or _is_nobodys(path.name) or path.is_dir())


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)


def _is_nobodys(name: str) -> bool:
    return name == RUN_RECORD or _NOBODYS.fullmatch(name) is not None


class Tried(NamedTuple):
    """A file that may hold an earlier report, and the report in it or why there is none."""

    source: Source
    report: Report | UnreadableError


def tried(paths: Iterable[Path], executor: Executor = here) -> Iterator[Tried]:
    """Yield every file that paths lead to, with the report in it or why there is none.

    Args:
        paths: files and folders.
        executor: who reads them.

    Raises:
        UnreadableError: a file that was named, and not only its folder, holds none.
        UsageError: a path does not exist.
    """
    for path in paths:
        sources = list(files_in([path]))
        for source, report in zip(sources, executor(read_earlier, sources), strict=True):
            if isinstance(report, UnreadableError) and not path.is_dir():
                raise report
            yield Tried(source, report)


def read_earlier(source: Source) -> Report:
    """Read an earlier report, which is called by where it lay.

    Raises:
        UnreadableError: it is none.
    """
    return replace(read(source.path), source=source.label)


def read_ones(files: Iterable[Tried]) -> list[Report]:
    """Return the reports of files that hold one."""
    return [file.report for file in files if not isinstance(file.report, UnreadableError)]
