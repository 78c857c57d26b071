"""Cells of the tables -> what is missing, or is no plain number: family C1."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import Oddity
from xlsheets.checks.rule.spec import Case, Hit, check, excerpt_at, path_of
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

ERROR, CONFIRM, HINT = Severity.ERROR, Severity.CONFIRM, Severity.HINT
_ZERO = "没有就填 0，不要留空。"


@check("C101", "数字格是空的", ERROR)
def blank_cell(case: Case) -> Iterator[Hit]:
    """三张表的每一格都要填数字，没有就填 0。

    依据：《政府信息公开工作年度报告格式》表二、表三、表四
    错误：没有收到商业企业的申请，“商业企业”一列留空。
    正确：没有收到商业企业的申请，“商业企业”一列都填 0。
    """
    observed = {each.place for each in case.report.observations}
    for cell in case.edition.typed_cells:
        if cell not in case.report.figures and str(cell) not in observed:
            yield Hit(
                message=f"“{path_of(case, str(cell))}”是空的。{_ZERO}",
                many=f"有 {{n}} 个数字格是空的。{_ZERO}",
                places=(str(cell),),
                hint="填 0 或者实际数字。",
            )


@check("C102", "用横线、斜线或“无”代替了 0", ERROR)
def dash(case: Case) -> Iterator[Hit]:
    """数字格里写“/”“—”“无”读不出数字，没有就填 0。

    依据：《政府信息公开工作年度报告格式》表二、表三、表四
    错误：没有规章，“现行有效件数”写“/”。
    正确：没有规章，“现行有效件数”写 0。
    """
    yield from _odd(
        case,
        Oddity.DASH,
        "不是数字。没有就填 0。",
        "有 {n} 个数字格写着横线、斜线或“无”。没有就填 0。",
        "改填 0 或者实际数字。",
    )


@check("C103", "数字是按文字写的", HINT)
def text_number(case: Case) -> Iterator[Hit]:
    """数字只写阿拉伯数字，不带单位、空格、分节号和全角字符；这样的数字已按原意读出。

    依据：《政府信息公开工作年度报告格式》表二、表三、表四
    错误：在数字格里写“１２”“1,234”或者“12件”。
    正确：在数字格里写 12、1234。
    """
    yield from _odd(
        case,
        Oddity.TEXT_NUMBER,
        "是按文字写的，已按数字读出。",
        "有 {n} 个数字是按文字写的，已按数字读出。",
        "请重新录入为普通数字。",
    )


@check("C104", "数字后面加了说明", CONFIRM)
def annotated(case: Case) -> Iterator[Hit]:
    """数字格里只填数字，说明写进正文；括号前的数字已经读出，请核实。

    依据：《政府信息公开工作年度报告格式》表二、表三、表四
    错误：“本年制发件数”写“22（其中修订16件）”。
    正确：“本年制发件数”写 22，修订的情况写进第一部分。
    """
    yield from _odd(
        case,
        Oddity.ANNOTATED,
        "带有说明，只读出了括号前的数字。",
        "",
        "请只留数字，把说明写进正文。",
    )


@check("C105", "数字格里是文字", ERROR)
def unreadable_text(case: Case) -> Iterator[Hit]:
    """数字格里的文字读不出数字，程序不会替您猜。

    依据：《政府信息公开工作年度报告格式》表二、表三、表四
    错误：在数字格里写“见附件”“约30”。
    正确：在数字格里写准确的数字 30。
    """
    yield from _odd(
        case,
        Oddity.TEXT,
        "读不出数字。",
        "有 {n} 个数字格里是文字，读不出数字。",
        "请改填准确的数字，没有就填 0。",
    )


@check("C106", "数字是负数", ERROR)
def negative(case: Case) -> Iterator[Hit]:
    """件数和金额都不能小于 0。

    依据：《政府信息公开工作年度报告格式》表二、表三、表四
    错误：“四、结转下年度继续办理”写 -1。
    正确：核对台账后写 0 或者实际件数。
    """
    yield from _odd(
        case,
        Oddity.NEGATIVE,
        "是负数。",
        "有 {n} 个数字格是负数。",
        "请核对后填大于或者等于 0 的数字。",
    )


@check("C107", "件数不是整数", ERROR)
def fraction(case: Case) -> Iterator[Hit]:
    """件数必须是整数。

    依据：《政府信息公开工作年度报告格式》表二、表三、表四
    错误：“行政许可”写 12.5。
    正确：“行政许可”写 12。
    """
    yield from _odd(
        case, Oddity.FRACTION, "不是整数。", "有 {n} 个件数不是整数。", "请核对后填整数件数。"
    )


@check("C108", "金额的小数超过六位", ERROR)
def too_precise(case: Case) -> Iterator[Hit]:
    """金额以万元为单位，最多六位小数，也就是精确到分。

    依据：《政府信息公开工作年度报告格式》表二第二十条第（八）项
    错误：“行政事业性收费”写 1.23456789。
    正确：“行政事业性收费”写 1.234568。
    """
    yield from _odd(
        case, Oddity.TOO_PRECISE, "的小数超过六位，不足一分。", "", "请按账目填到分，最多六位小数。"
    )


@check("C109", "数字大得不可能", ERROR)
def too_large(case: Case) -> Iterator[Hit]:
    """数字超过表格软件能准确保存的范围，必定是误录。

    依据：《政府信息公开工作年度报告格式》表二、表三、表四
    错误：“行政处罚”写 99999999999999999。
    正确：“行政处罚”写实际件数。
    """
    yield from _odd(
        case,
        Oddity.TOO_LARGE,
        "大得不可能，应当是误录。",
        "有 {n} 个数字大得不可能，应当是误录。",
        "请核对后重新填写。",
    )


@check("C110", "数字格里是“是”或“否”", ERROR)
def boolean(case: Case) -> Iterator[Hit]:
    """数字格里的逻辑值不是数字。

    依据：《政府信息公开工作年度报告格式》表二、表三、表四
    错误：在数字格里填 TRUE。
    正确：在数字格里填 1。
    """
    yield from _odd(
        case,
        Oddity.BOOLEAN,
        "是逻辑值，不是数字。",
        "有 {n} 个数字格里是逻辑值，不是数字。",
        "请改填数字，没有就填 0。",
    )


@check("C111", "数字格里是日期", ERROR)
def date(case: Case) -> Iterator[Hit]:
    """数字被表格软件变成了日期，原来的数字已经读不准。

    依据：《政府信息公开工作年度报告格式》表二、表三、表四
    错误：录入“1-2”，单元格变成 1月2日。
    正确：录入数字 1，单元格格式保持常规。
    """
    yield from _odd(
        case,
        Oddity.DATE,
        "是日期，不是数字。",
        "有 {n} 个数字格里是日期，不是数字。",
        "请把单元格格式改回常规，再填数字。",
    )


@check("C112", "单元格里是错误值", ERROR)
def error_value(case: Case) -> Iterator[Hit]:
    """单元格里是表格软件的错误值，读不出内容。

    依据：《政府信息公开工作年度报告格式》表二、表三、表四
    错误：引用的文件不在，单元格显示 #REF!。
    正确：直接填写数字。
    """
    yield from _odd(
        case, Oddity.ERROR_VALUE, "是错误值。", "有 {n} 个单元格里是错误值。", "请清除后直接填写。"
    )


@check("C113", "填写格里是公式", ERROR)
def formula(case: Case) -> Iterator[Hit]:
    """填写格里只填数字；公式会随别的文件和单元格变化，报出去的数就说不清来历。

    依据：《政府信息公开工作年度报告格式》表二、表三、表四
    错误：在“一、本年新收政府信息公开申请数量”里写公式，引用另一个台账。
    正确：把算好的数字直接填进去。
    """
    yield from _odd(
        case,
        Oddity.FORMULA,
        "是公式。",
        "有 {n} 个填写格里是公式。",
        "请把算好的结果直接填成数字。",
    )


@check("C114", "看到的数与存着的数不同", ERROR)
def disguised(case: Case) -> Iterator[Hit]:
    """单元格格式不能让数字显示成别的样子，否则填报人看到的和报告里的不是一个数。

    依据：填报工作簿说明：只填内容，不改单元格格式
    错误：存着 12.4，格式设成不显示小数，看到的是 12。
    正确：格式用常规，存着什么就看到什么。
    """
    yield from _odd(
        case,
        Oddity.DISGUISED,
        "显示成了别的样子，是单元格格式造成的。",
        "有 {n} 格存着的数与显示的不同，是单元格格式造成的。",
        "请把单元格格式改回常规，核对后重新填写。",
    )


def _odd(case: Case, kind: Oddity, said: str, many: str, hint: str) -> Iterator[Hit]:
    """Yield a hit for each place where this oddity was seen, except 基本信息, which has rules of its own."""
    for each in case.report.observed(kind):
        if each.place.startswith("profile."):
            continue
        spare = each.place.startswith("fact.") and kind is not Oddity.TEXT_NUMBER
        shown = excerpt_at(replace(each, text="") if kind is Oddity.FORMULA and each.note else each)
        yield Hit(
            message=f"“{path_of(case, each.place)}”填的“{shown}”{said}",
            many="" if spare else many,
            places=(each.place,),
            found=shown,
            hint=hint,
            severity=CONFIRM if spare else None,
        )
