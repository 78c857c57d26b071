"""Every command runs for the reports of every edition, and for the first year of a new one."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import xlsheets as xs
from tests.tools.make import NARRATIVE, report
from tests.tools.wording import wording
from xlsheets.county.register import Register, Unit
from xlsheets.report import Report
from xlsheets.schema import EDITIONS, edition_for
from xlsheets.workbook.lists.register import write_register
from xlsheets.workflows.one_report import workbook as workbook_of

# The first year of every form, and the last of the one before it.
FIRST = sorted(edition.first_year for edition in EDITIONS)
YEARS = sorted({*FIRST, *(year - 1 for year in FIRST[1:])})
UNIT = "示例县教育局"
CARRIED = 2


def of(year: int, unit: str = UNIT) -> Report:
    """Return a filled report that balances and goes on from the year before."""
    cells = {
        "pro1.normative.issued": 3,
        "pro5.licensing.decisions": 40 + year % 10,
        "pro6.penalty.decisions": 7,
        "req.received.natural_person": 6,
        "req.received.business": 1,
        "req.carried_over.natural_person": CARRIED,
        "req.granted.natural_person": 4,
        "req.granted.business": 1,
        "req.partial.natural_person": 1,
        "req.state_secret.natural_person": 1,
        "req.carried_forward.natural_person": CARRIED,
        "rem.cases.review_upheld": 1,
        "rem.cases.direct_corrected": 1,
    }
    edition = edition_for(year)
    narrative = {
        section: tuple(
            text.replace("示例乡人民政府", unit).replace("2025", str(year)) for text in paragraphs
        )
        for section, paragraphs in NARRATIVE.items()
    }
    made = report(
        cells,
        edition=edition,
        narrative=narrative,
        unit=unit,
        year=year,
        level="county_department",
    )
    return replace(
        made, profile=replace(made.profile, signed=made.profile.signed.replace(year=year + 1))
    )


@cache
def _book(year: int, unit: str) -> bytes:
    return workbook_of(of(year, unit))


def put(path: Path, year: int, unit: str = UNIT) -> Path:
    """Write the workbook of a year and a unit."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(_book(year, unit))
    return path


@pytest.fixture
def run(run):
    """Return a function that runs a command and gives (exit code, what it printed)."""

    def call(*arguments: object) -> tuple[int, str]:
        code, *printed = run(*arguments)
        return code, "".join(printed)

    return call


@pytest.fixture(params=YEARS)
def year(request) -> int:
    return request.param


@pytest.fixture
def workbook(tmp_path, year) -> Path:
    return put(tmp_path / f"{UNIT}{year}.xlsx", year)


@pytest.fixture
def last(tmp_path, year) -> Path:
    """Return last year's workbook; before the first edition there was none, so it is the same year's."""
    before = max(year - 1, FIRST[0])
    return put(tmp_path / f"上年{before}.xlsx", before)


def test_new_starts_a_workbook(run, tmp_path, year):
    made = tmp_path / "new.xlsx"
    code, printed = run("new", UNIT, "--year", year, "-o", made)
    assert code == 0, printed
    assert xs.read(made).edition_key == edition_for(year).key


def test_new_from_last_year_takes_what_was_carried_over(run, tmp_path, year):
    last_one = put(tmp_path / "last.xlsx", year)
    made = tmp_path / "new.xlsx"
    code, printed = run("new", UNIT, "--year", year + 1, "--from", last_one, "-o", made)
    assert code == 0, printed
    found = xs.read(made)
    opening = found.edition.named.requests.carried_over
    assert found.figures[opening.at("natural_person")] == CARRIED


@pytest.mark.parametrize("edition_given", [True, False])
def test_fill_takes_the_edition_of_the_year(run, tmp_path, year, edition_given):
    document = json.loads(xs.convert(of(year), "json"))
    if not edition_given:
        del document["edition"]
    source, made = tmp_path / "a.json", tmp_path / "a.xlsx"
    source.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    code, printed = run("fill", source, "-o", made)
    assert code == 0, printed
    assert xs.read(made).figures == of(year).figures


