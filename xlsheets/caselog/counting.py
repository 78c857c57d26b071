"""Case log -> the numbers of the report, each with the rows it was counted from.

新收 + 上年结转 = 总计 + 结转下年度 holds whatever the rows say: every row that the year counts has one origin and one
ending, and both are counted under the same kind of applicant.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from xlsheets.caselog.clock import Clock
from xlsheets.caselog.columns import DECISIONS, DISPUTES, DOCUMENTS, REQUESTS
from xlsheets.caselog.words import (
    CARRIED_IN,
    CARRIED_OUT,
    CHANNELS,
    LATER,
    LONG_DECIDED,
    NEW,
    YES,
    log_words,
)
from xlsheets.caselog.workdays import Workdays

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping, Sequence

    from xlsheets.basics.numbers import Number
    from xlsheets.caselog.records import CaseLog, Decision, Dispute, Document, Request
    from xlsheets.caselog.words import Words
    from xlsheets.schema import Cell
    from xlsheets.schema.cells import TableRow


@dataclass(frozen=True)
class Tally:
    """What one log comes to.

    Args:
        log: the log.
        today: the day the clocks are read.
    """

    log: CaseLog
    today: datetime.date

    @cached_property
    def words(self) -> Words:
        return log_words(self.log.edition)

    @cached_property
    def workdays(self) -> Workdays:
        return Workdays(self.log.year, self.log.days_off)

    @cached_property
    def clocks(self) -> tuple[Clock, ...]:
        """The clock of every request."""
        outcomes = frozenset(self.words.outcomes)
        return tuple(
            Clock(request, self.workdays, outcomes, self.today) for request in self.log.requests
        )

    # Rows ---------------------------------------------------------------------------------------

    def dispute_ending(self, dispute: Dispute) -> str:
        """Return 年末情况 of a dispute: its result, that it is pending, or that the year does not count it."""
        if dispute.arrived is None:
            return ""
        if dispute.arrived.year > self.log.year:
            return LATER
        decided = dispute.closed if dispute.result in self.words.results else None
        if decided and decided.year < self.log.year:
            return LONG_DECIDED
        return dispute.result if decided and decided.year == self.log.year else self.words.pending

    def document_marks(self, document: Document) -> tuple[str, str, str]:
        """Return whether a document was issued and repealed in the year, and is in force at its end."""
        year, dated, ended = self.log.year, document.dated, document.ended
        issued = dated is not None and dated.year == year
        repealed = ended is not None and ended.year == year
        valid = dated is not None and dated.year <= year and not (ended and ended.year <= year)
        return tuple(YES if mark else "" for mark in (issued, repealed, valid))  # type: ignore[return-value]

    def decided(self, decision: Decision) -> int | None:
        """Return how many decisions of the year a row stands for; None when it is not of the year."""
        if decision.dated is None or decision.dated.year != self.log.year:
            return None
        if "count" in decision.odd:
            return 0
        return 1 if decision.count is None else max(0, int(decision.count))

    # Numbers ------------------------------------------------------------------------------------

    @cached_property
    def rows(self) -> Mapping[Cell, tuple[tuple[str, int], ...]]:
        """Map every typed cell that is counted to the sheet and row of each of its entries."""
        found: dict[Cell, list[tuple[str, int]]] = {cell: [] for cell in self._countable()}
        for sheet, row, cell in self._entries():
            found[cell].append((sheet, row))
        return {cell: tuple(rows) for cell, rows in found.items()}

    @cached_property
    def figures(self) -> Mapping[Cell, int]:
        """Map every typed cell of the report that the log counts to its number."""
        found = {cell: len(rows) for cell, rows in self.rows.items()}
        return found | self._decisions()

    def _countable(self) -> Iterator[Cell]:
        asked = self.log.edition.named.requests
        stages = (asked.received, asked.carried_over, *self.words.outcomes.values())
        for row in (*stages, asked.carried_forward):
            for column in self.words.classes.values():
                yield row.at(column)
        for cells in self.words.remedies.values():
            yield from cells.values()
        for counted in self.words.documents.values():
            yield from filter(None, counted)
        if self.log.decisions:
            yield from self.words.decisions.values()

    def _entries(self) -> Iterator[tuple[str, int, Cell]]:
        """Yield sheet, row and cell of everything that is counted."""
        for clock in self.clocks:
            for cell in self._cells_of(clock):
                yield REQUESTS.key, clock.request.row, cell
        for dispute in self.log.disputes:
            cells = self.words.remedies.get(dispute.remedy, {})
            if self.dispute_ending(dispute) in cells:
                yield DISPUTES.key, dispute.row, cells[self.dispute_ending(dispute)]
        yield from self._document_entries()
        for decision in self.log.decisions:
            if decision.sort in self.words.decisions and self.decided(decision):
                yield DECISIONS.key, decision.row, self.words.decisions[decision.sort]

    def _document_entries(self) -> Iterator[tuple[str, int, Cell]]:
        for document in self.log.documents:
            counted = self.words.documents.get(document.sort)
            marked = zip(self.document_marks(document), counted, strict=True) if counted else ()
            for mark, cell in marked:
                if mark and cell:
                    yield DOCUMENTS.key, document.row, cell

    def _cells_of(self, clock: Clock) -> Iterator[Cell]:
        """Yield the two cells of 表三 a request counts in: where it came from, and where it went."""
        column = self.words.classes.get(clock.request.kind)
        if column and clock.of_the_year:
            yield self.origin_row(clock.origin).at(column)
            yield self.ending_row(clock.ending).at(column)

    def origin_row(self, origin: str) -> TableRow:
        """Return the row of 表三 that counts an origin."""
        asked = self.log.edition.named.requests
        return {NEW: asked.received, CARRIED_IN: asked.carried_over}[origin]

    def ending_row(self, ending: str) -> TableRow:
        """Return the row of 表三 that counts an ending."""
        if ending == CARRIED_OUT:
            return self.log.edition.named.requests.carried_forward
        return self.words.outcomes[ending]

    def _decisions(self) -> dict[Cell, int]:
        counts: dict[Cell, int] = defaultdict(int)
        if self.log.decisions:
            counts |= dict.fromkeys(self.words.decisions.values(), 0)
        for decision in self.log.decisions:
            cell = self.words.decisions.get(decision.sort)
            if cell:
                counts[cell] += self.decided(decision) or 0
        return dict(counts)

    # What the text tells ------------------------------------------------------------------------

    @cached_property
    def closed(self) -> tuple[Clock, ...]:
        """The requests that were answered in the year."""
        return tuple(clock for clock in self.clocks if clock.ending not in ("", CARRIED_OUT))

    @cached_property
    def channels(self) -> Mapping[str, int]:
        """How many requests of the year came in by each channel."""
        new = [clock.request.channel for clock in self.clocks if clock.origin == NEW]
        return {channel: new.count(channel) for channel in CHANNELS}

    @cached_property
    def extended(self) -> tuple[Request, ...]:
        """The requests answered in the year whose term was extended."""
        return tuple(clock.request for clock in self.closed if (clock.request.extension or 0) > 0)

    @cached_property
    def late(self) -> tuple[Request, ...]:
        """The requests that were answered in the year after their term."""
        return tuple(clock.request for clock in self.closed if clock.late)

    @cached_property
    def charged(self) -> tuple[Request, ...]:
        """The requests answered in the year for which a fee was collected."""
        return tuple(clock.request for clock in self.closed if (clock.request.charged or 0) > 0)

    @property
    def fee(self) -> Number:
        """What was collected for them, in 元."""
        return _sum([request.charged or 0 for request in self.charged])

    @property
    def facts(self) -> Mapping[str, Number]:
        """The facts of 基础数据 that the log counts, by their keys."""
        return {
            "late_replies": len(self.late),
            "fee_amount": self.fee,
            "fee_requests": len(self.charged),
        }


def _sum(amounts: Sequence[Number]) -> Number:
    total: Number = 0
    for amount in amounts:
        total += amount
    return total
