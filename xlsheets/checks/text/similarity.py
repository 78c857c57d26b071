"""Sections of prose -> findings on text that repeats the unit's own last report or another unit's."""

from __future__ import annotations

import re
from array import array
from functools import lru_cache
from typing import TYPE_CHECKING

from xlsheets.basics.characters import comparable
from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.county.analysis.likeness import likely_pairs
from xlsheets.report.findings import Severity
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsheets.report import Report

SECTIONS = ("overview", "problems")
SHINGLE = 6
RUN = 60
OWN_SHARE = 0.5
OTHER_SHARE = 0.3
# The program words the same facts in many ways; above this share two texts are alike all the same.
DRAFTED_SHARE = 0.4
# In short texts a few set phrases make a large share: so much must be common before a share counts.
_ENOUGH_OWN = 20
_ENOUGH_OTHER = 40

_NOT_TEXT = pattern_of(r"[^\u4e00-\u9fffA-Za-z0-9]+")
# What every report says in the same words; it counts neither as copied nor as the unit's own.
_STOCK = pattern_of(
    r"(?:坚持)?以习近平新时代中国特色社会主义思想为(?:指导|指引)|(?:深入)?(?:学习)?(?:宣传)?贯彻(?:落实)?党的[^，。；]{2,30}精神"
    r"|(?:根据|按照|依据|严格执行|认真贯彻|贯彻落实|严格落实)?《(?:中华人民共和国)?政府信息公开(?:工作)?[^》]*》(?:有关|相关)?(?:要求|规定|精神)?"
    r"|【[^】]*】|国办公开办函〔\d+〕\d+号|(?:坚持)?以公开为常态[、，]?不公开为例外"
    r"|主动公开(?:政府信息)?情况|依申请公开(?:政府信息)?情况|政府信息管理情况|(?:政府信息)?(?:公开)?平台建设情况|监督保障情况"
    r"|存在的(?:主要)?问题(?:及改进情况)?|改进(?:措施|情况)"
)


@lru_cache(maxsize=1024)
def normalised(text: str) -> str:
    """Return what counts when texts are compared: characters and digits, without stock phrases."""
    return _NOT_TEXT.sub("", _STOCK.sub("", _without_spaces(text)))


def _without_spaces(text: str) -> str:
    return re.sub(r"\s+", "", text)


@lru_cache(maxsize=128)
def _shingles(text: str) -> frozenset[str]:
    return frozenset(text[start : start + SHINGLE] for start in range(len(text) - SHINGLE + 1))


class Overlap(NamedTuple):
    """How much two texts share: common shingles, and their part of the shorter text."""

    common: int
    share: float


def overlap(one: str, other: str) -> Overlap:
    """Return what two normalised texts have in common."""
    first, second = _shingles(one), _shingles(other)
    common, fewer = len(first & second), min(len(first), len(second))
    return Overlap(common, common / fewer if fewer else 0.0)


def longest_run(one: str, other: str, least: int = RUN) -> str:
    """Return the longest run of characters both texts share, "" when it is shorter than ``least``."""
    best, start = "", 0
    while start + least <= len(one):
        if one[start : start + least] not in other:
            start += 1
            continue
        end = start + least
        while end < len(one) and one[start : end + 1] in other:
            end += 1
        best = max(best, one[start:end], key=len)
        start = end - least + 1
    return best


class Pair(NamedTuple):
    """Two units whose reports have a section largely in common, and the texts that were compared."""

    one: str
    other: str
    section: str
    share: float
    texts: tuple[str, str]

    @property
    def run(self) -> str:
        """The longest run of characters both texts share."""
        return _run(*self.texts)


def pairs(cases: Sequence[Case], least: float) -> Iterator[Pair]:
    """Yield the pairs of units that share at least this much of a section, in the order of the cases."""
    units = [case.report.profile.unit for case in cases]
    for section in SECTIONS:
        own = [_own_text(case, section) for case in cases]
        whole = [_text(case.report, section) for case in cases]
        kept, all_kept = list(map(_hashed, own)), list(map(_hashed, whole))
        likely = likely_pairs(kept, least) | likely_pairs(all_kept, max(least, DRAFTED_SHARE))
        for one, other in likely:
            texts = own
            common, share = _overlap_of(all_kept[one], all_kept[other])
            if share > DRAFTED_SHARE:
                texts = whole
            else:
                common, share = _overlap_of(kept[one], kept[other])
            if share >= least and common >= _ENOUGH_OTHER:
                yield Pair(units[one], units[other], section, share, (texts[one], texts[other]))
    # The texts of a whole county are not needed again.
    normalised.cache_clear()


def _hashed(text: str) -> array[int]:
    """Return the shingles of a text as numbers: of a thousand texts they take a tenth of the room."""
    # Those of many texts are not kept for the next comparison.
    return array("q", set(map(hash, _shingles.__wrapped__(text))))


def _overlap_of(one: array[int], other: array[int]) -> Overlap:
    common, fewer = len(set(one).intersection(other)), min(len(one), len(other))
    return Overlap(common, common / fewer if fewer else 0.0)


def _compared(own: str, whole: str, its_own: str, its_whole: str) -> tuple[str, str]:
    """Return what of two texts is compared: their own words, or all where even all are largely alike.

    What the program drafted is nobody's copying, as long as it does not make two texts the same.
    """
    if overlap(whole, its_whole).share > DRAFTED_SHARE:
        return whole, its_whole
    return own, its_own


