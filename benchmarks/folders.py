"""Folders of workbooks that a county or a province might receive, made from a seed."""

from __future__ import annotations

import io
import zipfile
from random import Random
from typing import TYPE_CHECKING

from benchmarks.samples import sample
from xlsheets.workflows import one_report

if TYPE_CHECKING:
    from pathlib import Path

# Reports of their own; a larger folder has them again under other names, each read, checked and printed anew.
_DISTINCT = 40


def folder(size: int, where: Path) -> Path:
    """Return a folder of this many workbooks, a hundred in each of its folders, each of a unit of its own."""
    rng = Random(size)
    originals = [original(number, rng) for number in range(min(size, _DISTINCT))]
    inbox = where / f"inbox-{size}"
    for number in range(size):
        target = inbox / f"{number // 100:03d}" / f"{number:05d}.xlsx"
        target.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, part in originals[number % _DISTINCT].items():
                archive.writestr(name, part.replace(ANY_UNIT, _unit(number)))
    return inbox


ANY_UNIT = "示例县人民政府".encode()


def _unit(number: int) -> bytes:
    return f"示例{number}县人民政府".encode()


def original(number: int, rng: Random) -> dict[str, bytes]:
    """Return the parts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(one_report.workbook(sample(number, rng).report))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
