"""基本信息 -> who reports, for which year, in the right form: family C2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.numbers import Oddity
from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.rule.spec import Case, Hit, check, excerpt_at, path_of
from xlsheets.report.findings import Severity
from xlsheets.schema import LAST_YEAR, years_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ERROR, CONFIRM, HINT = Severity.ERROR, Severity.CONFIRM, Severity.HINT
_POSTCODE = pattern_of(r"\d{6}")
_PHONE = pattern_of(r"[\d\-－—()（）+、,，;；/ 转]{7,}")


@check("C201", "没有填单位名称", ERROR)
def unit_missing(case: Case) -> Iterator[Hit]:
    """单位名称写进报告标题，必须填全称。

    依据：《中华人民共和国政府信息公开条例》第四十九条
    错误：单位名称留空。
    正确：填“示例县示例乡人民政府”。
    """
    if not case.report.profile.unit.strip():
        yield Hit(
            message="没有填单位名称，报告没有标题。",
            places=("profile.unit",),
            hint="请填单位全称，与公章一致。",
        )


@check("C202", "没有选单位类别", CONFIRM)
def level_missing(case: Case) -> Iterator[Hit]:
    """单位类别决定报送期限和能不能制定规章，请从列表中选。

    依据：《政府信息公开工作年度报告格式》第二部分
    错误：单位类别写“乡里”。
    正确：单位类别选“乡镇人民政府”。
    """
    level, known = case.report.profile.level, case.edition.level(case.registered)
    # A published report says nowhere what kind of unit it is from: where the register does, nobody is asked.
    asked = case.report.is_workbook or known is None
    if asked and case.edition.level(level) is None:
        said = f"“{level}”不在列表里" if level else "没有选"
        judged = f"按名录里的“{known.label}”校验" if known else "与类别有关的校验没有做"
        yield Hit(
            message=f"单位类别{said}，{judged}。",
            places=("profile.level",),
            found=level or None,
            hint="请从列表中选一个类别。",
        )


@check("C203", "没有填报告年度", ERROR)
def year_missing(case: Case) -> Iterator[Hit]:
    """报告年度写进标题，是四位数的年份。

    依据：《中华人民共和国政府信息公开条例》第四十九条
    错误：报告年度写“去年”。
    正确：报告年度写 2025。
    """
    if case.report.profile.year is None:
        seen = next((e for e in case.report.observations if e.place == "profile.year"), None)
        said = f"报告年度填的“{excerpt_at(seen)}”读不出年份。" if seen else "没有填报告年度。"
        yield Hit(
            message=said,
            places=("profile.year",),
            found=excerpt_at(seen) if seen else None,
            hint="请填报告哪一年的工作，四位数字。",
        )


@check("C204", "报告年度与表样不符", ERROR)
def year_implausible(case: Case) -> Iterator[Hit]:
    """现行格式自 2021 年度起使用，填报工作簿的表样必须是报告年度适用的格式。

    依据：《政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）
    错误：用现行表样填 2019 年度的报告。
    正确：填 2021 年度及以后的报告。
    """
    year, years = case.report.profile.year, years_of(case.edition)
    if year is None or year in years:
        return
    until = "年度及以后" if years[-1] == LAST_YEAR else f"至 {years[-1]} 年度"
    yield Hit(
        message=f"报告年度填的是 {year}，这套表样适用于 {years[0]} {until}的报告。",
        places=("profile.year",),
        found=year,
        hint="请核对年度：报告哪一年的工作就填哪一年。",
    )


@check("C205", "成文日期不在报告年度的次年", CONFIRM)
def signed_in_another_year(case: Case) -> Iterator[Hit]:
    """年度报告在次年 1 月至 3 月公布，成文日期应当在次年。

    依据：《中华人民共和国政府信息公开条例》第四十九条
    错误：2025 年度的报告，成文日期写 2025年1月20日。
    正确：2025 年度的报告，成文日期写 2026年1月20日。
    """
    year, signed = case.report.profile.year, case.report.profile.signed
    if year is not None and signed is not None and signed.year != year + 1:
        yield Hit(
            message=f"成文日期是 {signed.year}年{signed.month}月{signed.day}日，{year} 年度的报告应当在 {year + 1} 年成文。",
            places=("profile.signed", "profile.year"),
            found=signed.year,
            expected=year + 1,
            hint="请核对报告年度和成文日期。",
        )


_POSTCODES = "邮政编码是六位数字，例如 041600"
_PHONES = "电话写区号和号码，例如 0357-1234567"
_EMAILS = "电子邮箱里要有“@”"


@check("C206", "联系方式写得不对", CONFIRM)
def contact_malformed(case: Case) -> Iterator[Hit]:
    """邮政编码是六位数字，电话写区号和号码，电子邮箱含有“@”。

    依据：《中华人民共和国政府信息公开条例》第十二条
    错误：邮政编码写“04160”。
    正确：邮政编码写“041600”。
    """
    profile = case.report.profile
    for field, value, sound, form in (
        ("postcode", profile.postcode, _POSTCODE.fullmatch(profile.postcode.strip()), _POSTCODES),
        ("phone", profile.phone, _PHONE.fullmatch(profile.phone.strip()), _PHONES),
        ("email", profile.email, "@" in profile.email, _EMAILS),
    ):
        if value.strip() and not sound:
            place = f"profile.{field}"
            yield Hit(
                message=f"“{path_of(case, place)}”写的是“{value}”，{form}。",
                places=(place,),
                found=value,
                hint="请核对后重新填写；确实这样写的，写明理由。",
            )


@check("C207", "单位类别与单位名称对不上", CONFIRM)
def level_against_name(case: Case) -> Iterator[Hit]:
    """乡镇人民政府、街道办事处的类别应当与名称一致。

    依据：《政府信息公开工作年度报告格式》第二部分
    错误：“示例镇人民政府”的类别选“县级人民政府（汇总）”。
    正确：“示例镇人民政府”的类别选“乡镇人民政府”。
    """
    unit, chosen = case.report.profile.unit.strip(), case.level
    registered = case.edition.level(case.registered) if case.registered else None
    if registered is not None and chosen is not None and chosen != registered:
        yield Hit(
            message=f"单位类别选的是“{chosen.label}”，名录里“{unit}”是“{registered.label}”，按名录算。",
            places=("profile.level", "profile.unit"),
            found=chosen.label,
            expected=registered.label,
            hint="请改选单位类别；名录写错的，改正名录。",
        )
        return
    kinds = (level for level in case.edition.levels if unit.endswith(level.endings))
    due = next(kinds, None)
    if chosen is not None and due is not None and chosen != due:
        yield Hit(
            message=f"单位名称是“{unit}”，单位类别选的是“{chosen.label}”，应当是“{due.label}”。",
            places=("profile.level", "profile.unit"),
            found=chosen.label,
            expected=due.label,
            hint="请改选单位类别；确实如此的，写明理由。",
        )


@check("C208", "基本信息里有读不懂的内容", CONFIRM)
def profile_unread(case: Case) -> Iterator[Hit]:
    """基本信息里不是文字或者日期的内容没有采用，报告中会缺这一项。

    依据：《政府信息公开工作年度报告格式》第二部分
    错误：成文日期写“年底”。
    正确：成文日期写“2026年1月20日”。
    """
    for observation in case.report.observations:
        judged = observation.kind in (Oddity.PECULIAR, Oddity.UNFORMATTED_DAY)
        elsewhere = judged or observation.place in ("profile.year", "profile.level")
        if observation.place.startswith("profile.") and not elsewhere:
            yield Hit(
                message=f"“{path_of(case, observation.place)}”填的“{excerpt_at(observation)}”读不懂，没有采用。",
                places=(observation.place,),
                found=excerpt_at(observation),
                hint="清除后重新填写：日期写成 2026-1-20 这样，其余写文字。",
            )


@check("C209", "成文日期没有日期格式", HINT)
def day_unformatted(case: Case) -> Iterator[Hit]:
    """日期在表格里是一个数，丢了日期格式就显示成五位数字；读得出是哪一天的照读。

    依据：填报工作簿说明：成文日期按 2026-1-20 这样输入
    错误：整格粘贴以后，成文日期显示成 46042。
    正确：成文日期显示成“2026年1月20日”。
    """
    signed = case.report.profile.signed
    for seen in case.report.observed(Oddity.UNFORMATTED_DAY):
        if signed is not None:
            yield Hit(
                message=f"“{path_of(case, seen.place)}”显示的是“{excerpt_at(seen)}”，按 {signed.year}年{signed.month}月{signed.day}日读的。",
                places=(seen.place,),
                found=excerpt_at(seen),
                hint="请在这一格重新输入一次日期，看显示的是不是这一天。",
            )
