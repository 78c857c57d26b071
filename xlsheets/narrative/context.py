"""Report -> what a phrase may speak of: unit, year, facts, and the tables that are filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.narrative.logged import logged
from xlsheets.narrative.number_words import CountedMember
from xlsheets.schema import Cell
from xlsheets.schema.facts import FACTS
from xlsheets.schema.spec import Group, Item, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlsheets.basics.numbers import Number
    from xlsheets.caselog.counting import Tally
    from xlsheets.report import Report
    from xlsheets.schema.cells import DocumentCells, TableRow
    from xlsheets.schema.spec import Table

_NUMBERING = pattern_of(r"^(?:（[一二三四五六七八九十]+）|\d+\.)")
_REMARK = pattern_of(r"（.+）$")


@dataclass(frozen=True, slots=True)
class Documents:
    """One kind of document in 表二, in 件; None for what the edition does not ask."""

    issued: Number
    repealed: Number | None
    in_force: Number | None


@dataclass(frozen=True, slots=True)
class Proactive:
    """表二: documents, decisions, and 行政事业性收费 in 万元, where the edition asks for the amount."""

    rules: Documents
    normative: Documents
    decisions: tuple[CountedMember, ...]
    fees: Number | None


@dataclass(frozen=True, slots=True)
class Requests:
    """表三, column 总计: the requests of the year and what became of them, in 件."""

    received: Number
    carried_over: Number
    handled: Number
    carried_forward: Number
    granted: Number
    partial: Number
    disclosed: Number
    fee_unpaid: Number
    requesters: tuple[CountedMember, ...]
    outcomes: tuple[CountedMember, ...]
    grounds: tuple[CountedMember, ...]


@dataclass(frozen=True, slots=True)
class Remedies:
    """表四: cases of each kind and their results, in 件."""

    reviews: Number
    suits: Number
    corrected: Number
    review_results: tuple[CountedMember, ...]
    suit_paths: tuple[CountedMember, ...]
    suit_results: tuple[CountedMember, ...]


def blank_tables(report: Report) -> tuple[str, ...]:
    """Return the tables that still have blank cells, as people call them."""
    return tuple(table.number for table in report.edition.tables if _blank(report, table))


def _blank(report: Report, table: Table) -> bool:
    keys = {block.key for block in table.blocks}
    return any(
        cell.block in keys and cell not in report.figures for cell in report.edition.typed_cells
    )


def unbalanced_tables(report: Report) -> tuple[str, ...]:
    """Return the tables without blanks whose figures contradict each other: nothing is told of them."""
    wrong = {*_broken_identities(report), *_wrong_totals(report)}
    numbers = {report.edition.table_of[block].number for block in wrong}
    blank = blank_tables(report)
    tables = (table.number for table in report.edition.tables)
    return tuple(number for number in tables if number in numbers and number not in blank)


def _broken_identities(report: Report) -> Iterator[str]:
    for identity in report.edition.identities:
        for column in report.edition.blocks[identity.block].column_leaves:
            left, right = (
                sum(report.values.get(Cell(identity.block, row, column.key), 0) for row in side)
                for side in (identity.left, identity.right)
            )
            if left != right:
                yield identity.block


def _wrong_totals(report: Report) -> Iterator[str]:
    """Yield the blocks in which the source states another total than the sum."""
    for cell, number in report.stated.items():
        if number != report.values.get(cell):
            yield cell.block


def context(
    report: Report, previous: Report | None = None, tally: Tally | None = None
) -> dict[str, object]:
    """Return the variables of the phrases; a table with blank cells, or that does not balance, is None.

    A fact that is blank is told as the case log has it, where there is one that agrees with the report.
    """
    added = logged(report, tally) if tally else None
    facts = {**(added.facts if added else {}), **report.facts}
    profile, edition = report.profile, report.edition
    level = edition.level(profile.level)
    return {
        "unit": profile.unit,
        "year": profile.year,
        "profile": profile,
        "government": bool(level and level.government),
        "notice": edition.document,
        "asks_fees": any(section.reports_fees for section in edition.prose),
        "unbalanced": unbalanced_tables(report),
        "facts": {fact.key: facts.get(fact.key) for fact in FACTS},
        "log": added,
        **_tables(report),
        "last": _tables(previous) if previous else None,
    }


def _tables(report: Report) -> dict[str, Proactive | Requests | Remedies | None]:
    named, wanting = report.edition.named, (*blank_tables(report), *unbalanced_tables(report))

    def filled_in(cell: Cell) -> bool:
        return report.edition.table_of[cell.block].number not in wanting

    received = named.requests.total(named.requests.received)
    return {
        "proactive": _proactive(report) if filled_in(named.licensing) else None,
        "requests": _requests(report) if filled_in(received) else None,
        "remedies": _remedies(report) if filled_in(named.review.total) else None,
    }


def _value(report: Report, cell: Cell | None) -> Number | None:
    return report.values[cell] if cell else None


def _documents(report: Report, held: DocumentCells) -> Documents:
    return Documents(
        report.values[held.issued], _value(report, held.repealed), _value(report, held.in_force)
    )


def _proactive(report: Report) -> Proactive:
    named, labels = report.edition.named, report.edition.row_labels
    return Proactive(
        _documents(report, named.rules),
        _documents(report, named.normative),
        tuple(
            CountedMember(f"{labels[cell.block, cell.row][-1]}决定", report.values[cell])
            for cell in named.decisions
        ),
        _value(report, named.fees),
    )


def _requests(report: Report) -> Requests:
    asked = report.edition.named.requests

    def everyone(row: TableRow) -> Number:
        return report.values[asked.total(row)]

    return Requests(
        received=everyone(asked.received),
        carried_over=everyone(asked.carried_over),
        handled=everyone(asked.handled),
        carried_forward=everyone(asked.carried_forward),
        granted=everyone(asked.granted),
        partial=everyone(asked.partial),
        disclosed=everyone(asked.granted) + everyone(asked.partial),
        fee_unpaid=everyone(asked.fee_unpaid) if asked.fee_unpaid else 0,
        requesters=_requesters(report),
        outcomes=tuple(_outcomes(report)),
        grounds=tuple(
            CountedMember(_plain(report.edition.row_labels[row][-1]), everyone(row))
            for row in asked.denied
        ),
    )


def _requesters(report: Report) -> tuple[CountedMember, ...]:
    """Return who asked; 其他 alone would not say that an organisation is meant."""
    asked = report.edition.named.requests
    columns = report.edition.blocks[asked.block].column_leaves
    return tuple(
        CountedMember(
            "其他组织" if leaf.key == asked.other_organisation else leaf.label,
            report.values[asked.received.at(leaf.key)],
        )
        for leaf in columns
        if leaf.key != asked.everyone
    )


def _outcomes(report: Report) -> Iterator[CountedMember]:
    """Yield （一）予以公开 to （六）其他处理, a group as the sum of its rows."""
    asked = report.edition.named.requests
    rows = report.edition.blocks[asked.block].rows
    results = next(node for node in rows if isinstance(node, Group))
    for node in results.members:
        keys = [leaf.key for leaf in leaves((node,)) if isinstance(leaf, Item)]
        if keys:
            cells = (Cell(asked.block, key, asked.everyone) for key in keys)
            yield CountedMember(_plain(node.label), sum(report.values[cell] for cell in cells))


def _plain(label: str) -> str:
    """Return a label as a sentence uses it: without its number and without the remark after it."""
    return _REMARK.sub("", _NUMBERING.sub("", label))


def _remedies(report: Report) -> Remedies:
    values, named = report.values, report.edition.named
    suits = (named.direct, named.after_review)
    labels = [
        report.edition.column_labels[cell.block, cell.column][-1] for cell in named.review.results
    ]
    return Remedies(
        reviews=values[named.review.total],
        suits=sum(values[remedy.total] for remedy in suits),
        corrected=sum(values[remedy.corrected] for remedy in named.remedies),
        review_results=tuple(
            CountedMember(label, values[cell])
            for label, cell in zip(labels, named.review.results, strict=True)
        ),
        suit_paths=tuple(CountedMember(remedy.name, values[remedy.total]) for remedy in suits),
        suit_results=tuple(
            CountedMember(label, values[direct] + values[later])
            for label, direct, later in zip(
                labels, named.direct.results, named.after_review.results, strict=True
            )
        ),
    )
