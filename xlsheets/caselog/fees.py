"""政府信息公开信息处理费: what the scale of 国办函〔2020〕109号 comes to for the requests of one applicant in one month."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xlsheets.basics.numbers import Number
    from xlsheets.caselog.records import Request

# Up to so many pieces, and what each of them costs in 元; every further ten cost 100 元 more each.
_FREE_PIECES, _FIRST_STEP, _STEP, _RISE = 10, 30, 10, 100
# Up to so many pages, and what each of them costs in 元; None is without end.
_PAGES = ((30, 0), (100, 10), (200, 20), (None, 40))


class FeeDue(NamedTuple):
    """What the scale gives for the requests of one applicant in one month by the piece, or for one by the page.

    Args:
        requests: the requests.
        unit: 件 or 页.
        amount: how many of them.
        due: the fee that the scale gives, in 元.
        charged: what was collected, in 元.
    """

    requests: tuple[Request, ...]
    unit: str
    amount: int
    due: int
    charged: Number


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


def fees_due(requests: Sequence[Request]) -> list[FeeDue]:
    """Return the fees: by the piece one of each applicant and month, then by the page one of each request.

    An applicant without 代号 is alone. A request with both pieces and pages goes by the piece.
    """
    months: dict[tuple[object, ...], list[Request]] = defaultdict(list)
    for request in requests:
        if _whole(request.pieces) and request.arrived:
            who = request.requester or request.row
            months[who, request.arrived.year, request.arrived.month].append(request)
    by_piece = (
        _due(group, "件", sum(_whole(request.pieces) for request in group), fee_by_pieces)
        for group in months.values()
    )
    by_page = (
        _due([request], "页", _whole(request.pages), fee_by_pages)
        for request in requests
        if _whole(request.pages) and not request.pieces
    )
    return [*by_piece, *by_page]


def _whole(count: Number | None) -> int:
    """Return a count above 0; 0 for anything else."""
    return count if isinstance(count, int) and count > 0 else 0


def _due(requests: Sequence[Request], unit: str, count: int, scale: Callable[[int], int]) -> FeeDue:
    charged: Number = 0
    for request in requests:
        charged += request.charged or 0
    return FeeDue(tuple(requests), unit, count, scale(count), charged)
