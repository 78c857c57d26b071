"""Words of a sentence -> the table numbers they lawfully mean, each a sum of cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from xlsheets.checks.text_figures.mentions import Topic
from xlsheets.schema import edition_named
from xlsheets.schema.cells import TableRow
from xlsheets.schema.spec import Group, Item, leaves

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from xlsheets.basics.numbers import Number
    from xlsheets.checks.rule.spec import Case
    from xlsheets.schema import Cell, Edition
    from xlsheets.schema.cells import DocumentCells
    from xlsheets.schema.spec import Node


@dataclass(frozen=True, slots=True)
class Reading:
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
        return sum(each or 0 for each in plus) - sum(each or 0 for each in minus)

    def name(self, edition: Edition) -> str:
        """Return the path of the cell, or the label of a sum with its table."""
        if len(self.plus) == 1 and not self.minus:
            return edition.path(self.plus[0])
        return f"{edition.table_of[self.plus[0].block].number} › {self.label}"


@dataclass(frozen=True, slots=True)
class Rows:
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


@dataclass(frozen=True, slots=True)
class Stages:
    """What a request count may speak of when it names no outcome; the first reading is the likeliest."""

    new: tuple[Rows, ...]
    intake: tuple[Rows, ...]
    handled: tuple[Rows, ...]
    new_handled: tuple[Rows, ...]
    carried_over: tuple[Rows, ...]
    carried_forward: tuple[Rows, ...]


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


# What texts call the outcomes of 表三, by words of the official label, where it is not the label itself.
_USUAL_WORDS = (
    ("（一）予以公开", r"(?<![不分])予以公开|(?<![不分])同意公开|全部公开"),
    ("（二）部分公开", r"部分(?:予以|同意)?公开|区分处理"),
    ("（三）不予公开", r"不予以?公开|不同意公开"),
    ("属于国家秘密", r"国家秘密"),
    ("法律行政法规禁止公开", r"法律、?(?:行政)?法规禁止"),
    ("三安全一稳定", r"三安全一稳定"),
    ("第三方合法权益", r"第三方合法权益"),
    ("内部事务信息", r"内部事务信息"),
    ("过程性信息", r"过程性信息"),
    ("行政执法案卷", r"执法案卷"),
    ("行政查询事项", r"行政查询事项"),
    ("（四）无法提供", r"无法提供"),
    ("不掌握相关政府信息", r"不掌握"),
    ("另行制作", r"另行制作"),
    ("仍不明确", r"仍不明确"),
    ("（五）不予处理", r"不予处理"),
    ("信访举报投诉", r"信访、?(?:举报|投诉)"),
    ("重复申请", r"重复申请"),
    ("公开出版物", r"公开出版物"),
    ("大量反复申请", r"大量反复"),
    ("重新出具", r"重新出具"),
    ("（六）其他处理", r"其他处理"),
    ("逾期不补正", r"逾期不补正"),
    ("逾期未按收费通知", r"逾期未(?:按|缴)"),
)
_NUMBERING = re.compile(r"^(?:（[一二三四五六七八九十]+）|\d+\.)|（.*）$")
# A label this short, such as 其他, says too little to be found in a text.
_TELLS_NOTHING = 2


def outcomes(edition: Edition, text: str) -> tuple[Rows, ...]:
    """Return the result rows a text names, added up; a reason counts instead of its group."""
    any_of_them, by_words = _outcomes(edition.key)
    if not any_of_them.search(text):
        return ()
    named = [rows for words, rows in by_words if words.search(text)]
    exact = [rows for rows in named if not any(set(other) < set(rows) for other in named)]
    plus = tuple(dict.fromkeys(row for rows in exact for row in rows))
    labels = dict.fromkeys(
        edition.row_labels[rows[0]][0 if len(rows) > 1 else -1] for rows in exact
    )
    label = "、".join(labels) + ("合计" if len(plus) > 1 else "")
    return (Rows(label, edition.named.requests.everyone, plus),)


@lru_cache(maxsize=8)
def _outcomes(
    edition_key: str,
) -> tuple[re.Pattern[str], tuple[tuple[re.Pattern[str], tuple[TableRow, ...]], ...]]:
    """Return what finds any outcome of an edition, and for each group and row its words and rows."""
    edition = edition_named(edition_key)
    block = edition.blocks[edition.named.requests.block]
    results = next(node for node in block.rows if isinstance(node, Group))
    named = [
        (words, tuple(TableRow(block.key, leaf.key) for leaf in leaves((node,))))
        for node in _groups_and_items(results.members)
        if (words := _words_for(node.label))
    ]
    by_words = tuple((re.compile(words), keys) for words, keys in named)
    return re.compile("|".join(words for words, _ in named)), by_words


def _groups_and_items(nodes: Iterable[Node]) -> Iterator[Group | Item]:
    for node in nodes:
        if isinstance(node, Group):
            yield node
            yield from _groups_and_items(node.members)
        elif isinstance(node, Item):
            yield node


def _words_for(label: str) -> str:
    """Return the pattern of an outcome: its usual words, else its plain label; "" for none."""
    plain = _NUMBERING.sub("", label)
    usual = (words for part, words in _USUAL_WORDS if part in label)
    return next(usual, re.escape(plain) if len(plain) > _TELLS_NOTHING else "")


_CLASSES = (
    (r"自然人|公民", "自然人"),
    (r"商业企业|(?<!涉)企业(?!类)", "商业企业"),
    (r"科研机构", "科研机构"),
    (r"公益组织", "社会公益组织"),
    (r"法律服务机构", "法律服务机构"),
)
_LEGAL_PERSONS = re.compile("法人")


def classes(edition: Edition, text: str) -> tuple[tuple[str, ...], str]:
    """Return the applicant columns a text names, with their label; none when it names none."""
    asked = edition.named.requests
    columns = edition.blocks[asked.block].column_leaves
    named = {
        leaf.key: leaf.label
        for words, label in _CLASSES
        for leaf in columns
        if leaf.label == label and re.search(words, text)
    }
    if _LEGAL_PERSONS.search(text):
        legal = {leaf.key: "" for leaf in columns if leaf.key not in (asked.person, asked.everyone)}
        return tuple({**named, **legal}), "、".join(
            (*filter(None, named.values()), "法人或其他组织")
        )
    return tuple(named), "、".join(named.values())


_REMEDIES = {
    Topic.REVIEW: "行政复议",
    Topic.SUIT: "行政诉讼",
    Topic.DIRECT: "未经复议直接起诉",
    Topic.AFTER_REVIEW: "复议后起诉",
}
_RESULTS = (
    (r"维持", "结果维持"),
    (r"纠正", "结果纠正"),
    (r"其他结果", "其他结果"),
    (r"未审结|未结案|正在审理", "尚未审结"),
)


def disputes(edition: Edition, topic: Topic, text: str) -> tuple[Reading, ...]:
    """Return what a number of 复议 or 诉讼 cases means: the results named, or the total."""
    results = [label for words, label in _RESULTS if re.search(words, text)]
    closed = not results and "审结" in text
    plus = _remedy_cells(edition, topic, results or ["总计"])
    minus = _remedy_cells(edition, topic, ["尚未审结"]) if closed else ()
    label = "、".join(results) if results else "已审结" if closed else "总计"
    remedy = _REMEDIES.get(topic, "行政复议加行政诉讼")
    found = [Reading(f"{remedy} › {label}", plus, minus)]
    if topic is Topic.CASES and not results and "案件" in text and "复议" not in text:
        found += disputes(edition, Topic.REVIEW, text) + disputes(edition, Topic.SUIT, text)
    return tuple(found)


def _remedy_cells(edition: Edition, topic: Topic, results: Iterable[str]) -> tuple[Cell, ...]:
    remedy = _REMEDIES.get(topic)
    cells = edition.blocks[edition.named.review.total.block].cells
    return tuple(
        cell
        for cell in cells
        for labels in (edition.column_labels[cell.block, cell.column],)
        if (remedy is None or remedy in labels) and labels[-1] in results
    )


_DOCUMENTS: tuple[tuple[str, Callable[[DocumentCells], Cell | None]], ...] = (
    (r"有效", lambda held: held.in_force),
    (r"废止|失效", lambda held: held.repealed),
    (r"制发|制定|出台|印发|新增", lambda held: held.issued),
)


def documents(edition: Edition, topic: Topic, text: str) -> tuple[Reading, ...]:
    """Return what a number of 规章 or 规范性文件 means: made, repealed or in force."""
    held = edition.named.normative if topic is Topic.NORMATIVE else edition.named.rules
    cell = next((which(held) for words, which in _DOCUMENTS if re.search(words, text)), None)
    return (Reading(edition.path(cell), (cell,)),) if cell else ()


def decisions(edition: Edition, topic: Topic) -> tuple[Reading, ...]:
    """Return the number of 许可, 处罚 or 强制 decisions."""
    cells = {
        Topic.LICENSING: edition.named.licensing,
        Topic.PENALTY: edition.named.penalty,
        Topic.COERCION: edition.named.coercion,
    }
    return (Reading(edition.path(cells[topic]), (cells[topic],)),)
