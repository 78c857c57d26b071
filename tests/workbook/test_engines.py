"""Random fillings, typed into three engines: every formula says what we store and what Python computes.

A handful here; ``XLSHEETS_FILLINGS=1000 pytest tests/workbook/test_engines.py`` has IronCalc do a thousand and the two
offices sixty each.
"""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from tests.tools.engines import RECALCULATE, Filling, results, with_onlyoffice
from tests.tools.fillings import filling, random_report
from tests.tools.made import stored
from xlsheets.basics.addresses import Spot
from xlsheets.ooxml.contents import open_package
from xlsheets.ooxml.identify import parts_of
from xlsheets.workbook.template import write_workbook
from xlsheets.xlsx.formula_values import Calculation
from xlsheets.xlsx.workbook import Workbook

FILLINGS = int(os.environ.get("XLSHEETS_FILLINGS", "0"))
MANY = {
    "IronCalc": FILLINGS or 12,
    "LibreOffice": min(FILLINGS, 60) or 6,
    "ONLYOFFICE": min(FILLINGS, 60) or 4,
}
SEED = 20_300


def differences(expected: dict[Spot, object], found: dict[Spot, object]) -> dict[str, tuple]:
    assert expected.keys() == found.keys()
    return {
        str(spot): (value, found[spot])
        for spot, value in expected.items()
        if not same(value, found[spot])
    }


def same(stored: object, computed: object) -> bool:
    if isinstance(stored, str) or stored is None:
        return (stored or "") == (computed or "")
    try:
        return abs(float(stored) - float(computed)) <= 1e-9 * max(1.0, abs(float(stored)))
    except (TypeError, ValueError):
        return False


def by_python(book: bytes) -> dict[Spot, object]:
    """Return the value of every formula as our own reading of formulas computes it."""
    calculation = Calculation(Workbook(open_package(parts_of(book))))
    return {
        spot: calculation.value(spot.sheet, spot.place)
        for spot, raw in stored(book)
        if raw.formula is not None
    }


@pytest.mark.office
@pytest.mark.parametrize("engine", RECALCULATE)
def test_an_engine_a_python_and_we_agree_on_every_formula(engine):
    made = [filling(random_report(SEED + number)) for number in range(MANY[engine])]
    computed = RECALCULATE[engine]([typed for typed, _ in made])
    formulas = 0
    for (_, full), found in zip(made, computed, strict=True):
        formulas += len(found.values)
        assert differences(results(full), found.values) == {}
        assert found.refused == []
    assert formulas > 300 * len(made)


def test_python_and_we_agree_on_every_formula():
    for number in range(MANY["IronCalc"]):
        _, full = filling(random_report(SEED + number))
        assert differences(results(full), by_python(full)) == {}, number


@pytest.mark.office
def test_onlyoffice_refuses_every_locked_cell_and_takes_every_other():
    book = write_workbook(replace(random_report(SEED), figures={}))
    workbook = Workbook(open_package(parts_of(book)))
    cells = [
        (spot, workbook.locked(raw))
        for spot, raw in stored(book)
        if not workbook.entry(spot.sheet).hidden
    ]
    (found,) = with_onlyoffice([Filling(book, {spot: "1" for spot, _ in cells})])
    assert {*found.refused} == {spot for spot, locked in cells if locked}
    assert len([spot for spot, locked in cells if not locked]) > 160
