"""Text such as 三、申请!D6 + 2×三、申请!D7 - 1 -> terms to add up; a star stands for every column or row."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import as_number
from xlsheets.basics.patterns import pattern_of
from xlsheets.county.rollup import exact_sum
from xlsheets.errors import UsageError
from xlsheets.schema import Cell
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xlsheets.basics.numbers import Number
    from xlsheets.report import Report

    Resolve = Callable[[str], tuple["Target", ...]]

# A cell of the report, or the key of a fact: what a reference in a text leads to.
Target = Cell | str

_WIDE = str.maketrans("＋－—×＊！：（）０１２３４５６７８９．", "+--**!:()0123456789.")
_SIGNED = pattern_of(r"\s*([+-]?)\s*(?:(\d+(?:\.\d+)?)\s*(?:\*\s*(?=[^\d*\s]))?)?([^+-]*)")
# Deeper than this nobody writes a rule.
_MOST_TERMS = 200
STAR = "*"


class RuleTerm(NamedTuple):
    """A factor and what it multiplies: the sum of some numbers of the report; a constant where there are none."""

    factor: Number
    targets: tuple[Target, ...] = ()


class WrittenTerm(NamedTuple):
    """A term before its reference is looked up."""

    factor: Number
    reference: str


def written_terms(text: str) -> tuple[WrittenTerm, ...]:
    """Return the terms of a side of a rule.

    Raises:
        UsageError: it is no sum of references and numbers.
    """
    plain, parts, at = text.translate(_WIDE).strip(), list[WrittenTerm](), 0
    while at < len(plain):
        match = _SIGNED.match(plain, at)
        if match is None or match.end() == at or (at and not match[1]):
            raise UsageError(f"“{text}”从“{plain[at : at + 10]}”起读不懂")
        sign, number, reference = match[1], match[2], match[3].strip()
        if not (number or reference) or len(parts) == _MOST_TERMS:
            raise UsageError(f"“{text}”里有一项是空的，或者项数太多")
        if number and reference and plain[match.start(3) - 1] not in "* ":
            # A reference may begin with a figure.
            number, reference = "", f"{number}{reference}"
        factor = as_number(Decimal(f"{sign}{number or 1}"))
        parts.append(WrittenTerm(factor, reference))
        at = match.end()
    if not parts:
        raise UsageError("是空的")
    return tuple(parts)


def terms_of(
    parts: tuple[WrittenTerm, ...], resolve: Resolve, star: str = ""
) -> tuple[RuleTerm, ...]:
    """Return terms with their references looked up, ``star`` in the place of every star.

    Raises:
        UsageError: a reference leads nowhere.
    """
    return tuple(
        RuleTerm(part.factor, resolve(part.reference.replace(STAR, star)) if part.reference else ())
        for part in parts
    )


def has_star(parts: tuple[WrittenTerm, ...]) -> bool:
    """Tell whether a side stands for several."""
    return any(STAR in part.reference for part in parts)


def number_at(report: Report, target: Target) -> Number | None:
    """Return a number as the source gives it: a total as it states it; None where it holds none to judge by."""
    if isinstance(target, Cell):
        stated = report.stated.get(target)
        return report.usable(target) if stated is None else stated
    return report.facts.get(target)


def total(report: Report, terms: tuple[RuleTerm, ...]) -> Number | None:
    """Return the sum of terms; None where one of them rests on something blank."""
    values = list(_values(report, terms))
    return None if None in values else exact_sum(value for value in values if value is not None)


def _values(report: Report, terms: tuple[RuleTerm, ...]) -> Iterator[Number | None]:
    for term in terms:
        numbers = [number_at(report, target) for target in term.targets]
        if None in numbers:
            yield None
        else:
            added = exact_sum(number for number in numbers if number is not None)
            yield as_number(Decimal(term.factor) * Decimal(added if term.targets else 1))
