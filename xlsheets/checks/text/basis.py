"""Report text -> findings on documents it rests on, and on text that says nothing of the unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.basics.sentences import excerpt, half_width
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.checks.text.names import short_names
from xlsheets.report.findings import Severity
from xlsheets.schema import EDITIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.schema import Edition


@check("T105", "编制依据的文号不对", Severity.CONFIRM)
def outdated_basis(case: Case) -> Iterator[Hit]:
    """编制依据应当是报告年度适用的格式文件和现行条例，文号要写对。

    依据：国办公开办函〔2021〕30号（2019 年的格式已被替代）；条例由国务院令第711号修订
    错误：按照国办公开办函〔2019〕60号编制
    正确：按照国办公开办函〔2021〕30号编制
    """
    for place, paragraph in case.report.prose:
        text = half_width(paragraph)
        for written, right in (*_wrong_numbers(text, case.form), *_misquoted(text, case.form)):
            yield Hit(
                message=f"引用的文号是“{written}”，这一年度适用的是“{right}”。",
                places=(place,),
                found=written,
                expected=right,
                hint=f"改为“{right}”。",
            )
        for written, right in _no_such_law(text):
            yield Hit(
                message=f"没有“{written}”这部法律法规，应当是“{right}”。",
                places=(place,),
                found=written,
                expected=right,
                hint=f"改为“{right}”；确实是别的文件的，写明理由。",
            )


# What kind of law each is; 行政复议 and 保守国家秘密 have regulations besides, whose names say 实施.
_LAWS = {
    "政府信息公开": "条例",
    "行政复议": "法",
    "行政诉讼": "法",
    "行政处罚": "法",
    "行政许可": "法",
    "行政强制": "法",
    "保守国家秘密": "法",
    "个人信息保护": "法",
    "数据安全": "法",
    "档案": "法",
}
_LAW = pattern_of(rf"《(中华人民共和国)?({'|'.join(_LAWS)})(法|条例)》")


def _no_such_law(text: str) -> Iterator[tuple[str, str]]:
    """Yield laws that are cited as a law where they are a regulation, or the other way round."""
    for match in _LAW.finditer(text):
        nation, subject, kind = match.groups()
        if kind != _LAWS[subject] and (nation or subject == "政府信息公开"):
            yield match[0], f"《{nation or ''}{subject}{_LAWS[subject]}》"


_CITED = pattern_of(
    r"国办[^〔\[【(（，。；、]{0,6}[〔\[【(（]\s*(20\d\d)\s*[〕\]】)）]\s*(\d+)\s*号"
)
# Words near a document number that say it is the basis of the report.
_BASIS, _NEAR = pattern_of("格式|编制|编写|体例|年度?报告"), 24
_NUMBER = pattern_of(r"〔(\d+)〕(\d+)号")
# What is only told to be out of force is no basis.
_NO_LONGER = pattern_of(
    "[^，。；]{0,8}(?:停止执行|停止使用|废止|失效|不再|[被已][^，。；]{0,12}[替取]代)"
)
# The notice on fees has been the same since 2021.
_FEE_NOTICE = ("2020", "109")
_FEES = pattern_of(r"(?<=信息处理费管理办法》（)国办函〔(20\d\d)〕(\d+)号")
_DECREE = pattern_of(
    r"国务院令第?\s*492\s*号|国令第?\s*492\s*号|(?<=政府信息公开条例》（)(?:中华人民共和国)?国务院令第?\s*\d+\s*号"
)
# The notice of 2019 had another title than the form in force.
_FORMER = "关于政府信息公开工作年度报告有关事项的通知"
_FORMER_TITLE = pattern_of(rf"《?[^《》。]{{0,24}}{_FORMER}》?(?=[（(]国办公开办函〔2021〕30号)")


def _wrong_numbers(text: str, form: Edition) -> Iterator[tuple[str, str]]:
    """Yield what a text cites wrongly, with what is right for the form of its year."""
    right = form.document
    if "国办" not in text and "国令" not in text and "国务院令" not in text:
        return
    for match in _CITED.finditer(text):
        near = text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
        if _NO_LONGER.match(text, match.end()):
            continue
        misread = _is_basis(near, match) and match[1] == _numbers(right)[0] and match[0] != right
        if misread or _miscited(re.sub(r"\s", "", match[0]), match.groups(), form):
            yield match[0], right


def _misquoted(text: str, form: Edition) -> Iterator[tuple[str, str]]:
    """Yield what else a text cites wrongly: the regulation before it was revised, the notice on fees, a former title.

    Who names both decrees tells how the regulation came to be.
    """
    if "711" not in text:
        yield from ((match[0], "国务院令第711号") for match in _DECREE.finditer(text))
    for match in _FEES.finditer(text):
        if (match[1], match[2]) != _FEE_NOTICE:
            yield match[0], "国办函〔2020〕109号"
    # The title may begin at any character, so that it is looked for only where it stands.
    for match in _FORMER_TITLE.finditer(text) if _FORMER in text else ():
        yield match[0], f"《中华人民共和国政府信息公开工作年度报告格式》（{form.document}）"


def _is_basis(near: str, cited: re.Match[str]) -> bool:
    """Tell whether a notice of the office that issued the forms is cited as what the report is written by."""
    return cited[0].startswith("国办公开办函") and bool(_BASIS.search(near))


def _miscited(written: str, number: tuple[str, ...], form: Edition) -> bool:
    """Tell whether a number means the notice of the form and is wrong, or means the notice of another form."""
    own = _numbers(form.document)
    others = [_numbers(other.document) for other in EDITIONS if other.key != form.key]
    if number == own:
        return written != form.document
    years = {pair[0] for pair in (own, *others)}
    counts = {pair[1] for pair in (own, *others)}
    mixed = number[1] == own[1] or (number[0] in years and number[1] in counts)
    return "公开" in written and (number in others or mixed)


def _numbers(document: str) -> tuple[str, ...]:
    match = _NUMBER.search(document)
    return match.groups() if match else ("", "")


@check("T106", "文字笼统，没有本单位的内容", Severity.CONFIRM)
def somebody_elses_text(case: Case) -> Iterator[Hit]:
    """各部分应当写本单位的具体情况，不能通篇说“部分地区”“多数部门”。

    依据：国办公开办函〔2021〕30号第一部分第（五）项（避免笼统模糊、泛泛而谈）
    错误：第五部分只写“部分地区公开意识不强，多数部门解读不够”
    正确：第五部分写“村级公开栏更新不及时，全年有3个村逾期”
    """
    if case.level is not None and case.level.aggregate:
        return
    for section in ("overview", "problems"):
        paragraphs = [half_width(paragraph) for paragraph in case.report.paragraphs(section)]
        written = "".join(paragraphs)
        if _OWN_FIGURE.search(_YEAR.sub("", written)) or speaks_of_itself(case, written):
            continue
        for number, paragraph in enumerate(paragraphs, 1):
            phrase = _VAGUE.search(paragraph)
            if phrase:
                yield Hit(
                    message=f"“{excerpt(paragraph, phrase[0])}”说的是“{phrase[0]}”，这一部分没有一个本单位的数字。",
                    places=(f"text.{section}.{number}",),
                    found=phrase[0],
                    hint="改写成本单位的具体情况，写清是什么事、有多少。",
                )
                break


_YEAR = pattern_of(r"20\d\d\s*年")
_VAGUE = pattern_of(
    r"(?:部分|一些|有些|许多|不少|少数|多数|大多数|各个)(?:地区|地方|市县|县区|政府部门)|个别(?:地区|地方|市县)|(?:多数|部分|一些|有些)部门"
    r"|各级政府部门|各级各部门|各地各部门|全国各地|有关单位"
)
_OWN_FIGURE = pattern_of(
    r"(?<![（(\d第])\d+\s*[\u4e00-\u9fff]|[一二两三四五六七八九十百]{1,9}(?:件|条|次|场|期|份|人|个村)"
)
_OWN_WORDS = pattern_of(
    r"[我本](?:局|委|办|厅|部|院|所|中心|单位|机关|乡|镇|街道|县|市|区|省|州|旗|府)|全(?:局|镇|乡|街道)"
)


def speaks_of_itself(case: Case, written: str) -> bool:
    """Tell whether a text names the unit: 我局, 本镇, its name or what people call it."""
    unit = case.report.profile.unit
    names = (unit, *short_names(unit)) if unit else ()
    return bool(_OWN_WORDS.search(written)) or any(name in written for name in names)
