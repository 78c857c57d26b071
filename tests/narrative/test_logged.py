"""What the text takes from a case log: only what agrees with the report, only what is blank there, and said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.tools.logs import TODAY, counted, random_log
from tests.tools.wording import MOST, wording
from xlsheets.caselog.counting import Tally
from xlsheets.narrative.refresh import refresh
from xlsheets.report import Report
from xlsheets.workflows import one_report

NAMES = ("overview.requests.ways", "overview.requests.extended", "overview.requests.timely")


@pytest.fixture(autouse=True)
def first_wording(monkeypatch):
    monkeypatch.setattr("xlsheets.narrative.phrases.chooser", wording(0))


@pytest.fixture(scope="module")
def tally() -> Tally:
    return Tally(replace(random_log(50, 60)[0], source="登记簿.xlsx"), TODAY)


def told(report: Report, tally: Tally | None) -> list[str | None]:
    drafted = refresh(report, tally=tally).drafted
    return [drafted.get(name) for name in NAMES]


def test_channels_extensions_and_late_answers_come_from_the_log(tally):
    report = counted(tally)
    ways, extended, timely = told(report, tally)
    assert all(f"{name}{count}件" in ways for name, count in tally.channels.items() if count)
    assert f"有{len(tally.extended)}件" in extended
    assert f"有{len(tally.late)}件" in timely
    assert "取自登记簿“登记簿.xlsx”" in refresh(report, tally=tally).diff
    assert told(report, None) == [None, None, None]
    assert "登记簿" not in refresh(report).diff


def test_a_fact_that_is_filled_in_is_told_as_it_is(tally):
    report = counted(tally, facts={"late_replies": 999})
    assert "有999件" in told(report, tally)[2]


def test_a_report_that_differs_takes_nothing_and_says_so(tally):
    report = counted(tally)
    cell = next(cell for cell, count in tally.figures.items() if cell.block == "req" and count)
    other = replace(report, figures={**report.figures, cell: 0})
    assert told(other, tally) == [None, None, None]
    assert "没有写进正文" in refresh(other, tally=tally).diff


def test_channels_are_not_told_where_a_row_does_not_say(tally):
    first = tally.log.requests[0]
    log = replace(
        tally.log, requests=(replace(first, channel=""), *tally.log.requests[1:]), source="x"
    )
    new = Tally(log, TODAY)
    whole = sum(new.channels.values()) == sum(tally.channels.values())
    assert (told(counted(new), new)[0] is not None) is whole


@pytest.mark.parametrize("number", range(0, MOST, 3))
def test_no_rule_has_anything_against_the_sentences(monkeypatch, tally, number):
    monkeypatch.setattr("xlsheets.narrative.phrases.chooser", wording(number))
    report = counted(tally)
    revision = refresh(report, tally=tally)
    own = [sentence for name, sentence in revision.drafted.items() if name in NAMES]
    assert len(own) == len(NAMES)
    written = replace(report, narrative=revision.paragraphs, facts=dict(tally.facts))
    found = one_report.validate(written)
    assert [
        finding.message
        for finding in found
        if finding.code.startswith("N") and any(one in finding.message for one in own)
    ] == []
