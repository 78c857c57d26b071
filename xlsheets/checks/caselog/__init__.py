"""Case log -> findings about its rows, and about a report that should agree with it: every rule of family L."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.checks.caselog import against_report, disputes, documents, fees, requests, twice
from xlsheets.checks.rule.spec import rules_in

if TYPE_CHECKING:
    from xlsheets.checks.caselog.subject import LogCase
    from xlsheets.checks.rule.spec import Rule
    from xlsheets.report.findings import Finding

LOG_RULES: tuple[Rule[LogCase], ...] = tuple(
    rule
    for module in (requests, twice, fees, disputes, documents, against_report)
    for rule in rules_in(module)
)


def log_findings(case: LogCase) -> list[Finding]:
    """Return what is to be said about a case log, in the order of the rules."""
    return [finding for rule in LOG_RULES for finding in rule.findings(case)]
