"""Random case logs: the program, what is stored, and every engine come to what a plain second count comes to.

A handful here; ``XLSHEETS_LOGS=50 pytest tests/caselog/test_counts.py`` has all of them do fifty.
"""

from __future__ import annotations

import datetime
import os
import random
from collections.abc import Mapping

import pytest

from tests.tools import plain_count
from tests.tools.engines import RECALCULATE, Filling, results
from tests.tools.logs import TODAY, UNIT, WORDS, YEAR, random_log
from tests.tools.validator import errors
from tests.workbook.test_engines import differences
from xlsheets.caselog.clock import Clock
from xlsheets.caselog.counting import Tally
from xlsheets.caselog.records import CaseLog, Request, case_log
from xlsheets.caselog.words import CARRIED_IN, CARRIED_OUT, NEW
from xlsheets.caselog.workdays import Workdays, moved_days
from xlsheets.schema import newest
from xlsheets.workbook.caselog.reading import read_case_log
from xlsheets.workbook.caselog.writer import write_case_log

LOGS = int(os.environ.get("XLSHEETS_LOGS", "0"))
SEED = 41_000
SIZES = (0, 1, 7, 40, 300, 1200, 3000)


def plainly(rows: Mapping) -> dict:
    """Return every number as the plain count has it, by the cell of the report."""
    typed = {key: [row.contents for row in found] for key, found in rows.items()}
    asked = newest().named.requests
    stages = {
        NEW: asked.received,
        CARRIED_IN: asked.carried_over,
        CARRIED_OUT: asked.carried_forward,
    }
    counted = plain_count.count_requests(
        typed["requests"], YEAR, set(WORDS.outcomes), set(WORDS.classes)
    )
    found = {
        row.at(column): counted[word, kind]
        for word, row in (stages | dict(WORDS.outcomes)).items()
        for kind, column in WORDS.classes.items()
    }
    disputes = plain_count.count_disputes(typed["disputes"], YEAR, set(WORDS.results))
    for remedy, cells in WORDS.remedies.items():
        found |= {cell: disputes[remedy, result] for result, cell in cells.items()}
    documents = plain_count.count_documents(typed["documents"], YEAR)
    for sort, cells in WORDS.documents.items():
        marks = zip(("制发", "废止", "有效"), cells, strict=True)
        found |= {cell: documents[sort, mark] for mark, cell in marks}
    if typed["decided"]:
        decisions = plain_count.count_decisions(typed["decided"], YEAR)
        found |= {cell: decisions[sort] for sort, cell in WORDS.decisions.items()}
    return found


@pytest.mark.parametrize("number", range(LOGS or 8))
def test_the_program_counts_as_a_plain_second_count_does(number):
    size = random.Random(number).choice(SIZES)
    log, rows = random_log(SEED + number, size, odd=0.03 * (number % 2))
    assert dict(Tally(log, TODAY).figures) == plainly(rows)


def test_every_outcome_kind_remedy_and_both_year_ends_are_met():
    tally = Tally(random_log(SEED, 3000)[0], TODAY)
    assert all(tally.figures[cell] for cell in newest().typed_cells if cell.block == "req")
    assert all(tally.figures[cell] for cells in WORDS.remedies.values() for cell in cells.values())
    assert all(tally.channels.values())


@pytest.mark.parametrize("number", range(4))
def test_what_came_equals_what_went_whatever_the_rows_say(number):
    log, _ = random_log(SEED + number, 400, odd=0.2)
    figures, asked = Tally(log, TODAY).figures, newest().named.requests
    for column in WORDS.classes.values():
        came = figures[asked.received.at(column)] + figures[asked.carried_over.at(column)]
        done = sum(figures[row.at(column)] for row in WORDS.outcomes.values())
        assert came == done + figures[asked.carried_forward.at(column)]


def test_what_is_written_is_read_again():
    log, rows = random_log(SEED, 60, odd=0.1)
    read = read_case_log(write_case_log(log, rows, TODAY), "登记簿.xlsx")
    assert read.log.requests == log.requests
    assert read.log.disputes == log.disputes
    assert read.log.documents == log.documents
    assert read.log.decisions == log.decisions
    assert read.log.days_off == log.days_off
    assert (read.log.unit, read.log.year) == (UNIT, YEAR)
    assert {key: list(found) for key, found in read.rows.items()} == rows


