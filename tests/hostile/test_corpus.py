"""Hostile files made from a seed: each is refused in words, or shows an observation; none is read in silence."""

from __future__ import annotations

import warnings

import pytest

from tests.hostile.corpus import hostile
from tests.tools.parts import sound
from xlsheets.errors import UnreadableError
from xlsheets.report import Report
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workflows import one_report

SEED = 20260101


@pytest.fixture(scope="module")
def corpus() -> dict[str, bytes]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # zipfile warns of the twins we mean
        return dict(hostile(SEED))


def test_there_are_at_least_three_hundred_hostile_files(corpus):
    assert len(corpus) >= 300


@pytest.fixture(scope="module")
def read(corpus) -> dict[str, Report | str]:
    """Return what each file is read as, or the sentence it is refused with."""
    return {name: _outcome(content) for name, content in corpus.items()}


def _outcome(content: bytes) -> Report | str:
    try:
        return read_workbook(content, "a.xlsx")
    except UnreadableError as error:
        return str(error)


def test_no_hostile_file_is_read_in_silence(read):
    silent = [name for name, found in read.items() if not _speaks(found)]
    assert silent == []


def _speaks(found: Report | str) -> bool:
    """Tell whether a clerk learns that something is wrong."""
    if isinstance(found, str):
        return found.endswith("。") and found.isprintable() and len(found) <= 300
    return bool(found.observations)


def test_what_is_odd_in_a_cell_is_a_finding_at_that_cell_only(read):
    odd = {name: found for name, found in read.items() if isinstance(found, Report)}
    assert len(odd) > 100
    for name, found in odd.items():
        address = name.split()[0]
        assert {found.places[observation.place].cell for observation in found.observations} == {
            address
        }, name
        told = [finding.address for finding in one_report.validate(found)]
        assert any(address_told.endswith(f"!{address}") for address_told in told), name


def test_the_sound_workbook_they_are_made_of_is_read_without_an_observation():
    assert read_workbook(sound()).observations == ()
