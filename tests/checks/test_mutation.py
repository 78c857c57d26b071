"""One wrong figure anywhere in 表三 is caught, at its column, in at most two findings."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.make import EDITION, report
from tests.tools.shared import shared_case
from xlsheets.checks import Case, run_checks
from xlsheets.report import Report
from xlsheets.schema import Cell
from xlsheets.schema.equations import equations
from xlsheets.workflows import samples

TYPED = [cell for cell in EDITION.typed_cells if cell.block == "req"]


def busy_county() -> Report:
    """Return a balanced report of our own in which most of 表三 is not 0."""
    rng = random.Random(2025)
    outcomes = [part.row for part in EDITION.sum_of[Cell("req", "handled", "business")].parts]
    cells = {}
    for column in ("natural_person", "business", "research", "other_entity"):
        counts = {row: rng.randrange(9) for row in outcomes}
        carried = {"carried_over": rng.randrange(5), "carried_forward": rng.randrange(5)}
        received = sum(counts.values()) + carried["carried_forward"] - carried["carried_over"]
        for row, count in {**counts, **carried, "received": received}.items():
            cells[f"req.{row}.{column}"] = count
    return report(cells, unit="示例县人民政府", level="county")


SOURCES = {
    "own": busy_county,
    "sample": samples.sound,
    "nearly empty": lambda: report({"req.received.business": 1, "req.granted.business": 1}),
    **{
        name: lambda name=name: replace(shared_case(name), stated={})
        for name in ("huaian-2024", "pingtan-2021", "pingtan-2022")
    },
}


def with_totals(original: Report) -> Report:
    """Return the report with every total stated as it is."""
    stated = {cell: original.values[cell] for cell in EDITION.sum_of}
    return replace(original, stated=stated)


def wrong_values(value: int, rng: random.Random) -> set[int]:
    return {value + 1, max(value - 1, 0), value * 10, 0, rng.randrange(100_000)} - {value}


def sum_findings(judged: Report) -> list:
    return run_checks(Case(judged), select=["S"])


@pytest.mark.parametrize("stated", [False, True], ids=["totals computed", "totals stated"])
@pytest.mark.parametrize("name", SOURCES)
def test_every_single_wrong_figure_is_caught_at_its_column(name, stated):
    original = with_totals(SOURCES[name]()) if stated else SOURCES[name]()
    before = {finding.code for finding in sum_findings(original)}
    rng = random.Random(name)
    for cell in TYPED:
        for value in wrong_values(original.figures[cell], rng):
            mutated = replace(original, figures={**original.figures, cell: value})
            found = [finding for finding in sum_findings(mutated) if finding.code not in before]
            blocking = [finding for finding in found if finding.blocking]
            assert [Cell.parse(finding.places[0]).column for finding in blocking] == [
                cell.column
            ], cell
            assert len(found) <= 2


@pytest.mark.parametrize("name", SOURCES)
def test_with_all_totals_stated_the_wrong_cell_itself_is_named(name):
    original = with_totals(SOURCES[name]())
    for cell in TYPED:
        value = original.figures[cell] + 1
        mutated = replace(original, figures={**original.figures, cell: value})
        (finding,) = [finding for finding in sum_findings(mutated) if finding.blocking]
        assert finding.suspect == EDITION.path(cell)
        assert f"由 {value} 改为 {original.figures[cell]}，" in finding.hint


@pytest.mark.parametrize("name", SOURCES)
def test_row_totals_alone_are_enough_to_name_the_wrong_cell(name):
    original = SOURCES[name]()
    rows = {cell: original.values[cell] for cell in EDITION.sum_of if cell.column == "all"}
    for cell in TYPED:
        value = original.figures[cell] + 1
        figures = {**original.figures, cell: value}
        mutated = replace(original, figures=figures, stated=rows)
        (finding,) = [finding for finding in sum_findings(mutated) if finding.blocking]
        assert (finding.suspect, Cell.parse(finding.places[0]).column) == (
            EDITION.path(cell),
            cell.column,
        )


@pytest.mark.parametrize("name", ["own", "huaian-2024"])
def test_a_wrong_stated_total_is_named_and_not_its_parts(name):
    original = with_totals(SOURCES[name]())
    for total in EDITION.sum_of:
        mutated = replace(original, stated={**original.stated, total: original.stated[total] + 7})
        (finding,) = [finding for finding in sum_findings(mutated) if finding.blocking]
        assert str(total) in finding.places
        if total.block == "req":
            assert finding.suspect == EDITION.path(total)


def test_a_published_report_with_only_some_totals_is_still_judged():
    original = shared_case("xijiaokou-2023")
    for cell in TYPED:
        mutated = replace(original, figures={**original.figures, cell: 3})
        (finding,) = sum_findings(mutated)
        assert Cell.parse(finding.places[0]).column == cell.column


CHANGES = st.dictionaries(
    st.sampled_from([*TYPED, *EDITION.sum_of]), st.integers(0, 30), max_size=6
)
BUSY = with_totals(busy_county())


@settings(max_examples=60, deadline=None)
@given(changes=CHANGES, blank=st.sets(st.sampled_from(TYPED), max_size=3))
def test_something_is_said_exactly_when_a_usable_equation_is_broken(changes, blank):
    typed = {**BUSY.figures, **{cell: v for cell, v in changes.items() if cell in BUSY.figures}}
    stated = {**BUSY.stated, **{cell: v for cell, v in changes.items() if cell in BUSY.stated}}
    figures = {cell: value for cell, value in typed.items() if cell not in blank}
    case = Case(replace(BUSY, figures=figures, stated=stated))
    values = {**figures, **stated}
    broken = [
        equation
        for equation in equations(EDITION.key)
        if values.keys() >= {*equation.left, *equation.right}
        and sum(values[cell] for cell in equation.left)
        != sum(values[cell] for cell in equation.right)
    ]
    found = [finding for finding in run_checks(case, select=["S3", "S4"]) if finding.blocking]
    assert bool(found) == bool(broken)
    assert len(found) <= len(broken)
