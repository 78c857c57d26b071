"""The drawing that holds the boxes of a sheet's notes (VML) -> the same with boxes put in or taken out.

VML of other programs need not be well-formed XML, so it is changed as text, box by box.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import place_of
from xlsheets.workbook.template.writer.formats import line_count

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

# Said at each of our boxes, because other programs may have other prefixes.
_SPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_EMPTY = (
    f'<xml {_SPACES}><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)
_KIND = (
    f'<v:shapetype {_SPACES} id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    ' path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
# Boxes are numbered from here: Excel gives each drawing a thousand numbers.
_FIRST = 1025
_BOX = re.compile(r"<(\w+):shape\s.*?</\1:shape>", re.DOTALL)
_NUMBER = re.compile(r'id="_x0000_s(\d+)"')
_ROW, _COLUMN = (re.compile(rf"<\w+:{name}>\s*(\d+)\s*</\w+:{name}>") for name in ("Row", "Column"))
# Chinese characters in a line of a box, and how many sheet rows the longest may cover.
_LINE, _TALLEST = 17, 16


def no_boxes() -> bytes:
    """Return a drawing without any box."""
    return _EMPTY.encode()


def boxes_without(drawing: bytes, cells: Collection[str]) -> bytes:
    """Return a drawing without the boxes of these cells."""
    places = {_place(cell) for cell in cells}

    def kept(match: re.Match[str]) -> str:
        row, column = _ROW.search(match[0]), _COLUMN.search(match[0])
        gone = row and column and (int(row[1]), int(column[1])) in places
        return "" if gone else match[0]

    return _BOX.sub(kept, drawing.decode()).encode()


def boxes_with(drawing: bytes, notes: Mapping[str, str]) -> bytes:
    """Return a drawing with a hidden box for each note, to be shown when the pointer is at its cell."""
    text = drawing.decode()
    body, end, rest = text.rpartition("</xml>")
    kind = "" if 'id="_x0000_t202"' in text else _KIND
    return "".join((body, kind, *_boxes(text, notes), end, rest)).encode()


def _boxes(text: str, notes: Mapping[str, str]) -> Iterator[str]:
    first = max((_FIRST - 1, *map(int, _NUMBER.findall(text)))) + 1
    for number, (cell, words) in enumerate(notes.items(), first):
        row, column = _place(cell)
        tall = min(_TALLEST, 1 + line_count(words, _LINE))
        anchor = (
            f"{column + 1}, 12, {max(0, row - 1)}, 8, {column + 4}, 40, {max(0, row - 1) + tall}, 4"
        )
        yield (
            f'<v:shape {_SPACES} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;visibility:hidden"'
            ' fillcolor="#fffbe0" o:insetmode="auto"><v:fill color2="#fffbe0"/>'
            '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
            '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
            '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
            f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
            f"<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
        )


def _place(cell: str) -> tuple[int, int]:
    """Return row and column of an address, counted from 0 as the drawing counts them."""
    return place_of(cell).zero_based
