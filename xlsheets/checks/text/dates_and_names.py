"""Report text -> findings on words that belong to another year, another unit or an older rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlsheets.basics.sentences import excerpt, half_width, sentences
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.report import PREAMBLE
from xlsheets.report.findings import Severity
from xlsheets.schema import EDITIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.report import Report
    from xlsheets.schema import Edition

_YEAR = re.compile(r"(?<![\d—–~至-])(20\d\d)\s*年(?!代|[—–~至-])")
# Where a year is the time of the statement itself: at the head of a clause or right after who acts.
_HEAD = re.compile(r"(?:^|[，。；：！？、）)在]|[局乡镇县市区委办所院街系单位关府])$")
_PERIOD = re.compile(r"统计(?:期限|时段|时间)")
_OTHER_TIME = re.compile(
    r"(?:上年|去年|上一年|较|比|与|同|从|自|截至|截止|对|针对|按照?|根据|参照|获得?|荣获|顺延|结转)"
    r"[^，。；]{0,4}$"
)
_PASSED_ON = re.compile(
    r"度?\s*(?:以来|以前|之前|前|底|末|起|版|同期|相比|结转|遗留|未办结|年报|报告|工作要点|考核|预算|决算"
    r"|(?:存在|查找|查摆|发现|指出|提出|反馈|通报|检查)(?:出|到)?的?[^，。；]{0,8}(?:问题|不足))"
)
_LAWGIVING = re.compile(r"\d{1,2}\s*月[^。；]*(?:施行|实施|修订|印发|颁布|公布|出台|成立)")
_SIGNED = re.compile(r"\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*$")
_TITLE = re.compile(r"《[^》]*》|“[^”]*”|〔[^〕]*〕")
_FUTURE = re.compile(
    r"下一步|下一年|下年|明年|今后|打算|计划|力争|拟于|将(?:进一步|继续|加大|采取|重点|从|着力|持续|切实|以|按)"
)


@check("T101", "正文写了别的年度", Severity.CONFIRM)
def another_year(case: Case) -> Iterator[Hit]:
    """写本年工作的句子应当写报告年度，不能留着上年材料里的年份。

    依据：国办公开办函〔2021〕30号第二部分（年度报告反映报告年度 1 月 1 日至 12 月 31 日的情况）
    错误：2025 年度报告写“2024年，我乡主动公开政府信息320条”
    正确：2025 年度报告写“2025年，我乡主动公开政府信息320条”
    """
    year = case.report.profile.year
    if year is None:
        return
    for place, sentence in _body(case.report):
        for wrong in dict.fromkeys(_strange_years(sentence, year, place)):
            yield Hit(
                message=f"这是 {year} 年度的报告，这一句写的是 {wrong} 年：“{excerpt(sentence, str(wrong))}”。",
                places=(place,),
                found=str(wrong),
                expected=str(year),
                hint=f"是沿用旧稿的，把年份改为 {year}；确实说的是 {wrong} 年的事，请写明理由。",
            )


def _body(report: Report) -> Iterator[tuple[str, str]]:
    """Yield (place, sentence) of the six parts; the period in the preamble has its own rule."""
    for place, paragraph in report.prose:
        if not place.startswith(f"text.{PREAMBLE}."):
            for sentence in sentences(half_width(paragraph)):
                if not _PERIOD.search(sentence):
                    yield place, sentence


def _strange_years(sentence: str, year: int, place: str) -> Iterator[int]:
    plain = _TITLE.sub(lambda match: "□" * len(match[0]), sentence)
    ahead = place.startswith("text.problems.") or bool(_FUTURE.search(plain))
    for match in _YEAR.finditer(plain):
        written = int(match[1])
        before, after = plain[: match.start()].rstrip(), plain[match.end() :]
        if written == year or written > year + 1 or (written == year + 1 and ahead):
            continue
        if _states_work(before, after):
            yield written


def _states_work(before: str, after: str) -> bool:
    """Tell whether a year between these words is the time of what the clause reports."""
    if not _HEAD.search(before) or _PASSED_ON.match(after) or _LAWGIVING.match(after):
        return False
    return not (_OTHER_TIME.search(before.rstrip("在")) or _SIGNED.match(after))


@check("T102", "改进措施写的是报告年度", Severity.CONFIRM)
def plans_of_the_past(case: Case) -> Iterator[Hit]:
    """第五部分下一步的打算应当写下一年度，写成报告年度多半是沿用了上年的文字。

    依据：国办公开办函〔2021〕30号第一部分第（五）项（改进举措要有实效性，不得年年雷同）
    错误：2025 年度报告的改进措施写“为进一步做好公开工作，2025年我局将加大培训力度”
    正确：2025 年度报告的改进措施写“为进一步做好公开工作，2026年我局将加大培训力度”
    """
    year = case.report.profile.year
    measures = False
    for place, sentence in _body(case.report):
        if year is None or not place.startswith("text.problems."):
            continue
        measures = measures or bool(_MEASURES.search(sentence))
        if _plans(sentence, year, measures=measures):
            yield Hit(
                message=f"下一步的打算写的是报告年度 {year} 年：“{excerpt(sentence, str(year))}”。",
                places=(place,),
                found=str(year),
                expected=str(year + 1),
                hint=f"是下一年的打算，改为 {year + 1} 年；是本年已经做的，写成已经完成的事。",
            )


_MEASURES = re.compile(r"(?:改进|整改)(?:措施|情况|打算)|下一步(?:打算|工作)")


def _plans(sentence: str, year: int, *, measures: bool) -> bool:
    """Tell whether a sentence plans for a year; 为进一步 does so only among the measures."""
    head = re.compile(rf"(?:^|[，；：]){year}\s*年(?!度)")
    ahead = re.search("下一步|今后|下一阶段" + ("|为(?:了)?进一步" if measures else ""), sentence)
    if ahead and head.search(sentence, ahead.end()):
        return True
    return any(_WILL.match(sentence, match.end()) for match in head.finditer(sentence))


_WILL = re.compile(
    r"，?[^，。；]{0,12}(?:将(?:进一步|继续|加大|采取|重点|从|着力|持续|切实)|打算|力争)"
)


@check("T103", "正文出现别的单位名称", Severity.CONFIRM)
def another_unit(case: Case) -> Iterator[Hit]:
    """正文里不应出现名录中别的单位的名称，那多半是照抄了别家的稿子。

    依据：国办公开办函〔2021〕30号第三部分第（四）项（内容雷同、敷衍塞责要追究责任）
    错误：示例乡的报告写“样板镇人民政府及时答复申请”
    正确：示例乡的报告写“示例乡人民政府及时答复申请”
    """
    own = case.report.profile.unit
    names = {*case.units, *(each.profile.unit for each in case.neighbours)} - {own, ""}
    for place, paragraph in case.report.prose:
        for name in sorted(_named(paragraph, names, own)):
            yield Hit(
                message=f"这是“{own}”的报告，正文出现了“{name}”：“{excerpt(paragraph, name)}”。",
                places=(place,),
                found=name,
                expected=own,
                hint="是照抄来的，改为本单位的情况；确实要提到该单位，请写明理由。",
            )


def _named(paragraph: str, names: set[str], own: str) -> Iterator[str]:
    """Yield the names that stand in the text other than inside the unit's own, longer one."""
    text = paragraph.replace(own, "□") if own else paragraph
    found = [name for name in names if name in text and not _superior(name, own)]
    longest = [name for name in found if not any(name != each and name in each for each in found)]
    yield from longest


