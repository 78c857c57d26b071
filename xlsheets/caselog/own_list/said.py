"""What people said the headings and words of their list mean: the lines of 对照表, read and written.

A line has the sheet of the log, a heading of the list, a word under it or nothing, and where it goes: the heading of a
column, a word of its drop-down list, or 不带. A line that does not say where says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlsheets.caselog.columns import Entry
from xlsheets.caselog.own_list.contents import spelling
from xlsheets.caselog.own_list.headings import heading_word, sheet_named
from xlsheets.caselog.words import log_words
from xlsheets.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from xlsheets.caselog.columns import LogSheet
    from xlsheets.caselog.own_list.adoption import Adoption
    from xlsheets.schema import Edition

HEAD = ("登记簿的表", "原来的栏目", "原来的内容", "登记到")
NOT_TAKEN = "不带"


@dataclass(frozen=True)
class SaidMeanings:
    """What people said.

    Args:
        columns: the column of a heading, by the sheet of the log and the heading; "" for one that is not taken.
        words: the official word of a word, by sheet, heading and spelling; "" for nothing.
        lines: all of it as it was written.
    """

    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)
    words: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    lines: tuple[tuple[str, ...], ...] = ()


def read_said(lines: Iterable[Sequence[str]], edition: Edition, file: str) -> SaidMeanings:
    """Return what the lines of 对照表 say.

    Raises:
        UsageError: a line names a sheet, a column or a word that there is not.
    """
    columns: dict[tuple[str, str], str] = {}
    words: dict[tuple[str, str], dict[str, str]] = {}
    kept = []
    for number, line in enumerate(lines, 1):
        fields = tuple(text.strip() for text in (*line, "", "", "", ""))[: len(HEAD)]
        if not fields[-1] or fields == HEAD:
            continue
        name, heading, word, meant = fields
        where = f"“{file}”第 {number} 行"
        sheet = sheet_named(name)
        if sheet is None:
            raise UsageError(
                f"{where}：登记簿里没有“{name}”表，请写依申请、复议诉讼、文件或者决定。"
            )
        key = (sheet.key, heading_word(heading))
        if word:
            words.setdefault(key, {})[spelling(word)] = _official(sheet, meant, edition, where)
        else:
            columns[key] = _column(sheet, meant, where)
        kept.append(fields)
    return SaidMeanings(columns, words, tuple(kept))


def _column(sheet: LogSheet, meant: str, where: str) -> str:
    if meant == NOT_TAKEN:
        return ""
    found = next((column.key for column in sheet.typed if column.heading == meant), None)
    if found is None:
        raise UsageError(
            f"{where}：“{sheet.name}”表里没有“{meant}”栏，请照登记簿的表头写，或者写“{NOT_TAKEN}”。"
        )
    return found


def _official(sheet: LogSheet, meant: str, edition: Edition, where: str) -> str:
    if meant == NOT_TAKEN:
        return ""
    lists = log_words(edition).lists
    choices = [sheet.choice_of(column) for column in sheet.typed if column.entry is Entry.CHOICE]
    if not any(meant in lists[choice] for choice in choices):
        raise UsageError(f"{where}：下拉框里没有“{meant}”，请照下拉框里的写，或者写“{NOT_TAKEN}”。")
    return meant


def lines_of(adoption: Adoption, said: SaidMeanings) -> Iterator[tuple[str, ...]]:
    """Yield 对照表 as it is after an adoption: what was met this time, and what was said before and not met."""
    yield HEAD
    found: dict[tuple[str, str, str], tuple[str, ...]] = {}
    for head in adoption.heads:
        for column in head.columns:
            there = head.sheet.heading(column.key) if column.key in head.sheet.places else ""
            line = (head.sheet.name, column.heading, "", there)
            found.setdefault(_key(line), line)
    for use in adoption.words:
        word = (use.sheet.name, use.heading, use.word, use.official or NOT_TAKEN)
        found.setdefault(_key(word), word)
    found |= {_key(line): line for line in said.lines}
    yield from found.values()


def _key(line: Sequence[str]) -> tuple[str, str, str]:
    return line[0], heading_word(line[1]), spelling(line[2])
