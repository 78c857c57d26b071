"""Published pages made from seeds are imported as a person reads them, or it is said what was not."""

from __future__ import annotations

import json
import os
import random
from dataclasses import replace
from functools import cache

import pytest

from tests.published.__main__ import story, table
from tests.published.judging import Brought, Judged, compare, judge
from tests.published.listing import place, squeezed
from tests.published.pages import Page, page
from tests.published.skeletons import SKELETONS

FIXED = range(1, 61)
# The same pages in every run of the suite; others with XLSHEETS_FIRST and XLSHEETS_SEEDS, or XLSHEETS_FIRST=random.
MORE = int(os.environ.get("XLSHEETS_SEEDS", "20"))
FIRST = os.environ.get("XLSHEETS_FIRST", "10000")


@cache
def fixed(seed: int) -> Judged:
    """Return how a page that is always looked at was read."""
    return judge(page(seed))


@pytest.mark.parametrize("seed", FIXED)
def test_a_page_is_read_as_a_person_reads_it(seed):
    judged = fixed(seed)
    assert not judged.differences, story(judged)


def test_more_pages_are_read_as_a_person_reads_them():
    first = random.randrange(10_000, 10**9) if FIRST == "random" else int(FIRST)
    judged = [judge(page(seed)) for seed in range(first, first + MORE)]
    wrong = [case for case in judged if case.differences]
    shown = "\n".join(story(case) for case in wrong[:20])
    assert not wrong, f"from seed {first}: {table(judged)}\n{shown}"


def test_what_nobody_could_doubt_is_read_and_not_only_listed():
    judged = [fixed(seed) for seed in FIXED]
    plain = sum(_plain(case.page) for case in judged)
    left = [f"seed {case.page.seed}: {text}" for case in judged for text in case.left]
    refused = sum(_plain(case.page) for case in judged if not case.read)
    assert len(left) + refused <= plain // 100, "\n".join(left[:40])


def _plain(made: Page) -> int:
    """Count the numbers and paragraphs of a page that are plain to see."""
    expected = made.expected
    numbers = sum(shown.plain for shown in expected.cells.values())
    return numbers + sum(len(paragraphs) for paragraphs in expected.prose.values())


@pytest.mark.parametrize("seed", FIXED)
def test_a_page_shows_what_is_expected_of_it(seed):
    made = page(seed)
    visible = squeezed(made.visible)
    for gone in made.expected.gone:
        visible = visible.replace(squeezed(gone), "")
    paragraphs = [text for texts in made.expected.prose.values() for text in texts]
    for text in (*paragraphs, *made.expected.around, *made.expected.named):
        assert squeezed(text) in visible, text
    for key, shown in made.expected.cells.items():
        assert squeezed(shown.text) in visible, key


def test_the_same_seed_makes_the_same_page():
    assert page(7).content == page(7).content
    assert page(7).expected == page(7).expected


def test_no_two_paragraphs_of_a_report_are_alike():
    for seed in FIXED:
        texts = [text for texts in page(seed).expected.prose.values() for text in texts]
        assert len(texts) == len(set(texts)), seed


def test_there_are_twenty_skeletons_and_every_one_shows_the_report():
    assert len(SKELETONS) == 20
    assert all("{{ body }}" in skeleton.source for skeleton in SKELETONS.values())


# The judge ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", FIXED)
def test_the_judge_finds_nothing_where_all_was_read_or_listed(seed):
    assert compare(page(seed), _perfect(page(seed))).differences == []


def test_the_judge_sees_a_wrong_number():
    made = page(16)
    result = _result(made)
    result["cells"]["req"]["received"]["all"] += 1
    assert _kinds(made, result) == {"wrong number"}


def test_the_judge_sees_a_number_left_out():
    made = page(16)
    result = _result(made)
    result["cells"]["req"]["received"]["all"] = None
    assert _kinds(made, result) == {"unlisted number"}


def test_the_judge_sees_a_paragraph_left_out_cut_and_moved():
    made = page(16)
    narrative = made.expected.prose
    first, *rest = narrative["overview"]
    assert _kinds(made, _with_prose(made, overview=rest)) == {"unlisted paragraph"}
    assert _kinds(made, _with_prose(made, overview=[first[:-9], *rest])) == {"unlisted paragraph"}
    moved = {"overview": rest, "problems": [*narrative["problems"], first]}
    assert _kinds(made, _with_prose(made, **moved)) == {"paragraph in the wrong part"}
    turned = [*rest, first]
    assert _kinds(made, _with_prose(made, overview=turned)) == {"paragraphs out of order"}


def test_the_judge_sees_text_that_is_none():
    made = page(16)
    ending = made.expected.prose["other_matters"]
    furniture = made.visible.strip().splitlines()[-1]
    assert _kinds(made, _with_prose(made, other_matters=[*ending, furniture])) == {
        "furniture as text"
    }
    assert _kinds(made, _with_prose(made, other_matters=[*ending, made.expected.units[0]])) == {
        "title, heading or signature as text"
    }


def test_the_judge_sees_a_wrong_unit_year_and_date():
    made = page(16)
    wrong = {**_result(made), "unit": "示例县", "year": 1999, "signed": "1999-01-01"}
    assert _kinds(made, wrong) == {"wrong unit", "wrong year", "wrong date"}


def _kinds(made: Page, result: dict) -> set[str]:
    brought = replace(_perfect(made), result=json.loads(json.dumps(result, default=float)))
    return {difference.kind for difference in compare(made, brought).differences}


def _with_prose(made: Page, **changed: list[str]) -> dict:
    result = _result(made)
    return {**result, "narrative": {**result["narrative"], **changed}}


def _perfect(made: Page) -> Brought:
    """Return what a command would leave that read everything sure and listed all the rest."""
    cells = made.expected.cells
    lines = [
        f"  {' › '.join((where.table, *where.rows, *where.columns))}：“{shown.text}”没有读入。"
        for key, shown in cells.items()
        if shown.told or shown.quotes or not (shown.values or shown.silent)
        for where in [place(key)]
    ]
    lines += [f"  “{text}”没有归到任何一部分。" for text in made.expected.around]
    return Brought(1, "\n".join(lines), "", _result(made), 0.1)


def _result(made: Page) -> dict:
    expected = made.expected
    cells: dict[str, dict] = {}
    for key, shown in expected.cells.items():
        block, row, column = key.split(".")
        value = shown.values[0] if shown.values else None
        cells.setdefault(block, {}).setdefault(row, {})[column] = value
    return {
        "unit": expected.units[0],
        "year": expected.year,
        "signed": expected.dates[0].isoformat() if expected.dates else None,
        "cells": cells,
        "narrative": {key: list(texts) for key, texts in expected.prose.items()},
    }