class _Likeness(NamedTuple):
    """How a section of the report compares with the same section of another."""

    other: Report
    common: int
    share: float
    run: str

    def told(self) -> str:
        """Return the comparison as the end of a sentence."""
        run = f"，其中连续 {len(self.run)} 个字相同" if self.run else ""
        return f"的重复率是 {self.share:.0%}{run}。"


def _text(report: Report, section: str) -> str:
    return normalised("".join(report.paragraphs(section)))


def _own_text(case: Case, section: str) -> str:
    """Return what the unit wrote itself: its text without the sentences the program drafted."""
    text = _without_spaces("".join(case.report.paragraphs(section)))
    for sentence in case.drafted:
        text = text.replace(_without_spaces(sentence), "")
    return normalised(text)


def _nearest(case: Case, section: str, others: tuple[Report, ...]) -> _Likeness | None:
    """Return the report whose section is most like this one's; the earlier in order when equal."""
    found = [(other, *_texts(case, section, other)) for other in others]
    if not found:
        return None
    other, text, its = max(found, key=lambda texts: overlap(texts[1], texts[2]).share)
    return _Likeness(other, *overlap(text, its), _run(text, its))


def _texts(case: Case, section: str, other: Report) -> tuple[str, str]:
    """Return the texts of a section that are compared."""
    own, whole, its = _own_text(case, section), _text(case.report, section), _text(other, section)
    return _compared(own, whole, its, its)


def _run(one: str, other: str) -> str:
    """Return the longest shared run; looked for only where enough is shared for there to be one."""
    return longest_run(one, other) if overlap(one, other).common >= RUN // 2 else ""


@check("T131", "文字与上年雷同", Severity.CONFIRM)
def like_last_year(case: Case) -> Iterator[Hit]:
    """第一、第五部分与本单位以前年度的报告重复一半以上，或者第五部分照搬了上年一长段。

    依据：国办公开办函〔2021〕30号第一部分第（五）项（不得出现敷衍了事甚至年年雷同现象）
    错误：第五部分与上年只差一个年份
    正确：第五部分写本年新发现的问题和上年问题的整改结果
    """
    for section in SECTIONS:
        near = _nearest(case, section, case.previous)
        if near is None:
            continue
        alike = near.share >= OWN_SHARE and near.common >= _ENOUGH_OWN
        if alike or (section == "problems" and near.run):
            title = case.edition.section(section).title
            yield Hit(
                message=f"“{title}”与本单位 {near.other.profile.year} 年度报告{near.told()}",
                places=(f"text.{section}.1",),
                found=f"{near.share:.0%}",
                expected=f"低于 {OWN_SHARE:.0%}",
                hint="按本年的实际情况改写，尤其是存在的问题和改进情况。",
            )


@check("T132", "文字与别的单位雷同", Severity.CONFIRM)
def like_another_unit(case: Case) -> Iterator[Hit]:
    """第一、第五部分与别的单位的报告重复三成以上。

    依据：国办公开办函〔2021〕30号第三部分第（四）项（内容雷同要追究责任）
    错误：两个乡的第五部分只换了乡名
    正确：各写各的问题和措施
    """
    for section, near in _like_others(case):
        title = case.edition.section(section).title
        yield Hit(
            message=f"“{title}”与“{near.other.profile.unit}”{near.other.profile.year} 年度报告{near.told()}",
            places=(f"text.{section}.1",),
            found=f"{near.share:.0%}",
            expected=f"低于 {OTHER_SHARE:.0%}",
            hint="两家核对是谁抄了谁，照抄的改写成本单位的情况。",
        )


@check("T133", "有一长段与别的单位相同", Severity.CONFIRM)
def run_of_another_unit(case: Case) -> Iterator[Hit]:
    """第一、第五部分有连续 60 个字以上与别的单位的报告相同。

    依据：国办公开办函〔2021〕30号第三部分第（四）项（内容雷同要追究责任）
    错误：照抄邻乡关于依申请公开的一整句
    正确：写本单位自己的做法
    """
    told = {section for section, _ in _like_others(case)}
    for section in (section for section in SECTIONS if section not in told):
        runs = [(_run(*_texts(case, section, other)), other) for other in _others(case)]
        run, other = max(runs, key=lambda pair: len(pair[0]), default=("", case.report))
        if run:
            yield Hit(
                message=f"有连续 {len(run)} 个字与“{other.profile.unit}”的报告相同，从“{run[:12]}”到“{run[-12:]}”。",
                places=(_place_of(case.report, section, run),),
                found=f"{run[:12]}…{run[-12:]}",
                hint="照抄的改写成本单位的情况；引用文件原文的，请写明理由。",
            )


def _others(case: Case) -> tuple[Report, ...]:
    """Return the reports of other units; an earlier one of the unit itself is no neighbour's."""
    own = comparable(case.report.profile.unit)
    return tuple(
        other for other in case.neighbours if not own or comparable(other.profile.unit) != own
    )


def _like_others(case: Case) -> Iterator[tuple[str, _Likeness]]:
    """Yield the sections that repeat another unit's, with the unit they repeat most."""
    for section in SECTIONS:
        near = _nearest(case, section, _others(case))
        if near and near.share >= OTHER_SHARE and near.common >= _ENOUGH_OTHER:
            yield section, near


def _place_of(report: Report, section: str, run: str) -> str:
    """Return the paragraph a run begins in."""
    paragraphs = [normalised(paragraph) for paragraph in report.paragraphs(section)]
    number = next((n for n, text in enumerate(paragraphs, 1) if run[:SHINGLE] in text), 1)
    return f"text.{section}.{number}"