def test_fill_zeros_fills_every_blank(run, tmp_path, year):
    source, made = tmp_path / "a.json", tmp_path / "a.xlsx"
    source.write_text(json.dumps({"unit": UNIT, "year": year}), encoding="utf-8")
    run("fill", source, "--zeros", "-o", made)
    assert set(xs.read(made).figures) == set(edition_for(year).typed_cells)


def test_validate_against_last_year_and_neighbours(run, workbook, last, tmp_path, year):
    neighbour = put(tmp_path / "neighbours/民政局.xlsx", year, "示例县民政局")
    code, printed = run("validate", workbook, "--last", last, "--neighbours", neighbour.parent)
    assert code == 0, printed
    assert "结转下年度继续办理”不一致" not in printed


def test_validate_tells_what_does_not_carry_over(run, tmp_path, year):
    report_now = of(year + 1)
    opening = report_now.edition.named.requests.carried_over.at("natural_person")
    received = report_now.edition.named.requests.received.at("natural_person")
    figures = {**report_now.figures, opening: CARRIED - 1, received: 7}
    now = xs.write(replace(report_now, figures=figures), tmp_path / "now.xlsx")
    before = put(tmp_path / "before.xlsx", year)
    _, printed = run("validate", now, "--last", before)
    assert "Y301" in printed


def test_narrate_with_last_year(run, tmp_path, year, last, monkeypatch):
    monkeypatch.setattr("xlsheets.narrative.phrases.chooser", wording(0))
    source = xs.write(replace(of(year), narrative={}), tmp_path / "empty.xlsx")
    code, printed = run("narrate", source, "--last", last)
    assert code == 0, printed
    prose = "".join(text for _, text in xs.read(source).prose)
    assert "新收政府信息公开申请7件" in prose
    assert edition_for(year).document in prose


@pytest.mark.parametrize("kind", ["docx", "html", "json"])
def test_convert_and_import_give_the_same_figures(run, workbook, tmp_path, year, kind):
    printed_one = tmp_path / f"r.{kind}"
    code, printed = run("convert", workbook, "-t", kind, "-o", printed_one)
    assert code == 0, printed
    back = tmp_path / "back.xlsx"
    command = "fill" if kind == "json" else "import"
    run(command, printed_one, "-o", back)
    assert xs.read(back).figures == of(year).figures
    assert xs.read(back).edition_key == edition_for(year).key


def test_compare_with_the_year_before(run, workbook, last, tmp_path):
    code, printed = run("compare", last, workbook, "-o", tmp_path / "c.xlsx")
    assert code == 0, printed
    assert "结转接不上 0" in printed


@pytest.fixture
def county(tmp_path, year) -> Path:
    folder = tmp_path / "county"
    for unit in (UNIT, "示例县民政局"):
        put(folder / f"{unit}.xlsx", year, unit)
    register = Register((Unit(UNIT), Unit("示例县民政局")))
    (tmp_path / "名录.xlsx").write_bytes(write_register(register))
    return folder


def test_roll_up_adds_the_units(run, county, tmp_path, year):
    made = tmp_path / "sum.xlsx"
    earlier = put(tmp_path / "earlier.xlsx", max(year - 1, FIRST[0]))
    _, printed = run(
        "rollup", county, "--unit", "示例县人民政府", "--year", year, "-o", made, "--last", earlier
    )
    assert "内部" not in printed
    found = xs.read(made)
    assert found.figures[found.edition.named.licensing] == 2 * (40 + year % 10), printed


def test_collect_judges_the_folder(run, county, tmp_path, last):
    code, printed = run(
        "collect",
        county,
        "--register",
        tmp_path / "名录.xlsx",
        "--out",
        tmp_path / "台账.xlsx",
        "--page",
        tmp_path / "p.html",
        "--last",
        last,
    )
    assert code in (0, 1), printed
    assert (tmp_path / "台账.xlsx").exists()
