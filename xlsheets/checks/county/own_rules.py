"""Rules of a county's own and a report -> findings, worded by what the county wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.checks.rule.spec import Case, path_of
from xlsheets.county.rules.rule import Demand, breaches, named_place
from xlsheets.report.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xlsheets.county.rules.expressions import RuleTerm
    from xlsheets.county.rules.rule import Breach, CountyRule
    from xlsheets.report import Report

# More terms or cells than these make a sentence that nobody reads to its end.
_NAMED = 3
_ASKED = {
    Demand.EQUAL: "两个数应当相等",
    Demand.UNEQUAL: "两个数不应当相等",
    Demand.AT_MOST: "前一个数应当不大于后一个",
    Demand.AT_LEAST: "前一个数应当不小于后一个",
    Demand.LESS: "前一个数应当小于后一个",
    Demand.MORE: "前一个数应当大于后一个",
}


def own_findings(report: Report, rules: Iterable[CountyRule]) -> Iterator[Finding]:
    """Yield what a report breaks of a county's own rules."""
    case = Case(report)
    for rule in rules:
        for breach in breaches(rule, report):
            path = path_of(case, breach.places[0]) if breach.places else ""
            yield Finding(
                code=rule.code,
                severity=rule.severity,
                message=f"{rule.title}：{_said(case, rule, breach)}。",
                places=breach.places,
                path=path,
                found=breach.left,
                expected=breach.right,
                hint=rule.advice or "请对照县里的规定核对改正。",
                basis=rule.basis or "县里的规定",
            )


def _said(case: Case, rule: CountyRule, breach: Breach) -> str:
    """Say what is wrong, every cell by its name in the form: a unit knows nothing of the sides of a rule."""
    if breach.left is None or breach.right is None or breach.sides is None:
        named = "、".join(f"“{path_of(case, place)}”" for place in breach.places)
        lacking = "”“".join(breach.words)
        return (
            f"“{case.edition.section(rule.section).title}”没有写“{lacking}”"
            if lacking
            else f"没有填{named}"
        )
    sides = ((breach.sides.left, breach.left), (breach.sides.right, breach.right))
    told = "，".join(f"{_side(case, terms)}是 {show(number)}" for terms, number in sides)
    gap = abs(breach.left - breach.right)
    return f"{told}，{_ASKED[rule.relation]}{f'，相差 {show(gap)}' if gap else ''}"


def _side(case: Case, terms: Sequence[RuleTerm]) -> str:
    """Name one side of a comparison: 2 ×“表二 › 行政许可 › 本年处理决定数量”－1."""
    if not any(term.targets for term in terms):
        return "规定的数"
    named = "".join(
        f"{'－' if term.factor < 0 else '＋' if number else ''}{_term(case, term)}"
        for number, term in enumerate(terms[:_NAMED])
    )
    return named if len(terms) <= _NAMED else f"{named}等 {len(terms)} 项合计"


def _term(case: Case, term: RuleTerm) -> str:
    times = abs(term.factor)
    if not term.targets:
        return show(times)
    paths = [f"“{path_of(case, named_place(target))}”" for target in term.targets]
    cells = (
        "、".join(paths) if len(paths) <= _NAMED else f"{paths[0]}到{paths[-1]}的 {len(paths)} 格"
    )
    added = f"{cells}之和" if len(paths) > 1 else cells
    return added if times == 1 else f"{show(times)}×{added}"
