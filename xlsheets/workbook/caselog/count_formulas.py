"""The numbers of 三张表: for every cell of the report, and every figure of the text, the formula that counts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.caselog.columns import DECISIONS, DISPUTES, DOCUMENTS, REQUESTS
from xlsheets.caselog.words import (
    CARRIED_IN,
    CARRIED_OUT,
    CHANNELS,
    LATE,
    NEW,
    YES,
    log_words,
)
from xlsheets.values import NamedTuple
from xlsheets.workbook.caselog.places import column_entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlsheets.basics.numbers import Number
    from xlsheets.caselog.columns import LogSheet
    from xlsheets.caselog.counting import Tally
    from xlsheets.schema import Cell, Edition


class CellCount(NamedTuple):
    """How a number is counted.

    Args:
        formula: with its equals sign.
        sheet: the list it is counted from.
        column: the key of the column to filter first.
        tip: how to see the rows it was counted from.
    """

    formula: str
    sheet: LogSheet
    column: str
    tip: str


class Told(NamedTuple):
    """A figure of the text: what it is, its unit, how it is counted, and what it comes to."""

    label: str
    unit: str
    counted: CellCount
    value: Number


def count_formulas(edition: Edition) -> dict[Cell, CellCount]:
    """Map every typed cell of the report that can be counted to how it is."""
    return dict(
        (*_requests(edition), *_disputes(edition), *_documents(edition), *_decisions(edition))
    )


def _where(sheet: LogSheet, chosen: Mapping[str, str], column: str) -> CellCount:
    """Return the count of the rows in which columns hold these words."""
    terms = ",".join(f'{column_entries(sheet, key)},"{word}"' for key, word in chosen.items())
    return CellCount(f"=COUNTIFS({terms})", sheet, column, _tip(sheet, chosen))


def _tip(sheet: LogSheet, chosen: Mapping[str, str]) -> str:
    picked = "，".join(f"“{sheet.heading(key)}”筛选“{word}”" for key, word in chosen.items())
    return f"看是哪几行：在“{sheet.name}”表里，{picked}。"


def _requests(edition: Edition) -> Iterator[tuple[Cell, CellCount]]:
    words, asked = log_words(edition), edition.named.requests
    origins = {NEW: asked.received, CARRIED_IN: asked.carried_over}
    endings = {**words.outcomes, CARRIED_OUT: asked.carried_forward}
    for column, rows in (("origin", origins), ("ending", endings)):
        for word, row in rows.items():
            for kind, key in words.classes.items():
                yield row.at(key), _where(REQUESTS, {column: word, "kind": kind}, column)


def _disputes(edition: Edition) -> Iterator[tuple[Cell, CellCount]]:
    for remedy, cells in log_words(edition).remedies.items():
        for result, cell in cells.items():
            yield cell, _where(DISPUTES, {"remedy": remedy, "ending": result}, "ending")


def _documents(edition: Edition) -> Iterator[tuple[Cell, CellCount]]:
    for sort, cells in log_words(edition).documents.items():
        for mark, cell in zip(("made", "gone", "valid"), cells, strict=True):
            if cell:
                yield cell, _where(DOCUMENTS, {"sort": sort, mark: YES}, mark)


def _decisions(edition: Edition) -> Iterator[tuple[Cell, CellCount]]:
    for sort, cell in log_words(edition).decisions.items():
        counts, sorts = column_entries(DECISIONS, "counted"), column_entries(DECISIONS, "sort")
        tip = _tip(DECISIONS, {"sort": sort})
        yield cell, CellCount(f'=SUMIFS({counts},{sorts},"{sort}")', DECISIONS, "counted", tip)


def told(tally: Tally) -> Iterator[Told]:
    """Yield the figures that the text tells and no table asks for."""
    for channel in CHANNELS:
        counted = _where(REQUESTS, {"channel": channel, "origin": NEW}, "channel")
        yield Told(f"本年新收中，{channel}的", "件", counted, tally.channels[channel])
    closed = f'{column_entries(REQUESTS, "ending")},"<>{CARRIED_OUT}",{column_entries(REQUESTS, "origin")}'
    both = (NEW, CARRIED_IN)

    def summed(function: str, terms: str) -> str:
        return "=" + "+".join(f'{function}({terms},{closed},"{origin}")' for origin in both)

    for label, unit, key, formula, value in (
        (
            "本年答复中，延长期限的",
            "件",
            "extension",
            summed("COUNTIFS", f'{column_entries(REQUESTS, "extension")},">0"'),
            len(tally.extended),
        ),
        (
            "本年答复中，超过法定期限的",
            "件",
            "state",
            summed("COUNTIFS", f'{column_entries(REQUESTS, "state")},"{LATE}"'),
            len(tally.late),
        ),
        (
            "本年答复中，收取信息处理费的",
            "件",
            "charged",
            summed("COUNTIFS", f'{column_entries(REQUESTS, "charged")},">0"'),
            len(tally.charged),
        ),
        (
            "本年答复中，收取的信息处理费",
            "元",
            "charged",
            summed(
                "SUMIFS",
                f'{column_entries(REQUESTS, "charged")},{column_entries(REQUESTS, "charged")},">0"',
            ),
            tally.fee,
        ),
    ):
        tip = f"看是哪几行：在“{REQUESTS.name}”表里筛选“{REQUESTS.heading(key)}”。"
        yield Told(label, unit, CellCount(formula, REQUESTS, key, tip), value)
