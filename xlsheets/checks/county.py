"""Roll-up -> findings about it: every rule of family U."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.checks import coverage, tieout
from xlsheets.checks.county_spec import CountyRule
from xlsheets.checks.spec import rules_in

if TYPE_CHECKING:
    from xlsheets.findings import Finding
    from xlsheets.rollup import Rollup

COUNTY_RULES = tuple(
    rule
    for family in (coverage, tieout)
    for rule in rules_in(family)
    if isinstance(rule, CountyRule)
)


def county_findings(rollup: Rollup) -> list[Finding]:
    """Return what is to be said about a roll-up itself, in the order of the rules."""
    return [finding for rule in COUNTY_RULES for finding in rule.about(rollup)]
