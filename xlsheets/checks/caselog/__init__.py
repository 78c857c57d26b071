"""Case log -> findings about its rows, and about a report that should agree with it: every rule of family L."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.checks.caselog import against_report, disputes, documents, fees, requests, twice
from xlsheets.checks.rule.spec import rules_in

if TYPE_CHECKING:
    from xlsheets.checks.caselog.subject import LogCase
    from xlsheets.checks.rule.spec import Rule
    from xlsheets.report.findings import Finding

_ROW_RULES: tuple[Rule[LogCase], ...] = tuple(
    rule for module in (requests, twice, fees, disputes, documents) for rule in rules_in(module)
)
_DIFFERENCES: tuple[Rule[LogCase], ...] = tuple(rules_in(against_report))
LOG_RULES = (*_ROW_RULES, *_DIFFERENCES)


def log_findings(case: LogCase) -> list[Finding]:
    """Return what is to be said about a case log and the report beside it, in the order of the rules."""
    return [*row_findings(case), *differences(case)]


def row_findings(case: LogCase) -> list[Finding]:
    """Return what is to be said about the rows of a case log."""
    return [finding for rule in _ROW_RULES for finding in rule.findings(case)]


def differences(case: LogCase) -> list[Finding]:
    """Return where the report is not what the case log comes to."""
    return [finding for rule in _DIFFERENCES for finding in rule.findings(case)]
