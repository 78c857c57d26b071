"""The drawing that holds the boxes of a sheet's notes (VML) -> the same with boxes put in or taken out.

VML of other programs need not be well-formed XML, so it is changed as text, box by box.
"""

from __future__ import annotations

import re
from itertools import chain, count
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import place_of
from xlsheets.basics.patterns import pattern_of
from xlsheets.workbook.template.writer.formats import line_count

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

# Said at each of our boxes, because other programs may have other prefixes.
_SPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_EMPTY = f"<xml {_SPACES}></xml>"
_LAYOUT = (
    f'<o:shapelayout {_SPACES} v:ext="edit"><o:idmap v:ext="edit" data="{{}}"/></o:shapelayout>'
)
_KIND = (
    f'<v:shapetype {_SPACES} id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    ' path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
# Numbers of boxes come in blocks of so many; a drawing names its blocks, and no two drawings share one.
_BLOCK = 1024
_BLOCKS = pattern_of(r'(<\w+:idmap\b[^>]*?\bdata=")([^"]*)(")')
_ROOT = pattern_of(r"<xml\b[^>]*>")
_BOX = pattern_of(r"<(\w+):shape\s.*?</\1:shape>", re.DOTALL)
_NUMBER = pattern_of(r'id="_x0000_s(\d+)"')
_ROW, _COLUMN = (pattern_of(rf"<\w+:{name}>\s*(\d+)\s*</\w+:{name}>") for name in ("Row", "Column"))
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


def boxes_with(drawing: bytes, notes: Mapping[str, str], others: Iterable[bytes]) -> bytes:
    """Return a drawing with a hidden box for each note, to be shown when the pointer is at its cell.

    Args:
        drawing: the drawing.
        notes: the text by cell.
        others: all other drawings of the workbook, whose numbers are theirs.
    """
    text = drawing.decode()
    foreign = {block for other in others for block in _blocks_in(other.decode("utf-8", "replace"))}
    used = set(map(int, _NUMBER.findall(text)))
    # A drawing whose boxes are all gone is numbered anew.
    blocks = [block for block in _blocks_in(text) if used and block not in foreign]
    free = (number for number in _numbers(blocks, foreign) if number not in used)
    numbered = dict(zip(notes, free, strict=False))
    kept = {block for block in _blocks_in(text) if used}
    text = _reserving(text, kept | {number // _BLOCK for number in numbered.values()})
    body, end, rest = text.rpartition("</xml>")
    kind = "" if 'id="_x0000_t202"' in text else _KIND
    return "".join((body, kind, *_boxes(numbered, notes), end, rest)).encode()


def _blocks_in(text: str) -> list[int]:
    """Return the blocks a drawing names, and those its boxes are numbered in."""
    named = (data for _, data, _ in _BLOCKS.findall(text))
    found = {int(block) for data in named for block in data.split(",") if block.strip().isdecimal()}
    return sorted(found | {int(number) // _BLOCK for number in _NUMBER.findall(text)})


def _numbers(blocks: Iterable[int], foreign: Collection[int]) -> Iterator[int]:
    """Yield the numbers of some blocks, and then of the first ones that are free."""
    own = list(blocks)
    new = (block for block in count(1) if block not in foreign and block not in own)
    for block in chain(own, new):
        yield from range(block * _BLOCK + 1, (block + 1) * _BLOCK)


def _reserving(text: str, blocks: Iterable[int]) -> str:
    """Return a drawing that names just these blocks as its own; one without boxes keeps what it names."""
    data = ",".join(map(str, sorted(blocks)))
    if not data:
        return text
    if _BLOCKS.search(text):
        return _BLOCKS.sub(rf"\g<1>{data}\g<3>", text, count=1)
    return _ROOT.sub(lambda root: root[0] + _LAYOUT.format(data), text, count=1)


def _boxes(numbers: Mapping[str, int], notes: Mapping[str, str]) -> Iterator[str]:
    for cell, number in numbers.items():
        words = notes[cell]
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
