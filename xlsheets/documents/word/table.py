"""Declared table and its numbers -> WordprocessingML, cell for cell as the official form draws it."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.basics.patterns import pattern_of
from xlsheets.documents.word.base_document import BORDERS, STYLES
from xlsheets.schema.shape import Box, Role, boxes, header_depth, header_rows, height
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xlsheets.basics.numbers import Number
    from xlsheets.schema.spec import Cell, Table


class TableLook(NamedTuple):
    """How one table is set: paragraph style, least row height in twips, alignment of the row labels."""

    style: str
    row_height: int
    labels: str

    @property
    def size(self) -> int:
        """Size of the text in half points; a Chinese character is ten times as many twips wide."""
        return next(style.size for style in STYLES if style.id == self.style)


# 表三 has to fit on one page with its heading, with room to spare: engines differ. 表二 may be airy.
LOOKS = {
    "proactive": TableLook("AnnualTableLarge", 460, "center"),
    "requests": TableLook("AnnualTableSmall", 350, "left"),
    "remedies": TableLook("AnnualTable", 560, "center"),
}
_BANNER_FILL = "C6D9F1"
_MARGIN = 30
_LEFT, _LEFT_IN = (f'<w:ind w:left="{room}"/><w:jc w:val="left"/>' for room in (20, 90))
# A label taller than this many rows is written from top to bottom, one character a line.
_TALL = 9
_ONE_A_LINE = '<w:kinsoku w:val="0"/><w:overflowPunct w:val="0"/>'
# Widths in twips of a digit and of a point of Times New Roman, for each half point of its size.
_DIGIT, _POINT = 5.0, 2.5


class Frame(NamedTuple):
    """What a table needs to know of the document it stands in."""

    width: int
    grid_style: str
    text_style: str


class NumberSlot(NamedTuple):
    """Where a number belongs.

    Args:
        before: the XML of the form since the number before.
        cell: which number.
        room: the width for it in twips.
        digits: how many digits of the usual size have room.
    """

    before: str
    cell: Cell
    room: int
    digits: int

    @property
    def column(self) -> tuple[str, str]:
        """The column it stands in, whose numbers all have one size."""
        return self.cell.block, self.cell.column


def table_xml(table: Table, caption: str, frame: Frame, values: Mapping[Cell, Number]) -> str:
    """Write a table as wide as the text; a cell without a number stays empty."""
    slots, end = _form(table, caption, frame)
    found = [values.get(slot.cell) for slot in slots]
    numbers = ["" if value is None else show(value) for value in found]
    sizes = _sizes(slots, numbers, LOOKS[table.key].size)
    filled = (
        f"{slot.before}{_run(number, sizes.get(slot.column) if sizes else None)}"
        for slot, number in zip(slots, numbers, strict=True)
    )
    return "".join((*filled, end))


def _sizes(
    slots: Sequence[NumberSlot], numbers: Sequence[str], usual: int
) -> dict[tuple[str, str], int]:
    """Return the sizes in half points of the columns in which a number of the usual size would break."""
    sizes: dict[tuple[str, str], int] = {}
    for slot, number in zip(slots, numbers, strict=True):
        if len(number) > slot.digits and slot.room < usual * _width(number):
            fitting = int(slot.room / _width(number))
            sizes[slot.column] = min(fitting, sizes.get(slot.column, usual))
    return sizes


def _run(number: str, size: int | None) -> str:
    """Write a number; in a smaller size where its column has one."""
    if not number:
        return ""
    sized = f'<w:rPr><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>' if size else ""
    return f"<w:r>{sized}<w:t>{number}</w:t></w:r>"


def _width(number: str) -> float:
    """Return how wide a number is, in twips for each half point of its size."""
    return sum(_POINT if character == "." else _DIGIT for character in number)


@lru_cache(maxsize=16)
def _form(table: Table, caption: str, frame: Frame) -> tuple[tuple[NumberSlot, ...], str]:
    """Draw the empty form: the slots for its numbers, and the XML after the last."""
    slots: list[NumberSlot] = []
    xml: list[str] = []
    size = LOOKS[table.key].size
    for piece in _pieces(table, caption, frame):
        if isinstance(piece, str):
            xml.append(piece)
            continue
        cell, room = piece
        slots.append(NumberSlot("".join(xml), cell, room, int(room / (size * _DIGIT))))
        xml.clear()
    return tuple(slots), "".join(xml)


def _pieces(table: Table, caption: str, frame: Frame) -> Iterator[str | tuple[Cell, int]]:
    """Yield the XML of the form, and between it the cells whose numbers belong there with the room for them."""
    columns, look = _scaled(table.widths, frame.width), LOOKS[table.key]
    yield _opening(caption, columns, frame)
    ends = _ends(table)
    # The first head of a table of several blocks would be wrong above the others.
    heads = header_rows(table) if len(table.blocks) == 1 else 0
    for row in range(height(table)):
        repeated = "<w:tblHeader/>" if row < heads else ""
        yield f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{look.row_height}"/>{repeated}</w:trPr>'
        for box in boxes_at(table, row):
            width = sum(columns[box.column : box.column + box.width])
            yield _cell_opening(box, row, width, 10 * look.size)
            yield _paragraph_opening(box, look.labels, frame.text_style, kept=row not in ends)
            if box.cell:
                yield box.cell, width - 2 * _MARGIN
            elif row == box.row:
                yield text_run(box.text)
            yield "</w:p></w:tc>"
        yield "</w:tr>"
    yield "</w:tbl>"


def _ends(table: Table) -> set[int]:
    """Return the rows after which a page may end: the last of each block."""
    heights = (header_depth(block) + len(block.row_leaves) for block in table.blocks)
    return {bottom - 1 for bottom in accumulate(heights)}


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
        f"{fill if box.role is Role.BANNER else ''}{_margins(box, width, character)}"
        '<w:vAlign w:val="center"/></w:tcPr>'
    )


def _margins(box: Box, width: int, character: int) -> str:
    """Leave a tall label room for one character a line, a narrow head for two: 商业/企业.

    Vertical text has another name in every engine, and some know none.
    """
    if box.height > _TALL:
        characters = 1
    elif box.role is Role.HEADER and len(box.text) * character > width - 2 * _MARGIN:
        characters = 2
    else:
        return ""
    side = max(0, width - characters * character - _MARGIN) // 2
    return f'<w:tcMar><w:left w:w="{side}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tcMar>'


def _paragraph_opening(box: Box, labels: str, style: str, *, kept: bool) -> str:
    """Open the paragraph of a cell; the rows of a table keep together where a page can hold them."""
    left = labels == "left" and box.role in (Role.STUB, Role.CORNER) and box.height <= _TALL
    aligned = _LEFT_IN if box.role is Role.BANNER else _LEFT if left else ""
    broken = _ONE_A_LINE if box.height > _TALL else ""
    keep = "<w:keepNext/>" if kept else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}{broken}{aligned}</w:pPr>'


_AMBIGUOUS = pattern_of("[\u00a1-\u00ff\u2010-\u2040\u2100-\u27bf]")


def text_run(text: str, character_style: str = "", size: int = 0) -> str:
    """Write a run of text; the hint sets quotation marks and dashes, else taken for Latin, in Chinese.

    ``size`` is in half points; 0 leaves that of the style.
    """
    style = f'<w:rStyle w:val="{character_style}"/>' if character_style else ""
    hint = '<w:rFonts w:hint="eastAsia"/>' if _AMBIGUOUS.search(text) else ""
    sized = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    properties = f"<w:rPr>{style}{hint}{sized}</w:rPr>" if style or hint or sized else ""
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<w:r>{properties}<w:t{kept}>{escape(text, quote=False)}</w:t></w:r>"
