"""Report -> what a phrase may speak of: unit, year, facts, and the tables that are filled in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsheets.narrative.number_words import CountedMember
from xlsheets.schema import Cell
from xlsheets.schema.facts import FACTS
from xlsheets.schema.spec import Group

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsheets.basics.numbers import Number
    from xlsheets.report import Report
    from xlsheets.schema.spec import Leaf, Node, Table

_NUMBERING = re.compile(r"^(?:（[一二三四五六七八九十]+）|\d+\.)")
_REMARK = re.compile(r"（.+）$")


@dataclass(frozen=True, slots=True)
class Documents:
    """One kind of document in 表二, in 件."""

    issued: Number
    repealed: Number
    in_force: Number


@dataclass(frozen=True, slots=True)
class Proactive:
    """表二: documents, decisions, and 行政事业性收费 in 万元."""

    rules: Documents
    normative: Documents
    decisions: tuple[CountedMember, ...]
    fees: Number


@dataclass(frozen=True, slots=True)
class Requests:
    """表三, column 总计: the requests of the year and what became of them, in 件."""

    received: Number
    carried_over: Number
    handled: Number
    carried_forward: Number
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


def context(report: Report, previous: Report | None = None) -> dict[str, object]:
    """Return the variables of the phrases; a table with blank cells is None."""
    profile, edition = report.profile, report.edition
    level = edition.level(profile.level)
    return {
        "unit": profile.unit,
        "year": profile.year,
        "profile": profile,
        "government": bool(level and level.government),
        "notice": edition.document,
        "facts": {fact.key: report.facts.get(fact.key) for fact in FACTS},
        **_tables(report),
        "last": _tables(previous) if previous else None,
    }


def _tables(report: Report) -> dict[str, Proactive | Requests | Remedies | None]:
    blank = blank_tables(report)
    return {
        "proactive": None if "表二" in blank else _proactive(report),
        "requests": None if "表三" in blank else _requests(report),
        "remedies": None if "表四" in blank else _remedies(report),
    }


def _documents(values: Mapping[Cell, Number], row: str) -> Documents:
    return Documents(
        *(values[Cell("pro1", row, column)] for column in ("issued", "repealed", "in_force"))
    )


def _proactive(report: Report) -> Proactive:
    values = report.values
    decisions = tuple(
        CountedMember(f"{leaf.label}决定", values[Cell(key, leaf.key, "decisions")])
        for key in ("pro5", "pro6")
        for leaf in report.edition.blocks[key].row_leaves
    )
    return Proactive(
        _documents(values, "rules"),
        _documents(values, "normative"),
        decisions,
        values[Cell("pro8", "fees", "amount")],
    )


def _requests(report: Report) -> Requests:
    def everyone(row: str) -> Number:
        return report.values[Cell("req", row, "all")]

    outcomes = _outcomes(report)
    return Requests(
        received=everyone("received"),
        carried_over=everyone("carried_over"),
        handled=everyone("handled"),
        carried_forward=everyone("carried_forward"),
        disclosed=everyone("granted") + everyone("partial"),
        fee_unpaid=everyone("fee_unpaid"),
        requesters=_requesters(report),
        outcomes=tuple(
            CountedMember(_plain(node.label), _count(report, node)) for node in outcomes
        ),
        grounds=_grounds(report, outcomes),
    )


def _requesters(report: Report) -> tuple[CountedMember, ...]:
    """Return who asked; 其他 alone would not say that an organisation is meant."""
    leaves = [leaf for leaf in report.edition.blocks["req"].column_leaves if leaf.key != "all"]
    return tuple(
        CountedMember(
            "其他组织" if leaf.key == "other_entity" else leaf.label,
            report.values[Cell("req", "received", leaf.key)],
        )
        for leaf in leaves
    )


def _outcomes(report: Report) -> list[Node]:
    """Return the nodes （一）予以公开 to （六）其他处理."""
    rows = report.edition.blocks["req"].rows
    results = next(node for node in rows if isinstance(node, Group))
    return [node for node in results.members if _is_outcome(node)]


def _is_outcome(node: Node) -> bool:
    return isinstance(node, Group) or node.key != "handled"


def _count(report: Report, node: Node) -> Number:
    if isinstance(node, Group):
        return sum(_count(report, member) for member in node.members)
    return report.values[Cell("req", node.key, "all")]


def _grounds(report: Report, outcomes: list[Node]) -> tuple[CountedMember, ...]:
    members = (
        node.members
        for node in outcomes
        if isinstance(node, Group) and _plain(node.label) == "不予公开"
    )
    return tuple(
        CountedMember(_plain(ground.label), _count(report, ground)) for ground in next(members, ())
    )


def _plain(label: str) -> str:
    """Return a label as a sentence uses it: without its number and without the remark after it."""
    return _REMARK.sub("", _NUMBERING.sub("", label))


def _remedies(report: Report) -> Remedies:
    def cases(column: str) -> Number:
        return report.values[Cell("rem", "cases", column)]

    results = _results(report)
    paths = (("未经复议直接起诉", "direct"), ("复议后起诉", "after_review"))
    suits = tuple(CountedMember(label, cases(f"{path}_all")) for label, path in paths)
    return Remedies(
        reviews=cases("review_all"),
        suits=cases("direct_all") + cases("after_review_all"),
        corrected=sum(cases(f"{path}_corrected") for path in ("review", "direct", "after_review")),
        review_results=tuple(CountedMember(leaf.label, cases(leaf.key)) for leaf in results),
        suit_paths=suits,
        suit_results=tuple(
            CountedMember(leaf.label, cases(f"direct_{end}") + cases(f"after_review_{end}"))
            for leaf in results
            for end in (leaf.key.removeprefix("review_"),)
        ),
    )


def _results(report: Report) -> list[Leaf]:
    """Return the four results of 行政复议; those of 行政诉讼 have the same names."""
    leaves = report.edition.blocks["rem"].column_leaves
    return [leaf for leaf in leaves if leaf.key.startswith("review_") and leaf.key != "review_all"]
