"""A number that would leave a blank out is never said of: neither against the text, nor the year before."""

from dataclasses import replace

import pytest

from tests.tools.make import EDITION, report
from xlsheets.basics.numbers import Oddity
from xlsheets.checks import Case, run_checks
from xlsheets.report import Observation
from xlsheets.schema import Cell

# Every number here is wrong, so that each total has its finding while nothing is blank.
OVERVIEW = (
    "全年收到政府信息公开申请99件，其中自然人91件、法人或其他组织8件，上年结转7件；办结申请98件，其中予以公开95件、"
    "无法提供94件、不予公开93件，予以公开占96.12%；结转下年度92件。",
    "因政府信息公开被申请行政复议81件，其中结果维持80件；被提起行政诉讼79件。",
    "与上年相比，新收申请增长55.55%。",
)
CELLS = {
    "req.received.natural_person": 30,
    "req.received.business": 4,
    "req.granted.natural_person": 10,
    "req.other_outcome.natural_person": 20,
    "req.state_secret.business": 4,
    "rem.cases.review_corrected": 2,
    "rem.cases.after_review_pending": 3,
}
BEFORE = {"req.carried_forward.business": 2, "rem.cases.direct_pending": 1}


def _findings(cells=None, observations=()):
    case = Case(
        report(
            {**CELLS, **(cells or {})}, narrative={"overview": OVERVIEW}, observations=observations
        ),
        previous=(report(BEFORE, year=2024),),
    )
    return case, run_checks(case, select=["N", "S", "Y"])


def _rests_on(case, finding):
    """Return the typed cells a finding speaks of."""
    addends = case.edition.addends
    spoken = {str(cell): cell for cell in case.edition.cells}
    places = (*finding.places, *(operand.place for operand in finding.operands))
    return {part for place in places if place in spoken for part in addends[spoken[place]]}


def test_without_blanks_the_totals_are_spoken_of():
    _, findings = _findings()
    codes = {finding.code for finding in findings}
    assert codes >= {"N301", "N302", "N303", "N304", "N305", "N401", "S311", "S312", "Y301", "Y402"}


@pytest.mark.parametrize("cell", EDITION.typed_cells[10:], ids=str)
def test_no_finding_rests_on_a_blank(cell):
    case, findings = _findings({str(cell): None})
    assert [finding.message for finding in findings if cell in _rests_on(case, finding)] == []


@pytest.mark.parametrize("cell", EDITION.typed_cells[10::9], ids=str)
def test_no_finding_rests_on_what_cannot_be_read(cell):
    seen = Observation(Oddity.TEXT, str(cell), "若干")
    case, findings = _findings({str(cell): 0}, (seen,))
    assert [finding.message for finding in findings if cell in _rests_on(case, finding)] == []


def test_nothing_is_compared_with_a_total_that_last_year_left_blank():
    last = report({"req.carried_forward.business": None}, year=2024)
    now = report({"req.carried_over.natural_person": 1, "req.granted.natural_person": 1})
    codes = [
        (finding.code, finding.places)
        for finding in run_checks(Case(now, previous=(last,)), select=["Y"])
    ]
    assert codes == [("Y301", ("req.carried_over.natural_person",))]


def test_earlier_years_with_blanks_are_not_compared():
    total = Cell("req", "carried_over", "all")
    older = report({"req.carried_forward.business": None}, year=2023)
    newer = report({"req.carried_over.natural_person": 1}, year=2024)
    case = Case(report(), previous=(newer, older))
    assert "Y302" not in [finding.code for finding in run_checks(case, select=["Y3"])]
    stated = replace(older, stated={total._replace(row="carried_forward"): 5})
    case = Case(report(), previous=(newer, stated))
    assert "Y302" in [finding.code for finding in run_checks(case, select=["Y3"])]
