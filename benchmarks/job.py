"""The whole job, workbook to Word report, in one warm process: stages, rivals and the floor, as ratios.

Run ``python -m benchmarks.job``; needs docxtpl beside the development tools. Rounds alternate between the contestants, and the
median of CPU time counts, so that other work on the machine weighs on all alike.
"""

from __future__ import annotations

import io
import statistics
import time
import zipfile
from typing import TYPE_CHECKING

from benchmarks import rivals
from xlsheets import pipeline, samples
from xlsheets.render.docx import render
from xlsheets.render.docx_verify import verify
from xlsheets.workbook.reader import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 15


def medians(contestants: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return the median CPU seconds of each contestant over alternating rounds."""
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(ROUNDS):
        for name, run in contestants.items():
            start = time.process_time()
            run()
            taken[name].append(time.process_time() - start)
    return {name: statistics.median(values) for name, values in taken.items()}


def whole_job(source: bytes) -> bytes:
    """Do the whole job as ``xlsheets convert`` does it: read, check, render, read back, compare."""
    return pipeline.convert(read_workbook(source, "a.xlsx"))


def main() -> None:
    """Print the tables."""
    report = samples.sound()
    source = pipeline.workbook(report)
    found = read_workbook(source, "a.xlsx")
    document = render(found)
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        xml = package.read("word/document.xml")
    template = rivals.docxtpl_template()
    found_times = medians(
        {
            "floor": lambda: rivals.floor(source, xml),
            "read": lambda: read_workbook(source, "a.xlsx"),
            "validate": lambda: pipeline.validate(found),
            "render": lambda: render(found),
            "read back and compare": lambda: verify(found, document),
            "whole job": lambda: whole_job(source),
            "openpyxl + docxtpl": lambda: rivals.with_docxtpl(source, template),
            "openpyxl + python-docx": lambda: rivals.with_python_docx(source),
        }
    )
    low, own = found_times["floor"], found_times["whole job"]
    print(f"{'':24}{'ms':>9}{'× floor':>10}{'× whole job':>13}")
    for name, seconds in found_times.items():
        print(f"{name:24}{seconds * 1000:9.2f}{seconds / low:10.1f}{seconds / own:13.2f}")


if __name__ == "__main__":
    main()
