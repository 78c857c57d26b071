"""The 2021 edition: 200 numbers, the official labels and merges, totals that add up."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import xlsheets.schema.ogi2021 as ogi2021
from tests.tools.shared import shared_case, shared_names
from xlsheets.errors import UnknownEditionError
from xlsheets.report import complete
from xlsheets.schema import Cell, edition_for, edition_named, newest
from xlsheets.schema.shape import Role, boxes, header_rows, height


def test_there_are_200_numbers_of_which_34_are_computed():
    edition = newest()
    assert (len(edition.cells), len(edition.typed_cells), len(edition.sums)) == (200, 166, 34)
    assert len(set(edition.cells)) == 200


def test_carried_forward_is_typed_so_that_its_identity_can_fail():
    assert Cell("req", "carried_forward", "natural_person") in newest().typed_cells


def test_tables_have_the_size_of_the_official_form():
    sizes = [(len(table.widths), height(table), header_rows(table)) for table in newest().tables]
    assert sizes == [(4, 14, 2), (10, 28, 3), (15, 4, 3)]


@pytest.mark.parametrize("table", newest().tables, ids=lambda table: table.key)
def test_boxes_cover_the_grid_exactly_once(table):
    covered = [
        (box.row + down, box.column + across)
        for box in boxes(table)
        for down in range(box.height)
        for across in range(box.width)
    ]
    assert sorted(covered) == [
        (row, column) for row in range(height(table)) for column in range(len(table.widths))
    ]


def test_the_stub_of_the_outcomes_spans_22_rows():
    outcomes = next(box for box in boxes(newest().tables[1]) if box.text == "三、本年度办理结果")
    assert (outcomes.height, outcomes.width, outcomes.role) == (22, 1, Role.STUB)


def test_label_paths_say_where_a_cell_stands():
    path = newest().path(Cell("req", "carried_forward", "business"))
    assert path == "表三 › 四、结转下年度继续办理 › 商业企业"
    path = newest().path(Cell("rem", "cases", "direct_upheld"))
    assert path == "表四 › 行政诉讼 › 未经复议直接起诉 › 结果维持"


@pytest.mark.parametrize(
    "name", [name for name in shared_names(complete=True) if "hongze" not in name]
)
def test_computed_totals_are_the_published_ones(name):
    published = shared_case(name)
    values = complete(newest(), published.figures)
    assert {cell: values[cell] for cell in published.stated} == published.stated


def test_every_year_from_2021_on_has_its_format():
    assert edition_for(2021).key == edition_for(2030).key == "2021"
    with pytest.raises(UnknownEditionError, match="2018"):
        edition_for(2018)
    with pytest.raises(UnknownEditionError):
        edition_named("1999")


def test_the_edition_file_holds_data_only():
    tree = ast.parse(Path(ogi2021.__file__).read_text(encoding="utf-8"))
    allowed = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.Expr)
    others = [node for node in tree.body if not isinstance(node, allowed)]
    assert [node.name for node in others if isinstance(node, ast.FunctionDef)] == ["_results"]
    assert len(others) == 1


@pytest.mark.parametrize("cell", newest().typed_cells[::7], ids=str)
def test_every_typed_cell_says_what_to_count_and_why(cell):
    row, column = (newest().items[cell.block, key] for key in (cell.row, cell.column))
    assert row.help or column.help
    assert row.source or column.source
