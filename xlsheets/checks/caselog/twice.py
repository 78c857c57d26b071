"""依申请 -> requests that were entered twice, or counted twice where a part was given: family L2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.caselog.columns import REQUESTS
from xlsheets.checks.caselog.subject import LogCase, called, in_row
from xlsheets.checks.rule.spec import Hit, check
from xlsheets.report.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xlsheets.caselog.records import Request

ERROR, CONFIRM = Severity.ERROR, Severity.CONFIRM


@check("L201", "同一个编号登记了两次", ERROR)
def same_number(case: LogCase) -> Iterator[Hit]:
    """一件申请只登记一行，一个编号只用一次，否则会数两次。

    依据：国办公开办函〔2021〕30号第一部分第（三）项
    错误：第 4 行、第 9 行都是 2025-001
    正确：删去重复的一行；是两件的，改成两个编号
    """
    for first, second in _pairs(case, _number):
        if not _one_in_part(case, first, second):
            yield in_row(
                REQUESTS,
                second.row,
                "number",
                f"与第 {first.row} 行的编号同是“{second.number}”，会数两次。",
                "重复登记的删去一行；是两件申请的，改成不同的编号。",
            )


@check("L202", "像是同一件申请登记了两次", CONFIRM)
def same_request(case: LogCase) -> Iterator[Hit]:
    """同一天收到、申请人类别和代号相同、内容要点一样的，多半是同一件。

    依据：国办公开办函〔2021〕30号第一部分第（三）项
    错误：同一个人同一天的同一件申请，网络平台收到记一行，信函收到又记一行
    正确：只记一行；确实是两件的，不用改
    """
    for first, second in _pairs(case, _same):
        if _differ(first, second) and not _one_in_part(case, first, second):
            yield in_row(
                REQUESTS,
                second.row,
                "arrived",
                f"{called(second.number)}与第 {first.row} 行{called(first.number)}收到日期、申请人、内容要点都相同，"
                "像是重复登记，请核实。",
                "重复登记的删去一行；确实是两件的，不用改，可以在“备注”里记一笔。",
            )


@check("L203", "部分公开的又计了别的结果", ERROR)
def partial_twice(case: LogCase) -> Iterator[Hit]:
    """一件申请区分处理的，只计“部分公开”一行，不再计其他行。

    依据：《政府信息公开工作年度报告格式》表三：区分处理的，只计这一情形
    错误：2025-003 记一行“部分公开”，又记一行“不予公开”
    正确：2025-003 只记一行“部分公开”
    """
    alike = (pair for pair in _pairs(case, _same) if _differ(*pair))
    for first, second in (*_pairs(case, _number), *alike):
        if _one_in_part(case, first, second):
            yield in_row(
                REQUESTS,
                second.row,
                "outcome",
                f"{called(second.number)}与第 {first.row} 行{called(first.number)}是同一件申请，"
                "区分处理的只计“部分公开”一次。",
                "留下办理结果是“部分公开”的一行，删去另一行。",
            )


def _number(request: Request) -> str | None:
    return request.number.strip() or None


def _same(request: Request) -> tuple[object, ...] | None:
    """Return what two rows of one request have in common; None where too little is known."""
    if request.arrived is None or not request.likeness:
        return None
    return request.arrived, request.kind, request.requester, request.likeness


def _differ(first: Request, second: Request) -> bool:
    """Tell whether two rows are not told to be one request by their number already."""
    return not _number(first) or _number(first) != _number(second)


def _pairs(case: LogCase, key: Callable[[Request], object]) -> Iterator[tuple[Request, Request]]:
    """Yield every later row of the same key with the first one."""
    first: dict[object, Request] = {}
    for request in case.log.requests:
        found = key(request)
        if found is not None:
            if found in first:
                yield first[found], request
            first.setdefault(found, request)


def _one_in_part(case: LogCase, first: Request, second: Request) -> bool:
    """Tell whether of two rows one says that a part was given, and the other says otherwise."""
    partial = case.edition.named.requests.partial
    rows = {case.words.outcomes.get(request.outcome) for request in (first, second)}
    return partial in rows and len(rows - {None}) > 1
