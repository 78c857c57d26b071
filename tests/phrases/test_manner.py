"""Reports in the manner of published ones: what is right is said of each, and nothing else."""

from __future__ import annotations

import pytest

from tests.phrases.manner_reports import told
from xlsheets.checks import run_checks

REPORTS = {one.name: one for one in told()}


@pytest.mark.parametrize("name", REPORTS)
def test_of_a_report_is_said_what_was_judged_right(name):
    one = REPORTS[name]
    assert {finding.code for finding in run_checks(one.case, select=("N", "T"))} == one.expect