@pytest.mark.office
@pytest.mark.parametrize("engine", RECALCULATE)
def test_an_engine_and_we_agree_on_every_formula(engine):
    today = datetime.datetime.now().astimezone().date()
    books = [
        write_case_log(*random_log(SEED + number, size, odd=0.05 * ((number + 1) % 2)), today)
        for number, size in enumerate([*SIZES[:4], *SIZES] * 5 if LOGS else [300])
    ]
    for book in books:
        (computed,) = RECALCULATE[engine]([Filling(book, {})])
        assert len(computed.values) > 28_000
        assert differences(results(book), computed.values) == {}


@pytest.mark.validator
@pytest.mark.parametrize("size", [0, 40])
def test_the_workbook_is_valid(size, tmp_path):
    path = tmp_path / "登记簿.xlsx"
    path.write_bytes(write_case_log(*random_log(SEED, size, odd=0.05), TODAY))
    assert errors(path) == []


def test_an_empty_log_is_a_small_file():
    log = case_log(UNIT, YEAR, {}, days_off=moved_days(YEAR))
    assert len(write_case_log(log, {}, TODAY)) <= 400_000


def test_a_changed_row_changes_exactly_the_cells_it_should():
    log, rows = random_log(SEED, 200)
    before = Tally(log, TODAY).figures
    row = next(row for row in rows["requests"] if Tally(_of([row]), TODAY).closed)
    other = "商业企业" if row.contents["kind"] != "商业企业" else "自然人"
    moved = [
        found._replace(contents={**found.contents, "kind": other}) if found is row else found
        for found in rows["requests"]
    ]
    after = Tally(_of(moved, rows), TODAY).figures
    changed = {cell: after[cell] - before[cell] for cell in before if after[cell] != before[cell]}
    assert sorted(changed.values()) == [-1, -1, 1, 1]
    assert {cell.column for cell in changed} == {
        WORDS.classes[other],
        WORDS.classes[row.contents["kind"]],
    }


def _of(requests: list, rows: Mapping | None = None) -> CaseLog:
    return case_log(UNIT, YEAR, {**(rows or {}), "requests": requests}, days_off=moved_days(YEAR))


# The clock -------------------------------------------------------------------------------------


def clock(**given) -> Clock:
    request = Request(row=4, **given)
    return Clock(request, Workdays(YEAR, moved_days(YEAR)), frozenset(WORDS.outcomes), TODAY)


@pytest.mark.parametrize(
    ("given", "due"),
    [
        # 20 working days with nothing in between: the day it came does not count.
        ({"arrived": datetime.date(2025, 3, 5)}, datetime.date(2025, 4, 2)),
        # 清明, 劳动节 and 4 月 27 日, a Sunday that is worked.
        ({"arrived": datetime.date(2025, 4, 1)}, datetime.date(2025, 4, 29)),
        ({"arrived": datetime.date(2025, 4, 10)}, datetime.date(2025, 5, 12)),
        # 国庆 and 中秋: off 10 月 1 to 8 日, worked 9 月 28 日 and 10 月 11 日.
        ({"arrived": datetime.date(2025, 9, 15)}, datetime.date(2025, 10, 17)),
        # Came on a Saturday.
        ({"arrived": datetime.date(2025, 3, 8)}, datetime.date(2025, 4, 7)),
        # Ten more.
        ({"arrived": datetime.date(2025, 3, 5), "extension": 10}, datetime.date(2025, 4, 17)),
        # Clarified: counts anew from there.
        (
            {
                "arrived": datetime.date(2025, 2, 10),
                "asked": datetime.date(2025, 2, 12),
                "clarified": datetime.date(2025, 3, 5),
            },
            datetime.date(2025, 4, 2),
        ),
        # Others were asked for five working days.
        (
            {
                "arrived": datetime.date(2025, 3, 5),
                "consulted": datetime.date(2025, 3, 7),
                "heard": datetime.date(2025, 3, 14),
            },
            datetime.date(2025, 4, 10),
        ),
    ],
)
def test_the_last_day_for_an_answer(given, due):
    assert clock(**given).due == due


def test_the_clock_stands_still_while_others_have_to_act():
    arrived = datetime.date(2025, 12, 20)
    assert clock(arrived=arrived, asked=datetime.date(2025, 12, 22)).state == "等申请人补正"
    assert clock(arrived=arrived, consulted=datetime.date(2025, 12, 22)).state == "等第三方意见"
    assert clock(arrived=arrived).state == "还剩6个工作日"
    assert clock(arrived=datetime.date(2025, 11, 3)).state == "已超期"
