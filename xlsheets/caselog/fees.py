"""政府信息公开信息处理费: what the scale of 国办函〔2020〕109号 comes to for the requests of one applicant in one month."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsheets.basics.numbers import Number
    from xlsheets.caselog.records import Request

# Up to so many pieces, and what each of them costs in 元; every further ten cost 100 元 more each.
_FREE_PIECES, _FIRST_STEP, _STEP, _RISE = 10, 30, 10, 100
# Up to so many pages, and what each of them costs in 元; None is without end.
_PAGES = ((30, 0), (100, 10), (200, 20), (None, 40))


class MonthlyFee(NamedTuple):
    """What the requests of one applicant in one month were charged by the piece, and what the scale gives."""

    requests: tuple[Request, ...]
    charged: Number
    due: int


def fee_by_pieces(count: int) -> int:
    """Return what so many pieces of one applicant in one month cost, in 元."""
    due, price, upto = 0, _RISE, _FIRST_STEP
    left = count - _FREE_PIECES
    room = upto - _FREE_PIECES
    while left > 0:
        taken = min(left, room)
        due, left = due + taken * price, left - taken
        price, room = price + _RISE, _STEP
    return due


def fee_by_pages(pages: int) -> int:
    """Return what the pages given on one request cost, in 元."""
    due, below = 0, 0
    for upto, price in _PAGES:
        taken = max(0, (pages if upto is None else min(pages, upto)) - below)
        due, below = due + taken * price, upto or below
    return due


def monthly_fees(requests: Iterable[Request]) -> list[MonthlyFee]:
    """Return the fees by the piece: of each applicant and month one; an applicant without 代号 is alone."""
    months: dict[tuple[object, ...], list[Request]] = defaultdict(list)
    for request in requests:
        if request.pieces and "pieces" not in request.odd and request.arrived:
            who = request.requester or request.row
            months[who, request.arrived.year, request.arrived.month].append(request)
    return [
        MonthlyFee(
            tuple(group),
            sum((request.charged or 0 for request in group), start=0),
            fee_by_pieces(sum(int(request.pieces or 0) for request in group)),
        )
        for group in months.values()
    ]
