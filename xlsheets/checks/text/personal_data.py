"""Report text and contact lines -> findings on personal details that must not be published."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.basics.sentences import half_width
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.report import PREAMBLE
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

# Blanks and marks that cannot be seen may part the groups of a number.
_GAP = r"[\s\u00a0\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff-]?"
_IDENTITY = pattern_of(rf"(?<![\dA-Za-z])[1-9](?:{_GAP}\d){{16}}{_GAP}[\dXx](?![\dA-Za-z])")
_PROVINCES = pattern_of("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
# A number of a file, a payment or an institution may look like one of a person.
_NUMBERED = pattern_of(
    r"(?:编号|档案|卷号|文号|案号|单号|流水|识别码|编码|代码|订单|票据|条码|登记号|受理号|批号|证书)[^，。；\d]{0,6}$"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_MOBILE = pattern_of(r"(?<![\d-])(?:\+?86[ -]?)?(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})(?![\d-])")
_CARD = pattern_of(r"(?<!\d)(?:62|4\d|5[1-5])\d{2}(?: ?\d{4}){3}(?: ?\d{1,3})?(?!\d)")
_MAILBOX = pattern_of(
    r"(?<![\w.+-])[\w.+-]{1,64}@(?:(?:vip\.)?qq|163|126|foxmail|yeah|sina|sohu|139|189|wo|gmail|hotmail|outlook|icloud|aliyun)"
    r"\.(?:com|net|cn|com\.cn)",
    re.ASCII,
)


def _texts(case: Case) -> Iterator[tuple[str, str]]:
    """Yield (place, text) of everything that gets published: prose, and the contact lines."""
    for place, paragraph in case.report.prose:
        yield place, half_width(paragraph)
    profile = case.report.profile
    for name in ("address", "phone", "email"):
        yield f"profile.{name}", half_width(getattr(profile, name))


def _masked(number: str) -> str:
    """Write a number so that its owner knows it and nobody else does."""
    return f"{number[:3]}****{number[-4:]}"


@check("T121", "写了身份证号码", Severity.ERROR)
def identity_number(case: Case) -> Iterator[Hit]:
    """年度报告向社会公布，不得出现公民身份证号码。

    依据：条例第十五条；《个人信息保护法》第二十八条
    错误：向申请人（身份证号11010519491231002X）作出答复
    正确：向申请人作出答复
    """
    for place, text in _texts(case):
        for start, number in _identities(text):
            certain = number[-1] == check_digit(number[:17])
            shape = "是身份证号码" if certain else "像身份证号码，但校验位不对"
            numbered = _NUMBERED.search(text[max(0, start - 12) : start])
            sure = certain and not numbered
            yield Hit(
                message=f"这里的“{_masked(number)}”{shape}，年度报告是向社会公布的。",
                places=(place,),
                found=_masked(number),
                hint=f"删去这个号码{'。' if sure else '；是别的编号的，写明理由。'}",
                severity=None if sure else Severity.CONFIRM,
            )


def _identities(text: str) -> Iterator[tuple[int, str]]:
    """Yield where a number of 18 places with a day of birth stands, and the number; one in groups begins with a province."""
    for match in _IDENTITY.finditer(text):
        number = re.sub(_GAP[:-1], "", match[0]).upper()
        whole = len(number) == len(match[0]) or _PROVINCES.match(number)
        if whole and _is_date(number[6:14]):
            yield match.start(), number


def check_digit(first: str) -> str:
    """Return the 18th character that belongs to the first 17 digits (GB 11643—1999)."""
    total = sum(int(digit) * weight for digit, weight in zip(first, _WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def _is_date(digits: str) -> bool:
    try:
        born = datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1900 <= born.year <= 2100


@check("T122", "写了手机号码", Severity.CONFIRM)
def mobile_number(case: Case) -> Iterator[Hit]:
    """联系电话应当是办公电话，个人手机号码公布前要本人同意。

    依据：条例第十五条；《个人信息保护法》第二十五条
    错误：联系电话：13800138000
    正确：联系电话：0357-5550108
    """
    for place, text in _texts(case):
        for match in _MOBILE.finditer(text):
            masked = _masked("".join(match.groups()))
            yield Hit(
                message=f"这里有手机号码“{masked}”，年度报告是向社会公布的。",
                places=(place,),
                found=masked,
                hint="改为办公电话；确实是对外公布的工作手机，请写明理由。",
            )


@check("T123", "写了银行卡号", Severity.CONFIRM)
def card_number(case: Case) -> Iterator[Hit]:
    """年度报告不应出现银行卡号。

    依据：条例第十五条；《个人信息保护法》第二十八条
    错误：信息处理费缴入6222020200112233445
    正确：信息处理费按缴费通知书缴纳
    """
    for place, text in _texts(case):
        for match in _CARD.finditer(text):
            number = match[0].replace(" ", "")
            other = _NUMBERED.search(text[max(0, match.start() - 12) : match.start()])
            if passes_luhn(number) and not other and not list(_identities(number)):
                yield Hit(
                    message=f"这里的“{_masked(number)}”像银行卡号，年度报告是向社会公布的。",
                    places=(place,),
                    found=_masked(number),
                    hint="删去这个号码；不是银行卡号的，请写明是什么号码。",
                )


def passes_luhn(number: str) -> bool:
    """Tell whether a card number's last digit fits the others (ISO/IEC 7812-1)."""
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(number[::-1])]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


