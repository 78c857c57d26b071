"""The workbook in LibreOffice: it calculates what Python calculates, refuses, marks, and survives saving."""

from __future__ import annotations

import io
import json
import random
import re
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.tools.make import address_of, newest_report
from tests.tools.office import convert
from tests.tools.outside import need, need_uno
from xlsheets.basics.addresses import Place, place_of
from xlsheets.schema import newest
from xlsheets.workbook.layout import CHECKS_SHEET, CHECKS_TOP, MARKED_NAME, PANEL, Layout
from xlsheets.workbook.live_checks import live_checks
from xlsheets.workbook.template import write_workbook

pytestmark = pytest.mark.office

EDITION = newest()
LAYOUT = Layout(EDITION)
TYPED = len(EDITION.typed_cells)


def random_report(seed):
    """Return a report with random figures; some seeds leave cells blank, nearly all break an identity."""
    dice = random.Random(seed)
    most = dice.choice((1, 9, 120, 10**6))
    gaps = dice.choice((0, 0, 0.02, 0.5))
    cells = {}
    for cell in EDITION.typed_cells:
        value = (
            str(dice.randint(0, 10**9) / 10**6) if cell.block == "pro8" else dice.randint(0, most)
        )
        cells[str(cell)] = None if dice.random() < gaps else value
    text = "".join(dice.choice("公开信息，。１a") for _ in range(dice.choice((0, 7, 1500))))
    return newest_report(
        cells, narrative={"overview": (text,) if text else ()}, unit=f"第{seed}号单位"
    )


def balanced():
    """Return a report with figures everywhere whose identities all hold."""
    columns = [leaf.key for leaf in EDITION.blocks["req"].column_leaves if leaf.key != "all"]
    cells = {f"req.{row}.{column}": 2 for row in ("granted", "partial") for column in columns}
    cells |= {f"req.received.{column}": 5 for column in columns}
    cells |= {f"req.carried_forward.{column}": 1 for column in columns}
    return newest_report(cells)


def without_values(content):
    """Return a workbook whose formulas have no stored values, so that whoever opens it must calculate."""
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            part = source.read(name)
            if name.startswith("xl/worksheets/"):
                part = re.sub(rb"</f><v>[^<]*</v>", b"</f>", part)
            copy.writestr(name, part)
    return target.getvalue()


