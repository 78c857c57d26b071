"""The text as a whole -> what the format asks for and is not there: family T0."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlsheets.checks.prose.numerals import matchable, numerals
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.checks.text.names import short_names
from xlsheets.report import PREAMBLE
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsheets.schema.edition import Aspect

ERROR, CONFIRM, HINT = Severity.ERROR, Severity.CONFIRM, Severity.HINT

# Shorter than this nothing can have been reported.
_LEAST_OVERVIEW, _LEAST_PROBLEMS = 100, 20
# Half as much again as the notice advises is no longer 简明.
_FAR_TOO_LONG = 1.5

_FEE = re.compile(r"处理费|信息公开.{0,8}(?:收费|收取费用)")
_SPACE = re.compile(r"\s+")

_DAY = r"\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
_PERIOD = re.compile(
    rf"(?<!\d)(\d{{4}})\s*年{_DAY}\s*(?:起)?\s*(?:至|到|—|－|-|–|~|～)+\s*(?:(\d{{4}})\s*年)?{_DAY}"
)
_ABOUT_PERIOD = re.compile(
    r"统计|数据|报告期|(?:本?年度?)?报告(?:的)?(?:期限|时限|起止)|起止(?:时间|日期)"
)
_SURELY_PERIOD = re.compile(
    r"统计(?:的)?(?:期限|时限|时间|时段|期间|周期)|数据(?:的)?(?:统计)?(?:期限|时限|时间|起止)"
)
# A period of something that happened within the year.
_OTHER_PERIOD = re.compile(
    r"(?:征求|征集|公示|公告|意见|报名|申报|投诉|举报|受理|办理|有效|试行|活动|合同|施工|服务|展示|展览|培训|整改|检查|值班|假期|开放)[^，。；]{0,8}$"
)
_OTHER_REPORT = re.compile(r"(?<!\d)(20\d{2})\s*年度?(?:政府信息公开)?(?:工作)?年度报告")
_OWN_WORDS = re.compile(
    r"[我本](?:局|委|办|厅|部|院|所|中心|单位|机关|乡|镇|街道|县|市|区|省|州|旗|府)"
)
_FIGURE = re.compile(
    r"(?<!第)\d+(?!\s*(?:年|月|日|号|\d))|[一二三四五六七八九十百千]{1,9}[条件次场期个份人]"
)


@check("T001", "应当写的部分是空的", ERROR)
def section_empty(case: Case) -> Iterator[Hit]:
    """第一、五、六部分都要有文字，没有其他事项也要写明收取信息处理费的情况。

    依据：《中华人民共和国政府信息公开条例》第五十条
    错误：“六、其他需要报告的事项”留空。
    正确：“六、其他需要报告的事项”写“本年度没有收取政府信息公开信息处理费”。
    """
    for part in case.edition.prose:
        if not _length(case.report.paragraphs(part.key)):
            yield Hit(
                message=f"“{part.title}”一个字也没有写。",
                places=(f"text.{part.key}.1",),
                hint=part.guidance,
            )


@check("T003", "第一部分没有写全五个方面", CONFIRM)
def aspect_missing(case: Case) -> Iterator[Hit]:
    """总体情况要写主动公开、依申请公开、政府信息管理、平台建设、监督保障五个方面。

    依据：国办公开办函〔2021〕30号第一部分第（一）项
    错误：只写组织领导和主动公开两点。
    正确：五个方面各写一段。
    """
    yield from _aspects_missing(case, case.edition.aspects, "五个方面中没有写到")


@check("T004", "各级政府没有写考核、评议、追责", CONFIRM)
def government_aspect_missing(case: Case) -> Iterator[Hit]:
    """各级人民政府的报告还要写工作考核、社会评议和责任追究结果情况。

    依据：《中华人民共和国政府信息公开条例》第五十条第（四）项
    错误：乡镇人民政府的监督保障只写了培训。
    正确：写明考核办法和结果、社会评议情况，有没有责任追究。
    """
    level = case.edition.level(case.report.profile.level)
    if level is not None and level.government:
        yield from _aspects_missing(
            case, case.edition.government_aspects, "各级政府必写的内容中没有写到"
        )


def _aspects_missing(case: Case, aspects: Sequence[Aspect], said: str) -> Iterator[Hit]:
    paragraphs = "".join(case.report.paragraphs("overview")).strip()
    written = _RIGHTS.sub("", paragraphs)
    missing = [aspect.name for aspect in aspects if not _written_of(written, aspect)]
    if written and missing:
        yield Hit(
            message=f"第一部分{said}{'、'.join(missing)}。",
            places=("text.overview.1",),
            found="、".join(missing),
            hint="请补写；确实写到而用词不同的，写明理由。",
        )


def _written_of(written: str, aspect: Aspect) -> bool:
    """Tell whether a text names an aspect, or tells what was done for it."""
    told = _TOLD.get(aspect.name)
    named = any(_says(written, word) for word in aspect.words)
    return named or bool(told and told.search(written))


# 监督权 and 保障公众知情权 are what everybody has, 医疗保障 is another matter: none of them is 监督保障.
_RIGHTS = re.compile(
    r"(?:知情|参与|表达|监督|隐私|知晓)权|保障(?:公民|公众|人民|群众|社会|申请人|市民|村民|企业)[^，。；]{0,16}?(?:权利|权益|知情|参与|监督|需求|获取)"
    r"|(?:社会|医疗|住房|民生|生活|养老|就业|基本|饮水|后勤|经费)保障|保障(?:性|房|金)"
)
# An aspect may be told by what was done for it, without its name.
_TOLD = {
    "主动公开": re.compile(r"(?:公开|发布)(?:各类)?(?:政府)?信息共?[\d一二三四五六七八九十百]"),
    "依申请公开": re.compile(r"新收[^。；]{0,12}件|收到[^。；]{0,12}申请|申请[^。；]{0,12}\d+件"),
    "政府信息管理": re.compile("公开属性|源头管理|案卷归档|档案|管理(?:方面|账)"),
    "政府信息公开平台建设": re.compile("公众号|新媒体|专区"),
    "监督保障": re.compile("培训|追究|问责|评议"),
}
_HALVES = 4
# 责任追究 may be said as 追究责任.
_TURNED = ("追究", "评议", "审查", "审核")


def _says(written: str, word: str) -> bool:
    """Tell whether a text says a word, or its two halves near each other: 信息全链条管理, 追究责任."""
    if word in written:
        return True
    if len(word) != _HALVES:
        return False
    one, other = word[:2], word[2:]
    turned = f"|{other}[^，。；、]{{0,4}}{one}" if other in _TURNED else ""
    return bool(re.search(f"{one}[^，。；]{{0,6}}{other}{turned}", written))


@check("T005", "第六部分没有报告信息处理费", CONFIRM)
def fee_unreported(case: Case) -> Iterator[Hit]:
    """收取信息处理费的情况在第六部分专门报告，没有收取也要写明。

    依据：国办公开办函〔2021〕30号第一部分第（六）项
    错误：“无其他需要报告的事项。”
    正确：“本年度没有收取政府信息公开信息处理费，无其他需要报告的事项。”
    """
    for part in (section for section in case.form.prose if section.reports_fees):
        written = "".join(case.report.paragraphs(part.key)).strip()
        if written and not _FEE.search(written):
            yield Hit(
                message=f"第{part.numeral}部分没有写收取信息处理费的情况。",
                places=(f"text.{part.key}.1",),
                hint="请补写收取的件数和金额，没有收取也要写明。",
            )


@check("T006", "第一部分超过建议的字数", HINT)
def overview_long(case: Case) -> Iterator[Hit]:
    """总体情况要聚焦主题、简明客观，原则上不超过一千字，超过一半以上的需要说明。

    依据：国办公开办函〔2021〕30号第一部分第（一）项
    错误：总体情况写了 3300 字。
    正确：总体情况控制在 1000 字以内。
    """
    for part in case.edition.prose:
        length = _length(case.report.paragraphs(part.key))
        if part.advised_length and length > part.advised_length:
            yield Hit(
                message=f"“{part.title}”有 {length} 字，原则上不超过 {part.advised_length} 字。",
                places=(f"text.{part.key}.1",),
                found=length,
                expected=part.advised_length,
                hint="请删去与政府信息公开无关的内容。",
                severity=CONFIRM if length > part.advised_length * _FAR_TOO_LONG else None,
            )


@check("T007", "第一或者第五部分太短", ERROR)
def too_short(case: Case) -> Iterator[Hit]:
    """总体情况和存在的问题要有实际内容，不能写“无”或者一句话应付。

    依据：国办公开办函〔2021〕30号第一部分第（一）、（五）项
    错误：“五、存在的主要问题及改进情况”写“无”。
    正确：写明一两个真实的问题和对应的改进措施。
    """
    for key, least in (("overview", _LEAST_OVERVIEW), ("problems", _LEAST_PROBLEMS)):
        length = _length(case.report.paragraphs(key))
        if 0 < length < least:
            yield Hit(
                message=f"“{case.edition.section(key).title}”只有 {length} 字，没有实际内容。",
                places=(f"text.{key}.1",),
                found=length,
                expected=least,
                hint=case.edition.section(key).guidance,
            )


@check("T008", "第一部分没有本单位的事实", CONFIRM)
def nothing_own(case: Case) -> Iterator[Hit]:
    """总体情况要写本单位做了什么，通篇没有一个数字、也不提本单位的，多半是套话。

    依据：国办公开办函〔2021〕30号第三部分第（四）项
    错误：通篇写各地各部门如何推进，不提本单位。
    正确：写明“我局全年公开信息 249 条”。
    """
    written = "".join(case.report.paragraphs("overview"))
    unit = case.report.profile.unit
    own = _FIGURE.search(written) or _OWN_WORDS.search(written) or unit in written
    if len(written) >= _LEAST_OVERVIEW and not own:
        yield Hit(
            message="第一部分没有一个数字，也没有提到本单位，看不出是哪个单位的情况。",
            places=("text.overview.1",),
            hint="请写本单位当年做了哪些事、有多少。",
        )


@check("T009", "统计期限不是报告年度的全年", ERROR)
def period_wrong(case: Case) -> Iterator[Hit]:
    """统计期限一律是报告年度的 1 月 1 日至 12 月 31 日。

    依据：《政府信息公开工作年度报告格式》第一部分第（二）项
    错误：2025 年度的报告写“统计期限为 2024年1月1日至12月31日”。
    正确：2025 年度的报告写“统计期限为 2025年1月1日至12月31日”。
    """
    year = case.report.profile.year
    if year is None:
        return
    due = f"{year}年1月1日至12月31日"
    for place, paragraph in case.report.prose:
        if place.split(".")[1] in (PREAMBLE, "overview"):
            for said, sure in (*_wrong_periods(paragraph, year), *_wrong_ends(paragraph, year)):
                yield Hit(
                    message=f"统计期限写的是“{said}”，应为 {due}。",
                    places=(place,),
                    found=said,
                    expected=due,
                    hint="请改正统计期限；说的是别的期限，写明理由。",
                    severity=None if sure else CONFIRM,
                )


def _wrong_periods(paragraph: str, year: int) -> Iterator[tuple[str, bool]]:
    """Yield the periods of figures, not of some event, that are not the whole report year, and whether that is sure."""
    for match in _PERIOD.finditer(paragraph):
        before = paragraph[max(0, match.start() - 20) : match.start()]
        near = before + "　" + paragraph[match.end() : match.end() + 10]
        start, month, day, end, last_month, last_day = (int(part or 0) for part in match.groups())
        whole_year = (month, day, last_month, last_day) == (1, 1, 12, 31)
        right = whole_year and start == year and end in (0, year)
        if not right and _ABOUT_PERIOD.search(near) and not _OTHER_PERIOD.search(before):
            yield match[0], bool(_SURELY_PERIOD.search(before))


_END = re.compile(
    r"(?:统计|数据)[^，。；]{0,6}截[至止]于?\s*(?:(\d{4})\s*年)?\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
)


def _wrong_ends(paragraph: str, year: int) -> Iterator[tuple[str, bool]]:
    """Yield where the figures are said to end on another day than the last of the year: 统计截止于10月31日."""
    for match in _END.finditer(paragraph):
        last = (int(match[1] or year), int(match[2]), int(match[3]))
        if last != (year, 12, 31):
            yield match[0], False


@check("T010", "前言里的报告年度不对", CONFIRM)
def preamble_of_another_year(case: Case) -> Iterator[Hit]:
    """前言里说的是哪一年度的报告，应当与标题一致。

    依据：《中华人民共和国政府信息公开条例》第四十九条
    错误：2025 年度的报告，前言写“现公布 2024 年度政府信息公开工作年度报告”。
    正确：2025 年度的报告，前言写“现公布 2025 年政府信息公开工作年度报告”。
    """
    year = case.report.profile.year
    for place, paragraph in _preamble(case):
        for match in _OTHER_REPORT.finditer(paragraph):
            if year is not None and int(match[1]) != year:
                yield Hit(
                    message=f"前言写的是“{match[0]}”，这份报告是 {year} 年度的。",
                    places=(place,),
                    found=int(match[1]),
                    expected=year,
                    hint="请改正年度。",
                )


@check("T011", "前言没有写本单位名称", HINT)
def preamble_without_unit(case: Case) -> Iterator[Hit]:
    """前言应当写明是哪个单位的报告，名称与标题一致。

    依据：《政府信息公开工作年度报告格式》模板
    错误：标题是沭阳县某局，前言写沐阳县某局。
    正确：标题和前言的单位名称一字不差。
    """
    written, unit = "".join(text for _, text in _preamble(case)), case.report.profile.unit
    names = (unit, *short_names(unit), *_OFFICE.findall(unit))
    if written and unit and not any(name in written for name in names):
        yield Hit(
            message=f"前言没有写到“{unit}”，请核对单位名称。",
            places=(f"text.{PREAMBLE}.1", "profile.unit"),
            expected=unit,
            hint="请写单位全称，与标题一致。",
        )


# The report of an office may name the government whose own it is: 某市人民政府本机关.
_OFFICE = re.compile("(.+人民政府)办公[厅室]$")


@check("T012", "写的部分数不是六个", CONFIRM)
def parts_miscounted(case: Case) -> Iterator[Hit]:
    """年度报告由六个部分组成，前言写几个部分，应当是六个。

    依据：国办公开办函〔2021〕30号附件（格式模板分六个部分）
    错误：“本报告由总体情况……其他需要报告的事项等七个部分组成”。
    正确：“本报告由总体情况……其他需要报告的事项六个部分组成”。
    """
    parts = len(case.edition.sections)
    for place, paragraph in case.report.prose:
        for match in _PARTS.finditer(paragraph):
            written = numerals(matchable(match["number"] + "个"))
            if written and written[0].value != parts:
                yield Hit(
                    message=f"这里写的是“{match[0]}”，年度报告是{_CHINESE[parts]}个部分。",
                    places=(place,),
                    found=written[0].value,
                    expected=parts,
                    hint="请改正部分数，或者按法定的部分列出。",
                )


_CHINESE = "零一二三四五六七八九"
_REPORT = r"(?:报告|年报|内容|全文)"
_PARTS = re.compile(
    rf"{_REPORT}[^。！？]{{0,160}}?(?<!第)(?P<number>[一二三四五六七八九十\d]{{1,2}})\s*(?:个?(?:部分|方面|板块|章节)|大?块)(?!的?(?:工作|问题|措施|举措|经验))(?=[^，。；]{{0,6}}(?:组成|构成|内容|[，。；：:]))"
)


def _preamble(case: Case) -> Iterator[tuple[str, str]]:
    return (paragraph for paragraph in case.report.prose if paragraph[0].split(".")[1] == PREAMBLE)


def _length(paragraphs: Sequence[str]) -> int:
    """Return the number of characters without white space."""
    return sum(len(_SPACE.sub("", paragraph)) for paragraph in paragraphs)
