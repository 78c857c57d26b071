"""Words that stand above the columns of people's own lists -> the column of a case log they mean.

Every column has patterns of whole headings, the plainest first: of two headings that mean one column, that of the
earlier pattern is taken.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlsheets.basics.characters import bare
from xlsheets.basics.patterns import pattern_of
from xlsheets.caselog.columns import (
    DECISIONS,
    DISPUTES,
    DOCUMENTS,
    REQUESTS,
    SHEETS,
    Computed,
    LogSheet,
)
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

# A day as headings call it, and what may stand before the kind of somebody.
_DAY = "(?:日期|时间|年月日|日)"
_OPINION = "(?:征求|征询)(?:第三方|其他机关)?(?:意见)?(?:函)?"
_REMARK = ("备注", "说明|备考|情况说明")

_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    REQUESTS.key: {
        "number": (
            "(?:申请|登记|受理|收件|收文|办件|流水|回执|申请件|申请表)?编号",
            "(?:申请|登记|受理|收件|收文|办件|流水|回执|申请件|申请表)号码?",
            "序号",
        ),
        "arrived": (
            f"(?:收到|收件|接收|来件|收文)(?:申请)?{_DAY}",
            f"(?:申请)?受理{_DAY}",
            f"(?:申请)?登记{_DAY}",
            f"(?:提出|提交)?申请(?:提交|提出)?{_DAY}|(?:提交|来信){_DAY}",
        ),
        "channel": (
            "(?:收到|申请|提交|受理|接收|来件|收件|递交)(?:的)?(?:方式|渠道|途径|形式)",
            "渠道|途径|来源渠道",
        ),
        "kind": (
            "(?:申请人|申请主体|申请者|申请单位)(?:信息|情况)?(?:类别|类型|性质|种类|身份|属性)",
            "(?:主体|身份|申请)(?:类别|类型|性质|种类)",
        ),
        "requester": ("(?:申请人)?代号",),
        "gist": (
            "(?:申请)?内容要点|(?:申请)?内容(?:摘要|概要|描述|概述)?",
            "申请(?:公开)?(?:的)?(?:政府)?(?:信息)?(?:内容|事项|标题|名称)(?:描述|要点|摘要|概述)?",
            "所需(?:的)?(?:政府)?信息(?:的)?(?:内容|名称)?(?:描述)?|信息(?:内容|名称)(?:描述)?",
        ),
        "asked": (
            f"补正(?:通知|告知)(?:书)?(?:发出|送达)?{_DAY}",
            f"(?:通知|告知|要求|发出)补正(?:通知)?{_DAY}",
        ),
        "clarified": (
            f"补正(?:材料|件)?(?:收到|收件|回复|提交|完成|补齐){_DAY}",
            f"收到补正(?:材料|件)?{_DAY}",
            f"补正{_DAY}",
        ),
        "consulted": (
            f"{_OPINION}(?:发出|发函|送达){_DAY}?|{_OPINION}{_DAY}",
            f"第三方(?:意见)?(?:征求|征询|发出|发函){_DAY}?",
        ),
        "heard": (
            f"{_OPINION}(?:收到|回复|反馈|回函){_DAY}?",
            f"(?:收到)?第三方(?:意见)?(?:收到|回复|反馈|回函|答复)?{_DAY}",
        ),
        "extension": ("(?:延期|延长)(?:答复|办理)?(?:期限)?(?:的)?(?:工作日|天数|日数|工作日数)?",),
        "answered": (
            f"(?:作出|出具)?(?:答复|回复)(?:书|告知书)?(?:发出|送达|寄出|作出)?{_DAY}",
            f"(?:办结|办理完成|完成|结案|办毕){_DAY}",
        ),
        "outcome": (
            "(?:办理|答复|处理|办件)结果",
            "(?:答复|公开|处理|办理|告知)(?:类型|类别|种类|结论|决定)",
            "(?:答复|办理|处理|公开)(?:情况|意见)|结果",
        ),
        "pieces": ("(?:计费|收费|拆分)?件数",),
        "pages": ("(?:计费|收费|提供)?页数",),
        "charged": (
            "(?:收取|实收)?(?:信息)?处理费(?:金额)?|收费(?:金额|数额)?|(?:收取|实收)(?:费用|金额)",
            "费用|收费情况",
        ),
        "remark": _REMARK,
    },
    DISPUTES.key: {
        "remedy": (
            "(?:救济|案件|争议|复议诉讼|复议或诉讼)(?:类型|类别|种类|途径)",
            "类型|类别|种类",
        ),
        "about": (
            "(?:对应|涉及|相关|原|所涉)?(?:的)?(?:信息公开)?申请(?:件)?(?:编号|号)",
            "(?:对应|原)编号",
        ),
        "arrived": (
            f"(?:收到|收件|受理|立案)(?:通知)?{_DAY}",
            f"(?:收到)?(?:应诉|受理|答复)通知(?:书)?(?:收到)?{_DAY}",
            f"(?:申请|起诉|提起|复议申请){_DAY}",
        ),
        "result": (
            "(?:复议|诉讼|审理|裁判|判决|案件|审查|复议诉讼)?(?:结果|结论)",
            "(?:审理|办理|裁判|复议|诉讼)情况",
        ),
        "closed": (f"(?:结案|审结|办结|判决|裁定|裁判|复议决定|决定){_DAY}",),
        "remark": _REMARK,
    },
    DOCUMENTS.key: {
        "sort": ("(?:文件)?(?:种类|类别|类型|性质)",),
        "reference": ("(?:发文|文件)?(?:文号|字号|编号)|发文号",),
        "title": ("(?:文件)?(?:标题|名称|题名|题目)",),
        "dated": (
            f"(?:印发|制发|发文|发布|公布|成文){_DAY}",
            f"(?:制定|签发|出台){_DAY}",
        ),
        "ended": (f"(?:宣布)?(?:废止|失效)(?:或者|或|、)?(?:废止|失效)?{_DAY}",),
        "remark": _REMARK,
    },
    DECISIONS.key: {
        "sort": ("(?:决定|事项|行政行为|案件|业务)(?:种类|类别|类型)", "种类|类别|类型"),
        "dated": (f"(?:作出)?(?:决定|许可|处罚|强制|发证|办结)(?:决定)?(?:作出)?{_DAY}", "日期"),
        "count": ("(?:决定|办件|处理)?(?:件数|数量|宗数)",),
        "remark": _REMARK,
    },
}
# Who somebody is and where to be reached: a case log does not ask for it.
_WHO = pattern_of(
    "姓名|电话|手机|身份证|证件|住址|地址|邮编|邮政编码|邮箱|信用代码|法定代表人|联系人|联系方式|工作单位|当事人|代理人"
    "|名称|原告|第三人|(?:复议)?申请(?:人|者|单位|主体)(?:信息|情况)?$"
)
_ASIDE = pattern_of(r"[（(\[【〔].*?[）)\]】〕]")
_MARKS = pattern_of(r"[\s:：*、，,．.·;；/]")


class HeadingMeans(NamedTuple):
    """The column that a heading means, and by which of its patterns, counted from 0."""

    key: str
    rank: int


def heading_word(text: str) -> str:
    """Return a heading without notes in brackets, blanks and marks, so that two spellings of one are alike."""
    told = bare(text)
    return _MARKS.sub("", _ASIDE.sub("", told)) or _MARKS.sub("", told)


def column_meant(sheet: LogSheet, heading: str) -> HeadingMeans | None:
    """Return the typed column of a sheet that a heading means; None when it means none of them."""
    word = heading_word(heading)
    for column in sheet.typed:
        if word == heading_word(column.heading):
            return HeadingMeans(column.key, 0)
    for key, patterns in _WORDS[sheet.key].items():
        for rank, pattern in enumerate(patterns):
            if re.fullmatch(pattern, word):
                return HeadingMeans(key, rank)
    return None


def tells_who(heading: str) -> bool:
    """Tell whether a heading stands above names, numbers or addresses of people."""
    return bool(_WHO.search(heading_word(heading)))


def is_computed(sheet: LogSheet, heading: str) -> bool:
    """Tell whether a heading is that of a column which the log computes itself."""
    word = heading_word(heading)
    return any(
        word == heading_word(column.heading)
        for column in sheet.columns
        if isinstance(column, Computed)
    )


def sheet_named(name: str) -> LogSheet | None:
    """Return the sheet of a log with this name; None when it has none."""
    return next((sheet for sheet in SHEETS if sheet.name == name.strip()), None)
