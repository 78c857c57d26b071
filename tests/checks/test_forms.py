"""What only one official form demands is asked of the reports of its years, whatever workbook they came in."""

import pytest

from tests.tools.make import report
from xlsheets.checks import Case, run_checks
from xlsheets.schema import EDITIONS, edition_named, newest, years_of

BASIS = "{year}年，我乡按照{document}认真开展公开，工作平稳有序，群众关心的事项都及时公开。"


def _codes(year, edition, select, **narrative):
    case = Case(report(edition=edition, year=year, narrative=narrative))
    return [finding.code for finding in run_checks(case, select=[select])]


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.key)
@pytest.mark.parametrize(("year", "asked"), [(2019, False), (2020, False), (2021, True)])
def test_the_fee_sentence_is_asked_since_the_form_asks_for_it(edition, year, asked):
    said = _codes(year, edition, "T005", other_matters=("没有其他需要报告的事项。",))
    assert said == (["T005"] if asked else [])


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.key)
@pytest.mark.parametrize(
    ("year", "document", "wrong"),
    [
        (2020, edition_named("2019").document, False),
        (2020, edition_named("2021").document, True),
        (2020, "国办发〔2019〕60号", True),
        (2021, edition_named("2021").document, False),
        (2021, edition_named("2019").document, True),
        (2021, "国办发〔2021〕30号", True),
    ],
)
def test_the_basis_is_the_form_in_force_in_the_year(edition, year, document, wrong):
    text = BASIS.format(year=year, document=document)
    assert _codes(year, edition, "T105", overview=(text,)) == (["T105"] if wrong else [])


def test_without_a_year_the_report_is_held_to_its_own_form():
    text = BASIS.format(year="", document=edition_named("2019").document)
    assert _codes(None, edition_named("2019"), "T105", overview=(text,)) == []


@pytest.mark.parametrize(
    ("edition", "told"),
    [(edition_named("2019"), "2019 至 2020 年度的报告"), (newest(), "年度及以后的报告")],
    ids=["an earlier form", "the newest"],
)
def test_a_form_of_another_year_says_for_which_years_it_is(edition, told):
    years = years_of(edition)
    for year, wrong in ((years[0] - 1, True), (years[0], False), (years[-1], False)):
        assert (_codes(year, edition, "C204") == ["C204"]) == wrong
    (finding,) = run_checks(Case(report(edition=edition, year=years[-1] + 1)), select=["C204"])
    assert told in finding.message
