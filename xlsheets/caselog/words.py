"""Edition -> the words a case log is filled in with: what the drop-down lists offer, and the cell each stands for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from xlsheets.basics.patterns import pattern_of
from xlsheets.schema.spec import Group, Item, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from xlsheets.schema import Cell, Edition
    from xlsheets.schema.cells import TableRow
    from xlsheets.schema.spec import Node

# How a request can come in (条例第二十九条); the report has no cell for it.
CHANNELS = ("当面提交", "邮寄", "网络平台", "电子邮件", "传真", "其他方式")
# What a row says of itself in the columns that are computed.
NEW, CARRIED_IN, CARRIED_OUT = "本年新收", "上年结转", "结转下年度"
LATER = "以后年度"
LONG_CLOSED, LONG_DECIDED = "以前年度已办结", "以前年度已审结"
YES = "是"
IN_TIME, LATE, OVERDUE = "按期答复", "超期答复", "已超期"

_NUMERAL = pattern_of(r"（[一二三四五六七八九十]+）")
_EXPLANATION = pattern_of(r"(?<=.)（[^）]*）$")


@dataclass(frozen=True)
class Words:
    """The words of one edition; each stands once in the official form and is taken from there."""

    edition: Edition

    @cached_property
    def outcomes(self) -> Mapping[str, TableRow]:
        """Map the official outcomes, numbered as in 表三, to their rows."""
        asked = self.edition.named.requests
        stages = {asked.received.key, asked.carried_over.key, asked.carried_forward.key}
        rows = self.edition.blocks[asked.block].rows
        return {
            word: asked.received._replace(key=key)
            for word, key in _numbered(rows)
            if key not in stages
        }

    @cached_property
    def classes(self) -> Mapping[str, str]:
        """Map the kinds of applicants to the columns of 表三."""
        block = self.edition.blocks[self.edition.named.requests.block]
        return {leaf.label: leaf.key for leaf in leaves(block.columns) if isinstance(leaf, Item)}

    @cached_property
    def remedies(self) -> Mapping[str, Mapping[str, Cell]]:
        """Map the three remedies to the cell of every result they can have, 尚未审结 last."""
        return {
            remedy.name: {self._column_label(cell): cell for cell in remedy.results}
            for remedy in self.edition.named.remedies
        }

    @cached_property
    def results(self) -> tuple[str, ...]:
        """The results a dispute can end with."""
        review = self.edition.named.review
        return tuple(map(self._column_label, review.results[:-1]))

    @cached_property
    def pending(self) -> str:
        """What 表四 calls a dispute without a result."""
        return self._column_label(self.edition.named.review.pending)

    @cached_property
    def documents(self) -> Mapping[str, tuple[Cell | None, Cell | None, Cell | None]]:
        """Map the kinds of documents to the cells that count them: issued, repealed and in force."""
        return {
            self.edition.items[cells.row].label: (cells.issued, cells.repealed, cells.in_force)
            for cells in self.edition.named.documents
        }

    @cached_property
    def decisions(self) -> Mapping[str, Cell]:
        """Map the kinds of decisions to the cells that count them."""
        return {
            self.edition.items[cell.block, cell.row].label: cell
            for cell in self.edition.named.decisions
        }

    @cached_property
    def lists(self) -> Mapping[str, tuple[str, ...]]:
        """The words of every drop-down list, by what it is for."""
        return {
            "outcome": tuple(self.outcomes),
            "kind": tuple(self.classes),
            "channel": CHANNELS,
            "remedy": tuple(self.remedies),
            "result": self.results,
            "documents": tuple(self.documents),
            "decided": tuple(self.decisions),
        }

    def _column_label(self, cell: Cell) -> str:
        return self.edition.items[cell.block, cell.column].label


@lru_cache(maxsize=8)
def log_words(edition: Edition) -> Words:
    """Return the words of an edition."""
    return Words(edition)


def _numbered(nodes: tuple[Node, ...], numeral: str = "") -> Iterator[tuple[str, str]]:
    """Yield the rows that are typed by their label, with the numeral of the group it stands in: （三）1.属于国家秘密."""
    for node in nodes:
        if isinstance(node, Group):
            found = _NUMERAL.match(node.label)
            yield from _numbered(node.members, found[0] if found else "")
        elif isinstance(node, Item):
            yield numeral + _EXPLANATION.sub("", node.label), node.key
