"""基础数据 by itself and against the tables -> numbers that cannot be right together: family C3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.basics.numbers import show
from xlsheets.checks.rule.spec import Case, Hit, check
from xlsheets.report.findings import Operand, Severity
from xlsheets.schema.facts import FACTS
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xlsheets.basics.numbers import Number
    from xlsheets.schema import Cell
    from xlsheets.schema.cells import NamedCells

CONFIRM = Severity.CONFIRM
_LABELS = {fact.key: fact.label for fact in FACTS}


class Part(NamedTuple):
    """A fact that counts a part of what cells of the tables count.

    Args:
        fact: key of the part.
        whole: the cells that make up the whole.
        label: what the whole is called.
    """

    fact: str
    whole: Callable[[NamedCells], tuple[Cell, ...]]
    label: str


def _handled(named: NamedCells) -> tuple[Cell, ...]:
    return (named.requests.total(named.requests.handled),)


PARTS = (
    Part("late_replies", _handled, "表三办理总计"),
    Part("fee_requests", _handled, "表三办理总计"),
    Part("normative_readings", lambda named: (named.normative.issued,), "表二本年制发件数"),
)

# Where the first is more than 0 the second is too: (fact, fact it needs).
NEEDS = (
    ("fee_requests", "fee_amount"),
    ("fee_amount", "fee_requests"),
    ("opinions", "consultations"),
    ("rectified_problems", "inspections"),
)
# A training has a trainee at least: (fact, fact that is not less).
NOT_LESS = (("trainings", "trainees"),)
# 按量计收 begins at 10 元 for a request, and every scale goes by tens.
_LEAST_FEE = 10


@check("C301", "基础数据比它所属的总数还多", CONFIRM)
def more_than_the_whole(case: Case) -> Iterator[Hit]:
    """超过法定期限的答复、收取了信息处理费的申请不多于办理总计，配发解读的规范性文件不多于本年制发件数。

    依据：国办公开办函〔2021〕30号第二部分：内容准确、数据真实
    错误：表三办理总计 12 件，“超过法定期限的答复”填 21 件。
    正确：“超过法定期限的答复”填 2 件。
    """
    for part in PARTS:
        count = case.report.facts.get(part.fact)
        cells = part.whole(case.edition.named)
        values = [case.value(cell) for cell in cells]
        if count is None or None in values:
            continue
        whole = sum(value or 0 for value in values)
        if count > whole:
            yield Hit(
                message=f"“{_LABELS[part.fact]}”填了 {show(count)}，比{part.label} {show(whole)} 还多。",
                places=(f"fact.{part.fact}", *map(str, cells)),
                found=count,
                expected=whole,
                operands=(_operand(case, part.fact), *map(case.operand, cells)),
                hint="请核对台账，改正基础数据或者表格。",
            )


@check("C302", "基础数据前后不合", CONFIRM)
def facts_that_do_not_agree(case: Case) -> Iterator[Hit]:
    """有了收费就有收费的申请，有了意见就有过征求意见，有了整改就有过检查，参训人次不少于培训场数。

    依据：国办公开办函〔2021〕30号第二部分：内容准确、数据真实
    错误：“信息处理费金额”填 380 元，“收取信息处理费的申请”填 0 件。
    正确：金额 380 元、申请 2 件；没有收取的两格都填 0。
    """
    facts = case.report.facts
    for first, second in NEEDS:
        one, other = facts.get(first), facts.get(second)
        if one and other == 0:
            yield _disagreeing(case, first, second, one, other)
    for first, second in NOT_LESS:
        one, other = facts.get(first), facts.get(second)
        if one is not None and other is not None and other < one:
            yield _disagreeing(case, first, second, one, other)


def _disagreeing(case: Case, first: str, second: str, one: Number, other: Number) -> Hit:
    return Hit(
        message=f"“{_LABELS[first]}”填了 {show(one)}，“{_LABELS[second]}”却是 {show(other)}。",
        places=(f"fact.{second}", f"fact.{first}"),
        found=other,
        operands=(_operand(case, second), _operand(case, first)),
        hint="请核对登记，改正填错的一格；不清楚的可以空着。",
    )


@check("C303", "信息处理费与收费标准不合", CONFIRM)
def fee_that_no_scale_gives(case: Case) -> Iterator[Hit]:
    """按件计收是 100 元的整数倍，按量计收每页 10 元、20 元、40 元：总额是 10 元的整数倍，每件收费的申请至少 10 元。

    依据：《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）
    错误：收取 385 元；或者 5 件申请一共收取 30 元。
    正确：收取 380 元；5 件申请一共收取 500 元。
    """
    amount, requests = (case.report.facts.get(key) for key in ("fee_amount", "fee_requests"))
    if not amount:
        return
    too_little = requests is not None and amount < requests * _LEAST_FEE
    if amount % _LEAST_FEE or too_little:
        why = (
            f"收费的申请有 {show(requests or 0)} 件，每件至少 {_LEAST_FEE} 元"
            if too_little
            else f"不是 {_LEAST_FEE} 元的整数倍"
        )
        yield Hit(
            message=f"信息处理费填了 {show(amount)} 元，{why}，没有一种收费标准会得出这个数。",
            places=("fact.fee_amount",),
            found=amount,
            operands=(_operand(case, "fee_amount"),),
            hint="请核对收费票据，确认金额、件数和单位（元）。",
        )


def _operand(case: Case, key: str) -> Operand:
    return Operand(f"fact.{key}", f"基础数据 › {_LABELS[key]}", case.report.facts.get(key))
