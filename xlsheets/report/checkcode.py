"""Report -> its 校对码: eight characters over all figures, the same that the workbook computes by formula.

Every figure, in whole units, is multiplied by a weight of its own; the sum is taken modulo a prime,
and this twice. No sum exceeds 2 ** 53, so a spreadsheet, which calculates in doubles, is exact too.
One changed figure, or two different ones exchanged, always give another code unless the difference is
a multiple of both primes (some 850 thousand million); for anything else the odds are one in as many.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.schema import edition_named
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsheets.basics.numbers import Number
    from xlsheets.report import Report
    from xlsheets.schema import Cell, Edition

# Neither 0 and O nor 1, I and L: the code is read out over the telephone.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 4


class Modulus(NamedTuple):
    """One half of the code: a prime below 31 ** 4, and the number whose powers are the weights."""

    prime: int
    base: int


_PRINTED = pattern_of(rf"校对码\s*[：:]\s*([{SIGNS}]{{{LENGTH}}}-[{SIGNS}]{{{LENGTH}}})")
HALVES = (Modulus(923_513, 7_919), Modulus(923_501, 104_729))


@lru_cache(maxsize=8)
def weights(edition_key: str, half: Modulus) -> Mapping[Cell, int]:
    """Return the weight of every figure; no two are alike."""
    return {
        cell: pow(half.base, number, half.prime)
        for number, cell in enumerate(edition_named(edition_key).cells, 1)
    }


def check_code(report: Report) -> str:
    """Return the 校对码 of a report, such as ``K7PM-3X9Q``; "" while a figure is missing or unusable."""
    return "" if report.unusable else _code(report.edition, report.values)


def code_as_printed(report: Report) -> str:
    """Return the 校对码 of what a document says: its totals as they stand there, right or wrong."""
    return "" if report.unusable else _code(report.edition, {**report.values, **report.stated})


def printed(code: str) -> str:
    """Return the line that prints a code."""
    return f"校对码：{code}"


def taken_out(text: str) -> tuple[str, list[str]]:
    """Return a text without the codes printed in it, and these codes."""
    return _PRINTED.sub("", text), _PRINTED.findall(text)


def _code(edition: Edition, values: Mapping[Cell, Number]) -> str:
    return "-".join(written(residue(edition, values, half)) for half in HALVES)


def residue(edition: Edition, values: Mapping[Cell, Number], half: Modulus) -> int:
    """Add up all figures, totals included, by their weights, modulo the prime."""
    scaled = _scales(edition.key)
    weighted = (
        int(value * scaled[cell]) * weight
        for cell, weight in weights(edition.key, half).items()
        if (value := values.get(cell))
    )
    return sum(weighted) % half.prime


@lru_cache(maxsize=4)
def _scales(edition_key: str) -> Mapping[Cell, int]:
    """Return how many of its smallest unit each cell counts as one."""
    edition = edition_named(edition_key)
    return {cell: 10 ** edition.measure(cell).decimals for cell in edition.cells}


def written(number: int) -> str:
    """Write a number in the characters of the code."""
    signs = ""
    for _ in range(LENGTH):
        number, rest = divmod(number, len(SIGNS))
        signs = SIGNS[rest] + signs
    return signs
