"""A rule of a county's own: CountyRule, and what a report breaks of it."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from xlsheets.county.rules.expressions import number_at, total
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.basics.numbers import Number
    from xlsheets.county.rules.expressions import RuleTerm, Target
    from xlsheets.report import Report
    from xlsheets.report.findings import Severity


class Demand(Enum):
    """What a rule demands of its two sides; the last two of a fact and of a text."""

    EQUAL = "="
    UNEQUAL = "≠"
    AT_MOST = "≤"
    AT_LEAST = "≥"
    LESS = "<"
    MORE = ">"
    GIVEN = "必填"
    SAID = "必写"


_COMPARE = {
    Demand.AT_MOST: operator.le,
    Demand.AT_LEAST: operator.ge,
    Demand.LESS: operator.lt,
    Demand.MORE: operator.gt,
}


class Sides(NamedTuple):
    """The terms of both sides."""

    left: tuple[RuleTerm, ...]
    right: tuple[RuleTerm, ...] = ()


@dataclass(frozen=True, slots=True)
class CountyRule:
    """A rule of a county's own.

    Args:
        code: K and its number.
        title: what it is called.
        severity: how much it weighs.
        relation: what it demands.
        compared: the sides, once for every column or row the rule is written for.
        section: the section whose text is meant; "" for a rule about numbers.
        words: words that the text must have.
        tolerance: by how much the sides of an equation may differ.
        years: the first and the last report year it holds for.
        advice: what to do about it.
        basis: where it comes from.
        edition_key: the form whose cells it names.
        written: the row of the sheet as it was written.
    """

    code: str
    title: str
    severity: Severity
    relation: Demand
    compared: tuple[Sides, ...] = ()
    section: str = ""
    words: tuple[str, ...] = ()
    tolerance: Number = 0
    years: tuple[int, int] = (0, 9999)
    advice: str = ""
    basis: str = ""
    edition_key: str = ""
    written: tuple[str, ...] = ()

    def concerns(self, report: Report) -> bool:
        """Tell whether it holds for a report."""
        first, last = self.years
        return (
            report.edition_key == self.edition_key and first <= (report.profile.year or 0) <= last
        )


class Breach(NamedTuple):
    """What a report breaks of a rule.

    Args:
        places: where it does.
        words: the words that the text lacks.
        sides: what was compared; None where nothing was.
        left, right: what the sides come to.
    """

    places: tuple[str, ...]
    words: tuple[str, ...] = ()
    sides: Sides | None = None
    left: Number | None = None
    right: Number | None = None


def breaches(rule: CountyRule, report: Report) -> Iterator[Breach]:
    """Yield what a report breaks of a rule; sides that rest on something blank are not judged."""
    if not rule.concerns(report):
        return
    if rule.relation is Demand.SAID:
        yield from _unsaid(rule, report)
    elif rule.relation is Demand.GIVEN:
        yield from _not_given(rule, report)
    else:
        for sides in rule.compared:
            left, right = total(report, sides.left), total(report, sides.right)
            if left is not None and right is not None and not _holds(rule, left, right):
                yield Breach(_places((*sides.left, *sides.right)), (), sides, left, right)


def _holds(rule: CountyRule, left: Number, right: Number) -> bool:
    near = abs(Decimal(left) - Decimal(right)) <= Decimal(rule.tolerance)
    if rule.relation is Demand.EQUAL:
        return near
    if rule.relation is Demand.UNEQUAL:
        return not near
    return bool(_COMPARE[rule.relation](left, right))


def _unsaid(rule: CountyRule, report: Report) -> Iterator[Breach]:
    text = "".join(report.paragraphs(rule.section))
    lacking = tuple(word for word in rule.words if word not in text)
    if lacking:
        yield Breach((f"text.{rule.section}.1",), lacking)


def _not_given(rule: CountyRule, report: Report) -> Iterator[Breach]:
    for sides in rule.compared:
        blank = [
            target
            for term in sides.left
            for target in term.targets
            if number_at(report, target) is None
        ]
        if blank:
            yield Breach(tuple(map(named_place, blank)))


def _places(terms: tuple[RuleTerm, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(named_place(target) for term in terms for target in term.targets))


def named_place(target: Target) -> str:
    """Return a place as findings name it."""
    return f"fact.{target}" if isinstance(target, str) else str(target)
