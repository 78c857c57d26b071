"""Paths that somebody named -> the files of a run, in a fixed order, and the earlier reports in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.filenames import RUN_RECORD
from xlsheets.errors import UnreadableError, UsageError
from xlsheets.report.outcome import Source
from xlsheets.workflows.one_report import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from xlsheets.report import Report


def files_in(paths: Iterable[Path]) -> Iterator[Source]:
    """Yield the files named, and every file below the folders named, in a fixed order.

    Hidden files, the lock files of Excel and WPS (``~$…``) and the record of a run are passed over in
    folders.

    Raises:
        UsageError: a path does not exist.
    """
    for path in paths:
        if path.is_dir():
            found = sorted(file for file in path.rglob("*") if _counts(file, path))
            yield from (Source(file, file.relative_to(path).as_posix()) for file in found)
        elif path.exists() or path.is_symlink():
            yield Source(path, path.name)
        else:
            raise UsageError(f"没有“{path}”这个文件或者文件夹，请检查路径。")


def _counts(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    hidden = any(part.startswith((".", "~$")) for part in parts)
    return not hidden and path.name != RUN_RECORD and not path.is_dir()


def reports_in(paths: Iterable[Path]) -> list[Report]:
    """Read earlier reports from files and folders; in a folder, what is no report is passed over."""
    found = []
    for path in paths:
        for file in files_in([path]):
            try:
                found.append(read(file.path))
            except UnreadableError:
                if not path.is_dir():
                    raise
    return found
