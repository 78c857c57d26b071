"""The Word report on the pages of two offices, by position: each number in its cell, each heading on its table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

import pdfplumber
import pytest
from pdfplumber.utils import cluster_list, extract_text

from tests.tools.engines import SAVE
from tests.tools.make import EDITION, report
from tests.tools.office import need_times
from xlsheets.basics.numbers import LARGEST, show
from xlsheets.documents.printed.composition import PrintedPiece, compose
from xlsheets.documents.word.report import render
from xlsheets.schema import EDITIONS
from xlsheets.schema.shape import Role, boxes, header_depth, height
from xlsheets.workflows import samples

# No two numbers that are typed are alike: one that stands in the place of another is noticed.
_DISTINCT = {str(cell): 101 + place for place, cell in enumerate(EDITION.typed_cells)}
_NAME = "示例市示例区住房和城乡建设局住房保障与房地产管理服务中心分中心"
_OLDEST = EDITIONS[0]
_LINE = "公开工作有序开展，内容真实、准确、及时，又一行。"
REPORTS = {
    "blank": replace(report(), figures={}, narrative={}),
    "sample": samples.sound(),
    "long name": report(_DISTINCT, unit=_NAME),
    "seven digits": report(dict.fromkeys(_DISTINCT, 1234567)),
    "largest": report({cell: LARGEST - number for cell, number in _DISTINCT.items()}),
    "oldest form": report(edition=_OLDEST, year=_OLDEST.first_year),
    # The heading of 表二 comes down to the foot of the page, and over it.
    **{f"{lines} lines": report(narrative={"overview": (_LINE * lines,)}) for lines in (13, 16)},
}
# What stands lower on a page of A4 is its number.
_TEXT_ENDS = (297 - 35) * 72 / 25.4
# How high a digit is, by the size of its type.
_DIGIT = 0.7
_Rectangle = tuple[float, float, float, float]


class Letters(NamedTuple):
    """Characters of one page with the place of their ink."""

    characters: list[dict]

    @property
    def text(self) -> str:
        return extract_text(self.characters)

    @property
    def squeezed(self) -> str:
        return "".join(self.text.split())

    def about(self, area: _Rectangle) -> Letters:
        """Return those whose middle is in an area."""
        left, top, right, bottom = area
        return Letters(
            [
                one
                for one in self.characters
                if left < (one["x0"] + one["x1"]) / 2 < right
                and top < (one["top"] + one["bottom"]) / 2 < bottom
            ]
        )

    def inside(self, area: _Rectangle) -> bool:
        """Tell whether no character crosses a line of an area."""
        left, top, right, bottom = area
        return all(
            left <= one["x0"]
            and one["x1"] <= right
            and top <= one["top"]
            and one["bottom"] <= bottom
            for one in self.characters
        )


class Sheet(NamedTuple):
    """A page of a PDF: its text in and outside tables, and the cells of these."""

    letters: Letters
    tables: list[list[_Rectangle]]
    outside: Letters


def sheets(pdf) -> list[Sheet]:
    with pdfplumber.open(pdf) as document:
        return [_sheet(page) for page in document.pages]


def _sheet(page) -> Sheet:
    found = page.find_tables()
    # What ONLYOFFICE writes across a page, and 草稿, do not stand upright.
    upright = [_inked(one, page.height) for one in page.chars if one["upright"]]
    letters = Letters([one for one in upright if one["bottom"] < _TEXT_ENDS])
    in_tables = [id(one) for table in found for one in letters.about(table.bbox).characters]
    outside = [one for one in letters.characters if id(one) not in in_tables]
    return Sheet(letters, [table.cells for table in found], Letters(outside))


def _inked(character: dict, page_height: float) -> dict:
    """Say where a character stands by its base line: what a font tells of its height differs between the offices."""
    base = page_height - character["matrix"][5]
    return character | {"top": base - _DIGIT * character["size"], "bottom": base}


class Piece(NamedTuple):
    """What one page shows of a table, and how many of its rows stand on pages before."""

    sheet: Sheet
    cells: list[_Rectangle]
    before: int


def tables(pages: list[Sheet], heights: list[int]) -> Iterator[list[Piece]]:
    """Yield the pieces of each table; there are so many tables with so many rows."""
    pieces = [(sheet, cells) for sheet in pages for cells in sheet.tables]
    for wanted in heights:
        rows, taken = 0, []
        while rows < wanted:
            sheet, cells = pieces.pop(0)
            taken.append(Piece(sheet, cells, rows))
            rows += len(_lines(cells, 1)) - 1
        assert rows == wanted
        yield taken
    assert pieces == []


def _lines(cells: list[_Rectangle], axis: int) -> list[float]:
    """Return where lines of a table stand; on another page they may be a hair off."""
    sides = [cell[side] for cell in cells for side in (axis, axis + 2)]
    return [line[0] for line in cluster_list(sides, tolerance=1)]


def _nearest(lines: list[float], place: float) -> int:
    return min(range(len(lines)), key=lambda number: abs(lines[number] - place))


def cells_of(pieces: list[Piece]) -> dict[tuple[int, ...], tuple[Letters, _Rectangle]]:
    """Return the letters of each cell and its rectangle by (row, column, rows, columns), as the form counts."""
    found = {}
    columns = _lines([cell for piece in pieces for cell in piece.cells], 0)
    for piece in pieces:
        rows = _lines(piece.cells, 1)
        for cell in piece.cells:
            left, right = (_nearest(columns, cell[side]) for side in (0, 2))
            top, bottom = (_nearest(rows, cell[side]) + piece.before for side in (1, 3))
            place = (top, left, bottom - top, right - left)
            found[place] = piece.sheet.letters.about(cell), cell
    return found


@pytest.fixture(scope="module", params=SAVE)
def printed(request, tmp_path_factory) -> dict[str, list[Sheet]]:
    """The pages of every report as one office prints them."""
    need_times()
    folder = tmp_path_factory.mktemp(request.param)
    sources = [folder / f"{name}.docx" for name in REPORTS]
    for source, made in zip(sources, REPORTS.values(), strict=True):
        source.write_bytes(render(made))
    saved = SAVE[request.param](sources, "pdf", folder / "pdf")
    return dict(zip(REPORTS, map(sheets, saved), strict=True))


@pytest.mark.office
@pytest.mark.parametrize("name", REPORTS)
def test_every_number_stands_whole_in_the_lines_of_its_cell(printed, name):
    made, numbers = REPORTS[name], 0
    forms = made.edition.tables
    for form, pieces in zip(forms, tables(printed[name], [*map(height, forms)]), strict=True):
        found = cells_of(pieces)
        assert found.keys() == {(box.row, box.column, box.height, box.width) for box in boxes(form)}
        for box in boxes(form):
            letters, cell = found[box.row, box.column, box.height, box.width]
            if box.role is Role.NUMBER:
                value = made.values.get(box.cell)
                numbers += 1
                assert letters.text == ("" if value is None else show(value)), box.cell
                assert letters.inside(cell), box.cell
            else:
                assert letters.squeezed == "".join(box.text.split())
    assert numbers == len(made.edition.cells)


@pytest.mark.office
@pytest.mark.parametrize("name", REPORTS)
def test_every_paragraph_is_printed_once_and_in_order(printed, name):
    words = "".join(sheet.outside.squeezed for sheet in printed[name])
    pieces = compose(REPORTS[name])
    said = "".join(piece.text for piece in pieces if isinstance(piece, PrintedPiece))
    assert words == "".join(said.split())


@pytest.mark.office
@pytest.mark.parametrize("name", REPORTS)
def test_no_page_parts_a_heading_from_its_table_or_rows_that_belong_together(printed, name):
    made = REPORTS[name]
    sections = [section for section in made.edition.sections if section.table]
    heights = [height(section.table) for section in sections]
    for section, pieces in zip(sections, tables(printed[name], heights), strict=True):
        blocks = (header_depth(one) + len(one.row_leaves) for one in section.table.blocks)
        assert {piece.before for piece in pieces} <= {*accumulate(blocks, initial=0)}
        first = pieces[0]
        above = first.sheet.letters.about((0, 0, 1000, _lines(first.cells, 1)[0]))
        assert above.squeezed.endswith(section.title)


@pytest.mark.office
def test_a_heading_meets_the_foot_of_the_page(printed):
    """A few lines of text more, and the first table goes to the next page with it."""
    first_pages = (printed[f"{lines} lines"][0].outside.squeezed for lines in (13, 16))
    assert ["二、主动公开" in words for words in first_pages] == [True, False]
