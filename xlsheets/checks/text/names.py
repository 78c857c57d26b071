"""Report text -> findings on names: of another unit, and of the own one written wrongly."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.basics.sentences import excerpt
from xlsheets.checks.prose.numerals import without_blanks
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

_SUBORDINATE = pattern_of(r"(?:乡|镇)人民政府|街道办事处")
_OF_A_PLACE = pattern_of(r"(.*[省市县区旗州盟])(?=.{2,})")


def short_names(unit: str) -> tuple[str, ...]:
    """Return what people call a unit besides its name: 河口镇, 城关街道, 县民政局."""
    township = re.fullmatch(r"(.*?)([^省市县区旗州盟]+(?:乡|镇|苏木))人民政府", unit)
    street = re.fullmatch(r"(.*?)([^省市县区旗州盟]+街道)办事处", unit)
    if township or street:
        match = township or street
        return (match[2],) if match else ()
    place = _OF_A_PLACE.match(unit)
    if place and not unit.endswith(("人民政府", "人民政府办公室", "人民政府办公厅")):
        return (unit[place.end() - 1 :],)
    return ()


@check("T103", "正文出现别的单位名称", Severity.CONFIRM)
def another_unit(case: Case) -> Iterator[Hit]:
    """写本单位工作的句子里，不应把名录中别的单位写成做事的人，那多半是照抄了别家的稿子。

    依据：国办公开办函〔2021〕30号第三部分第（四）项（内容雷同、敷衍塞责要追究责任）
    错误：示例乡的报告写“样板镇人民政府及时答复申请”
    正确：示例乡的报告写“示例乡人民政府及时答复申请”；“与样板镇人民政府联合开展宣传”不在此列
    """
    own = case.report.profile.unit
    others = frozenset(
        {*case.units, *(other.profile.unit for other in case.neighbours)} - {own, ""}
    )
    sums_up = case.level is None or case.level.aggregate
    judge = _Judge(own, others, sums_up=sums_up) if others else None
    for place, paragraph in case.report.prose:
        text = without_blanks(paragraph)
        named = judge.strangers(text) if judge else set()
        if not named and own and not sums_up:
            named = set(_unlisted(text, own))
        for name in sorted(named):
            yield Hit(
                message=f"这是“{own}”的报告，正文出现了“{name}”：“{excerpt(paragraph, name)}”。",
                places=(place,),
                found=name,
                expected=own,
                hint="是照抄来的，改为本单位的情况；确实要提到该单位，请写明理由。",
            )


# Who stands after these is turned to, worked with, or acts upon the unit.
_RELATED = pattern_of(
    r"(?:[与和同跟向由被经报送转至致给对请按商据受从为及]|会同|联合|配合|协助|协同|协调|告知|移送|移交|转交|参照|根据|按照|参加|落实|执行|贯彻|指导|督促|委托|借鉴|学习|对标|参考|其中|包括|纳入|挂靠|依托|通过)$"
)
_TURNED_TO = pattern_of(r"[与向和同](?:[^，。；]{0,2})$")
_ASKED = pattern_of(r"[^，。；]{0,6}(?:联系|咨询|反映)")
# What another body does to the unit, what it has published (not what is yet to be), or what only bears its name.
_ACTS_UPON = pattern_of(
    r"[^，。；拟待应]{0,4}(?:公布|公开|发布|制定|印发|提供|推送|公示)的|(?:等[^，。；]{0,8})?(?:来|到|赴)[^，。；]{0,8}(?:学习|交流|考察|调研|参观|观摩|取经)|转来|转办|转送|移送|移交|交办|通报|抽查|检查|督查|反馈|组织|指导|牵头|批复|印发|要求|驻|网站|门户|联合|共同|统一|所在|辖区|派出|的(?:通知|要求|部署|安排|指导|统一|信息公开申请)"
)
# How a sentence about one's own work goes on after the subject.
_OWN_WORK = pattern_of(
    r"(?:(?:党委|党工委|党组)[、和]?(?:政府|办事处)?|政府)?(?:20\d\d年度?|全年|本年度?|累计|共|已|均|在|将)*(?:认真|坚持|严格|高度重视|积极|始终|按照|根据|围绕|紧紧|紧扣|全面|切实|深入|持续|主动|及时|不断|进一步|着力|大力|扎实|严把|依法|规范|完善|健全|落实"
    r"|贯彻|公开|公布|发布|收到|受理|办理|办结|答复|开展|召开|举办|组织培训|成立|明确|推进|加强|强化|优化|建立|制定|安排|收取|未|没有|政府信息公开|信息公开|主要|发布厅|工作平稳|公示|更新)"
)
_ACCOUNT = pattern_of("发布(?![^，。；、”]{0,3}(?:信息|公告|政策|通知|了|的|各类|文件))")
_BEGINS = pattern_of(
    r"(?:^|[，。；：！？（）“”】])(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．]|[一二三四五六七八九十]+是)?(?:20\d\d年度?|全年|今年|本年度?|年内|近年来)?，?$"
)
_REACH = 16


class _Judge:
    """Knows the names of a county's units, and which of them a text may say."""

    def __init__(self, own: str, others: frozenset[str], *, sums_up: bool) -> None:
        self.own, self.sums_up = own, sums_up
        self.place = (_OF_A_PLACE.match(own) or [""])[0]
        self.forms, self.any_of_them = _forms(own, others)

    def strangers(self, text: str) -> set[str]:
        """Return the units that a paragraph without blanks names as if the text were theirs."""
        if not any(form in text for form, unit in self.forms.items() if unit != self.own):
            return set()
        found: set[str] = set()
        related_until = -1
        for match in self.any_of_them.finditer(text):
            unit = self.forms[match[0]]
            before, after = (
                text[max(0, match.start() - _REACH) : match.start()],
                text[match.end() :],
            )
            listed = text[related_until : match.start()] in ("、", "和", "及", "与")
            related = bool(_RELATED.search(before)) or (related_until >= 0 and listed)
            if related:
                related_until = match.end()
            if (
                unit != self.own
                and self.own not in short_names(unit)
                and self._is_strange(match[0], before, after[:_REACH], related=related)
            ):
                found.add(match[0])
        return found

    def _is_strange(self, form: str, before: str, after: str, *, related: bool) -> bool:
        unit = self.forms[form]
        full = form == unit
        if _superior(unit, self.own):
            return False
        if _TURNED_TO.search(before) and _ASKED.match(after):
            return True
        if related or _ACTS_UPON.match(after):
            return False
        own_work = bool(_BEGINS.search(before) and _OWN_WORK.match(after))
        if self.sums_up and self._subordinate(unit):
            return full and own_work and not unit.startswith(self.place)
        if not full and _ACCOUNT.match(after):
            return True
        return own_work or (full and not self.sums_up) or (full and not self._subordinate(unit))

    def _subordinate(self, unit: str) -> bool:
        """Tell whether a unit is a part of what a whole government's report sums up."""
        return bool(self.place and unit.startswith(self.place)) or bool(_SUBORDINATE.search(unit))


