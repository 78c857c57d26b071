"""Report text -> findings on repeated words, punctuation, broken lines and wrong wordings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.basics.sentences import excerpt
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.checks.text.lexicon import SLIPS, Term
from xlsheets.report.broken_lines import CLOSED, broken_lines
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator


# 人民政府政府信息公开 and 信息公开公开栏 are two words that happen to meet, not one written twice.
_TWICE = pattern_of(r"([\u4e00-\u9fff]{2,8})\1")
_MEETING = pattern_of(
    r"政府政府(?=信息|网站|门户|公报|规章|机关|采购|购买|部门|数据|投资|新媒体|办公|职能|文件|令|各|在|对)"
    r"|公开公开(?=栏|日|指南|目录|平台|专栏|条例|制度|办法|年报|年度|专区|专柜|电话|方式|渠道|内容|事项|信息)"
    r"|服务服务(?=中心|大厅|事项|指南|窗口|企业|群众|对象|热线|平台|站|点|指南)|管理管理(?=办法|局|处|员|机构|部门)"
    r"|信息信息(?=化|公开|处理|发布)|工作工作(?=人员|机构|要点)|行政行政(?=许可|处罚|复议|诉讼|执法)"
    r"|单位单位|机关机关(?=党委|事务)|中心中心(?=工作)"
)
_MEANT = pattern_of(r"[一逐每越几多]|[一二三四五六七八九十百千万]{2,8}$")
# 做到随到随发, 应收即收即办: the second word begins within the first.
_AS_IT_COMES = pattern_of(r"(?P<as>[随即边且又])[\u4e00-\u9fff](?P=as)[\u4e00-\u9fff]")
# One character written twice that no word and no two neighbours make: 乡乡长 is two of them.
_CHARACTER_TWICE = pattern_of(
    r"(?<!\d)([一-龥])\1\1|(?<![目有])的的|依依法|是是(?!非)|将将(?!军)|被被|对对(?![联子])|于于|请请|及及(?![时格早])|和和(?![美谐气平睦])|并并(?!行)|化化(?![工学解妆])"
    r"|乡乡(?![镇长级政党村直域])|镇镇(?![长级政党村直域区])|县县(?![长级委政城域直乡区属人])|(?:(?<=[，。；：])|^)(?:乡乡|镇镇|县县|局局)|府府(?![办院])|(?<=[\u4e00-\u9fff])性性(?![质能格情别])"
)
# 可通过可以通过: the same word again after nothing but a 可以.
_AGAIN = pattern_of(r"(?<=可)([\u4e00-\u9fff]{2,4})可以?\1|(?<=可以)([\u4e00-\u9fff]{2,4})可以?\2")


@check("T112", "词语重复", Severity.CONFIRM)
def word_twice(case: Case) -> Iterator[Hit]:
    """同一个词不应当紧挨着写两遍。

    依据：国办公开办函〔2021〕30号第三部分（相关情况和数据全面准确）
    错误：规范审核审核机制
    正确：规范审核机制
    """
    for place, paragraph in case.report.prose:
        for written, once in dict.fromkeys(_repeated(paragraph)):
            yield Hit(
                message=f"“{once}”写了两遍：“{excerpt(paragraph, written)}”。",
                places=(place,),
                found=written,
                expected=once,
                hint="删去多写的一个。",
            )


def _repeated(paragraph: str) -> Iterator[tuple[str, str]]:
    """Yield what is written twice, and what is meant."""
    for match in _TWICE.finditer(paragraph):
        meeting = any(
            _MEETING.match(paragraph, at)
            for at in range(max(0, match.start() - 1), match.start() + len(match[1]))
        )
        if not (meeting or _AS_IT_COMES.match(paragraph, match.start() + 1)) and not _MEANT.match(
            match[1]
        ):
            yield match[0], match[1]
    for match in _CHARACTER_TWICE.finditer(paragraph):
        yield match[0], match[1] * 2 if match[1] else match[0][1:]
    if paragraph.count("可") > 1:
        for match in _AGAIN.finditer(paragraph):
            yield match[0], match[1] or match[2]


_CHINESE = r"[\u4e00-\u9fff]"
_HALF_WIDTH = pattern_of(
    rf"(?<=[\u4e00-\u9fff）”》])\s?([,;:?!])(?!//)|\((?=[^()]*{_CHINESE})|(?<={_CHINESE})\.(?={_CHINESE}|\s*$)"
)
_HALF = frozenset(",;:?!(.")
_DOUBLED = pattern_of(r"。[。，；、]|，[，。；、]|；[；，。]|、[、，。；]|：[：，。]")
_PAIRS = (
    ("双引号", "“", "”"),
    ("单引号", "‘", "’"),
    ("书名号", "《", "》"),
    ("圆括号", "（(", "）)"),
    ("六角括号", "〔", "〕"),
)
_NUMBER_MARK = pattern_of(r"(?:^|(?<=[。；：，\s]))[\d一二三四五六七八九十]{1,2}[）)]")


@check("T113", "标点不规范", Severity.HINT)
def careless_punctuation(case: Case) -> Iterator[Hit]:
    """正文用全角标点，标点不重复，引号、括号、书名号成对，一段以句号结束。

    依据：《标点符号用法》（GB/T 15834—2011）
    错误：坚持应公开尽公开，，及时更新。。
    正确：坚持应公开尽公开，及时更新。
    """
    broken = {place for places in broken_lines(case.report) for place in places}
    for place, paragraph in case.report.prose:
        faults = () if place in broken else tuple(_faults(paragraph))
        if faults:
            yield Hit(
                message=f"标点不规范：{'；'.join(faults)}。",
                places=(place,),
                found=faults[0],
                hint="照列出的各处改正标点。",
            )


def _faults(paragraph: str) -> Iterator[str]:
    """Yield what is wrong with the punctuation of a paragraph, each kind once, with the words around it."""
    half = None if _HALF.isdisjoint(paragraph) else _HALF_WIDTH.search(paragraph)
    if half:
        yield f"“{_around(paragraph, half)}”用了半角标点"
    double = _DOUBLED.search(paragraph)
    if double:
        yield f"“{_around(paragraph, double)}”标点重复"
    paired = _NUMBER_MARK.sub("", paragraph)
    for name, left, right in _PAIRS:
        if sum(map(paired.count, left)) != sum(map(paired.count, right)):
            yield f"{name}没有成对"
    if _unfinished(paragraph):
        yield f"段末“{paragraph.strip()[-8:]}”没有用句号结束"


def _around(paragraph: str, match: re.Match[str]) -> str:
    return paragraph[max(0, match.start() - 6) : match.end() + 4].strip()


def _unfinished(paragraph: str) -> bool:
    """Tell whether a paragraph of whole clauses stops without a final mark; headings may."""
    text = paragraph.strip()
    return len(text) > 20 and bool(re.search(r"[，。；]", text)) and not CLOSED.search(text)


@check("T116", "一段话断成了几行", Severity.CONFIRM)
def lines_of_one_paragraph(case: Case) -> Iterator[Hit]:
    """从 PDF、网页上复制来的文字，一行成了一段，报告里也会一行一段地排，应当合成一段。

    依据：《党政机关公文格式》（GB/T 9704—2012）关于正文的规定
    错误：“全年公开信息”“249条，其中公文9条，其”“他240条。”各成一段
    正确：“全年公开信息249条，其中公文9条，其他240条。”
    """
    for places in broken_lines(case.report):
        yield Hit(
            message=f"从这里起，一段话断成了 {len(places)} 行，每行成了一段。",
            places=places,
            found=len(places),
            expected=1,
            hint="合成一段（“生成文字”会问要不要合，命令是 narrate --join）；确实各成一段的，补上句末的标点。",
        )


@check("T114", "错别字", Severity.CONFIRM)
def slip_of_the_pen(case: Case) -> Iterator[Hit]:
    """常见的错别字和漏字。

    依据：国办公开办函〔2021〕30号第三部分（相关情况和数据全面准确）
    错误：畅通依申请公开受理渠。
    正确：畅通依申请公开受理渠道。
    """
    yield from _listed(case, SLIPS)


@check("T115", "词库中的词语", Severity.CONFIRM)
def listed_wording(case: Case) -> Iterator[Hit]:
    """本地词库里列出的错词、敏感词、过时的表述。

    依据：本单位提供的词库文件
    错误：词库写明“公开科=公开股”，正文写“公开科”
    正确：正文写“公开股”
    """
    yield from _listed(case, case.lexicon)


def _listed(case: Case, terms: tuple[Term, ...]) -> Iterator[Hit]:
    for place, paragraph in case.report.prose:
        for term in (term for term in terms if term.expression.search(paragraph)):
            for written in dict.fromkeys(match[0] for match in term.expression.finditer(paragraph)):
                ask = f"应当是“{term.right}”" if term.right else "请核对表述"
                yield Hit(
                    message=f"“{excerpt(paragraph, written)}”里的“{written}”{ask}。",
                    places=(place,),
                    found=written,
                    expected=term.right or None,
                    hint=f"改为“{term.right}”。"
                    if term.right
                    else f"换掉“{written}”；确实要这样写的，写明理由。",
                )
