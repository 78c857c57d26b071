"""Locked totals as stored -> whether each is still the sum it should be, and what it states instead."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from xlsheets.basics.addresses import Place, area_of
from xlsheets.basics.numbers import Oddity, parse_figure, show
from xlsheets.basics.patterns import pattern_of
from xlsheets.values import NamedTuple
from xlsheets.xlsx.cell_value import number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsheets.basics.addresses import Area
    from xlsheets.basics.numbers import Number
    from xlsheets.xlsx.rows import Raw
    from xlsheets.xlsx.sheet import StoredSheet

_SUM = pattern_of(r"=?\+?SUM\((.+)\)")
# More cells than any total adds up; larger areas are not spelt out.
_MOST_CELLS = 2_000


class TotalJudgement(NamedTuple):
    """What is odd about a total, and the number it states where that is not the sum."""

    oddity: Oddity | None = None
    text: str = ""
    note: str = ""
    stated: Number | None = None


def judge_total(
    raw: Raw, parts: Sequence[Place], sheet: StoredSheet, due: Number
) -> TotalJudgement:
    """Compare a total with the formula and the number it should have.

    Args:
        raw: the total as stored.
        parts: where the cells it adds up stand now.
        sheet: the sheet all of them stand on.
        due: the sum.
    """
    stated = _stated(raw)
    if raw.formula is None:
        return TotalJudgement(Oddity.TOTAL_OVERWRITTEN, raw.text or "空白", "", stated)
    if not adds_up(raw.formula, parts, sheet):
        return TotalJudgement(Oddity.TOTAL_CHANGED, raw.text, f"={raw.formula}", stated)
    if raw.text and stated != due:
        return TotalJudgement(Oddity.TOTAL_STALE, raw.text if stated is None else show(stated))
    return TotalJudgement()


def _stated(raw: Raw) -> Number | None:
    if raw.kind == "n":
        return number(raw.text)
    return parse_figure(raw.text).value if raw.kind == "s" and len(raw.text) <= 30 else None


def adds_up(formula: str, parts: Sequence[Place], sheet: StoredSheet) -> bool:
    """Tell whether a formula adds up exactly these cells; cells of inserted rows must be empty."""
    cells = _terms(formula)
    foreign = cells.difference(parts)
    return cells.issuperset(parts) and not any(
        _holds_something(sheet.cells, place) for place in foreign
    )


# Totals of one edition have the same formulas in every workbook.
@lru_cache(maxsize=512)
def _terms(formula: str) -> frozenset[Place]:
    """Return the cells a formula adds up; none when it does anything else, or counts a cell twice."""
    plain = re.sub(r"[\s$]", "", formula).upper()
    match = _SUM.fullmatch(plain)
    terms = match[1].split(",") if match else plain.lstrip("=").split("+")
    areas = [area_of(term) for term in terms]
    if not match and any(area is None or area.first != area.last for area in areas):
        return frozenset()
    cells = _cells([area for area in areas if area is not None])
    if None in areas or cells is None or len(set(cells)) != len(cells):
        return frozenset()
    return frozenset(cells)


def _cells(areas: Sequence[Area]) -> list[Place] | None:
    """Spell out areas; None when they are far too large."""
    cells: list[Place] = []
    for area in areas:
        if area.size > _MOST_CELLS:
            return None
        cells.extend(area.places())
    return cells if len(cells) <= _MOST_CELLS else None


def _holds_something(cells: Mapping[Place, Raw], place: Place) -> bool:
    raw = cells.get(place)
    return raw is not None and (bool(raw.text) or raw.formula is not None)