# What a unit calls itself, by how its name ends.
_SELVES = {
    "局": "局",
    "委员会": "委",
    "厅": "厅",
    "镇人民政府": "镇",
    "乡人民政府": "乡",
    "街道办事处": "街道",
}
_SELF = pattern_of(r"(?<![基根资成原日])([我本](局|委|厅|镇|乡|街道))(?![部面势限员派长级本])")
_QUOTED = pattern_of("“[^”]*”|《[^》]*》")
_NAMED = pattern_of(
    r"(?:^|[，。；：！？）])(?:20\d\d年度?，?|全年，?|年内，?|今年，?)?"
    r"(?P<name>[一-龥]{1,5}[县区旗][一-龥]{2,12}?(?:局|委员会)|[一-龥]{2,10}[镇乡]人民政府|[一-龥]{2,10}街道办事处)(?=(?P<after>.{1,16}))"
)
_OF_NO_PLACE = pattern_of(
    "[各全本我该辖等及和与将由向转经报把同对请被为按从送交受给到]|乡镇|相关|其他|有关|下属|直属|派出"
)


def _unlisted(text: str, own: str) -> Iterator[str]:
    """Yield who a text says acts and cannot be the unit, as far as the names alone tell.

    我局 where a township reports; a unit of the same kind in another place.
    """
    kind = next((end for end in _SELVES if own.endswith(end)), "")
    if not kind:
        return
    plain = _QUOTED.sub(lambda match: "■" * len(match[0]), text)
    for match in _SELF.finditer(plain):
        # 各镇在本镇公开栏公布 may stand in the report of a department.
        of_each = match[1][0] == "本" and kind in ("局", "委员会", "厅")
        if match[2] != _SELVES[kind] and not of_each:
            yield match[1]
    for match in _NAMED.finditer(plain):
        name = match["name"]
        acts = _OWN_WORK.match(match["after"]) or match["after"].startswith("在")
        if acts and not _ACTS_UPON.match(match["after"]) and _elsewhere(name, own):
            yield name


def _elsewhere(name: str, own: str) -> bool:
    """Tell whether a name is of a unit of the same kind as the own one, but of another place."""
    if (
        own in name
        or own.endswith(_tail(name))
        or _one_off(name, own)
        or _one_off(name, own[-len(name) :])
    ):
        return False
    called = short_names(own)
    if own.endswith(("人民政府", "街道办事处")):
        same_kind = name.endswith(("镇人民政府", "乡人民政府", "街道办事处"))
        known = bool(called) and not _OF_NO_PLACE.search(name)
        return same_kind and known and called[0] not in name
    place, its = _OF_A_PLACE.match(own), _OF_A_PLACE.match(name)
    if not (place and its) or own[place.end() - 1] not in _COUNTIES:
        return False
    root = its[1][:-1]
    return not _OF_NO_PLACE.search(root) and root not in own and place[1][:-1] not in name


