"""A sentence -> the figures in it: Arabic, full-width or Chinese, with unit and whether exact."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from xlsheets.basics.characters import normal
from xlsheets.basics.patterns import pattern_of
from xlsheets.values import NamedTuple

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
# What stands for something that is no figure: a title or number of a document, a day, the last day of the year.
TITLE, DAY, LAST_DAY = "■", "◇", "◆"


def without_blanks(paragraph: str) -> str:
    """Return a paragraph without blanks, as it is quoted."""
    return re.sub(r"\s+", "", normal(paragraph))


_DIGIT = r"[\d〇零一二两三四五六七八九十百千]"
# Titles, quoted slogans, document and article numbers, dates and telephones hold no figures;
# “零申请” and “三安全一稳定” in quotation marks say what they say without them. At most characters none
# of this can begin, which one look at the character tells.
_NO_FIGURE = pattern_of(
    r"(?=[\d“《〔\[【（(第])(?:(?P<day>(?:\d{4}年)?\d{1,2}月\d{1,2}日?|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})"
    r"|“(?P<said>零[^”]{1,6}|(?:危及)?三安全一稳定)”"
    r"|《[^》]*》|“[^”]*”"
    r"|[〔\[【（]\d{4}[〕\]】）]\d+号"
    rf"|第{_DIGIT}{{1,9}}(?:[条款项次届个批件号章期份]|部分)(?:第?（{_DIGIT}{{1,9}}）项)?"
    r"|\(?0\d{2,3}[-—)]?\d{7,8}|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)123\d\d(?!\d)(?![件条项个份起]))"
)
_LAST_DAY = pattern_of("12月31日?$")


def matchable(text: str) -> str:
    """Return clean text of the same length: ASCII digits, full-width marks, no-figures blotted out."""
    return _NO_FIGURE.sub(_blotted, text.translate(_WIDE))


def _blotted(match: re.Match[str]) -> str:
    if match["day"]:
        return (LAST_DAY if _LAST_DAY.search(match[0]) else DAY) * len(match[0])
    if match["said"]:
        return f"{TITLE}{match['said']}{TITLE}"
    return TITLE * len(match[0])


# A unit is none where it begins a longer word: 六部分, 2起诉讼, 三项目.
_UNITS = (
    "[人件户场批条篇]次|个?(?:部分|方面|章节|板块|层面|环节|步骤)|个(?!工作日|自然日|月|小时|百分点)"
    "|件(?!套)|起(?!草|步|来|到|止|始|点|诉(?!讼))|份(?!额)|条(?!例|款)|宗(?!旨)|例(?!如|行)|项(?!目)|篇(?!章)|期(?!限|间)"
    "|场(?!所|景|地)|次(?!年|日)|人(?!民|员)|部(?!门|委|级|署|队)|则|处(?!理|罚|置|室|长)|家(?!庭|属)|批(?!准|复)|类(?!似|型)|[封户名幅段]"
    "|元|%|倍"
)
_NUMERAL = pattern_of(
    r"(?=[近约逾超不上数几\d〇零一二两三四五六七八九十百千万亿])"
    rf"(?P<vague>[近约逾超][过计]?|不足|[上数几](?=[十百千万]))?"
    rf"(?:(?P<arabic>\d{{1,3}}(?:[,，]\d{{3}})+(?![\d.%])|\d+)(?P<fraction>\.\d+)?(?P<scale>[十百千]?[万亿])?"
    rf"|(?P<share>百分之)?(?P<chinese>[〇零一二两三四五六七八九十百千万亿]+))"
    rf"(?P<more>余|多|来|几)?(?P<unit>{_UNITS})?(?P<about>以上|左右|上下|余)?"
)
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "两": 2}
# No count is longer; what is longer is a code.
_LONGEST = 15


# What counts nothing: a bare figure, a share, a multiple.
NO_COUNT = ("", "%", "倍")


# Several rules read the same sentences and clauses.
@lru_cache(maxsize=512)
def numerals(text: str) -> tuple[Numeral, ...]:
    """Return the figures of a plain text in order; years and figures inside words are left out."""
    return tuple(_numerals(text))


def _numerals(text: str) -> Iterator[Numeral]:
    for match in _NUMERAL.finditer(text):
        following = text[match.end() : match.end() + 1]
        if match["unit"] is None and following and following in "年月日时号届级审校季":
            continue
        # 80—90分 is a range.
        if _RANGE.match(text, match.end()):
            continue
        if match.end("chinese" if match["chinese"] else "arabic") - match.start() > _LONGEST:
            continue
        if (match["chinese"] and not _counts(match)) or _SUMMED_UP.match(text, match.start()):
            continue
        yield _numeral(match)


_RANGE = pattern_of(r"[—–~～-]\d")
# 三件 counts, but not 一律, 每一件, 没有一件, 三件事.
_IDIOM = pattern_of(r"(?:[每逐同任某统唯无何这哪另]|没有|不少)$")


def _counts(match: re.Match[str]) -> bool:
    """Tell whether Chinese digits count something."""
    before, after = match.string[: match.start()][-2:], match.string[match.end() :][:1]
    idiom = _IDIOM.search(before) or (after and after in "事龙")
    return bool(match["unit"] or match["share"]) and not idiom and _well_formed(match["chinese"])


_SAID = r"(?:[一二两三四五六七八九]?千)?零?(?:[一二两三四五六七八九]百)?零?(?:[一二三四五六七八九]?十)?零?[一二两三四五六七八九]?"
_SPOKEN = pattern_of(rf"(?:{_SAID}亿)?零?(?:{_SAID}万)?{_SAID}|[〇零一二三四五六七八九]+")


# 两项共8件: the things summed up are no figure themselves.
_SUMMED_UP = pattern_of(
    "[两二三四五六2-6][项类级种](?:之和)?(?=合计|共计|总计|总共|共|均|都|相加|叠加)"
)


def _well_formed(digits: str) -> bool:
    return bool(_SPOKEN.fullmatch(digits))


def _numeral(match: re.Match[str]) -> Numeral:
    value: Number
    decimals = max(len(match["fraction"] or "") - 1, 0)
    if match["chinese"]:
        value = chinese(match["chinese"])
    else:
        digits = match["arabic"].replace(",", "").replace("，", "") + (match["fraction"] or "")
        value = Decimal(digits) if decimals else int(digits)
    for scale in match["scale"] or "":
        value *= _SCALES[scale]
    unit = "%" if match["share"] else match["unit"] or ""
    vague = match["vague"] or match["more"] or match["about"]
    rounded = bool(match["scale"]) and unit != "元"
    start = match.end("vague") if match["vague"] else match.start()
    return Numeral(value, unit, start, match.end(), not (vague or rounded), decimals)


def chinese(digits: str) -> int:
    """Return what Chinese digits mean: 一百二十 is 120, 一百二 too, 二〇二五 is 2025."""
    for scale in "亿万千百十":
        before, found, after = digits.partition(scale)
        if found:
            spoken = len(after) == 1 and after in _DIGITS and scale != "十"
            rest = _DIGITS[after] * _SCALES[scale] // 10 if spoken else chinese(after)
            return (chinese(before) if before else 1) * _SCALES[scale] + rest
    return int("".join(str(_DIGITS[digit]) for digit in digits) or 0)
