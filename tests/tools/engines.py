"""One door to other people's spreadsheet and word processors: what do they compute, refuse, save and print?

LibreOffice, ONLYOFFICE (document-builder from PyPI, AGPL: for tests only) and IronCalc, which only computes.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.tools import office
from tests.tools.made import stored
from tests.tools.outside import need_engine
from tests.tools.parts import bare
from xlsheets.basics.addresses import Spot
from xlsheets.workbook.editing.patch import patch_workbook
from xlsheets.xlsx.cell_value import number


class Filling(NamedTuple):
    """A workbook, and what is typed into it."""

    book: bytes
    typed: Mapping[Spot, str]

    @property
    def formulas(self) -> list[Spot]:
        return [spot for spot, raw in stored(self.book) if raw.formula is not None]


class Recalculated(NamedTuple):
    """What an engine makes of a filling: the values of all formulas, and the cells it would not let be changed."""

    values: dict[Spot, object]
    refused: list[Spot]


def with_ironcalc(fillings: Sequence[Filling]) -> list[Recalculated]:
    """Type and recalculate with IronCalc, which knows no protection."""
    need_engine("ironcalc", "IronCalc (the Python package ironcalc)")
    import ironcalc

    results = []
    for filling in fillings:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "book.xlsx"
            path.write_bytes(filling.book)
            model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
        numbers = {
            sheet["name"]: index for index, sheet in enumerate(model.get_worksheets_properties())
        }
        for spot, text in filling.typed.items():
            model.set_user_input(numbers[spot.sheet], spot.place.row, spot.place.column, text)
        model.evaluate()
        values = {
            spot: model.get_cell_value(numbers[spot.sheet], spot.place.row, spot.place.column)
            for spot in filling.formulas
        }
        results.append(Recalculated(values, []))
    return results


def with_onlyoffice(fillings: Sequence[Filling]) -> list[Recalculated]:
    """Type and recalculate with ONLYOFFICE, which refuses what is locked."""
    with tempfile.TemporaryDirectory() as folder:
        tasks = []
        for place, filling in enumerate(fillings):
            path = Path(folder) / f"{place}.xlsx"
            path.write_bytes(filling.book)
            typed = [[spot.sheet, spot.cell, text] for spot, text in filling.typed.items()]
            wanted = [[spot.sheet, spot.cell] for spot in filling.formulas]
            tasks.append({"open": str(path), "typed": typed, "wanted": wanted})
        return [
            Recalculated(
                dict(zip(filling.formulas, done["values"], strict=True)),
                [Spot(sheet, cell) for sheet, cell, _ in done["refused"]],
            )
            for filling, done in zip(fillings, _onlyoffice(tasks), strict=True)
        ]


def with_libreoffice(fillings: Sequence[Filling]) -> list[Recalculated]:
    """Have LibreOffice compute the filled workbooks, which hold no result of any formula."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{place}.xlsx" for place in range(len(fillings))]
        for filling, path in zip(fillings, paths, strict=True):
            typed = {spot: _value(text) for spot, text in filling.typed.items()}
            path.write_bytes(bare(patch_workbook(filling.book, typed)))
        saved = office.convert(paths, "xlsx", Path(folder) / "saved")
        return [Recalculated(results(path.read_bytes()), []) for path in saved]


def _value(text: str) -> object:
    return number(text) if text.replace(".", "", 1).isdigit() else text


def results(book: bytes) -> dict[Spot, object]:
    """Return what is stored beside each formula."""
    return {
        spot: number(raw.text) if raw.kind == "n" and raw.text else raw.text
        for spot, raw in stored(book)
        if raw.formula is not None
    }


RECALCULATE: dict[str, Callable[[Sequence[Filling]], list[Recalculated]]] = {
    "IronCalc": with_ironcalc,
    "LibreOffice": with_libreoffice,
    "ONLYOFFICE": with_onlyoffice,
}


# Files saved and printed by others ------------------------------------------------------------


def onlyoffice_saves(sources: Sequence[Path], kind: str, folder: Path) -> list[Path]:
    """Open files with ONLYOFFICE and save them as another kind; return the results in order."""
    folder.mkdir(parents=True, exist_ok=True)
    made = [folder / f"{source.stem}.{kind}" for source in sources]
    pairs = zip(sources, made, strict=True)
    _onlyoffice([{"open": str(one), "save": str(other), "kind": kind} for one, other in pairs])
    return made


SAVE: dict[str, Callable[[Sequence[Path], str, Path], list[Path]]] = {
    "LibreOffice": lambda sources, kind, folder: office.convert([*sources], kind, folder),
    "ONLYOFFICE": onlyoffice_saves,
}


def _onlyoffice(tasks: Sequence[Mapping[str, object]]) -> list[dict]:
    need_engine("docbuilder", "ONLYOFFICE (the Python package document-builder)")
    done = subprocess.run(
        [sys.executable, "-m", "tests.tools.onlyoffice"],
        input=json.dumps(tasks),
        capture_output=True,
        text=True,
        timeout=580,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    return json.loads(done.stdout.splitlines()[-1])
