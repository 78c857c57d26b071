"""A revised Word draft back in its workbook: each edit is where it belongs or is told, and nothing else moves."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from tests.tools.office import convert
from tests.tools.one_change import told
from tests.tools.revising import Draft, draft_of, revise
from tests.tools.strict import in_bytes
from tests.tools.validator import errors
from xlsheets.documents.word.report import render
from xlsheets.report import Report
from xlsheets.report.checkcode import check_code
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workbook.template import write_workbook
from xlsheets.workflows.publishing.absorbing import absorb, absorbed_workbook

# So many edits are made; XLSHEETS_EDITS=500 for the full number.
EDITS = int(os.environ.get("XLSHEETS_EDITS", "60"))


@cache
def written(seed: int) -> tuple[bytes, Report]:
    """Return a workbook and the report read from it, with facts, reasons and sentences of the program."""
    given = told(seed)
    first = given.paragraphs("overview")[0]
    report = replace(
        given,
        facts={"website_items": 12},
        reasons={"0123abcd": "已经核对。"},
        drafted={"overview.a": first},
    )
    content = write_workbook(report)
    return content, read_workbook(content, "甲.xlsx")


def revised(seed: int, made: int) -> tuple[bytes, Report, Draft, Counter[str]]:
    """Return a workbook, its report, and a draft of it with some edits."""
    chance = Random(seed)
    content, report = written(seed % 5)
    document = render(report, code=check_code(report))
    draft = draft_of(report, document, tracked=bool(seed % 2))
    return content, report, draft, Counter(revise(draft, chance) for _ in range(made))


def mistakes(content: bytes, report: Report, draft: Draft, document: bytes) -> list[object]:
    """Return everything that is not as the draft says."""
    found = absorb(report, document, "稿.docx")
    after = read_workbook(absorbed_workbook(report, found, content), "甲.xlsx")
    wrong: list[object] = []
    if after.narrative != draft.narrative():
        wrong.append((after.narrative, draft.narrative()))
    if after.figures != draft.figures:
        wrong.append([cell for cell in draft.figures if after.figures[cell] != draft.figures[cell]])
    untold = [words for words in draft.listed if not any(words in line for line in found.listed)]
    if untold or len(found.listed) != len(draft.listed):
        wrong.append((untold, found.listed))
    for kept in ("profile", "facts", "reasons", "drafted"):
        if getattr(after, kept) != getattr(report, kept):
            wrong.append(kept)
    return wrong


def test_a_draft_that_nobody_changed_changes_nothing():
    for seed in range(5):
        content, report = written(seed)
        found = absorb(report, render(report, draft=True, code=check_code(report)))
        assert (found.changes, found.sentences, found.listed, found.told) == (False, (), (), ())
        assert read_workbook(absorbed_workbook(report, found, content), "甲.xlsx") == report


def test_each_of_many_edits_is_where_it_belongs_or_told():
    made, wrong, kinds = 0, [], Counter()
    seed = 0
    while made < EDITS:
        seed += 1
        content, report, draft, edits = revised(seed, 1 + seed % 6)
        made += draft.edits
        kinds += edits
        if found := mistakes(content, report, draft, draft.save()):
            wrong.append((seed, draft.tracked, dict(edits), found))
    assert wrong == []
    assert EDITS < 500 or len(kinds) == 13


def test_a_workbook_that_took_a_draft_needs_no_repair():
    for seed in range(1, 13):
        content, report, draft, _ = revised(seed, 6)
        after = absorbed_workbook(report, absorb(report, draft.save(), "稿.docx"), content)
        assert in_bytes(after, ".xlsx") == []


@pytest.mark.office
def test_a_workbook_that_took_a_draft_is_valid(tmp_path):
    for seed in range(1, 5):
        content, report, draft, _ = revised(seed, 12)
        path = tmp_path / f"{seed}.xlsx"
        path.write_bytes(
            absorbed_workbook(report, absorb(report, draft.save(), "稿.docx"), content)
        )
        assert errors(path) == []


@pytest.mark.office
def test_edits_are_found_when_libreoffice_saved_the_draft_again(tmp_path):
    drafts = {}
    for seed in range(1000, 1012):
        content, report, draft, edits = revised(seed, 6)
        path = tmp_path / f"{seed}.docx"
        path.write_bytes(draft.save())
        drafts[path] = content, report, draft, edits
    saved = convert(list(drafts), "docx:MS Word 2007 XML", tmp_path / "saved")
    wrong = []
    for path, (content, report, draft, edits) in zip(saved, drafts.values(), strict=True):
        if found := mistakes(content, report, draft, path.read_bytes()):
            wrong.append((path.name, draft.tracked, dict(edits), found))
    assert wrong == []
