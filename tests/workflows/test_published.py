"""Published reports through the whole path: filled in, read back, judged, printed, and read again."""

from __future__ import annotations

import re
import unicodedata

import pytest

import xlsheets as xs
from tests.tools.make import EDITION, address_of
from tests.tools.shared import CASES, need_shared, shared_case, shared_names
from xlsheets.extract.docx import read_docx
from xlsheets.workbook.reading.reader import read_workbook
from xlsheets.workflows.one_report import workbook

CLEAN = [name for name in shared_names(complete=True) if not name.startswith(("hongze", "shuyang"))]


def _blocking(name: str) -> list[tuple[str, str]]:
    return [
        (finding.code, finding.cell)
        for finding in xs.validate(shared_case(name))
        if finding.blocking
    ]


@pytest.mark.parametrize("name", shared_names(complete=True))
def test_what_was_filled_in_is_read_back(name):
    original = shared_case(name)
    copy = read_workbook(workbook(original), f"{name}.xlsx")
    assert copy.figures == original.figures
    assert copy.narrative == original.narrative
    assert (copy.profile.unit, copy.profile.year) == (original.profile.unit, original.profile.year)
    assert copy.observations == ()


@pytest.mark.parametrize("name", shared_names(complete=True))
def test_stated_totals_that_differ_survive_in_the_workbook(name):
    original = shared_case(name)
    copy = read_workbook(workbook(original), f"{name}.xlsx")
    differing = {
        cell: value for cell, value in original.stated.items() if original.values[cell] != value
    }
    assert {cell: copy.stated.get(cell) for cell in differing} == differing


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_report_has_nothing_blocking(name):
    assert _blocking(name) == []


@pytest.mark.parametrize("name", ["hongze-2023"])
def test_two_wrong_totals_and_the_blank_cells_are_all_that_blocks(name):
    need_shared(CASES / f"{name}.json")
    first, last = "req.not_supplemented.natural_person", "req.other_outcome.other_entity"
    blank = f"{address_of(first)}:{address_of(last)}"
    assert _blocking(name) == [("C101", blank), ("S401", "E6"), ("S403", "O6")]


def test_the_broken_identity_is_found_in_its_column():
    need_shared(CASES / "anonymous-unbalanced.json")
    findings = [
        finding
        for finding in xs.validate(shared_case("anonymous-unbalanced"))
        if finding.code == "S303"
    ]
    assert [(finding.cell, finding.found, finding.expected) for finding in findings] == [
        (address_of("req.carried_forward.natural_person"), 61, 60)
    ]


@pytest.mark.parametrize("name", CLEAN)
def test_the_printed_report_says_the_same(name):
    original = shared_case(name)
    printed = read_docx(xs.convert(original))
    texts = [paragraph.text for paragraph in printed.paragraphs]
    wanted = [text for _, text in original.prose]
    assert [text for text in wanted if text not in texts] == []


def _squeezed(text: str) -> str:
    """Return text without what a page break or a typist changes: spaces, width, brackets, full stops of numbering."""
    return re.sub(r"[\s．.。()（）“”\"、]", "", unicodedata.normalize("NFKC", text))


def _lines(text: str) -> tuple[list[str], list[list[str]]]:
    """Return the paragraphs and the table rows (cells that hold something) of the township's text."""
    paragraphs, rows = [], []
    for line in filter(None, map(str.strip, text.split("\n"))):
        if not line.startswith("|"):
            paragraphs.append(line)
        elif not set(line) <= set("|- "):
            rows.append([cell.strip() for cell in line.split("|") if cell.strip()])
    return paragraphs, rows


def test_the_township_report_comes_out_as_it_was_published():
    text = need_shared(CASES / "xijiaokou-2023.txt").read_text(encoding="utf-8")
    paragraphs, rows = _lines(text)
    printed = read_docx(xs.convert(shared_case("xijiaokou-2023")))
    said = [_squeezed(paragraph.text) for paragraph in printed.paragraphs if paragraph.text.strip()]
    assert said == [_squeezed(paragraph) for paragraph in paragraphs]
    cells = [text for grid in printed.tables for row in grid.rows for text in row if text]
    numbers = [cell for cell in cells if cell.isdigit()]
    assert (len(numbers), set(numbers)) == (len(EDITION.cells), {"0"})
    published = [cell for row in rows for cell in row if not cell.isdigit()]
    assert _whole(_labels(cells)) == _whole(_labels(published))


def _labels(cells: list[str]) -> str:
    return _squeezed("".join(cell for cell in cells if not cell.isdigit()))


def _whole(labels: str) -> str:
    """Return labels without the two that a page break cuts in two in the source."""
    for cut in ("三本年度办理结果", "三本年度办", "理结果", "不计其他情形"):
        labels = labels.replace(cut, "")
    return labels
