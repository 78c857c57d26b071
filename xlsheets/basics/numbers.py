"""Written figure -> number, and number -> written figure; nothing is rounded, dropped or invented."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from enum import StrEnum

from xlsheets.basics.characters import bare, named, normal
from xlsheets.basics.patterns import pattern_of
from xlsheets.values import NamedTuple

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
    UNFORMATTED_DAY = "unformatted_day"
    ERROR_VALUE = "error_value"
    FORMULA = "formula"
    LINKED = "linked"
    DISGUISED = "disguised"
    STRUCK = "struck"
    PECULIAR = "peculiar"
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
    ACTIVE_CONTENT = "active_content"
    ADDED_SHEET = "added_sheet"
    COPIED_SHEET = "copied_sheet"
    STRAY = "stray"
    TAKEN_FROM = "taken_from"
    NOT_TAKEN = "not_taken"


class Figure(NamedTuple):
    """A written figure as understood: ``value`` is None when no number may be taken from it.

    ``note`` says what a figure that is not read could mean; "" when it could mean no number.
    """

    value: Number | None
    oddity: Oddity | None = None
    note: str = ""


_NOTHING = frozenset(
    ("/", "\\", "-", "--", "—", "——", "–", "－", "无", "没有", "N/A", "n/a", "NA", "…", "*", "×")
)
# Full-width forms are one character for one, so nothing is dropped or joined by reading them.
_HALF_WIDTH = str.maketrans(
    {chr(0xFEE0 + code): chr(code) for code in range(0x21, 0x7F)} | {"【": "[", "】": "]", "−": "-"}
)
_BLANKS = "[ \t\u00a0\u2009\u202f\u3000]"
# Blanks and commas stand between groups of three digits and nowhere else.
_PLAIN = pattern_of(
    rf"[+]?(?:\d+|\d{{1,3}}(?:,\d{{3}})+|\d{{1,3}}(?:{_BLANKS}\d{{3}})+)(?:\.\d+)?|[+]?\.\d+",
    re.ASCII,
)
# 万 after a count would change its size, and 元 in a 万元 cell too: neither is a unit to be dropped.
_COUNT_UNIT = pattern_of(rf"(.+?){_BLANKS}*(?:件|个|起|份|条|项|宗)")
_MONEY_UNIT = pattern_of(rf"(.+?){_BLANKS}*(?:万元|万)")
_NOTE = pattern_of(rf"(.+?){_BLANKS}*[(\[].+")
_LONGEST_FIGURE = 60


def _exact(digits: str) -> Number:
    value = Decimal(re.sub(rf"{_BLANKS}|,", "", digits))
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

    A number is read only when every character is a digit or a known mark in a known place: a sign, a decimal
    point, commas or blanks between groups of three, the cell's own unit, a note in brackets. All of these
    are reported as an oddity. Where anything else stands no number is taken, and the note says what it
    could mean. A dash or 无 is no number.
    """
    written = text.strip().translate(_HALF_WIDTH)
    if not written:
        return Figure(None)
    if "".join(written.split()) in _NOTHING or text.strip() in _NOTHING:
        return Figure(None, Oddity.DASH)
    if written[0] == "-" and _is_plain(written[1:]):
        return Figure(-_exact(written[1:]), Oddity.NEGATIVE)
    unit = _MONEY_UNIT if money else _COUNT_UNIT
    note = _NOTE.fullmatch(written)
    for digits, oddity in (
        (_digits(written, unit), Oddity.TEXT_NUMBER),
        (_digits(note[1], unit) if note else "", Oddity.ANNOTATED),
    ):
        if digits:
            return Figure(_exact(digits), oddity)
    return Figure(None, Oddity.TEXT, could_mean(text))


def _is_plain(written: str) -> bool:
    return len(written) <= _LONGEST_FIGURE and bool(_PLAIN.fullmatch(written))


def _digits(written: str, unit: re.Pattern[str]) -> str:
    """Return the digits of a figure with or without its unit; "" when it is not one."""
    match = unit.fullmatch(written)
    alone = match[1] if match else written
    return alone if _is_plain(alone) else ""


def could_mean(text: str) -> str:
    """Say why a figure of digits and something else is not read, and which numbers it could be.

    Returns:
        “其中有“①”（U+2460），可能是 4，也可能是 41”; "" when the text is no figure with something in it.
    """
    strange = list(dict.fromkeys(re.sub(r"[0-9０-９.,，．]", "", text.strip())))
    joined = bare(normal(text))
    if not strange or not (joined.isascii() and joined.isdigit()) or len(joined) > _LONGEST_FIGURE:
        return ""
    groups = re.findall(r"[0-9０-９]+", text)
    meant = dict.fromkeys((*(unicodedata.normalize("NFKC", group) for group in groups), joined))
    shown = "、".join(map(_strange, strange))
    return f"其中有{shown}，{'，也'.join(f'可能是 {number}' for number in meant)}"


def _strange(character: str) -> str:
    """Name a character that stands among digits."""
    if character in "\r\n\v\f\x85\u2028\u2029":
        return "换行"
    return "空格" if character in " \t\u3000" else named(character)


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
