"""Report and the PDF made of it -> where the PDF says anything else than the report."""

from __future__ import annotations

import operator
from importlib.util import find_spec
from itertools import dropwhile, groupby
from typing import TYPE_CHECKING

from xlsheets.basics.characters import bare, plain
from xlsheets.basics.numbers import show
from xlsheets.documents.printed.composition import Form, PrintedPiece, compose
from xlsheets.extract import Grid
from xlsheets.schema.shape import boxes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xlsheets.report import Report
    from xlsheets.schema.shape import Box

_PLENTY = 30


def pdf_can_be_read() -> bool:
    """Tell whether what reads a PDF is installed: it is an extra."""
    return find_spec("pdfplumber") is not None


def verify_pdf(report: Report, content: bytes) -> list[str]:
    """Read a PDF back and compare every number, label and line; nothing means identical, or not readable here.

    A PDF knows lines and not paragraphs, and headers of a template stand between them: each line is
    looked for where the text of the report goes on, and one that is not there does not count.
    """
    if not pdf_can_be_read():
        return []
    from xlsheets.extract.pdf import pdf_pieces

    pieces = pdf_pieces(content)
    lines = [piece.text for piece in pieces if not isinstance(piece, Grid)]
    rows = [row for piece in pieces if isinstance(piece, Grid) for row in _rows_of(piece)]
    return [*_missing_text(report, lines), *_missing_rows(report, rows)]


def _missing_text(report: Report, lines: Iterable[str]) -> Iterator[str]:
    expected = "".join(
        bare(piece.text) for piece in compose(report) if isinstance(piece, PrintedPiece)
    )
    at = 0
    for line in map(bare, lines):
        if expected.startswith(line, at):
            at += len(line)
    if at < len(expected):
        yield f"PDF 里缺少“{expected[at : at + _PLENTY]}”，或者写得不一样。"


def _missing_rows(report: Report, rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Yield the first row of a table that is not there; one that repeats a heading is passed over."""
    left = iter(rows)
    for form in compose(report):
        if isinstance(form, Form):
            for expected in _rows_expected(form, report):
                if expected not in left:
                    yield f"{form.caption}：PDF 里缺少“{'，'.join(filter(None, expected))}”这一行，或者写得不一样。"
                    return


def _rows_expected(form: Form, report: Report) -> Iterator[tuple[str, ...]]:
    for _, drawn in groupby(boxes(form.table), key=lambda box: box.row):
        ordered = sorted(drawn, key=lambda box: box.column)
        yield _row(_text_in(box, report) for box in ordered)


def _text_in(box: Box, report: Report) -> str:
    if not box.cell:
        return plain(box.text)
    value = report.values.get(box.cell)
    return "" if value is None else show(value)


def _rows_of(grid: Grid) -> Iterator[tuple[str, ...]]:
    for _, cells in groupby(grid.cells, key=lambda cell: cell.row):
        yield _row(cell.text for cell in cells)


def _row(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the texts of a row; a label that goes on from the page before leaves its cell blank in front."""
    return tuple(dropwhile(operator.not_, map(bare, texts)))
