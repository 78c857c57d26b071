"""What the report is: every edition of the official format, as data."""

from __future__ import annotations

from functools import cache

from xlsheets.errors import UnknownEditionError
from xlsheets.schema import ogi2019, ogi2021
from xlsheets.schema.edition import Edition
from xlsheets.schema.spec import Cell

__all__ = [
    "EDITIONS",
    "LAST_YEAR",
    "Cell",
    "Edition",
    "edition_for",
    "edition_named",
    "newest",
    "years_of",
]

EDITIONS: tuple[Edition, ...] = (ogi2019.EDITION, ogi2021.EDITION)
LAST_YEAR = 2099


def newest() -> Edition:
    """Return the edition new workbooks are made from."""
    return max(EDITIONS, key=lambda edition: edition.first_year)


@cache
def edition_named(key: str) -> Edition:
    """Return the edition with this key.

    Raises:
        UnknownEditionError: this version of the program does not know it.
    """
    for edition in EDITIONS:
        if edition.key == key:
            return edition
    raise UnknownEditionError(f"不认识“{key}”版的年度报告格式，请换用新版程序。")


def edition_for(year: int) -> Edition:
    """Return the newest edition in force for a report year.

    Raises:
        UnknownEditionError: the year lies before the first known edition.
    """
    in_force = [edition for edition in EDITIONS if edition.first_year <= year]
    if not in_force:
        raise UnknownEditionError(f"没有 {year} 年度适用的报告格式。")
    return max(in_force, key=lambda edition: edition.first_year)


def years_of(edition: Edition) -> range:
    """Return the report years that have this form: up to the next edition, or to the last year a workbook takes."""
    later = [other.first_year for other in EDITIONS if other.first_year > edition.first_year]
    return range(edition.first_year, min(later, default=LAST_YEAR + 1))