_RANKS = ("县区旗", "市州盟", "省")
_GOVERNMENT = re.compile(r".+([省市县区旗州盟])人民政府(?:办公[厅室])?")


def _superior(name: str, own: str) -> bool:
    """Tell whether a name is that of a government a unit may stand under: 示例县人民政府 for a township."""
    return _rank(name) > _rank(own)


def _rank(name: str) -> int:
    """Return how high a government stands: 1 for a county, up to 3; 0 for departments and townships."""
    match = _GOVERNMENT.fullmatch(name)
    return next((rank for rank, kinds in enumerate(_RANKS, 1) if match and match[1] in kinds), 0)


@check("T104", "本单位名称写错", Severity.CONFIRM)
def misspelt_unit(case: Case) -> Iterator[Hit]:
    """正文里的单位名称应当与封面一致，地名差一个字多半是写错。

    依据：国办公开办函〔2021〕30号第三部分第（三）项（确保报告所需数据可核查）
    错误：封面是“示例县发展和改革局”，正文写“示列县发展和改革局”
    正确：正文也写“示例县发展和改革局”
    """
    own = case.report.profile.unit
    others = {*case.units, *(each.profile.unit for each in case.neighbours)}
    place_name = _place_name(own)
    if not place_name or len(own) < 6:
        return
    for place, paragraph in case.report.prose:
        for written in dict.fromkeys(_nearly(paragraph, place_name, own)):
            if written not in others and not _superior(written, own):
                yield Hit(
                    message=f"单位名称是“{own}”，正文写成了“{written}”。",
                    places=(place,),
                    found=written,
                    expected=own,
                    hint=f"写错的改为“{own}”；基本信息里的名称写错的，改基本信息。",
                )


