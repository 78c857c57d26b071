"""The editions: the numbers, labels and merges of the official form, totals that add up."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import xlsheets
from tests.tools.official import TRANSCRIBED, official_tables
from tests.tools.shared import shared_case, shared_names
from xlsheets.errors import UnknownEditionError
from xlsheets.report import complete
from xlsheets.schema import EDITIONS, Cell, edition_for, edition_named, newest
from xlsheets.schema.across import counterpart
from xlsheets.schema.cells import TableRow
from xlsheets.schema.shape import Role, boxes, header_rows, height
from xlsheets.schema.spec import Group

TOTALS = {"总计", "（七）总计"}


of_every_form = pytest.mark.parametrize("edition", TRANSCRIBED, ids=lambda edition: edition.key)


def test_the_newest_form_is_transcribed():
    assert newest() in TRANSCRIBED


@of_every_form
def test_every_number_of_the_official_form_is_a_cell_of_its_own(edition):
    official = official_tables(edition)
    numbers = [cell for table in official for cell in table.values() if not cell.label]
    assert len(edition.cells) == len(set(edition.cells)) == len(numbers)


@of_every_form
def test_what_the_form_calls_a_total_is_computed_and_nothing_else_is(edition):
    totals = {
        cell for cell in edition.cells if TOTALS.intersection(edition.path(cell).split(" › "))
    }
    assert set(edition.sum_of) == totals
    assert set(edition.typed_cells) == set(edition.cells) - totals


def test_carried_forward_is_typed_so_that_its_identity_can_fail():
    assert Cell("req", "carried_forward", "natural_person") in newest().typed_cells


@of_every_form
def test_tables_have_the_size_of_the_official_form(edition):
    for table, official in zip(edition.tables, official_tables(edition), strict=True):
        assert height(table) == 1 + max(row for row, _ in official)
        assert len(table.widths) == sum(
            cell.width for (row, _), cell in official.items() if row == 0
        )
        assert header_rows(table) == min(
            row for (row, _), cell in official.items() if not cell.label
        )


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


@of_every_form
def test_the_stub_of_the_outcomes_spans_its_rows(edition):
    label = "三、本年度办理结果"
    outcomes = next(box for box in boxes(edition.tables[1]) if box.text == label)
    (official,) = [cell for cell in official_tables(edition)[1].values() if cell.label == label]
    assert (outcomes.height, outcomes.width, outcomes.text) == official
    assert outcomes.role is Role.STUB


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
    values = complete(published.edition, published.figures)
    assert {cell: values[cell] for cell in published.stated} == published.stated


def test_every_year_from_2021_on_has_its_format():
    assert edition_for(2021).key == edition_for(2025).key == "2021"
    assert edition_for(newest().first_year + 9) is newest()
    with pytest.raises(UnknownEditionError, match="2018"):
        edition_for(2018)
    with pytest.raises(UnknownEditionError):
        edition_named("1999")


FILES = sorted((Path(xlsheets.__file__).parent / "schema").glob("ogi*.py"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_edition_file_holds_data_only_and_knows_no_other_edition(file):
    assert len(FILES) == len(EDITIONS)
    tree = ast.parse(file.read_text(encoding="utf-8"))
    allowed = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.Expr)
    assert [node for node in tree.body if not isinstance(node, allowed)] == []
    named = [
        alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names
    ]
    assert not [name for name in named if name.startswith("ogi")]


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.key)
def test_what_code_may_name_stands_in_the_edition(edition):
    named, asked = edition.named, edition.named.requests
    cells = [cell for held in named.documents for cell in held.all_of_them]
    cells += [*named.decisions, *filter(None, [named.fees])]
    cells += [cell for remedy in named.remedies for cell in (*remedy.results, remedy.total)]
    rows = [asked.received, asked.carried_over, asked.handled, asked.carried_forward]
    rows += [asked.granted, asked.partial, asked.state_secret, *asked.denied, *asked.other_handling]
    columns = (asked.everyone, asked.person, asked.other_organisation)
    cells += [
        row.at(column) for row in filter(None, [*rows, asked.fee_unpaid]) for column in columns
    ]
    assert [cell for cell in cells if cell not in edition.cells] == []


def test_a_figure_has_its_place_in_the_other_edition_or_none():
    older, newer = edition_named("2019"), edition_named("2021")
    received = newer.named.requests.total(newer.named.requests.received)
    assert counterpart(received, newer, older) == received
    assert counterpart(newer.named.normative.in_force, newer, older) is None
    assert counterpart(newer.named.fees, newer, older) is None
    assert counterpart(Cell("pro9", "procurement", "purchases"), older, newer) is None


def test_a_renamed_key_is_the_same_figure(monkeypatch):
    base = newest()
    asked = base.named.requests._replace(everyone="altogether", received=TableRow("req", "fresh"))
    renamed = base._replace(key="renamed", named=base.named._replace(requests=asked))
    renamed = renamed._replace(sections=tuple(map(_renamed, base.sections)))
    monkeypatch.setattr("xlsheets.schema.EDITIONS", (*EDITIONS, renamed))
    assert counterpart(Cell("req", "received", "all"), base, renamed) == Cell(
        "req", "fresh", "altogether"
    )
    assert counterpart(Cell("req", "fresh", "business"), renamed, base) == Cell(
        "req", "received", "business"
    )


def _renamed(section):
    if section.table is None:
        return section
    names = {"received": "fresh", "all": "altogether"}

    def rename(node):
        if isinstance(node, Group):
            return node._replace(members=tuple(map(rename, node.members)))
        return node._replace(key=names.get(node.key, node.key))

    blocks = tuple(
        block._replace(
            rows=tuple(map(rename, block.rows)), columns=tuple(map(rename, block.columns))
        )
        for block in section.table.blocks
    )
    return section._replace(table=section.table._replace(blocks=blocks))


@pytest.mark.parametrize("cell", newest().typed_cells[::7], ids=str)
def test_every_typed_cell_says_what_to_count_and_why(cell):
    row, column = (newest().items[cell.block, key] for key in (cell.row, cell.column))
    assert row.help or column.help
    assert row.source or column.source
