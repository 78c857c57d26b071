"""The table of judged findings holds exactly what the published reports raise, and enough of it is right."""

import re
from pathlib import Path

from tests.tools.shared import need_shared, shared_case, shared_names
from xlsheets.checks import Case, run_checks

PAGE = Path(__file__).parents[2] / "docs/dev/judged-findings.md"
ROW = re.compile(r"\| (\S+) \| ([TNY]\d{3}) \| (\S+) \| (\w+) \| .+ \| (right|wrong) \|")
ROWS = [
    match.groups() for match in map(ROW.fullmatch, PAGE.read_text("utf-8").splitlines()) if match
]
LAST = {"pingtan-2022": "pingtan-2021"}


def raised():
    reports = {name: shared_case(name) for name in shared_names()}
    for name, report in reports.items():
        previous = (reports[LAST[name]],) if name in LAST else ()
        unit = report.profile.unit
        others = tuple(
            report for report in reports.values() if report.profile.unit not in ("", unit)
        )
        for found in run_checks(Case(report, previous, others), select=("T", "N", "Y")):
            yield name, found.code, found.places[0], found.severity.value


def test_every_finding_on_a_published_report_has_been_read():
    need_shared()
    assert sorted(raised()) == sorted(row[:4] for row in ROWS)


def test_what_blocks_or_asks_for_a_reason_is_right_in_19_of_20():
    judged = [verdict for *_, weight, verdict in ROWS if weight != "hint"]
    assert judged.count("right") >= 0.95 * len(judged) > 0
