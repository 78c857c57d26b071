"""Plain text, as pasted from a page or taken out of a PDF -> its paragraphs and tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlsheets.extract import Grid, GridCell, Paragraph
from xlsheets.extract.squeeze import page_number
from xlsheets.report.checkcode import printed, taken_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.extract import Block

_RULE = re.compile(r"[|:\-\s+]*-[|:\-\s+]*")
_INDENT = re.compile(r"(?:\s{2,}|\u3000+)\S")
_NUMBERING = re.compile(r"[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．]")
_FULL = 20
_ENDS = "。！？：；”）"


def read_text(text: str) -> tuple[Block, ...]:
    """Read text: rows of a table are lines with bars or tabs; broken lines are joined."""
    blocks: list[Block] = []
    rows: list[list[str]] = []
    for line in _unwrapped(text):
        cells = _cells(line)
        if cells is None:
            blocks.extend(_grid(rows))
            rows = []
            if line.strip():
                blocks.append(Paragraph(line.strip()))
        elif not _RULE.fullmatch(line):
            rows.append(cells)
    blocks.extend(_grid(rows))
    return tuple(blocks)


def _cells(line: str) -> list[str] | None:
    stripped = line.strip(" \r")
    if stripped.startswith("|"):
        return [cell.strip() for cell in stripped.strip("|").split("|")]
    if line.count("\t") > 1:
        return [cell.strip() for cell in line.split("\t")]
    return None


def _grid(rows: list[list[str]]) -> Iterator[Grid]:
    if rows:
        yield Grid(
            tuple(
                GridCell(down, across, 1, 1, text)
                for down, row in enumerate(rows)
                for across, text in enumerate(row)
            )
        )


def _unwrapped(text: str) -> Iterator[str]:
    """Yield lines; one that fills the page and does not end a sentence goes on in the next.

    Page numbers are left out together with the blank lines around them; what else stands at the foot of
    a page, the 校对码, comes last.
    """
    pending = ""
    for line in _without_pages(text):
        if pending and _goes_on(line):
            pending += line.strip()
        else:
            yield pending
            pending = line
        if len(pending.strip()) < _FULL or pending.rstrip()[-1] in _ENDS or _is_tabular(line):
            yield pending
            pending = ""
    yield pending


def _goes_on(line: str) -> bool:
    """Tell whether a line may be the rest of the one above: it begins neither paragraph nor row, and is no figure."""
    begins = _INDENT.match(line) or _NUMBERING.match(line) or _cells(line) is not None
    return bool(line.strip(" 0123456789.,")) and not begins


def _is_tabular(line: str) -> bool:
    """Tell whether a line is a piece of a table: its words stand far apart, or it is mostly figures."""
    return bool(re.search(r"\S\s{3,}\S|\d\s+\d+\s|\d{5,}$", line)) or _cells(line) is not None


def _without_pages(text: str) -> list[str]:
    lines: list[str] = []
    codes: dict[str, None] = {}
    skipping = False
    for printed_line in re.split(r"\r\n|[\n\r\f\v\u2028\u2029]", text):
        line, found = taken_out(printed_line)
        codes |= dict.fromkeys(map(printed, found))
        if page_number(line) or (found and not line.strip()):
            while lines and not lines[-1].strip():
                lines.pop()
            skipping = True
        elif line.strip() or not skipping:
            lines.append(line)
            skipping = False
    return [*lines, "", *codes]
