"""Own lists and a case log -> what the log takes over, and everything that it does not.

Nothing is invented and nothing that was typed is overwritten. What stands in a cell that is not understood is never
repeated: it may be the name of an applicant.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlsheets.basics.characters import bare
from xlsheets.basics.sentences import rows_named
from xlsheets.caselog.columns import DECISIONS, DISPUTES, DOCUMENTS, REQUESTS, SHEETS, Entry
from xlsheets.caselog.own_list.contents import ContentReader
from xlsheets.caselog.own_list.headings import heading_word
from xlsheets.caselog.own_list.heads import HEAD_WANTED, LAST_HEAD, OWN, counting_day, head_of
from xlsheets.schema import edition_for
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsheets.caselog.columns import LogColumn, LogSheet
    from xlsheets.caselog.own_list import OwnContent, OwnSheet
    from xlsheets.caselog.own_list.heads import OwnColumn, OwnHead
    from xlsheets.caselog.own_list.said import SaidMeanings
    from xlsheets.caselog.records import LogRow

    Contents = dict[str, OwnContent]

# By what an entry is recognised when it comes a second time; without it, by everything that is taken over.
_IDENTITY = {
    REQUESTS.key: ("number",),
    DISPUTES.key: ("remedy", "about", "arrived"),
    DOCUMENTS.key: ("reference",),
    DECISIONS.key: (),
}
# The day and the word with which an entry was over, where there are both.
_ENDED = {REQUESTS.key: ("answered", "outcome"), DISPUTES.key: ("closed", "result")}
_TOTALS = ("合计", "总计", "小计", "累计")
_CHOOSE = "请在对照表里补一行写明，再导入；或者导入以后在登记簿里选"
_TYPE = "这一格没有带，请在登记簿里补填"


class WordUse(NamedTuple):
    """A word of the list that was taken for a word of the log ("" for nothing yet)."""

    sheet: LogSheet
    heading: str
    word: str
    official: str


class FilledBlank(NamedTuple):
    """A blank of an entry that the log has already, and what goes there."""

    sheet: LogSheet
    row: int
    key: str
    content: OwnContent


@dataclass(frozen=True)
class Adoption:
    """What a log takes over.

    Args:
        heads: the headings of every sheet that is a list of cases.
        words: how often a word was taken for one of the log.
        new: the entries that the log does not have yet, by the key of the sheet.
        filled: blanks of entries that it has.
        known: how many entries it has already.
        listed: everything that is not taken over, a sentence each.
    """

    heads: tuple[OwnHead, ...]
    words: Mapping[WordUse, int]
    new: Mapping[str, Sequence[Contents]]
    filled: tuple[FilledBlank, ...]
    known: int
    listed: tuple[str, ...]


def adopt(
    sheets: Sequence[OwnSheet],
    there: Mapping[str, Sequence[LogRow]],
    year: int,
    said: SaidMeanings,
    added: Mapping[str, tuple[str, ...]] | None = None,
) -> Adoption:
    """Return what the log of a year takes over of a list.

    Args:
        sheets: the sheets of the list.
        there: what is typed in the log, by the key of the sheet.
        year: the year of the log.
        said: what people said its headings and words mean.
        added: headings of columns that were added to the log by its owner, by the key of the sheet.
    """
    adopting = _Adopting(there, year, said)
    heads = []
    for own in sheets:
        head = head_of(own, said, added or {})
        if head:
            heads.append(head)
            adopting.take(head)
        elif own.rows:
            adopting.unread.append(
                f"{own.path}：前 {LAST_HEAD} 行里没有认出表头，没有带。{HEAD_WANTED}"
            )
    return Adoption(
        tuple(heads),
        adopting.words,
        adopting.new,
        tuple(adopting.filled),
        adopting.known,
        adopting.listed(),
    )


@dataclass
class _Adopting:
    """An adoption under way."""

    there: Mapping[str, Sequence[LogRow]]
    year: int
    said: SaidMeanings
    words: dict[WordUse, int] = field(default_factory=lambda: defaultdict(int))
    new: dict[str, list[Contents]] = field(
        default_factory=lambda: {sheet.key: [] for sheet in SHEETS}
    )
    filled: list[FilledBlank] = field(default_factory=list)
    known: int = 0
    unread: list[str] = field(default_factory=list)
    _rows: dict[tuple[str, str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    _met: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._reader = ContentReader(edition_for(self.year))
        self._by_identity: dict[tuple[str, tuple[str, ...]], LogRow] = {}
        self._by_day: dict[tuple[str, object], list[LogRow]] = defaultdict(list)
        for sheet in SHEETS:
            for row in self.there.get(sheet.key, ()):
                identity = _identity(sheet, row.contents)
                if identity:
                    self._by_identity.setdefault((sheet.key, identity), row)
                self._by_day[sheet.key, row.contents.get(counting_day(sheet))].append(row)

    def listed(self) -> tuple[str, ...]:
        """Return what is not taken over: of sheets, then of rows and cells, each with what to do."""
        return (
            *self.unread,
            *(
                f"{path}{rows_named(rows)}{what}{do}。"
                for (path, what, do), rows in self._rows.items()
            ),
        )

    def take(self, head: OwnHead) -> None:
        """Take over the rows below the headings."""
        for column in head.columns:
            if not column.key:
                self.unread.append(f"{head.own.path}的“{column.heading}”栏没有带：{column.why}。")
        for number in sorted(number for number in head.own.rows if number > head.last):
            self._row(head, number, head.own.rows[number])

    def _row(self, head: OwnHead, number: int, cells: Mapping[int, OwnContent]) -> None:
        sheet = head.sheet
        if bare(str(next(iter(cells.values())))) in _TOTALS:
            self._list(head, number, "是合计，没有带", "")
            return
        contents: Contents = {}
        problems = []
        columns = {column.key: column for column in sheet.typed}
        for column in head.taken:
            if column.number not in cells:
                continue
            if column.key in columns:
                problems += self._cell(head, column, columns[column.key], cells, contents)
            else:
                contents[column.key] = cells[column.number]
        if not self._is_entry(sheet, contents):
            why = f"没有认得出的“{sheet.heading(counting_day(sheet))}”，也没有认得出的类别、结果，没有带"
            self._list(head, number, why, "；是登记的，请补上日期再导入")
            return
        for what, do in problems:
            self._list(head, number, what, do)
        self._enter(head, number, contents)

    def _cell(
        self,
        head: OwnHead,
        own: OwnColumn,
        column: LogColumn,
        cells: Mapping[int, OwnContent],
        contents: Contents,
    ) -> list[tuple[str, str]]:
        """Take over a cell; return what is to be said of it."""
        said = self.said.words.get((head.sheet.key, heading_word(own.heading)), {})
        taken = self._reader.taken(head.sheet, column, cells[own.number], said)
        if taken.word and taken.word != taken.content:
            self.words[WordUse(head.sheet, own.heading, taken.word, str(taken.content or ""))] += 1
        if taken.content not in (None, ""):
            contents[column.key] = taken.content
        if not taken.problem:
            return []
        do = _CHOOSE if column.entry is Entry.CHOICE else _TYPE
        return [(f"的“{own.heading}”栏：{taken.problem}，", do)]

    @staticmethod
    def _is_entry(sheet: LogSheet, contents: Contents) -> bool:
        """Tell whether a row has anything by which it could be counted; a note below a list has not."""
        telling = (Entry.DAY, Entry.CHOICE)
        return any(column.key in contents for column in sheet.typed if column.entry in telling)

    def _list(self, head: OwnHead, number: int, what: str, do: str) -> None:
        self._rows[head.own.path, what, do].append(number)

    def _enter(self, head: OwnHead, number: int, contents: Contents) -> None:
        sheet, identity = head.sheet, _identity(head.sheet, contents)
        row = self._row_there(sheet, identity, contents)
        if row:
            self.known += 1
            self._complete(head, number, row, contents)
        elif self._outside(sheet, contents):
            self._list(
                head,
                number,
                f"不属于 {self.year} 年（以前年度已经办完的，或者以后年度的），没有带",
                "",
            )
        elif identity and (sheet.key, identity) in self._met:
            named = sheet.heading(_IDENTITY[sheet.key][0])
            self._list(head, number, f"的{named}前面已经有了，没有带", "；是另一件的，请改正再导入")
        else:
            self.new[sheet.key].append(contents)
        if identity:
            self._met.add((sheet.key, identity))

    def _row_there(
        self, sheet: LogSheet, identity: tuple[str, ...], contents: Contents
    ) -> LogRow | None:
        """Return the entry of the log that this is; each stands for one."""
        if identity:
            return self._by_identity.get((sheet.key, identity))
        typed = {column.key for column in sheet.typed}
        candidates = self._by_day[sheet.key, contents.get(counting_day(sheet))]
        for row in candidates:
            if all(_same(row.contents.get(key), contents[key]) for key in typed & {*contents}):
                candidates.remove(row)
                return row
        return None

    def _complete(self, head: OwnHead, number: int, row: LogRow, contents: Contents) -> None:
        """Fill in the blanks of an entry that is there; what differs stays as it was typed."""
        for key, content in contents.items():
            there = row.contents.get(key)
            if key.startswith(OWN) or _same(there, content):
                continue
            if there is None:
                self.filled.append(FilledBlank(head.sheet, row.number, key, content))
            else:
                what = (
                    f"的“{head.sheet.heading(key)}”与登记簿第 {row.number} 行填的不同，没有改登记簿"
                )
                self._list(head, number, what, "；请核对，登记簿错了的在登记簿里改")

    def _outside(self, sheet: LogSheet, contents: Contents) -> bool:
        """Tell whether an entry counts in another year only."""
        day = contents.get(counting_day(sheet))
        if not isinstance(day, datetime.date):
            return False
        if day.year > self.year or sheet is DECISIONS:
            return day.year != self.year
        ended, how = _ENDED.get(sheet.key, ("", ""))
        over = contents.get(ended)
        return isinstance(over, datetime.date) and how in contents and over.year < self.year


def _identity(sheet: LogSheet, contents: Mapping[str, OwnContent]) -> tuple[str, ...]:
    """Return by what an entry is recognised; empty where some of it is lacking."""
    keys = _IDENTITY[sheet.key]
    if not all(key in contents for key in keys):
        return ()
    return tuple(bare(str(contents[key])) for key in keys)


def _same(one: OwnContent | None, other: OwnContent) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return one is not None and bare(str(one)) == bare(str(other))
    return one == other