def _place_name(unit: str) -> str:
    """Return the place a unit's name begins with, up to its last 省市县区乡镇街道."""
    match = re.match(r".+(?:[省市县区旗州盟乡镇]|街道)(?=.)", unit)
    return match[0] if match else ""


def _nearly(paragraph: str, place_name: str, own: str) -> Iterator[str]:
    """Yield what stands where the own name should and differs from it in one character of the place."""
    rest = own[len(place_name) :]
    for match in re.finditer(re.escape(rest), paragraph):
        written = paragraph[max(0, match.start() - len(place_name)) : match.start()]
        different = sum(a != b for a, b in zip(written, place_name, strict=False))
        if len(written) == len(place_name) and different == 1:
            yield written + rest


@check("T105", "编制依据的文号不对", Severity.CONFIRM)
def outdated_basis(case: Case) -> Iterator[Hit]:
    """编制依据应当是报告年度适用的格式文件和现行条例，文号要写对。

    依据：国办公开办函〔2021〕30号（2019 年的格式已被替代）；条例由国务院令第711号修订
    错误：按照国办公开办函〔2019〕60号编制
    正确：按照国办公开办函〔2021〕30号编制
    """
    for place, paragraph in case.report.prose:
        for written, right in _wrong_numbers(half_width(paragraph), case.form):
            yield Hit(
                message=f"编制依据写的是“{written}”，这一年度适用的是“{right}”。",
                places=(place,),
                found=written,
                expected=right,
                hint=f"改为“{right}”。",
            )


_CITED = re.compile(r"国办(?:公开办)?[函发]?\s*[〔\[【(（]\s*(20\d\d)\s*[〕\]】)）]\s*(\d+)\s*号")
_DECREE = re.compile(r"国务院令第?\s*492\s*号|国令第?\s*492\s*号")


def _wrong_numbers(text: str, edition: Edition) -> Iterator[tuple[str, str]]:
    right = edition.document
    others = {other.document for other in EDITIONS if other.key != edition.key}
    number = re.search(r"〔(\d+)〕(\d+)号", right)
    for match in _CITED.finditer(text):
        written = re.sub(r"\s", "", match[0])
        same_number = number is not None and match.groups() == number.groups()
        if written in others or (same_number and written != right):
            yield match[0], right
    for match in _DECREE.finditer(text):
        yield match[0], "国务院令第711号"


@check("T106", "文字笼统，没有本单位的内容", Severity.CONFIRM)
def somebody_elses_text(case: Case) -> Iterator[Hit]:
    """各部分应当写本单位的具体情况，不能通篇说“部分地区”“多数部门”。

    依据：国办公开办函〔2021〕30号第一部分第（五）项（避免笼统模糊、泛泛而谈）
    错误：第五部分只写“部分地区公开意识不强，多数部门解读不够”
    正确：第五部分写“村级公开栏更新不及时，全年有3个村逾期”
    """
    if case.level is not None and case.level.aggregate:
        return
    for section in ("overview", "problems"):
        paragraphs = [half_width(each) for each in case.report.paragraphs(section)]
        if _OWN_FIGURE.search(_YEAR.sub("", "".join(paragraphs))):
            continue
        for number, paragraph in enumerate(paragraphs, 1):
            phrase = _VAGUE.search(paragraph)
            if phrase:
                yield Hit(
                    message=f"“{excerpt(paragraph, phrase[0])}”说的是“{phrase[0]}”，这一部分没有一个本单位的数字。",
                    places=(f"text.{section}.{number}",),
                    found=phrase[0],
                    hint="改写成本单位的具体情况，写清是什么事、有多少。",
                )
                break


_VAGUE = re.compile(r"部分地区|一些地区|有些地区|个别地区|各级政府部门|多数部门|许多地方|全国各地")
_OWN_FIGURE = re.compile(
    r"(?<![（(\d第])\d+\s*[\u4e00-\u9fff]|[一二两三四五六七八九十百]+(?:件|条|次|场|期|份|人|个村)"
)
