"""The words a rule about a roll-up is written in: CountyRule and @of_county."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xlsheets.checks.rule.spec import Case, Hit, Rule, parse_doc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from xlsheets.county.rollup import Rollup
    from xlsheets.report.findings import Finding, Severity

# Units named in a sentence; more are counted.
LISTED = 8


@dataclass(frozen=True, slots=True)
class CountyRule(Rule):
    """A rule that judges a roll-up; of a single report it has nothing to say."""

    weigh: Callable[[Rollup], Iterator[Hit]]

    def about(self, rollup: Rollup) -> Iterator[Finding]:
        """Yield what the rule has to say about a roll-up."""
        bound = replace(self, judge=lambda _: self.weigh(rollup))
        return bound.findings(Case(rollup.report))


def of_county(
    code: str, title: str, severity: Severity
) -> Callable[[Callable[[Rollup], Iterator[Hit]]], CountyRule]:
    """Make a generator of hits about a roll-up into a rule; its docstring must hold 依据 / 错误 / 正确."""

    def wrap(weigh: Callable[[Rollup], Iterator[Hit]]) -> CountyRule:
        doc = parse_doc(weigh.__doc__ or "")
        return CountyRule(code, title, severity, doc, lambda _: iter(()), weigh)

    return wrap


def quoted_units(names: Iterable[str]) -> str:
    """Name units in quotes; of many, the first and their number."""
    found = list(names)
    more = f"等 {len(found)} 个" if len(found) > LISTED else ""
    return "、".join(f"“{name}”" for name in found[:LISTED]) + more
