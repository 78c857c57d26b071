"""The text as a whole -> what the format asks for and is not there: family T0."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsheets.schema.edition import Aspect

ERROR, CONFIRM, HINT = Severity.ERROR, Severity.CONFIRM, Severity.HINT

# Shorter than this nothing can have been reported.
_LEAST_OVERVIEW, _LEAST_PROBLEMS = 100, 20
# Half as much again as the notice advises is no longer 简明.
_FAR_TOO_LONG = 1.5

_FEE = pattern_of(
    r"处理费|信息公开.{0,8}(?:收费|收取费用)|按[件量]计收|申请.{0,4}收费|申请.{0,12}(?:未|没有|不)收取|收费通知|(?:未|没有|无)(?:收取|发生|产生)[^，。；]{0,16}费|(?:未|没有|没|无|不)(?:[向就对因][^，。；]{0,12})?(?:发生|产生|收取)?(?:任何)?(?:收费|费用)|收费[^，。；]{0,6}(?:无|没有|0元|零)"
)
_SPACE = pattern_of(r"\s+")

_OWN_WORDS = pattern_of(
    r"[我本](?:局|委|办|厅|部|院|所|中心|单位|机关|乡|镇|街道|县|市|区|省|州|旗|府)"
)
_FIGURE = pattern_of(
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
                hint=f"{part.guidance}“生成文字”（narrate 命令）可以先起草。",
            )


@check("T003", "第一部分没有写全五个方面", CONFIRM)
def aspect_missing(case: Case) -> Iterator[Hit]:
    """总体情况要写主动公开、依申请公开、政府信息管理、平台建设、监督保障五个方面。

    依据：国办公开办函〔2021〕30号第一部分第（一）项
    错误：只写组织领导和主动公开两点。
    正确：五个方面各写一段。
    """
    yield from _aspects_missing(case, case.edition.aspects, "要写五个方面，没有写到")


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
            case, case.edition.government_aspects, "没有写到各级政府必须写的"
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
            hint="请在第一部分补写，每项写一段；确实写到而用词不同的，写明理由。",
        )


def _written_of(written: str, aspect: Aspect) -> bool:
    """Tell whether a text names an aspect, or tells what was done for it."""
    told = _TOLD.get(aspect.name)
    named = any(_says(written, word) for word in aspect.words)
    return named or bool(told and told.search(written))


# 监督权 and 保障公众知情权 are what everybody has, 医疗保障 is another matter: none of them is 监督保障.
_RIGHTS = pattern_of(
    r"(?:知情|参与|表达|监督|隐私|知晓)权|保障(?:公民|公众|人民|群众|社会|申请人|市民|村民|企业)[^，。；]{0,16}?(?:权利|权益|知情|参与|监督|需求|获取)"
    r"|(?:社会|医疗|住房|民生|生活|养老|就业|基本|饮水|后勤|经费)保障|保障(?:性|房|金)"
)
# An aspect may be told by what was done for it, without its name.
_TOLD = {
    "主动公开": pattern_of(
        r"(?:公开|发布|公布)(?:各类)?(?:政府)?信息共?[\d一二三四五六七八九十百]"
        r"|(?:公开|发布|公布)[^。；]{0,40}(?:信息|公告|公示|文件|动态)[^。；\d]{0,8}\d+[余多]?[条篇件]"
    ),
    "依申请公开": pattern_of(r"新收[^。；]{0,12}件|收到[^。；]{0,12}申请|申请[^。；]{0,12}\d+件"),
    "政府信息管理": pattern_of(
        "公开属性|源头管理|案卷归档|档案|抓管理|管理(?:方面|账)|[三先初逐]审|审[核查](?:把关|机制|制度|流程)|保密|错敏|脱敏|清理|甄别"
    ),
    "政府信息公开平台建设": pattern_of("[公订][众阅]号|服务号|新媒体|专区|客户端|小程序|微博|抖音"),
    "监督保障": pattern_of("培训|追究|问责|评议|考核|检查|督查|抽查|测评|领导小组"),
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
                hint="补写收取的件数和金额；没有收取的，写“本年度没有收取政府信息公开信息处理费。”",
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
                hint="删短与政府信息公开无关的内容；法定要写的不能少。",
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
            # Whoever wrote more than half of it may have had little to say.
            little = length * 2 > least
            verdict = "请看看写全了没有" if little else "没有实际内容"
            yield Hit(
                message=f"“{case.edition.section(key).title}”只有 {length} 字，{verdict}。",
                places=(f"text.{key}.1",),
                found=length,
                expected=least,
                hint=case.edition.section(key).guidance,
                severity=CONFIRM if little else None,
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


def _length(paragraphs: Sequence[str]) -> int:
    """Return the number of characters without white space."""
    return sum(len(_SPACE.sub("", paragraph)) for paragraph in paragraphs)
