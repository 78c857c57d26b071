"""Report text -> findings on words that belong to another year."""

from __future__ import annotations

import calendar
import re
from typing import TYPE_CHECKING

from xlsheets.basics.dates import written_year
from xlsheets.basics.patterns import pattern_of
from xlsheets.basics.sentences import excerpt, half_width, sentences
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.report import PREAMBLE
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.report import Report

_YEAR = pattern_of(r"(?<![\d—–~至-])(20\d\d)\s*年(?!代|[—–~至-])")
# Where a year is the time of the statement itself: at the head of a clause or right after who acts.
_HEAD = pattern_of(r"(?:(?:^|[，。；：！？）])在?|[局乡镇县市区委办所院街系单位关府])$")
_PERIOD = pattern_of(r"统计(?:期限|时段|时间)")
_OTHER_TIME = pattern_of(
    r"(?:上年|去年|上一年|较|比|与|同|从|自|截至|截止|对|针对|按照?|根据|参照|获得?|荣获|顺延|结转)"
    r"[^，。；]{0,4}$"
)
_ACTS = "我|本|全|共|公开|发布|印发|编制|开展|召开|举办|收到|受理|通过|制定|完成|办理|答复"
_PASSED_ON = pattern_of(
    r"度?\s*(?:曾|也|(?:收到|受理|新收)[、，]?(?:并)?(?:结转|延|转)|收到过|收到\d+件，数量|(?:没有|无|未)?(?:跨年|转来|转入|转结|移来|带入|遗留|留[下存]|结转)|以来|以前|之前|前|底|末|起|版|同期|相比|结转|转结|遗留|未办结|工作要点|考核"
    r"|(?:存在|查找|查摆|发现|指出|提出|反馈|通报|检查)(?:出|到)?的?[^，。；]{0,8}(?:问题|不足)"
    # 2024年9月起, 2023年、2024年两年, 2024年未完成整改的问题.
    r"|的(?!(?:政府|政务)?(?:信息)?公开|工作|依申请)|\d{1,2}\s*月(?:\d{1,2}\s*日)?起|[、和及]20\d\d\s*年|(?:尚|还|仍)?未?(?:完成|解决|整改|落实)[^，。；]{0,8}?的"
    # A year that belongs to a document: 2024年部门决算, 2024年度法治政府建设年度报告.
    rf"|(?:(?!{_ACTS})[^，。；、的了]){{0,14}}(?:预算|决算|年报|报告|要点|计划|方案|清单|目录|公报|台账|汇编|名单|规划|报表|指标|评估|测评|评比|评选|竞赛|排名|督查|整改任务|整改事项)"
    r"|[^，。；、]{0,16}(?:评估|测评|评比|评选|竞赛|排名|督查|考核|检查)(?:中|里)"
    # A year that belongs to what was said or listed then: 2023年说要解决的“…”, 2023年所列问题.
    rf"|(?:(?!{_ACTS})[^，。；、]){{0,4}}(?:说|所列|所提|承诺|提出|列出|确定|部署|报告)(?:(?!{_ACTS})[^，。；、]){{0,12}}(?:的|问题|事项|任务|短板)"
    # A year that belongs to what was done then: 2024年受理的2件, 2024年尚未审结的1件.
    r"|(?:\d{1,2}\s*月(?:\d{1,2}\s*日)?)?(?:已|尚|还|仍)?(?:未|新)?(?:受理|收到|办结|审结|答复|作出|做出|提交|提起|下达|处理|制定|修订|印发|发布|出台|公布|归档|建成|形成|签订|启动|提出|立项|发生)[^，。；]{0,8}?的(?!工作)"
    # … and to what has become of it since: 2023年清理出的41个栏目已全部关停, 2024年多收的120元，已于2025年退还.
    r"|(?:\d{1,2}\s*月(?:\d{1,2}\s*日)?)?[^，。；、的]{1,16}的[^，。；]{1,40}，?(?:现已|均已|已|全部|运行|[于在]20\d\d年))"
)
_DATED = pattern_of(r"\s*\d{1,2}\s*月")
_LAWGIVING = pattern_of(r"\d{1,2}\s*月[^。；]*(?:施行|实施|修订|印发|颁布|公布|出台|成立)")
_SIGNED = pattern_of(r"\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*$")
_TITLE = pattern_of(r"《[^》]*》|“[^”]*”|〔[^〕]*〕")
_FUTURE = pattern_of(
    r"下一步|下一年|下年|明年|今后|打算|计划|力争|拟(?=制定|出台|新|开|修|召|建|安排|增|将|在|于|对|完成|编|组)|争取|准备|将(?:进一步|继续|加大|采取|重点|从|着力|持续|切实|以|按|于|在)"
)


