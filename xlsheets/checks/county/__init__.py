"""Roll-up -> findings about it: every rule of family U."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.checks.county import coverage, tie_out
from xlsheets.checks.rule.spec import rules_in

if TYPE_CHECKING:
    from xlsheets.checks.rule.spec import Rule
    from xlsheets.county.rollup import Rollup
    from xlsheets.report.findings import Finding

COUNTY_RULES: tuple[Rule[Rollup], ...] = (*rules_in(coverage), *rules_in(tie_out))


def county_findings(rollup: Rollup) -> list[Finding]:
    """Return what is to be said about a roll-up itself, in the order of the rules."""
    return [finding for rule in COUNTY_RULES for finding in rule.findings(rollup)]
