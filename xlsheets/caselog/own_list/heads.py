"""Sheet of somebody's own list -> where its headings stand, and the sheet and columns of a log they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsheets.caselog.columns import DECISIONS, DISPUTES, DOCUMENTS, REQUESTS, SHEETS, Entry
from xlsheets.caselog.own_list.headings import column_meant, heading_word, is_computed, tells_who
from xlsheets.values import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsheets.caselog.columns import LogSheet
    from xlsheets.caselog.own_list import OwnSheet
    from xlsheets.caselog.own_list.said import SaidMeanings

# Headings stand in the first rows, in one row or in two: 答复 above 日期 and 结果.
LAST_HEAD = 10
# How many columns a list has to have, the day by which it is counted among them.
_FEWEST = 2
# Remarks stand in lists of everything.
_REMARK = "remark"
# Words in the name of a sheet or file that say what is listed; they weigh as much as two columns.
_HINTS = {
    DISPUTES.key: ("复议", "诉讼", "应诉"),
    DOCUMENTS.key: ("规范性文件", "规章"),
    DECISIONS.key: ("许可", "处罚", "强制", "决定"),
    REQUESTS.key: ("依申请",),
}
_HINT = 2
# What has to stand in a head.
HEAD_WANTED = (
    "表头要有收到日期、印发日期或者决定日期，再有一栏认得出的；栏名特别的，在对照表里写明。"
)
# Columns of a log's own are called so, before their heading.
OWN = "own:"


class OwnColumn(NamedTuple):
    """A column of the list: its number, its heading, the key it goes to ("" for none), and why it goes nowhere."""

    number: int
    heading: str
    key: str
    why: str = ""


class OwnHead(NamedTuple):
    """The headings of a list: the sheet of the log they mean, the last row they stand in, and the columns."""

    own: OwnSheet
    sheet: LogSheet
    last: int
    columns: tuple[OwnColumn, ...]

    @property
    def taken(self) -> tuple[OwnColumn, ...]:
        """The columns that go somewhere."""
        return tuple(column for column in self.columns if column.key)


class _Heading(NamedTuple):
    """A heading as it is told, and the words it may be understood by, the likeliest first."""

    text: str
    words: tuple[str, ...]


class _Found(NamedTuple):
    """Headings that may be those of a sheet of the log, by their columns, and the last row they stand in."""

    own: OwnSheet
    sheet: LogSheet
    last: int
    headings: Mapping[int, _Heading]


def counting_day(sheet: LogSheet) -> str:
    """Return the key of the day by which an entry of a sheet is counted."""
    return next(column.key for column in sheet.typed if column.entry is Entry.DAY)


def head_of(
    own: OwnSheet, said: SaidMeanings, added: Mapping[str, tuple[str, ...]]
) -> OwnHead | None:
    """Return the headings of a list; None where there are none that tell what is listed.

    Args:
        own: the list.
        said: what people said of headings.
        added: headings of columns that were added to the log by its owner, by the key of the sheet.
    """
    best, most = None, 0
    rows = [number for number in own.rows if number <= LAST_HEAD]
    single = ((row, _in_one_row(own, row)) for row in rows)
    double = ((row + 1, _in_two_rows(own, row)) for row in rows if row + 1 in own.rows)
    for last, headings in (*single, *double):
        for sheet in SHEETS:
            head = _head(_Found(own, sheet, last, headings), said, added.get(sheet.key, ()))
            score = _score(head)
            if score > most:
                best, most = head, score
    return best


def _score(head: OwnHead) -> int:
    """Return how much headings tell; 0 where they do not tell enough."""
    told = (column.key for column in head.taken if not column.key.startswith(OWN))
    keys = {*told} - {_REMARK}
    if counting_day(head.sheet) not in keys or len(keys) < _FEWEST:
        return 0
    named = f"{head.own.name}{head.own.file}"
    hinted = any(word in named for word in _HINTS[head.sheet.key])
    return len(keys) + _HINT * hinted


def _in_one_row(own: OwnSheet, row: int) -> dict[int, _Heading]:
    return {at: _Heading(str(text), (str(text),)) for at, text in own.rows[row].items()}


def _in_two_rows(own: OwnSheet, row: int) -> dict[int, _Heading]:
    """Return headings that stand in a row and the next: what stands above several columns belongs to each."""
    upper, lower = own.rows[row], own.rows[row + 1]
    found, above = {}, ""
    for at in range(1, max((*upper, *lower)) + 1):
        below = str(lower.get(at, ""))
        above = str(upper.get(at, "")) or (above if below else "")
        if above or below:
            found[at] = _Heading(above + below, (above + below, below) if below else (above,))
    return found


def _head(found: _Found, said: SaidMeanings, added: tuple[str, ...]) -> OwnHead:
    sheet, headings = found.sheet, found.headings
    meant = {at: _meaning(sheet, heading, said) for at, heading in headings.items()}
    best: dict[str, int] = {}
    for at, (key, rank) in meant.items():
        if key and (key not in best or rank < meant[best[key]][1]):
            best[key] = at
    columns = []
    for at, heading in headings.items():
        key = meant[at][0]
        if key and best[key] == at:
            columns.append(OwnColumn(at, heading.text, key))
        elif not key and heading_word(heading.text) in map(heading_word, added):
            columns.append(OwnColumn(at, heading.text, OWN + heading_word(heading.text)))
        else:
            why = _why_not(sheet, heading.text, key, said)
            columns.append(OwnColumn(at, heading.text, "", why))
    return OwnHead(found.own, sheet, found.last, tuple(columns))


def _meaning(sheet: LogSheet, heading: _Heading, said: SaidMeanings) -> tuple[str, int]:
    """Return the column a heading means and how plainly; what people said is the plainest."""
    told = said.columns.get((sheet.key, heading_word(heading.text)))
    if told is not None:
        return told, -1
    found = next(filter(None, (column_meant(sheet, word) for word in heading.words)), None)
    return (found.key, found.rank) if found else ("", 0)


def _why_not(sheet: LogSheet, heading: str, key: str, said: SaidMeanings) -> str:
    if key:
        return f"另一栏已经记到“{sheet.heading(key)}”；应当用这一栏的，在对照表里改"
    if (sheet.key, heading_word(heading)) in said.columns:
        return "对照表里写明不带"
    if is_computed(sheet, heading):
        return "登记簿自己计算"
    if tells_who(heading):
        return "登记簿不记申请人是谁；要留的，在登记簿右边加一栏，写同样的栏名再导入"
    return "登记簿没有这一栏；有的，在对照表里写明是哪一栏"
