"""The reports that count -> one archive of Word reports, each made in a process with limits."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from xlsheets.runs.conversion import convert_folder
from xlsheets.runs.output_folder import OutputFolder
from xlsheets.serve.board.pile import zipped
from xlsheets.serve.desk.saving import Download

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsheets.report.outcome import Source
    from xlsheets.runs.conversion import Job
    from xlsheets.serve.board.jobs import BoardWork


def print_reports(
    sources: Sequence[Source], conversion: Job, job: BoardWork
) -> tuple[Download, list[str]]:
    """Print the reports that count, as ``convert`` does with a folder and a register."""
    place = Path(tempfile.mkdtemp(prefix="xlsheets-"))
    complaints, count = [], 0
    try:
        with OutputFolder(place / "报告", conversion.options, force=False) as folder:
            for record, _ in convert_folder(sources, conversion, folder, job.run_through):
                count += bool(record.output)
                if record.complaint:
                    complaints.append(f"{record.file}：{record.complaint}")
        files = sorted(path for path in (place / "报告").rglob("*") if path.is_file())
        content = zipped({path.name: path.read_bytes() for path in files})
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return Download("年度报告.zip", "application/zip", content), [
        f"生成报告 {count} 份。",
        *complaints,
    ]
