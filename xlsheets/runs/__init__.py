"""A folder of files -> one row each, whatever the files do to the process that reads them."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from xlsheets.errors import UsageError

if TYPE_CHECKING:
    from xlsheets.pipeline import Source
    from xlsheets.runs.conversion import Executor


def executor_for(address: str = "", *, jobs: int = 0) -> Executor:
    """Return who works through the files: processes on this machine, or a cluster.

    Args:
        address: ``dask://HOST:PORT``; "" for this machine.
        jobs: how many processes at a time here; 0 for one a processor.

    Raises:
        UsageError: there is no such kind of executor.
    """
    if address.startswith("dask://"):
        from xlsheets.runs.cluster import clustered

        return partial(clustered, address=address)
    if address:
        raise UsageError(f"没有“{address}”这种执行方式，可以写 dask://10.0.0.5:8786 这样的地址。")
    from xlsheets.runs.workers import FORKS, isolated

    if FORKS:
        _warm()
    return partial(isolated, jobs=jobs or os.cpu_count() or 1)


def _warm() -> None:
    """Do the whole job once, so that every process forked later has loaded and cached what it needs."""
    from xlsheets.pipeline import Source, convert, validate
    from xlsheets.runs.workers import isolated
    from xlsheets.workbook.reader import read_workbook

    # Made in a process of its own: what makes a workbook is not needed to read one.
    for content in isolated(_sample, [Source(Path("sample.xlsx"), "")], jobs=1):
        if isinstance(content, bytes):
            report = read_workbook(content)
            convert(report, findings=validate(report))


def _sample(_: Source) -> bytes:
    from xlsheets import pipeline, samples

    return pipeline.workbook(samples.sound())
