"""A folder of files -> one row each, whatever the files do to the process that reads them."""

from __future__ import annotations

import os
from enum import Enum, auto
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from xlsheets.errors import UsageError

if TYPE_CHECKING:
    from xlsheets.workflows.outcomes import Executor


class Stage(Enum):
    """How far a run takes its files."""

    READ = auto()
    CHECK = auto()
    PRINT = auto()


def executor_for(address: str = "", *, jobs: int = 0, stage: Stage = Stage.PRINT) -> Executor:
    """Return who works through the files: processes on this machine, or a cluster.

    Args:
        address: ``dask://HOST:PORT``; "" for this machine.
        jobs: how many processes at a time here; 0 for one a processor.
        stage: how far they are taken, for which processes here are prepared.

    Raises:
        UsageError: there is no such kind of executor.
    """
    if address.startswith("dask://"):
        from xlsheets.runs.cluster import clustered

        return partial(clustered, address=address)
    if address:
        raise UsageError(f"没有“{address}”这种执行方式，可以写 dask://10.0.0.5:8786 这样的地址。")
    from xlsheets.runs.pool import FORKS, isolated

    if FORKS:
        _load(stage)
    return partial(isolated, jobs=jobs or os.cpu_count() or 1)


def _load(stage: Stage) -> None:
    """Load what every file needs, so that the processes forked from this one need not.

    What its files have no use for, a run would keep to its end.
    """
    from xlsheets.checks.facts.fees import stated_fee
    from xlsheets.report import Report
    from xlsheets.workflows import samples
    from xlsheets.workflows.one_report import validate

    import_module("xlsheets.workbook.reading.reader")
    # A report with text has the patterns compiled that every other one asks for.
    sample = Report(narrative=samples.prose())
    if stage is Stage.READ:
        stated_fee(sample)
    else:
        validate(sample)
    if stage is Stage.PRINT:
        import_module("xlsheets.documents.word.report")
        import_module("xlsheets.documents.word.verify")
