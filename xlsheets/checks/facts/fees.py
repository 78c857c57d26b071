"""Report -> what the text says of 行政事业性收费 against 表二, and of 信息处理费 against itself and 基础数据."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.basics.patterns import pattern_of
from xlsheets.checks.arithmetic.lists import PROCESSING_FEE, uneven
from xlsheets.checks.prose.kinds import Kind
from xlsheets.checks.prose.lists.breakdowns import breakdowns
from xlsheets.checks.prose.lists.totals import Breakdown
from xlsheets.checks.prose.mentions import kinds_of
from xlsheets.checks.prose.numerals import Numeral, numerals
from xlsheets.checks.prose.said import said_in, sentences_said
from xlsheets.checks.prose.sentences.clauses import Sentence, sentences_of_report
from xlsheets.checks.prose.sentences.topics import Topic
from xlsheets.checks.prose.understood import narrowed
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.report.findings import Operand, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.basics.numbers import Number
    from xlsheets.checks.prose.mentions import Mention
    from xlsheets.checks.prose.said import Said
    from xlsheets.report import Report

_WAN = 10_000


@check("N203", "正文的行政事业性收费与表二不一致", Severity.CONFIRM)
def stated_charges(case: Case) -> Iterator[Hit]:
    """正文写的行政事业性收费总额，应与表二的本年收费金额相同；表二以万元为单位。

    依据：《政府信息公开工作年度报告格式》表二
    错误：正文“收取行政事业性收费3260.5万元”，表二为 3206.5。
    正确：正文与表二都是 3206.5 万元。
    """
    cell = case.edition.named.fees
    known = case.value(cell)
    if cell is None or known is None:
        return
    for said in said_in(case.report):
        for mention in (*said.mentions, *said.denials):
            if not _of_all_charges(said, mention):
                continue
            written = Decimal(mention.numeral.value) / _WAN
            if not _same(mention, written, known):
                yield Hit(
                    message=f"正文“{mention.quote}”写的是 {show(written.normalize())} 万元；{case.edition.path(cell)}为 {show(known)} 万元，两处对不上。",
                    places=(mention.clause.sentence.place, str(cell)),
                    found=written.normalize(),
                    expected=known,
                    operands=(case.operand(cell),),
                    hint="请核对收费台账，把正文或表格改成一致；注意单位是万元。",
                    sentence=mention.clause.sentence.wording,
                )


def _of_all_charges(said: Said, mention: Mention) -> bool:
    """Tell whether a figure, or a denial, is of all the charges of the year."""
    topic = mention.own_topic or said.clause.topic
    if topic is not Topic.CHARGES or not said.standing[mention.numeral.start].own_year:
        return False
    if mention.denied:
        understood = not narrowed(mention.tail, (), said.reader, strict=True)
        return understood and bool(kinds_of(mention.tail) & {Kind.CHARGES})
    first = Kind.CHARGES in kinds_of(mention.lead) and Kind.INCLUDED not in kinds_of(mention.lead)
    return (
        first
        and (
            mention.numeral.unit == "元" or (not mention.numeral.unit and not mention.numeral.value)
        )
        and mention.numeral.exact
        and not narrowed(mention.lead, mention.tail, said.reader)
    )


def _same(mention: Mention, written: Decimal, known: Number) -> bool:
    """Tell whether the text says the amount of the table, to its own last place."""
    span = mention.clause.sentence.text[mention.numeral.start : mention.numeral.end]
    # 6.13亿元 is right to a hundred 万元.
    places = mention.numeral.decimals if "万" in span else 4
    places = mention.numeral.decimals - 4 if "亿" in span else places
    off = abs(written - Decimal(known))
    return off == 0 or (bool(mention.numeral.value) and off < Decimal(1).scaleb(-places))


_NONE = pattern_of(
    r"(?:未|没有|无|不|从未)(?:曾)?(?:[向对](?:任何)?申请人)?(?:收取|发生|产生|收到)(?:过|收取|任何|任何形式|各类|各项|相关|有关|政府信息公开|政府信息|信息公开|信息|依申请公开|申请人|处理|的|费用?){0,6}费|零收费|无收费|未收费|收费情况为零"
)
# 信息处理费：未收取, 信息处理费为零: what is denied was named before.
_NONE_OF_IT = pattern_of(
    r"处理费(?![^，。；：]{0,4}(?:通知|标准|办法|减免))[^。；\d二三四五六七八九十百]{0,16}?(?:(?:未|没有|无|从未|未曾)(?:曾)?(?:收取|发生|产生|征收|收到)(?:过)?(?=[，。；]|$|任何费)|(?:一分|分文)(?:未|没有?)收|(?:为零|为0|(?<![\d.])0元|零元)(?![\d.]))"
)
_RATE = pattern_of(r"每[件页次份人][^，。；]{0,8}$|标准[^，。；]{0,4}$|超过$|不满$|按$")


# 其余申请均未收费, 对低保户不收取, 下半年没有收取: none of a part.
_PART = pattern_of(
    "其余|其他|其它|乱|违规|多收|擅自|退|余下|剩余|另|对|凡|免|半年|季度|月|标准|不超过|以[内下]|上年|去年|往年|曾"
)


def _denies(sentence: Sentence) -> bool:
    """Tell whether a sentence says that no fee was collected at all in the year."""
    text = sentence.text
    for match in (*_NONE.finditer(text), *_NONE_OF_IT.finditer(text)):
        start = max(text.rfind(mark, 0, match.start()) for mark in "，；。") + 1
        if not _PART.search(text, start, match.end()):
            return True
    return False


# 通知缴纳300元, 应收, 减免 and 退回 are no sums collected.
_NOT_COLLECTED = pattern_of(
    "应[收缴]|减免|免收|免予|退[回还]|通知|告知|[未没]|核定|拟|上年|去年|往年|预|各(?:单位|部门|乡镇|镇|科室|股室)|代[收缴]"
)


def _two_sums(sentence: Sentence) -> Iterator[Hit]:
    """Yield where the same sum is given twice and differently: 收入0.05万元，…，合计450元."""
    amounts = _amounts(sentence)
    if len(amounts) != len(("收入", "合计")):
        return
    first, last = amounts
    between = sentence.text[first.end : last.start]
    summed = re.search("(?:合计|共计|总计)(?:收取|金额|收入)?为?$", between)
    if summed and first.value != last.value and not re.search("[、；]|其中", between):
        yield Hit(
            message=f"正文“{sentence.quote(first.start)}”先写 {show(first.value)} 元，后写合计 {show(last.value)} 元，互相矛盾。",
            places=(sentence.place,),
            found=first.value,
            expected=last.value,
            hint="请核对收费票据，改成一致；注意元和万元。",
        )


def _in_turn(sentence: Sentence) -> Iterator[Hit]:
    """Yield where sums told one after the other are not what they are said to come to: 80元、150元和310元，合计530元."""
    amounts = _amounts(sentence)
    if len(amounts) <= len(("80元", "150元")):
        return
    *items, total = amounts
    joins = [sentence.text[one.end : other.start] for one, other in pairwise((*items, total))]
    listed = all(re.fullmatch("[、，和及]", join) for join in joins[:-1])
    summed = re.fullmatch("，?(?:合计|共计|总计|共)(?:收取|金额)?为?", joins[-1])
    added = sum(item.value for item in items)
    if listed and summed and added != total.value:
        yield uneven(sentence, Breakdown(total, tuple(items), complete=True, loose=False))


def _listed(sentence: Sentence) -> Iterator[Hit]:
    """Yield where the sums after 其中 do not come to the first: 共2360元，其中…，金额1500元；…，金额760元."""
    amounts = _amounts(sentence)
    if len(amounts) <= len(("1500元", "760元")):
        return
    total, *items = amounts
    opened = re.search("其中|包括|分别", sentence.text[total.end : items[0].start])
    open_ = re.search("（|合计|其余|其[他它]|等", sentence.text[total.end :])
    if opened and not open_ and sum(item.value for item in items) != total.value:
        yield uneven(sentence, Breakdown(total, tuple(items), complete=True, loose=False))


# Characters before an amount that tell whether it is a price.
_NEAR = 16


def _fee_sentences(case: Case) -> Iterator[Sentence]:
    return (
        sentence
        for sentence in sentences_of_report(case.report)
        if PROCESSING_FEE.search(sentence.text)
    )


def _amounts(sentence: Sentence) -> list[Numeral]:
    """Return the sums of money in a sentence; prices for a page or a request are none."""
    text = sentence.text
    return [
        numeral
        for numeral in numerals(text)
        if numeral.unit == "元"
        and not _RATE.search(text[max(0, numeral.start - _NEAR) : numeral.start])
        and text[numeral.end :][:1] not in ("/", "每")
        and not _NOT_COLLECTED.search(_lead(text, numeral.start))
        and not (_former_year(text, numeral.start) or _left_unpaid(text, numeral))
    ]


def _former_year(text: str, at: int) -> bool:
    """Tell whether an amount is said of the earlier of two years: 2025年未收取，2024年收取120元."""
    years = _YEARS.findall(text)
    named = _YEARS.findall(_lead(text, at))
    return bool(named) and named[-1] < max(years)


_YEARS = pattern_of(r"20\d\d(?=年)")
_ASKED, _UNPAID = (
    pattern_of("通知|应[收缴]|核定"),
    pattern_of("(?:未|没有|逾期|拒)[^，。；]{0,4}缴"),
)


def _left_unpaid(text: str, amount: Numeral) -> bool:
    """Tell whether an amount was only asked for: 通知收费300元，申请人未缴纳."""
    asked = _ASKED.search(text[: amount.start])
    return bool(asked) and bool(_UNPAID.search(text[amount.end :]))


def _lead(text: str, at: int) -> str:
    """Return the words of a clause before an amount, at most as many as tell what it is."""
    start = max(text.rfind(mark, 0, at) for mark in "，；。（：") + 1
    return text[max(start, at - _NEAR) : at]


def _total(sentence: Sentence) -> Numeral | None:
    """Return the sum that stands for the year: the first one, if it stands alone or before 其中."""
    amounts = _amounts(sentence)
    listed = re.search("其中|包括|（", sentence.text)
    if len(amounts) == 1 or (amounts and listed and listed.start() > amounts[0].start):
        # What stands in quotes is blanked in the text: 表二“行政事业性收费”73.24万元.
        start = amounts[0].start
        # 没有收取信息处理费，收取森林植被恢复费102.6万元: of the charge named last.
        named = re.findall("[一-龥]{2}(?<!公开)(?<!收)费(?!用)", sentence.wording[:start])
        other = named and not named[-1].endswith("处理费")
        charges = "事业性" in _lead(sentence.wording, start) or other
        return None if charges else amounts[0]
    return None


@check("N601", "信息处理费的说法前后不一", Severity.CONFIRM)
def statement(case: Case) -> Iterator[Hit]:
    """第六部分写的信息处理费收取情况不得自相矛盾，金额和件数应与基础数据相同。

    依据：国办公开办函〔2021〕30号第一部分第（六）项、国办函〔2020〕109号
    错误：正文先写“未收取信息处理费”，后写“收取信息处理费380元”。
    正确：只写“收取信息处理费380元”。
    """
    found = list(_fee_sentences(case))
    collected = [
        (sentence, total) for sentence in found if (total := _total(sentence)) and total.value
    ]
    for sentence in found:
        yield from _two_sums(sentence)
        if _denies(sentence) and collected:
            other, total = collected[0]
            yield Hit(
                message=f"正文“{sentence.quote()}”说没有收取信息处理费，“{other.quote(total.start)}”又说收取 {show(total.value)} 元，互相矛盾。",
                places=(sentence.place, other.place),
                found="没有收取",
                expected=total.value,
                hint="请按实际收取情况只留一种说法。",
            )
        yield from _against_facts(case, sentence)


# 发出收费通知3件, 收到申请12件: those counts are not of requests that were paid for.
_NO_PAYER = pattern_of("通知|收到|受理|答复|符合|超过|办结|新收")


def _against_facts(case: Case, sentence: Sentence) -> Iterator[Hit]:
    total = _total(sentence)
    said: dict[str, Number] = {}
    if total:
        said["fee_amount"] = total.value
        requests = [
            numeral
            for numeral in numerals(sentence.text[: total.start])
            if numeral.unit == "件" and not _NO_PAYER.search(_lead(sentence.text, numeral.start))
        ]
        if requests and requests[-1].exact:
            said["fee_requests"] = requests[-1].value
    elif _denies(sentence):
        said["fee_amount"] = 0
    for key, written in said.items():
        known = case.report.facts.get(key)
        unit = "元" if key == "fee_amount" else "件"
        if known is not None and not _says(sentence, known, unit):
            place = f"fact.{key}"
            yield Hit(
                message=f"正文“{sentence.quote()}”写的是 {show(written)} {unit}；基础数据里信息处理费是 {show(known)} {unit}，两处对不上。",
                places=(sentence.place, place),
                found=written,
                expected=known,
                operands=(Operand(place, "基础数据 › 信息处理费", known),),
                hint="请核对收费票据，把正文或基础数据改成一致。",
            )


def stated_fee(report: Report) -> Number | None:
    """Return the 信息处理费 of the year that the text states, 0 where it denies any; None when it says nothing clear."""
    sentences = list(_fee_sentences(Case(report)))
    totals = {total.value for sentence in sentences if (total := _total(sentence))}
    if len(totals) == 1:
        return next(iter(totals))
    denied = any(_NONE.search(sentence.text) for sentence in sentences)
    return 0 if denied and not totals else None


def _says(sentence: Sentence, number: Number, unit: str) -> bool:
    """Tell whether a sentence gives a number in words or figures; others of the unit then count a part."""
    figures = [one.value for one in numerals(sentence.text) if one.unit == unit]
    return number in figures or (not number and _denies(sentence))


@check("N602", "信息处理费的分项加起来不等于总数", Severity.CONFIRM)
def items(case: Case) -> Iterator[Hit]:
    """按单位或按件列出信息处理费的，件数和金额都应加得拢。

    依据：国办公开办函〔2021〕30号第一部分第（六）项
    错误：“收取25件2950元，其中甲局10件1500元、乙局15件1400元”，金额加起来是 2900。
    正确：“收取25件2950元，其中甲局10件1500元、乙局15件1450元”。
    """
    for sentence, said in sentences_said(case.report):
        if not PROCESSING_FEE.search(sentence.text):
            continue
        lists = tuple(breakdowns(said))
        for found in lists:
            # Who lists the payers one by one leaves none out.
            whole = found._replace(complete=len(found.items) > 1)
            if not whole.holds:
                yield uneven(sentence, found)
        yield from _in_turn(sentence)
        if not any(found.total.unit == "元" and len(found.items) > 1 for found in lists):
            yield from _listed(sentence)


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
