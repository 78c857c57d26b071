"""Attacked workbooks of three writers: refused, read as a person sees them, or told of at the cell."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random

import pytest

from tests.hostile.attacks import TYPED, Attack, in_cells
from tests.hostile.dresses import dressed
from tests.hostile.structures import tampered
from tests.tools.make import report
from tests.tools.office import convert
from tests.tools.slots import Prepared, saved_by_openpyxl
from xlsheets.basics.numbers import Oddity
from xlsheets.errors import UnreadableError
from xlsheets.report import Report
from xlsheets.schema import Cell
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workbook.template import write_workbook
from xlsheets.workflows import one_report

SEED = 20261125
WRITERS = ("XlsxWriter", "openpyxl", pytest.param("LibreOffice", marks=pytest.mark.office))


@cache
def written() -> bytes:
    """Return a workbook with another number in every typed cell."""
    numbers = Random(SEED).sample(range(100, 100_000), len(TYPED))
    return write_workbook(report(dict(zip(TYPED, numbers, strict=True))))


@pytest.fixture(scope="module", params=WRITERS)
def base(request, tmp_path_factory) -> Prepared:
    """Return that workbook as one program or another saves it."""
    if request.param == "openpyxl":
        return Prepared(saved_by_openpyxl(written()))
    if request.param == "LibreOffice":
        folder = tmp_path_factory.mktemp("office")
        (folder / "a.xlsx").write_bytes(written())
        return Prepared(convert(folder / "a.xlsx", "xlsx", folder / "out")[0].read_bytes())
    return Prepared(written())


def read(attack: Attack) -> Report | None:
    """Return what is read, None for a refusal in words a clerk can act on."""
    try:
        return read_workbook(attack.content, "某乡.xlsx")
    except UnreadableError as error:
        said = str(error)
    assert said.isprintable()
    assert len(said) <= 300
    return None


def misread(attack: Attack, found: Report, base: Prepared) -> list[str]:
    """Return the places that are read otherwise than a person sees them, and nobody is told of."""
    told = {observation.place for observation in found.observations}
    silent = [place for place in attack.odd if place not in told]
    for place in TYPED:
        cell = Cell.parse(place)
        due = attack.sees.get(place, base.report.figures[cell])
        if found.figures.get(cell) != due and place not in told:
            silent.append(place)
    return silent


@pytest.fixture(scope="module")
def tried(base) -> Callable[[Callable], list[tuple[Attack, Report | None]]]:
    """Return what gives the attacks of a family and what is read of them, once for all tests."""
    return cache(lambda family: [(attack, read(attack)) for attack in family(base, Random(SEED))])


@pytest.mark.parametrize("family", [in_cells, tampered])
def test_no_attack_is_misread_in_silence(family, base, tried):
    wrong = {}
    for attack, found in tried(family):
        silent = misread(attack, found, base) if found else []
        if silent:
            wrong[attack.name] = silent
    assert wrong == {}


def test_what_is_observed_becomes_a_finding_that_names_its_cell(tried):
    for attack, found in tried(in_cells):
        if not found or not attack.odd:
            continue
        [place] = attack.odd
        address = str(found.places[place].cell)
        told = [
            finding
            for finding in one_report.validate(found)
            if finding.address.endswith(f"!{address}")
        ]
        assert told, attack.name
        for finding in told:
            assert finding.message.isprintable(), attack.name
            assert len(finding.message) <= 300, attack.name


# What a program would run is told of, though nothing is read otherwise for it.
_TOLD = {"text in a macro": {Oddity.ACTIVE_CONTENT}}


def test_no_dress_is_refused_or_misread(base):
    for attack in dressed(base):
        found = read_workbook(attack.content)
        assert found.figures == base.report.figures, attack.name
        assert found.profile == base.report.profile, attack.name
        assert found.narrative == base.report.narrative, attack.name
        told = {observation.kind for observation in found.observations}
        assert told == _TOLD.get(attack.name, set()), attack.name
