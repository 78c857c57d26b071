"""Cell as stored -> what a person sees in it: a figure, a text, a day, or something odd."""

from __future__ import annotations

import datetime
import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from xlsheets.basics.characters import normal, peculiar
from xlsheets.basics.dates import written_day, written_year
from xlsheets.basics.numbers import LARGEST, Oddity, as_number, oddity_of, parse_figure, show
from xlsheets.basics.patterns import pattern_of
from xlsheets.values import NamedTuple
from xlsheets.xlsx.number_format import hides_text, is_date, padded, shows_counts, shows_exactly
from xlsheets.xlsx.strings_and_styles import RichText, TypefaceLook

if TYPE_CHECKING:
    from xlsheets.basics.numbers import Number
    from xlsheets.xlsx.rows import Raw

_NUMERAL = pattern_of(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_MOST_DIGITS = 30
# A sheet shows fifteen digits; what a calculation leaves behind them is noise of binary numbers.
_SHOWN_DIGITS, _CLEAN_DIGITS = 15, 13
_LAST_DAY = 2_958_465
# A number without a date format is taken for a day of these years only.
_OUR_YEARS = range(2000, 2100)
_FALSE_LEAP_DAY = 60


_Value = TypeVar("_Value")


class Seen(NamedTuple, Generic[_Value]):
    """What a person sees in a cell.

    Args:
        value: number, text or day; None when none may be taken.
        oddity: what is wrong with it, if anything.
        text: what stands there.
        note: further words, such as the formula.
        peculiar: names of characters that had to be replaced by what they look like.
        faint: whether some of it cannot be seen, being white or tiny.
    """

    value: _Value | None = None
    oddity: Oddity | None = None
    text: str = ""
    note: str = ""
    peculiar: tuple[str, ...] = ()
    faint: bool = False


class ValueContext(NamedTuple):
    """What the meaning of a stored cell depends on: number formats and looks by style, and the first day."""

    formats: tuple[str, ...]
    since_1904: bool
    looks: tuple[frozenset[TypefaceLook], ...] = ()

    def looks_of(self, raw: Raw) -> frozenset[TypefaceLook]:
        """Return what of the typeface of a whole cell changes what a person reads."""
        return self.looks[raw.style] if self.looks else _PLAIN

    @cached_property
    def plain(self) -> frozenset[int]:
        """Styles in which a person sees every whole number from 0 up as it is stored."""
        looks = self.looks or (_PLAIN,) * len(self.formats)
        pairs = enumerate(zip(self.formats, looks, strict=True))
        return frozenset(style for style, (code, look) in pairs if not look and shows_counts(code))


_PLAIN: frozenset[TypefaceLook] = frozenset()
# Looks that leave nothing to see.
FAINT = frozenset((TypefaceLook.WHITE, TypefaceLook.TINY))


def figure(raw: Raw, book: ValueContext, decimals: int, *, money: bool) -> Seen[Number]:
    """Read a cell that should hold a number."""
    if raw.kind == "n" and raw.formula is None and raw.style in book.plain:
        counted = _counted(raw.text)
        if counted:  # as most are
            return counted
    if raw.formula is not None:
        return Seen(None, Oddity.FORMULA, raw.text, f"={raw.formula}")
    looks = book.looks_of(raw)
    if TypefaceLook.STRUCK in looks and raw.text:
        return Seen(None, Oddity.STRUCK, raw.text)
    seen = _figure(raw, book, decimals, money=money)
    return seen._replace(faint=True) if looks & FAINT and raw.text else seen


def _figure(raw: Raw, book: ValueContext, decimals: int, *, money: bool) -> Seen[Number]:
    code = book.formats[raw.style]
    if raw.kind == "n":
        return _numeral(raw.text, code, book, decimals)
    if raw.kind == "s":
        if isinstance(raw.text, RichText):
            return _dressed(raw.text) or _written(raw.text, code, decimals, money=money)
        return _written(raw.text, code, decimals, money=money)
    return _no_number(raw)


@lru_cache(maxsize=2**12)
def _counted(text: str) -> Seen[Number] | None:
    """Return a whole number from 0 up that is shown as it is stored; None for any other."""
    value = number(text)
    whole = isinstance(value, int) and 0 <= value <= LARGEST
    return Seen(value, None, str(value)) if whole else None


def _dressed(text: RichText) -> Seen[Number] | None:
    """Return what is wrong with a figure some of whose runs are struck out, raised or lowered."""
    for look in (TypefaceLook.STRUCK, TypefaceLook.RAISED, TypefaceLook.LOWERED):
        marked = "".join(run for run, looks in text.runs if look in looks)
        if marked.strip():
            rest = "".join(run for run, looks in text.runs if look not in looks).strip()
            oddity = Oddity.STRUCK if look is TypefaceLook.STRUCK else Oddity.TEXT
            meant = f"，可能是 {rest}" if rest else ""
            return Seen(None, oddity, str(text), f"其中“{marked.strip()}”是{look}{meant}")
    return None


def _numeral(text: str, code: str, book: ValueContext, decimals: int) -> Seen[Number]:
    value = number(text)
    if value is None:
        return Seen(None, Oddity.TEXT, text)
    if is_date(code):
        day = day_of_serial(value, since_1904=book.since_1904)
        return Seen(None, Oddity.DATE, in_words(day) if day else show(value), code)
    oddity = oddity_of(value, decimals)
    if oddity is None and not shows_exactly(code, value):
        return Seen(value, Oddity.DISGUISED, show(value), code)
    return Seen(value, oddity, show(value))


def _written(text: str, code: str, decimals: int, *, money: bool) -> Seen[Number]:
    if sum(map(str.isdigit, text)) > _MOST_DIGITS:
        return Seen(None, Oddity.TEXT, text)
    value, oddity, note = parse_figure(text, money=money)
    if value is not None:
        oddity = oddity_of(value, decimals) or oddity
    if oddity and hides_text(code):
        oddity = Oddity.DISGUISED
    return Seen(value, oddity, text, note)


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
    exact, shown = as_number(value), as_number(f"{value:.{_SHOWN_DIGITS}g}")
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
        return _worded(raw.text, code, book.looks_of(raw))
    if raw.kind != "n":
        return _no_number(raw)
    value = number(raw.text)
    if value is None or is_date(code):
        return Seen(None, Oddity.TEXT if value is None else Oddity.DATE, raw.text)
    shown = padded(code, value) if isinstance(value, int) else show(value)
    return Seen(shown, None, shown)


def _worded(stored: str, code: str, looks: frozenset[TypefaceLook]) -> Seen[str]:
    """Read a text: what is struck out is not part of it, and what cannot be seen is."""
    runs = stored.runs if isinstance(stored, RichText) else ((stored, _PLAIN),)
    kept = "".join(run for run, own in runs if TypefaceLook.STRUCK not in own | looks)
    struck = "".join(run for run, own in runs if TypefaceLook.STRUCK in own | looks).strip()
    shown = normal(kept).strip()
    oddity = Oddity.STRUCK if struck else Oddity.DISGUISED if shown and hides_text(code) else None
    faint = any((own | looks) & FAINT and run.strip() for run, own in runs)
    return Seen(shown, oddity, struck or shown, "", peculiar(kept), faint)


def year(raw: Raw, book: ValueContext) -> Seen[int]:
    """Read the year of a report: 2025, ``2025年`` or ``2025年度``."""
    seen = text(raw, book)
    if seen.oddity or not seen.value:
        return Seen(None, seen.oddity, seen.text, seen.note)
    found = written_year(seen.value)
    return Seen(found, None if found else Oddity.TEXT, seen.text)


def day(raw: Raw, book: ValueContext) -> Seen[datetime.date]:
    """Read a day: a date of the sheet, or one written out as text."""
    seen = text(raw, book)
    if raw.formula is not None or not raw.text:
        return Seen(None, seen.oddity, seen.text, seen.note)
    serial = number(raw.text)
    if serial is None:
        found = written_day(raw.text[:10] if raw.kind == "d" else seen.value or "")
        return Seen(found, None if found else Oddity.TEXT, seen.text)
    counted = day_of_serial(serial, since_1904=book.since_1904)
    if raw.kind == "n" and is_date(book.formats[raw.style]):
        return Seen(counted, None if counted else Oddity.TEXT, seen.text)
    if counted and counted.year in _OUR_YEARS and isinstance(serial, int):
        return Seen(counted, Oddity.UNFORMATTED_DAY, seen.text)
    return Seen(None, Oddity.TEXT, seen.text)


def day_of_serial(serial: Number, *, since_1904: bool) -> datetime.date | None:
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
