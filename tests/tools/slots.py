"""A prepared workbook + contents of cells -> that workbook with just these cells stored otherwise, quickly."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import NamedTuple

from tests.tools.parts import zipped
from xlsheets.basics.addresses import Spot
from xlsheets.ooxml.contents import open_package
from xlsheets.ooxml.identify import parts_of
from xlsheets.workbook.reading.reader import read_workbook

_CELL = re.compile(r'<c r="([A-Z]+\d+)"((?: \w+="[^"]*")*)(?:/>|>(.*?)</c>)', re.DOTALL)
_STYLE = re.compile(r' s="(\d+)"')
_FORMULA = re.compile(r"<f\b[^>]*?(?:/>|>.*?</f>)", re.DOTALL)


class Prepared:
    """A workbook cut at the cells that are found by name; its totals keep no results."""

    def __init__(self, content: bytes) -> None:
        self.parts = parts_of(content)
        self.report = read_workbook(content)
        self.sheets = {sheet.name: sheet.part for sheet in open_package(self.parts).sheets}
        self._slots = {spot: place for place, spot in self.report.places.items()}
        sheets = dict.fromkeys(spot.sheet for spot in self._slots)
        self._pieces = {
            self.sheets[sheet]: self._cut(sheet, self.parts[self.sheets[sheet]].decode())
            for sheet in sheets
        }

    def _cut(self, sheet: str, xml: str) -> list[str | _Slot]:
        """Return the cells with a name and what stands between them."""
        pieces: list[str | _Slot] = []
        at = 0
        for found in _CELL.finditer(xml):
            place = self._slots.get(Spot(sheet, found[1]))
            if place is None:
                continue
            formula = _FORMULA.search(found[3] or "")
            style = _STYLE.search(found[2])
            slot = _Slot(place, found[1], style[1] if style else "0", found[0])
            if formula:
                slot = slot._replace(kept=slot.spelt(f'<c r="{{r}}" s="{{s}}">{formula[0]}</c>'))
            pieces += [xml[at : found.start()], slot]
            at = found.end()
        return [*pieces, xml[at:]]

    def filled(self, contents: Mapping[str, str]) -> dict[str, bytes]:
        """Return the parts with the cells of these places stored so; {r} and {s} stand for address and style."""
        changed = {
            part: "".join(_spelt(piece, contents) for piece in pieces).encode()
            for part, pieces in self._pieces.items()
        }
        return {**self.parts, **changed}

    def zipped(self, contents: Mapping[str, str]) -> bytes:
        """Return the workbook with the cells of these places stored so."""
        return zipped(self.filled(contents), zipfile.ZIP_STORED)


class _Slot(NamedTuple):
    """A named cell: its place, its address, its style, and how it is stored."""

    place: str
    address: str
    style: str
    kept: str

    def spelt(self, cell: str) -> str:
        return cell.replace("{r}", self.address).replace("{s}", self.style)


def _spelt(piece: str | _Slot, contents: Mapping[str, str]) -> str:
    if isinstance(piece, str):
        return piece
    return piece.spelt(contents[piece.place]) if piece.place in contents else piece.kept


def stored(inner: str, kind: str = "") -> str:
    """Return a cell with this content; ``{r}`` and ``{s}`` are left for its address and style."""
    attribute = f' t="{kind}"' if kind else ""
    return f'<c r="{{r}}" s="{{s}}"{attribute}>{inner}</c>'


def saved_by_openpyxl(content: bytes) -> bytes:
    """Return a workbook as openpyxl writes it."""
    import openpyxl

    out = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(content)).save(out)
    return out.getvalue()
