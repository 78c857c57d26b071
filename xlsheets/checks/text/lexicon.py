"""Wordings to look out for: the built-in slips of the pen, and a county's own word list -> Terms."""

from __future__ import annotations

import re
from functools import cached_property

from xlsheets.basics.patterns import pattern_of
from xlsheets.errors import UsageError
from xlsheets.values import NamedTuple


class Term(NamedTuple):
    """A wording that should not stand in a report.

    Args:
        pattern: regular expression that finds it.
        right: what should stand there instead; "" when a person has to decide.
    """

    pattern: str
    right: str = ""

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """The pattern, ready to be asked."""
        return pattern_of(self.pattern)


# Only wordings that are wrong wherever they stand; what may be right in some sentence is left out.
SLIPS: tuple[Term, ...] = (
    Term(r"行政法复议|行政行复议", "行政复议"),
    Term(r"依申公开", "依申请公开"),
    Term(r"依申请公(?=工作|情况|渠道|流程|受理|答复)", "依申请公开"),
    Term(r"政府信公开|政府息公开", "政府信息公开"),
    Term(r"政府信息公(?=工作|条例|平台|指南|目录|情况|栏目|年度)", "政府信息公开"),
    Term(r"应公开进公开", "应公开尽公开"),
    Term(r"审查管(?![理控护辖制委])", "审查关"),
    Term(r"受理渠(?!道)", "受理渠道"),
    Term(r"公开渠(?!道)", "公开渠道"),
    Term(r"进下一步|进一部(?!分)|进一步步", "进一步"),
    Term(r"仍在不足", "仍存在不足"),
    Term(r"不足之外", "不足之处"),
    Term(r"重新涉及(?=[^，。；]{0,10}栏目)", "重新设计"),
    Term(r"即使(?=更新|发布|答复|回复|公开|公布)(?![^。；]*也)", "及时"),
    Term(r"布署", "部署"),
    Term(r"按排(?![名序查放污列])", "安排"),
    Term(r"截止(?=目前|到?20\d\d\s*年)", "截至"),
    Term(r"全过成", "全过程"),
    Term(r"园满", "圆满"),
    Term(r"通迅", "通讯"),
    Term(r"做为(?![民人群企了])", "作为"),
    Term(r"在接再[厉励]|再接再励", "再接再厉"),
    Term(r"不段", "不断"),
    Term(r"责任追纠", "责任追究"),
    Term(r"(?<![分员职手施竣加民务])工做(?![好到出了得细实通深工])", "工作"),
    Term(r"(?:不够|更加|做到|未能|不)既时|既时", "及时"),
    Term(r"(?<!紧)跟新(?=内容|信息|不|维护|频|速度|，|。|；)", "更新"),
    Term(
        r"(?<![组新创搭构筹修共])建全(?=[^，。；县市省国区镇乡面域]{0,10}(?:制度|机制|体系|队伍)|完善|长效)",
        "健全",
    ),
    Term(r"(?<!自)己经", "已经"),
    Term(r"(?<![各独亲])自已(?!经)", "自己"),
    Term(r"一如继往", "一如既往"),
    Term(r"按步就班", "按部就班"),
    Term(r"[灌惯]彻|贯澈", "贯彻"),
    Term(r"陪训", "培训"),
    Term(r"公布于众", "公之于众"),
    Term(r"答覆|达复(?=申请|率)", "答复"),
    Term(r"知请权", "知情权"),
    Term(r"落实到为", "落实到位"),
    Term(r"推近(?=政务|工作|公开|改革|落实)", "推进"),
    Term(r"(?:解读|公开|发布|宣传)形势(?=单一|不够|多样|较)", "形式"),
    Term(r"落[道倒]实处", "落到实处"),
    Term(r"贯彻落时|落时(?=到位|责任|制度)", "落实"),
    Term(r"提搞|(?<![问主课难标专话议考试习])题高", "提高"),
    Term(r"(?<=[年制力态程])渡(?![过口船])", "度"),
    Term(r"部暑|布暑", "部署"),
    Term(r"信息公开只南|公开只南", "公开指南"),
    Term(r"(?<=规范性)文建", "文件"),
    Term(r"行政诉颂|行政诉松|行政述讼", "行政诉讼"),
    Term(r"复义(?=案件|诉讼|机关|、)", "复议"),
    Term(r"监督管管", "监督管理"),
    Term(r"宣传报到", "宣传报道"),
    Term(r"松驰", "松弛"),
    Term(r"防碍", "妨碍"),
    Term(r"满意渡", "满意度"),
    # Characters of like shape that no Chinese text has.
    Term(r"依申清|申清(?=公开)", "申请"),
    Term(r"幵", "开"),
    Term(r"歩", "步"),
    Term(r"収", "收"),
    Term(r"発", "发"),
    Term(r"対", "对"),
    # A list that breaks off: 知情权、参与权和。
    Term(r"[权息件道栏度作制务开台众策][和与及]，?(?=[。；])"),
)


def read_lexicon(content: bytes, name: str) -> tuple[Term, ...]:
    """Read a county's word list: one word a line, ``错误写法=正确写法``, or the word alone; # for notes.

    Raises:
        UsageError: the file is not text, or a line has nothing before its equals sign.
    """
    terms = []
    for number, line in enumerate(_decoded(content, name).splitlines(), 1):
        wording = line.split("#", 1)[0].strip().replace("＝", "=")
        if not wording:
            continue
        wrong, _, right = (part.strip() for part in wording.partition("="))
        if not wrong:
            raise UsageError(
                f"词库“{name}”第 {number} 行“=”前面没有词，请写成“错误写法=正确写法”。"
            )
        terms.append(Term(re.escape(wrong), right))
    return tuple(terms)


def _decoded(content: bytes, name: str) -> str:
    """Return the text, whichever of the two encodings of Windows Notepad it was saved in."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UsageError(f"词库“{name}”不是文本文件，请另存为 UTF-8 编码的 .txt 文件。")
