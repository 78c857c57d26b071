"""Whole drafts: as they were approved, in every wording right, and in no two years and units the same."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from tests.tools.make import balanced, report
from tests.tools.narrated import SAMPLES, department, goldens
from tests.tools.wording import MOST, wording
from xlsheets.checks import Case, run_checks
from xlsheets.checks.text.similarity import SHINGLE
from xlsheets.narrative.draft import narrate
from xlsheets.narrative.variants import chooser
from xlsheets.report import Report

ALIKE = 0.4
UNITS = [f"{name}{kind}人民政府" for name in ("青石", "临河", "柳林", "白塔") for kind in "镇乡"]


def text_of(drafted: Report, previous: Report | None = None) -> str:
    narrative = narrate(drafted, previous).narrative
    return "".join(paragraph for texts in narrative.values() for paragraph in texts)


@pytest.mark.parametrize("path", goldens(), ids=lambda path: path.stem)
def test_a_sample_reads_as_it_was_approved(path: Path, approved) -> None:
    approved(path, goldens()[path])


@pytest.mark.parametrize("number", range(MOST))
@pytest.mark.parametrize("name", SAMPLES)
def test_in_every_wording_there_is_nothing_to_find_but_what_is_asked(
    name: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlsheets.narrative.phrases.chooser", wording(number))
    drafted, previous = SAMPLES[name]
    narrated = replace(drafted, narrative=narrate(drafted, previous).narrative)
    findings = run_checks(Case(narrated, (previous,) if previous else ()), select=("C", "N", "T"))
    asking = {place for place, text in narrated.prose if "【" in text}
    assert [each.message for each in findings if each.places[0] not in asking] == []
    assert {each.code for each in findings} <= {"T002"}


def test_the_same_report_is_always_told_in_the_same_words() -> None:
    drafted, previous = SAMPLES["county"]
    assert narrate(drafted, previous) == narrate(drafted, previous)


def test_following_years_have_other_wordings() -> None:
    for count in range(2, 9):
        wordings = [str(number) for number in range(count)]
        chosen = [chooser("青石镇人民政府", year, "x")(*wordings) for year in range(2000, 2060)]
        assert set(chosen) == set(wordings)
        assert all(one != other for one, other in pairwise(chosen))


def _alike(one: str, other: str) -> float:
    first, second = (
        {text[start : start + SHINGLE] for start in range(len(text) - SHINGLE + 1)}
        for text in (one, other)
    )
    return len(first & second) / min(len(first), len(second))


def test_units_without_anything_to_report_do_not_come_out_alike() -> None:
    texts = [text_of(report(unit=unit, address="", postcode="", phone="")) for unit in UNITS]
    assert max(_alike(*pair) for pair in combinations(texts, 2)) <= ALIKE


def test_two_years_of_one_unit_do_not_come_out_alike() -> None:
    texts = [text_of(report(year=year)) for year in range(2021, 2027)]
    assert max(_alike(*pair) for pair in combinations(texts, 2)) <= ALIKE


def test_two_years_of_a_busy_unit_do_not_come_out_alike() -> None:
    now = department()
    figures = {
        cell: count and count + 1 + number % 3
        for number, (cell, count) in enumerate(now.figures.items())
    }
    facts = {key: count and count + 3 for key, count in now.facts.items()}
    before = balanced(
        replace(now, figures=figures, facts=facts, profile=replace(now.profile, year=2024))
    )
    assert _alike(text_of(now), text_of(before)) <= ALIKE


BAD = (
    r"\d+\.\d0%|\.00%",
    r"下降100%",
    r"都是属于",
    r"均为其他结果",
    r"有\d+件申请超过",
    r"没有办结的申请；",
    r"增长\d{4,}",
)


@pytest.mark.parametrize("number", range(MOST))
@pytest.mark.parametrize("name", SAMPLES)
def test_no_wording_says_what_was_wrong_once(
    name: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlsheets.narrative.phrases.chooser", wording(number))
    told = text_of(*SAMPLES[name])
    assert [pattern for pattern in BAD if re.search(pattern, told)] == []
