"""Number format code -> whether it shows a date, and whether it shows a number as it is."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import decimals_of
from xlsheets.basics.patterns import pattern_of

if TYPE_CHECKING:
    from xlsheets.basics.numbers import Number

# A format may have sections for positive and negative numbers, nought, and text.
_FOR_NOUGHT, _FOR_TEXT = 2, 3
# Formats that a file names by number only; the others of the list are spelt out in the file.
BUILT_IN = {
    "1": "0",
    "2": "0.00",
    "3": "#,##0",
    "4": "#,##0.00",
    "9": "0%",
    "10": "0.00%",
    "11": "0.00E+00",
    "12": "# ?/?",
    "13": "# ??/??",
    **{str(number): "#,##0" for number in (37, 38, 41, 42)},
    **{str(number): "#,##0.00" for number in (39, 40, 43, 44)},
    **{str(number): "yyyy-m-d" for number in (*range(14, 23), *range(27, 37), *range(50, 59))},
    **{str(number): "mm:ss" for number in (45, 46, 47)},
    "48": "##0.0E+0",
    "49": "@",
}
_LITERAL = pattern_of(r'"([^"]*)"|\\(.)|_.|\*.')
_BRACKET = pattern_of(r"\[[^\]]*\]")
_CONDITION = pattern_of(r"\[[<>=]")
_DATE = pattern_of(r"[ymdhsge]|上午|下午", re.IGNORECASE)
_GENERAL = ("general", "g/通用格式")
_PATTERN = pattern_of(r"(?:[#?0,]*[#?0])?(?:\.([#?0]+))?|general|g/通用格式|@", re.IGNORECASE)
# Signs beside the digits that leave the number what it is.
_HARMLESS = pattern_of(r"[\s¥￥()（）件个份条项起宗]*|\s*万元\s*")


@lru_cache(maxsize=1024)
def is_date(code: str) -> bool:
    """Tell whether a format shows a date or a time."""
    shown = _BRACKET.sub("", _LITERAL.sub("", code.split(";", 1)[0]))
    if shown.strip().casefold() in _GENERAL or "E+" in shown.upper() or "E-" in shown.upper():
        return False
    return bool(_DATE.search(shown)) or bool(re.search(r"\[[hms]+\]", code, re.IGNORECASE))


def shows_exactly(code: str, value: Number) -> bool:
    """Tell whether a person sees a number from 0 up as it is stored, whatever characters stand around it."""
    decimals = _decimals(_section(code, nought=value == 0))
    return decimals is not None and decimals_of(value) <= decimals


@lru_cache(maxsize=1024)
def shows_counts(code: str) -> bool:
    """Tell whether a person sees every whole number from 0 up as it is stored."""
    return not is_date(code) and shows_exactly(code, 0) and shows_exactly(code, 1)


@lru_cache(maxsize=1024)
def _section(code: str, *, nought: bool) -> str:
    """Return the section of a format for positive numbers, or for nought."""
    sections = code.split(";")
    if nought and len(sections) > _FOR_NOUGHT:
        # Accounting formats show nought as a dash.
        return re.sub('"-"|-', "0", sections[_FOR_NOUGHT])
    return sections[0]


@lru_cache(maxsize=1024)
def _decimals(section: str) -> int | None:
    """Return how many decimals a section shows; None when it shows another number or none."""
    literals = [quoted or single for quoted, single in _LITERAL.findall(section)]
    if _CONDITION.search(section) or not all(map(_HARMLESS.fullmatch, literals)):
        return None
    bare = re.sub(r"[\s¥￥$()（）]", "", _BRACKET.sub("", _LITERAL.sub("", section)))
    match = _PATTERN.fullmatch(bare)
    if match is None or not bare:
        return None
    unlimited = bare[0] in "Gg@"
    return 99 if unlimited else len(match[1] or "")


@lru_cache(maxsize=1024)
def hides_text(code: str) -> bool:
    """Tell whether a format has a section for text that shows something else."""
    sections = code.split(";")
    return len(sections) > _FOR_TEXT and "@" not in sections[_FOR_TEXT]


def padded(code: str, number: int) -> str:
    """Write a whole number with the zeros in front that a format like ``000000`` shows."""
    return str(number).zfill(len(code)) if code.strip("0") == "" else str(number)
