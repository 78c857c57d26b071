"""Report and the numbers of its case log -> what a phrase may tell that no table asks for; nothing where the two disagree."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlsheets.narrative.number_words import CountedMember

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsheets.basics.numbers import Number
    from xlsheets.caselog.counting import Tally
    from xlsheets.report import Report


@dataclass(frozen=True, slots=True)
class Logged:
    """What a case log adds to a report that agrees with it.

    Args:
        channels: how many requests of the year came by each channel; none where a row does not say.
        extended: how many of the requests answered in the year had their term extended.
        facts: the facts of 基础数据 that it counts, by their keys.
    """

    channels: tuple[CountedMember, ...] = ()
    extended: int = 0
    facts: Mapping[str, Number] = field(default_factory=dict)


def logged(report: Report, tally: Tally) -> Logged | None:
    """Return what a log adds to a report; None where 表三 is another one than the log comes to."""
    asked = report.edition.named.requests
    counted = {cell: count for cell, count in tally.figures.items() if cell.block == asked.block}
    if any(report.figures.get(cell) != count for cell, count in counted.items()):
        return None
    received = report.values[asked.total(asked.received)]
    channels = tuple(CountedMember(name, count) for name, count in tally.channels.items())
    whole = sum(tally.channels.values()) == received
    return Logged(channels if whole else (), len(tally.extended), tally.facts)


def log_note(report: Report, tally: Tally) -> str:
    """Say what the text takes from a log, or why it takes nothing."""
    source = tally.log.source
    if logged(report, tally) is None:
        return (
            f"表三的数与登记簿“{source}”不同，登记簿里的收到方式、延期、超期没有写进正文；"
            "请先从登记簿计数（log count --into），再起草一次。"
        )
    return f"收到方式、延期，以及“基础数据”里没有填的超期答复、信息处理费，取自登记簿“{source}”。"