def _tail(name: str) -> str:
    """Return a name from the kind of its place on: 县统计局 of 现公布县统计局, which is no place."""
    place = _OF_A_PLACE.match(name)
    root = place[1][:-1] if place else ""
    return name[len(root) :] if _VERB.search(root) else name


_VERB = pattern_of("公布|发布|公开|编制|报告|根据|按照|依据|印发|现")
_COUNTIES = "县区旗"


@lru_cache(maxsize=4)
def _forms(own: str, others: frozenset[str]) -> tuple[dict[str, str], re.Pattern[str]]:
    """Return each name and short name with its unit, and what finds them, the longest first."""
    forms: dict[str, str] = {}
    for unit in (own, *sorted(others)):
        for form in (unit, *short_names(unit)):
            forms.setdefault(form, unit)
    longest_first = sorted(filter(None, forms), key=len, reverse=True)
    return forms, re.compile("|".join(map(re.escape, longest_first)))


_RANKS = ("县区旗", "市州盟", "省")
_GOVERNMENT = pattern_of(r".+([省市县区旗州盟])人民政府(?:办公[厅室])?")


def _superior(name: str, own: str) -> bool:
    """Tell whether a name is that of a government a unit may stand under: 示例县人民政府 for a township."""
    return _rank(name) > _rank(own)


def _rank(name: str) -> int:
    """Return how high a government stands: 1 for a county, up to 3; 0 for departments and townships."""
    match = _GOVERNMENT.fullmatch(name)
    return next((rank for rank, kinds in enumerate(_RANKS, 1) if match and match[1] in kinds), 0)


@check("T104", "本单位名称写错", Severity.CONFIRM)
def misspelt_unit(case: Case) -> Iterator[Hit]:
    """正文里的单位名称应当与封面一致，差一个字多半是写错、漏字或者多字。

    依据：国办公开办函〔2021〕30号第三部分第（三）项（确保报告所需数据可核查）
    错误：封面是“示例县发展和改革局”，正文写“示列县发展和改革局”
    正确：正文也写“示例县发展和改革局”
    """
    own = without_blanks(case.report.profile.unit)
    others = {*case.units, *(other.profile.unit for other in case.neighbours)}
    if len(own) < _SHORTEST:
        return
    # 瑶冈县金坪瑶族乡人民政府 calls itself 金坪瑶族乡人民政府 as well.
    place_of = _OF_A_PLACE.match(own)
    forms = [own, *([own[place_of.end() :]] if place_of and own.endswith(_OF_PEOPLE) else [])]
    for place, paragraph in case.report.prose:
        text = without_blanks(paragraph).replace(own, "□")
        slips = (slip for form in forms for slip in _nearly(text.replace(form, "□"), form))
        for written in dict.fromkeys(slips):
            if written not in others and not _superior(written, own):
                yield Hit(
                    message=f"单位名称是“{own}”，正文写成了“{written}”。",
                    places=(place,),
                    found=written,
                    expected=own,
                    hint=f"写错的改为“{own}”；基本信息里的名称写错的，改基本信息。",
                )


_SHORTEST = 6
_OF_PEOPLE = ("乡人民政府", "镇人民政府", "街道办事处")


def _nearly(text: str, own: str) -> Iterator[str]:
    """Yield what stands where the own name should and differs from it in one character.

    One half of the name must stand there rightly.
    """
    half = len(own) // 2
    for piece, offset in ((own[:half], 0), (own[half:], half)):
        for match in re.finditer(re.escape(piece), text):
            written = _misspelt(text, match.start(), own, offset)
            if written:
                yield written


def _misspelt(text: str, at: int, own: str, offset: int) -> str:
    """Return the one wrong form of the own name around a half of it; "" for none."""
    for change in (0, 1, -1):
        length = len(own) + change
        start = at - offset - (change if offset else 0)
        written = text[start : start + length] if start >= 0 else ""
        if len(written) == length and _one_off(written, own):
            return written
    return ""


# People leave out 和 and the name's 县 without being wrong.
_OPTIONAL = set("和与及省市县区旗州盟乡镇")


def _one_off(written: str, own: str) -> bool:
    """Tell whether a name is wrong in one character inside: another, one missing, or one too many."""
    at = next((n for n, (a, b) in enumerate(zip(written, own, strict=False)) if a != b), None)
    if at is None:
        return False
    if len(written) == len(own):
        if written[at : at + 2] == own[at : at + 2][::-1] and written[at + 2 :] == own[at + 2 :]:
            # Two letters changed places: 塔图拉旗 for 塔拉图旗.
            return True
        last = at == len(own) - 1
        return written[at + 1 :] == own[at + 1 :] and not last
    longer, shorter = (written, own) if len(written) > len(own) else (own, written)
    inside = 0 < at < len(shorter)
    return inside and longer[at + 1 :] == shorter[at:] and longer[at] not in _OPTIONAL
