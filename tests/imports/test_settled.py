"""Of two readings of a number, sums prove one only where each of them that can be reckoned makes it."""

from __future__ import annotations

from tests.tools.make import EDITION, balanced, report
from xlsheets.imports.settled import UNEQUAL, settled_by_sums, sums_said, wanted_by_sums
from xlsheets.schema import Cell

WHOLE = balanced(
    report({"req.received.business": 41, "req.granted.business": 38, "req.granted.research": 7})
).values
CARRIED_OVER = Cell.parse("req.carried_over.business")
GRANTED, RECEIVED = Cell.parse("req.granted.business"), Cell.parse("req.received.business")


def without(*cells: Cell) -> dict:
    return {cell: number for cell, number in WHOLE.items() if cell not in cells}


def test_how_the_sums_of_a_sound_report_come_out_is_said_of_every_cell_that_enters_one():
    said = sums_said(EDITION, WHOLE)
    assert said.keys() == {
        cell for cell in EDITION.cells if EDITION.table_of[cell.block].number != "表二"
    }
    assert not any(UNEQUAL in text for texts in said.values() for text in texts)
    broken = sums_said(EDITION, {**WHOLE, GRANTED: 37})
    assert sum(UNEQUAL in text for text in broken[GRANTED]) == 2


def test_the_reading_that_sums_make_is_taken():
    ways = {GRANTED: (33, 38)}
    assert settled_by_sums(EDITION, without(GRANTED), ways) == {GRANTED: 38}


def test_a_number_that_sums_make_and_nobody_read_is_not_taken():
    assert settled_by_sums(EDITION, without(GRANTED), {GRANTED: (33, 39)}) == {}


def test_sums_that_disagree_prove_nothing():
    row_total = Cell.parse("req.granted.all")
    wrong = {**without(GRANTED), row_total: WHOLE[row_total] - 5}
    assert settled_by_sums(EDITION, wrong, {GRANTED: (33, 38)}) == {}


def test_one_proof_leads_to_the_next_and_two_unknown_in_every_sum_to_none():
    total = Cell.parse("req.granted.all")
    ways = {GRANTED: (33, 38), total: (WHOLE[total], 1)}
    assert settled_by_sums(EDITION, without(GRANTED, total), ways) == {
        GRANTED: 38,
        total: WHOLE[total],
    }
    fee = Cell.parse("pro8.fees.amount")
    assert settled_by_sums(EDITION, without(fee), {fee: (0, 1)}) == {}


def test_what_sums_make_of_a_number_nobody_read_is_only_proposed():
    assert wanted_by_sums(EDITION, WHOLE) == {}
    assert wanted_by_sums(EDITION, without(GRANTED)) == {GRANTED: 38}
    fee = Cell.parse("pro8.fees.amount")
    assert wanted_by_sums(EDITION, without(fee)) == {}


def test_a_row_that_was_not_read_is_proposed_by_its_columns():
    row = [cell for cell in EDITION.cells if (cell.block, cell.row) == ("req", "received")]
    assert wanted_by_sums(EDITION, without(*row)) == {cell: WHOLE[cell] for cell in row}


def test_sums_that_disagree_or_come_below_zero_propose_nothing():
    total = Cell.parse("req.granted.all")
    wrong = {**without(GRANTED), total: WHOLE[total] - 5}
    assert GRANTED not in wanted_by_sums(EDITION, wrong)
    assert RECEIVED not in wanted_by_sums(
        EDITION, {**without(RECEIVED, Cell.parse("req.received.all")), CARRIED_OVER: 9999}
    )
