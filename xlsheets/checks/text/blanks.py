"""Report text -> blanks nobody filled in: placeholders, prompts, figures left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.checks.text.personal_data import SURNAMES
from xlsheets.report.findings import Severity
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Blank(NamedTuple):
    """Something that looks left open; ``sure`` where it can be nothing else."""

    start: int
    wording: str
    sure: bool


@check("T002", "留有没填的空", Severity.ERROR)
def placeholder_left(case: Case) -> Iterator[Hit]:
    """报告中不能留有“XX”“某某”横线、方括号和模板里的提示文字，量词前面不能缺数字。

    依据：《政府信息公开工作年度报告格式》模板
    错误：“全年公开信息XX条。”
    正确：“全年公开信息 249 条。”；“【平台建设】优化栏目”一类小标题不在此列
    """
    for place, paragraph in case.report.prose:
        found = sorted(_blanks(paragraph))
        if found:
            sure = any(blank.sure for blank in found)
            other = "" if sure else "不是空的，写明理由。"
            quoted = "、".join(f"“{wording}”" for wording in _wordings(found)[:3])
            yield Hit(
                message=f"这一段留有没填的空：{quoted}。",
                places=(place,),
                found=found[0].wording,
                hint="在这一段里补上实际的内容和数字；没有发生的，写明没有。" + other,
                severity=None if sure else Severity.CONFIRM,
            )


def _wordings(found: list[_Blank]) -> list[str]:
    return list(dict.fromkeys(blank.wording[:40] for blank in found))


_COUNTED = "年月日号件条个次期场万元份篇人起名家项"
# Nothing but a form that was not filled in says these.
_SURE = pattern_of(
    r"（文字描述[^）]*）|该部分以表格形式报告|[_＿]{2,}|\{\{?[\w.\s]{1,40}\}?\}"
    rf"|\d{{0,3}}(?<![A-Za-z./@])[XxＸｘ×]{{1,6}}(?=\s?[{_COUNTED}])(?![A-Za-z./@])",
    re.ASCII,
)
# These may also be a name that is kept back.
_UNSURE = pattern_of(
    # 王某某申请公开…, 王某某等3人 keep the name of an applicant back.
    rf"(?<![人民众户][{SURNAMES}])某某(?!等[\d一二三四五六七八九十几多]+[人户名])(?!(?<=[{SURNAMES}]某某)(?:申请|提出|要求|反映|咨询|来信))"
    r"|(?<![一二三四五六七八九])○{2,}|(?<![A-Za-z0-9./@])[XxＸｘ]{2,}(?![A-Za-z0-9./@])|×{2,}|\{[^{}]{0,40}\}"
)
_COVERED = frozenset("某○XxＸｘ×{")
_QUOTED = pattern_of(r"《[^》]*》|“[^”]*”")


# Without one of these only a missing figure can be found.
_SIGNS = pattern_of("[_＿×○XxＸｘ{【某“《]|（文字|该部分以")


def _blanks(paragraph: str) -> Iterator[_Blank]:
    if not _SIGNS.search(paragraph):
        yield from _missing_figures(paragraph)
        return
    plain = _QUOTED.sub(lambda match: "□" * len(match[0]), paragraph)
    sure = list(_SURE.finditer(plain))
    yield from (_Blank(match.start(), match[0], sure=True) for match in sure)
    taken = {at for match in sure for at in range(match.start(), match.end())}
    for match in () if _COVERED.isdisjoint(paragraph) else _UNSURE.finditer(paragraph):
        if match.start() not in taken:
            outside = plain[match.start()] != "□"
            sure_blank = outside and match[0][0] in "×○XＸ" and len(match[0]) > 1
            yield _Blank(match.start(), match[0], sure=sure_blank)
    yield from _brackets(paragraph)
    yield from _missing_figures(plain)


_BRACKET = pattern_of(r"【([^【】]*)】")
_PROMPT = pattern_of(
    r"^\s*$|^(?:请(?![您你各广]|示|求)|此处|待[填补定核写]|例如|如[：:])|填写|填入|填报|补充|补写|写明|说明原因|[XxＸｘ×]{2}"
)
_FIELD = pattern_of(
    r"(?:单位|部门|乡镇|机构|本机关|姓名|名称|日期|时间|年份|年度|数字|数量|件数|条数|次数|金额|地址|电话|文号|网址|邮箱|职务|标题)+"
)
_BEGINS = pattern_of(r"(?:^|[。；！？，、：）\s])$")


def _brackets(paragraph: str) -> Iterator[_Blank]:
    """Yield what stands in 【 】 and is no heading of the unit's own."""
    for match in _BRACKET.finditer(paragraph):
        prompt = bool(_PROMPT.search(match[1])) or bool(_FIELD.fullmatch(match[1]))
        heading = _BEGINS.search(paragraph[: match.start()][-1:])
        if prompt or not heading:
            yield _Blank(match.start(), match[0], sure=prompt)


_NO_FIGURE = pattern_of(
    r"(?:政府|公开|财政资金|资金|发布|各类)?信息[件条](?=[，。；、])"
    r"|(?<=[一-龥])(?:公文|留言|咨询|稿件|材料|公告|建议|提案|解读|答复|复议|诉讼|许可|处罚)(?:[条篇期份起]|件(?![次数]))(?=[，。；、])"
    r"|(?:人员|人数|数量|件数|条数|金额|总数|电话|地址|邮箱|网址|名称|分别)为(?=[，。；])"
    r"|(?:共计?|累计|总计|合计|收到|受理|办结|答复|发布|主动公开|予以公开)(?:申请|信息)?[件条次期篇份场](?=[，。；、])"
)


_UNIT_ENDS = pattern_of("[件条次期篇份场起为][，。；、]")


def _missing_figures(plain: str) -> Iterator[_Blank]:
    """Yield where a unit follows without its figure: 公开信息件，."""
    if not _UNIT_ENDS.search(plain):
        return
    for match in _NO_FIGURE.finditer(plain):
        if not _DENIED.search(plain[max(0, match.start() - _REACH) : match.start()]):
            yield _Blank(match.start(), match[0], sure=False)


# 无超期答复件 counts nothing, and lacks no figure.
_DENIED, _REACH = pattern_of("[无没未零非][^，。；、]*$"), 12
