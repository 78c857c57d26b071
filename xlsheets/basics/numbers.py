"""Written figure -> number, and number -> written figure; nothing is rounded, dropped or invented."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

Number = int | Decimal

# Excel keeps 15 significant digits; above this a whole number is no longer exact.
LARGEST = 2**53


class Oddity(StrEnum):
    """What was found where a plain number, or an intact template, was expected."""

    TEXT_NUMBER = "text_number"
    ANNOTATED = "annotated"
    DASH = "dash"
    TEXT = "text"
    NEGATIVE = "negative"
    FRACTION = "fraction"
    TOO_PRECISE = "too_precise"
    TOO_LARGE = "too_large"
    BOOLEAN = "boolean"
    DATE = "date"
    ERROR_VALUE = "error_value"
    FORMULA = "formula"
    DISGUISED = "disguised"
    HIDDEN = "hidden"
    TOTAL_OVERWRITTEN = "total_overwritten"
    TOTAL_CHANGED = "total_changed"
    TOTAL_STALE = "total_stale"
    NAME_LOST = "name_lost"
    NAME_MOVED = "name_moved"
    LABEL_CHANGED = "label_changed"
    UNPROTECTED = "unprotected"
    UNLOCKED = "unlocked"
    OTHER_VERSION = "other_version"
    EXTERNAL_LINK = "external_link"
    ADDED_SHEET = "added_sheet"


class Figure(NamedTuple):
    """A written figure as understood: ``value`` is None when no number may be taken from it."""

    value: Number | None
    oddity: Oddity | None = None


_NOTHING = frozenset(
    ("/", "\\", "-", "--", "—", "——", "–", "－", "无", "没有", "N/A", "n/a", "NA", "…", "*", "×")
)
_IGNORED = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_PLAIN = re.compile(r"[+]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?|[+]?\.\d+")
# 万 after a count would change its size, and 元 in a 万元 cell too: neither is a unit to be dropped.
_COUNT_UNIT = re.compile(r"(.+?)(?:件|个|起|份|条|项|宗)")
_MONEY_UNIT = re.compile(r"(.+?)(?:万元|万)")
_NOTE = re.compile(r"(.+?)[(\[【].+")


def _exact(digits: str) -> Number:
    value = Decimal(digits.replace(",", ""))
    return int(value) if value == value.to_integral_value() else value


def as_number(value: float | Decimal | str) -> Number:
    """Return a stored number as a person sees it: the shortest decimal that means the same float."""
    exact = (
        value
        if isinstance(value, Decimal)
        else Decimal(repr(value) if isinstance(value, float) else value)
    )
    return int(exact) if exact == exact.to_integral_value() else exact


def parse_figure(text: str, *, money: bool = False) -> Figure:
    """Read a figure typed as text, in 万元 when ``money``, else in 件.

    Full-width digits, spaces, thousands separators, the cell's own unit and a note in brackets are
    understood and reported as an oddity; a dash or 无 is no number, and neither is anything else.
    """
    clean = _IGNORED.sub("", unicodedata.normalize("NFKC", text))
    if not clean:
        return Figure(None)
    if clean in _NOTHING:
        return Figure(None, Oddity.DASH)
    if clean[0] in "-−" and _PLAIN.fullmatch(clean[1:]):
        return Figure(-_exact(clean[1:]), Oddity.NEGATIVE)
    unit = _MONEY_UNIT if money else _COUNT_UNIT
    plain = _digits(clean, unit)
    if plain:
        return Figure(_exact(plain), Oddity.TEXT_NUMBER)
    note = _NOTE.fullmatch(clean)
    annotated = _digits(note[1], unit) if note else ""
    return Figure(_exact(annotated), Oddity.ANNOTATED) if annotated else Figure(None, Oddity.TEXT)


def _digits(clean: str, unit: re.Pattern[str]) -> str:
    """Return the digits of a figure with or without its unit; "" when it is not one."""
    match = unit.fullmatch(clean)
    bare = match[1] if match else clean
    return bare if _PLAIN.fullmatch(bare) else ""


def oddity_of(value: Number, decimals: int) -> Oddity | None:
    """Return what is wrong with a number in a cell that allows this many decimals, if anything."""
    if value < 0:
        return Oddity.NEGATIVE
    if value > LARGEST:
        return Oddity.TOO_LARGE
    if decimals_of(value) > decimals:
        return Oddity.TOO_PRECISE if decimals else Oddity.FRACTION
    return None


def decimals_of(value: Number) -> int:
    """Return how many decimals a number has, trailing zeros aside; negative for thousands and the like."""
    if isinstance(value, int):
        return 0
    exponent = value.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def show(value: object) -> str:
    """Write a number plainly (no exponent, no trailing zeros); anything else as it is."""
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)
