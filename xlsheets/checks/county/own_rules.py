"""Rules of a county's own and a report -> findings, worded by what the county wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.checks.rule.spec import Case, path_of
from xlsheets.county.rules.rule import breaches
from xlsheets.report.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlsheets.county.rules.rule import Breach, CountyRule
    from xlsheets.report import Report


def own_findings(report: Report, rules: Iterable[CountyRule]) -> Iterator[Finding]:
    """Yield what a report breaks of a county's own rules."""
    case = Case(report)
    for rule in rules:
        for breach in breaches(rule, report):
            path = path_of(case, breach.places[0]) if breach.places else ""
            yield Finding(
                code=rule.code,
                severity=rule.severity,
                message=f"{_said(rule, breach)}。",
                places=breach.places,
                path=path,
                found=breach.left,
                expected=breach.right,
                hint=rule.advice or "请对照县里的规定核对改正。",
                basis=rule.basis or "县里的规定",
            )


def _said(rule: CountyRule, breach: Breach) -> str:
    if breach.left is None or breach.right is None:
        return f"{rule.title}：{breach.told}"
    gap = show(abs(breach.left - breach.right))
    relation = rule.relation.value
    return f"{rule.title}：左边是 {show(breach.left)}，右边是 {show(breach.right)}，应当左边 {relation} 右边，相差 {gap}"
