"""The official forms, written down a second time by hand: ``tests/golden/official-<edition>.txt``.

A line is a row of a table, with its cells from left to right; ``·`` is a number, ``3x1`` behind a label its height and width.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from xlsheets.schema import EDITIONS, Edition

GOLDEN = Path(__file__).parents[1] / "golden"
_CELL = re.compile(r"(?P<label>.*?)(?: (?P<height>\d+)x(?P<width>\d+))?")
_NUMBER = "·"


class OfficialCell(NamedTuple):
    """A cell of a table: its height and width, its label, "" for a number."""

    height: int
    width: int
    label: str


def transcription(edition: Edition) -> Path:
    """Return the file in which the form of an edition is transcribed."""
    return GOLDEN / f"official-{edition.key}.txt"


# Of the form of 2019 there is none: reports of its years are only read, and compared with those of the next.
TRANSCRIBED = [edition for edition in EDITIONS if transcription(edition).exists()]


def official_tables(edition: Edition) -> list[dict[tuple[int, int], OfficialCell]]:
    """Return the tables of the form, each as its cells by row and column."""
    _, *parts = transcription(edition).read_text(encoding="utf-8").split("# ")
    return [_table(part.splitlines()[1:]) for part in parts]


def _table(lines: list[str]) -> dict[tuple[int, int], OfficialCell]:
    cells: dict[tuple[int, int], OfficialCell] = {}
    covered: set[tuple[int, int]] = set()
    for row, line in enumerate(lines):
        column = 0
        for written in line.split(" | "):
            found = _CELL.fullmatch(written)
            cell = OfficialCell(
                int(found["height"] or 1),
                int(found["width"] or 1),
                found["label"].replace(_NUMBER, ""),
            )
            while (row, column) in covered:
                column += 1
            cells[row, column] = cell
            covered |= {
                (row + down, column + across)
                for down in range(cell.height)
                for across in range(cell.width)
            }
    return cells
