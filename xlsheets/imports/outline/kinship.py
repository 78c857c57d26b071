"""Words of a heading -> the section it heads, and how near they come to the official ones."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from xlsheets.extract.encodings import UNKNOWN
from xlsheets.extract.squeeze import distance
from xlsheets.schema import newest
from xlsheets.values import NamedTuple

_YEAR = r"(?:20\d\d年(?:度)?)?"
_WE = r"(?:我[县市区镇乡局委办旗州街道]{1,2}|本(?:机关|单位|部门|[县市区镇乡局委办]|街道))?"
_TOPIC = r"(?:政府信息公开|政务公开|信息公开)?"
_AND = r"(?:以及|及其|[及和与、,])"
_TROUBLE = r"(?:问题|不足之处|不足|困难|短板|薄弱环节|差距)"
_REMEDY = (
    r"(?:(?:下一步|下步|今后)?的?(?:工作)?的?(?:改进|整改|努力|解决|完善|应对)?的?(?:工作)?的?"
    r"(?:情况|措施|方向|打算|计划|对策|思路|安排|建议|办法|重点|改进|整改))"
)

# How people word the headings: the words of each in other forms, other order, with more or fewer of them.
_KIN = {
    "overview": rf"{_YEAR}{_WE}{_TOPIC}(?:工作)?的?(?:总体|整体)(?:工作)?的?(?:情况|概况)",
    "proactive": r"(?:行政机关)?(?:主动公开的?政府信息|政府信息主动公开)的?(?:工作)?(?:情况)?",
    "requests": (
        rf"(?:行政机关)?(?:(?:收到|受理|接收){_AND}?(?:处理|办理|答复)的?政府信息公开申请的?(?:情况)?"
        rf"|政府信息公开申请的?(?:收到|受理|接收){_AND}?(?:处理|办理|答复)的?(?:情况)?)"
    ),
    "remedies": (
        r"因?政府信息公开(?:工作)?(?:引起的?|被申请的?|被)?行政(?:法)?复议"
        rf"(?:{_AND}?(?:被)?(?:提起)?(?:的)?(?:行政)?诉讼)?的?(?:情况)?"
    ),
    "problems": (
        rf"{_YEAR}{_WE}{_TOPIC}(?:工作)?中?(?:目前|当前)?(?:还|仍|尚)?(?:存在|面临)?的?(?:主要|突出)?的?"
        rf"{_TROUBLE}(?:{_AND}(?:主要|存在的)?{_TROUBLE})*(?:{_AND}?的?{_REMEDY}(?:{_AND}{_REMEDY})*)?"
    ),
    "other_matters": (
        r"其[他它]的?(?:需要|需|应当|应|须)?(?:予以)?(?:报告|说明)的?(?:有关|重要)?(?:事项|情况|事宜)(?:情况)?"
        r"|(?:需要|需|应当)(?:报告|说明)的其[他它](?:有关)?(?:事项|情况)"
    ),
}
# Words that head a section now and then, and often something else.
_DISTANT = {
    "overview": r"(?:工作)?(?:基本情况|概述|概况|综述|情况概述)",
    "proactive": r"主动公开的?(?:工作)?情况",
    "requests": r"依申请公开(?:政府信息)?的?(?:工作)?(?:办理|处理)?情况",
    "other_matters": r"其[他它]的?(?:事项|情况)",
}
# Official words in forms that differ by what follows them.
_OFFICIAL = {
    "proactive": ("主动公开政府信息",),
    "requests": ("收到和处理政府信息公开申请",),
    "remedies": ("政府信息公开行政复议、行政诉讼",),
    "problems": ("存在的主要问题及改进情况", "存在的主要问题和改进情况"),
    "other_matters": ("其他需要报告的事项", "需要报告的其他事项", "其他需要报告事项"),
}
EXACT, NEAR, KIN, DISTANT = 6, 5, 4, 1
_TYPOS, _LONG_ENOUGH = 2, 8


class HeadingMatch(NamedTuple):
    """A section whose heading begins a text.

    Args:
        section: its key.
        length: how long the heading is.
        nearness: how near it comes to the official words.
        start: where in a longer text it begins.
    """

    section: str
    length: int
    nearness: int
    start: int = 0


@cache
def _headings() -> dict[str, tuple[str, ...]]:
    """Return the official headings of every section, the longest first."""
    return {
        section.key: tuple(
            sorted({section.heading, *_OFFICIAL.get(section.key, ())}, key=len, reverse=True)
        )
        for section in newest().sections
    }


@cache
def _patterns(source: str) -> re.Pattern[str]:
    return re.compile(source)


@lru_cache(maxsize=2048)
def matches(text: str) -> tuple[HeadingMatch, ...]:
    """Return the sections whose heading a squeezed text begins with."""
    found = (_match(section, official, text) for section, official in _headings().items())
    return tuple(match for match in found if match)


def _match(section: str, official: tuple[str, ...], text: str) -> HeadingMatch | None:
    exact = next((words for words in official if text.startswith(words)), "")
    kin = _length(_KIN[section], text)
    lost = UNKNOWN in text[len(exact) :] and len(text) - len(exact) <= _LONG_ENOUGH
    if exact and len(exact) >= kin:
        return HeadingMatch(section, len(text) if lost else len(exact), EXACT)
    if kin < len(text) and any(_is_slip(text, words) for words in official):
        return HeadingMatch(section, len(text), NEAR)
    if kin:
        return HeadingMatch(section, kin, NEAR if exact else KIN)
    distant = _length(_DISTANT.get(section, "(?!)"), text)
    return HeadingMatch(section, distant, DISTANT) if distant else None


def _is_slip(text: str, words: str) -> bool:
    return len(words) >= _LONG_ENOUGH and distance(text, words, _TYPOS) <= _TYPOS


def _length(pattern: str, text: str) -> int:
    found = _patterns(pattern).match(text)
    return found.end() if found else 0
