"""What stands in a cell of somebody's own list -> what a case log has for it, or why it has nothing."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from xlsheets.basics.characters import bare, normal
from xlsheets.basics.dates import written_day
from xlsheets.basics.numbers import parse_figure, show
from xlsheets.basics.patterns import pattern_of
from xlsheets.caselog.columns import Entry, LogColumn, LogSheet
from xlsheets.caselog.words import log_words
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsheets.basics.numbers import Number
    from xlsheets.caselog.own_list import OwnContent
    from xlsheets.schema import Edition

# What people write for nothing.
_NOTHING = frozenset(("/", "\\", "-", "--", "—", "——", "–", "无", "没有", "否", "未", "空"))
# Days that a number without the look of a date may be, 2000-01-01 to 2099-12-31.
_FIRST_SERIAL, _LAST_SERIAL, _ORIGIN = 36_526, 73_050, datetime.date(1899, 12, 30)
_DIGITS = pattern_of(r"(20\d\d)(\d\d)(\d\d)", re.ASCII)
_TIME = pattern_of(r"(?:\s+|T|(?<=日))(?:上午|下午)?\s*\d{1,2}[:：时].*$")
_UNITS = pattern_of(r"(?:个)?(?:工作日|日|天|件|页|元|宗)$")
_NUMERAL = pattern_of(
    r"^(?:[（(][一二三四五六七八九十\d]+[)）]|\d+[.．、]|[一二三四五六七八九十]+、)+"
)
_MARKS = pattern_of(r"[\s“”\"‘’'、，,。．.《》]")
_PARTS = pattern_of(r"[-—－–:：>/›]+")

# The official words, without their numerals, and what people write for them.
_SAME: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "outcome": {
        "予以公开": ("公开", "同意公开", "全部公开", "依法公开", "准予公开"),
        "部分公开": ("部分予以公开", "部分公开部分不予公开", "区分处理"),
        "属于国家秘密": ("国家秘密", "涉及国家秘密", "涉密"),
        "其他法律行政法规禁止公开": ("法律法规禁止公开", "法律行政法规禁止公开", "法律禁止公开"),
        "危及“三安全一稳定”": ("三安全一稳定",),
        "保护第三方合法权益": (
            "第三方合法权益",
            "涉及第三方合法权益",
            "商业秘密",
            "涉及商业秘密",
            "个人隐私",
            "涉及个人隐私",
        ),
        "属于三类内部事务信息": ("内部事务信息", "三类内部事务信息", "属于内部事务信息"),
        "属于四类过程性信息": ("过程性信息", "四类过程性信息", "属于过程性信息"),
        "属于行政执法案卷": ("行政执法案卷", "行政执法案卷信息", "执法案卷"),
        "属于行政查询事项": ("行政查询事项", "行政查询"),
        "本机关不掌握相关政府信息": (
            "不掌握相关政府信息",
            "不掌握",
            "信息不存在",
            "政府信息不存在",
            "不属于本机关公开",
        ),
        "没有现成信息需要另行制作": ("没有现成信息", "需要另行制作", "需另行制作"),
        "补正后申请内容仍不明确": ("补正后仍不明确", "补正后内容仍不明确"),
        "信访举报投诉类申请": ("信访", "信访投诉举报", "信访举报投诉", "信访事项"),
        "重复申请": ("重复",),
        "要求提供公开出版物": ("公开出版物",),
        "无正当理由大量反复申请": ("大量反复申请",),
        "要求行政机关确认或重新出具已获取信息": ("确认或重新出具已获取信息", "重新出具已获取信息"),
        "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": (
            "逾期不补正",
            "逾期未补正",
            "无正当理由逾期不补正",
        ),
        "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": (
            "逾期不缴费",
            "逾期未缴费",
            "逾期未缴纳费用",
        ),
    },
    "kind": {
        "自然人": ("公民", "个人"),
        "商业企业": ("企业", "公司"),
        "科研机构": ("科研院所", "科研单位"),
        "社会公益组织": ("公益组织",),
        "法律服务机构": ("律师事务所", "律所", "法律服务"),
        "其他": ("其它",),
    },
    "channel": {
        "当面提交": ("当面", "现场", "现场提交", "窗口", "窗口提交", "当面申请", "来人"),
        "邮寄": ("信函", "邮政", "快递", "EMS", "邮件寄送", "邮寄申请", "信函邮寄"),
        "网络平台": ("网络", "网上", "网站", "在线", "网上申请", "网络申请", "在线申请", "政府网站", "门户网站", "网上平台"),
        "电子邮件": ("邮件", "电邮", "邮箱", "电子邮箱", "EMAIL", "E-MAIL"),
        "传真": ("传真申请",),
        "其他方式": ("其他", "其它"),
    },
    "remedy": {
        "行政复议": ("复议",),
        "未经复议直接起诉": ("直接起诉", "直接诉讼", "未经复议起诉", "直接提起行政诉讼"),
        "复议后起诉": ("经复议起诉", "复议后诉讼", "复议后提起行政诉讼"),
    },
    "result": {
        "结果维持": ("维持",),
        "结果纠正": ("纠正", "撤销", "确认违法", "责令履行"),
        "其他结果": ("其他", "其它"),
    },
    "documents": {
        "规章": ("政府规章", "地方政府规章", "部门规章"),
        "行政规范性文件": ("规范性文件",),
    },
    "decided": {"行政许可": ("许可",), "行政处罚": ("处罚",), "行政强制": ("强制",)},
}  # fmt: skip
# Words that say there is no outcome or result yet.
_OPEN = ("办理中", "正在办理", "在办", "待办", "未办结", "未答复", "结转", "结转下年", "结转下年度",
         "尚未审结", "未审结", "审理中", "未结", "在审", "未结案")  # fmt: skip
# Words that several official ones come under: which of them is meant, only people know.
_MANY = frozenset(("不予公开", "无法提供", "不予处理", "其他处理", "行政诉讼", "诉讼", "法人", "法人或其他组织", "法人或者其他组织"))  # fmt: skip


class Taken(NamedTuple):
    """What of a cell is taken over.

    Args:
        content: what the log has for it; None for nothing.
        problem: why it is not understood; "" when it is.
        word: the word that we knew for a word of a drop-down list; "" where it was spelt as there, or people said it.
    """

    content: OwnContent | None = None
    problem: str = ""
    word: str = ""


@dataclass(frozen=True)
class ContentReader:
    """Reads the cells of lists for the log of one edition; ``edition`` is the format in force in its year."""

    edition: Edition

    def taken(
        self, sheet: LogSheet, column: LogColumn, content: OwnContent, said: Mapping[str, str]
    ) -> Taken:
        """Return what is taken over of a cell; ``said`` are words that people gave the meaning of, "" for nothing."""
        if column.entry is Entry.TEXT:
            return Taken(_text(content))
        if column.entry is Entry.DAY:
            return _day(content)
        if column.entry is Entry.CHOICE:
            return self._choice(sheet.choice_of(column), content, said)
        return _number(column, content)

    @cached_property
    def _known(self) -> Mapping[str, Mapping[str, str]]:
        """Map the words of every drop-down list to the official one; words for nothing yet to ""."""
        found: dict[str, dict[str, str]] = {name: {} for name in _SAME}
        for name in ("outcome", "result"):
            found[name] = dict.fromkeys(map(spelling, _OPEN), "")
        for name, words in log_words(self.edition).lists.items():
            for official in words:
                bare_word = _NUMERAL.sub("", official)
                for word in (official, bare_word, *_SAME[name].get(bare_word, ())):
                    found[name][spelling(word)] = official
        return found

    def _choice(self, name: str, content: OwnContent, said: Mapping[str, str]) -> Taken:
        written = _text(content)
        if written in log_words(self.edition).lists[name]:
            return Taken(written)
        whole, *parts = (spelling(part) for part in (written, *_PARTS.split(written)))
        ours = self._known[name]
        known = {**ours, **said}
        heard = [whole, parts[0]] if len(parts) > 1 else [whole]
        if len(parts) > 1 and parts[0] in _MANY:
            heard.append(parts[-1])
        for word in heard:
            if word in known:
                return Taken(known[word] or None, word=word if word in ours else "")
        if bare(written) in _NOTHING:
            return Taken()
        if whole in _MANY:
            return Taken(problem=f"“{whole}”分好几项，说不清是哪一项")
        return Taken(problem="不是下拉框里的，也认不出是哪一项")


def spelling(text: str) -> str:
    """Return a word as it is compared: without numeral, blanks, quotation marks; capitals for small letters."""
    return _MARKS.sub("", _NUMERAL.sub("", bare(text))).upper()


def _text(content: OwnContent) -> str:
    if isinstance(content, datetime.date):
        return content.isoformat()
    return normal(content).strip() if isinstance(content, str) else show(content)


def _day(content: OwnContent) -> Taken:
    if isinstance(content, datetime.date):
        return Taken(content)
    text = _text(content)
    if bare(text) in _NOTHING:
        return Taken()
    if not isinstance(content, str) and _FIRST_SERIAL <= content <= _LAST_SERIAL:
        return Taken(_ORIGIN + datetime.timedelta(days=int(content)))
    found = written_day(_TIME.sub("", text)) or _of_digits(text)
    if found:
        return Taken(found)
    return Taken(problem="不是 2025-3-5 这样有年、月、日的日期")


def _of_digits(text: str) -> datetime.date | None:
    """Return the day of eight digits: 20250305."""
    match = _DIGITS.fullmatch(text)
    try:
        return datetime.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _number(column: LogColumn, content: OwnContent) -> Taken:
    written = _text(content)
    if bare(written) in _NOTHING:
        return Taken()
    value = content if not isinstance(content, str | datetime.date) else _figure(written)
    if value is None or (column.entry is Entry.COUNT and not isinstance(value, int)):
        what = "整数" if column.entry is Entry.COUNT else "只写数字的金额"
        return Taken(problem=f"不是{what}")
    if not value and (column.least or column.entry is Entry.MONEY):
        return Taken()
    if value < column.least or (column.entry is Entry.COUNT and value > column.most):
        return Taken(problem=f"不在 {column.least} 到 {column.most} 之间")
    return Taken(value)


def _figure(written: str) -> Number | None:
    return parse_figure(_UNITS.sub("", written)).value
