"""Case -> findings: pure functions, one rule each; no Excel, no Word."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from xlsheets.checks.arithmetic import changes, lists, shares
from xlsheets.checks.cells import numbers, profile
from xlsheets.checks.facts import fees, in_text, sensible, stated
from xlsheets.checks.files import taken_in, template
from xlsheets.checks.files.unreadable import FILE_RULES, unreadable
from xlsheets.checks.rule.spec import Case, Rule, RuleCard, rules_in
from xlsheets.checks.tables import proactive, remedies, requests
from xlsheets.checks.tables.sums import sum_rules
from xlsheets.checks.text import (
    basis,
    blanks,
    dates,
    hygiene,
    names,
    numbering,
    personal_data,
    preamble,
    sections,
    similarity,
)
from xlsheets.checks.text_figures import (
    against_tables,
    contradictions,
)
from xlsheets.checks.years import carry_over, swings
from xlsheets.schema import edition_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlsheets.report.findings import Finding
    from xlsheets.schema import Edition

# Modules of rules, in the order their findings are made; a new one is added here.
FAMILIES = (
    template,
    taken_in,
    numbers,
    profile,
    sensible,
    proactive,
    requests,
    remedies,
    sections,
    preamble,
    against_tables,
    contradictions,
    stated,
    fees,
    lists,
    shares,
    changes,
    in_text,
    blanks,
    numbering,
    hygiene,
    personal_data,
    dates,
    names,
    basis,
    similarity,
    carry_over,
    swings,
)

__all__ = ["Case", "Rule", "asked_for", "rules_for", "run_checks", "unreadable"]


@cache
def _report_rules(edition_key: str) -> tuple[Rule[Case], ...]:
    declared = tuple(rule for family in FAMILIES for rule in rules_in(family))
    return (*declared, *sum_rules(edition_named(edition_key)))


def rules_for(edition: Edition) -> tuple[RuleCard, ...]:
    """Return every rule there is for an edition: of files, of reports, of roll-ups, of case logs."""
    from xlsheets.checks.caselog import LOG_RULES
    from xlsheets.checks.county import COUNTY_RULES  # which no report is judged by alone

    return (*FILE_RULES, *_report_rules(edition.key), *COUNTY_RULES, *LOG_RULES)


def asked_for(code: str, select: Sequence[str], ignore: Sequence[str]) -> bool:
    """Tell whether a rule was asked for: by its code, or by how that begins."""
    return code.startswith(tuple(select) or "") and not code.startswith(tuple(ignore))


def run_checks(
    case: Case, *, select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> list[Finding]:
    """Return what the rules have to say about a case, in the order of the rules.

    Args:
        case: the report and what it may be compared with.
        select: codes or their beginnings, such as ``S3``, to run; none means all.
        ignore: codes or their beginnings to leave out.
    """
    rules: Iterable[Rule[Case]] = _report_rules(case.edition.key)
    if select or ignore:
        rules = (rule for rule in rules if asked_for(rule.code, select, ignore))
    return [finding for rule in rules for finding in rule.findings(case)]
