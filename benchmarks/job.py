"""The whole job, workbook to Word report, in one warm process: stages, rivals and the floor, as ratios.

Run ``python -m benchmarks.job``; one rival is left out where docxtpl is not installed. Rounds alternate between the contestants, and the
median of CPU time counts, so that other work on the machine weighs on all alike. In a round each of them does a few reports one after
the other, as a warm process does; no report comes twice, so that nothing kept from the round before flatters anybody.
"""

from __future__ import annotations

import gc
import io
import statistics
import time
import zipfile
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from benchmarks import rivals
from benchmarks.samples import sample
from xlsheets.documents.word.report import render
from xlsheets.documents.word.verify import verify
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workflows import one_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from xlsheets.report import Report

ROUNDS, REPORTS = 9, 3


class Work(NamedTuple):
    """What a round works on: a workbook, the report in it, and the document made of it."""

    source: bytes
    report: Report
    document: bytes
    xml: bytes


def works() -> list[list[Work]]:
    """Return the pieces of work of every round; figures and wording differ."""
    chance = Random(7)
    works = [_work(sample(number, chance).report) for number in range(ROUNDS * REPORTS)]
    return [works[start : start + REPORTS] for start in range(0, len(works), REPORTS)]


def _work(report: Report) -> Work:
    source = one_report.workbook(report)
    found = read_workbook(source, "a.xlsx")
    document = render(found)
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return Work(source, found, document, package.read("word/document.xml"))


def contestants() -> dict[str, Callable[[Work], object]]:
    """Return everything that is measured, by name; the whole job comes before its stages, which warm its texts."""
    runs: dict[str, Callable[[Work], object]] = {
        "whole job": lambda work: whole_job(work.source),
        "floor, needed parts": lambda work: rivals.floor(work.source, work.xml, rivals.NEEDED),
        "floor, every sheet": lambda work: rivals.floor(work.source, work.xml, rivals.EVERY),
        "read": lambda work: read_workbook(work.source, "a.xlsx"),
        "validate": lambda work: one_report.validate(work.report),
        "render": lambda work: render(work.report),
        "read back and compare": lambda work: verify(work.report, work.document),
        "openpyxl + python-docx": lambda work: rivals.with_python_docx(work.source),
    }
    if rivals.has_docxtpl():
        template = rivals.docxtpl_template()
        runs["openpyxl + docxtpl"] = lambda work: rivals.with_docxtpl(work.source, template)
    return runs


def whole_job(source: bytes) -> bytes:
    """Do the whole job as ``xlsheets convert`` does it: read, check, render, read back, compare."""
    return one_report.convert(read_workbook(source, "a.xlsx"))


def medians() -> dict[str, float]:
    """Return the median CPU seconds of each contestant for a report, over alternating rounds."""
    runs = contestants()
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for several in works():
        for name, run in runs.items():
            gc.collect()  # what one leaves behind is not swept on another's time
            start = time.process_time()
            for work in several:
                run(work)
            taken[name].append((time.process_time() - start) / REPORTS)
    return {name: statistics.median(values) for name, values in taken.items()}


def main() -> None:
    """Print the table; a ratio to a rival says how many times longer the rival takes."""
    found = medians()
    low, every, own = found["floor, needed parts"], found["floor, every sheet"], found["whole job"]
    headings = ("ms", "x needed", "x every", "x whole job")
    print(f"{'':24}" + "".join(f"{heading:>12}" for heading in headings))
    for name, seconds in found.items():
        ratios = (seconds / low, seconds / every, seconds / own)
        print(f"{name:24}{seconds * 1000:12.2f}" + "".join(f"{ratio:12.2f}" for ratio in ratios))


if __name__ == "__main__":
    main()
