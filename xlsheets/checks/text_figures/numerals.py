"""A sentence -> the figures in it: Arabic, full-width or Chinese, with unit and whether exact."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.basics.numbers import Number


class Numeral(NamedTuple):
    """A figure as written: ``exact`` is False for 余、约、近 and for counts rounded to 万.

    ``decimals`` is the number of digits after the point; money is given in 元.
    """

    value: Number
    unit: str
    start: int
    end: int
    exact: bool
    decimals: int


_WIDE = str.maketrans("０１２３４５６７８９％．:;()", "0123456789%.：；（）")


def without_blanks(paragraph: str) -> str:
    """Return a paragraph without blanks, as it is quoted."""
    return re.sub(r"[\s\u200b\ufeff]+", "", paragraph)


_DIGIT = r"[\d〇零一二两三四五六七八九十百千]"
# Titles, quoted slogans, document and article numbers, dates and telephones hold no figures.
_NO_FIGURE = re.compile(
    r"《[^》]*》|“[^”]*”"
    r"|[〔\[【（]\d{4}[〕\]】）]\d+号"
    rf"|第{_DIGIT}+[条款项次届个批件号章期份季](?:第?（{_DIGIT}+）项)?"
    r"|(?:\d{4}年)?\d{1,2}月\d{1,2}日?|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|\(?0\d{2,3}[-—)]?\d{7,8}|1[3-9]\d{9}"
)


def matchable(text: str) -> str:
    """Return clean text of the same length: ASCII digits, full-width marks, no-figures blotted out."""
    same = text.translate(_WIDE)
    return _NO_FIGURE.sub(lambda match: "■" * len(match[0]), same)


_UNITS = "人次|个(?!工作日|自然日|月|小时|百分点)|[件起份条宗例项篇期场次人部则处家批类元]|%"
_NUMERAL = re.compile(
    rf"(?P<vague>[近约逾超][过计]?|不足|[上数几](?=[十百千万]))?"
    rf"(?:(?P<arabic>\d{{1,3}}(?:[,，]\d{{3}})+(?![\d.%])|\d+)(?P<fraction>\.\d+)?(?P<scale>[十百千]?[万亿])?"
    rf"|(?P<share>百分之)?(?P<chinese>[〇零一二两三四五六七八九十百千万亿]+))"
    rf"(?P<more>余|多|来|几)?(?P<unit>{_UNITS})?(?P<about>以上|左右|上下|余)?"
)
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


# Several rules read the same sentences and clauses.
@lru_cache(maxsize=512)
def numerals(text: str) -> tuple[Numeral, ...]:
    """Return the figures of a plain text in order; years and figures inside words are left out."""
    return tuple(_numerals(text))


def _numerals(text: str) -> Iterator[Numeral]:
    for match in _NUMERAL.finditer(text):
        following = text[match.end() : match.end() + 1]
        if match["unit"] is None and following and following in "年月日时号届级审校":
            continue
        if match["chinese"] and not _counts(match):
            continue
        yield _numeral(match)


def _counts(match: re.Match[str]) -> bool:
    """Tell whether Chinese digits count something: 三件 does, 一律 and 每一件 do not."""
    around = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    idiom = around[0] in tuple("每逐同任某统唯") or around[1] in tuple("事龙")
    return bool(match["unit"] or match["share"]) and not idiom


def _numeral(match: re.Match[str]) -> Numeral:
    value: Number
    decimals = max(len(match["fraction"] or "") - 1, 0)
    if match["chinese"]:
        value = chinese(match["chinese"])
    else:
        digits = match["arabic"].replace(",", "").replace("，", "") + (match["fraction"] or "")
        value = Decimal(digits) if decimals else int(digits)
    for sign in match["scale"] or "":
        value *= _SCALES[sign]
    unit = "%" if match["share"] else match["unit"] or ""
    vague = match["vague"] or match["more"] or match["about"]
    rounded = bool(match["scale"]) and unit != "元"
    start = match.end("vague") if match["vague"] else match.start()
    return Numeral(value, unit, start, match.end(), not (vague or rounded), decimals)


def chinese(digits: str) -> int:
    """Return what Chinese digits mean: 一百二十 is 120, 一百二 too, 二〇二五 is 2025."""
    for sign in "亿万千百十":
        before, found, after = digits.partition(sign)
        if found:
            spoken = len(after) == 1 and after in _DIGITS and sign != "十"
            rest = _DIGITS[after] * _SCALES[sign] // 10 if spoken else chinese(after)
            return (chinese(before) if before else 1) * _SCALES[sign] + rest
    return int("".join(str(_DIGITS[sign]) for sign in digits) or 0)
