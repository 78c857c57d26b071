"""Published reports, each read in a process that may end -> what they hold, or why there is nothing; no endless wait."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from xlsheets.errors import UnreadableError
from xlsheets.report.outcome import Source
from xlsheets.runs.pool import isolated
from xlsheets.workflows import one_report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from xlsheets.imports import Imported
    from xlsheets.report import Report
    from xlsheets.runs.worker import Limits

_WAY_OUT = "请用 Word 或者 WPS 打开，把正文和表格另存为 .docx 再试，或者照着它填写。"
_DEATHS = {
    "memory": f"读“{{name}}”时占用的内存超过了限度，已经停下。{_WAY_OUT}",
    "time": f"读“{{name}}”用的时间超过了限度，已经停下。{_WAY_OUT}",
    "died": f"读“{{name}}”时读取程序中断了。{_WAY_OUT}",
}


def published_alone(
    path: Path, last: Report | None = None, limits: Limits | None = None
) -> Imported:
    """Read a published report under the limits that a file of a folder has.

    Raises:
        UnreadableError: the file is not what it claims to be, holds no annual report, or took too much.
    """
    (found,) = published_each([Source(path, path.name)], last, limits=limits)
    if isinstance(found, UnreadableError):
        raise found
    return found


def published_each(
    sources: Sequence[Source],
    last: Report | None = None,
    *,
    jobs: int = 1,
    limits: Limits | None = None,
) -> Iterator[Imported | UnreadableError]:
    """Yield what each published report holds, in their order, or why it cannot be read."""
    read = isolated(partial(_read, last=last), sources, jobs=jobs, limits=limits)
    for source, found in zip(sources, read, strict=True):
        if isinstance(found, UnreadableError) and found.kind in _DEATHS:
            name = source.path.name
            yield UnreadableError(found.kind, _DEATHS[found.kind].format(name=name))
        else:
            yield found


def _read(source: Source, last: Report | None) -> Imported:
    return one_report.published(source.path, last)
