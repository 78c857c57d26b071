"""Plain text, as pasted from a page or taken out of a PDF -> its paragraphs and tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.extract import Grid, GridCell, Paragraph
from xlsheets.extract.squeeze import page_number
from xlsheets.report.checkcode import printed, taken_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.extract import Block

_RULE = pattern_of(r"[|:\-\s+]*-[|:\-\s+]*")
_INDENT = pattern_of(r"(?:\s{2,}|\u3000+)\S")
_NUMBERING = pattern_of(r"[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．]")
_HEADING = pattern_of(r"[一二三四五六七八九十]{1,2}、[^，。；：]{4,36}")
_TITLE = pattern_of(r".{0,40}政府信息公开.{0,20}(?:报告|年报)(?:[（(].{0,20}[)）])?")
# Stands before the cells of a row that was drawn with bars.
_BARRED = "|"
# A line shorter than this does not fill a page; one that fills it is nearly as wide as the widest.
_FULL, _NEARLY = 20, 0.85
# No row of two cells is longer.
_LONGEST_ROW = 80
_ENDS = "。！？：；”）"


def read_text(text: str) -> tuple[Block, ...]:
    """Read text: rows of a table are lines with bars or tabs; broken lines are joined."""
    blocks: list[Block] = []
    rows: list[list[str]] = []
    for line in _unwrapped(text):
        cells = _cells(line)
        if cells is None:
            if line.strip() or not _goes_on_after_blank(rows):
                blocks.extend(_grid(rows))
                rows = []
            if line.strip():
                blocks.append(Paragraph(line.strip()))
        elif not _RULE.fullmatch(line):
            rows.append(cells)
        elif len(rows) > 1:  # the row above a rule is the head of another table
            blocks.extend(_grid(rows[:-1]))
            rows = rows[-1:]
    blocks.extend(_grid(rows))
    return tuple(blocks)


def _goes_on_after_blank(rows: list[list[str]]) -> bool:
    """Tell whether a table may go on behind a blank line: one copied from a page does, one drawn with bars does not."""
    return bool(rows) and _BARRED not in rows[-1][:1]


def _cells(line: str) -> list[str] | None:
    stripped = line.strip(" \r")
    if stripped.startswith("|"):
        return [_BARRED, *(cell.strip() for cell in stripped.strip("|").split("|"))]
    between = line.strip().count("\t")
    if line.count("\t") > 1 or (between and len(line) <= _LONGEST_ROW and "。" not in line):
        return [cell.strip() for cell in line.split("\t")]
    return None


def _grid(rows: list[list[str]]) -> Iterator[Grid]:
    if rows:
        yield Grid(
            tuple(
                GridCell(down, across, 1, 1, text)
                for down, row in enumerate(rows)
                for across, text in enumerate(row[row[:1] == [_BARRED] :])
            )
        )


def _unwrapped(text: str) -> Iterator[str]:
    """Yield lines; one that fills the page and does not end a sentence goes on in the next.

    Page numbers are left out together with the blank lines around them; what else stands at the foot of
    a page, the 校对码, comes last.
    """
    lines = _without_pages(text)
    full = _NEARLY * max((_width(line) for line in lines if not _is_tabular(line)), default=0)
    pending = ""
    for line in lines:
        if pending and _goes_on(line):
            pending += line.strip()
        else:
            if pending:
                yield pending
            pending = line
        if _ends(line, full) or _TITLE.fullmatch(pending.strip()):
            yield pending
            pending = ""
    if pending:
        yield pending


def _ends(line: str, full: float) -> bool:
    """Tell whether a paragraph ends with a line: it is short of the page, or ends a sentence, or is a row."""
    short = len(line.strip()) < _FULL or _width(line) < full or _HEADING.fullmatch(line.strip())
    return bool(short) or line.rstrip()[-1] in _ENDS or _is_tabular(line)


def _width(line: str) -> int:
    """Return how far a line reaches, Chinese characters being twice as wide as others."""
    return sum(1 if character.isascii() else 2 for character in line.rstrip())


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
