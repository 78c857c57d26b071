"""Report -> its 校对码: eight signs over all figures, the same that the workbook computes by formula.

Every figure, in whole units, is multiplied by a weight of its own; the sum is taken modulo a prime,
and this twice. No sum exceeds 2 ** 53, so a spreadsheet, which calculates in doubles, is exact too.
One changed figure, or two different ones exchanged, always give another code unless the difference is
a multiple of both primes (some 850 thousand million); for anything else the odds are one in as many.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from xlsheets.schema import edition_named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsheets.report import Report
    from xlsheets.schema import Cell

# Neither 0 and O nor 1, I and L: the code is read out over the telephone.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 4


class Modulus(NamedTuple):
    """One half of the code: a prime below 31 ** 4, and the number whose powers are the weights."""

    prime: int
    base: int


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
    if report.unusable:
        return ""
    return "-".join(written(residue(report, half)) for half in HALVES)


def residue(report: Report, half: Modulus) -> int:
    """Add up all figures, totals included, by their weights, modulo the prime."""
    weighted = (
        units(report, cell) % half.prime * weight
        for cell, weight in weights(report.edition_key, half).items()
    )
    return sum(weighted) % half.prime


def units(report: Report, cell: Cell) -> int:
    """Return a figure in the smallest unit its cell allows; 0 when it is blank."""
    return int(report.values.get(cell, 0) * 10 ** report.edition.measure(cell).decimals)


def written(number: int) -> str:
    """Write a number in the signs of the code."""
    signs = ""
    for _ in range(LENGTH):
        number, rest = divmod(number, len(SIGNS))
        signs = SIGNS[rest] + signs
    return signs
