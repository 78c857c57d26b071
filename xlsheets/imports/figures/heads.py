"""Cells of the tables -> the headings in force above each of their rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlsheets.imports.figures.columns import Head, known_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xlsheets.imports.figures.stream import Fragment

_FIGURE = re.compile(r"\d")
_BANNER = re.compile(r"第二十条第?\(?[一五六八九]\)?项|信息内容")

Heads = tuple[Head, ...]


def heads_of_tables(fragments: Iterable[Fragment]) -> Mapping[tuple[int, int], Heads]:
    """Map (table, row) to the headings above it.

    A table without headings goes on with those of the table before it where that is as wide: it was one table.
    """
    tables: dict[int, dict[int, list[Fragment]]] = {}
    for fragment in fragments:
        if fragment.place:
            rows = tables.setdefault(fragment.place.table, {})
            rows.setdefault(fragment.place.row, []).append(fragment)
    found: dict[tuple[int, int], Heads] = {}
    before: tuple[int, Heads] = (0, ())
    for table, rows in tables.items():
        width = _width(rows)
        heads = before[1] if before[0] == width else ()
        for row, in_force in _in_rows(rows, heads):
            found[table, row] = in_force
            heads = in_force
        before = (width, heads)
    return found


def _width(rows: Mapping[int, Sequence[Fragment]]) -> int:
    return max(
        fragment.place.start + fragment.place.width
        for row in rows.values()
        for fragment in row
        if fragment.place
    )


def _in_rows(rows: Mapping[int, Sequence[Fragment]], heads: Heads) -> Iterable[tuple[int, Heads]]:
    collecting = False
    for row in sorted(rows):
        cells = rows[row]
        here = () if any(map(_holds_figure, cells)) else tuple(_heads_in(cells))
        anew = any(_BANNER.fullmatch(cell.text) for cell in cells)
        if here or anew:
            heads = (*heads, *here) if collecting and not anew else here
            collecting = True
        elif any(cell.text for cell in cells):
            collecting = collecting and not any(map(_holds_figure, cells))
        yield row, heads


def _holds_figure(cell: Fragment) -> bool:
    return cell.text[:1].isdigit() and not known_label(cell.text)


def _heads_in(cells: Sequence[Fragment]) -> Iterable[Head]:
    for cell in cells:
        label = known_label(cell.text)
        if label and cell.place:
            yield Head(label, cell.place.start, cell.place.width)
