"""A collection that was interrupted goes on where it was, and comes out as if it never had been."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.tools.make import report
from xlsheets.basics.numbers import Oddity
from xlsheets.report import Observation
from xlsheets.report.outcome import Outcome, Source
from xlsheets.runs.outcome_journal import OutcomeJournal
from xlsheets.workflows.county import slimmed_with_text
from xlsheets.workflows.one_report import examine, workbook


@pytest.fixture
def sources(tmp_path: Path) -> list[Source]:
    found = []
    for number, fee in enumerate(("0.5", "3", None, "2")):
        path = tmp_path / f"{number}.xlsx"
        held = report(
            {"req.received.business": number, "pro8.fees.amount": fee}, unit=f"第{number}镇"
        )
        path.write_bytes(workbook(held))
        found.append(Source(path, path.name))
    (tmp_path / "坏.xlsx").write_bytes(b"PK")
    return [*found, Source(tmp_path / "坏.xlsx", "坏.xlsx")]


class Reader:
    """Reads files, and may be interrupted after some of them."""

    def __init__(self, most: int = 99) -> None:
        self.read: list[str] = []
        self._most = most

    def __call__(self, sources: list[Source]):
        for source in sources:
            if len(self.read) == self._most:
                raise KeyboardInterrupt
            self.read.append(source.label)
            yield examine(source)


def kept(outcomes) -> list[Outcome]:
    return [
        outcome._replace(report=outcome.report and replace(outcome.report, narrative=dict(outcome.report.narrative), figures=dict(outcome.report.figures), facts=dict(outcome.report.facts)))
        for outcome in slimmed_with_text(outcomes)
    ]  # fmt: skip


def test_a_second_run_reads_only_what_the_first_did_not(tmp_path, sources):
    journal = OutcomeJournal(tmp_path / "台账.xlsx", [])
    whole = kept(Reader()(sources))
    with pytest.raises(KeyboardInterrupt):
        list(journal.continued(sources, Reader(3)))
    again = Reader()
    assert kept(OutcomeJournal(tmp_path / "台账.xlsx", []).continued(sources, again)) == whole
    assert again.read == ["3.xlsx", "坏.xlsx"]
    journal.finish()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_file_that_changed_is_read_again_and_so_is_all_under_another_register(tmp_path, sources):
    register = tmp_path / "名录"
    register.write_bytes(b"1")
    list(OutcomeJournal(tmp_path / "台账.xlsx", [register]).continued(sources, Reader()))
    sources[1].path.write_bytes(workbook(report({}, unit="换过")))
    again = Reader()
    list(OutcomeJournal(tmp_path / "台账.xlsx", [register]).continued(sources, again))
    assert again.read == ["1.xlsx", "坏.xlsx"]
    register.write_bytes(b"2")
    whole = Reader()
    list(OutcomeJournal(tmp_path / "台账.xlsx", [register]).continued(sources, whole))
    assert len(whole.read) == len(sources)


def test_a_line_that_was_cut_off_costs_that_file_alone(tmp_path, sources):
    list(OutcomeJournal(tmp_path / "台账.xlsx", []).continued(sources, Reader()))
    (path,) = tmp_path.glob(".*")
    path.write_bytes(path.read_bytes()[:-40])
    again = Reader()
    list(OutcomeJournal(tmp_path / "台账.xlsx", []).continued(sources, again))
    assert again.read == ["3.xlsx", "坏.xlsx"]


def test_a_line_that_runs_into_the_next_costs_those_two_files_alone(tmp_path, sources):
    whole = kept(Reader()(sources))
    with pytest.raises(KeyboardInterrupt):
        list(OutcomeJournal(tmp_path / "台账.xlsx", []).continued(sources, Reader(2)))
    (path,) = tmp_path.glob(".*")
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(KeyboardInterrupt):
        list(OutcomeJournal(tmp_path / "台账.xlsx", []).continued(sources, Reader(2)))
    again = Reader()
    assert kept(OutcomeJournal(tmp_path / "台账.xlsx", []).continued(sources, again)) == whole
    assert "0.xlsx" not in again.read


def test_observations_and_decimals_come_back(tmp_path):
    odd = Observation(Oddity.FRACTION, "req.received.business", "1.5")
    held = report({"pro8.fees.amount": "0.125"}, observations=(odd,))
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"x")
    source = Source(path, "a.xlsx")

    def reading(left):
        return (Outcome(one, readable=True, report=held) for one in left)

    list(OutcomeJournal(tmp_path / "台账.xlsx", []).continued([source], reading))
    (again,) = OutcomeJournal(tmp_path / "台账.xlsx", []).continued([source], lambda _: iter(()))
    assert again.report.observations == (odd,)
    assert Decimal("0.125") in again.report.figures.values()
    assert again.report.profile == held.profile
