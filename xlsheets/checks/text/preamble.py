"""What a report says of itself -> whether year, period, unit and number of parts are right: family T0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.prose.numerals import matchable, numerals
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.checks.text.names import short_names
from xlsheets.report import PREAMBLE
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

ERROR, CONFIRM, HINT = Severity.ERROR, Severity.CONFIRM, Severity.HINT

_DAY = r"\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
_PERIOD = pattern_of(
    rf"(?<!\d)(\d{{4}})\s*年{_DAY}\s*(?:起)?\s*，?\s*(?:至|到|—|－|-|–|~|～)+\s*(?:(\d{{4}})\s*年)?{_DAY}"
)
_ABOUT_PERIOD = pattern_of(
    r"统计|数据|报告期|(?:本?年度?)?报告(?:的)?(?:期限|时限|起止)|起止(?:时间|日期)"
)
_SURELY_PERIOD = pattern_of(
    r"统计(?:的)?(?:期限|时限|时间|时段|期间|周期)|数据(?:的)?(?:统计)?(?:期限|时限|时间|起止)"
)
# A period of something that happened within the year.
_OTHER_PERIOD = pattern_of(
    r"(?:征求|征集|公示|公告|意见|报名|申报|投诉|举报|受理|办理|有效|试行|活动|合同|施工|服务|展示|展览|培训|整改|检查|值班|假期|开放)[^，。；]{0,8}$"
)
# The figures of something else have periods of their own.
_OTHER_FIGURES = pattern_of("考核|评估|绩效|测评|抽查|督查|调查|审计|资金|项目|活动")
_OTHER_REPORT = pattern_of(r"(?<!\d)(20\d{2})\s*年度?(?:政府信息公开)?(?:工作)?年度报告")


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
                    hint=f"把期限改成 {due}{'。' if sure else '；说的是别的期限的，写明理由。'}",
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
            sure = bool(_SURELY_PERIOD.search(before)) and not _OTHER_FIGURES.search(before)
            yield match[0], sure


_END = pattern_of(
    r"(?:统计|数据)[^，。；]{0,6}截[至止]于?\s*(?:(\d{4})\s*年)?\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
)


def _wrong_ends(paragraph: str, year: int) -> Iterator[tuple[str, bool]]:
    """Yield where the figures are said to end on another day than the last of the year: 统计截止于10月31日."""
    for match in _END.finditer(paragraph):
        last = (int(match[1] or year), int(match[2]), int(match[3]))
        if last != (year, 12, 31):
            yield match[0], False


# 与上年度对比数据来源于《…2021年政府信息公开工作年度报告》.
_SOURCE = pattern_of("(?:来源于|来自|取自|引自|对照|参照|比对|对比|见)[^，。；]*$")


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
            another = year is not None and int(match[1]) != year
            if another and not _SOURCE.search(paragraph[: match.start()]):
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
    names = (unit, *short_names(unit), *_OFFICE.findall(unit), *_place_of(unit))
    if (
        written
        and unit
        and not (any(name in written for name in names) or _shortened(written, unit))
    ):
        yield Hit(
            message=f"前言没有写到“{unit}”，请核对单位名称。",
            places=(f"text.{PREAMBLE}.1", "profile.unit"),
            expected=unit,
            hint="请写单位全称，与标题一致。",
        )


_GOVERNED = pattern_of("(.+[省市县区旗州盟])(?:人民政府|行政公署)$|(.+)管理委员会$")


def _place_of(unit: str) -> tuple[str, ...]:
    """Return what a government or a zone is called by its place: 2025年某县政府信息公开工作年度报告."""
    match = _GOVERNED.match(unit)
    street = _STREET.search(unit)
    return tuple(filter(None, (match[1], match[2]) if match else ())) + (
        (street[1],) if street else ()
    )


# 槐市街道 of 北苑区槐市街道办事处.
_STREET = pattern_of("[县区市旗]([^县区旗]{1,6}街道?)办事处$")
# What a unit is called by fewer characters of its name, after the kind of its place alone.
_CALLED = pattern_of(
    "(?<![一-龥])[一-龥]{0,3}?([省市县区旗州](?:[一-龥]{2,5})(?:局|委|厅|署|队|所))"
)


def _shortened(written: str, unit: str) -> bool:
    """Tell whether a text calls the unit so: 区住建局 for 某区住房和城乡建设局, not 某市自然资源局 for 某市自然资源和规划局."""
    for match in _CALLED.finditer(written):
        left = iter(unit)
        before = written[match.start(1) - 1 : match.start(1)]
        whole = before and before + match[1][0] in unit
        if not whole and all(character in left for character in match[1]):
            return True
    return False


# The report of an office may name the government whose own it is: 某市人民政府本机关.
_OFFICE = pattern_of("(.+人民政府)办公[厅室]$")


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
_PARTS = pattern_of(
    rf"{_REPORT}[^。！？]{{0,160}}?(?<![第至到、])(?P<number>[一二三四五六七八九十\d]{{1,2}})\s*(?:个?(?:部分|板块|章节)(?!的?(?:工作|问题|措施|举措|经验))(?=[^，。；]{{0,6}}(?:组成|构成|内容|[，。；：:]))"
    # Of 三个方面 and 九块 much more is made than reports.
    r"|(?:个?方面|大?块)(?:的?内容)?(?:所?组成|构成))"
)


def _preamble(case: Case) -> Iterator[tuple[str, str]]:
    return (paragraph for paragraph in case.report.prose if paragraph[0].split(".")[1] == PREAMBLE)
