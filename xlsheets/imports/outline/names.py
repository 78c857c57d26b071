"""Lines of a page -> what reads like the name of a unit, a title of a report, a day or a year."""

from __future__ import annotations

import re

from xlsheets.basics.dates import written_day, written_year
from xlsheets.basics.patterns import pattern_of
from xlsheets.extract.squeeze import squeezed
from xlsheets.values import NamedTuple

_DIGIT = "[0-9〇零○◯Oo一二三四五六七八九]"
YEAR = rf"(?:2{_DIGIT}{{3}}|二{_DIGIT}{{3}})"
# What the name of an office ends in.
_OFFICE = (
    "局|委|委员会|办|办公室|办公厅|厅|政府|街道|办事处|镇|乡|管委会|管理处|管理所|管理站|中心|大队|支队|总队|院|校|"
    "法庭|所|站|处|部|社|集团|公司|学会|协会|联合会|总会|红十字会|银行|署|区|县|市|省|旗|盟|州|场|馆|庄|村"
)
_NAME = pattern_of(rf"[\u4e00-\u9fff·（）()〇-]{{2,40}}?(?:{_OFFICE})(?:[(（].{{1,12}}[)）])?")
# Words that stand alone around reports, and end like the name of an office.
_NO_NAMES = pattern_of(
    r"政务公开|信息公开|政府信息|首页|年报|年度报告|目录|指南|栏目|专栏|门户|网站|平台|系统|欢迎|版权|政务服务|办事(?!处)"
    r"|公众监督|领导之窗|县直部门|市直部门|区直部门|省政府部门|文件|公告|通知|动态|要闻|专题|解读"
)
# What stands behind the place in a name, and the last part of one: whoever reads it alone does not know whose it is.
_NOBODY = pattern_of(
    r"(?:自治)?[省市州盟县区旗乡镇]?(?:(?:人民)?政府)?(?:办公[室厅]|(?:管理)?委员会|管委会|管理[局处所站])?"
    r"|(?:街道)?(?:办事处|办)?|[和与及的、].*"
)
_REPORT = r"(?:政府信息公开|政务公开|信息公开)(?:工作)?的?"
_TITLE = pattern_of(
    rf"(?P<before>.{{0,60}}?)(?:关于)?(?P<year>{YEAR})年(?P<span>度)?(?P<after>.{{0,40}}?)"
    rf"(?:关于)?{_REPORT}(?P<words>年度(?:工作)?报告|工作报告|年报|报告|情况报告)(?P<tail>.{{0,30}})"
)
_TITLE_WITHOUT_YEAR = pattern_of(
    rf"(?P<before>.{{0,60}}?)(?:关于)?年?(?:度)?{_REPORT}(?P<words>年度(?:工作)?报告|年报)(?P<tail>.{{0,30}})"
)
_TAIL_YEAR = pattern_of(rf"\(?(?P<year>{YEAR})年?度?\)?[。.]?")
_IN_TAIL = pattern_of(r"[(（【\[].{1,28}[)）】\]]")
_AFTER_TITLE = pattern_of(r"[。.]?")


# A sentence about a report has these; a title has not.
_SAID = pattern_of(
    r"[,，。;；!！?？]|编制|公布|发布|公开(?!发行)|根据|按照|依据|依照|现将|报告|如下|以下|规定|要求"
)


class Title(NamedTuple):
    """A title as understood: a name that may be the unit's, and the year."""

    unit: str
    year: int | None


def title_of(text: str) -> Title | None:
    """Return what a squeezed line says as the title of a report; None when it is none."""
    match = _TITLE.fullmatch(text)
    if match and _harmless(match["tail"]) and (match["words"] != "工作报告" or match["span"]):
        title = Title(_one_name(match["before"], match["after"]), written_year(match["year"]))
        return None if _SAID.search(match["before"] + match["after"]) else title
    match = _TITLE_WITHOUT_YEAR.fullmatch(text)
    if match and (_harmless(match["tail"]) or _TAIL_YEAR.fullmatch(match["tail"])):
        told = _TAIL_YEAR.fullmatch(match["tail"])
        title = Title(_trimmed(match["before"]), written_year(told["year"]) if told else None)
        return None if _SAID.search(match["before"]) else title
    return None


def _harmless(tail: str) -> bool:
    """Tell whether what follows a title says nothing about the report: a day, 公开稿, a full stop."""
    return bool(_AFTER_TITLE.fullmatch(tail)) or (
        bool(_IN_TAIL.fullmatch(tail)) and not _TAIL_YEAR.fullmatch(tail)
    )


def _one_name(before: str, after: str) -> str:
    """Return the name before or after the year; where there are both, nobody knows which is the unit's."""
    before, after = _trimmed(before), _trimmed(after)
    return "" if before and after else before or after


_EDGES = pattern_of(r"^[《》“”\"'·•:：\-—_|>,，、 ]+|[《》“”\"'·•:：\-—_|>,，、 ]+$")


def _trimmed(name: str) -> str:
    return _EDGES.sub("", name).removesuffix("关于").removesuffix("的")


def is_name(text: str) -> bool:
    """Tell whether a squeezed text reads like the name of a unit and nothing else."""
    return bool(_NAME.fullmatch(text)) and not _NO_NAMES.search(text)


def names_nobody(text: str) -> bool:
    """Tell whether a name is what many units have in common, such as 人民政府, or only the end of one."""
    return _NOBODY.fullmatch(text) is not None


def could_be_name(text: str) -> bool:
    """Tell whether a short line could be a name or a part of one: no punctuation, no word of a web page."""
    return (
        0 < len(text) <= 30
        and bool(re.fullmatch(r"[\u4e00-\u9fff·()〇]+", text))
        and not (_NO_NAMES.search(text))
    )


class Signed(NamedTuple):
    """The end of a report in one line: a name, if there is one, and the day."""

    name: str
    day: str


_DAY_FORMS = (
    rf"{YEAR}[年./-][0-9一二三四五六七八九十]{{1,3}}[月./-][0-9一二三四五六七八九十]{{1,3}}日?"
)
_SIGNED = pattern_of(
    rf"(?P<name>[\u4e00-\u9fff·()（）〇]{{0,40}}?)[:：]?\(?(?P<day>{_DAY_FORMS})\)?"
)
_MONTH = pattern_of(
    rf"(?P<name>[\u4e00-\u9fff·()（）]{{0,40}}?){YEAR}年[0-9一二三四五六七八九十]{{1,2}}月(?:份)?"
)


def signed_line(text: str) -> Signed | None:
    """Return name and day of a line that holds nothing else; None for any other line."""
    short = squeezed(text)
    match = _SIGNED.fullmatch(short)
    if match and written_day(match["day"]):
        return Signed(match["name"], match["day"])
    return None


def month_line(text: str) -> bool:
    """Tell whether a line is a date without its day."""
    return _MONTH.fullmatch(squeezed(text)) is not None
