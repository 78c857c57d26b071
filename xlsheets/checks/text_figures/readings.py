"""Words of a sentence -> the table numbers they lawfully mean, each a sum of cells."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from xlsheets.checks.prose.kinds import Kind
from xlsheets.checks.prose.sentences.topics import Topic
from xlsheets.checks.prose.table_words import LEGAL, applicant_columns, outcome_words
from xlsheets.schema import edition_named
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from xlsheets.basics.numbers import Number
    from xlsheets.checks.prose.kinds import Token
    from xlsheets.checks.rule.spec import Case
    from xlsheets.schema import Cell, Edition
    from xlsheets.schema.cells import DocumentCells, TableRow


class Reading(NamedTuple):
    """One lawful meaning of a number: the cells added, and those taken away."""

    label: str
    plus: tuple[Cell, ...]
    minus: tuple[Cell, ...] = ()

    def value(self, case: Case) -> Number | None:
        """Return the number; None when a cell it rests on is blank or unusable."""
        plus = [case.value(cell) for cell in self.plus]
        minus = [case.value(cell) for cell in self.minus]
        if None in plus or None in minus:
            return None
        return sum(value or 0 for value in plus) - sum(value or 0 for value in minus)

    def name(self, edition: Edition) -> str:
        """Return the path of the cell, or the label of a sum with its table."""
        if len(self.plus) == 1 and not self.minus:
            return edition.path(self.plus[0])
        return f"{edition.table_of[self.plus[0].block].number} › {self.label}"


class Rows(NamedTuple):
    """Rows of 表三 that a word means, before the applicant class is known."""

    label: str
    everyone: str
    plus: tuple[TableRow, ...]
    minus: tuple[TableRow, ...] = ()

    def reading(self, columns: tuple[str, ...] = (), label: str = "") -> Reading:
        """Return the reading in these columns; in the column 总计 when none is given."""
        columns = columns or (self.everyone,)
        plus = tuple(row.at(column) for row in self.plus for column in columns)
        minus = tuple(row.at(column) for row in self.minus for column in columns)
        return Reading(" › ".join(filter(None, (self.label, label))), plus, minus)


class Stages(NamedTuple):
    """What a request count may speak of when it names no outcome; the first reading is the likeliest."""

    new: tuple[Rows, ...]
    intake: tuple[Rows, ...]
    handled: tuple[Rows, ...]
    new_handled: tuple[Rows, ...]
    carried_over: tuple[Rows, ...]
    carried_forward: tuple[Rows, ...]

    @property
    def whole(self) -> tuple[Reading, ...]:
        """What all requests of the year may mean: received, with those carried over, handled."""
        return tuple(rows.reading() for rows in (*self.intake, *self.handled))


def stages(edition: Edition) -> Stages:
    """Return the stages of 表三 in an edition."""
    return _stages(edition.key)


@lru_cache(maxsize=8)
def _stages(edition_key: str) -> Stages:
    asked = edition_named(edition_key).named.requests
    new = Rows("本年新收", asked.everyone, (asked.received,))
    both = Rows("新收加上年结转", asked.everyone, (asked.received, asked.carried_over))
    new_handled = Rows(
        "办理结果总计（不含上年结转）", asked.everyone, (asked.handled,), (asked.carried_over,)
    )
    return Stages(
        new=(new,),
        intake=(new, both),
        handled=(Rows("办理结果总计", asked.everyone, (asked.handled,)),),
        new_handled=(new_handled,),
        carried_over=(Rows("上年结转", asked.everyone, (asked.carried_over,)),),
        carried_forward=(Rows("结转下年度", asked.everyone, (asked.carried_forward,)),),
    )


def outcomes(edition: Edition, words: Sequence[Token]) -> tuple[Rows, ...]:
    """Return the result rows that words name, added up; a reason counts instead of its group."""
    known = outcome_words(edition)
    named = [known[token.word] for token in words if token.kind is Kind.OUTCOME]
    if not named:
        return ()
    if _bare_beside_partial(words):
        named.insert(0, (edition.named.requests.granted,))
    exact = [rows for rows in named if not any(set(other) < set(rows) for other in named)]
    if any(token.word == "等" for token in words):
        # 因不掌握等原因无法提供: the reason is only one of those of its group.
        exact = [rows for rows in named if not any(set(rows) < set(other) for other in named)]
    plus = tuple(dict.fromkeys(row for rows in exact for row in rows))
    labels = dict.fromkeys(
        edition.row_labels[rows[0]][0 if len(rows) > 1 else -1] for rows in exact
    )
    label = "、".join(labels) + ("合计" if len(plus) > 1 else "")
    return (Rows(label, edition.named.requests.everyone, plus),)


def _bare_beside_partial(words: Sequence[Token]) -> bool:
    """Tell whether 公开 beside 部分公开 is the outcome: 公开和部分公开的合计21件."""
    return any(
        one.word == "公开" and join.kind is Kind.JOIN and other.word == "部分公开"
        for one, join, other in zip(words, words[1:], words[2:], strict=False)
    )


def others(edition: Edition, code: str) -> tuple[Reading, ...]:
    """Return the numbers of a table that a figure judged by a rule may mean besides those it names.

    What was received and what was handled are no parts of each other: 新收 that holds what came over is a mistake.
    """
    return _others(edition.key, code)


@lru_cache(maxsize=32)
def _others(edition_key: str, code: str) -> tuple[Reading, ...]:
    edition = edition_named(edition_key)
    if code == "N201":
        kinds = [{kind} for kind, _ in _DOCUMENTS]
        return tuple(
            reading
            for topic in (Topic.NORMATIVE, Topic.RULES)
            for one in kinds
            for reading in documents(edition, topic, one)
        )
    if code not in _OF_REQUESTS:
        return ()
    known, asked = stages(edition), edition.named.requests
    whole = (*known.intake, *known.handled)
    rows = [Rows("", asked.everyone, one) for one in dict.fromkeys(outcome_words(edition).values())]
    rows += [*disclosed(edition), *known.carried_over, *known.carried_forward]
    rows += whole if code not in ("N301", "N302") else ()
    legal, _ = applicant_columns(edition, (LEGAL,))
    columns = ((asked.person,), legal)
    return (
        *(one.reading() for one in rows),
        *(one.reading(of) for one in whole for of in columns),
    )


_OF_REQUESTS = ("N301", "N302", "N303", "N304", "N305")


def granted(edition: Edition) -> tuple[Rows, ...]:
    """Return the row （一）予以公开."""
    asked = edition.named.requests
    return (Rows("予以公开", asked.everyone, (asked.granted,)),)


def disclosed(edition: Edition) -> tuple[Rows, ...]:
    """Return the rows （一）予以公开 and （二）部分公开, together."""
    asked = edition.named.requests
    return (Rows("予以公开、部分公开合计", asked.everyone, (asked.granted, asked.partial)),)


def applicants_named(edition: Edition, words: Sequence[Token]) -> tuple[tuple[str, ...], str]:
    """Return the columns of 表三 that words name, with their label; none when they name none."""
    return applicant_columns(
        edition, (token.word for token in words if token.kind is Kind.APPLICANT)
    )


_REMEDIES = {
    Topic.REVIEW: "行政复议",
    Topic.SUIT: "行政诉讼",
    Topic.DIRECT: "未经复议直接起诉",
    Topic.AFTER_REVIEW: "复议后起诉",
}
_RESULTS = (
    (Kind.UPHELD, "结果维持"),
    (Kind.CORRECTED, "结果纠正"),
    (Kind.OTHER_RESULT, "其他结果"),
    (Kind.PENDING, "尚未审结"),
)


def disputes(edition: Edition, topic: Topic, kinds: Collection[Kind] = ()) -> tuple[Reading, ...]:
    """Return what a number of 复议 or 诉讼 cases means: the results named, or the total."""
    results = [label for kind, label in _RESULTS if kind in kinds]
    closed = not results and Kind.CLOSED in kinds
    plus = _remedy_cells(edition, topic, results or ["总计"])
    minus = _remedy_cells(edition, topic, ["尚未审结"]) if closed else ()
    label = "、".join(results) if results else "已审结" if closed else "总计"
    remedy = _REMEDIES.get(topic, "行政复议加行政诉讼")
    return (Reading(f"{remedy} › {label}", plus, minus),)


def _remedy_cells(edition: Edition, topic: Topic, results: Iterable[str]) -> tuple[Cell, ...]:
    remedy = _REMEDIES.get(topic)
    cells = edition.blocks[edition.named.review.total.block].cells
    return tuple(
        cell
        for cell in cells
        for labels in (edition.column_labels[cell.block, cell.column],)
        if (remedy is None or remedy in labels) and labels[-1] in results
    )


_DOCUMENTS: tuple[tuple[Kind, Callable[[DocumentCells], Cell | None]], ...] = (
    (Kind.IN_FORCE, lambda held: held.in_force),
    (Kind.REPEALED, lambda held: held.repealed),
    (Kind.ISSUED, lambda held: held.issued),
    (Kind.NEW, lambda held: held.issued),
)


def documents(edition: Edition, topic: Topic, kinds: Collection[Kind]) -> tuple[Reading, ...]:
    """Return what a number of 规章 or 规范性文件 means: made, repealed or in force."""
    held = edition.named.normative if topic is Topic.NORMATIVE else edition.named.rules
    cell = next((which(held) for kind, which in _DOCUMENTS if kind in kinds), None)
    return (Reading(edition.path(cell), (cell,)),) if cell else ()


def decisions(edition: Edition, topic: Topic) -> tuple[Reading, ...]:
    """Return the number of 许可, 处罚 or 强制 decisions."""
    cells = {
        Topic.LICENSING: edition.named.licensing,
        Topic.PENALTY: edition.named.penalty,
        Topic.COERCION: edition.named.coercion,
    }
    return (Reading(edition.path(cells[topic]), (cells[topic],)),)


def charges(edition: Edition) -> tuple[Reading, ...]:
    """Return the 行政事业性收费 of 表二, in 万元."""
    cell = edition.named.fees
    return (Reading(edition.path(cell), (cell,)),) if cell else ()
