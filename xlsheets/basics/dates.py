"""Written date or year -> the day or the year, in Arabic or Chinese figures; None for anything else."""

from __future__ import annotations

import datetime
import unicodedata

from xlsheets.basics.characters import normal
from xlsheets.basics.patterns import pattern_of

_DIGITS = {character: str(value) for value, character in enumerate("〇一二三四五六七八九")}
_DIGITS |= {"零": "0", "○": "0", "O": "0", "o": "0", "Ｏ": "0", "◯": "0", "两": "2"}
_CHINESE = "〇零○◯Oo一二三四五六七八九十"
_DAY = pattern_of(
    rf"([\d{_CHINESE}]{{4}})\s*[年./-]\s*([\d{_CHINESE}]{{1,3}})\s*[月./-]\s*([\d{_CHINESE}]{{1,3}})\s*日?"
)
_YEAR = pattern_of(rf"([\d{_CHINESE}]{{4}})\s*年?度?")
# What stands between several days in one cell.
PARTED = pattern_of(r"[、,，;；\s]+")
YEARS = range(1900, 10_000)
# What clerks send is dated by the clock of the whole country, wherever it is read.
CHINA = datetime.timezone(datetime.timedelta(hours=8))


def today_in_china() -> datetime.date:
    """Return the day it is where the reports are due."""
    return datetime.datetime.now(CHINA).date()


def this_minute() -> str:
    """Return the time of this moment, as the verdict of a workbook tells it: 2026-01-20 10:35."""
    return f"{datetime.datetime.now().astimezone():%Y-%m-%d %H:%M}"


def written_day(text: str) -> datetime.date | None:
    """Read 2026年1月20日, 2026-1-20, 2026.1.20, 2026/1/20 or 二〇二六年一月二十日."""
    match = _DAY.fullmatch(unicodedata.normalize("NFKC", normal(text)).strip())
    if match is None:
        return None
    year, month, day = written_year(match[1]), _small(match[2]), _small(match[3])
    try:
        return datetime.date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


def written_year(text: str) -> int | None:
    """Read 2025, 2025年, 2025年度 or 二〇二五年."""
    match = _YEAR.fullmatch(unicodedata.normalize("NFKC", normal(text)).strip())
    if match is None:
        return None
    digits = "".join(_DIGITS.get(character, character) for character in match[1])
    return int(digits) if digits.isdigit() and int(digits) in YEARS else None


def _small(written: str) -> int | None:
    """Return a number up to 99 in Arabic or Chinese figures: 16, 十六, 二十一."""
    if written.isdigit():
        return int(written)
    tens, ten, ones = written.partition("十")
    if not ten:
        tens, ones = "", written
    parts = [
        _DIGITS.get(part, "") if part else default for part, default in ((tens, "1"), (ones, "0"))
    ]
    if not all(parts):
        return None
    return int(parts[0]) * 10 + int(parts[1]) if ten else int(parts[1])
