"""Report text -> findings on its headings, numbering, repeated words, punctuation and wrong wordings."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsheets.basics.sentences import excerpt, half_width
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.checks.text.lexicon import SLIPS, Term
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.schema import Edition


@check("T107", "正文里又写了部分标题", Severity.HINT)
def repeated_heading(case: Case) -> Iterator[Hit]:
    """六个部分的标题由报告自动生成，正文里不用再写，写了还容易与法定标题不一致。

    依据：国办公开办函〔2021〕30号附件（各部分标题是固定的）
    错误：第五部分的正文第一段写“五、存在的主要问题及整改措施”
    正确：第五部分直接写正文
    """
    for place, paragraph in case.report.prose:
        match = _HEADING.fullmatch(paragraph.strip())
        title = _official(match[1], case.edition) if match else ""
        if title:
            yield Hit(
                message=f"正文里写了标题“{paragraph.strip()}”，报告会自动加上法定标题“{title}”，这样标题会重复。",
                places=(place,),
                found=paragraph.strip(),
                expected=title,
                hint="删去这一段。",
            )


_FIFTH = re.compile(r"问题.*(?:改进|整改|措施)")
_HEADING = re.compile(r"[一二三四五六]\s*[、.．]\s*([^，。；：]{4,24})")


def _official(heading: str, edition: Edition) -> str:
    """Return the official title a heading resembles, "" if none."""
    titles = {section.heading: section.title for section in edition.sections}
    if _FIFTH.search(heading):
        return edition.section("problems").title
    near = difflib.get_close_matches(heading, titles, n=1, cutoff=0.6)
    return titles[near[0]] if near else ""


def _numeral(value: int) -> str:
    """Write 1 to 99 in Chinese."""
    tens, ones = divmod(value, 10)
    head = "十" if tens == 1 else "零一二三四五六七八九"[tens] + "十" if tens else ""
    return head + ("零一二三四五六七八九"[ones] if ones else "")


_VALUES = {form(value): value for value in range(1, 31) for form in (_numeral, str)}
_OMISSION = re.compile(r"…{1,2}")


@dataclass(frozen=True, slots=True)
class _Numbering:
    """One way of numbering: how its marks look, and whether one may begin in the middle."""

    pattern: re.Pattern[str]
    form: str
    chinese: bool = True
    from_one: bool = True

    def marks(self, paragraph: str) -> Iterator[tuple[str, int]]:
        """Yield each mark with its value; 0 where text was left out and anything may follow."""
        found = [(match.start(), match[0], match[1]) for match in self.pattern.finditer(paragraph)]
        gaps = [(match.start(), match[0], "") for match in _OMISSION.finditer(paragraph)]
        for _, mark, digits in sorted(found + gaps):
            yield mark.strip(), _VALUES.get(digits, 0)

    def write(self, value: int) -> str:
        return self.form.format(_numeral(value) if self.chinese else value)


_HEAD = r"(?:^|(?<=[。；;，,：:！、\s]))"
_NUMBERINGS = (
    _Numbering(re.compile(_HEAD + r"([一二三四五六七八九十]+)是"), "{}是"),
    _Numbering(re.compile(_HEAD + r"([一二三四五六七八九十]+)要"), "{}要"),
    _Numbering(
        # 第（五）项 cites a clause, （一）（五）（六） lists several: neither numbers a part of the text.
        re.compile(r"(?<![第条款）)、])[（(]([一二三四五六七八九十]+)[）)](?![（(、项款和])"),
        "（{}）",
        from_one=False,
    ),
    _Numbering(re.compile(r"^\s*(\d{1,2})\s*[.．、](?!\d)"), "{}．", chinese=False, from_one=False),
)


@check("T111", "序号不连续", Severity.CONFIRM)
def broken_numbering(case: Case) -> Iterator[Hit]:
    """“一是、二是、三是”和“（一）（二）（三）”应当依次写，不跳号、不重号。

    依据：《党政机关公文格式》（GB/T 9704—2012）关于结构层次序数的规定
    错误：一是制度不全；二是解读不多；二是人手不足
    正确：一是制度不全；二是解读不多；三是人手不足
    """
    for section in case.edition.prose:
        paragraphs = tuple(map(half_width, case.report.paragraphs(section.key)))
        for numbering in _NUMBERINGS:
            for number, before, mark, right in _out_of_turn(numbering, paragraphs):
                seen = f"“{before}”后面是“{mark}”" if before else f"第一个序号就是“{mark}”"
                yield Hit(
                    message=f"序号不连续：{seen}，应当是“{right}”。",
                    places=(f"text.{section.key}.{number}",),
                    found=mark,
                    expected=right,
                    hint=f"改为“{right}”，或者补上漏写的一条。",
                )


def _out_of_turn(
    numbering: _Numbering, paragraphs: tuple[str, ...]
) -> Iterator[tuple[int, str, str, str]]:
    """Yield (number of a half-width paragraph, mark before, mark, mark due) where a sequence breaks."""
    before, last = "", 0 if numbering.from_one else None
    for number, paragraph in enumerate(paragraphs, 1):
        for mark, value in numbering.marks(paragraph):
            if value > 1 and last is not None and value != last + 1:
                yield number, before, mark, numbering.write(last + 1)
            before, last = (mark, value) if value else ("", None)


# 人民政府政府信息公开 and 信息公开公开栏 are two words that happen to meet, not one written twice.
_TWICE = re.compile(r"([\u4e00-\u9fff]{2,8})\1")
_MEETING = re.compile(
    r"政府政府(?=信息|网站|门户|公报|规章|机关|采购|购买|部门|数据|投资|新媒体|办公|职能|文件|令|各|在|对)"
    r"|公开公开(?=栏|指南|目录|平台|专栏|条例|制度|办法|年报|年度|专区|专柜|电话|方式|渠道|内容|事项|信息)"
    r"|服务服务(?=中心|大厅|事项|指南|窗口|企业|群众|对象)|管理管理(?=办法|局|处|员|机构|部门)"
    r"|信息信息(?=化|公开|处理|发布)|工作工作(?=人员|机构|要点)|行政行政(?=许可|处罚|复议|诉讼|执法)"
    r"|单位单位|机关机关(?=党委|事务)|中心中心(?=工作)"
)
_MEANT = re.compile(r"[一逐每越几多]|[一二三四五六七八九十百千万]{2,8}$")
_FUNCTION_WORD = re.compile(r"(?<![目有])的的|是是(?!非)|将将(?!军)|被被|对对(?![联子])")


@check("T112", "词语重复", Severity.CONFIRM)
def word_twice(case: Case) -> Iterator[Hit]:
    """同一个词不应当紧挨着写两遍。

    依据：国办公开办函〔2021〕30号第三部分（相关情况和数据全面准确）
    错误：规范审核审核机制
    正确：规范审核机制
    """
    for place, paragraph in case.report.prose:
        for written in dict.fromkeys(_repeated(paragraph)):
            once = written[: len(written) // 2]
            yield Hit(
                message=f"“{once}”连写了两遍：“{excerpt(paragraph, written)}”。",
                places=(place,),
                found=written,
                expected=once,
                hint="删去多写的一个。",
            )


def _repeated(paragraph: str) -> Iterator[str]:
    for match in _TWICE.finditer(paragraph):
        meeting = _MEETING.match(paragraph, match.start())
        if not meeting and not _MEANT.match(match[1]):
            yield match[0]
    for match in _FUNCTION_WORD.finditer(paragraph):
        yield match[0]


_CHINESE = r"[\u4e00-\u9fff]"
_HALF_WIDTH = re.compile(
    rf"(?<=[\u4e00-\u9fff）”》])\s?([,;:?!])(?!//)|\((?=[^()]*{_CHINESE})|(?<={_CHINESE})\.(?={_CHINESE}|\s*$)"
)
_DOUBLED = re.compile(r"。[。，；、]|，[，。；、]|；[；，。]|、[、，。；]|：[：，。]")
_PAIRS = (
    ("双引号", "“", "”"),
    ("单引号", "‘", "’"),
    ("书名号", "《", "》"),
    ("圆括号", "（(", "）)"),
    ("六角括号", "〔", "〕"),
)
_NUMBER_MARK = re.compile(r"(?:^|(?<=[。；：，\s]))[\d一二三四五六七八九十]{1,2}[）)]")
_CLOSED = re.compile(r"[。！？；：…!?;:.\])）】”》]\s*$")


@check("T113", "标点不规范", Severity.HINT)
def careless_punctuation(case: Case) -> Iterator[Hit]:
    """正文用全角标点，标点不重复，引号、括号、书名号成对，一段以句号结束。

    依据：《标点符号用法》（GB/T 15834—2011）
    错误：坚持应公开尽公开，，及时更新。。
    正确：坚持应公开尽公开，及时更新。
    """
    for place, paragraph in case.report.prose:
        faults = tuple(_faults(paragraph))
        if faults:
            yield Hit(
                message=f"标点不规范：{'；'.join(faults)}。",
                places=(place,),
                found=faults[0],
                hint="按提示改正标点。",
            )


def _faults(paragraph: str) -> Iterator[str]:
    """Yield what is wrong with the punctuation of a paragraph, each kind once, with the words around it."""
    half = _HALF_WIDTH.search(paragraph)
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
    return len(text) > 20 and bool(re.search(r"[，。；]", text)) and not _CLOSED.search(text)


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
        for term in (each for each in terms if each.expression.search(paragraph)):
            for written in dict.fromkeys(match[0] for match in term.expression.finditer(paragraph)):
                ask = f"应当是“{term.right}”" if term.right else "请核对表述"
                yield Hit(
                    message=f"“{excerpt(paragraph, written)}”里的“{written}”{ask}。",
                    places=(place,),
                    found=written,
                    expected=term.right or None,
                    hint=f"改为“{term.right}”。" if term.right else "按规范表述改写。",
                )