def formulas(content):
    """Map (sheet, address) of every formula to its stored value."""
    book, values = (load_workbook(io.BytesIO(content), data_only=only) for only in (False, True))
    return {
        (sheet.title, cell.coordinate): values[sheet.title][cell.coordinate].value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


@pytest.fixture(scope="module")
def recalculated(tmp_path_factory):
    """Return (report, workbook as written, workbook as LibreOffice calculated and saved it) of many."""
    more_came = newest_report({"req.received.business": 3})
    reports = [balanced(), newest_report(), more_came, *map(random_report, range(8))]
    folder = tmp_path_factory.mktemp("recalculated")
    paths = [folder / f"{number}.xlsx" for number in range(len(reports))]
    written = list(map(write_workbook, reports))
    for path, content in zip(paths, written, strict=True):
        path.write_bytes(without_values(content))
    saved = [path.read_bytes() for path in convert(paths, "xlsx", folder / "saved")]
    return list(zip(reports, written, saved, strict=True))


def test_the_sheet_calculates_what_python_calculates(recalculated):
    for source, _, saved in recalculated:
        book = load_workbook(io.BytesIO(saved), data_only=True)
        for cell, value in source.values.items():
            spot = LAYOUT.numbers[cell]
            assert str(book[spot.sheet][spot.cell].value) == str(value), cell


def test_every_stored_value_is_the_one_libreoffice_calculates(recalculated):
    for source, written, saved in recalculated:
        values = load_workbook(io.BytesIO(saved), data_only=True)
        expected = formulas(written)
        found = {place: values[place[0]][place[1]].value for place in expected}
        wrong = {
            place: (found[place], value)
            for place, value in expected.items()
            if (found[place] or "") != (value or "")
        }
        assert wrong == {}, source.profile.unit


def test_the_random_reports_show_every_verdict(recalculated):
    verdicts = {
        row[5]
        for _, _, saved in recalculated
        for row in load_workbook(io.BytesIO(saved), data_only=True)[CHECKS_SHEET].iter_rows(
            CHECKS_TOP + 1, CHECKS_TOP + len(live_checks(EDITION)), values_only=True
        )
    }
    kinds = {re.sub(r"多 [\d.]+ 件", "多 … 件", verdict) for verdict in verdicts}
    assert kinds == {
        "✓ 相符",
        "… 未填完",
        "✗ 办出去的比收进来的多 … 件，多半在本列的结转",
        "✗ 收进来的比办出去的多 … 件，多半在本列的结转",
    }


def test_saving_in_libreoffice_keeps_names_locks_and_rules(recalculated):
    _, written, saved = recalculated[0]
    before, after = (load_workbook(io.BytesIO(content)) for content in (written, saved))
    for name, spot in LAYOUT.names.items():
        assert list(after.defined_names[name].destinations) == list(
            before.defined_names[name].destinations
        ), (name, spot)
    for cell, spot in LAYOUT.numbers.items():
        locked = after[spot.sheet][spot.cell].protection.locked
        assert locked == (cell in EDITION.sum_of)
    for sheet in before:
        again = after[sheet.title]
        assert again.protection.sheet
        assert rules(again) == rules(sheet)
    assert after["_xlsheets"].sheet_state == "hidden"


def rules(sheet):
    """Return every validation of a sheet as (cells, kind, limits, words), in any order."""
    return {
        (cell, rule.type, rule.formula1, rule.promptTitle, rule.prompt, rule.error)
        for rule in sheet.data_validations.dataValidation
        for area in str(rule.sqref).split()
        for row in sheet[area if ":" in area else f"{area}:{area}"]
        for cell in (written_cell.coordinate for written_cell in row)
        if rule.type not in (None, "none")
    }


def test_bad_and_listed_cells_are_marked_by_a_sign_too(tmp_path):
    source = write_workbook(newest_report({"req.granted.business": -7, "req.received.business": 3}))
    book = load_workbook(io.BytesIO(source))
    [(sheet, cell)] = book.defined_names[MARKED_NAME].destinations
    book[sheet][cell.replace("$", "")].value = "三、申请办理!D7 三、申请办理!E6"
    day = date(EDITION.first_year + 1, 1, 2)
    typed_as_a_date = book["三、申请办理"][address_of("req.partial.business", EDITION)]
    typed_as_a_date.value, typed_as_a_date.number_format = day, 'm"月"d"日"'
    path = tmp_path / "marked.xlsx"
    book.save(path)
    [pdf] = convert(path, "pdf", tmp_path)
    need("pdftotext", "poppler")
    text = subprocess.check_output(["pdftotext", "-layout", pdf, "-"], text=True)
    assert len(re.findall(r"✗\s?-7\b", text)) == 1
    assert len(re.findall(rf"？\s?{(day - date(1899, 12, 30)).days}\b", text)) == 1
    assert len(re.findall(r"●\s?3\b", text)) == 1
    assert len(re.findall(r"●\s?0\b", text)) == 1


def typed(path, steps, watch):
    """Type the steps in LibreOffice and return what it answers."""
    python = need_uno()
    request = json.dumps({"file": str(path), "steps": steps, "watch": watch})
    program = Path(__file__).parents[1] / "tools/keyboard.py"
    run = subprocess.run(
        [python, program],
        check=False,
        input=request,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_what_a_clerk_types_is_refused_or_counted(tmp_path):
    path = tmp_path / "typed.xlsx"
    path.write_bytes(write_workbook(newest_report({"req.partial.business": None})))
    sheet = "三、申请办理"
    # The row below the table tells how far the two sides of the identity are apart.
    below = Place(place_of(address_of("req.carried_forward.business", EDITION)).row + 1, 5)
    watch = [
        [sheet, "J9"],
        [CHECKS_SHEET, f"F{CHECKS_TOP + 2}"],
        [sheet, str(below)],
        [PANEL, "C3"],
    ]
    steps = [
        (sheet, "E9", "3"),
        (sheet, "E9", "-1"),
        (sheet, "E9", "三件"),
        (sheet, "E9", "2.5"),
        (sheet, "E6", "3"),
        (sheet, "J9", "8"),
    ]
    first, *refused, balanced, locked = typed(path, steps, watch)
    total, verdict, under, meter = first["seen"]
    assert (first["cell"], total, verdict, under) == (
        "3",
        "3",
        "✗ 办出去的比收进来的多 3 件，多半在本列的结转",
        "✗ 办出多 3",
    )
    assert f"已填 {TYPED}/{TYPED}　" in meter
    assert [step["cell"] for step in refused] == ["3", "3", "3"]
    assert balanced["seen"][:3] == ["3", "✓ 相符", "✓"]
    assert (locked["cell"], locked["message"]) == ("3", True)


def test_an_official_label_cannot_be_typed_over(tmp_path):
    path = tmp_path / "typed.xlsx"
    path.write_bytes(write_workbook())
    [answer] = typed(path, [("三、申请办理", "A6", "别的")], [])
    assert answer["cell"] == "一、本年新收政府信息公开申请数量"
    assert answer["message"]
