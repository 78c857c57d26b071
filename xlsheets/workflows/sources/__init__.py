"""Paths that somebody named -> the files of a run, in a fixed order, and the earlier reports in them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from xlsheets.basics.filenames import RUN_RECORD
from xlsheets.basics.patterns import pattern_of
from xlsheets.errors import UnreadableError, UsageError
from xlsheets.report.outcome import Source
from xlsheets.workflows.one_report import read
from xlsheets.workflows.sources.packed import is_packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from xlsheets.report import Report


# What Windows, Office and this program leave in a folder; nobody sent it.
_NOBODYS = pattern_of(
    r"thumbs\.db|ehthumbs.*\.db|desktop\.ini|~w(?:rd|rl).*|.*\.(?:lnk|url|tmp)"
    r"|.*的反馈意见\.(?:docx|txt)|.*汇总底稿\.xlsx|台账\.xlsx|名录\.xlsx",
    re.IGNORECASE,
)


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


def reports_in(paths: Iterable[Path]) -> list[Report]:
    """Read earlier reports from files and folders; in a folder, what is no report is passed over."""
    found = []
    for path in paths:
        for _, report in tried(path):
            if not isinstance(report, UnreadableError):
                found.append(report)
            elif not path.is_dir():
                raise report
    return found


def tried(path: Path) -> Iterator[tuple[Source, Report | UnreadableError]]:
    """Yield every file that a path leads to, with the report in it or why there is none."""
    for source in files_in([path]):
        try:
            yield source, read_earlier(source)
        except UnreadableError as error:
            yield source, error


def read_earlier(source: Source) -> Report:
    """Read an earlier report; one that was packed is called by where it lay.

    Raises:
        UnreadableError: it is none.
    """
    report = read(source.path)
    return replace(report, source=source.label) if " › " in source.label else report
