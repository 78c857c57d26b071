"""Declared table and its numbers -> WordprocessingML, cell for cell as the official form draws it."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from xlsheets.basics.numbers import show
from xlsheets.documents.word.base_document import BORDERS, STYLES
from xlsheets.schema.shape import Box, Role, boxes, header_rows, height

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlsheets.basics.numbers import Number
    from xlsheets.schema.spec import Cell, Table


class TableLook(NamedTuple):
    """How one table is set: paragraph style, least row height in twips, alignment of the row labels."""

    style: str
    row_height: int
    labels: str

    @property
    def character(self) -> int:
        """Width of a Chinese character in twips."""
        return next(style.size for style in STYLES if style.id == self.style) * 10


# 表三 has to fit on one page with its heading; 表二 has room to be airy.
LOOKS = {
    "proactive": TableLook("AnnualTableLarge", 460, "center"),
    "requests": TableLook("AnnualTableSmall", 370, "left"),
    "remedies": TableLook("AnnualTable", 560, "center"),
}
_BANNER_FILL = "C6D9F1"
_MARGIN = 30
_LEFT, _LEFT_IN = (f'<w:ind w:left="{room}"/><w:jc w:val="left"/>' for room in (20, 90))
# A label taller than this many rows is written from top to bottom.
_TALL = 9


class Frame(NamedTuple):
    """What a table needs to know of the document it stands in."""

    width: int
    grid_style: str
    text_style: str


def table_xml(table: Table, caption: str, frame: Frame, values: Mapping[Cell, Number]) -> str:
    """Write a table as wide as the text; a cell without a number stays empty."""
    pieces = _form(table, caption, frame)
    return "".join(
        piece if isinstance(piece, str) else _number(values.get(piece)) for piece in pieces
    )


def _number(value: Number | None) -> str:
    return "" if value is None else f"<w:r><w:t>{show(value)}</w:t></w:r>"


@lru_cache(maxsize=16)
def _form(table: Table, caption: str, frame: Frame) -> tuple[str | Cell, ...]:
    """Draw the empty form: XML, and between it the cells whose numbers belong there."""
    form: list[str | Cell] = [""]
    for piece in _pieces(table, caption, frame):
        if isinstance(piece, str) and isinstance(form[-1], str):
            form[-1] += piece
        else:
            form.append(piece)
    return tuple(form)


def _pieces(table: Table, caption: str, frame: Frame) -> Iterator[str | Cell]:
    columns, look = _scaled(table.widths, frame.width), LOOKS[table.key]
    yield _opening(caption, columns, frame)
    last = height(table) - 1
    # The first head of a table of several blocks would be wrong above the others.
    heads = header_rows(table) if len(table.blocks) == 1 else 0
    for row in range(last + 1):
        repeated = "<w:tblHeader/>" if row < heads else ""
        yield f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{look.row_height}"/>{repeated}</w:trPr>'
        for box in boxes_at(table, row):
            width = sum(columns[box.column : box.column + box.width])
            yield _cell_opening(box, row, width, look.character)
            yield _paragraph_opening(box, look.labels, frame.text_style, kept=row < last)
            yield box.cell or (text_run(box.text) if row == box.row else "")
            yield "</w:p></w:tc>"
        yield "</w:tr>"
    yield "</w:tbl>"


def _scaled(widths: tuple[int, ...], total: int) -> tuple[int, ...]:
    """Scale the official column widths to the text width, losing nothing to rounding."""
    edges = [round(edge * total / sum(widths)) for edge in accumulate(widths, initial=0)]
    return tuple(right - left for left, right in pairwise(edges))


def _opening(caption: str, columns: tuple[int, ...], frame: Frame) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    told = escape(caption)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{frame.grid_style}"/>'
        f'<w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{BORDERS}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{_MARGIN}" w:type="dxa"/>'
        f'<w:right w:w="{_MARGIN}" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblCaption w:val="{told}"/><w:tblDescription w:val="{told}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )


def boxes_at(table: Table, row: int) -> list[Box]:
    """Return the rectangles that cover this row, left to right."""
    covering = (box for box in boxes(table) if box.row <= row < box.row + box.height)
    return sorted(covering, key=lambda box: box.column)


def _cell_opening(box: Box, row: int, width: int, character: int) -> str:
    span = f'<w:gridSpan w:val="{box.width}"/>' if box.width > 1 else ""
    merge = "restart" if row == box.row else "continue"
    merged = f'<w:vMerge w:val="{merge}"/>' if box.height > 1 else ""
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{_BANNER_FILL}"/>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merged}'
        f"{fill if box.role is Role.BANNER else ''}{_direction(box, width, character)}"
        '<w:vAlign w:val="center"/></w:tcPr>'
    )


def _direction(box: Box, width: int, character: int) -> str:
    """Set a tall label vertically, and break a narrow head as a person would: 商业/企业."""
    if box.height > _TALL:
        return '<w:textDirection w:val="tbRlV"/>'
    if box.role is not Role.HEADER or len(box.text) * character <= width - 2 * _MARGIN:
        return ""
    side = max(0, width - 2 * character - _MARGIN) // 2
    return f'<w:tcMar><w:left w:w="{side}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tcMar>'


def _paragraph_opening(box: Box, labels: str, style: str, *, kept: bool) -> str:
    """Open the paragraph of a cell; the rows of a table keep together where a page can hold them."""
    left = labels == "left" and box.role in (Role.STUB, Role.CORNER) and box.height <= _TALL
    aligned = _LEFT_IN if box.role is Role.BANNER else _LEFT if left else ""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{"<w:keepNext/>" if kept else ""}{aligned}</w:pPr>'
    )


_AMBIGUOUS = re.compile("[\u00a1-\u00ff\u2010-\u2040\u2100-\u27bf]")


def text_run(text: str, character_style: str = "") -> str:
    """Write a run of text; the hint sets quotation marks and dashes, else taken for Latin, in Chinese."""
    style = f'<w:rStyle w:val="{character_style}"/>' if character_style else ""
    hint = '<w:rFonts w:hint="eastAsia"/>' if _AMBIGUOUS.search(text) else ""
    properties = f"<w:rPr>{style}{hint}</w:rPr>" if style or hint else ""
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<w:r>{properties}<w:t{kept}>{escape(text, quote=False)}</w:t></w:r>"
