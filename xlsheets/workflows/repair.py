"""Damaged workbook -> a clean one of the current template with every input, and an account of the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.errors import OutputError
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from xlsheets.report import Report


class Repaired(NamedTuple):
    """A clean workbook, the report in it, what was put right, and what found no place in it."""

    content: bytes
    report: Report
    mended: tuple[str, ...]
    left: tuple[str, ...]


def repair(source: Path | bytes, name: str = "") -> Repaired:
    """Pour everything that can be read in a workbook into a clean template, and prove that it is there.

    Raises:
        UnreadableError: the file cannot be read at all.
        OutputError: the new workbook, read back, lacks something.
    """
    from xlsheets.workbook.reading.reader import read_workbook
    from xlsheets.workbook.reading.salvage import salvage
    from xlsheets.workbook.reading.witness import witnessed
    from xlsheets.workbook.template import write_workbook

    found = salvage(source, name)
    content = write_workbook(found.report)
    by_us = _inputs(read_workbook(content, name)) == _inputs(found.report)
    # A reader and a writer of one hand could share a mistake, so a second reader has to agree.
    by_another = witnessed(content, found.report.edition) == found.report.figures
    if not (by_us and by_another):
        raise OutputError("修复后的工作簿与读出来的内容不一致，没有写出。请把原文件发给开发者。")
    return Repaired(content, found.report, found.mended, found.left)


def _inputs(report: Report) -> tuple[object, ...]:
    """Return everything a person can have entered."""
    return (
        report.profile,
        report.figures,
        report.narrative,
        report.facts,
        report.reasons,
        report.drafted,
    )