@check("T101", "正文写了别的年度", Severity.CONFIRM)
def another_year(case: Case) -> Iterator[Hit]:
    """写本年工作的句子应当写报告年度，不能留着上年材料里的年份。

    依据：国办公开办函〔2021〕30号第二部分（年度报告反映报告年度 1 月 1 日至 12 月 31 日的情况）
    错误：2025 年度报告写“2024年，我乡主动公开政府信息320条”
    正确：2025 年度报告写“2025年，我乡主动公开政府信息320条”；“公开2024年部门决算”不在此列
    """
    year = case.report.profile.year
    if year is None:
        return
    told = ""
    for place, sentence in _body(case.report):
        beside = told == place and _COMPARES.match(sentence)
        if re.search(rf"(?:^|[，；]){year}\s*年", sentence):
            told = place
        for wrong in () if beside else dict.fromkeys(_strange_years(sentence, year, place)):
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
            for sentence in sentences(_in_digits(half_width(paragraph))):
                if not _PERIOD.search(sentence):
                    yield place, sentence


_SPELT = pattern_of("二[〇零○][一二三四五六七八九〇零○]{2}(?=年)")


def _in_digits(paragraph: str) -> str:
    """Write years such as 二〇二五年 in digits; the length does not change."""
    return _SPELT.sub(lambda match: str(written_year(match[0])), paragraph)


# After a sentence on the report year one that begins so only compares: 2024年没有收到申请, 2024年为3件.
_COMPARES = pattern_of(r"20\d\d\s*年度?(?:没有|未|无|为|是|仅|只有?)")
# The figures of the whole sentence end a year too early: 截至2024年12月31日，….
_UNTIL = pattern_of(r"截[至止]\s*(20\d\d)\s*年\s*(?:12\s*月\s*(?:31\s*日|底|末)|年?底|年?末)，")


def _strange_years(sentence: str, year: int, place: str) -> Iterator[int]:
    plain = _TITLE.sub(lambda match: "□" * len(match[0]), sentence)
    ahead = place.startswith("text.problems.") or bool(_FUTURE.search(plain))
    beside = bool(re.search(rf"(?:^|[，；、])(?:{year}\s*年|今年|本年)", plain))
    until = _UNTIL.match(plain)
    if until and int(until[1]) == year - 1 and str(year) not in plain:
        yield year - 1
    for match in _YEAR.finditer(plain):
        written = int(match[1])
        before, after = plain[max(0, match.start() - 24) : match.start()], plain[match.end() :]
        # A day of the next year is when something is published or begins.
        later = written == year + 1 and (ahead or _DATED.match(after))
        # Two years side by side compare them.
        compared = written < year and (beside or _THEN.search(plain, 0, match.end() + 6))
        if written == year or written > year + 1 or later or compared:
            continue
        if _states_work(before.rstrip(), after[:80]):
            yield written


# 申请34件，2024年为25件; 逐年增多，2022年22件、2023年29件: so many there were in years before.
_THEN = pattern_of(
    r"[，；]20\d\d\s*年度?(?:为|是|仅|只有?)\s*\d|[，、：]20\d\d\s*年度?\s*\d+(?![\d\s月])[^、]{1,4}、20\d\d\s*年"
)
_YEARS_BEFORE = pattern_of(r"20\d\d\s*年[、和及]$")


def _states_work(before: str, after: str) -> bool:
    """Tell whether a year between these words is the time of what the clause reports."""
    if not _HEAD.search(before) or _PASSED_ON.match(after) or _LAWGIVING.match(after):
        return False
    if _YEARS_BEFORE.search(before):
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


_MEASURES = pattern_of(r"(?:改进|整改)(?:措施|情况|打算)|下一步(?:打算|工作)")


def _plans(sentence: str, year: int, *, measures: bool) -> bool:
    """Tell whether a sentence plans for a year; 为进一步 does so only among the measures."""
    head = re.compile(rf"(?:^|[，；：]){year}\s*年(?!度|，?(?:均|全部)?已)")
    ahead = re.search("下一步|今后|下一阶段" + ("|为(?:了)?进一步" if measures else ""), sentence)
    if ahead and head.search(sentence, ahead.end()):
        return True
    if any(_WILL.match(sentence, match.end()) for match in head.finditer(sentence)):
        return True
    return _intends(sentence, year)


_INTENT = "(?:计划|打算|准备|拟(?!稿|定|制|公开|发)|力争|争取|(?<![主需重])要(?![求点素件闻]))"


