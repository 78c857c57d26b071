"""Cell as stored -> what a person sees in it: a figure, a text, a day, or something odd."""

from __future__ import annotations

import datetime
import re
import unicodedata
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from xlsheets.basics.numbers import Oddity, as_number, oddity_of, parse_figure, show
from xlsheets.xlsx.number_format import hides_text, is_date, padded, shows_exactly

if TYPE_CHECKING:
    from xlsheets.basics.numbers import Number
    from xlsheets.xlsx.rows import Raw

_NUMERAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_MOST_DIGITS = 30
# A sheet shows fifteen digits; what a calculation leaves behind them is noise of binary numbers.
_SHOWN_DIGITS, _CLEAN_DIGITS = 15, 13
_YEAR = re.compile(r"(\d{4})\s*年?度?")
_DAY = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
_YEARS = range(1900, 10_000)
_LAST_DAY = 2_958_465
_FALSE_LEAP_DAY = 60


_Value = TypeVar("_Value")


class Seen(NamedTuple, Generic[_Value]):
    """What a person sees in a cell.

    Args:
        value: number, text or day; None when none may be taken.
        oddity: what is wrong with it, if anything.
        text: what stands there.
        note: further words, such as the formula.
    """

    value: _Value | None = None
    oddity: Oddity | None = None
    text: str = ""
    note: str = ""


class ValueContext(NamedTuple):
    """What the meaning of a stored cell depends on: number formats by style, and the first day."""

    formats: tuple[str, ...]
    since_1904: bool


def figure(raw: Raw, book: ValueContext, decimals: int, *, money: bool) -> Seen[Number]:
    """Read a cell that should hold a number."""
    if raw.formula is not None:
        return Seen(None, Oddity.FORMULA, raw.text, f"={raw.formula}")
    code = book.formats[raw.style]
    if raw.kind == "n":
        return _numeral(raw.text, code, book, decimals)
    if raw.kind == "s":
        return _written(raw.text, code, decimals, money=money)
    return _no_number(raw)


def _numeral(text: str, code: str, book: ValueContext, decimals: int) -> Seen[Number]:
    value = number(text)
    if value is None:
        return Seen(None, Oddity.TEXT, text)
    if is_date(code):
        day = _day(value, since_1904=book.since_1904)
        return Seen(None, Oddity.DATE, in_words(day) if day else show(value), code)
    oddity = oddity_of(value, decimals)
    if oddity is None and not shows_exactly(code, value):
        return Seen(value, Oddity.DISGUISED, show(value), code)
    return Seen(value, oddity, show(value))


def _written(text: str, code: str, decimals: int, *, money: bool) -> Seen[Number]:
    if sum(map(str.isdigit, text)) > _MOST_DIGITS:
        return Seen(None, Oddity.TEXT, text)
    value, oddity = parse_figure(text, money=money)
    if value is not None:
        oddity = oddity_of(value, decimals) or oddity
    if oddity and hides_text(code):
        oddity = Oddity.DISGUISED
    return Seen(value, oddity, text)


def _no_number(raw: Raw) -> Seen[_Value]:
    if raw.kind == "b":
        return Seen(None, Oddity.BOOLEAN, "TRUE" if raw.text in ("1", "true") else "FALSE")
    if raw.kind == "e":
        return Seen(None, Oddity.ERROR_VALUE, raw.text)
    return Seen(None, Oddity.DATE if raw.kind == "d" else None, raw.text)


def number(text: str) -> Number | None:
    """Return a stored number as a sheet shows it; None when it is none, or beyond all measure."""
    if text.isdecimal() and text.isascii() and len(text) <= _MOST_DIGITS:
        return int(text)
    if not _NUMERAL.fullmatch(text):
        return None
    value = float(text)
    if value in (float("inf"), float("-inf")):
        return None
    exact, shown = as_number(value), as_number(float(f"{value:.{_SHOWN_DIGITS}g}"))
    noisy = shown != exact and len(show(abs(shown)).replace(".", "").strip("0")) <= _CLEAN_DIGITS
    return shown if noisy else exact


def text(raw: Raw, book: ValueContext) -> Seen[str]:
    """Read a cell that should hold text; a number in it is taken as it is shown."""
    seen = _text(raw, book)
    if raw.formula is not None and seen.oddity is None:
        return seen._replace(oddity=Oddity.FORMULA, note=f"={raw.formula}")
    return seen


def _text(raw: Raw, book: ValueContext) -> Seen[str]:
    code = book.formats[raw.style]
    if raw.kind == "s":
        shown = raw.text.strip()
        disguised = shown and hides_text(code)
        return Seen(shown, Oddity.DISGUISED if disguised else None, shown)
    if raw.kind != "n":
        return _no_number(raw)
    value = number(raw.text)
    if value is None or is_date(code):
        return Seen(None, Oddity.TEXT if value is None else Oddity.DATE, raw.text)
    shown = padded(code, value) if isinstance(value, int) else show(value)
    return Seen(shown, None, shown)


def year(raw: Raw, book: ValueContext) -> Seen[int]:
    """Read the year of a report: 2025, ``2025年`` or ``2025年度``."""
    seen = text(raw, book)
    if seen.oddity or not seen.value:
        return Seen(None, seen.oddity, seen.text, seen.note)
    match = _YEAR.fullmatch(unicodedata.normalize("NFKC", seen.value))
    if match is None or int(match[1]) not in _YEARS:
        return Seen(None, Oddity.TEXT, seen.text)
    return Seen(int(match[1]), None, seen.text)


def day(raw: Raw, book: ValueContext) -> Seen[datetime.date]:
    """Read a day: a date of the sheet, or ``2026年1月20日`` and ``2026-1-20`` as text."""
    seen = text(raw, book)
    if raw.formula is not None or not raw.text:
        return Seen(None, seen.oddity, seen.text, seen.note)
    if raw.kind == "n" and is_date(book.formats[raw.style]):
        serial = number(raw.text)
        found = None if serial is None else _day(serial, since_1904=book.since_1904)
    else:
        found = _calendar(raw.text[:10] if raw.kind == "d" else seen.value or "")
    return Seen(found, None if found else Oddity.TEXT, seen.text)


def _calendar(written: str) -> datetime.date | None:
    match = _DAY.fullmatch(unicodedata.normalize("NFKC", written))
    try:
        return datetime.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _day(serial: Number, *, since_1904: bool) -> datetime.date | None:
    """Return the day with this number; the 1900 system counts a leap day that never was."""
    count = int(serial)
    if not 0 < count <= _LAST_DAY or (count == _FALSE_LEAP_DAY and not since_1904):
        return None
    if since_1904:
        first = datetime.date(1904, 1, 1)
    else:
        first = datetime.date(1899, 12, 30 + (count < _FALSE_LEAP_DAY))
    try:
        return first + datetime.timedelta(days=count)
    except OverflowError:
        return None


def in_words(date: datetime.date) -> str:
    """Write a day as people do."""
    return f"{date.year}年{date.month}月{date.day}日"
