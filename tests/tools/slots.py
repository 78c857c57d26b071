"""A prepared workbook + contents of cells -> that workbook with just these cells stored otherwise, quickly."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

from tests.tools.parts import zipped
from xlsheets.report import Spot
from xlsheets.workbook.package import open_package
from xlsheets.workbook.preflight import parts_of
from xlsheets.workbook.reader import read_workbook

_CELL = re.compile(r'<c r="([A-Z]+\d+)"((?: \w+="[^"]*")*)(?:/>|>(.*?)</c>)', re.DOTALL)
_KIND = re.compile(r' t="\w+"')
_FORMULA = re.compile(r"<f\b[^>]*?(?:/>|>.*?</f>)", re.DOTALL)


class Prepared:
    """A workbook cut at the cells that are found by name; its totals keep no results."""

    def __init__(self, content: bytes) -> None:
        self.parts = parts_of(content)
        self.places = read_workbook(content).places
        named = {each.name: each.part for each in open_package(self.parts).sheets}
        self._slots = {spot: place for place, spot in self.places.items()}
        sheets = dict.fromkeys(spot.sheet for spot in self._slots)
        self._pieces = {
            named[sheet]: self._cut(sheet, self.parts[named[sheet]].decode()) for sheet in sheets
        }

    def _cut(self, sheet: str, xml: str) -> list[str | tuple[str, str, str]]:
        """Return what stands between the named cells, and each of these as place, head and content."""
        pieces: list[str | tuple[str, str, str]] = []
        at = 0
        for found in _CELL.finditer(xml):
            address, attributes, inner = found[1], found[2], found[3] or ""
            place = self._slots.get(Spot(sheet, address))
            if place is None:
                continue
            head = f'<c r="{address}"{_KIND.sub("", attributes)}'
            formula = _FORMULA.search(inner)
            kept = f"{head}>{formula[0]}</c>" if formula else found[0]
            pieces += [xml[at : found.start()], (place, head, kept)]
            at = found.end()
        return [*pieces, xml[at:]]

    def filled(self, contents: Mapping[str, str]) -> bytes:
        """Return the workbook with the cells of these places stored so: `` t="b"><v>1</v>`` or ``><v>1</v>``."""
        parts = {
            part: "".join(_spelt(piece, contents) for piece in pieces).encode()
            for part, pieces in self._pieces.items()
        }
        return zipped({**self.parts, **parts}, zipfile.ZIP_STORED)


def _spelt(piece: str | tuple[str, str, str], contents: Mapping[str, str]) -> str:
    if isinstance(piece, str):
        return piece
    place, head, kept = piece
    return f"{head}{contents[place]}</c>" if place in contents else kept


def saved_by_openpyxl(content: bytes) -> bytes:
    """Return a workbook as openpyxl writes it."""
    import openpyxl

    out = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(content)).save(out)
    return out.getvalue()