def _intends(sentence: str, year: int) -> bool:
    """Tell whether a year is that of an intention, 2025年计划完善…, 力争2025年底前…, which nothing says was kept."""
    intent = re.search(
        rf"(?:^|[，；：]){year}\s*年(?![度初])，?[^，。；]{{0,8}}(?<![按照原]){_INTENT}"
        rf"|(?<![原曾按]){_INTENT}[于在到]?{year}\s*年(?!初)",
        sentence,
    )
    return bool(intent) and not _KEPT.search(sentence)


# 2025年计划公开的事项已公开, 上年提出2025年要补齐目录: the intention is told of, not stated.
_KEPT = pattern_of(
    "已|完成了|如期|实现了|原|曾|上年|去年|年初|提出|确定|落实了|计划[^，。；]{0,12}的|没有|未能?"
)


_WILL = pattern_of(
    r"，?[^，。；]{0,12}(?:将(?:进一步|全面|着重|扎实|继续|加大|采取|重点|从|着力|持续|切实|加强|加快|完善|健全|建立|开展|组织|推动|推进|严格|提高|提升|优化|深化|强化|规范|拓展|做好|抓好|逐|把|上线|统一|推出|召开|举办|启动|试行|探索|聘请|开设|建设|实施|开通|选取|改版|新增|增设|编制|制定|出台|实行|配备|邀请)|打算|力争)"
)


@check("T109", "没有这一天", Severity.CONFIRM)
def no_such_day(case: Case) -> Iterator[Hit]:
    """正文里的日期应当是日历上有的一天。

    依据：国办公开办函〔2021〕30号第二部分：内容准确、数据真实
    错误：9月31日开展政府开放日活动
    正确：9月30日开展政府开放日活动
    """
    for place, paragraph in case.report.prose:
        for day in dict.fromkeys(_impossible(paragraph, case.report.profile.year)):
            yield Hit(
                message=f"日历上没有“{day}”这一天。",
                places=(place,),
                found=day,
                hint="请核对日期，改正月份或者日子。",
            )


_DATE = pattern_of(r"(?:(?<!\d)(\d{4})\s*年\s*)?(?<![\d.—-])(\d{1,2})\s*月\s*(\d{1,2})\s*日")


def _impossible(paragraph: str, report_year: int | None) -> Iterator[str]:
    """Yield the days no calendar has; without a year 29 February is one, unless the report's year tells."""
    for match in _DATE.finditer(half_width(paragraph)):
        year = int(match[1] or report_year or _LEAP)
        month, day = int(match[2]), int(match[3])
        known = calendar.monthrange(year, month)[1] if 0 < month <= _MONTHS and year else 0
        next_year = not match[1] and (month, day) == (2, 29) and calendar.isleap(year + 1)
        if not 0 < day <= known and not next_year:
            yield match[0]


_LEAP, _MONTHS = 2024, 12


@check("T108", "公布日期早于年末", Severity.CONFIRM)
def published_too_early(case: Case) -> Iterator[Hit]:
    """年度报告在次年公布，写本报告的公布日期时，年份应当是次年。

    依据：《中华人民共和国政府信息公开条例》第四十九条
    错误：2025 年度报告写“本报告于2025年1月20日在县政府网站公布”
    正确：2025 年度报告写“本报告于2026年1月20日在县政府网站公布”
    """
    year = case.report.profile.year
    for place, paragraph in case.report.prose:
        for sentence in sentences(half_width(paragraph)) if year else ():
            day = _early(sentence, year or 0)
            if day:
                yield Hit(
                    message=f"本报告的公布日期写的是“{day}”，{year} 年度的报告在 {(year or 0) + 1} 年公布。",
                    places=(place,),
                    found=day,
                    expected=str((year or 0) + 1),
                    hint=f"把年份改为 {(year or 0) + 1}；说的是上年度报告的，写明是哪一年度的报告。",
                )


_THIS_REPORT = pattern_of(r"本(?:年度)?报告|本年报|年度报告|年报")
_PUBLISHED = pattern_of(r"公布|发布|公开|刊登|上网|挂网|印发")


def _early(sentence: str, year: int) -> str:
    """Return the day of its own year on which a report is said to be published; "" for none."""
    if not _THIS_REPORT.search(sentence) or str(year - 1) in sentence or "上年" in sentence:
        return ""
    day = re.search(
        rf"(?:于|在|定于|自|将于){year}\s*年\s*\d{{1,2}}\s*月(?:\s*\d{{1,2}}\s*日)?(?:以?前)?(?!\s*[起至到—-])",
        sentence,
    )
    near = sentence[day.end() : day.end() + 24] if day else ""
    return day[0].lstrip("于在定自将") if day and _PUBLISHED.search(near) else ""