@check("T124", "写了个人邮箱", Severity.CONFIRM)
def personal_mailbox(case: Case) -> Iterator[Hit]:
    """联系邮箱应当是单位邮箱；以 QQ 号、手机号作名的邮箱是个人邮箱。

    依据：条例第十五条
    错误：电子邮箱：123456789@qq.com
    正确：电子邮箱：xxgk@shili.gov.cn
    """
    for place, text in _texts(case):
        office = set(_DIGITS.findall(re.sub(r"(?<=\d)-(?=\d)", "", case.report.profile.phone)))
        for match in _MAILBOX.finditer(text):
            name = match[0].partition("@")[0]
            if name not in office and _personal(name):
                masked = f"{name[:2]}****{match[0][len(name) :]}"
                yield Hit(
                    message=f"这里的“{masked}”像个人邮箱，年度报告是向社会公布的。",
                    places=(place,),
                    found=masked,
                    hint="改为单位邮箱；确实是单位对外公布的邮箱，请写明理由。",
                )


_DIGITS = pattern_of(r"\d+")
_SURNAME = (
    "wang|li|zhang|liu|chen|yang|huang|zhao|wu|zhou|xu|sun|ma|zhu|hu|guo|he|lin|gao|luo|zheng|liang|xie|song|tang|han|feng|deng|cao|peng"
    "|zeng|xiao|tian|dong|yuan|pan|jiang|cai|yu|du|ye|cheng|su|wei|lv|lu|ding|ren|shen|yao|cui|zhong|tan|fan|jin|shi|liao|jia|xia|fu|fang|bai|zou|meng|xiong|qin|qiu|yin|xue|yan|lei|hou|long|duan|hao|kong|shao|mao|wan|gu|lai|kang|qian|niu|hong|gong"
)
_SYLLABLE = "[bpmfdtnlgkhjqxrzcsyw]?h?[aeiouv](?:[aeiou]{0,2})(?:ng|n|r)?"
# A surname and one or two more syllables, as 张三 writes zhangsan or zhang.san1980.
_NAME_IN_LETTERS = pattern_of(rf"(?:{_SURNAME})[._-]?(?:{_SYLLABLE}){{1,2}}[._-]?\d{{0,8}}")


def _personal(name: str) -> bool:
    """Tell whether the name of a mailbox is a number of a person, or a person's name in letters."""
    return name.isdigit() or bool(_NAME_IN_LETTERS.fullmatch(name.lower()))


@check("T125", "正文点了个人姓名", Severity.HINT)
def named_person(case: Case) -> Iterator[Hit]:
    """正文点名的负责人会变动，写职务比写姓名稳妥。

    依据：国办公开办函〔2021〕30号第一部分第（一）项（聚焦主题、简明客观）
    错误：成立以乡长张建国为组长的领导小组
    正确：成立以乡长为组长的领导小组
    """
    for place, paragraph in case.report.prose:
        titled = any(title in paragraph for title in _TITLES)
        for match in _PERSON.finditer(paragraph) if titled else ():
            title, name = match.groups()
            if place.startswith("text.") and not place.startswith(f"text.{PREAMBLE}."):
                yield Hit(
                    message=f"正文写了“{title}{name}”，人员变动后这一句就过时了。",
                    places=(place,),
                    found=name,
                    hint=f"只写职务“{title}”；要保留姓名的，核对是否仍然任职。",
                )


# Surnames that are also everyday words next to a title (任、向、于、和、成、常、全、方、时、单 …) are left out.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪"
    "范廖石贾韦夏付邹熊孟秦阎薛侯雷白龙段郝孔邵史毛顾赖武康贺严尹钱施牛洪龚"
)
_TITLES = (
    "书记", "省长", "市长", "区长", "县长", "乡长", "镇长", "局长", "厅长", "部长", "主任", "科长", "处长", "股长", "所长", "站长", "组长",
)  # fmt: skip
_PERSON = pattern_of(
    rf"(副?(?:{'|'.join(_TITLES)}))"
    rf"([{SURNAMES}][\u4e00-\u9fff]{{1,2}}?)(?=同志|等|为|任|担任|兼|分管|主管|负责|主持|牵头|带队|出席|带领|亲自|签批|审核|[，。、；）（])"
)
