"""Declared table and its numbers -> an HTML table whose cells all name their headings."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.schema.shape import Box, Role, boxes, header_depth, header_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlsheets.basics.numbers import Number
    from xlsheets.documents.printed.composition import Form
    from xlsheets.schema.spec import Cell, Table

_SCOPES = {Role.BANNER: "col", Role.CORNER: "col", Role.HEADER: "col", Role.STUB: "row"}


# How a table looks by attributes alone, where a website brings no styles for it or strips ours.
_FRAMED = ' border="1" cellspacing="0" cellpadding="4" width="100%"'
_CENTRED = ' align="center"'
SIDEWAYS = "overflow-x: auto"
_SCROLLED = '<div {look} role="region" tabindex="0" aria-label="{name}">\n'


def table_html(form: Form, values: Mapping[Cell, Number], *, framed: bool = False) -> str:
    """Write a table with the merges of the official form; a cell without a number stays empty.

    Args:
        form: the table and its caption.
        values: the numbers.
        framed: draw borders and centre numbers by attributes, for a place without styles.
    """
    table = form.table
    opening = f"<tr{_CENTRED if framed else ''}>"
    rows = {row: f"{opening}{cells}</tr>\n" for row, cells in _rows(table, values)}
    # On a phone a table is wider than the screen: it is moved sideways by itself, and can be by the keyboard.
    look = f'style="{SIDEWAYS}"' if framed else 'class="wide"'
    inside = _SCROLLED.format(look=look, name=escape(form.caption))
    parts = [
        f"{inside}<table{_FRAMED if framed else ''}>\n<caption>{escape(form.caption)}</caption>\n"
    ]
    # The headings of a later block stand between rows of numbers, where a table can have no head.
    heads = header_rows(table) if len(table.blocks) == 1 else 0
    if heads:
        parts.append(_part("thead", [rows[row] for row in range(heads)]))
    for top, bottom in _extents(table):
        parts.append(_part("tbody", [rows[row] for row in range(max(top, heads), bottom)]))
    return "".join((*parts, "</table></div>\n"))


def _part(name: str, rows: list[str]) -> str:
    return f"<{name}>\n{''.join(rows)}</{name}>\n"


def _extents(table: Table) -> Iterator[tuple[int, int]]:
    """Yield the rows of each block, headings included: first, and one past the last."""
    top = 0
    for block in table.blocks:
        bottom = top + header_depth(block) + len(block.row_leaves)
        yield top, bottom
        top = bottom


def _rows(table: Table, values: Mapping[Cell, Number]) -> Iterator[tuple[int, str]]:
    named = _names(table) if len(table.blocks) > 1 else {}
    for row, drawn in groupby(boxes(table), key=lambda box: box.row):
        cells = "".join(_cell(box, values, named) for box in drawn)
        yield row, cells


def _cell(box: Box, values: Mapping[Cell, Number], named: Mapping[Box, str]) -> str:
    spans = f' colspan="{box.width}"' if box.width > 1 else ""
    spans += f' rowspan="{box.height}"' if box.height > 1 else ""
    if box.cell:
        value = values.get(box.cell)
        heads = f' headers="{" ".join(_headings(box, named))}"' if named else ""
        return f"<td{spans}{heads}>{'' if value is None else show(value)}</td>"
    if not box.text:
        return f"<td{spans}></td>"
    name = f' id="{named[box]}"' if named else ""
    return f'<th scope="{_SCOPES[box.role]}"{spans}{name}>{escape(box.text, quote=False)}</th>'


def _names(table: Table) -> dict[Box, str]:
    """Name the headings of a table of several blocks: by position alone all would head the last."""
    headings = [box for box in boxes(table) if box.cell is None and box.text]
    return {box: f"{table.key}-{number}" for number, box in enumerate(headings, 1)}


def _headings(box: Box, named: Mapping[Box, str]) -> list[str]:
    """Return the names of the headings of a cell: those of its row, and the nearest run above it."""
    beside = [
        name for head, name in named.items() if head.role is Role.STUB and _same(head, box, "row")
    ]
    above = [
        head
        for head in named
        if head.role is not Role.STUB and head.row < box.row and _same(head, box, "column")
    ]
    start = max((head.row for head in above if head.role is Role.BANNER), default=0)
    return [*(named[head] for head in above if head.row >= start), *beside]


def _same(head: Box, cell: Box, way: str) -> bool:
    """Tell whether a heading stands beside a cell (``row``) or covers its columns (``column``)."""
    if way == "row":
        return head.row <= cell.row < head.row + head.height
    return head.column < cell.column + cell.width and cell.column < head.column + head.width
