"""The 校对码: what changes it, who computes it, and where it is printed."""

import io
import random
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.tools import office
from tests.tools.make import EDITION, report
from xlsheets.cli import main
from xlsheets.report import complete
from xlsheets.report.checkcode import HALVES, SIGNS, check_code, weights
from xlsheets.schema import edition_for, newest
from xlsheets.schema.spec import Measure
from xlsheets.workbook.shown_code import shown_code
from xlsheets.workflows import one_report


def filled(seed: int, digits: int = 6):
    """Return a report full of figures, large and small."""
    rnd = random.Random(seed)
    cells = {}
    for cell in EDITION.typed_cells:
        money = EDITION.measure(cell) is Measure.WAN_YUAN
        number = rnd.randrange(10 ** rnd.randint(1, digits))
        cells[str(cell)] = f"{Decimal(number) / 10**6:f}" if money else number
    return report(cells)


def old_form():
    """Return a report in the form of 2019 and 2020, full of figures."""
    edition = edition_for(2020)
    figures = {cell: number for number, cell in enumerate(edition.typed_cells, 5)}
    return replace(report(year=2020), edition_key=edition.key, figures=figures)


PAGE = Path(__file__).parents[2] / "docs/zh/explanation/checkcode.md"


@pytest.fixture(scope="module")
def script(tmp_path_factory):
    """Return the script that the page gives."""
    path = tmp_path_factory.mktemp("script") / "code.py"
    (found,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    path.write_text(found, encoding="utf-8")
    assert len([line for line in found.splitlines() if line.strip()]) <= 20
    return path


@pytest.mark.parametrize("given", [*map(filled, range(3)), old_form()], ids=range(4))
def test_the_script_of_the_page_computes_the_same_code(given, script, tmp_path):
    path = one_report.write(given, tmp_path / "a.json")
    run = subprocess.run([sys.executable, script, path], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == check_code(given) != ""


def test_the_page_says_in_which_order_the_figures_are_weighed():
    reference = (PAGE.parents[1] / "reference/cells.md").read_text(encoding="utf-8")
    listed = re.findall(r"\| `(\w+\.\w+\.\w+)` \|", reference)
    form = newest()
    assert listed == [str(cell) for cell in weights(form.key, HALVES[0])]
    sizes = [sum(len(block.cells) for block in table.blocks) for table in form.tables]
    said = re.search(
        rf"{form.key} 版是表二 (\d+) 格、表三 (\d+) 格、表四 (\d+) 格",
        PAGE.read_text(encoding="utf-8"),
    )
    assert said
    assert [int(size) for size in said.groups()] == sizes
    assert all(str(half.prime) in PAGE.read_text(encoding="utf-8") for half in HALVES)


def effects(half):
    """Return for each typed cell by how much one more moves the sum, its totals included."""
    weighed = weights(EDITION.key, half)
    for cell in EDITION.typed_cells:
        moved = complete(EDITION, {cell: 1})
        yield (
            cell,
            sum(value * weighed[moved_cell] for moved_cell, value in moved.items()) % half.prime,
        )


def test_both_moduli_are_primes_that_fit_four_signs():
    for half in HALVES:
        assert all(half.prime % divisor for divisor in range(2, 1000))
        assert half.prime < min(len(SIGNS) ** 4, 1000**2)


def test_no_sum_leaves_the_whole_numbers_a_double_can_hold():
    for half in HALVES:
        assert len(EDITION.cells) * half.prime**2 < 2**53


@pytest.mark.parametrize("half", HALVES)
def test_any_one_figure_counts_and_no_two_count_alike(half):
    weighed = list(weights(EDITION.key, half).values())
    assert 0 not in weighed
    assert len(set(weighed)) == len(weighed) == len(EDITION.cells)


@pytest.mark.parametrize("half", HALVES)
def test_with_its_totals_a_typed_figure_still_counts_and_differs_from_any_other(half):
    moved = [effect for _, effect in effects(half)]
    assert 0 not in moved
    assert len(set(moved)) == len(moved) == len(EDITION.typed_cells)


def test_each_single_change_changes_the_code():
    before = filled(1)
    code = check_code(before)
    for cell in EDITION.typed_cells:
        assert check_code(report({**as_cells(before), str(cell): before.figures[cell] + 1})) != code


def as_cells(source):
    return {str(cell): value for cell, value in source.figures.items()}


def test_swapping_two_different_figures_changes_the_code():
    before = filled(2)
    code, cells = check_code(before), as_cells(before)
    counted = [c for c in EDITION.typed_cells if EDITION.measure(c) is Measure.COUNT]
    for one, other in random.Random(3).sample(list(combinations(map(str, counted), 2)), 400):
        swapped = {**cells, one: cells[other], other: cells[one]}
        assert (check_code(report(swapped)) == code) == (cells[one] == cells[other])


def test_what_is_not_a_figure_does_not_change_the_code():
    assert check_code(report(unit="另一个乡人民政府", year=2024)) == check_code(report())


def test_there_is_no_code_before_every_figure_is_there():
    assert check_code(report({"req.received.business": None})) == ""


def test_neither_code_nor_sign_is_easily_misheard():
    code = check_code(filled(4))
    assert len(code) == 9
    assert code[4] == "-"
    assert set(code) <= set("23456789ABCDEFGHJKMNPQRSTUVWXYZ-")


@pytest.mark.office
def test_the_workbook_recalculated_shows_the_code_the_program_computes(tmp_path):
    reports = [report(), filled(5), filled(6, digits=9), report({"rem.cases.review_upheld": None})]
    paths = [tmp_path / f"{number}.xlsx" for number, _ in enumerate(reports)]
    for path, made in zip(paths, reports, strict=True):
        path.write_bytes(one_report.workbook(made))
        without_values = load_workbook(path)
        without_values.save(path)
    for path, made in zip(office.convert(paths, "xlsx", tmp_path / "out"), reports, strict=True):
        assert shown(path) == (check_code(made) or "填完全部数字后显示")


def shown(path):
    """Return what the line 校对码 of the sheet 校验 says."""
    sheet = load_workbook(path, data_only=True)["校验"]
    row = next(row for row in range(1, 16) if sheet.cell(row, 1).value == "校对码")
    return sheet.cell(row, 3).value


def test_the_code_stands_in_the_workbook_before_anything_is_recalculated(tmp_path):
    path = one_report.write(filled(7), tmp_path / "a.xlsx")
    assert shown(path) == check_code(one_report.read(path)) == check_code(filled(7))


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/workbook.xml", b'name="\xe6\xa0\xa1\xe9\xaa\x8c"', b'name="Checks"'),
        ("xl/worksheets/sheet10.xml", b"<sheetData>", b"<!-- rows --><sheetData>"),
    ],
)
def test_the_code_is_seen_where_it_cannot_be_read_from_its_row_alone(part, old, new, tmp_path):
    path = one_report.write(filled(7), tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    assert parts[part].count(old) == 1
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content.replace(old, new) if name == part else content)
    assert shown_code(path) == check_code(filled(7))


def test_a_workbook_that_shows_another_code_than_its_figures_give_is_told(tmp_path, capsys):
    path = one_report.write(filled(7), tmp_path / "a.xlsx")
    due, stale = check_code(filled(7)), check_code(filled(8))
    assert shown_code(path) == due
    _told(path, capsys, due, "")
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(due.encode(), stale.encode()))
    path.write_bytes(out.getvalue())
    _told(path, capsys, due, f"里存着的校对码是 {stale}，与现在的数字不符")


def _told(path, capsys, code, complaint):
    with pytest.raises(SystemExit):
        main(["validate", str(path)])
    told = capsys.readouterr().out
    assert f"校对码：{code}（" in told
    assert ("里存着的校对码是" in told) == bool(complaint)
    assert complaint in told
