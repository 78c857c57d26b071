"""Report -> what the text says about 信息处理费 that contradicts itself or 基础数据."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.checks.prose.breakdowns import breakdowns
from xlsheets.checks.prose.clauses import Sentence, sentences_of_report
from xlsheets.checks.prose.numerals import Numeral, numerals
from xlsheets.checks.prose.said import sentences_said
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.checks.text_figures.lists import uneven
from xlsheets.report.findings import Operand, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.basics.numbers import Number

_FEE = "处理费"
_NONE = re.compile(
    r"(?:未|没有|无|不|从未)(?:曾)?(?:收取|发生|产生|收到)[^，。；]{0,16}(?:费|收费)|零收费|无收费|未收费|收费情况为零"
)
_RATE = re.compile(r"每[件页次份]$|标准[^，。；]{0,4}$|超过$|不满$")


def _fee_sentences(case: Case) -> Iterator[Sentence]:
    return (each for each in sentences_of_report(case.report) if _FEE in each.text)


def _amounts(sentence: Sentence) -> list[Numeral]:
    """Return the sums of money in a sentence; prices for a page or a request are none."""
    text = sentence.text
    return [
        each
        for each in numerals(text)
        if each.unit == "元"
        and not _RATE.search(text[: each.start])
        and text[each.end :][:1] != "/"
    ]


def _total(sentence: Sentence) -> Numeral | None:
    """Return the sum that stands for the year: the first one, if it stands alone or before 其中."""
    amounts = _amounts(sentence)
    listed = re.search("其中|包括|（", sentence.text)
    if len(amounts) == 1 or (amounts and listed and listed.start() > amounts[0].start):
        return amounts[0]
    return None


@check("N601", "信息处理费的说法前后不一", Severity.CONFIRM)
def statement(case: Case) -> Iterator[Hit]:
    """第六部分写的信息处理费收取情况不得自相矛盾，金额和件数应与基础数据相同。

    依据：国办公开办函〔2021〕30号第一部分第（六）项、国办函〔2020〕109号
    错误：正文先写“未收取信息处理费”，后写“收取信息处理费380元”。
    正确：只写“收取信息处理费380元”。
    """
    found = list(_fee_sentences(case))
    collected = [(each, total) for each in found if (total := _total(each)) and total.value]
    for sentence in found:
        if _NONE.search(sentence.text) and collected:
            other, total = collected[0]
            yield Hit(
                message=f"正文“{sentence.quote()}”说没有收取信息处理费，“{other.quote(total.start)}”又说收取 {show(total.value)} 元，互相矛盾。",
                places=(sentence.place, other.place),
                found="没有收取",
                expected=total.value,
                hint="请按实际收取情况只留一种说法。",
            )
        yield from _against_facts(case, sentence)


def _against_facts(case: Case, sentence: Sentence) -> Iterator[Hit]:
    total = _total(sentence)
    said: dict[str, Number] = {}
    if total:
        said["fee_amount"] = total.value
        requests = [each for each in numerals(sentence.text[: total.start]) if each.unit == "件"]
        if requests and requests[-1].exact:
            said["fee_requests"] = requests[-1].value
    elif _NONE.search(sentence.text):
        said["fee_amount"] = 0
    for key, written in said.items():
        known = case.report.facts.get(key)
        if known is not None and known != written:
            unit = "元" if key == "fee_amount" else "件"
            place = f"fact.{key}"
            yield Hit(
                message=f"正文“{sentence.quote()}”写的是 {show(written)} {unit}；基础数据里信息处理费是 {show(known)} {unit}，两处对不上。",
                places=(sentence.place, place),
                found=written,
                expected=known,
                operands=(Operand(place, "基础数据 › 信息处理费", known),),
                hint="请核对收费票据，把正文或基础数据改成一致。",
            )


@check("N602", "信息处理费的分项加起来不等于总数", Severity.CONFIRM)
def items(case: Case) -> Iterator[Hit]:
    """按单位或按件列出信息处理费的，件数和金额都应加得拢。

    依据：国办公开办函〔2021〕30号第一部分第（六）项
    错误：“收取25件2950元，其中甲局10件1500元、乙局15件1400元”，金额加起来是 2900。
    正确：“收取25件2950元，其中甲局10件1500元、乙局15件1450元”。
    """
    for sentence, said in sentences_said(case.report):
        for found in breakdowns(said) if _FEE in sentence.text else ():
            # Who lists the payers one by one leaves none out.
            whole = replace(found, complete=len(found.items) > 1)
            if not whole.holds:
                yield uneven(sentence, found)


@check("N603", "信息处理费不是 10 元的整数倍", Severity.CONFIRM)
def multiple(case: Case) -> Iterator[Hit]:
    """信息处理费按件是 100 元的整数倍，按量每页 10 元、20 元、40 元，没有一种标准会得出 10 元以下的零头。

    依据：《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）
    错误：“收取信息处理费385元”。
    正确：“收取信息处理费380元”。
    """
    for sentence in _fee_sentences(case):
        total = _total(sentence)
        if total and total.exact and total.value % 10 and "事业性" not in sentence.text:
            yield Hit(
                message=f"正文“{sentence.quote(total.start)}”写的是 {show(total.value)} 元，不是 10 元的整数倍，与收费标准不合。",
                places=(sentence.place,),
                found=total.value,
                hint="请核对收费票据，确认金额和单位（元）。",
            )
